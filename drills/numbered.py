"""Numbered events through the real chain: committed with their state, relayed, consumed; and what they come to, one after the other.

People of learners (whom reporting follows) and roles of the catalogue (which learners and reporting follow) take turns. Each event has a
number, which the aggregate's state carries into the read models.
"""

import random
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from pymongo.database import Database
from pymongo.errors import PyMongoError

from cairn_catalog.adapters.mongo.kinds import KINDS as CATALOG_KINDS
from cairn_catalog.domain.role import Role
from cairn_learners.adapters.kafka.projections import PROJECTIONS as LEARNERS_COPIES
from cairn_learners.adapters.kafka.projections import ROLES as ROLE_COPIES
from cairn_learners.adapters.mongo.kinds import KINDS as LEARNERS_KINDS
from cairn_learners.domain.people import Person
from cairn_platform.changes import Change, ConflictError
from cairn_platform.clock import utc_now
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.projection import ReadModels
from cairn_platform.mongo.store import TenantStore
from cairn_reporting.adapters.kafka.projections import PROJECTIONS as REPORTING_MODELS
from cairn_reporting.adapters.mongo.documents import PEOPLE, ROLES
from drills.figures import Figure, exactly
from drills.stand import Stand
from tests.support.catalog.samples import SENIOR_ROLE, sound
from tests.support.learners.builders import a_person

EVENTS_PER_COMMIT = 250
_VERSIONS_EACH = 5
_PAUSE_SECONDS = 0.5
_SEED = 20261122
_A_ROLE = cast("Role", sound(SENIOR_ROLE))

Found = dict[str, tuple[int, int]]
"""By an aggregate's id, its version and the number of the event that made it; number -1 where a copy does not keep it."""


@dataclass
class Oracle:
    """What a run of numbered events comes to when each is applied once and in order."""

    people: Found = field(default_factory=dict)
    roles: Found = field(default_factory=dict)

    def apply(self, what: Found, aggregate_id: str, number: int) -> int:
        """One event; the version that it makes."""
        version = what.get(aggregate_id, (0, -1))[0] + 1
        what[aggregate_id] = (version, number)
        return version


class NumberedEvents:
    """A run of events in a tenant of its own."""

    def __init__(self, stand: Stand, *, events: int) -> None:
        self.tenant_id = f"drill-{uuid.uuid4().hex[:8]}"
        self.committed = 0
        self.oracle = Oracle()
        self._events = events
        self._random = random.Random(_SEED)
        self._databases = {name: stand.database(name) for name in ("catalog", "learners", "reporting")}
        self._stores = {
            Person: self._store("learners", LEARNERS_KINDS),
            Role: self._store("catalog", tuple(CATALOG_KINDS.values())),
        }

    def commit_all(self, stop: threading.Event, *, per_second: float | None = None) -> None:
        """Commits one bulk after the other, at this pace or as fast as it goes, until all are committed or `stop` is set."""
        begun = time.monotonic()
        bulks = self._bulks()
        while not stop.is_set() and (bulk := next(bulks, None)):
            for kind, store in self._stores.items():
                changes = [change for change in bulk if isinstance(change.aggregate, kind)]
                if changes:
                    _commit(store, changes)
            self.committed += len(bulk)
            if per_second:
                stop.wait(max(0.0, begun + self.committed / per_second - time.monotonic()))

    def waiting_in_outboxes(self) -> int:
        """How many events of this run the relays have not carried away."""
        return sum(
            self._databases[name]["outbox"].count_documents({"tenant_id": self.tenant_id})
            for name in ("catalog", "learners")
        )

    def differences(self) -> "Differences":
        """How the read models differ from the oracle now."""
        reporting, learners = self._databases["reporting"], self._databases["learners"]
        read_models, copies = ReadModels(reporting, REPORTING_MODELS), ReadModels(learners, LEARNERS_COPIES)
        found = Differences()
        found.count(self._read(read_models, PEOPLE, "target_role_id"), self.oracle.people)
        found.count(self._read(read_models, ROLES, "name"), self.oracle.roles)
        versions_only = {key: (version, -1) for key, (version, _) in self.oracle.roles.items()}
        found.count(self._read(copies, ROLE_COPIES, None), versions_only)
        return found

    def await_equality(self, *, seconds: float) -> float:
        """Waits until the read models are the oracle's; how long that took, or `seconds` when it did not happen."""
        begun = time.monotonic()
        while time.monotonic() - begun < seconds:
            if not self.waiting_in_outboxes() and not self.differences().any:
                return time.monotonic() - begun
            time.sleep(0.5)
        return seconds

    def _read(
        self, models: ReadModels, collection: str, numbered_by: str | None
    ) -> list[tuple[str, int, int]]:
        prefix = f"{self.tenant_id}:"
        return [
            (
                str(document["_id"]).removeprefix(prefix),
                document["version"],
                int(document[numbered_by]) if numbered_by else -1,
            )
            for document in models.view(collection, tenant_id=self.tenant_id).find({})
        ]

    def _bulks(self) -> Iterator[Sequence[Change[Any]]]:
        bulk: list[Change[Any]] = []
        for number in range(self._events):
            bulk.append(self._person(number) if number % 2 else self._role(number))
            if len(bulk) == EVENTS_PER_COMMIT or number == self._events - 1:
                yield bulk
                bulk = []

    def _person(self, number: int) -> Change[Person]:
        person_id = f"person-{self._random.randrange(self._of_each_kind)}"
        version = self.oracle.apply(self.oracle.people, person_id, number)
        person = a_person(person_id, version=version, target_role_id=str(number))
        return Change(aggregate=person, happened="registered", happened_at=utc_now())

    def _role(self, number: int) -> Change[Role]:
        role_id = f"role-{self._random.randrange(self._of_each_kind)}"
        version = self.oracle.apply(self.oracle.roles, role_id, number)
        role = replace(_A_ROLE, id=role_id, version=version, name=str(number))
        return Change(aggregate=role, happened="published", happened_at=utc_now())

    @property
    def _of_each_kind(self) -> int:
        return max(1, self._events // (2 * _VERSIONS_EACH))

    def _store(self, service: str, kinds: Sequence[Any]) -> TenantStore:
        database: Database[Document] = self._databases[service]
        return TenantStore(
            database,
            tenant_id=self.tenant_id,
            kinds=kinds,
            source=f"cairn/{service}",
            clock=utc_now,
        )


def _commit(store: TenantStore, changes: Sequence[Change[Any]]) -> None:
    """Commits, however often that takes: after a time-out nobody knows whether it was done, and a conflict says that it was."""
    tried_before = False
    while True:
        try:
            store.commit(changes)
        except ConflictError:
            if not tried_before:
                raise
        except PyMongoError:
            tried_before = True
            time.sleep(_PAUSE_SECONDS)
            continue
        return


@dataclass
class Differences:
    """How many aggregates of the read models are not as the oracle says."""

    compared: int = 0
    lost: int = 0
    doubled: int = 0
    wrong: int = 0

    @property
    def any(self) -> bool:
        """Something differs."""
        return bool(self.lost or self.doubled or self.wrong)

    def count(self, rows: Sequence[tuple[str, int, int]], oracle: Found) -> None:
        """Compares one collection. Missing or old is lost; more than once, or newer than ever happened, is doubled."""
        times = Counter(aggregate_id for aggregate_id, _, _ in rows)
        found = {aggregate_id: (version, number) for aggregate_id, version, number in rows}
        self.compared += len(oracle)
        self.doubled += sum(times.values()) - len(times) + len(found.keys() - oracle.keys())
        for aggregate_id, (version, number) in oracle.items():
            found_version, found_number = found.get(aggregate_id, (0, number))
            self.lost += found_version < version
            self.doubled += found_version > version
            self.wrong += found_version == version and found_number != number

    def figures(self) -> list[Figure]:
        """For the report."""
        return [
            exactly("lost", self.lost, 0),
            exactly("doubled", self.doubled, 0),
            exactly("other than the sequential oracle's", self.wrong, 0, f"of {self.compared}"),
        ]
