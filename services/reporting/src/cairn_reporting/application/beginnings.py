"""Questions about a time when there was nothing to ask about."""

from datetime import UTC, datetime

from cairn_platform.errors import FieldViolation, InvalidFieldsError
from cairn_reporting.application.ports import Facts, PeopleSelection
from cairn_reporting.domain.tenure import first_day_of_work


def check_had_begun(*, found_anybody: bool, as_of: datetime, facts: Facts, rights: Facts) -> None:
    """Raises InvalidFieldsError where a report found nobody because the organization had not begun: nobody worked here at `as_of`,
    or nothing was known of anybody. `facts` are those to answer by, `rights` those of today.
    """
    if found_anybody:
        return
    everybody = facts.people(PeopleSelection())
    if not everybody:
        if rights is not facts and rights.people(PeopleSelection()):
            raise _before("known_at", "Nothing was known of this organization then.")
        return
    first_on = first_day_of_work(person.tenure for person in everybody)
    if first_on is not None and as_of.astimezone(UTC).date() < first_on:
        raise _before("as_of", "Nobody worked in this organization then.")


def _before(field: str, description: str) -> InvalidFieldsError:
    return InvalidFieldsError([FieldViolation(field, "BEFORE_BEGINNING", description)])
