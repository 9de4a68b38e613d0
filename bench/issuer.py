"""An issuer of the bench's own: its keys are published over HTTP, and every call to it is counted."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.support.tokens import Mint

_VALID_SECONDS = 3600


@dataclass
class Issuer:
    """Where it answers, what it signs with, and how often it was asked."""

    url: str
    mint: Mint = field(default_factory=Mint)
    calls: int = 0

    def environment(self) -> dict[str, str]:
        """What lets a service accept its tokens."""
        return {"CAIRN_IDENTITY_ISSUER": self.url}

    def token(self, *, tenant_id: str, subject: str, roles: list[str]) -> str:
        """An access token of Keycloak's form and size, for every service."""
        return self.mint.token(
            iss=self.url,
            aud=["cairn-gateway", "cairn-learners", "cairn-catalog", "cairn-reporting"],
            sub=subject,
            organization=[tenant_id],
            realm_access={"roles": roles},
            scope="openid organization profile email",
            email=None,
            email_verified=False,
        )


@contextmanager
def issuing() -> Iterator[Issuer]:
    """The issuer, until the end of the block."""
    issuer = Issuer(url="")

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            issuer.calls += 1
            body = issuer.mint.jwks()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    issuer.url = f"http://127.0.0.1:{server.server_address[1]}/realms/cairn"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield issuer
    finally:
        server.shutdown()
