"""Processes as an operator sees them: ready only when they can answer, not ready before they end, and measured on a port of their own."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc
import httpx
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from pymongo.database import Database

from cairn.catalog.v1 import catalog_service_pb2 as contract
from cairn.catalog.v1 import catalog_service_pb2_grpc
from cairn_catalog.bootstrap import migrate_database
from cairn_platform.mongo.connection import Document
from cairn_platform.settings import KafkaSettings, MongoSettings
from tests.support.gateway.running import NOWHERE, free_port, issuer_keys
from tests.support.tokens import ISSUER, Mint
from tests.support.waiting import wait_until

MINT = Mint()
SERVING = health_pb2.HealthCheckResponse.SERVING
NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING


@dataclass(frozen=True)
class Running:
    """A process of the catalogue, where it answers, and where it writes."""

    process: "subprocess.Popen[bytes]"
    address: str
    metrics_url: str
    log: Path

    def health(self, service: str = "") -> int | None:
        """What gRPC health says; None when nobody answers."""
        with grpc.insecure_channel(self.address) as channel:
            stub: Any = health_pb2_grpc.HealthStub(channel)
            try:
                return int(stub.Check(health_pb2.HealthCheckRequest(service=service), timeout=2).status)
            except grpc.RpcError:
                return None

    def lists_skills(self) -> bool:
        """Whether a call is answered."""
        metadata = (("authorization", f"Bearer {MINT.token()}"),)
        with grpc.insecure_channel(self.address) as channel:
            stub = catalog_service_pb2_grpc.CatalogServiceStub(channel)
            stub.ListSkills(contract.ListSkillsRequest(), timeout=5, metadata=metadata)
        return True

    def metric(self, line: str) -> float | None:
        """The value of a metric with its labels, as it stands in /metrics; None when it does not."""
        found = [
            each.rpartition(" ")[2]
            for each in httpx.get(self.metrics_url, timeout=5).text.splitlines()
            if each.rpartition(" ")[0] == line
        ]
        return float(found[0]) if found else None

    def lines(self) -> list[dict[str, Any]]:
        """What it has logged; fails for a line that is no JSON object."""
        return [json.loads(line) for line in self.log.read_text().splitlines()]


@contextmanager
def _running(command: str, folder: Path, **told: str) -> Iterator[Running]:
    address, metrics_port = f"127.0.0.1:{free_port()}", free_port()
    clean = {name: value for name, value in os.environ.items() if not name.startswith("CAIRN_")}
    environment: Mapping[str, str] = {
        **clean,
        "CAIRN_GRPC_LISTEN": address,
        "CAIRN_HEALTH_LISTEN": address,
        "CAIRN_METRICS_HOST": "127.0.0.1",
        "CAIRN_METRICS_PORT": str(metrics_port),
        **told,
    }
    log = folder / "log"
    with log.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "cairn_catalog", command], env=environment, stdout=written, stderr=written
        )
    try:
        yield Running(process, address, f"http://127.0.0.1:{metrics_port}/metrics", log)
    finally:
        process.kill()
        process.wait(timeout=10)


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
    with _running("serve", tmp_path, CAIRN_DRAIN_DELAY_SECONDS="3", **told) as service:
        wait_until(lambda: service.health() == SERVING, seconds=60, what="readiness")
        assert service.metric("cairn_ready") == 1
        service.process.send_signal(signal.SIGTERM)
        wait_until(lambda: service.health() == NOT_SERVING, seconds=3, what="the end of readiness")
        assert service.lists_skills()
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
    with _running("serve", tmp_path, **{**told, "CAIRN_MONGO_URL": f"mongodb://{NOWHERE}/"}) as service:
        wait_until(lambda: service.health("liveness") == SERVING, seconds=60, what="life")
        assert service.health() == NOT_SERVING
        assert service.metric("cairn_ready") == 0


def test_calls_are_measured_by_method_and_code_and_logged_with_their_tenant(
    told: dict[str, str], tmp_path: Path
) -> None:
    with _running("serve", tmp_path, **told) as service:
        wait_until(lambda: service.health() == SERVING, seconds=60, what="readiness")
        assert service.lists_skills()
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
    with _running("work", tmp_path, **told) as worker:
        wait_until(lambda: worker.health() == SERVING, seconds=60, what="readiness")
        waiting = f'cairn_outbox_events{{database="{mongo_settings.database}"}}'
        wait_until(lambda: worker.metric(waiting) == 0, what="a look at the outbox")
        worker.process.send_signal(signal.SIGTERM)
        assert worker.process.wait(timeout=20) == 0
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with _running("work", elsewhere, **{**told, "CAIRN_MONGO_URL": f"mongodb://{NOWHERE}/"}) as worker:
        wait_until(lambda: worker.health("liveness") == SERVING, seconds=60, what="life")
        assert worker.health() == NOT_SERVING
