"""What a request's fields have to look like. Each check says nothing about a good field and names what is wrong with a bad one."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import urlsplit

from cairn_learners.domain.periods import CalendarDuration
from cairn_platform.errors import FieldViolation, InvalidFieldsError

LONGEST_NAME = 200
LONGEST_NOTE = 500
LONGEST_EMAIL = 254
LONGEST_URL = 2000

_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_LINE_BREAK = re.compile(r"[\n\r\t\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def refuse(*checks: Iterable[FieldViolation]) -> None:
    """Raises InvalidFieldsError with everything that the checks found; does nothing if they found nothing."""
    violations = [violation for check in checks for violation in check]
    if violations:
        raise InvalidFieldsError(violations)


def required(field: str, value: str) -> Iterator[FieldViolation]:
    """The field must not be empty or blank."""
    if not value.strip():
        yield FieldViolation(field, "REQUIRED", "This is needed.")


def text(field: str, value: str, *, longest: int) -> Iterator[FieldViolation]:
    """A text of at most `longest` characters, without control characters."""
    if len(value) > longest:
        yield FieldViolation(field, "TOO_LONG", f"At most {longest} characters.")
    if _CONTROL.search(value):
        yield FieldViolation(field, "CONTROL_CHARACTER", "Leave out control characters.")


def line(field: str, value: str, *, longest: int) -> Iterator[FieldViolation]:
    """A text on one line."""
    if _LINE_BREAK.search(value):
        yield FieldViolation(field, "CONTROL_CHARACTER", "This has to stand on one line.")
    yield from text(field, value, longest=longest)


def identifier(field: str, value: str) -> Iterator[FieldViolation]:
    """A slug or UUID; empty passes, see `required`."""
    if value and not _IDENTIFIER.fullmatch(value):
        message = (
            "An id has at most 100 letters, digits, `.`, `_` and `-`, and begins with a letter or digit."
        )
        yield FieldViolation(field, "NOT_AN_ID", message)


def email(field: str, value: str) -> Iterator[FieldViolation]:
    """A mail address; empty passes."""
    if value and not _EMAIL.fullmatch(value):
        yield FieldViolation(field, "NOT_AN_EMAIL", "This is not a mail address.")
    yield from text(field, value, longest=LONGEST_EMAIL)


def link(field: str, value: str) -> Iterator[FieldViolation]:
    """An absolute http or https link, without a user name in it."""
    yield from text(field, value, longest=LONGEST_URL)
    if not _is_web_address(value):
        yield FieldViolation(field, "NOT_A_URL", "Give a web address that begins with http:// or https://.")


def day(field: str, value: str) -> Iterator[FieldViolation]:
    """A date as YYYY-MM-DD; empty passes."""
    if value and parsed_day(value) is None:
        yield FieldViolation(field, "NOT_A_DATE", "This has to be a date as YYYY-MM-DD.")


def parsed_day(value: str) -> date | None:
    """The date that YYYY-MM-DD names; None for anything else."""
    if not _DATE.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def duration(field: str, value: str) -> Iterator[FieldViolation]:
    """An ISO 8601 duration of years, months, weeks and days that has a length, such as P1Y6M; empty passes."""
    try:
        if value:
            CalendarDuration.parse(value)
    except ValueError:
        message = "This has to be an ISO 8601 duration of years, months, weeks and days, such as P1Y6M."
        yield FieldViolation(field, "NOT_A_DURATION", message)


def at_most(field: str, count: int, *, limit: int) -> Iterator[FieldViolation]:
    """A list of at most `limit` items."""
    if count > limit:
        yield FieldViolation(field, "TOO_MANY", f"Give at most {limit} of them, not {count}.")


def _is_web_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
        fits = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return fits and "@" not in parts.netloc and not any(character.isspace() for character in value)
