"""Parts that are down or die: an explicit answer or a late one, never a lost or doubled fact."""

import signal
import time
import uuid
from datetime import UTC, datetime, timedelta

import pytest

from cairn.learners.v1 import events_pb2
from cairn_local.stack import Stack
from cairn_platform.events import Event
from cairn_platform.kafka.codec import encode
from cairn_platform.kafka.connection import kafka_consumer
from cairn_platform.kafka.positions import partitions_of, read_up_to
from cairn_platform.kafka.publisher import KafkaPublisher
from cairn_platform.settings import KafkaSettings
from tests.support.quarry import Quarry, open_quarry
from tests.support.testbed import Testbed
from tests.support.waiting import wait_until

YESTERDAY = (datetime.now(tz=UTC).date() - timedelta(days=1)).isoformat()


def _claim_and_verify(
    testbed: Testbed, credential_id: str, *, issued_on: str = YESTERDAY, name: str = "worker"
) -> None:
    body = {
        "credential_id": credential_id,
        "issued_on": issued_on,
        "evidence": [{"url": "https://example.org/b"}],
    }
    claim = testbed.api(name).post("/me/achievements", body)["achievement_id"]
    testbed.api("lead").post(f"/achievements/{claim}/verification", {"decision": "verified"}, expect=200)


def _holders(testbed: Testbed, credential_id: str) -> int:
    lines = testbed.hr.get("/reports/recertification", credential_id=credential_id)["lines"]
    return int(lines[0]["valid"]) if lines else 0


def _is_short(testbed: Testbed, quarry: Quarry, name: str) -> bool:
    (gap,) = testbed.hr.get("/reports/skill-gaps", role_id=quarry.role_id, team_id="lead")["gaps"]
    return name in {each["person_id"] for each in gap["short_people"]}


@pytest.mark.parametrize("service", ["learners", "reporting", "catalog"])
def test_a_service_that_is_down_is_said_to_be_unavailable_and_comes_back(
    testbed: Testbed, cairn: Stack, service: str
) -> None:
    path = {"learners": "/people", "reporting": "/reports/skill-gaps", "catalog": "/credentials"}[service]
    cairn.stop_process(f"{service}-serve")
    try:
        begun = time.monotonic()
        response = testbed.hr.request("GET", path)
        assert response.status_code == 503, response.text
        assert int(response.headers["retry-after"]) >= 1
        assert time.monotonic() - begun < 5
    finally:
        cairn.start_process(f"{service}-serve")
    wait_until(lambda: testbed.hr.request("GET", path).status_code == 200, what=f"{service}'s return")


def test_with_kafka_down_an_assignment_is_accepted_and_a_verification_arrives_later_once(
    testbed: Testbed, cairn: Stack
) -> None:
    quarry = open_quarry(testbed)
    cairn.stop_process("kafka")
    try:
        assigned = testbed.api("lead").post(
            "/assignments", {"path_id": quarry.path_id, "audience": {"person_ids": ["worker"]}}
        )
        assert assigned["enrolled_person_ids"] == ["worker"]
        _claim_and_verify(testbed, quarry.second_credential_id)
        time.sleep(2)
        assert _is_short(testbed, quarry, "worker")
    finally:
        cairn.start_process("kafka")
    wait_until(lambda: not _is_short(testbed, quarry, "worker"), seconds=60, what="the late delivery")
    assert _holders(testbed, quarry.second_credential_id) == 1


@pytest.mark.parametrize("worker", ["learners-work", "reporting-work", "catalog-work"])
def test_a_worker_killed_under_load_loses_and_doubles_nothing(
    testbed: Testbed, cairn: Stack, worker: str
) -> None:
    quarry = open_quarry(testbed)
    rows = [
        {
            "person_id": f"{worker}-{quarry.skill_id}-{number}",
            "given_name": "P",
            "family_name": str(number),
            "position": {
                "title": "Mason",
                "department_id": "yard",
                "manager_id": "boss",
                "role_id": quarry.role_id,
            },
        }
        for number in range(60)
    ]
    for begin in range(0, 60, 10):
        testbed.admin.post("/people/import", {"people": rows[begin : begin + 10]}, expect=200)
        achievements = [
            {
                "person_id": row["person_id"],
                "credential_id": quarry.second_credential_id,
                "issued_on": YESTERDAY,
                "decision": "verified",
            }
            for row in rows[begin : begin + 10]
        ]
        imported = testbed.hr.post("/achievements/import", {"achievements": achievements}, expect=200)
        assert {each["outcome"] for each in imported["results"]} == {"created"}, imported
        if begin in {10, 40}:
            cairn.signal_process(worker, signal.SIGKILL)
            cairn.await_ready(worker)
    wait_until(lambda: _holders(testbed, quarry.second_credential_id) == 60, seconds=60, what="all of it")
    report = testbed.hr.get("/reports/skill-gaps", people_role_id=quarry.role_id)
    assert report["people_count"] == 60
    assert [(gap["demanded"], gap["short"]) for gap in report["gaps"]] == [(60, 0)]


def test_a_poison_event_goes_to_reportings_dead_letters_and_everyone_elses_go_on(
    testbed: Testbed, cairn: Stack
) -> None:
    quarry = open_quarry(testbed)
    kafka = KafkaSettings(bootstrap_servers=cairn.endpoints.kafka_bootstrap_servers)
    poison_id = str(uuid.uuid4())
    poison = Event(
        id=poison_id,
        source="cairn/learners",
        type="cairn.learners.achievement.verified.v1",
        time=datetime.now(tz=UTC),
        key=f"{testbed.alias}:worker",
        tenant_id=testbed.alias,
        aggregate_version=1,
        correlation_id="",
        causation_id="",
        data=events_pb2.AchievementState(version=1),
    )
    publisher = KafkaPublisher(kafka)
    publisher.publish([encode(poison, topic="cairn.learners.achievement.v1")])
    publisher.close()
    _claim_and_verify(testbed, quarry.second_credential_id)
    wait_until(
        lambda: not _is_short(testbed, quarry, "worker"), seconds=10, what="what came after the poison"
    )
    wait_until(lambda: poison_id in _dead_letters(kafka), seconds=10, what="the dead letter")


def _dead_letters(kafka: KafkaSettings) -> set[str]:
    consumer = kafka_consumer(kafka, group=None)
    found: set[str] = set()
    try:
        partitions = partitions_of(consumer, ["cairn.reporting.dead-letters.v1"])
        consumer.assign(partitions)
        consumer.seek_to_beginning(*partitions)
        read_up_to(
            consumer,
            consumer.end_offsets(partitions),
            take=lambda batch: found.update(dict(each.record.headers)["ce_id"].decode() for each in batch),
        )
    finally:
        consumer.close(autocommit=False, timeout_ms=3000)
    return found
