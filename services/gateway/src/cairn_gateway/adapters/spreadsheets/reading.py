"""Having a spreadsheet read by a process that is ended when it takes too long."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from cairn_gateway.adapters.documents.reading import NoReaderError
from cairn_gateway.adapters.documents.unreadable import UnreadableError

SECONDS_AT_MOST = 90.0
"""For one file, the time that its rows are on their way included."""
READERS_AT_MOST = 2
_WAIT_SECONDS = 10.0
_LONGEST_LINE = 256 * 1024 * 1024

_READER = (sys.executable, "-m", "cairn_gateway.adapters.spreadsheets.reader")
_free_readers = asyncio.Semaphore(READERS_AT_MOST)


@dataclass(frozen=True)
class SentTable:
    """The header of a file, and its rows some hundred at a time. Going on raises UnreadableError where the rest cannot be read."""

    header: Sequence[str]
    batches: AsyncIterator[Sequence[Sequence[str]]]


@asynccontextmanager
async def reading(content: bytes) -> AsyncIterator[SentTable]:
    """The table of a file. Raises UnreadableError and NoReaderError."""
    try:
        async with asyncio.timeout(_WAIT_SECONDS):
            await _free_readers.acquire()
    except TimeoutError as error:
        raise NoReaderError from error
    try:
        async with _process() as process:
            try:
                async with asyncio.timeout(SECONDS_AT_MOST):
                    sending = asyncio.ensure_future(_send(process, content))
                    try:
                        first = await _line(process)
                        yield SentTable(first["header"], _batches(process))
                    finally:
                        sending.cancel()
            except TimeoutError as error:
                raise _TOO_COMPLEX from error
    finally:
        _free_readers.release()


_TOO_COMPLEX = UnreadableError("TOO_COMPLEX", "This file takes too long or too much memory to read.")


@asynccontextmanager
async def _process() -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        *_READER,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        limit=_LONGEST_LINE,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _send(process: asyncio.subprocess.Process, content: bytes) -> None:
    assert process.stdin is not None  # noqa: S101 (it is a pipe)
    try:
        process.stdin.write(content)
        await process.stdin.drain()
        process.stdin.close()
    except ConnectionError:
        return


async def _batches(process: asyncio.subprocess.Process) -> AsyncIterator[Sequence[Sequence[str]]]:
    while "rows" in (line := await _line(process)):
        yield line["rows"]


async def _line(process: asyncio.subprocess.Process) -> dict[str, Any]:
    """What the process says next; it always says that there is no more, unless it was ended."""
    assert process.stdout is not None  # noqa: S101 (it is a pipe)
    line = await process.stdout.readline()
    if not line.endswith(b"\n"):
        raise _TOO_COMPLEX
    said = json.loads(line)
    if "reason" in said:
        raise UnreadableError(said["reason"], said["detail"])
    return dict(said)
