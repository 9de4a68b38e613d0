"""Leases: of several workers that could do a thing, one does it at a time, and another takes over when it dies."""

from collections.abc import Callable
from datetime import datetime, timedelta

from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

from cairn_platform.mongo.connection import Document

COLLECTION = "leases"


class Lease:
    """The right to do one named thing for `term`; works across tenants, since the loops that take it do."""

    def __init__(
        self,
        database: Database[Document],
        *,
        name: str,
        holder: str,
        term: timedelta,
        clock: Callable[[], datetime],
    ) -> None:
        self._leases = database[COLLECTION]
        self._name = name
        self._holder = holder
        self._term = term
        self._clock = clock
        self._renew_at: datetime | None = None

    def hold(self) -> bool:
        """Takes the lease, or keeps it; False while somebody else has it. Writes only when half of the term is over."""
        now = self._clock()
        if self._renew_at is not None and now < self._renew_at:
            return True
        self._renew_at = None
        free = {"_id": self._name, "$or": [{"holder": self._holder}, {"until": {"$lte": now}}]}
        try:
            self._leases.update_one(
                free, {"$set": {"holder": self._holder, "until": now + self._term}}, upsert=True
            )
        except DuplicateKeyError:
            return False
        self._renew_at = now + self._term / 2
        return True

    def release(self) -> None:
        """Gives the lease back, so that nobody has to wait for its end."""
        self._renew_at = None
        self._leases.delete_one({"_id": self._name, "holder": self._holder})


def is_taken(database: Database[Document], *, name: str, now: datetime) -> bool:
    """Somebody has the right to do this thing at present."""
    return database[COLLECTION].find_one({"_id": name, "until": {"$gt": now}}, {"_id": 1}) is not None
