"""Events for tests: from the contract's messages, or from plain dictionaries such as the oracle reads.

A plain event is `{"tenant": …, "message": "PersonState", "version": 1, "time": "2026-01-01T00:00:00Z", "state": {…}}`, its state in the
JSON form of the message.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from google.protobuf.json_format import ParseDict
from google.protobuf.message import Message

from cairn.catalog.v1 import entries_pb2
from cairn.learners.v1 import events_pb2
from cairn_platform.events import Event, contract_of

PlainEvent = Mapping[str, Any]

MESSAGES: Mapping[str, type[Message]] = {
    message.DESCRIPTOR.name: message
    for message in (
        events_pb2.PersonState,
        events_pb2.DepartmentState,
        events_pb2.AchievementState,
        events_pb2.AssessmentState,
        events_pb2.EnrolmentState,
        events_pb2.ExceptionState,
        entries_pb2.Skill,
        entries_pb2.Stack,
        entries_pb2.Credential,
        entries_pb2.Role,
        entries_pb2.Ladder,
        entries_pb2.LearningPath,
    )
}


def event(state: Message, *, tenant_id: str, version: int, at: datetime) -> Event:
    """The event that tells of this state, as its owner's relay would send it."""
    contract = contract_of(type(state))
    happened = next(iter(contract.types))
    key_field = contract.key.removeprefix("tenant_id:")
    return Event(
        id=str(uuid.uuid4()),
        source="cairn/test",
        type=contract.event_type(happened),
        time=at,
        key=f"{tenant_id}:{getattr(state, key_field)}",
        tenant_id=tenant_id,
        aggregate_version=version,
        correlation_id="test",
        causation_id="",
        data=state,
    )


def from_plain(plain: PlainEvent) -> Event:
    """The event that a plain one stands for."""
    return event(
        ParseDict(dict(plain["state"]), MESSAGES[plain["message"]]()),
        tenant_id=plain["tenant"],
        version=plain["version"],
        at=datetime.fromisoformat(plain["time"]),
    )
