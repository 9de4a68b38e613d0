"""Three years of a company of a thousand people: who moves, is promoted, leaves and holds what, at random, as plain events."""

import random
from datetime import datetime, timedelta

from tests.support.reporting.builders import FIRST_DAY
from tests.support.reporting.histories import Plain, written

TENANT = "acme"
PEOPLE = tuple(f"p{number:04}" for number in range(1000))
MANAGERS = PEOPLE[:40]
DEPARTMENTS = tuple(f"d{number}" for number in range(12))
LOCATIONS = ("Berlin", "Riga", "Porto", "")
ROLES = tuple(f"r{number}" for number in range(6))
SKILLS = tuple(f"s{number}" for number in range(5))
CREDENTIALS = tuple(f"c{number}" for number in range(8))
DAYS = 1000
_LEVELS = ("AWARENESS", "WORKING", "PRACTITIONER", "EXPERT")


def large_history(chance: random.Random) -> list[Plain]:
    """Every version of everything, in no order."""
    return [
        *(
            _event(
                "DepartmentState",
                version,
                day,
                {"department_id": each, "parent_department_id": _or_none(chance, DEPARTMENTS)},
            )
            for each in DEPARTMENTS
            for version, day in enumerate(_days(chance, most=3), 1)
        ),
        *(_event("Skill", 1, 0, {"skill_id": each, "name": each}) for each in SKILLS),
        *(_credential(chance, each) for each in CREDENTIALS),
        *(_role(chance, each) for each in ROLES),
        *(event for each in PEOPLE for event in _life(chance, each)),
        *(_achievement(chance, number) for number in range(3 * len(PEOPLE))),
    ]


def some_instant(chance: random.Random) -> datetime:
    """Some time in these years, the one before and the one after, often the very first moment of a day."""
    day = FIRST_DAY + timedelta(days=chance.randrange(-300, DAYS + 300))
    return day + chance.choice([timedelta(), timedelta(hours=9), timedelta(milliseconds=-1)])


def _life(chance: random.Random, person_id: str) -> list[Plain]:
    """What was told of somebody, a few times; another role is told with its day, without one, or long after it."""
    hired = chance.randrange(-500, DAYS // 2)
    fixed = {
        "hired_on": _day(hired) if chance.random() < 0.8 else "",
        "left_on": _day(chance.randrange(DAYS // 2, DAYS)) if chance.random() < 0.2 else "",
    }
    found: list[Plain] = []
    past: list[Plain] = []
    role_id, taken_on = chance.choice(["", *ROLES]), ""
    for version, day in enumerate(_days(chance, most=5), 1):
        if version > 1 and chance.random() < 0.5:
            before, since = role_id, taken_on
            role_id = chance.choice(ROLES)
            if role_id != before:
                taken_on = chance.choice(["", _day(day), _day(day - chance.randrange(40))])
                if before and since and since < (taken_on or _day(day)):
                    past = [*past, {"role_id": before, "taken_on": since, "left_on": taken_on or _day(day)}]
        state = {
            "person_id": person_id,
            "role_id": role_id,
            "taken_on": taken_on,
            "past_roles": past,
            "department_id": _or_none(chance, DEPARTMENTS),
            "manager_id": _or_none(chance, MANAGERS),
            "location": chance.choice(LOCATIONS),
            **fixed,
        }
        found.append(_event("PersonState", version, day, state))
    return found


def _achievement(chance: random.Random, number: int) -> Plain:
    """Held for some time, sometimes suspended within it: the periods that its owner tells are those in which it counts."""
    begins = chance.randrange(-400, DAYS)
    ends = begins + chance.randrange(300, 900)
    periods = [{"valid_from": _at(begins), "valid_until": _at(ends)}]
    marks: list[Plain] = []
    if chance.random() < 0.3:
        del periods[0]["valid_until"]
    elif chance.random() < 0.3:
        suspended = [begins + chance.randrange(1, 100), begins + chance.randrange(100, 290)]
        kinds = ("SUSPENDED", "REINSTATED")
        marks = [
            {"kind": f"MARK_KIND_{kind}", "at": _at(day), "marked_at": _at(day)}
            for kind, day in zip(kinds, suspended, strict=True)
        ]
        periods = [
            {"valid_from": _at(begins), "valid_until": _at(suspended[0])},
            {"valid_from": _at(suspended[1]), "valid_until": _at(ends)},
        ]
    state = {
        "achievement_id": f"a{number}",
        "person_id": chance.choice(PEOPLE),
        "credential_id": chance.choice(CREDENTIALS),
        "decision": chance.choice([*["DECISION_VERIFIED"] * 4, "DECISION_CLAIMED"]),
        "periods": periods,
        "marks": marks,
    }
    return _event("AchievementState", 1, 0, state)


def _credential(chance: random.Random, credential_id: str) -> Plain:
    granted = [_level(chance, skill_id) for skill_id in chance.sample(SKILLS, k=2)]
    state = {
        "credential_id": credential_id,
        "name": credential_id,
        "kind": "CREDENTIAL_KIND_DIGITAL_BADGE",
        "skills_granted": granted,
    }
    return _event("Credential", 1, 0, state)


def _role(chance: random.Random, role_id: str) -> Plain:
    demands: list[Plain] = [{"skill": _level(chance, each)} for each in chance.sample(SKILLS, k=3)]
    demands.append({"credential_id": chance.choice(CREDENTIALS)})
    requirements = [{"requirement_id": f"q{number}", **each} for number, each in enumerate(demands)]
    return _event("Role", 1, 0, {"role_id": role_id, "name": f"Role {role_id}", "requirements": requirements})


def _level(chance: random.Random, skill_id: str) -> Plain:
    return {"skill_id": skill_id, "level": f"PROFICIENCY_LEVEL_{chance.choice(_LEVELS)}"}


def _days(chance: random.Random, *, most: int) -> list[int]:
    """One day after the other, on which something is told; sometimes two of them are one day."""
    return sorted(chance.randrange(DAYS // 10) * 10 for _ in range(chance.randint(1, most)))


def _or_none(chance: random.Random, ids: tuple[str, ...]) -> str:
    return chance.choice(["", *ids])


def _day(number: int) -> str:
    return (FIRST_DAY + timedelta(days=number)).date().isoformat()


def _at(number: int) -> str:
    return written(FIRST_DAY + timedelta(days=number))


def _event(message: str, version: int, day: int, state: Plain) -> Plain:
    time = FIRST_DAY + timedelta(days=day, hours=version)
    return {"tenant": TENANT, "message": message, "version": version, "time": written(time), "state": state}
