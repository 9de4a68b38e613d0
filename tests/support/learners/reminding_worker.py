"""A worker that reminds people and kills itself with SIGKILL, run as a process of its own:

    python -m tests.support.learners.reminding_worker DATABASE NOW SAVES BEFORE|AFTER

It dies right before or after its commit number SAVES. MONGO_URL comes from the environment.
"""

import os
import sys
from datetime import datetime

from cairn_platform.mongo.connection import connect
from cairn_platform.settings import MongoSettings
from tests.support.catalog.revising_worker import die_at
from tests.support.learners.mongo_world import MongoWorld
from tests.support.learners.reminding import Reminding


def main(name: str, now: str, save: str, moment: str) -> None:
    """Does one round."""
    database = connect(MongoSettings(url=os.environ["MONGO_URL"], database=name))
    worker = Reminding(MongoWorld(database, []), now=datetime.fromisoformat(now), by_mail=True)
    die_at(int(save), moment=moment)
    worker.round()


if __name__ == "__main__":
    main(*sys.argv[1:])
