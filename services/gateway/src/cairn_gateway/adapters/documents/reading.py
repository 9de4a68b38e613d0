"""Having documents read by a process that is ended when it takes too long."""

import asyncio
import json
import sys
from collections.abc import Sequence

from cairn_gateway.adapters.documents.unreadable import UnreadableError

SECONDS_AT_MOST = 20.0
"""For all documents of one request, waiting for a free reader included; the reader's own time is limited more tightly."""
READERS_AT_MOST = 2

_READER = (sys.executable, "-m", "cairn_gateway.adapters.documents.reader")
_free_readers = asyncio.Semaphore(READERS_AT_MOST)


class NoReaderError(Exception):
    """All readers were busy for too long."""


async def texts_of(documents: Sequence[bytes]) -> list[str | UnreadableError]:
    """The text of each document, or why it has none. Raises NoReaderError."""
    ends_at = asyncio.get_running_loop().time() + SECONDS_AT_MOST
    try:
        async with asyncio.timeout_at(ends_at):
            await _free_readers.acquire()
    except TimeoutError as error:
        raise NoReaderError from error
    try:
        lines = await _read(documents, ends_at=ends_at)
    finally:
        _free_readers.release()
    return [_result(line) for line in lines] + [_unfinished(lines)] * (len(documents) - len(lines))


async def _read(documents: Sequence[bytes], *, ends_at: float) -> list[bytes]:
    """The lines that the process wrote: fewer than there are documents where one of them was its end."""
    process = await asyncio.create_subprocess_exec(
        *_READER,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        limit=64 * 1024 * 1024,
    )
    assert process.stdin is not None and process.stdout is not None  # noqa: S101 (both are pipes)
    lines: list[bytes] = []
    try:
        async with asyncio.timeout_at(ends_at):
            for document in documents:
                process.stdin.write(len(document).to_bytes(8, "big") + document)
                await process.stdin.drain()
                line = await process.stdout.readline()
                if not line.endswith(b"\n"):
                    break
                lines.append(line)
    except (TimeoutError, ConnectionError):
        pass
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
    return lines


def _result(line: bytes) -> str | UnreadableError:
    answer: dict[str, str] = json.loads(line)
    return answer["text"] if "text" in answer else UnreadableError(answer["reason"], answer["detail"])


def _unfinished(lines: Sequence[bytes]) -> UnreadableError:
    return UnreadableError(
        "TOO_COMPLEX",
        f"This document, or one before it, takes too long or too much memory to read; {len(lines)} were read.",
    )
