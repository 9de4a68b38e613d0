"""Teams are read off the reporting line: a manager, and who is below."""

from dataclasses import dataclass

from cairn_learners.domain.hierarchy import Hierarchy
from cairn_learners.domain.people import Person
from cairn_learners.domain.reach import Reach


@dataclass(frozen=True, kw_only=True)
class Team:
    """The people whom one manager leads; its id is the manager's person id."""

    team_id: str
    manager_name: str
    direct_member_count: int
    total_member_count: int


def team_of(manager: Person, *, lines: Hierarchy) -> Team:
    """The team of a manager, with how many report directly and how many are below at any depth."""
    return Team(
        team_id=manager.person_id,
        manager_name=manager.name,
        direct_member_count=len(lines.directly_below(manager.person_id)),
        total_member_count=len(lines.below(manager.person_id)),
    )


def managers_within(reach: Reach, *, lines: Hierarchy) -> frozenset[str]:
    """The managers whose teams the caller sees: all for hr and tenant-admin; for a manager the own team and those below, for an
    HR partner those of managers in the own units.

    For who stands in for a manager, that one's team too.
    """
    managers = lines.with_somebody_below
    if reach.everybody:
        return managers
    return managers & (reach.led | reach.lent.keys() | ({reach.own_id} if reach.own_line else set()))


def sees_team(reach: Reach, team_id: str, *, lines: Hierarchy) -> bool:
    """There is such a team, and the caller sees it."""
    return team_id in managers_within(reach, lines=lines)
