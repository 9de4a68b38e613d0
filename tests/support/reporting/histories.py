"""Random histories of two tenants and the public catalogue, as plain events."""

import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.support.reporting.builders import FIRST_DAY

Plain = dict[str, Any]

TENANTS = ("acme", "globex")
PUBLIC = "public"
PEOPLE = ("p1", "p2", "p3")
DEPARTMENTS = ("d1", "d2", "d3")
SKILLS = ("s1", "s2")
CREDENTIALS = ("c1", "c2", "c3")
ROLES = ("r1", "r2", "r3")
_KINDS = ("PROFESSIONAL_CERTIFICATE", "INDUSTRY_CERTIFICATION", "LICENCE", "DEGREE")
_LEVELS = ("AWARENESS", "WORKING", "PRACTITIONER", "EXPERT")
_LAST_DAY = 200
_CHANGED_AFTER_DAYS = 40
"""So many days after each version of something comes the next."""


def written(at: datetime) -> str:
    """An instant as plain events have it."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _or_none(ids: Sequence[str]) -> st.SearchStrategy[str]:
    return st.sampled_from(["", *ids])


def _some(ids: Sequence[str], *, at_most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(ids), max_size=at_most, unique=True)


_day = st.integers(0, _LAST_DAY // 10).map(lambda tens: FIRST_DAY + timedelta(days=10 * tens))


@st.composite
def _periods(draw: st.DrawFn) -> list[Plain]:
    """One or two, often touching; on days that are shared by many, so that ends meet beginnings."""
    found: list[Plain] = []
    begins = draw(_day)
    for _ in range(draw(st.integers(1, 2))):
        if draw(st.integers(0, 4)) == 0:
            return [*found, {"valid_from": written(begins)}]
        ends = begins + timedelta(days=10 * draw(st.integers(1, 8)))
        found.append({"valid_from": written(begins), "valid_until": written(ends)})
        begins = ends + timedelta(days=10 * draw(st.integers(0, 1)))
    return found


@st.composite
def _achievement(draw: st.DrawFn, person_id: str) -> Plain:
    decision = draw(st.sampled_from(["VERIFIED", "VERIFIED", "VERIFIED", "CLAIMED", "REFUSED"]))
    return {
        "person_id": person_id,
        "credential_id": draw(st.sampled_from([*CREDENTIALS, *CREDENTIALS, "unknown"])),
        "decision": f"DECISION_{decision}",
        "periods": draw(_periods()),
    }


@st.composite
def _assessment(draw: st.DrawFn, person_id: str) -> Plain:
    scale_id, levels = draw(
        st.sampled_from(
            [
                ("proficiency", (1, 4)),
                ("one-to-five", (1, 5)),
                ("zero-to-four", (0, 4)),
                ("one-to-hundred", (1, 100)),
            ]
        )
    )
    assessed_on = draw(_day)
    said = {
        "person_id": person_id,
        "skill_id": draw(st.sampled_from(SKILLS)),
        "assessor_kind": f"ASSESSOR_KIND_{draw(st.sampled_from(['REVIEWER', 'MANAGER', 'PEER', 'PEER', 'SELF']))}",
        "scale_id": scale_id,
        "level": draw(st.integers(*levels)),
        "assessed_on": assessed_on.date().isoformat(),
        "given_at": written(assessed_on + timedelta(hours=draw(st.integers(0, 2)))),
    }
    if draw(st.integers(0, 5)) == 0:
        said["withdrawn_at"] = written(assessed_on + timedelta(days=1))
    return said


def _person(person_id: str) -> st.SearchStrategy[Plain]:
    return st.fixed_dictionaries(
        {
            "account_subject": st.just(f"account-{person_id}"),
            "role_id": _or_none(ROLES),
            "department_id": _or_none(DEPARTMENTS),
            "manager_id": _or_none(PEOPLE),
            "target_role_id": _or_none([*ROLES, "unknown"]),
        }
    )


def _skill_level() -> st.SearchStrategy[Plain]:
    level = st.sampled_from(_LEVELS).map(lambda name: f"PROFICIENCY_LEVEL_{name}")
    return st.fixed_dictionaries({"skill_id": st.sampled_from(SKILLS), "level": level})


def _credential(credential_id: str) -> st.SearchStrategy[Plain]:
    return st.fixed_dictionaries(
        {
            "name": st.sampled_from([f"Credential {credential_id}", "Same name"]),
            "kind": st.sampled_from(_KINDS).map(lambda name: f"CREDENTIAL_KIND_{name}"),
            "skills_granted": st.lists(_skill_level(), min_size=1, max_size=3),
        }
    )


@st.composite
def _role(draw: st.DrawFn, role_id: str) -> Plain:
    skills: list[Plain] = [{"skill": each} for each in draw(st.lists(_skill_level(), min_size=1, max_size=3))]
    proofs: list[Plain] = [
        {"credential_id": each} for each in draw(_some([*CREDENTIALS, "unknown"], at_most=2))
    ]
    return {
        "name": f"Role {role_id}",
        "requirements": [
            {"requirement_id": f"q{number}", **demand} for number, demand in enumerate([*skills, *proofs])
        ],
    }


@st.composite
def _versions(draw: st.DrawFn, tenant: str, message: str, key: str, of: Plain) -> list[Plain]:
    """None to three versions of each aggregate, mostly one."""
    return [
        {
            "tenant": tenant,
            "message": message,
            "version": version,
            "state": {key: aggregate_id, **draw(state)},
        }
        for aggregate_id, state in of.items()
        for version in range(1, 1 + draw(st.sampled_from([1, 1, 1, 2, 3, 0])))
    ]


def _of_people(prefix: str, state: Callable[[str], st.SearchStrategy[Plain]], count: int) -> Plain:
    """Each belongs to one person for ever."""
    return {f"{prefix}{number}": state(PEOPLE[number % len(PEOPLE)]) for number in range(count)}


@st.composite
def histories(draw: st.DrawFn) -> list[Plain]:
    """What happened to two tenants and the public catalogue, in order."""
    events: list[Plain] = []
    for tenant in (*TENANTS, PUBLIC):
        kinds: list[tuple[str, str, Plain]] = [
            ("Skill", "skill_id", {each: st.just({"name": f"{tenant} {each}"}) for each in SKILLS}),
            ("Credential", "credential_id", {each: _credential(each) for each in CREDENTIALS}),
            ("Role", "role_id", {each: _role(each) for each in ROLES}),
            (
                "Ladder",
                "ladder_id",
                {
                    each: st.fixed_dictionaries(
                        {"name": st.just("Ladder"), "role_ids": st.permutations(ROLES)}
                    )
                    for each in ("l1", "l2")
                },
            ),
        ]
        if tenant != PUBLIC:
            parents = st.fixed_dictionaries({"parent_department_id": _or_none(DEPARTMENTS)})
            kinds += [
                ("PersonState", "person_id", {each: _person(each) for each in PEOPLE}),
                ("DepartmentState", "department_id", dict.fromkeys(DEPARTMENTS, parents)),
                ("AchievementState", "achievement_id", _of_people("a", _achievement, 8)),
                ("AssessmentState", "assessment_id", _of_people("s", _assessment, 4)),
            ]
        for message, key, of in kinds:
            events += draw(_versions(tenant, message, key, of))
    return [
        {
            **event,
            "time": written(
                FIRST_DAY + timedelta(minutes=minute, days=_CHANGED_AFTER_DAYS * (event["version"] - 1))
            ),
        }
        for minute, event in enumerate(events)
    ]


def delivery(history: list[Plain], chance: random.Random) -> list[Plain]:
    """The same events out of order, each at least once and some of them again."""
    delivered = [*history, *chance.sample(history, k=len(history) // 2)]
    chance.shuffle(delivered)
    return delivered


instants = st.builds(
    lambda day, moment: FIRST_DAY + timedelta(days=day) + timedelta(milliseconds=moment),
    st.integers(0, _LAST_DAY // 10).map(lambda tens: 10 * tens),
    st.sampled_from([-1, 0, 0, 1]),
)

knowledge = st.builds(
    lambda minute, changes: FIRST_DAY + timedelta(minutes=minute, days=_CHANGED_AFTER_DAYS * changes),
    st.integers(0, 90),
    st.integers(0, 2),
)
"""Instants by which some of a history had happened."""
