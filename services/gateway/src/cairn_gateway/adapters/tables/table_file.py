"""A table on its way into a file, in bounded memory."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import IO, Protocol

from cairn_gateway.adapters.tables.columns import Row

CHUNK_BYTES = 64 * 1024


class TableFile(Protocol):
    """One file of one format: rows in, parts of the file out. Used for one table, by one caller at a time."""

    def add(self, rows: Sequence[Row]) -> bytes:
        """Takes the next rows; gives what of the file is ready, which may be nothing until the end."""

    def end(self) -> Iterator[bytes]:
        """There are no more rows: gives the rest of the file."""


async def written(file: TableFile, batches: AsyncIterator[Sequence[Row]]) -> AsyncIterator[bytes]:
    """The file, part by part, while the rows come in."""
    async for rows in batches:
        part = await asyncio.to_thread(file.add, rows)
        if part:
            yield part
    rest = await asyncio.to_thread(file.end)
    while part := await asyncio.to_thread(next, rest, b""):
        yield part


def parts_of(stored: IO[bytes]) -> Iterator[bytes]:
    """What was stored, from its beginning; closed at the end."""
    with stored:
        stored.seek(0)
        while part := stored.read(CHUNK_BYTES):
            yield part
