"""Three years of a company of a thousand people with all that reports are told by: roles that ask for everything that a role can ask for,
second positions, who said what of whom, prices, ladders, who is to complete what by when, and what is suspended, in grace, or told a
year late.
"""

import random
from collections.abc import Iterator, Sequence
from datetime import timedelta

from tests.support.reporting.builders import FIRST_DAY
from tests.support.reporting.demanding_roles import STACKS, Demanding
from tests.support.reporting.histories import Plain, written
from tests.support.reporting.large_history import (
    CREDENTIALS,
    DAYS,
    DEPARTMENTS,
    PEOPLE,
    ROLES,
    SKILLS,
    TENANT,
    large_history,
)

_SCALES = {"proficiency": (1, 4), "one-to-five": (1, 5), "zero-to-four": (0, 4), "one-to-hundred": (1, 100)}
_ASSESSORS = ("REVIEWER", "MANAGER", "PEER", "PEER", "SELF")
_LONG = 400
"""So many days may go by until somebody tells what happened."""


def full_history(chance: random.Random, *, people: int = len(PEOPLE)) -> list[Plain]:
    """Every version of everything about so many of the people, in no order."""
    some = PEOPLE[:people]
    demanding = Demanding(chance, skills=SKILLS, credentials=CREDENTIALS, roles=ROLES)
    found = [_told("Stack", 0, demanding.stack(each)) for each in STACKS]
    for event in large_history(chance):
        if event["state"].get("person_id", some[0]) not in some:
            continue
        match event["message"]:
            case "PersonState":
                _have_more_to_do(event["state"], chance)
            case "Credential":
                _price(event["state"], chance)
            case "Role":
                event["state"]["requirements"] = demanding.requirements()
        found += _versions(event, chance) if event["message"] == "AchievementState" else [event]
    rungs = [chance.sample(ROLES, k=4) for _ in range(2)]
    paths = [
        {
            "path_id": f"path{number}",
            "steps": [
                {"step_id": each, "goal": {"credential_id": each}} for each in chance.sample(CREDENTIALS, k=2)
            ],
        }
        for number in range(5)
    ]
    found += [
        _told("Ladder", 0, {"ladder_id": f"l{n}", "name": "Ladder", "role_ids": each})
        for n, each in enumerate(rungs)
    ]
    found += [_told("LearningPath", 0, each) for each in paths]
    found += [_assessment(chance, number, some) for number in range(people)]
    for number in range(people):
        found += _plan(chance, number, some, paths)
    return found


def _have_more_to_do(person: Plain, chance: random.Random) -> None:
    """Some aim at another role, some did more in years past, also at once; some hold a second position, with or without its first day."""
    if chance.random() < 0.3:
        person["target_role_id"] = chance.choice(ROLES)
    for _ in range(chance.choice([0, 0, 1, 2])):
        taken = 50 * chance.randrange(DAYS // 50)
        left = taken + 50 * chance.randint(1, 6)
        done = {"role_id": chance.choice(ROLES), "taken_on": _at(taken)[:10], "left_on": _at(left)[:10]}
        person["past_roles"] = [*person["past_roles"], done]
    if chance.random() < 0.2:
        taken_on = chance.choice(["", _at(chance.randrange(DAYS))[:10]])
        second = {"department_id": chance.choice(["", *DEPARTMENTS]), "role_id": chance.choice(["", *ROLES])}
        person["further_positions"] = [{**second, "taken_on": taken_on}]


def _price(credential: Plain, chance: random.Random) -> None:
    def money() -> Plain:
        return {"currency": chance.choice(["EUR", "EUR", "JPY"]), "minor_units": str(chance.randint(1, 9999))}

    kinds = ("DIGITAL_BADGE", "INDUSTRY_CERTIFICATION", "LICENCE", "DEGREE")
    credential["kind"] = f"CREDENTIAL_KIND_{chance.choice(kinds)}"
    price, renewal = money(), money()
    match chance.randrange(4):
        case 0:
            credential["cost"] = {"basis": "COST_BASIS_FREE"}
        case 1:
            credential["cost"] = {"basis": "COST_BASIS_MONTHLY", "price": price}
        case _:
            credential["cost"] = {"basis": "COST_BASIS_ONE_PRICE", "price": price}
            if chance.random() < 0.5:
                credential["cost"]["exam_fee"] = {**price, "minor_units": "700"}
    if chance.random() < 0.7:
        credential["validity"] = chance.choice(["", "P2Y", "P3Y"])
        credential["cost"] |= {"renewal_fee": {**renewal, "currency": price["currency"]}}
        credential["cost"]["renewal_interval"] = chance.choice(["", "P1Y", "P2Y"])


def _versions(event: Plain, chance: random.Random) -> Iterator[Plain]:
    """An achievement is claimed, and what became of it told later, sometimes after more than a year."""
    state = event["state"]
    (first, *_), last = state["periods"], state["periods"][-1]
    if not state["marks"] and "valid_until" in last and chance.random() < 0.6:
        _have_grace(state, chance)
    begun = max(0, _number(first["valid_from"]))
    claimed = {**state, "decision": "DECISION_CLAIMED", "periods": [], "held_periods": [], "marks": []}
    yield _told("AchievementState", begun + chance.randrange(20), claimed)
    if state["decision"] != "DECISION_CLAIMED":
        yield _told("AchievementState", begun + chance.randrange(20, _LONG), state, version=2)


def _have_grace(state: Plain, chance: random.Random) -> None:
    """After its validity it may be renewed for some time, in which it counts or does not; some are renewed, taken back or suspended."""
    (period,) = state["periods"]
    over, counts = _number(period["valid_until"]), chance.random() < 0.5
    length = 10 * chance.randint(2, 12)
    held = {**period, "grace_until": _at(over + length), "grace_counts": counts}
    within = over + chance.randrange(1, length)
    counted_until = over + length if counts else over
    match chance.randrange(4):
        case 0:
            held["renewed_at"] = _at(within)
            state["periods"].append({"valid_from": _at(within), "valid_until": _at(within + 365)})
            counted_until = min(within, counted_until)
        case 1 | 2 as what:
            kind = ("REVOKED", "SUSPENDED")[what - 1]
            state["marks"] = [{"kind": f"MARK_KIND_{kind}", "at": _at(within), "marked_at": _at(within)}]
            counted_until = min(within, counted_until)
    period["valid_until"] = _at(counted_until)
    state["held_periods"] = [held]


def _assessment(chance: random.Random, number: int, people: Sequence[str]) -> Plain:
    scale_id = chance.choice(list(_SCALES))
    day = chance.randrange(DAYS)
    state = {
        "assessment_id": f"s{number}",
        "person_id": chance.choice(people),
        "skill_id": chance.choice(SKILLS),
        "assessor_kind": f"ASSESSOR_KIND_{chance.choice(_ASSESSORS)}",
        "scale_id": scale_id,
        "level": chance.randint(*_SCALES[scale_id]),
        "assessed_on": _at(day)[:10],
        "given_at": _at(day + chance.randrange(3)),
    }
    if chance.random() < 0.1:
        state["withdrawn_at"] = _at(day + 5)
    return _told("AssessmentState", day + chance.randrange(_LONG), state)


def _plan(
    chance: random.Random, number: int, people: Sequence[str], paths: Sequence[Plain]
) -> Iterator[Plain]:
    """Somebody is to complete a path; some have more time, need not do all of it, or knew some of it before."""
    path, due = chance.choice(paths), chance.randrange(DAYS + _LONG)
    enrolment: Plain = {
        "enrolment_id": f"e{number}",
        "person_id": chance.choice(people),
        "path_id": path["path_id"],
    }
    if chance.random() < 0.9:
        enrolment["due_on"] = _at(due)[:10]
    if chance.random() < 0.1:
        enrolment["withdrawn_at"] = _at(due)
    yield _told("EnrolmentState", chance.randrange(DAYS), enrolment)
    if chance.random() < 0.4:
        kind = chance.choice(["EXTENSION", "EXEMPTION", "EXEMPTION", "PRIOR_LEARNING", "EQUIVALENCE"])
        exception = {
            "exception_id": f"x{number}",
            "kind": f"EXCEPTION_KIND_{kind}",
            "person_id": enrolment["person_id"],
            "path_id": path["path_id"],
            "from_on": _at(due - chance.randrange(200))[:10],
            "until_on": _at(due + chance.randrange(200))[:10],
        }
        if kind == "PRIOR_LEARNING" or (kind == "EXEMPTION" and chance.random() < 0.6):
            exception["step_id"] = chance.choice(path["steps"])["step_id"]
        if kind in {"EXTENSION", "PRIOR_LEARNING"}:
            exception["enrolment_id"] = enrolment["enrolment_id"]
        yield _told("ExceptionState", chance.randrange(DAYS), exception)


def _number(instant: str) -> int:
    """The day, counted from the first."""
    return (FIRST_DAY.fromisoformat(instant) - FIRST_DAY).days


def _at(number: int) -> str:
    return written(FIRST_DAY + timedelta(days=number))


def _told(message: str, day: int, state: Plain, *, version: int = 1) -> Plain:
    time = FIRST_DAY + timedelta(days=day, hours=version)
    return {"tenant": TENANT, "message": message, "version": version, "time": written(time), "state": state}
