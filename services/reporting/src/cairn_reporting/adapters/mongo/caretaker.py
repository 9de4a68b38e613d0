"""What a process does now and then with the workforces that it has in memory, whether somebody asks or not."""

import threading

import structlog
from pymongo.errors import PyMongoError

from cairn_reporting.application.errors import WorkforceLoadingError
from cairn_reporting.application.workforce.loading import Loading
from cairn_reporting.application.workforce.tenants import Workforces

log = structlog.get_logger()

_EVERY_SECONDS = 600.0


class WorkforceCaretaker:
    """Brings each up to date before the journal forgets what changed, and keeps it for whoever loads it next."""

    def __init__(self, workforces: Workforces, loading: Loading) -> None:
        self._workforces = workforces
        self._loading = loading

    def run(self, stop: threading.Event) -> None:
        """Goes round every ten minutes until `stop` is set."""
        while not stop.wait(timeout=_EVERY_SECONDS):
            self.round()

    def round(self) -> None:
        """Looks after each of them once; what fails is left for the next round."""
        for tenant_id in self._workforces.tenant_ids:
            try:
                self._look_after(tenant_id)
            except (PyMongoError, WorkforceLoadingError) as error:
                log.warning("workforce_not_looked_after", tenant_id=tenant_id, error=type(error).__name__)

    def _look_after(self, tenant_id: str) -> None:
        with self._workforces.of(tenant_id) as workforce:
            snapshot = self._loading.snapshot(tenant_id, workforce) if workforce else None
        if snapshot:
            self._loading.snapshots_of(tenant_id).keep(snapshot)
