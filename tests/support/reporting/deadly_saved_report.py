"""Two workers of schedules, one after the other, that kill themselves with SIGKILL, run as a process of their own:

    python -m tests.support.reporting.deadly_saved_report DATABASE SAVED_REPORT NOW

The first dies before it saves the run, the second, which is the process itself, behind that. MONGO_URL comes from the environment.
"""

import os
import signal
import sys
from datetime import datetime

from cairn_platform.due import DueItem
from cairn_platform.idempotency import Once
from cairn_platform.mongo.connection import connect
from cairn_platform.settings import MongoSettings
from cairn_reporting import bootstrap
from cairn_reporting.adapters.mongo.saved_reports import SAVED_REPORTS_WORK, MongoSavedReports
from cairn_reporting.application.saved_report_ports import RunWithExport
from cairn_reporting.domain.saved_reports import SavedReport


class DeadlySavedReports(MongoSavedReports):
    """Dies before or behind saving."""

    saves_first = False

    def save_run(self, made: RunWithExport, *, saved: SavedReport | None, once: Once | None = None) -> None:
        """Saves, or not, and dies."""
        if self.saves_first:
            super().save_run(made, saved=saved, once=once)
        os.kill(os.getpid(), signal.SIGKILL)


def main(database_name: str, saved_report_id: str, now: str) -> None:
    """Has the report made until the process is dead."""
    vars(bootstrap)["MongoSavedReports"] = DeadlySavedReports
    first = os.fork()
    if first:
        _, status = os.waitpid(first, 0)
        DeadlySavedReports.saves_first = os.WTERMSIG(status) == signal.SIGKILL
    database = connect(MongoSettings(url=os.environ["MONGO_URL"], database=database_name))
    at = datetime.fromisoformat(now)
    perform = bootstrap.saved_report_work(bootstrap.Stores(database), clock=lambda: at)
    perform(DueItem(tenant_id="acme", aggregate_id=saved_report_id, due_at=at, work=SAVED_REPORTS_WORK))


if __name__ == "__main__":
    main(*sys.argv[1:])
