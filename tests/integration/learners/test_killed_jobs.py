"""A worker that is killed with `kill -9` in the middle of a job: the next one goes on, and nobody is doubled or lost."""

import os
import signal
import subprocess
import sys

import pytest

from cairn.learners.v1 import assignment_jobs_pb2 as jobs
from cairn_learners.application import run_assignment_job
from tests.support.learners.assigning import Worker, confirmed, plan, whom
from tests.support.learners.company import PEOPLE, Company
from tests.support.learners.mongo_world import MongoWorld

EVERYBODY = [each.person_id for each in PEOPLE]


def _killed(world: MongoWorld, mongo_url: str, job: jobs.AssignmentJob, *, after: int) -> None:
    command = [sys.executable, "-m", "tests.support.learners.deadly_jobs"]
    ended = subprocess.run(
        [*command, world.database.name, "acme", job.job_id, str(after)],
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
    _killed(world, mongo_url, job, after=commits)
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
    _killed(world, mongo_url, job, after=2)
    assert world.of().count_asked_by(given.assignment_id) == 4
    Worker(world).run()
    done = company.ask("hana", jobs.GetAssignmentJobRequest(job_id=job.job_id)).job
    assert (done.state, done.enrolled_count) == (jobs.ASSIGNMENT_JOB_STATE_DONE, 8)
    assert world.told().count("enrolment withdrawn") == len(EVERYBODY)
