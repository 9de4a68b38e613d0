"""How many files pass through the gateway at once, and what a file is answered with."""

import asyncio
import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import quote

from cairn_gateway.adapters.http.problems import ProblemError

AT_ONCE = 4
"""So that slow clients hold no more of a service's threads than this."""
_PATIENCE_SECONDS = 5.0


class FileTransfers:
    """Lets so many files pass at once; who comes later waits a few seconds for a turn, then is sent away."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._turns = asyncio.Semaphore(at_once)

    async def begin(self) -> None:
        """Waits for a turn; ProblemError UNAVAILABLE where none comes."""
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS):
                await self._turns.acquire()
        except TimeoutError as error:
            raise ProblemError(
                "UNAVAILABLE", "Many files are on their way; try again in a moment."
            ) from error

    def end(self) -> None:
        """The file has passed."""
        self._turns.release()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """One file passes within."""
        await self.begin()
        try:
            yield
        finally:
            self.end()


def safe_headers(*, name: str, size: int, sha256: str) -> dict[str, str]:
    """A file is saved by browsers, never shown: nothing in it can act in the portal's name."""
    plain = "".join(
        each if each.isascii() and each.isprintable() and each not in '"\\' else "_" for each in name
    )
    digest = base64.b64encode(bytes.fromhex(sha256)).decode()
    return {
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
        "Content-Length": str(size),
        "Repr-Digest": f"sha-256=:{digest}:",
    }
