"""What answers and events of the contract say alike."""

from datetime import UTC, date, datetime

from google.protobuf.timestamp_pb2 import Timestamp

from cairn.learners.v1 import organization_pb2, progress_pb2
from cairn_learners.domain.achievements import Decision
from cairn_learners.domain.assignments import Audience, StartedStep
from cairn_learners.domain.employment import Employment
from cairn_learners.domain.periods import Period
from cairn_learners.domain.tenure import RoleHeld

DECISIONS = {
    Decision.CLAIMED: progress_pb2.DECISION_CLAIMED,
    Decision.VERIFIED: progress_pb2.DECISION_VERIFIED,
    Decision.REFUSED: progress_pb2.DECISION_REFUSED,
}


def timestamp(instant: datetime | None) -> Timestamp | None:
    """An instant; None stays None, which leaves a message's field unset."""
    if instant is None:
        return None
    stamp = Timestamp()
    stamp.FromDatetime(instant.astimezone(UTC))
    return stamp


def day(value: date | None) -> str:
    """A date as YYYY-MM-DD; empty for None."""
    return value.isoformat() if value else ""


def role_held(role: RoleHeld) -> organization_pb2.RoleHeld:
    """A role that was held before."""
    return organization_pb2.RoleHeld(
        role_id=role.role_id, taken_on=day(role.taken_on), left_on=day(role.left_on)
    )


def employment(over: Employment) -> organization_pb2.Employment:
    """A time of working for the tenant that is over."""
    return organization_pb2.Employment(hired_on=day(over.hired_on), left_on=day(over.left_on))


def audience(whom: Audience) -> progress_pb2.Audience:
    """Whom an assignment is for."""
    return progress_pb2.Audience(
        person_ids=whom.person_ids,
        team_ids=whom.team_ids,
        include_sub_teams=whom.include_sub_teams,
        role_ids=whom.role_ids,
        department_ids=whom.department_ids,
        include_sub_departments=whom.include_sub_departments,
        dynamic_ids=whom.dynamic_ids,
    )


def started_step(step: StartedStep) -> progress_pb2.StartedStep:
    """A step that somebody works on."""
    return progress_pb2.StartedStep(step_id=step.step_id, started_at=timestamp(step.started_at))


def period(when: Period, *, last_valid_on: date | None) -> progress_pb2.Period:
    """When an achievement counts, and the last day of it."""
    return progress_pb2.Period(
        valid_from=timestamp(when.valid_from),
        valid_until=timestamp(when.valid_until),
        last_valid_on=day(last_valid_on),
    )
