"""How far a generation of read models is: the latest event of each tenant, and the journal's last number."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from pymongo import UpdateOne
from pymongo.collection import Collection
from pymongo.errors import BulkWriteError

from cairn_platform.mongo.connection import Document

_ATTEMPTS = 3
_DUPLICATE_KEY = 11000


class LatestEvent(NamedTuple):
    """An event, by when it happened; of several at one instant the greatest id is the latest."""

    at: datetime
    event_id: str


def tell_freshness(
    collection: Collection[Document], latest: Mapping[str, LatestEvent], *, numbers: Mapping[str, int]
) -> None:
    """Raises what is known of each tenant to these, where it is less, and gives it a new name."""
    operations = [
        UpdateOne(
            {"_id": tenant_id, "tenant_id": tenant_id},
            {
                "$max": {
                    "latest_event_at": event.at,
                    # Documents are compared field by field: the id of the latest one.
                    "latest_event": {"at": event.at, "id": event.event_id},
                    "number": numbers.get(tenant_id, 0),
                },
                "$set": {"last_change": uuid.uuid4().hex},
            },
            upsert=True,
        )
        for tenant_id, event in latest.items()
    ]
    for attempt in range(_ATTEMPTS):
        try:
            collection.bulk_write(operations, ordered=False)
        except BulkWriteError as error:
            # Two workers inserted a tenant's first document at the same moment; the second try finds it there.
            raced = all(each["code"] == _DUPLICATE_KEY for each in error.details["writeErrors"])
            if not raced or attempt == _ATTEMPTS - 1:
                raise
        else:
            return
