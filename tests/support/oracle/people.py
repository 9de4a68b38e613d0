"""Who belongs to a set of people, by walking up from each person."""

from collections.abc import Iterable, Iterator, Mapping

from tests.support.oracle.known import Known, State


def _upwards(states: Mapping[str, State], first: str, field: str) -> Iterator[str]:
    """The id itself and those above it; stops where it comes round."""
    seen: list[str] = []
    here = first
    while here and here not in seen:
        seen.append(here)
        yield here
        here = states.get(here, {}).get(field, "")


def leads(known: Known, manager_id: str, person_id: str) -> bool:
    """The manager stands somewhere above the person."""
    people = known.own("PersonState")
    superior = people[person_id].get("manager_id", "")
    return manager_id in list(_upwards(people, superior, "manager_id"))


def reach(known: Known, subject: str, roles: set[str]) -> set[str]:
    """hr and tenant-admin: everybody; a manager: the own line; everybody: oneself."""
    people = known.own("PersonState")
    if roles & {"hr", "tenant-admin"}:
        return set(people)
    (own,) = [key for key, each in people.items() if each.get("account_subject") == subject]
    return {key for key in people if key == own or ("manager" in roles and leads(known, own, key))}


def works_here(known: Known, person: State) -> bool:
    """On the day of which the organization is known, the last day counting; who has no days always does."""
    if not known.day:
        return True
    stays = [(person.get("hired_on", ""), person.get("left_on", ""))]
    stays += [(each.get("hired_on", ""), each["left_on"]) for each in person.get("past_employments", [])]
    return any(first <= known.day and (not last or known.day <= last) for first, last in stays)


def groups(known: Known, person_ids: Iterable[str], field: str) -> dict[str, list[str]]:
    """The people by a field of theirs, whoever lacks it by the empty text; with several positions in several groups."""
    found: dict[str, list[str]] = {}
    for person_id in person_ids:
        for group in _of_every_position(known.own("PersonState")[person_id], field):
            found.setdefault(group, []).append(person_id)
    return found


def roles_held(person: State) -> list[str]:
    """The roles of all positions, each once."""
    return [each for each in _of_every_position(person, "role_id") if each]


def _of_every_position(person: State, field: str) -> list[str]:
    """Departments and roles are those of all positions; everything else is that of the first."""
    positions = [person]
    if field in {"department_id", "role_id"}:
        positions += person.get("further_positions", [])
    found = {each.get(field, ""): None for each in positions}
    return [each for each in found if each] or [""]


def asked_for(
    known: Known,
    within: set[str],
    *,
    person_ids: tuple[str, ...] = (),
    department_id: str = "",
    team_id: str = "",
    include_sub_teams: bool = False,
    role_id: str = "",
) -> list[str]:
    """The people who work here on the day and for whom all conditions hold, by id."""
    people = known.own("PersonState")
    found = []
    for person_id in sorted(within):
        person = people[person_id]
        departments = {
            above
            for each in _of_every_position(person, "department_id")
            for above in _upwards(known.own("DepartmentState"), each, "parent_department_id")
        }
        in_team = (
            leads(known, team_id, person_id) if include_sub_teams else person.get("manager_id", "") == team_id
        )
        if (
            works_here(known, person)
            and (not person_ids or person_id in person_ids)
            and (not department_id or department_id in departments)
            and (not team_id or in_team)
            and (not role_id or role_id in roles_held(person))
        ):
            found.append(person_id)
    return found


def compared_role(known: Known, person_id: str, choices: tuple[str, ...]) -> tuple[str, str]:
    """The role that the person is compared with, and by which of the choices; two empty strings where there is none."""
    person = known.own("PersonState")[person_id]
    for choice in choices:
        if choice == "ROLE_CHOICE_OWN":
            role_id = person.get("role_id", "")
        elif choice == "ROLE_CHOICE_TARGET":
            role_id = person.get("target_role_id", "")
        else:
            role_id = _next_rung(known, person.get("role_id", ""))
        if role_id in known.seen("Role"):
            return role_id, choice
    return "", ""


def _next_rung(known: Known, role_id: str) -> str:
    for _, ladder in sorted(known.seen("Ladder").items()):
        rungs = list(ladder.get("role_ids", []))
        if role_id in rungs:
            return str([*rungs, ""][rungs.index(role_id) + 1])
    return ""
