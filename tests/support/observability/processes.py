"""A service as a process of its own, as an operator sees it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc
import httpx
from grpc_health.v1 import health_pb2, health_pb2_grpc

from tests.support.gateway.running import free_port


@dataclass(frozen=True)
class Running:
    """A process of a service, where it answers, and where it writes."""

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
def running(module: str, command: str, folder: Path, **told: str) -> Iterator[Running]:
    """The command of a service, told nothing of Cairn but what is given, until the end of the block."""
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
            [sys.executable, "-m", module, command], env=environment, stdout=written, stderr=written
        )
    try:
        yield Running(process, address, f"http://127.0.0.1:{metrics_port}/metrics", log)
    finally:
        process.kill()
        process.wait(timeout=10)
