"""CloudEvents 1.0 in binary mode over Kafka: attributes in headers, Protobuf as the value.

https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from cloudevents.core.base import BaseCloudEvent
from cloudevents.core.bindings.kafka import KafkaMessage, from_binary, to_binary
from cloudevents.core.exceptions import BaseCloudEventException
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
    """The event of a record; raises UndecodableRecordError when the record breaks the contract of its topic."""
    contract = contracts.get(record.topic)
    if contract is None:
        raise UndecodableRecordError(f"no contract for the topic {record.topic}")
    # The library makes up an id and a time where they are missing; ours must have come.
    missing = {"ce_id", "ce_time"} - {name for name, _ in record.headers}
    if missing:
        raise UndecodableRecordError(f"missing: {sorted(missing)}")
    try:
        cloud_event = from_binary(
            KafkaMessage(headers=dict(_cloud_headers(record.headers)), key=record.key, value=record.value),
            JSONFormat(),
            CloudEvent,
        )
        data = contract.message()
        data.ParseFromString(record.value)
        event = Event(
            id=cloud_event.get_id(),
            source=cloud_event.get_source(),
            type=cloud_event.get_type(),
            time=_time(cloud_event),
            key=record.key,
            tenant_id=_extension(cloud_event, "tenantid"),
            aggregate_version=int(_extension(cloud_event, "aggregateversion")),
            correlation_id=cloud_event.get_extension("correlationid") or "",
            causation_id=cloud_event.get_extension("causationid") or "",
            data=data,
            traceparent=cloud_event.get_extension("traceparent") or "",
        )
    except (BaseCloudEventException, DecodeError, ValueError, KeyError) as error:
        raise UndecodableRecordError(f"{type(error).__name__}: {error}") from error
    if event.type not in contract.event_types:
        raise UndecodableRecordError(f"the topic {record.topic} has no events of type {event.type}")
    if not event.key.startswith(f"{event.tenant_id}:"):
        raise UndecodableRecordError("the key does not belong to the event's tenant")
    return event


def _cloud_headers(headers: Headers) -> Iterable[tuple[str, bytes]]:
    return ((name, value) for name, value in headers if name.startswith("ce_") or name == "content-type")


def _extension(cloud_event: BaseCloudEvent, name: str) -> str:
    value = cloud_event.get_extension(name)
    if not value:
        raise ValueError(f"the extension {name} is missing")
    return str(value)


def _time(cloud_event: BaseCloudEvent) -> datetime:
    time = cloud_event.get_time()
    if time is None or time.tzinfo is None:
        raise ValueError("the time is missing")
    return time
