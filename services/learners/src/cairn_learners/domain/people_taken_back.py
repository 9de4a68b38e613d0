"""A person as before an import: a new state like the old one, where nobody changed the person since."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from cairn_learners.domain.errors import ChangedSinceError
from cairn_learners.domain.import_rows import Done
from cairn_learners.domain.people import Person, Surroundings, check_line, check_references

_ONE_DAY = timedelta(days=1)


def restored(person: Person | None, done: Done, *, today: date) -> Person:
    """The person as before the row. Whom the row brought in has left the day before and holds no mail address: nothing is removed.

    Raises ChangedSinceError where somebody changed the person after the row did.
    """
    if person is None or person.version != done.version:
        raise ChangedSinceError
    if done.before is not None:
        return replace(done.before, version=person.version + 1, account_subject=person.account_subject)
    yesterday = today - _ONE_DAY
    hired_on = person.profile.hired_on
    profile = replace(
        person.profile,
        email=None,
        hired_on=hired_on if hired_on is not None and hired_on <= yesterday else None,
        left_on=yesterday,
    )
    return replace(person, version=person.version + 1, profile=profile)


def check_restored(
    person: Person, *, manager_of: Mapping[str, str | None], surroundings: Surroundings
) -> None:
    """The line holds with the person as before, and the mail address is nobody else's by now. Raises what it is refused for."""
    check_line(person.person_id, person.manager_id, manager_of=manager_of)
    check_references(person.person_id, person.profile, surroundings=surroundings)
