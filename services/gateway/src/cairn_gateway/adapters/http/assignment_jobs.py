"""Assignments to audiences of any size: planned, confirmed, given by a job, withdrawn by another."""

from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Response
from pydantic import Field

from cairn.learners.v1 import assignment_jobs_pb2 as messages
from cairn_gateway.adapters.http.assignment_terms import AssignmentTerms
from cairn_gateway.adapters.http.assignments import Audience
from cairn_gateway.adapters.http.caller import Asking, Creating
from cairn_gateway.adapters.http.locating import in_body
from cairn_gateway.adapters.http.model import Answer, Day, Draft, Instant
from cairn_gateway.adapters.http.preconditions import ConfirmedImpact
from cairn_gateway.adapters.http.problems import responses
from cairn_gateway.adapters.http.refusals import locating, telling_late_from_unknown
from cairn_gateway.adapters.http.translation import answer, request


class AssignmentPlanDraft(Draft):
    """A learning path for an audience, on terms."""

    path_id: str
    """The learning path."""
    audience: Audience
    """Whom it is for."""
    terms: AssignmentTerms | None = None
    """By when, and for whom from now on; null: once, due never."""


class AssignmentJobDraft(AssignmentPlanDraft):
    """A learning path for an audience, on terms, as its plan was confirmed."""

    note: Annotated[str | None, Field(max_length=500)] = None
    """What the manager wants to say about it."""


class OutlookGroup(StrEnum):
    """What becomes of somebody. Who holds all of it already, or is exempt, is left alone."""

    GETS_IT = "gets_it"
    HOLDS_IT = "holds_it"
    IN_PROGRESS = "in_progress"
    EXEMPT = "exempt"


class AssignmentOutlook(Answer):
    """What an assignment would do for one person."""

    person_id: str
    """The person."""
    name: str
    """Given name and family name."""
    group: OutlookGroup
    """What becomes of the person."""
    until_on: Day | None
    """The last day on which the person holds it or is exempt; null for no end, and where it does not matter."""
    due_on: Day | None
    """The last day to complete it; null for none."""


class AssignmentPlan(Answer):
    """What an assignment would do."""

    gets_it_count: int
    """How many people are put on the path."""
    holds_it_count: int
    """How many hold all of it already."""
    in_progress_count: int
    """How many are on it already."""
    exempt_count: int
    """How many are exempt."""
    not_found: list[str]
    """The people and teams that the audience names and that are not found in the caller's line."""
    outlooks: list[AssignmentOutlook]
    """By name, the first 500 of each group."""
    digest: str
    """What to send in X-Cairn-Impact to confirm it."""


class AssignmentJobKind(StrEnum):
    """What a job does: gives an assignment to its audience, or takes it back."""

    GIVE = "give"
    WITHDRAW = "withdraw"


class AssignmentJobState(StrEnum):
    """Where a job stands. What one that was cancelled or has failed did stays."""

    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


class AssignmentJob(Answer):
    """A job on an assignment, as it stands."""

    job_id: str
    """UUID."""
    version: int
    """Grows with every step."""
    kind: AssignmentJobKind
    """What it does."""
    assignment_id: str
    """With which assignment."""
    state: AssignmentJobState
    """Where it stands."""
    total_count: int
    """How many people there are to look at, as far as is known."""
    done_count: int
    """How many of them it has looked at."""
    enrolled_count: int
    """How many people it has put on the path, or taken off it."""
    asked_count: int
    """How many people are on the path as before, and asked for it by one assignment more or less."""
    problem: str | None
    """Why it could not go on; null where it could."""
    accepted_at: Instant
    """When it was accepted."""
    finished_at: Instant | None
    """When it ended; null while it runs."""


ACCEPTED: dict[int | str, dict[str, Any]] = {
    202: {
        "description": "It is being done; Location is the job.",
        "headers": {"Location": {"schema": {"type": "string"}, "description": "The job's path."}},
    }
}

router = APIRouter(prefix="/assignment-jobs", tags=["assignments"])
withdrawals = APIRouter(prefix="/assignments", tags=["assignments"])


@router.post(
    "/preview",
    operation_id="planAssignment",
    summary="See what an assignment would do, by groups",
    responses=responses(404, 409),
)
async def plan_assignment(upstream: Asking, draft: AssignmentPlanDraft) -> AssignmentPlan:
    """Who gets it, holds it already, is on it already, is exempt, and who is not found; changes nothing."""
    async with locating(in_body()), telling_late_from_unknown(upstream, path_id=draft.path_id):
        plan = await upstream.read(
            upstream.assignment_jobs.PlanAssignment, request(draft, messages.PlanAssignmentRequest)
        )
    return answer(AssignmentPlan, plan)


@router.post(
    "",
    operation_id="requestAssignment",
    summary="Assign a learning path to an audience of any size",
    status_code=202,
    responses={**ACCEPTED, **responses(404, 409, 412, 428)},
)
async def request_assignment(
    upstream: Creating, draft: AssignmentJobDraft, response: Response, impact: ConfirmedImpact = None
) -> AssignmentJob:
    """Accepts what was planned and confirmed, and gives it by a job. X-Cairn-Impact is the plan's `digest`.

    The same asked for again is the same assignment and adds nobody twice.
    """
    async with locating(in_body()), telling_late_from_unknown(upstream, path_id=draft.path_id):
        asked = request(draft, messages.RequestAssignmentRequest, confirmed_plan=impact or "")
        done = await upstream.write(upstream.assignment_jobs.RequestAssignment, asked)
    return _accepted(done.job, response)


@router.get(
    "/{job_id}",
    operation_id="getAssignmentJob",
    summary="Get a job on an assignment",
    responses=responses(404),
)
async def get_job(upstream: Asking, job_id: str) -> AssignmentJob:
    """How far a job has come. For hr, tenant-admin and who asked for it."""
    found = await upstream.read(
        upstream.assignment_jobs.GetAssignmentJob, messages.GetAssignmentJobRequest(job_id=job_id)
    )
    return answer(AssignmentJob, found.job)


@router.post(
    "/{job_id}/cancellation",
    operation_id="cancelAssignmentJob",
    summary="End the giving of an assignment where it stands",
    responses=responses(404, 409),
)
async def cancel_job(upstream: Asking, job_id: str) -> AssignmentJob:
    """What it did stays; what has ended stays so, and a withdrawal goes on. For hr, tenant-admin and who asked for it."""
    done = await upstream.write(
        upstream.assignment_jobs.CancelAssignmentJob, messages.CancelAssignmentJobRequest(job_id=job_id)
    )
    return answer(AssignmentJob, done.job)


@withdrawals.post(
    "/{assignment_id}/withdrawal",
    operation_id="withdrawAssignment",
    summary="Take an assignment back",
    status_code=202,
    responses={**ACCEPTED, **responses(404, 409)},
)
async def withdraw_assignment(upstream: Creating, assignment_id: str, response: Response) -> AssignmentJob:
    """It asks nobody any more; what other assignments ask for stays, and so does what was done. For hr, tenant-admin and
    the manager who made it.
    """
    done = await upstream.write(
        upstream.assignment_jobs.WithdrawAssignment,
        messages.WithdrawAssignmentRequest(assignment_id=assignment_id),
    )
    return _accepted(done.job, response)


def _accepted(job: messages.AssignmentJob, response: Response) -> AssignmentJob:
    response.headers["Location"] = f"/api/v1/assignment-jobs/{job.job_id}"
    return answer(AssignmentJob, job)
