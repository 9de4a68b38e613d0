"""Which states of events are taken in, and which cannot be and are refused."""

from collections.abc import Callable
from typing import Any

import pytest
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from cairn.catalog.v1 import entries_pb2
from cairn.learners.v1 import events_pb2, progress_pb2
from cairn_reporting.adapters.kafka import states
from cairn_reporting.domain.catalogue import CredentialKind

_EARLY, _LATE = Timestamp(seconds=1_700_000_000), Timestamp(seconds=1_800_000_000)
_FAR = Timestamp(seconds=10**15)


def _achievement(*periods: progress_pb2.Period, **fields: Any) -> events_pb2.AchievementState:
    good = {
        "achievement_id": "a",
        "person_id": "ada",
        "credential_id": "pmp",
        "decision": progress_pb2.DECISION_VERIFIED,
    }
    return events_pb2.AchievementState(**{**good, **fields}, periods=periods)


def _credential(**fields: Any) -> entries_pb2.Credential:
    good = {"credential_id": "pmp", "name": "PMP", "kind": entries_pb2.CREDENTIAL_KIND_DEGREE}
    return entries_pb2.Credential(**{**good, **fields})


def _role(*requirements: entries_pb2.RoleRequirement, name: str = "Lead") -> entries_pb2.Role:
    return entries_pb2.Role(role_id="lead", name=name, requirements=requirements)


def _level(number: int) -> entries_pb2.SkillLevel:
    """The field's number on the wire: also one that the contract does not have."""
    return entries_pb2.SkillLevel.FromString(b"\x0a\x03sql\x10" + bytes([number]))


@pytest.mark.parametrize(
    ("read", "state", "why"),
    [
        (states.achievement, _achievement(person_id=""), "person_id is empty"),
        (states.achievement, _achievement(credential_id=""), "credential_id is empty"),
        (states.achievement, _achievement(decision=progress_pb2.DECISION_UNSPECIFIED), "decision 0"),
        (states.achievement, _achievement(progress_pb2.Period(valid_until=_LATE)), "begins at some instant"),
        (
            states.achievement,
            _achievement(progress_pb2.Period(valid_from=_LATE, valid_until=_EARLY)),
            "ends after it begins",
        ),
        (states.achievement, _achievement(progress_pb2.Period(valid_from=_FAR)), "must be in range"),
        (states.skill, entries_pb2.Skill(skill_id="sql"), "name is empty"),
        (states.credential, _credential(name=""), "name is empty"),
        (
            states.credential,
            _credential(kind=entries_pb2.CREDENTIAL_KIND_UNSPECIFIED),
            "kind of credential 0",
        ),
        (states.credential, _credential(skills_granted=[_level(0)]), "1 to 4, not 0"),
        (states.credential, _credential(skills_granted=[_level(5)]), "1 to 4, not 5"),
        (
            states.credential,
            _credential(skills_granted=[entries_pb2.SkillLevel(level=entries_pb2.PROFICIENCY_LEVEL_WORKING)]),
            "skill_id is empty",
        ),
        (states.role, _role(name=""), "name is empty"),
        (
            states.role,
            _role(entries_pb2.RoleRequirement(requirement_id="r1")),
            "something that is not known here",
        ),
        (states.role, _role(entries_pb2.RoleRequirement(requirement_id="r1", credential_id="")), "is empty"),
        (states.role, _role(entries_pb2.RoleRequirement(credential_id="pmp")), "requirement_id is empty"),
        (states.role, _role(entries_pb2.RoleRequirement(requirement_id="r1", skill=_level(0))), "not 0"),
    ],
)
def test_a_state_that_cannot_be_is_refused(read: Callable[[Any], object], state: Message, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read(state)


def test_every_kind_and_decision_of_the_contract_is_known() -> None:
    kinds = {
        states.credential(_credential(kind=number)).kind for number in entries_pb2.CredentialKind.values()[1:]
    }
    assert kinds == set(CredentialKind)
    verified = [
        number
        for number in progress_pb2.Decision.values()[1:]
        if states.achievement(_achievement(decision=number)).verified
    ]
    assert verified == [progress_pb2.DECISION_VERIFIED]


def test_instants_are_kept_to_the_millisecond() -> None:
    fine = Timestamp(seconds=1_700_000_000, nanos=123_987_654)
    (period,) = states.achievement(_achievement(progress_pb2.Period(valid_from=fine))).periods
    assert period.valid_from.microsecond == 123_000
    assert period.valid_until is None
