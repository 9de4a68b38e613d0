"""The gateway as a process: how it starts, and how it ends without losing a request."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import httpx
import pytest

from cairn.catalog.v1 import catalog_service_pb2 as catalog
from tests.contract.gateway.conftest import AUDIENCE
from tests.support.gateway.fake_services import FakeServices
from tests.support.gateway.running import NOWHERE, free_port
from tests.support.tokens import Mint
from tests.support.waiting import wait_until


def environment(**more: str) -> dict[str, str]:
    """An environment with nothing of Cairn but what is given."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("CAIRN_")}
    return {**clean, **more}


def run(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cairn_gateway", *arguments],
        env=environment(**more),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@contextmanager
def serving(port: int, **more: str) -> Iterator[subprocess.Popen[bytes]]:
    """The process, alive."""
    process = subprocess.Popen(
        [sys.executable, "-m", "cairn_gateway", "serve"],
        env=environment(
            CAIRN_GATEWAY_LISTEN=f"127.0.0.1:{port}", CAIRN_GATEWAY_OIDC_CLIENT_SECRET="not used", **more
        ),
    )
    try:
        wait_until(lambda: answers(port), seconds=60, what="the gateway's start")
        yield process
    finally:
        process.kill()
        process.wait(timeout=10)


def answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/livez", timeout=5).status_code == 200
    except httpx.TransportError:
        return False


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({}, "CAIRN_GATEWAY_OIDC_CLIENT_SECRET: Field required."),
        ({"CAIRN_GATEWAY_DEADLINE_SECONDS": "soon"}, "CAIRN_GATEWAY_DEADLINE_SECONDS: Input should be"),
        (
            {"CAIRN_GATEWAY_PUBLIC_URL": "localhost"},
            "CAIRN_GATEWAY_PUBLIC_URL: Value error, must be an origin",
        ),
    ],
)
def test_a_wrong_setting_is_one_sentence(variables: dict[str, str], sentence: str) -> None:
    done = run("serve", **variables)
    assert done.returncode == 1
    assert done.stderr.startswith(sentence)
    assert len(done.stderr.splitlines()) == 1


def test_the_openapi_document_needs_no_setting() -> None:
    done = run("openapi")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith('{\n  "openapi": "3.1')


def test_a_request_under_way_is_answered_when_the_gateway_stops(
    services: FakeServices, mint: Mint, jwks_url: str
) -> None:
    asked, released = threading.Event(), threading.Event()

    def slow(_: object) -> catalog.ListSkillsResponse:
        asked.set()
        released.wait(timeout=20)
        return catalog.ListSkillsResponse()

    services.replies["ListSkills"] = slow
    port = free_port()
    told = {
        "CAIRN_IDENTITY_JWKS_URL": jwks_url,
        "CAIRN_MONGO_URL": f"mongodb://{NOWHERE}/",
        "CAIRN_GATEWAY_CATALOG_TARGET": services.target,
        "CAIRN_GATEWAY_DEADLINE_SECONDS": "20",
    }
    headers = {"Authorization": f"Bearer {mint.token(aud=AUDIENCE)}"}
    with serving(port, **told) as process, ThreadPoolExecutor(1) as pool:
        url = f"http://127.0.0.1:{port}/api/v1/skills"
        answer = pool.submit(httpx.get, url, headers=headers, timeout=30)
        assert asked.wait(timeout=20)
        process.send_signal(signal.SIGTERM)
        wait_until(lambda: not answers(port), what="the end of listening")
        released.set()
        assert answer.result(timeout=20).json() == {"items": [], "next_cursor": None}
        assert process.wait(timeout=20) in {0, -signal.SIGTERM}
