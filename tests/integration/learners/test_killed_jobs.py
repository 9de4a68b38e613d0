"""A worker that is killed with `kill -9` in the middle of a job: the next one goes on, and nobody is doubled or lost."""

import os
import signal
import subprocess
import sys

import pytest

from cairn.learners.v1 import assignment_jobs_pb2 as jobs
from cairn_learners.adapters.mongo.audience_documents import PERSON, STANDING_WORK
from cairn_learners.application import run_assignment_job
from cairn_platform.mongo.due_schedule import DueSchedule
from tests.support.learners.assigning import Worker, condition, confirmed, plan, save, terms, whom
from tests.support.learners.builders import a_path
from tests.support.learners.company import PEOPLE, Company
from tests.support.learners.mongo_world import MongoWorld

EVERYBODY = [each.person_id for each in PEOPLE]


def _killed(world: MongoWorld, mongo_url: str, job_id: str, *, after: int) -> None:
    command = [sys.executable, "-m", "tests.support.learners.deadly_jobs"]
    ended = subprocess.run(
        [*command, world.database.name, "acme", job_id, str(after)],
        env={**os.environ, "MONGO_URL": mongo_url},
        check=False,
        timeout=60,
    )
    assert ended.returncode == -signal.SIGKILL


@pytest.mark.parametrize("commits", [1, 3, 4])
def test_a_killed_job_is_finished_without_a_double(
    company: Company, world: MongoWorld, mongo_url: str, monkeypatch: pytest.MonkeyPatch, commits: int
) -> None:
    monkeypatch.setattr(run_assignment_job, "PEOPLE_AT_ONCE", 2)
    job = confirmed(company, "hana", plan(whom(*EVERYBODY)))
    _killed(world, mongo_url, job.job_id, after=commits)
    assert world.of().count_asked_by(job.assignment_id) == 2 * commits
    Worker(world).run()
    done = company.ask("hana", jobs.GetAssignmentJobRequest(job_id=job.job_id)).job
    assert (done.state, done.done_count, done.enrolled_count) == (jobs.ASSIGNMENT_JOB_STATE_DONE, 8, 8)
    assert world.of().count_asked_by(job.assignment_id) == len(EVERYBODY)
    assert world.told().count("enrolment enrolled") == len(EVERYBODY)
    assert world.told().count("assignment given") == 1


def test_a_killed_withdrawal_is_finished_without_a_double(
    company: Company, world: MongoWorld, mongo_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_assignment_job, "PEOPLE_AT_ONCE", 2)
    given = confirmed(company, "hana", plan(whom(*EVERYBODY)))
    Worker(world).run()
    job = company.ask("hana", jobs.WithdrawAssignmentRequest(assignment_id=given.assignment_id)).job
    _killed(world, mongo_url, job.job_id, after=2)
    assert world.of().count_asked_by(given.assignment_id) == 4
    Worker(world).run()
    done = company.ask("hana", jobs.GetAssignmentJobRequest(job_id=job.job_id)).job
    assert (done.state, done.enrolled_count) == (jobs.ASSIGNMENT_JOB_STATE_DONE, 8)
    assert world.told().count("enrolment withdrawn") == len(EVERYBODY)


def test_killed_while_it_looks_at_who_joined_each_standing_assignment_is_given_once(
    company: Company, world: MongoWorld, mongo_url: str
) -> None:
    company.ask("hana", save(condition("title", "Clerk")))
    world.know(a_path("badge", path_id="second"), tenant_id="acme")
    for path_id in ("path", "second"):
        standing = plan(whom(dynamic_ids=["crew"]), terms(standing=True), path_id=path_id)
        confirmed(company, "hana", standing)
    worker = Worker(world)
    worker.run()
    for person_id in ("ann", "bob"):
        who = {"_id": f"acme:{person_id}", "tenant_id": "acme"}
        world.database["people"].update_one(who, {"$set": {"title": "Clerk"}})
    DueSchedule(world.database, work=STANDING_WORK).mark("acme", [f"{PERSON}ann", f"{PERSON}bob"])
    _killed(world, mongo_url, STANDING_WORK, after=1)
    assert world.told().count("enrolment enrolled") == 2
    worker.run()
    assert world.told().count("enrolment enrolled") == 4
    assert world.told().count("enrolment asks_changed") == 0
