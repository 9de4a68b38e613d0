"""How a tenant's workforce comes into memory: what was kept of it and what changed since, else everything about everybody."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

from cairn_reporting.application.ports import FactsOf
from cairn_reporting.application.workforce.packing import NotAnIndexError, code_version, packed, unpacked
from cairn_reporting.application.workforce.ports import LogOf, Snapshot, SnapshotsOf
from cairn_reporting.application.workforce.tenant import TenantWorkforce, TooLargeError, loaded

log = structlog.get_logger()

FEW_PEOPLE = 1000
"""So many are read within a moment: nothing is kept of them, and while they are read they may be asked about one by one."""


@dataclass(frozen=True, kw_only=True)
class Loading:
    """Where workforces are read from, and how much memory one may take. `few_people` are not worth keeping."""

    facts_of: FactsOf
    log_of: LogOf
    snapshots_of: SnapshotsOf
    clock: Callable[[], datetime]
    at_most_bytes: int
    few_people: int = FEW_PEOPLE

    def load(self, tenant_id: str) -> TenantWorkforce:
        """The workforce as it is now or was a moment ago. Raises TooLargeError."""
        began = self.clock()
        workforce = self._kept(tenant_id)
        is_anew = workforce is None
        if workforce is None:
            workforce = self._read(tenant_id)
            # Also where one is kept that says the same of itself: that one could not be read.
            if workforce.people_count > self.few_people:
                self.snapshots_of(tenant_id).keep(_snapshot(workforce))
        took = (self.clock() - began).total_seconds()
        log.info("workforce_loaded", tenant_id=tenant_id, read_anew=is_anew, seconds=round(took, 3))
        return workforce

    def has_few_people(self, tenant_id: str) -> bool:
        """They can be asked about one by one."""
        return self.log_of(tenant_id).people_count() <= self.few_people

    def snapshot(self, tenant_id: str, workforce: TenantWorkforce) -> Snapshot | None:
        """What is to be kept of it as it is now; None where that is kept already, or not worth it. Nobody may ask it meanwhile."""
        if workforce.people_count <= self.few_people:
            return None
        if self.snapshots_of(tenant_id).is_kept(workforce.position, made_by=code_version()):
            return None
        return _snapshot(workforce)

    def _kept(self, tenant_id: str) -> TenantWorkforce | None:
        """None where nothing is kept that this code can read, or where it is not known what changed since."""
        snapshot = self.snapshots_of(tenant_id).latest()
        if snapshot is None or snapshot.made_by != code_version():
            return None
        try:
            index = unpacked(snapshot.content)
        except NotAnIndexError:
            log.warning("workforce_snapshot_unreadable", tenant_id=tenant_id)
            return None
        changes = self.log_of(tenant_id)
        facts = self.facts_of(tenant_id)
        workforce = TenantWorkforce(index=index, position=snapshot.position, facts=facts)
        if not workforce.follow(facts=facts, log=changes, now=self.clock()):
            return None
        if workforce.bytes_taken() > self.at_most_bytes:
            raise TooLargeError
        return workforce

    def _read(self, tenant_id: str) -> TenantWorkforce:
        changes = self.log_of(tenant_id)
        return loaded(
            log=changes,
            facts=self.facts_of(tenant_id),
            now=self.clock(),
            at_most_bytes=self.at_most_bytes,
        )


def _snapshot(workforce: TenantWorkforce) -> Snapshot:
    content = packed(workforce.settled_index())
    return Snapshot(content, position=workforce.position, made_by=code_version())
