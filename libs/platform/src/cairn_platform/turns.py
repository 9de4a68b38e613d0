"""Taking turns: of several processes that could do the same work, one does."""

from typing import Protocol


class Turn(Protocol):
    """Whose turn it is among several; `cairn_platform.mongo.leases.Lease` in production."""

    def hold(self) -> bool:
        """True while this one may work."""

    def release(self) -> None:
        """Lets another have it."""
