"""Random histories with what reports over time are told by: roles held before, prices, and who is on which path."""

import random
from collections.abc import Sequence
from copy import deepcopy
from datetime import datetime, timedelta

from tests.support.reporting.builders import FIRST_DAY
from tests.support.reporting.histories import CREDENTIALS, PEOPLE, ROLES, Plain, written

_DAYS = 200


def enriched(history: Sequence[Plain], chance: random.Random) -> list[Plain]:
    """The same events, each person's role dated or not, some credentials with a price."""
    found = deepcopy(list(history))
    for event in found:
        state = event["state"]
        match event["message"]:
            case "PersonState":
                date_roles(state, chance)
            case "Credential" if chance.random() < 0.8:
                state["cost"] = some_cost(chance)
            case _:
                pass
    return found


def with_plans(history: Sequence[Plain], chance: random.Random) -> list[Plain]:
    """The same and, beside them, a path for each credential and people of the tenant acme who are to complete some of them by some day."""
    time = history[-1]["time"] if history else written(FIRST_DAY)
    paths = [
        _event("acme", "LearningPath", time, {"path_id": f"path-{each}", "steps": [{"credential_id": each}]})
        for each in CREDENTIALS
    ]
    for path in paths:
        path["state"]["steps"] = [{"goal": step} for step in path["state"]["steps"]]
    enrolments = [
        _event("acme", "EnrolmentState", time, {"enrolment_id": f"e{number}", **_some_enrolment(chance)})
        for number in range(4)
    ]
    return [*history, *paths, *enrolments]


def date_roles(state: Plain, chance: random.Random) -> None:
    """Says of most people's states since when the role is held, and what was held before."""
    if chance.random() < 0.3 or not state.get("role_id"):
        return
    taken = _some_day(chance)
    state["taken_on"] = taken.date().isoformat()
    if chance.random() < 0.8:
        before = taken - timedelta(days=10 * chance.randint(1, 8))
        left = taken - timedelta(days=10 * chance.choice([0, 0, 0, 1]))
        if before < left:
            state["past_roles"] = [
                {
                    "role_id": chance.choice(ROLES),
                    "taken_on": before.date().isoformat(),
                    "left_on": left.date().isoformat(),
                }
            ]


def some_cost(chance: random.Random) -> Plain:
    """Nothing, or one price in one of two currencies."""
    if chance.random() < 0.2:
        return {"basis": "COST_BASIS_FREE"}
    money = {"currency": chance.choice(["EUR", "JPY"]), "minor_units": str(chance.randint(1, 999))}
    return {"basis": "COST_BASIS_ONE_PRICE", "price": money}


def _some_enrolment(chance: random.Random) -> Plain:
    enrolment: Plain = {
        "person_id": chance.choice(PEOPLE),
        "path_id": f"path-{chance.choice([*CREDENTIALS, 'unknown'])}",
    }
    if chance.random() < 0.85:
        enrolment["due_on"] = _some_day(chance).date().isoformat()
    if chance.random() < 0.2:
        enrolment["withdrawn_at"] = written(FIRST_DAY)
    return enrolment


def _some_day(chance: random.Random) -> datetime:
    return FIRST_DAY + timedelta(days=10 * chance.randint(0, _DAYS // 10))


def _event(tenant: str, message: str, time: str, state: Plain) -> Plain:
    return {"tenant": tenant, "message": message, "version": 1, "time": time, "state": state}
