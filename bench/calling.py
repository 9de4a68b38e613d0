"""Calls by gRPC from a process of their own, as one of the things that are compared; and the barest server to compare with."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from google.protobuf.message import Message

from bench.measuring import Turn, Variant
from bench.processes import asked, free_port, started
from bench.serving import THREADS


@contextmanager
def hello_world(kind: str) -> Iterator[tuple[int, str]]:
    """A bare grpcio server, sync or aio, with as many threads as Cairn's: its process id, and where it answers."""
    port = free_port()
    with started("bench.servers.hello_grpc", kind, str(port), str(THREADS), port=port) as pid:
        yield pid, f"127.0.0.1:{port}"


def calling(
    name: str,
    *,
    pid: int,
    target: str,
    method: str,
    requests: Sequence[Message],
    metadata: Sequence[tuple[str, str]],
    at_a_time: int,
) -> Variant:
    """All these requests, so many at a time. A turn fails when one of them is refused."""
    order = {
        "target": target,
        "method": method,
        "requests": [each.SerializeToString().hex() for each in requests],
        "metadata": metadata,
        "at_a_time": at_a_time,
    }

    def run() -> Turn:
        answer = asked("bench.load.grpc_calls", order)
        if answer["refused"]:
            raise RuntimeError(f"{name}: {answer['refused']}")
        return Turn(int(answer["calls"]), float(answer["wall_seconds"]))

    return Variant(name=name, pids=[pid], run=run)
