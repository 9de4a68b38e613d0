"""How far a service's worker was behind the topics when it last looked, for whoever answers from its read models."""

from dataclasses import dataclass
from datetime import datetime

from pymongo.database import Database

from cairn_platform.mongo.connection import Document

_COLLECTION = "consumer_lag"
_ONE = {"_id": "lag"}


@dataclass(frozen=True, slots=True)
class KeptLag:
    """How many events of all tenants were not applied yet, and when that was measured."""

    events: int
    measured_at: datetime


def keep_lag(database: Database[Document], lag: KeptLag) -> None:
    """Keeps it in the place of what was measured before."""
    fields = {"events": lag.events, "measured_at": lag.measured_at}
    database[_COLLECTION].update_one(_ONE, {"$set": fields}, upsert=True)


def kept_lag(database: Database[Document]) -> KeptLag | None:
    """What was measured last; None where no worker looked yet."""
    found = database[_COLLECTION].find_one(_ONE)
    return KeptLag(events=found["events"], measured_at=found["measured_at"]) if found else None
