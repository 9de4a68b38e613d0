"""Whether a process is ready, seen from outside: one look each, never longer than two seconds.

`python -m cairn_platform.probe` is the HEALTHCHECK of Cairn's images: exit status 0 when what CAIRN_PROBE_URL names is ready,
`grpc://127.0.0.1:7100` by gRPC's health service, `http://127.0.0.1:8000/livez` by a 200.
"""

import http.client
import os
import sys
import urllib.request
from urllib.parse import urlsplit

_LOOK_SECONDS = 2.0
_OK = 200


def is_ready(url: str) -> bool:
    """What answers at this URL, `grpc://` or `http://`, says that it is ready."""
    parts = urlsplit(url)
    return grpc_is_serving(parts.netloc) if parts.scheme == "grpc" else url_is_ok(url)


def grpc_is_serving(target: str) -> bool:
    """The gRPC health service says SERVING."""
    import grpc  # noqa: PLC0415  # a look by HTTP does without
    from grpc_health.v1 import health_pb2  # noqa: PLC0415

    with grpc.insecure_channel(target, options=[("grpc.enable_http_proxy", 0)]) as channel:
        check = channel.unary_unary(
            "/grpc.health.v1.Health/Check",
            request_serializer=health_pb2.HealthCheckRequest.SerializeToString,
            response_deserializer=health_pb2.HealthCheckResponse.FromString,
        )
        try:
            answer = check(health_pb2.HealthCheckRequest(), timeout=_LOOK_SECONDS)
        except grpc.RpcError:
            return False
    return bool(answer.status == health_pb2.HealthCheckResponse.SERVING)


def url_is_ok(url: str) -> bool:
    """A GET, past any proxy, is answered with 200."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(url, timeout=_LOOK_SECONDS) as answer:
            return bool(answer.status == _OK)
    except (OSError, http.client.HTTPException):
        return False


if __name__ == "__main__":
    sys.exit(0 if is_ready(os.environ["CAIRN_PROBE_URL"]) else 1)
