"""Whether what a role asks for is met at an instant: by proofs, complete stacks, experience, or one of several ways."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from tests.support.oracle.days import NEVER_ENDS, day_begins, months_later
from tests.support.oracle.known import Known, State
from tests.support.oracle.proof import ends, facts_of, meets, someone_counts


def has_line(requirement: State) -> bool:
    """A gap tells of it: skills and credentials alone."""
    return "skill" in requirement or "credential_id" in requirement


def is_known(known: Known, person_id: str, asked: State) -> bool:
    """It can be judged: it is told since when the person works here, does this, or did that; of several ways of one."""
    if "any_of" in asked:
        return any(_is_whole_way_known(known, person_id, way) for way in asked["any_of"]["alternatives"])
    person = known.own("PersonState")[person_id]
    if "time_in_role" in asked:
        return bool(person["since"])
    if "experience" in asked:
        role_id = asked["experience"].get("role_id")
        return bool(_stints(person, role_id)) if role_id else bool(person.get("hired_on"))
    return True


def is_met(known: Known, person_id: str, asked: State, at: datetime) -> bool:
    """It is met at the instant; what cannot be judged never is."""
    if has_line(asked):
        test = meets(known, asked)
        return someone_counts(filter(test, facts_of(known, person_id)), at)
    if "stack_id" in asked:
        return _is_complete(known, person_id, asked["stack_id"], at, within=())
    if "any_of" in asked:
        return any(
            all(is_met(known, person_id, each, at) for each in way["all_of"])
            for way in asked["any_of"]["alternatives"]
            if _is_whole_way_known(known, person_id, way)
        )
    reached = _reached(known.own("PersonState")[person_id], asked)
    return reached is not None and reached <= at


def end_of(known: Known, person_id: str, asked: State, at: datetime) -> datetime:
    """The first later instant at which it is not met any more; NEVER_ENDS where there is none."""
    for each in sorted({end for end in ends(facts_of(known, person_id)) if end > at}):
        if not is_met(known, person_id, asked, each):
            return each
    return NEVER_ENDS


def reached_by_time(known: Known, person_id: str, requirements: Iterable[State]) -> Iterator[datetime]:
    """When what is asked for in months is reached, within alternatives too."""
    for each in requirements:
        for asked in _singles(each):
            reached = _reached(known.own("PersonState")[person_id], asked)
            if reached is not None:
                yield reached


def uses(known: Known, asked: State, credential_id: str) -> bool:
    """The credential helps to meet it, alone or with others."""
    found = False
    for single in _singles(asked):
        if has_line(single):
            found = found or bool(
                meets(known, single)({"credential_id": credential_id, "achievement_id": "any"})
            )
        elif "stack_id" in single:
            found = found or credential_id in _credentials_within(known, single["stack_id"], ())
    return found


def asked_name(known: Known, asked: State) -> str:
    """What people call it."""
    match asked:
        case {"skill": skill}:
            return known.name("Skill", skill["skill_id"])
        case {"credential_id": credential_id}:
            return known.name("Credential", credential_id)
        case {"stack_id": stack_id}:
            return known.name("Stack", stack_id)
        case {"experience": {"months": months, **rest}}:
            role_id = str(rest.get("role_id", ""))
            return f"{_months(months)} " + (
                f"as {known.name('Role', role_id)}" if role_id else "with this employer"
            )
        case {"time_in_role": {"months": months}}:
            return f"{_months(months)} in the present role"
        case _:
            ways = asked["any_of"]["alternatives"]
            return " or ".join(
                " and ".join(asked_name(known, each) for each in way["all_of"]) for way in ways
            )


def _months(count: int) -> str:
    return "1 month" if count == 1 else f"{count} months"


def _is_whole_way_known(known: Known, person_id: str, way: State) -> bool:
    return all(is_known(known, person_id, each) for each in way["all_of"])


def _singles(asked: State) -> Iterator[State]:
    if "any_of" in asked:
        for way in asked["any_of"]["alternatives"]:
            yield from way["all_of"]
    else:
        yield asked


def _is_complete(
    known: Known, person_id: str, stack_id: str, at: datetime, *, within: tuple[str, ...]
) -> bool:
    """As many of its places as its rule asks for are filled; a stack within itself fills none."""
    stack = known.seen("Stack").get(stack_id)
    if stack is None or stack_id in within:
        return False
    filled = 0
    for member in stack["members"]:
        for goal in _goals(member):
            if "stack_id" in goal:
                is_filled = _is_complete(known, person_id, goal["stack_id"], at, within=(*within, stack_id))
            else:
                is_filled = is_met(known, person_id, goal, at)
            if is_filled:
                filled += 1
                break
    is_counted = stack.get("rule") == "STACK_RULE_N_OF"
    return bool(filled >= (stack["required_count"] if is_counted else len(stack["members"])))


def _goals(member: State) -> list[State]:
    """What can fill a place of a stack."""
    named = member["one_of"]["alternatives"] if "one_of" in member else [member]
    return [*named, *({"credential_id": each} for each in member.get("equivalent_credential_ids", []))]


def _credentials_within(known: Known, stack_id: str, within: tuple[str, ...]) -> set[str]:
    found: set[str] = set()
    if stack_id not in within:
        for member in known.seen("Stack").get(stack_id, {}).get("members", []):
            for goal in _goals(member):
                if "stack_id" in goal:
                    found |= _credentials_within(known, goal["stack_id"], (*within, stack_id))
                else:
                    found.add(goal["credential_id"])
    return found


def _reached(person: State, asked: State) -> datetime | None:
    """When so many months have gone by; None for what time does not bring, or where nobody knows."""
    if "time_in_role" in asked:
        return _after(person["since"], asked["time_in_role"]["months"])
    if "experience" not in asked:
        return None
    months, role_id = asked["experience"]["months"], asked["experience"].get("role_id")
    if not role_id:
        return _after(person.get("hired_on", ""), months)
    served = timedelta()
    for taken_on, left_on in _stints(person, role_id):
        begun = date.fromisoformat(taken_on)
        full = months_later(begun - served, months)
        if not left_on or full <= date.fromisoformat(left_on):
            return day_begins(full.isoformat())
        served += date.fromisoformat(left_on) - begun
    return None


def _after(day: str, months: int) -> datetime | None:
    return day_begins(months_later(date.fromisoformat(day), months).isoformat()) if day else None


def _stints(person: State, role_id: str) -> list[tuple[str, str]]:
    """From when to when the person had the role, in order; up to nothing where it is still held."""
    return sorted(
        (each["taken_on"], each["left_on"]) for each in person["stints"] if each["role_id"] == role_id
    )
