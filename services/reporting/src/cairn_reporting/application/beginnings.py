"""Questions about a time when there was nothing to ask about."""

from datetime import UTC, datetime

from cairn_platform.errors import FieldViolation, InvalidFieldsError
from cairn_reporting.application.ports import Facts


def check_had_begun(*, found_anybody: bool, as_of: datetime, facts: Facts) -> None:
    """Raises InvalidFieldsError where a report found nobody because nobody at all worked here at `as_of` yet, as far as `facts` know."""
    check_had_begun_in("as_of", found_anybody=found_anybody, as_of=as_of, facts=facts)


def check_had_begun_in(field: str, *, found_anybody: bool, as_of: datetime, facts: Facts) -> None:
    """The same of another field that says when."""
    if not found_anybody and not facts.had_begun_by(as_of.astimezone(UTC).date()):
        description = "Nobody worked in this organization then."
        raise InvalidFieldsError([FieldViolation(field, "BEFORE_BEGINNING", description)])
