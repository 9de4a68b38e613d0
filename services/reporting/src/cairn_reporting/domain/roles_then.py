"""Which roles somebody held on a day: by the days from which and up to which roles were held."""

from dataclasses import replace
from datetime import date

from cairn_reporting.domain.tenure import RoleHeld, Tenure
from cairn_reporting.domain.workforce import Person, Position


def with_roles_of(person: Person, *, day: date) -> Person:
    """The person with the roles of the day, as far as it is known since when they were held.

    From its first day on it is the present one. Before that it is the role that was held on the day, of several the one taken last, the
    others beside it; where nobody said which one that was, the person's role stays. Positions beside it that were taken later are left
    out.
    """
    present = person.tenure.present
    later = {each.role_id for each in person.tenure.past if each.left_on is None and each.taken_on > day}
    beside = tuple(each for each in person.further_positions if each.role_id not in later)
    if present is not None and present.taken_on <= day:
        return replace(person, role_id=present.role_id, further_positions=beside)
    held = _ended_roles(person.tenure, day=day)
    if not held:
        is_known = present is not None and present.role_id == person.role_id
        tenure = person.tenure if is_known else _as_present(person.tenure, None)
        return replace(person, further_positions=beside, tenure=tenure)
    first, *others = held
    others = [each for each in others if each.role_id != first.role_id]
    return replace(
        person,
        role_id=first.role_id,
        further_positions=(*beside, *(Position(each.role_id, None, None) for each in others)),
        tenure=_as_present(person.tenure, first),
    )


def _ended_roles(tenure: Tenure, *, day: date) -> list[RoleHeld]:
    held = (each for each in tenure.past if each.left_on is not None and each.taken_on <= day < each.left_on)
    return sorted(held, key=lambda each: (each.taken_on, each.role_id), reverse=True)


def _as_present(tenure: Tenure, role: RoleHeld | None) -> Tenure:
    """The role in the place of the present one, which comes later and is still told of, so that time in roles stays what it is."""
    others = tuple(each for each in tenure.past if each is not role)
    following = (tenure.present,) if tenure.present else ()
    return replace(tenure, present=role, past=(*others, *following))
