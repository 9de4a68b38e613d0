"""Who is in an audience: a pure question about one person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from cairn_learners.domain.assignments import Audience
from cairn_learners.domain.dynamic_audiences import DynamicAudience
from cairn_learners.domain.hierarchy import Hierarchy
from cairn_learners.domain.people import Person
from cairn_learners.domain.person_attributes import judge
from cairn_learners.domain.rules import Answer, PersonKnown, trace
from cairn_learners.domain.tenure import Position


@dataclass(frozen=True, kw_only=True)
class Membership:
    """Whether somebody is in, and when time alone may change that next, if ever."""

    is_in: bool
    changes_at: datetime | None


def membership(
    audience: Audience,
    *,
    known: PersonKnown,
    dynamic: Mapping[str, DynamicAudience],
    now: datetime,
) -> Membership:
    """Whether the person is in the audience: named, in one of its teams, positions or departments, or in a dynamic audience of it.

    Nobody is in any audience from the day after the last one of their employment on.
    """
    leaves_at = _leaves_at(known.person)
    if leaves_at is not None and leaves_at <= now:
        return Membership(is_in=False, changes_at=None)
    if _is_named(audience, known):
        return Membership(is_in=True, changes_at=leaves_at)
    traces = [
        trace(dynamic[each].rule, known=known, judge=judge, now=now)
        for each in audience.dynamic_ids
        if each in dynamic
    ]
    instants = [each for each in (leaves_at, *(each.changes_at for each in traces)) if each]
    is_in = any(each.answer is Answer.YES for each in traces)
    return Membership(is_in=is_in, changes_at=min(instants, default=None))


def position_in(audience: Audience, person: Person) -> Position:
    """Of several positions at once the first that the audience names by its role or department; the primary one where it names none."""
    named = (
        each
        for each in person.profile.positions
        if each.role_id in audience.role_ids or each.department_id in audience.department_ids
    )
    return next(named, person.profile.position)


def lineage(member: str | None, *, tree: Hierarchy) -> frozenset[str]:
    """The member itself, and everything above it, as far as it is known."""
    found: set[str] = set()
    while member is not None and member not in found:
        found.add(member)
        member = tree.above_of.get(member)
    return frozenset(found)


def _is_named(audience: Audience, known: PersonKnown) -> bool:
    person, positions = known.person, known.person.profile.positions
    managers = known.managers_above if audience.include_sub_teams else {person.manager_id}
    own = {each.department_id for each in positions}
    departments = known.departments if audience.include_sub_departments else own
    return (
        person.person_id in audience.person_ids
        or not managers.isdisjoint(audience.team_ids)
        or any(each.role_id in audience.role_ids for each in positions)
        or not departments.isdisjoint(audience.department_ids)
    )


def _leaves_at(person: Person) -> datetime | None:
    left_on = person.profile.left_on
    return datetime.combine(left_on + timedelta(days=1), time.min, tzinfo=UTC) if left_on else None
