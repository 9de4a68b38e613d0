"""The clock that bootstrap hands to the use cases; rules take `now` as an argument."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """This instant in UTC, in whole milliseconds, which is what MongoDB keeps."""
    now = datetime.now(tz=UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)
