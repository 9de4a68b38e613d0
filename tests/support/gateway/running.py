"""A gateway that serves over HTTP, in a thread of the tests' own process."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import uvicorn
from pydantic import SecretStr

from cairn_gateway.bootstrap import Settings, build
from cairn_gateway.settings import HttpSettings, OidcSettings, UpstreamSettings
from cairn_platform.observability.logs import configure_logs
from cairn_platform.settings import IdentitySettings, MongoSettings
from tests.support.tokens import ISSUER, Mint

_START_SECONDS = 20.0
NOWHERE = "127.0.0.1:9"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def issuer_keys(mint: Mint) -> Iterator[str]:
    """The URL of a key set."""

    class Keys(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(mint.jwks())

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Keys)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


def settings(
    *,
    target: str,
    jwks_url: str = "",
    issuer: str = ISSUER,
    mongo: MongoSettings | None = None,
    port: int | None = None,
    client_secret: str = "not used",  # noqa: S107 (of nothing)
    deadline_seconds: float = 3.0,
    portal_dir: Path = Path("nowhere"),
) -> Settings:
    """Settings with nothing from the environment."""
    listen = port or free_port()
    return Settings(
        http=HttpSettings(
            listen=f"127.0.0.1:{listen}", public_url=f"http://localhost:{listen}", portal_dir=portal_dir
        ),
        upstream=UpstreamSettings(
            catalog_target=target,
            learners_target=target,
            reporting_target=target,
            deadline_seconds=deadline_seconds,
        ),
        mongo=mongo
        or MongoSettings(url=f"mongodb://{NOWHERE}/", database="cairn_gateway", timeout_seconds=0.5),
        identity=IdentitySettings(issuer=issuer, jwks_url=jwks_url),
        oidc=OidcSettings(client_secret=SecretStr(client_secret)),
    )


@dataclass(frozen=True)
class Gateway:
    """A running gateway and a client of it."""

    url: str
    client: httpx.Client


@contextmanager
def running(settings: Settings, *, token: str | None = None) -> Iterator[Gateway]:
    """The gateway, serving, until the end of the block; the client sends the bearer token if there is one."""
    configure_logs("gateway")
    port = int(settings.http.listen.rpartition(":")[2])
    server = uvicorn.Server(
        uvicorn.Config(
            build(settings, draining=threading.Event()),
            host="127.0.0.1",
            port=port,
            log_config=None,
            access_log=False,
        )
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + _START_SECONDS
    while not server.started:
        assert thread.is_alive() and time.monotonic() < deadline, "the gateway did not start"
        time.sleep(0.01)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=headers, timeout=20) as client:
            yield Gateway(url=f"http://localhost:{port}", client=client)
    finally:
        server.should_exit = True
        thread.join(timeout=10)
