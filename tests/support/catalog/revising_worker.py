"""A worker that applies revisions on their day and kills itself with SIGKILL, run as a process of its own:

    python -m tests.support.catalog.revising_worker DATABASE SAVES BEFORE|AFTER

It dies right before or after its commit number SAVES. MONGO_URL comes from the environment.
"""

import os
import signal
import sys
import threading
from itertools import count
from typing import Any

from cairn_catalog.bootstrap import revising
from cairn_platform.mongo.connection import connect
from cairn_platform.mongo.store import TenantStore
from cairn_platform.settings import MongoSettings


def die_at(save: int, *, moment: str) -> None:
    """From now on the process dies around its commit of this number."""
    numbers, commit = count(1), TenantStore.commit

    def deadly(store: TenantStore, *args: Any, **kwargs: Any) -> None:
        number = next(numbers)
        if number == save and moment == "BEFORE":
            os.kill(os.getpid(), signal.SIGKILL)
        commit(store, *args, **kwargs)
        if number == save:
            os.kill(os.getpid(), signal.SIGKILL)

    setattr(TenantStore, "commit", deadly)  # noqa: B010 (a method is replaced)


def main(name: str, save: str, moment: str) -> None:
    """Does one round."""
    database = connect(MongoSettings(url=os.environ["MONGO_URL"], database=name))
    die_at(int(save), moment=moment)
    with revising(database) as work:
        work.round(threading.Event())


if __name__ == "__main__":
    main(*sys.argv[1:])
