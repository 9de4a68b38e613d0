"""What a consumer without batches does: the effects of reporting's worker, each with one `update_one`; then the offsets, once a poll."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from google.protobuf.message import Message
from kafka.structs import OffsetAndMetadata

from bench.ingesting import Take
from cairn_platform.events import Event
from cairn_platform.kafka.codec import decode
from cairn_platform.kafka.consumer import COMMIT_MILLISECONDS, Received
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.projection import FRESHNESS, JOURNAL, Projection, ReadModels, history_name
from cairn_platform.mongo.tenant import document_id
from cairn_reporting.adapters.kafka.projections import PROJECTIONS
from tests.support.reporting.running import ReportingRun


def one_by_one(run: ReportingRun, consumer: Any) -> Take:
    """Into the first generation of the read models, as their only worker."""
    models = run.read_models()
    contracts = models.contracts
    writing = _OneByOne(models)

    def take(batch: Sequence[Received]) -> None:
        for each in batch:
            writing.apply(decode(each.record, contracts))
        offsets = {each.partition: OffsetAndMetadata(each.offset + 1, "generation-1", -1) for each in batch}
        consumer.commit(offsets, timeout_ms=COMMIT_MILLISECONDS)

    return take


class _OneByOne:
    def __init__(self, models: ReadModels) -> None:
        self._models = models
        self._projections: Mapping[type[Message], Projection] = {each.message: each for each in PROJECTIONS}
        self._numbers: dict[str, int] = {}

    def apply(self, event: Event) -> None:
        """State, history, journal, freshness."""
        projection = self._projections[type(event.data)]
        state = self._state(projection, event)
        name = self._name(projection.collection)
        newer = {"$gt": [state["version"], {"$ifNull": ["$version", 0]}]}
        change = [{"$replaceWith": {"$cond": [newer, {"$literal": state}, "$$ROOT"]}}]
        self._update(name, state["_id"], event, change)
        version = {**state, "aggregate": state["_id"]}
        del version["_id"], version["tenant_id"]
        kept = f"{state['_id']}@{state['version']}"
        self._update(history_name(name), kept, event, {"$setOnInsert": version})
        number = self._numbers[event.tenant_id] = self._numbers.get(event.tenant_id, 0) + 1
        about = projection.about(event.data) if projection.about else ""
        entry = {"number": number, "at": datetime.now(UTC), "named": [(projection.collection, about)]}
        self._update(
            self._name(JOURNAL), document_id(event.tenant_id, str(number)), event, {"$setOnInsert": entry}
        )
        told = {
            "$max": {"latest_event_at": event.time, "number": number},
            "$set": {"last_change": uuid.uuid4().hex},
        }
        self._update(self._name(FRESHNESS), event.tenant_id, event, told)

    def _update(self, name: str, found: str, event: Event, change: Document | list[Document]) -> None:
        self._models.database[name].update_one(
            {"_id": found, "tenant_id": event.tenant_id}, change, upsert=True
        )

    def _state(self, projection: Projection, event: Event) -> Document:
        return {
            "_id": document_id(event.tenant_id, projection.identify(event.data)),
            "tenant_id": event.tenant_id,
            "version": event.aggregate_version,
            "happened_at": event.time,
            **projection.to_document(event.data),
        }

    def _name(self, collection: str) -> str:
        return self._models.collection_name(collection, 1)
