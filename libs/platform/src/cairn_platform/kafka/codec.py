"""CloudEvents 1.0 in binary mode over Kafka: attributes in headers, Protobuf as the value.

https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from cloudevents.core.bindings.kafka import to_binary
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from google.protobuf.message import DecodeError

from cairn_platform.events import Contract, Event

CONTENT_TYPE = "application/protobuf"
Headers = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, kw_only=True)
class Record:
    """A Kafka record before it is sent or after it was read."""

    topic: str
    key: str
    headers: Headers
    value: bytes


class UndecodableRecordError(Exception):
    """The record is no event that its topic's contract knows; it never will be."""


def encode(event: Event, *, topic: str) -> Record:
    """The record of an event. The same event gives the same bytes."""
    attributes: dict[str, object] = {
        "specversion": "1.0",
        "id": event.id,
        "source": event.source,
        "type": event.type,
        "time": event.time.astimezone(UTC),
        "datacontenttype": CONTENT_TYPE,
        "dataschema": event.data.DESCRIPTOR.full_name,
        "tenantid": event.tenant_id,
        "aggregateversion": event.aggregate_version,
    }
    if event.correlation_id:
        attributes["correlationid"] = event.correlation_id
    if event.causation_id:
        attributes["causationid"] = event.causation_id
    if event.traceparent:
        # https://github.com/cloudevents/spec/blob/main/cloudevents/extensions/distributed-tracing.md
        attributes["traceparent"] = event.traceparent
    cloud_event = CloudEvent(attributes, event.data.SerializeToString(deterministic=True))
    message = to_binary(cloud_event, JSONFormat(), key_mapper=lambda _: event.key)
    return Record(topic=topic, key=event.key, headers=tuple(message.headers.items()), value=message.value)


def decode(record: Record, contracts: Mapping[str, Contract]) -> Event:
    """The event of a record; raises UndecodableRecordError when the record breaks the contract of its topic.

    The headers are read here and not by the library that wrote them: by it a record takes twice the time.
    """
    contract = contracts.get(record.topic)
    if contract is None:
        raise UndecodableRecordError(f"no contract for the topic {record.topic}")
    found = dict(record.headers)
    try:
        if found["ce_specversion"] != b"1.0":
            raise ValueError("not version 1.0 of CloudEvents")
        event = Event(
            id=_required(found, "ce_id"),
            source=_required(found, "ce_source"),
            type=_required(found, "ce_type"),
            time=_time(found),
            key=record.key,
            tenant_id=_required(found, "ce_tenantid"),
            aggregate_version=int(_required(found, "ce_aggregateversion")),
            correlation_id=_optional(found, "ce_correlationid"),
            causation_id=_optional(found, "ce_causationid"),
            data=contract.message.FromString(record.value),
            traceparent=_optional(found, "ce_traceparent"),
        )
    except (DecodeError, ValueError, KeyError) as error:
        raise UndecodableRecordError(f"{type(error).__name__}: {error}") from error
    if event.type not in contract.event_types:
        raise UndecodableRecordError(f"the topic {record.topic} has no events of type {event.type}")
    if not event.key.startswith(f"{event.tenant_id}:"):
        raise UndecodableRecordError("the key does not belong to the event's tenant")
    return event


def _required(headers: Mapping[str, bytes], name: str) -> str:
    value = headers[name].decode()
    if not value:
        raise ValueError(f"{name} is empty")
    return value


def _optional(headers: Mapping[str, bytes], name: str) -> str:
    return headers.get(name, b"").decode()


def _time(headers: Mapping[str, bytes]) -> datetime:
    time = datetime.fromisoformat(_required(headers, "ce_time"))
    if time.tzinfo is None:
        raise ValueError("the time has no time zone")
    return time
