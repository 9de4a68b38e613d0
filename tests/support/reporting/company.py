"""Two small companies with the same ids, and a public catalogue.

acme:    ada ─ bob ─ cleo, dan      (ada, bob, eve lead people and have the role manager)
             └ eve ─ fay            (another line)
globex:  bob ─ cleo
Everybody but dan has an account named account-<person>. NOW is noon, 22 November 2026.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from cairn.catalog.v1 import entries_pb2
from cairn.learners.v1 import events_pb2, progress_pb2
from cairn_platform.events import Event
from tests.support.reporting.events import event

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
NEWEST_AT = NOW - timedelta(seconds=2)
_BEFORE = NOW - timedelta(days=7)


def days_from_now(number: int) -> datetime:
    """Midnight, so many days after the day of NOW."""
    return NOW.replace(hour=0) + timedelta(days=number)


def _timestamp(at: datetime) -> Timestamp:
    found = Timestamp()
    found.FromDatetime(at)
    return found


def person(
    person_id: str, *, manager: str = "", role: str = "engineer", target: str = "", account: bool = True
) -> events_pb2.PersonState:
    """Somebody of the department that is named like the manager's."""
    return events_pb2.PersonState(
        person_id=person_id,
        account_subject=f"account-{person_id}" if account else "",
        role_id=role,
        department_id="data" if manager == "bob" else "it",
        manager_id=manager,
        target_role_id=target,
    )


def verified(
    achievement_id: str, person_id: str, credential_id: str, *, until: datetime | None
) -> events_pb2.AchievementState:
    """An achievement that counts since a year, until then."""
    period = progress_pb2.Period(valid_from=_timestamp(days_from_now(-365)))
    if until:
        period.valid_until.CopyFrom(_timestamp(until))
    return events_pb2.AchievementState(
        achievement_id=achievement_id,
        person_id=person_id,
        credential_id=credential_id,
        decision=progress_pb2.DECISION_VERIFIED,
        periods=[period],
    )


def claimed(achievement_id: str, person_id: str, credential_id: str) -> events_pb2.AchievementState:
    """An achievement that waits for verification."""
    return events_pb2.AchievementState(
        achievement_id=achievement_id,
        person_id=person_id,
        credential_id=credential_id,
        decision=progress_pb2.DECISION_CLAIMED,
    )


def _skill(skill_id: str, level: entries_pb2.ProficiencyLevel.ValueType) -> entries_pb2.SkillLevel:
    return entries_pb2.SkillLevel(skill_id=skill_id, level=level)


def _role(role_id: str, *requirements: entries_pb2.RoleRequirement) -> entries_pb2.Role:
    return entries_pb2.Role(role_id=role_id, name=role_id.capitalize(), requirements=requirements)


PUBLIC: Sequence[Message] = (
    entries_pb2.Skill(skill_id="python", name="Python"),
    entries_pb2.Credential(
        credential_id="course",
        name="Python Course",
        kind=entries_pb2.CREDENTIAL_KIND_PROFESSIONAL_CERTIFICATE,
        skills_granted=[_skill("python", entries_pb2.PROFICIENCY_LEVEL_WORKING)],
    ),
    entries_pb2.Credential(
        credential_id="pmp", name="PMP", kind=entries_pb2.CREDENTIAL_KIND_INDUSTRY_CERTIFICATION
    ),
    entries_pb2.Credential(credential_id="cpa", name="CPA", kind=entries_pb2.CREDENTIAL_KIND_LICENCE),
    _role(
        "engineer",
        entries_pb2.RoleRequirement(
            requirement_id="r1", skill=_skill("python", entries_pb2.PROFICIENCY_LEVEL_WORKING)
        ),
    ),
    _role(
        "lead",
        entries_pb2.RoleRequirement(
            requirement_id="r1", skill=_skill("python", entries_pb2.PROFICIENCY_LEVEL_PRACTITIONER)
        ),
        entries_pb2.RoleRequirement(requirement_id="r2", credential_id="pmp"),
    ),
    entries_pb2.Ladder(ladder_id="line", name="Line", role_ids=["engineer", "lead"]),
)
ACME: Sequence[Message] = (
    events_pb2.DepartmentState(department_id="it", name="IT"),
    events_pb2.DepartmentState(department_id="data", name="Data", parent_department_id="it"),
    person("ada", role=""),
    person("bob", manager="ada", role="lead"),
    person("cleo", manager="bob"),
    person("dan", manager="bob", account=False),
    person("eve", manager="ada", role="lead"),
    person("fay", manager="eve", target="lead"),
    verified("cleo-course", "cleo", "course", until=days_from_now(20)),
    claimed("dan-course", "dan", "course"),
    verified("eve-pmp", "eve", "pmp", until=days_from_now(80)),
    verified("fay-pmp", "fay", "pmp", until=days_from_now(-5)),
)
GLOBEX: Sequence[Message] = (
    person("bob", role="engineer"),
    person("cleo", manager="bob"),
    verified("cleo-course", "cleo", "course", until=None),
)


def everything() -> list[Event]:
    """What happened, in the order of time; the newest event of acme at NEWEST_AT."""
    told = [("public", PUBLIC), ("acme", ACME), ("globex", GLOBEX)]
    events = [
        event(state, tenant_id=tenant_id, version=1, at=_BEFORE)
        for tenant_id, states in told
        for state in states
    ]
    return [*events, event(claimed("bob-pmp", "bob", "pmp"), tenant_id="acme", version=1, at=NEWEST_AT)]
