"""The catalogue's commands as processes of their own: migrate, serve, work, publish-public."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from cairn.catalog.v1 import entries_pb2 as pb
from cairn_catalog.adapters.contract.forms import FORMS, PLATFORM
from cairn_platform.events import contracts_by_topic
from cairn_platform.kafka.codec import Record, decode
from cairn_platform.kafka.connection import kafka_consumer
from cairn_platform.kafka.joining import JoiningConsumer
from cairn_platform.mongo.connection import connect
from cairn_platform.settings import KafkaSettings, MongoSettings
from tests.support.catalog import samples
from tests.support.catalog.calling import Caller, CatalogEndpoint
from tests.support.catalog.overdue import leave_overdue
from tests.support.catalog.samples import changed
from tests.support.tokens import ISSUER, Mint
from tests.support.waiting import wait_until

_REPOSITORY = Path(__file__).resolve().parents[3]
_TENANT = f"acme-{uuid.uuid4().hex[:8]}"


@pytest.fixture
def mint() -> Iterator[tuple[Mint, str]]:
    """Makes tokens, and publishes its key where the second says."""
    minted = Mint()

    class Jwks(BaseHTTPRequestHandler):
        """The issuer's keys."""

        def do_GET(self) -> None:
            """Answers every path alike."""
            self.send_response(200)
            self.end_headers()
            self.wfile.write(minted.jwks())

        def log_message(self, format: str, *args: object) -> None:
            """Nothing to say."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Jwks) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield minted, f"http://127.0.0.1:{server.server_port}/certs"
        server.shutdown()


@pytest.fixture
def environment(
    mongo_settings: MongoSettings, kafka_settings: KafkaSettings, mint: tuple[Mint, str]
) -> dict[str, str]:
    """What the commands are told."""
    return {
        **os.environ,
        "CAIRN_MONGO_URL": mongo_settings.url,
        "CAIRN_MONGO_DATABASE": mongo_settings.database,
        "CAIRN_KAFKA_BOOTSTRAP_SERVERS": kafka_settings.bootstrap_servers,
        "CAIRN_IDENTITY_ISSUER": ISSUER,
        "CAIRN_IDENTITY_JWKS_URL": mint[1],
        "CAIRN_GRPC_LISTEN": f"127.0.0.1:{_free_port()}",
        "CAIRN_HEALTH_LISTEN": f"127.0.0.1:{_free_port()}",
    }


def _free_port() -> int:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])


def _run(environment: dict[str, str], *command: str) -> "subprocess.CompletedProcess[str]":
    arguments = [sys.executable, "-m", "cairn_catalog", *command]
    return subprocess.run(
        arguments, env=environment, cwd=_REPOSITORY, capture_output=True, text=True, timeout=90, check=False
    )


@contextmanager
def _running(environment: dict[str, str], command: str, *, health: str) -> Iterator[None]:
    """The command runs, is healthy, and ends well when it is told to."""
    process = subprocess.Popen(
        [sys.executable, "-m", "cairn_catalog", command], env=environment, cwd=_REPOSITORY
    )
    try:
        wait_until(lambda: _is_serving(health), seconds=60, what=f"{command} is ready")
        yield
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
    finally:
        process.kill()
        process.wait()


def _is_serving(address: str) -> bool:
    with grpc.insecure_channel(address) as channel:
        stub: Any = health_pb2_grpc.HealthStub(channel)
        try:
            answer = stub.Check(health_pb2.HealthCheckRequest(), timeout=1)
        except grpc.RpcError:
            return False
        return bool(answer.status == health_pb2.HealthCheckResponse.SERVING)


def _events_of_tenant(
    settings: KafkaSettings, tenant_id: str, *, wanted: int
) -> list[tuple[str, pb.Platform]]:
    """Types and states of the tenant's platform events, read from the topic's start."""
    contracts = contracts_by_topic([pb.Platform])
    consumer = JoiningConsumer(settings, group=f"test-{uuid.uuid4().hex}")
    consumer.subscribe([*contracts])
    found: list[tuple[str, pb.Platform]] = []
    end = time.monotonic() + 60
    while len(found) < wanted and time.monotonic() < end:
        for records in consumer.poll(timeout_ms=200).values():
            for each in records:
                record = Record(
                    topic=each.topic, key=each.key.decode(), headers=tuple(each.headers), value=each.value
                )
                event = decode(record, contracts)
                if event.tenant_id == tenant_id and isinstance(event.data, pb.Platform):
                    found.append((event.type, event.data))
    consumer.close()
    return found


def test_what_is_published_by_a_call_or_on_its_day_reaches_kafka(
    environment: dict[str, str],
    mongo_settings: MongoSettings,
    kafka_settings: KafkaSettings,
    mint: tuple[Mint, str],
) -> None:
    for _ in range(2):
        migrated = _run(environment, "migrate")
        assert migrated.returncode == 0, migrated.stderr
    serving, working = environment["CAIRN_GRPC_LISTEN"], environment["CAIRN_HEALTH_LISTEN"]
    own = changed(samples.PLATFORM, platform_id="own")
    with _running(environment, "serve", health=serving):
        with grpc.insecure_channel(serving) as channel:
            admin: Caller = CatalogEndpoint(target=serving, channel=channel, mint=mint[0]).caller(
                _TENANT, "tenant-admin"
            )
            admin.publish(PLATFORM, own)
            admin.publish(PLATFORM, changed(own, name="Renamed"), expected=1)
        leave_overdue(connect(mongo_settings), changed(own, name="On its day"), expected=2, tenant_id=_TENANT)
        with _running(environment, "work", health=working):
            events = _events_of_tenant(kafka_settings, _TENANT, wanted=3)
    assert events == [
        ("cairn.catalog.platform.published.v1", changed(own, version=1)),
        ("cairn.catalog.platform.revised.v1", changed(own, version=2, name="Renamed")),
        ("cairn.catalog.platform.revised.v1", changed(own, version=3, name="On its day")),
    ]


def test_the_operator_publishes_files(environment: dict[str, str], tmp_path: Path) -> None:
    assert _run(environment, "migrate").returncode == 0
    (tmp_path / "platforms.yaml").write_text("- {platform_id: edx, name: edX}", encoding="utf-8")
    for expected in (
        "platforms: 1 created, 0 changed, 0 unchanged\n",
        "platforms: 0 created, 0 changed, 1 unchanged\n",
    ):
        published = _run(environment, "publish-public", str(tmp_path))
        assert (published.returncode, published.stdout) == (0, expected), published.stderr
    merged = _run(environment, "merge-issuer", "unknown", "edx")
    assert (merged.returncode, merged.stdout) == (1, "")
    assert "There is no such issuer." in merged.stderr
    (tmp_path / "platforms.yaml").write_text("- {platform_id: edx, name: ''}", encoding="utf-8")
    refused = _run(environment, "publish-public", str(tmp_path))
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "platforms.yaml:1: edx: name: Give it a name. (REQUIRED)" in refused.stderr


def test_migrate_makes_every_topic(environment: dict[str, str], kafka_settings: KafkaSettings) -> None:
    assert _run(environment, "migrate").returncode == 0
    consumer = kafka_consumer(kafka_settings, group=None)
    topics = consumer.topics()
    consumer.close()
    assert set(contracts_by_topic(form.message for form in FORMS)) <= set(topics)


def test_an_unknown_command_is_a_usage_error(environment: dict[str, str]) -> None:
    assert _run(environment, "publish").returncode == 2
