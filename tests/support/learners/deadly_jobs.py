"""A worker of assignment jobs that kills itself with SIGKILL, run as a process of its own:

    python -m tests.support.learners.deadly_jobs DATABASE TENANT JOB COMMITS

It dies right after so many commits, with steps of two people. JOB may be `standing-assignments`: then it looks at whom these wait for.
MONGO_URL comes from the environment.
"""

import os
import signal
import sys
import uuid
from typing import Any

from cairn_learners.adapters.kafka.projections import PROJECTIONS
from cairn_learners.adapters.mongo.audience_documents import JOBS_WORK, STANDING_WORK
from cairn_learners.adapters.mongo.audience_work import AudienceWork
from cairn_learners.adapters.mongo.audiences import MongoAudiences
from cairn_learners.adapters.mongo.known_catalogues import KnownCatalogues
from cairn_learners.application import run_assignment_job
from cairn_platform.due import DueItem
from cairn_platform.mongo.connection import connect
from cairn_platform.mongo.due_schedule import DueSchedule
from cairn_platform.mongo.projection import ReadModels
from cairn_platform.settings import MongoSettings
from tests.support.learners.builders import NOW


class DeadlyStore(MongoAudiences):
    """Dies after its last commit."""

    commits_left = 0

    def commit(self, *said: Any, **named: Any) -> None:
        """Saves, and dies if that was the last one."""
        super().commit(*said, **named)
        DeadlyStore.commits_left -= 1
        if DeadlyStore.commits_left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


def main(database_name: str, tenant_id: str, job_id: str, commits: str) -> None:
    """Goes on with the job until the process is dead."""
    run_assignment_job.PEOPLE_AT_ONCE = 2
    DeadlyStore.commits_left = int(commits)
    database = connect(MongoSettings(url=os.environ["MONGO_URL"], database=database_name))
    read_models = ReadModels(database, PROJECTIONS)
    standing = DueSchedule(database, work=STANDING_WORK)
    work = AudienceWork(
        store_of=lambda tenant: DeadlyStore(
            database,
            tenant_id=tenant,
            read_models=read_models,
            catalogues=KnownCatalogues(),
            clock=lambda: NOW,
        ),
        standing=standing,
        clock=lambda: NOW,
        new_id=lambda: str(uuid.uuid4()),
    )
    if job_id == STANDING_WORK:
        work.keep_up(tenant_id, standing.due(now=NOW, after=None, at_most=100))
    work.go_on(DueItem(tenant_id=tenant_id, aggregate_id=job_id, due_at=NOW, work=JOBS_WORK))


if __name__ == "__main__":
    main(*sys.argv[1:])
