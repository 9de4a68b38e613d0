"""Events as the services see them: a CloudEvent whose data is the full state of one aggregate.

What a message's events promise stands in its `event_contract` option in proto/; topic and types are read from there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from google.protobuf.message import Message

from cairn.common.v1 import event_contract_pb2

REPUBLISHED = "republished"
"""What has happened to any aggregate when its owner writes its present state again, for consumers that lack it: nothing."""


@dataclass(frozen=True, kw_only=True)
class Event:
    """One thing that happened to one aggregate.

    `type` is the full CloudEvents type, such as cairn.learners.achievement.verified.v1; `key` the Kafka key; `time` when it happened
    for the users, not when it was processed; `data` the aggregate's whole state; `traceparent` the trace that it belongs to, if any.
    """

    id: str
    source: str
    type: str
    time: datetime
    key: str
    tenant_id: str
    aggregate_version: int
    correlation_id: str
    causation_id: str
    data: Message
    traceparent: str = ""


@dataclass(frozen=True)
class Contract:
    """What the events of one message type promise."""

    message: type[Message]
    topic: str
    key: str
    types: Mapping[str, str]
    consumers: tuple[str, ...]

    def event_type(self, happened: str) -> str:
        """The full CloudEvents type; raises KeyError for something that the contract does not name."""
        if happened not in self.types and happened != REPUBLISHED:
            raise KeyError(f"{self.topic} has no event type {happened!r}")
        stem, version = self.topic.rsplit(".", 1)
        return f"{stem}.{happened}.{version}"

    @cached_property
    def event_types(self) -> frozenset[str]:
        """The full types of all events that may come."""
        return frozenset(self.event_type(happened) for happened in (*self.types, REPUBLISHED))


def contract_of(message: type[Message]) -> Contract:
    """Reads the contract of a message that is an event's value; raises ValueError for one that is not."""
    option = message.DESCRIPTOR.GetOptions().Extensions[event_contract_pb2.event_contract]
    if not option.topic:
        raise ValueError(f"{message.DESCRIPTOR.full_name} has no event contract")
    types = {event_type.name: event_type.meaning for event_type in option.types}
    return Contract(message, option.topic, option.key, types, tuple(option.consumers))


def contracts_by_topic(messages: Iterable[type[Message]]) -> dict[str, Contract]:
    """The contracts of these messages by their topics."""
    contracts = [contract_of(message) for message in messages]
    return {contract.topic: contract for contract in contracts}


def dead_letter_topic(service: str) -> str:
    """Where a service puts events that it refuses."""
    return f"cairn.{service}.dead-letters.v1"
