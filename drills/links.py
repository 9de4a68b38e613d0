"""The network between the parts: every link goes through toxiproxy (https://github.com/Shopify/toxiproxy), where it can be spoilt."""

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from cairn_local.endpoints import Endpoints
from cairn_local.readiness import port_answers
from cairn_local.settings import StackSettings
from tests.support.waiting import wait_until

BINARY = Path(os.environ.get("CAIRN_DRILL_TOXIPROXY", ".cache/bin/toxiproxy-server"))
_FIRST_PORT = 12_300
_SECONDS = 5.0


@dataclass(frozen=True, kw_only=True)
class Toxic:
    """One way in which a link goes wrong; the attributes are toxiproxy's."""

    name: str
    kind: str
    attributes: Mapping[str, int]


LATENCY = Toxic(name="latency", kind="latency", attributes={"latency": 700, "jitter": 300})
RESET = Toxic(name="reset", kind="reset_peer", attributes={"timeout": 100})
HALF_OPEN = Toxic(name="half-open", kind="timeout", attributes={"timeout": 0})
TOXICS = (LATENCY, RESET, HALF_OPEN)


class Links:
    """The links of one stack by name, each with a port of its own in front of where it leads."""

    def __init__(self, settings: StackSettings) -> None:
        leads_to = {
            "gateway-catalog": settings.catalog_port,
            "gateway-learners": settings.learners_port,
            "gateway-reporting": settings.reporting_port,
            "services-mongo": settings.mongo_port,
            "workers-mongo": settings.mongo_port,
            "sink-mongo": settings.mongo_port,
            "workers-kafka": settings.kafka_port,
            "services-keys": settings.keycloak_port,
        }
        self._upstream = leads_to
        self._port = {name: _FIRST_PORT + number for number, name in enumerate(leads_to, start=1)}
        self._http = httpx.Client(
            base_url=f"http://127.0.0.1:{_FIRST_PORT}", timeout=_SECONDS, trust_env=False
        )

    @property
    def names(self) -> tuple[str, ...]:
        """Every link."""
        return tuple(self._port)

    @property
    def kafka_port(self) -> int:
        """Where the broker has to say that it is, so that clients keep to the link."""
        return self._port["workers-kafka"]

    def environment(self, endpoints: Endpoints) -> dict[str, dict[str, str]]:
        """What each program is told, so that it goes through the links."""
        realm = endpoints.issuer.removeprefix(endpoints.keycloak_url)
        keys = f"http://localhost:{self._port['services-keys']}{realm}/protocol/openid-connect/certs"
        services = {
            "CAIRN_MONGO_URL": self._mongo("services-mongo"),
            "CAIRN_IDENTITY_JWKS_URL": keys,
            "CAIRN_IDENTITY_KEYS_REFRESH_SECONDS": "2",
        }
        kafka = f"127.0.0.1:{self.kafka_port}"
        workers = {"CAIRN_MONGO_URL": self._mongo("workers-mongo"), "CAIRN_KAFKA_BOOTSTRAP_SERVERS": kafka}
        targets = {
            f"CAIRN_GATEWAY_{name.upper()}_TARGET": f"127.0.0.1:{self._port[f'gateway-{name}']}"
            for name in ("catalog", "learners", "reporting")
        }
        return {
            "catalog-serve": services,
            "learners-serve": services,
            "reporting-serve": services,
            "catalog-work": workers,
            "learners-work": workers,
            "reporting-work": {**workers, "CAIRN_MONGO_URL": self._mongo("sink-mongo")},
            "gateway": {**services, **targets},
        }

    @contextmanager
    def running(self) -> Iterator[None]:
        """toxiproxy with every link in order, until the end of the block."""
        if not BINARY.exists():
            raise FileNotFoundError(f"{BINARY} is missing: `make drill` builds it, which needs Go.")
        process = subprocess.Popen(
            [str(BINARY), "-host", "127.0.0.1", "-port", str(_FIRST_PORT)],
            env={"LOG_LEVEL": "error"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_until(lambda: port_answers(_FIRST_PORT), what="toxiproxy's start")
            for name, port in self._port.items():
                self._ask(
                    "POST",
                    "/proxies",
                    {
                        "name": name,
                        "listen": f"127.0.0.1:{port}",
                        "upstream": f"127.0.0.1:{self._upstream[name]}",
                    },
                )
            yield
        finally:
            process.terminate()
            process.wait()

    @contextmanager
    def spoilt(self, name: str, toxic: Toxic) -> Iterator[None]:
        """The link with the toxic in both directions, until the end of the block."""
        streams = ("upstream", "downstream")
        for stream in streams:
            self._ask(
                "POST",
                f"/proxies/{name}/toxics",
                {
                    "name": f"{toxic.name}-{stream}",
                    "type": toxic.kind,
                    "stream": stream,
                    "attributes": dict(toxic.attributes),
                },
            )
        try:
            yield
        finally:
            for stream in streams:
                self._ask("DELETE", f"/proxies/{name}/toxics/{toxic.name}-{stream}")

    @contextmanager
    def cut(self, name: str) -> Iterator[None]:
        """The link refusing every connection, until the end of the block."""
        self._ask("POST", f"/proxies/{name}", {"enabled": False})
        try:
            yield
        finally:
            self._ask("POST", f"/proxies/{name}", {"enabled": True})

    def _mongo(self, link: str) -> str:
        # A client that looks for the replica set's members would go past the link.
        return f"mongodb://127.0.0.1:{self._port[link]}/?directConnection=true"

    def _ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> None:
        self._http.request(method, path, json=body).raise_for_status()
