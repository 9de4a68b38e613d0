"""A gRPC client that asks as fast as it is answered, so many calls at a time. Order and answer are JSON on stdin and stdout."""

import asyncio
import json
import sys
import time
from typing import Any

import grpc


def _unchanged(message: bytes) -> bytes:
    return message


async def _ask(order: Any) -> dict[str, object]:
    requests = iter([bytes.fromhex(each) for each in order["requests"]])
    metadata = [tuple(each) for each in order["metadata"]]
    seconds: list[float] = []
    refused: dict[str, int] = {}
    async with grpc.aio.insecure_channel(order["target"]) as channel:
        # Bytes in and out: what a client makes of an answer is not measured here.
        method = channel.unary_unary(
            order["method"], request_serializer=_unchanged, response_deserializer=_unchanged
        )

        async def caller() -> None:
            for request in requests:
                began = time.perf_counter()
                try:
                    await method(request, metadata=metadata, timeout=10)
                except grpc.aio.AioRpcError as error:
                    refused[error.code().name] = refused.get(error.code().name, 0) + 1
                seconds.append(time.perf_counter() - began)

        await channel.channel_ready()
        began = time.perf_counter()
        await asyncio.gather(*(caller() for _ in range(order["at_a_time"])))
        took = time.perf_counter() - began
    return {
        "calls": len(seconds),
        "refused": refused,
        "p50": sorted(seconds)[len(seconds) // 2],
        "wall_seconds": took,
    }


if __name__ == "__main__":
    json.dump(asyncio.run(_ask(json.load(sys.stdin))), sys.stdout)
