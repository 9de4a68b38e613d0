"""Days as spreadsheets and people write them."""

import re
from datetime import date, timedelta

_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_SERIAL = re.compile(r"\d{5}")
# Day 0 of spreadsheets that count from 1900 and take that year for a leap year; right from 1 March 1900 on.
_DAY_ZERO = date(1899, 12, 30)


def day_as_iso(text: str) -> str:
    """The day as YYYY-MM-DD, where it is written so, as D.M.YYYY, or as the number that a spreadsheet keeps; else the text as it is.

    With slashes it could be either of two days, so that is no day.
    """
    if iso := _ISO.fullmatch(text):
        return iso[1]
    if dotted := _DOTTED.fullmatch(text):
        try:
            return date(int(dotted[3]), int(dotted[2]), int(dotted[1])).isoformat()
        except ValueError:
            return text
    if _SERIAL.fullmatch(text):
        return (_DAY_ZERO + timedelta(days=int(text))).isoformat()
    return text
