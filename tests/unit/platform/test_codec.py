"""CloudEvents in binary mode, to the byte."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cloudevents.core.bindings.kafka import KafkaMessage, from_binary
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

from cairn.learners.v1 import events_pb2
from cairn_platform.events import Event, contracts_by_topic
from cairn_platform.kafka.codec import Record, UndecodableRecordError, decode, encode

CONTRACTS = contracts_by_topic([events_pb2.AchievementState])
TOPIC = "cairn.learners.achievement.v1"
EVENT = Event(
    id="0b8cf1a2-6a3d-4d0c-9f0e-0d6f1c9a7e55",
    source="cairn/learners",
    type="cairn.learners.achievement.verified.v1",
    time=datetime(2026, 11, 22, 9, 30, 0, 250000, tzinfo=UTC),
    key="acme:p-1",
    tenant_id="acme",
    aggregate_version=2,
    correlation_id="c0ffee",
    causation_id="",
    data=events_pb2.AchievementState(achievement_id="a-1", version=2, person_id="p-1", credential_id="pmp"),
)
GOLDEN_HEADERS = {
    "ce_specversion": b"1.0",
    "ce_id": b"0b8cf1a2-6a3d-4d0c-9f0e-0d6f1c9a7e55",
    "ce_source": b"cairn/learners",
    "ce_type": b"cairn.learners.achievement.verified.v1",
    "ce_time": b"2026-11-22T09:30:00.250000Z",
    "content-type": b"application/protobuf",
    "ce_dataschema": b"cairn.learners.v1.AchievementState",
    "ce_tenantid": b"acme",
    "ce_aggregateversion": b"2",
    "ce_correlationid": b"c0ffee",
}
GOLDEN_VALUE = b'\n\x03a-1\x10\x02\x1a\x03p-1"\x03pmp'


def _golden(**headers: bytes | None) -> Record:
    changed = {**GOLDEN_HEADERS, **headers}
    kept = tuple((name, value) for name, value in changed.items() if value is not None)
    return Record(topic=TOPIC, key="acme:p-1", headers=kept, value=GOLDEN_VALUE)


def test_an_event_is_written_to_these_bytes() -> None:
    record = encode(EVENT, topic=TOPIC)
    assert dict(record.headers) == GOLDEN_HEADERS
    assert record.value == GOLDEN_VALUE
    assert record.key == "acme:p-1"


def test_these_bytes_are_read_as_the_event() -> None:
    assert decode(_golden(), CONTRACTS) == EVENT


def test_headers_that_are_not_cloud_events_are_passed_over() -> None:
    assert decode(_golden(dlq_error=b"whatever"), CONTRACTS) == EVENT


def test_the_library_reads_the_same_in_these_bytes() -> None:
    message = KafkaMessage(headers=GOLDEN_HEADERS, key=EVENT.key, value=GOLDEN_VALUE)
    read = from_binary(message, JSONFormat(), CloudEvent)
    assert (read.get_id(), read.get_source(), read.get_type(), read.get_time()) == (
        EVENT.id,
        EVENT.source,
        EVENT.type,
        EVENT.time,
    )
    assert read.get_extension("tenantid") == EVENT.tenant_id


@pytest.mark.parametrize(
    "broken",
    [
        _golden(ce_tenantid=None),
        _golden(ce_aggregateversion=b"many"),
        _golden(ce_type=b"cairn.learners.achievement.burnt.v1"),
        _golden(ce_time=b"yesterday"),
        _golden(ce_time=None),
        _golden(ce_time=b"2026-11-22T09:30:00"),
        _golden(ce_id=None),
        _golden(ce_id=b""),
        _golden(ce_source=None),
        _golden(ce_specversion=None),
        _golden(ce_specversion=b"0.3"),
        _golden(ce_tenantid=b"\xff"),
        _golden(ce_tenantid=b"globex"),
        replace(_golden(), value=b"\xff\xff"),
        replace(_golden(), topic="cairn.learners.unknown.v1"),
        replace(_golden(), headers=()),
    ],
)
def test_a_record_that_breaks_the_contract_is_refused(broken: Record) -> None:
    with pytest.raises(UndecodableRecordError):
        decode(broken, CONTRACTS)
