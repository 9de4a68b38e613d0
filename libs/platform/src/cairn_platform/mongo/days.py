"""Days in documents: YYYY-MM-DD, since BSON has instants only."""

from datetime import date


def day_text(day: date | None) -> str | None:
    """A day as it is stored."""
    return day.isoformat() if day else None


def stored_day(text: str | None) -> date | None:
    """A day that was stored."""
    return date.fromisoformat(text) if text else None
