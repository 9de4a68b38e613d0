"""Processes as an operator sees them: ready only when they can answer, not ready before they end, and measured on a port of their own."""

import signal
from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest
from grpc_health.v1 import health_pb2
from pymongo.database import Database

from cairn.catalog.v1 import catalog_service_pb2 as contract
from cairn.catalog.v1 import catalog_service_pb2_grpc
from cairn_catalog.bootstrap import migrate_database
from cairn_platform.mongo.connection import Document
from cairn_platform.settings import KafkaSettings, MongoSettings
from tests.support.gateway.running import NOWHERE, issuer_keys
from tests.support.observability.processes import Running, running
from tests.support.tokens import ISSUER, Mint
from tests.support.waiting import wait_until

MINT = Mint()
SERVING = health_pb2.HealthCheckResponse.SERVING
NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING


def _lists_skills(service: Running) -> bool:
    """Whether a call is answered."""
    metadata = (("authorization", f"Bearer {MINT.token()}"),)
    with grpc.insecure_channel(service.address) as channel:
        stub = catalog_service_pb2_grpc.CatalogServiceStub(channel)
        stub.ListSkills(contract.ListSkillsRequest(), timeout=5, metadata=metadata)
    return True


@pytest.fixture
def told(
    mongo_settings: MongoSettings, kafka_settings: KafkaSettings, database: Database[Document]
) -> Iterator[dict[str, str]]:
    """Where the stores of a migrated catalogue are, and the issuer's keys."""
    migrate_database(database)
    with issuer_keys(MINT) as jwks_url:
        yield {
            "CAIRN_MONGO_URL": mongo_settings.url,
            "CAIRN_MONGO_DATABASE": mongo_settings.database,
            "CAIRN_KAFKA_BOOTSTRAP_SERVERS": kafka_settings.bootstrap_servers,
            "CAIRN_IDENTITY_ISSUER": ISSUER,
            "CAIRN_IDENTITY_JWKS_URL": jwks_url,
        }


def test_a_service_is_not_ready_before_it_ends_but_answers_until_nobody_asks(
    told: dict[str, str], tmp_path: Path
) -> None:
    with running("cairn_catalog", "serve", tmp_path, CAIRN_DRAIN_DELAY_SECONDS="3", **told) as service:
        wait_until(lambda: service.health() == SERVING, seconds=60, what="readiness")
        assert service.metric("cairn_ready") == 1
        service.process.send_signal(signal.SIGTERM)
        wait_until(lambda: service.health() == NOT_SERVING, seconds=3, what="the end of readiness")
        assert _lists_skills(service)
        assert service.health("liveness") == SERVING
        assert service.process.wait(timeout=20) == 0
    assert [line["event"] for line in service.lines()] == [
        "metrics_exposed",
        "serving",
        "draining",
        "call",
        "stopped",
    ]


def test_a_service_without_its_store_lives_but_is_not_ready(told: dict[str, str], tmp_path: Path) -> None:
    with running(
        "cairn_catalog", "serve", tmp_path, **{**told, "CAIRN_MONGO_URL": f"mongodb://{NOWHERE}/"}
    ) as service:
        wait_until(lambda: service.health("liveness") == SERVING, seconds=60, what="life")
        assert service.health() == NOT_SERVING
        assert service.metric("cairn_ready") == 0


def test_calls_are_measured_by_method_and_code_and_logged_with_their_tenant(
    told: dict[str, str], tmp_path: Path
) -> None:
    with running("cairn_catalog", "serve", tmp_path, **told) as service:
        wait_until(lambda: service.health() == SERVING, seconds=60, what="readiness")
        assert _lists_skills(service)
        labels = 'code="OK",method="cairn.catalog.v1.CatalogService/ListSkills"'
        assert service.metric(f"cairn_rpc_seconds_count{{{labels}}}") == 1
        age = service.metric('cairn_keys_age_seconds{audience="cairn-catalog"}')
        assert age is not None and 0 <= age < 300
    (call,) = [line for line in service.lines() if line["event"] == "call"]
    assert (call["service"], call["tenant_id"], call["outcome"]) == ("catalog", "acme", "OK")
    assert call["correlation_id"]


def test_a_worker_measures_its_outbox_and_is_not_ready_without_its_store(
    told: dict[str, str], tmp_path: Path, mongo_settings: MongoSettings
) -> None:
    with running("cairn_catalog", "work", tmp_path, **told) as worker:
        wait_until(lambda: worker.health() == SERVING, seconds=60, what="readiness")
        waiting = f'cairn_outbox_events{{database="{mongo_settings.database}"}}'
        wait_until(lambda: worker.metric(waiting) == 0, what="a look at the outbox")
        worker.process.send_signal(signal.SIGTERM)
        assert worker.process.wait(timeout=20) == 0
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with running(
        "cairn_catalog", "work", elsewhere, **{**told, "CAIRN_MONGO_URL": f"mongodb://{NOWHERE}/"}
    ) as worker:
        wait_until(lambda: worker.health("liveness") == SERVING, seconds=60, what="life")
        assert worker.health() == NOT_SERVING
