"""Files imported as the gateway sends them, and the worker's turns in between."""

import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from cairn.common.v1 import paging_pb2
from cairn.learners.v1 import imports_pb2 as contract
from cairn_learners.adapters.import_worker import ImportWorker
from cairn_learners.adapters.mongo.import_documents import IMPORTS_WORK
from cairn_learners.adapters.mongo.imports import MongoImports
from cairn_learners.application import run_import
from cairn_platform.mongo.due_schedule import DueSchedule
from tests.support.learners.builders import NOW
from tests.support.learners.company import Company
from tests.support.learners.mongo_world import MongoWorld

PEOPLE, ACHIEVEMENTS = contract.IMPORT_KIND_PEOPLE, contract.IMPORT_KIND_ACHIEVEMENTS
ASSIGNMENTS = contract.IMPORT_KIND_ASSIGNMENTS
DEPARTMENTS = contract.IMPORT_KIND_DEPARTMENTS
ALL_OR_NOTHING, GOOD_ROWS = contract.IMPORT_MODE_ALL_OR_NOTHING, contract.IMPORT_MODE_GOOD_ROWS

Rows = Sequence[Sequence[str]]


class _Turns:
    """It is this one's turn as often as it is told."""

    def __init__(self, left: int) -> None:
        self._left = left

    def hold(self) -> bool:
        self._left -= 1
        return self._left >= 0

    def release(self) -> None:
        """Nobody else waits for it."""


@dataclass
class Importing:
    """Somebody of the company who imports."""

    company: Company
    world: MongoWorld
    who: str = "tess"

    def send(
        self, headers: Sequence[str], rows: Rows, *, kind: int = PEOPLE, when_held: int = 0
    ) -> contract.Import:
        """A file, sent and mapped; nobody has looked at it yet."""
        start = contract.StartImportRequest(kind=kind, file_name="file.csv", headers=headers)  # type: ignore[arg-type]
        job = self.company.ask(self.who, start).import_job
        for place in range(0, len(rows), 500):
            cells = [contract.ImportCells(cells=each) for each in rows[place : place + 500]]
            self.company.ask(
                self.who,
                contract.AddImportRowsRequest(import_id=job.import_id, first=place + 2, rows=cells),
            )
        mapping = contract.MapImportColumnsRequest(import_id=job.import_id, when_held=when_held)  # type: ignore[arg-type]
        mapped: contract.Import = self.company.ask(self.who, mapping).import_job
        return mapped

    def check(
        self, headers: Sequence[str], rows: Rows, *, kind: int = PEOPLE, when_held: int = 0
    ) -> contract.Import:
        """The file after its dry run."""
        sent = self.send(headers, rows, kind=kind, when_held=when_held)
        self.work()
        return self.get(sent.import_id)

    def apply(
        self, job: contract.Import, *, mode: int = GOOD_ROWS, left_on: str = "", turns: int = 1_000_000
    ) -> contract.Import:
        """The file after it was applied, as far as the worker comes in so many turns."""
        self.company.ask(
            self.who,
            contract.ApplyImportRequest(import_id=job.import_id, mode=mode, left_on=left_on),  # type: ignore[arg-type]
        )
        self.work(turns=turns)
        return self.get(job.import_id)

    def roll_back(self, job: contract.Import) -> contract.Import:
        """The import after it was taken back."""
        self.company.ask(self.who, contract.RollBackImportRequest(import_id=job.import_id))
        self.work()
        return self.get(job.import_id)

    def cancel(self, job: contract.Import, *, undo: bool = False) -> contract.Import:
        """The import, stopped."""
        stopped: contract.Import = self.company.ask(
            self.who, contract.CancelImportRequest(import_id=job.import_id, undo=undo)
        ).import_job
        return stopped

    def get(self, import_id: str) -> contract.Import:
        """The import as it stands."""
        found: contract.Import = self.company.ask(
            self.who, contract.GetImportRequest(import_id=import_id)
        ).import_job
        return found

    def rows(self, job: contract.Import, *, outcome: int = 0) -> list[contract.ImportRow]:
        """The first rows."""
        asked = contract.ListImportRowsRequest(
            import_id=job.import_id,
            outcome=outcome,  # type: ignore[arg-type]
            page=paging_pb2.PageRequest(page_size=500),
        )
        return list(self.company.ask(self.who, asked).rows)

    def work(self, *, turns: int = 1_000_000) -> None:
        """The worker does what waits, as far as it comes in so many turns."""
        worker(self.world.imports, self.world, turns=turns).round(threading.Event())


def worker(
    store_of: Callable[[str], MongoImports], world: MongoWorld, *, turns: int = 1_000_000
) -> ImportWorker:
    """A worker on the imports of this world."""
    return ImportWorker(
        schedule=DueSchedule(world.database, work=IMPORTS_WORK),
        turn=_Turns(turns),
        store_of=store_of,
        clock=lambda: NOW,
        new_id=lambda: str(uuid.uuid4()),
    )


@contextmanager
def batches_of(rows: int) -> Iterator[None]:
    """Batches of so few rows that a small file has several."""
    usual = run_import.ROWS_IN_A_BATCH
    run_import.ROWS_IN_A_BATCH = rows
    try:
        yield
    finally:
        run_import.ROWS_IN_A_BATCH = usual


def worked_through(world: MongoWorld) -> None:
    """The worker does all that waits, of whichever tenant."""
    worker(world.imports, world).round(threading.Event())
