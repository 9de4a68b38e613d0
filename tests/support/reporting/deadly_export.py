"""A worker of exports that kills itself with SIGKILL, run as a process of its own:

    python -m tests.support.reporting.deadly_export DATABASE EXPORT STEP

STEP is `after part N`, or `before saving part N`: the part is kept, and the job does not say so. MONGO_URL comes from the environment.
"""

import os
import signal
import sys
from collections.abc import Sequence

from cairn_platform.clock import utc_now
from cairn_platform.due import DueItem
from cairn_platform.idempotency import Once
from cairn_platform.mongo.connection import connect
from cairn_platform.settings import MongoSettings
from cairn_reporting import bootstrap
from cairn_reporting.adapters.mongo.exports import EXPORTS_WORK, MongoExports
from cairn_reporting.application import readiness
from cairn_reporting.domain.exports import ReportExport
from cairn_reporting.domain.webhook_events import Announcement


class DeadlyExports(MongoExports):
    """Dies at a step."""

    step = ""

    def save_export(
        self, export: ReportExport, *, once: Once | None = None, told: Sequence[Announcement] = ()
    ) -> None:
        """Saves, and dies before or behind that."""
        part = export.part_count - 1
        if self.step == f"before saving part {part}":
            os.kill(os.getpid(), signal.SIGKILL)
        super().save_export(export, once=once, told=told)
        if self.step == f"after part {part}":
            os.kill(os.getpid(), signal.SIGKILL)


def main(database_name: str, export_id: str, step: str) -> None:
    """Goes on with the export until the process is dead."""
    vars(readiness)["MAX_PAGE_SIZE"] = 1
    DeadlyExports.step = step
    vars(bootstrap)["MongoExports"] = DeadlyExports
    database = connect(MongoSettings(url=os.environ["MONGO_URL"], database=database_name))
    perform = bootstrap.export_work(bootstrap.Stores(database))
    perform(DueItem(tenant_id="acme", aggregate_id=export_id, due_at=utc_now(), work=EXPORTS_WORK))


if __name__ == "__main__":
    main(*sys.argv[1:])
