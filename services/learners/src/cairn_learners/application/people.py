"""People, looked up."""

from collections.abc import Sequence
from dataclasses import dataclass

from cairn_learners.application.orders import PEOPLE
from cairn_learners.application.ports import LearnersStore, PeopleFilter
from cairn_learners.application.scope import Scope
from cairn_learners.domain import fields
from cairn_learners.domain.people import Person
from cairn_learners.domain.reach import Reach, check_seen
from cairn_learners.domain.teams import sees_team
from cairn_platform.errors import NotFoundError
from cairn_platform.paging import Page, PageRequest

MOST_IDS = 500
LONGEST_QUERY = 200


@dataclass(frozen=True, kw_only=True)
class WhichPeople:
    """What a list of people is asked for by; empty: regardless."""

    query: str
    department_id: str
    team_id: str
    include_sub_teams: bool
    person_ids: Sequence[str]


def get_person(scope: Scope, *, person_id: str) -> Person:
    """A person, for oneself, the manager line above, hr and tenant-admin; NotFoundError for everybody else."""
    check_seen(scope.reach(), person_id, resource="person")
    return scope.person(person_id)


def list_people(scope: Scope, *, which: WhichPeople, page: PageRequest) -> Page[Person]:
    """People by name: everybody for hr and tenant-admin, the own line for a manager, the own units for an HR partner.

    Who asks for people by their ids gets those in reach, oneself included. Raises NotFoundError for a department or team that is not
    there for the caller.
    """
    fields.refuse(
        fields.text("query", which.query, longest=LONGEST_QUERY),
        fields.at_most("person_ids", len(which.person_ids), limit=MOST_IDS),
    )
    reach = scope.reach()
    wanted = PeopleFilter(
        text=which.query,
        person_ids=_wanted(which, reach=reach, scope=scope),
        department_ids=_departments(scope.store, which.department_id),
    )
    found = scope.store.list_people(wanted, after=PEOPLE.after(page), at_most=page.size + 1)
    return PEOPLE.page(found, page)


def _wanted(which: WhichPeople, *, reach: Reach, scope: Scope) -> frozenset[str] | None:
    """Whom the list may hold; None: everybody."""
    wanted = None if reach.everybody else reach.led
    if which.person_ids:
        wanted = frozenset(each for each in which.person_ids if reach.sees(each))
    if which.team_id:
        if not sees_team(reach, which.team_id, lines=scope.lines):
            raise NotFoundError("team")
        members = scope.lines.below if which.include_sub_teams else scope.lines.directly_below
        team = members(which.team_id)
        wanted = team if wanted is None else wanted & team
    return wanted


def _departments(store: LearnersStore, department_id: str) -> frozenset[str] | None:
    if not department_id:
        return None
    tree = store.department_tree()
    if department_id not in tree:
        raise NotFoundError("department")
    return tree.below(department_id) | {department_id}
