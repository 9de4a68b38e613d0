"""The commands as processes of their own: migrate and serve. `work` joins the one consumer group that the service has, so it is tried
where a whole stack runs (tests/e2e)."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc

from cairn.learners.v1 import learners_service_pb2 as contract
from cairn_learners.adapters.kafka.events import MESSAGES
from cairn_learners.adapters.kafka.projections import PROJECTIONS
from cairn_platform.events import contract_of
from cairn_platform.kafka.connection import kafka_consumer
from cairn_platform.settings import KafkaSettings, MongoSettings
from tests.support.learners.company import Company
from tests.support.tokens import ISSUER, Mint
from tests.support.waiting import wait_until

_REPOSITORY = Path(__file__).resolve().parents[3]


@pytest.fixture
def mint() -> Mint:
    """Signs the tokens."""
    return Mint()


@pytest.fixture
def keys_url(mint: Mint) -> Iterator[str]:
    """Where the issuer publishes its keys."""

    class Keys(BaseHTTPRequestHandler):
        """The issuer's keys, whatever is asked for."""

        def do_GET(self) -> None:
            """Answers."""
            self.send_response(200)
            self.end_headers()
            self.wfile.write(mint.jwks())

        def log_message(self, format: str, *args: object) -> None:
            """Nothing to say."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Keys) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/certs"
        server.shutdown()


@pytest.fixture
def environment(
    mongo_settings: MongoSettings, kafka_settings: KafkaSettings, keys_url: str
) -> dict[str, str]:
    """What the commands are told."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{bound.getsockname()[1]}"
    return {
        **os.environ,
        "CAIRN_MONGO_URL": mongo_settings.url,
        "CAIRN_MONGO_DATABASE": mongo_settings.database,
        "CAIRN_KAFKA_BOOTSTRAP_SERVERS": kafka_settings.bootstrap_servers,
        "CAIRN_IDENTITY_ISSUER": ISSUER,
        "CAIRN_IDENTITY_JWKS_URL": keys_url,
        "CAIRN_GRPC_LISTEN": address,
    }


def _run(environment: dict[str, str], *command: str) -> int:
    arguments = [sys.executable, "-m", "cairn_learners", *command]
    return subprocess.run(arguments, env=environment, cwd=_REPOSITORY, timeout=150, check=False).returncode


def _is_serving(channel: grpc.Channel) -> bool:
    stub: Any = health_pb2_grpc.HealthStub(channel)
    try:
        answer = stub.Check(health_pb2.HealthCheckRequest(), timeout=1)
    except grpc.RpcError:
        return False
    return bool(answer.status == health_pb2.HealthCheckResponse.SERVING)


def test_what_was_migrated_is_served_until_it_is_told_to_stop(
    environment: dict[str, str], kafka_settings: KafkaSettings, mint: Mint
) -> None:
    assert _run(environment, "migrate") == 0
    assert _run(environment, "migrate") == 0
    consumer = kafka_consumer(kafka_settings, group=None)
    topics = set(consumer.topics())
    consumer.close()
    wanted = {contract_of(message).topic for message in (*MESSAGES, *(each.message for each in PROJECTIONS))}
    assert wanted | {"cairn.learners.dead-letters.v1"} <= topics

    process = subprocess.Popen(
        [sys.executable, "-m", "cairn_learners", "serve"], env=environment, cwd=_REPOSITORY
    )
    try:
        with grpc.insecure_channel(environment["CAIRN_GRPC_LISTEN"]) as channel:
            wait_until(lambda: _is_serving(channel), seconds=60, what="serve is ready")
            oneself = Company(channel, mint).ask("client", contract.GetSelfRequest()).self
            assert (oneself.tenant_id, list(oneself.roles)) == ("acme", ["hr"])
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
    finally:
        process.kill()
        process.wait()


@pytest.mark.parametrize("command", [(), ("report",), ("work", "--rebuild", "--replay")])
def test_an_unknown_command_is_a_usage_error(environment: dict[str, str], command: tuple[str, ...]) -> None:
    assert _run(environment, *command) == 2
