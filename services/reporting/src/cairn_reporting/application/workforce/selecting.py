"""Which people a report is about, as a bitmap: the same conditions as in `people_asked_for`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from pyroaring import BitMap

from cairn_platform.errors import NotFoundError
from cairn_reporting.application.people import PeopleFilter
from cairn_reporting.application.ports import Facts
from cairn_reporting.application.reach import Reach
from cairn_reporting.application.workforce.entries import Entries
from cairn_reporting.domain.dimensions import Dimension
from cairn_reporting.domain.workforce import department_and_below
from cairn_reporting.domain.workforce_index.groups import Aim
from cairn_reporting.domain.workforce_index.index import WorkforceIndex

AS_IT_IS = datetime(9999, 1, 1, tzinfo=UTC)
"""Later than whatever is known: where people work now, by which rights are given."""


def people_in(
    index: WorkforceIndex,
    *,
    asked: PeopleFilter,
    reach: Reach,
    entries: Entries,
    facts: Facts,
    as_of: datetime,
) -> BitMap:
    """The people who fit, work here at `as_of` and are in reach; nobody is asked for by name.

    Raises NotFoundError for a department, team or role that is not there.
    """
    found = index.employed(at=as_of)
    reached = _reached(index, reach)
    if reached is not None:
        found = found & reached
    if asked.department_id is not None:
        found = found & _department(
            index,
            asked=asked,
            department_id=asked.department_id,
            reach=reach,
            entries=entries,
            facts=facts,
            as_of=as_of,
        )
    if asked.role_id is not None:
        if not entries.roles({asked.role_id}, facts=facts):
            raise NotFoundError("role")
        found = found & index.groups.members(Dimension.ROLE, asked.role_id, at=as_of)
    if asked.team_id is not None:
        found = found & _team(index, asked=asked, team_id=asked.team_id, reach=reach, as_of=as_of)
    if asked.location:
        found = found & index.groups.members(Dimension.LOCATION, asked.location, at=as_of)
    if asked.hired_from or asked.hired_until:
        found = found & _hired(index, earliest=asked.hired_from, latest=asked.hired_until, as_of=as_of)
    return found


def people_on_each(
    index: WorkforceIndex,
    *,
    asked: PeopleFilter,
    reach: Reach,
    entries: Entries,
    facts: Facts,
    days: Sequence[datetime],
) -> Sequence[BitMap]:
    """The same for each of the days, in their order; a team is there where somebody in reach was in it on the first of them or later."""
    anywhere = replace(asked, team_id=None)
    found = [
        people_in(index, asked=anywhere, reach=reach, entries=entries, facts=facts, as_of=day) for day in days
    ]
    team_id = asked.team_id
    if team_id is None:
        return found
    line = index.below_since(team_id, at_any_depth=asked.include_sub_teams, since=days[0])
    _check_team(index, team_id=team_id, reach=reach, line=line)
    return [
        here & index.below(team_id, at_any_depth=asked.include_sub_teams, at=day)
        for here, day in zip(found, days, strict=True)
    ]


def _reached(index: WorkforceIndex, reach: Reach) -> BitMap | None:
    """Who is in reach, whenever the report is about; None: everybody. Whole units are bitmaps: nobody in them is looked up by id."""
    if reach.named is None:
        return None
    department_ids = reach.units.department_ids if reach.units else ()
    units = (index.groups.members(Dimension.DEPARTMENT, each, at=AS_IT_IS) for each in department_ids)
    return BitMap.union(index.numbered(reach.named), *units)


def _team(
    index: WorkforceIndex, *, asked: PeopleFilter, team_id: str, reach: Reach, as_of: datetime
) -> BitMap:
    members = index.below(team_id, at_any_depth=asked.include_sub_teams, at=as_of)
    _check_team(index, team_id=team_id, reach=reach, line=members)
    return members


def _check_team(index: WorkforceIndex, *, team_id: str, reach: Reach, line: BitMap) -> None:
    """Raises NotFoundError where the team's manager or everybody in its line is out of reach."""
    reached = _reached(index, reach)
    shown = reached is None or team_id in reach.teams_lent or bool(reached & index.numbered({team_id}))
    if not shown or not (line if reached is None else line & reached):
        raise NotFoundError("team")


def _department(
    index: WorkforceIndex,
    *,
    asked: PeopleFilter,
    department_id: str,
    reach: Reach,
    entries: Entries,
    facts: Facts,
    as_of: datetime,
) -> BitMap:
    departments = entries.departments(facts=facts)
    there = any(each.department_id == department_id for each in departments)
    if not there or not reach.shows_department(department_id):
        raise NotFoundError("department")
    if asked.without_sub_departments:
        return index.groups.members(Dimension.DEPARTMENT, department_id, at=as_of)
    parts = department_and_below(
        department_id=department_id, departments=departments, day=as_of.astimezone(UTC).date()
    )
    return BitMap.union(
        BitMap(), *(index.groups.members(Dimension.DEPARTMENT, each, at=as_of) for each in parts)
    )


def _hired(index: WorkforceIndex, *, earliest: date | None, latest: date | None, as_of: datetime) -> BitMap:
    """Who was hired in these days; nobody of whom it is not known."""
    return BitMap.union(
        BitMap(),
        *(
            members
            for day, members in index.groups.by(Aim.HIRED_ON, at=as_of)
            if (earliest is None or earliest.isoformat() <= day)
            and (latest is None or day <= latest.isoformat())
        ),
    )
