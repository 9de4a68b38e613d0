"""The years that reports tell of."""

from datetime import date

REPORTED_YEARS = range(1900, 2100)
"""In UTC. Whatever a report reckons from a day in them, such as 90 days, 60 months or the month before, is a date too."""


def is_reported(day: date) -> bool:
    """A report can be about this day, or this instant of UTC."""
    return day.year in REPORTED_YEARS
