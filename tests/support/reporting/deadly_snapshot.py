"""Keeps a workforce and kills itself with SIGKILL on the way, run as a process of its own:

    python -m tests.support.reporting.deadly_snapshot DATABASE COLLECTION

It dies when it is about to write to the collection. MONGO_URL comes from the environment.
"""

import os
import signal
import sys

from pymongo.monitoring import CommandFailedEvent, CommandListener, CommandStartedEvent, CommandSucceededEvent

from cairn_platform.clock import utc_now
from cairn_platform.mongo.connection import connect
from cairn_platform.settings import MongoSettings
from cairn_reporting.adapters.mongo.snapshots import MongoSnapshots
from cairn_reporting.application.workforce.ports import Position, Snapshot


class Deadly(CommandListener):
    """Dies before the first write to a collection is sent."""

    def __init__(self, collection: str) -> None:
        self._collection = collection

    def started(self, event: CommandStartedEvent) -> None:
        """Looks at a command before it is sent."""
        writes = event.command_name in {"insert", "update", "findAndModify"}
        if writes and event.command[event.command_name] == self._collection:
            os.kill(os.getpid(), signal.SIGKILL)

    def succeeded(self, event: CommandSucceededEvent) -> None:
        """Goes on."""

    def failed(self, event: CommandFailedEvent) -> None:
        """Goes on."""


def main(database_name: str, collection: str) -> None:
    """Keeps something until the process is dead."""
    settings = MongoSettings(url=os.environ["MONGO_URL"], database=database_name)
    database = connect(settings, listeners=[Deadly(collection)])
    position = Position(generation=1, own=1, public=0, settled=0, latest=None)
    content = Snapshot(b"x" * 600_000, position=position, made_by="who died")
    MongoSnapshots(database, tenant_id="acme", clock=utc_now).keep(content)


if __name__ == "__main__":
    main(*sys.argv[1:])
