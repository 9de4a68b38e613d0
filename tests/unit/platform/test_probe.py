"""The look of a container's HEALTHCHECK at the process beside it."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer

import grpc
import pytest
from grpc_health.v1 import health, health_pb2, health_pb2_grpc

from cairn_platform.probe import is_ready

SERVING = health_pb2.HealthCheckResponse.SERVING
NOT_SERVING = health_pb2.HealthCheckResponse.NOT_SERVING


class Pages(BaseHTTPRequestHandler):
    """/livez is fine, nothing else is."""

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/livez" else 503)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def http_url() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Pages) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def service() -> Iterator[tuple[str, health.HealthServicer]]:
    server = grpc.server(ThreadPoolExecutor(max_workers=1))
    servicer = health.HealthServicer()
    health_pb2_grpc.add_HealthServicer_to_server(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    yield f"grpc://127.0.0.1:{port}", servicer
    server.stop(grace=None).wait()


def test_a_service_is_ready_while_it_says_serving(service: tuple[str, health.HealthServicer]) -> None:
    url, servicer = service
    servicer.set("", SERVING)
    assert is_ready(url)
    servicer.set("", NOT_SERVING)
    assert not is_ready(url)


def test_a_gateway_is_ready_when_its_page_says_ok(http_url: str) -> None:
    assert is_ready(f"{http_url}/livez")
    assert not is_ready(f"{http_url}/readyz")


@pytest.mark.parametrize("scheme", ["grpc", "http"])
def test_where_nobody_listens_nobody_is_ready(scheme: str) -> None:
    assert not is_ready(f"{scheme}://127.0.0.1:9")
