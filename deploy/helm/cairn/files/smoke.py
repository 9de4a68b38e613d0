"""What `helm test` runs: the gateway is ready, serves its contract and refuses strangers; every service is ready."""

import json
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import grpc
from grpc_health.v1 import health_pb2, health_pb2_grpc

_SECONDS = 10
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def checks(gateway_url: str, targets: list[str]) -> Iterator[tuple[str, bool]]:
    """What was looked at and whether it was as it should be."""
    yield "the gateway is ready", _answer(f"{gateway_url}/readyz")[0] == HTTPStatus.OK
    contract = json.loads(_answer(f"{gateway_url}/api/openapi.json")[1])
    yield "the gateway serves its contract", "/api/v1/me" in contract["paths"]
    yield "nobody gets in without a token", _answer(f"{gateway_url}/api/v1/me")[0] == HTTPStatus.UNAUTHORIZED
    yield "the portal is there", b"<html" in _answer(gateway_url)[1]
    for target in targets:
        yield f"{target} is ready", _serves(target)


def _answer(url: str) -> tuple[int, bytes]:
    try:
        with _DIRECT.open(url, timeout=_SECONDS) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def _serves(target: str) -> bool:
    with grpc.insecure_channel(target, options=[("grpc.enable_http_proxy", 0)]) as channel:
        stub: Any = health_pb2_grpc.HealthStub(channel)
        answer = stub.Check(health_pb2.HealthCheckRequest(), timeout=_SECONDS, wait_for_ready=True)
        return bool(answer.status == health_pb2.HealthCheckResponse.SERVING)


if __name__ == "__main__":
    failed = 0
    for what, holds in checks(os.environ["SMOKE_GATEWAY_URL"], os.environ["SMOKE_TARGETS"].split(",")):
        sys.stdout.write(f"{'ok ' if holds else 'NOT'} {what}\n")
        failed += not holds
    sys.exit(1 if failed else 0)
