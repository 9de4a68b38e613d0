"""Joins names to ids: one look-up for each batch of different ids, whatever the number of rows."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import TypeVar

FirstT = TypeVar("FirstT")
SecondT = TypeVar("SecondT")
LookUp = Callable[[Sequence[str]], Awaitable[Mapping[str, str]]]

_BATCH = 500
_BATCHES_AT_ONCE = 4


async def names_of(ids: Iterable[str], *, look_up: LookUp) -> Mapping[str, str]:
    """The names of the ids, as far as the caller may see them; ids without a name are not in the answer."""
    wanted = sorted(set(ids) - {""})
    gate = asyncio.Semaphore(_BATCHES_AT_ONCE)

    async def look_up_batch(batch: Sequence[str]) -> Mapping[str, str]:
        async with gate:
            return await look_up(batch)

    batches = [wanted[start : start + _BATCH] for start in range(0, len(wanted), _BATCH)]
    found = await asyncio.gather(*(look_up_batch(batch) for batch in batches))
    return {key: name for names in found for key, name in names.items()}


async def together(first: Awaitable[FirstT], second: Awaitable[SecondT]) -> tuple[FirstT, SecondT]:
    """Waits for both at once."""
    return await asyncio.gather(first, second)
