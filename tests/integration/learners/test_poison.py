"""What can never be done: a job or an import that always fails holds no other up, is given up, and says so."""

import threading
from collections.abc import Iterator

import pytest

from cairn.learners.v1 import assignment_jobs_pb2 as jobs
from cairn.learners.v1 import imports_pb2 as contract
from cairn_learners.adapters.mongo.audience_documents import PERSON, STANDING_WORK
from cairn_platform.due_work import ATTEMPTS
from cairn_platform.mongo.due_schedule import DueSchedule
from tests.support.learners.assigning import Worker, condition, confirmed, plan, save, terms, whom
from tests.support.learners.company import Company
from tests.support.learners.importing import GOOD_ROWS, Importing, batches_of, worker
from tests.support.learners.mongo_world import MongoWorld

HEADERS = ("person_id", "given_name")
PEOPLE = [(f"p{number}", f"P{number}") for number in range(6)]


@pytest.fixture
def importing(company: Company, world: MongoWorld) -> Iterator[Importing]:
    """tess imports, in small batches."""
    with batches_of(2):
        yield Importing(company, world)


def _spoil(world: MongoWorld, person_id: str) -> None:
    """An enrolment of which nothing can be read."""
    unreadable = {"_id": f"acme:{person_id}-spoilt", "tenant_id": "acme", "person_id": person_id}
    world.database["enrolments"].insert_one({**unreadable, "path_id": "path", "version": 1})


def _job(company: Company, job: jobs.AssignmentJob) -> jobs.AssignmentJob:
    found: jobs.AssignmentJob = company.ask("hana", jobs.GetAssignmentJobRequest(job_id=job.job_id)).job
    return found


def test_a_job_that_always_fails_is_given_up_and_the_others_are_done(
    company: Company, world: MongoWorld
) -> None:
    bad = confirmed(company, "hana", plan(whom("ann")))
    good = confirmed(company, "hana", plan(whom("yan")))
    _spoil(world, "ann")
    worked = Worker(world)
    worked.run(rounds=ATTEMPTS)
    assert _job(company, bad).state == jobs.ASSIGNMENT_JOB_STATE_RUNNING
    assert _job(company, good).state == jobs.ASSIGNMENT_JOB_STATE_DONE
    worked.run(rounds=1)
    given_up = _job(company, bad)
    assert given_up.state == jobs.ASSIGNMENT_JOB_STATE_FAILED
    assert "a fault of Cairn" in given_up.problem


def test_an_import_that_always_fails_is_given_up_and_can_be_taken_back(
    importing: Importing, world: MongoWorld
) -> None:
    bad = importing.check(HEADERS, PEOPLE)
    good = importing.check(HEADERS, [("q1", "Q1")])
    rows = world.database["import_rows"]
    rows.update_one(
        {"_id": f"acme:{bad.import_id}:6", "tenant_id": "acme"}, {"$set": {"cells": [None, None]}}
    )
    for each in (bad, good):
        apply = contract.ApplyImportRequest(import_id=each.import_id, mode=GOOD_ROWS)
        importing.company.ask(importing.who, apply)
    working = worker(world.imports, world)
    for _ in range(ATTEMPTS):
        working.round(threading.Event())
    assert importing.get(good.import_id).state == contract.IMPORT_STATE_APPLIED
    assert importing.get(bad.import_id).state == contract.IMPORT_STATE_APPLYING
    working.round(threading.Event())
    given_up = importing.get(bad.import_id)
    assert given_up.state == contract.IMPORT_STATE_FAILED
    assert "a fault of Cairn" in given_up.problem


def test_somebody_who_cannot_be_looked_at_keeps_nobody_else_out_of_a_standing_assignment(
    company: Company, world: MongoWorld
) -> None:
    company.ask("hana", save(condition("title", "Clerk")))
    confirmed(company, "hana", plan(whom(dynamic_ids=["crew"]), terms(standing=True)))
    worked = Worker(world)
    worked.run()
    for person_id in ("ann", "bob"):
        people = world.database["people"]
        people.update_one({"_id": f"acme:{person_id}", "tenant_id": "acme"}, {"$set": {"title": "Clerk"}})
    _spoil(world, "ann")
    DueSchedule(world.database, work=STANDING_WORK).mark("acme", [f"{PERSON}ann", f"{PERSON}bob"])
    worked.run()
    assert world.of().enrolments_on("path", person_ids=["bob"]).keys() == {"bob"}
