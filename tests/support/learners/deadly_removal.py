"""A worker that removes a file of evidence and kills itself with SIGKILL, run as a process of its own:

    python -m tests.support.learners.deadly_removal DATABASE TENANT FILE before|after

It dies right before or right after the content is removed. MONGO_URL comes from the environment.
"""

import os
import signal
import sys

from cairn_learners.adapters.kafka.projections import PROJECTIONS
from cairn_learners.adapters.mongo.known_catalogues import KnownCatalogues
from cairn_learners.adapters.mongo.store import MongoLearners
from cairn_learners.application.evidence_files import FileContents, remove_unattached
from cairn_learners.bootstrap import file_contents
from cairn_learners.settings import EvidenceSettings
from cairn_platform.mongo.connection import connect
from cairn_platform.mongo.projection import ReadModels
from cairn_platform.settings import MongoSettings
from tests.support.learners.builders import NOW


class DeadlyContents:
    """Dies around the removal of a file."""

    def __init__(self, contents: FileContents, *, after: bool) -> None:
        self._contents = contents
        self._after = after

    def remove(self, file_id: str) -> None:
        """Removes it or not, and dies."""
        if self._after:
            self._contents.remove(file_id)
        os.kill(os.getpid(), signal.SIGKILL)


def main(database_name: str, tenant_id: str, file_id: str, where: str) -> None:
    """Goes on until the process is dead."""
    database = connect(MongoSettings(url=os.environ["MONGO_URL"], database=database_name))
    store = MongoLearners(
        database,
        tenant_id=tenant_id,
        read_models=ReadModels(database, PROJECTIONS),
        catalogues=KnownCatalogues(),
        clock=lambda: NOW,
    )
    contents = DeadlyContents(file_contents(EvidenceSettings(), database)(tenant_id), after=where == "after")
    later = NOW.replace(year=NOW.year + 1)
    remove_unattached(store, contents, file_id=file_id, now=later)  # type: ignore[arg-type]


if __name__ == "__main__":
    main(*sys.argv[1:])
