"""An HTTP client that asks as fast as it is answered, so many calls at a time, each on a connection that is kept.

Order and answer are JSON on stdin and stdout. Plain sockets, since a client library costs more than the servers it would measure.
"""

import asyncio
import json
import sys
import time
from collections.abc import Iterator
from typing import Any


async def _caller(order: Any, paths: Iterator[str], statuses: dict[str, int]) -> None:
    reader, writer = await asyncio.open_connection(order["host"], order["port"])
    try:
        for path in paths:
            head = [f"GET {path} HTTP/1.1", f"Host: {order['host']}", *order["headers"], "", ""]
            writer.write("\r\n".join(head).encode())
            answered = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            sizes = [line for line in answered if line.lower().startswith("content-length:")]
            await reader.readexactly(int(sizes[0].partition(":")[2]))
            status = answered[0].split(" ")[1]
            statuses[status] = statuses.get(status, 0) + 1
    finally:
        writer.close()


async def _ask(order: Any) -> dict[str, object]:
    statuses: dict[str, int] = {}
    paths = iter(order["paths"])
    began = time.perf_counter()
    await asyncio.gather(*(_caller(order, paths, statuses) for _ in range(order["at_a_time"])))
    return {"statuses": statuses, "wall_seconds": time.perf_counter() - began}


if __name__ == "__main__":
    json.dump(asyncio.run(_ask(json.load(sys.stdin))), sys.stdout)
