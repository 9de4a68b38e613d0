"""Work on many enrolments that goes on step by step, and after a fault from where it stood."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum


class JobKind(Enum):
    """What a job does: gives an assignment to its audience, or takes it back from whom it asked."""

    GIVE = "give"
    WITHDRAW = "withdraw"


class JobState(Enum):
    """Where a job stands."""

    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class AssignmentJob:
    """A job as it stands after its last step.

    `subject`, `roles` and `client_id` are of who asked for it, as the token said then. `cursor` is the last person looked at; people are
    taken in order of their ids. `enrolled_count` were put on the path or taken off it, `asked_count` are on it and asked for by one
    assignment more or less, of `done_count` that were looked at, of `total_count`.
    """

    job_id: str
    version: int
    kind: JobKind
    assignment_id: str
    subject: str
    roles: frozenset[str]
    client_id: str
    asked_by: str | None
    state: JobState
    cursor: str
    total_count: int
    done_count: int
    enrolled_count: int
    asked_count: int
    problem: str
    accepted_at: datetime
    finished_at: datetime | None

    @property
    def runs(self) -> bool:
        """There is something left to do."""
        return self.state is JobState.RUNNING


def advanced(
    job: AssignmentJob, *, cursor: str, total: int, done: int, enrolled: int, asked: int
) -> AssignmentJob:
    """The job after a step that looked at `done` people more."""
    return replace(
        job,
        version=job.version + 1,
        cursor=cursor,
        total_count=total,
        done_count=job.done_count + done,
        enrolled_count=job.enrolled_count + enrolled,
        asked_count=job.asked_count + asked,
    )


def finished(job: AssignmentJob, state: JobState, *, problem: str, now: datetime) -> AssignmentJob:
    """The job at its end; what it did stays. One that has ended already stays as it ended."""
    if not job.runs:
        return job
    return replace(job, version=job.version + 1, state=state, problem=problem, finished_at=now)
