"""A worker that is killed with `kill -9` in the middle of an import: the next one goes on soon, and nobody is doubled or lost."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from cairn.learners.v1 import imports_pb2 as contract
from tests.support.learners.company import Company
from tests.support.learners.importing import GOOD_ROWS, Importing, batches_of
from tests.support.learners.mongo_world import MongoWorld

HEADERS = ("Person number", "First name", "Manager")
PEOPLE = [(f"p{number}", f"P{number}", f"p{number + 1}" if number < 8 else "cleo") for number in range(9)]
SOON = timedelta(seconds=10)


@pytest.fixture
def importing(company: Company, world: MongoWorld) -> Importing:
    """tess imports."""
    return Importing(company, world)


def _killed(world: MongoWorld, mongo_url: str, *, after: int) -> None:
    command = [sys.executable, "-m", "tests.support.learners.deadly_imports", world.database.name, str(after)]
    began = datetime.now(UTC)
    ended = subprocess.run(command, env={**os.environ, "MONGO_URL": mongo_url}, check=False, timeout=60)
    assert ended.returncode == -signal.SIGKILL
    lease = world.database["leases"].find_one({"_id": "imports"})
    assert lease is not None
    assert began < lease["until"] <= datetime.now(UTC) + SOON


def test_a_killed_application_is_finished_without_a_double(
    importing: Importing, world: MongoWorld, mongo_url: str
) -> None:
    job = importing.check(HEADERS, PEOPLE)
    apply = contract.ApplyImportRequest(import_id=job.import_id, mode=GOOD_ROWS)
    importing.company.ask(importing.who, apply)
    _killed(world, mongo_url, after=3)
    assert importing.get(job.import_id).applied.created == 6
    with batches_of(2):
        importing.work()
    done = importing.get(job.import_id)
    assert (done.state, done.applied.created) == (contract.IMPORT_STATE_APPLIED, 9)
    assert world.told() == ["person registered"] * 9


def test_a_killed_rollback_is_finished_without_a_double(
    importing: Importing, world: MongoWorld, mongo_url: str
) -> None:
    done = importing.apply(importing.check(HEADERS, PEOPLE))
    importing.company.ask(importing.who, contract.RollBackImportRequest(import_id=done.import_id))
    _killed(world, mongo_url, after=2)
    assert importing.get(done.import_id).restored_count == 4
    importing.work()
    back = importing.get(done.import_id)
    assert (back.state, back.restored_count) == (contract.IMPORT_STATE_ROLLED_BACK, 9)
    assert world.told().count("person changed") == 9
