"""A worker of imports that kills itself with SIGKILL, run as a process of its own:

    python -m tests.support.learners.deadly_imports DATABASE COMMITS

It takes its turn as the service's worker does, and dies right after so many commits, with batches of two rows. MONGO_URL comes from the
environment.
"""

import os
import signal
import sys
import threading
from typing import Any

from cairn_learners import bootstrap
from cairn_learners.adapters.mongo.imports import MongoImports
from cairn_learners.application import run_import
from cairn_platform.mongo.connection import connect
from cairn_platform.settings import MongoSettings


def main(database_name: str, commits: str) -> None:
    """Does what waits until the process is dead."""
    run_import.ROWS_IN_A_BATCH = 2
    left, commit = int(commits), MongoImports.commit

    def deadly(store: MongoImports, *said: Any, **named: Any) -> None:
        nonlocal left
        commit(store, *said, **named)
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    MongoImports.commit = deadly  # type: ignore[assignment, method-assign]
    database = connect(MongoSettings(url=os.environ["MONGO_URL"], database=database_name))
    with bootstrap.importing(bootstrap.Stores(database)) as worker:
        worker.round(threading.Event())


if __name__ == "__main__":
    main(*sys.argv[1:])
