"""The full state of an assessment as its event tells it: without the reasons."""

from cairn.learners.v1 import events_pb2
from cairn_learners.adapters import messages
from cairn_learners.adapters.assessment_messages import ASSESSOR_KINDS
from cairn_learners.domain.assessments import Assessment


def assessment_state(assessment: Assessment) -> events_pb2.AssessmentState:
    """An assessment."""
    withdrawal = assessment.withdrawal
    return events_pb2.AssessmentState(
        assessment_id=assessment.assessment_id,
        version=assessment.version,
        person_id=assessment.person_id,
        skill_id=assessment.skill_id,
        assessor_kind=ASSESSOR_KINDS[assessment.assessor_kind],
        assessed_by=assessment.assessed_by or "",
        scale_id=assessment.scale_id,
        level=assessment.level,
        assessed_on=messages.day(assessment.assessed_on),
        given_at=messages.timestamp(assessment.given_at),
        withdrawn_at=messages.timestamp(withdrawal.withdrawn_at if withdrawal else None),
    )
