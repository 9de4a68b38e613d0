"""Days as people write them in sentences."""

from datetime import date

# Not `strftime`, which takes the months' names from the locale of whoever runs this.
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def day_in_words(day: date) -> str:
    """`3 May 2026`."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
