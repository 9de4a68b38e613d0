"""Assessments of skills as the contract words them, in answers and events alike."""

from cairn.learners.v1 import assessments_pb2
from cairn_learners.adapters import messages
from cairn_learners.domain.assessments import Assessment, AssessorKind

ASSESSOR_KINDS = {
    AssessorKind.REVIEWER: assessments_pb2.ASSESSOR_KIND_REVIEWER,
    AssessorKind.MANAGER: assessments_pb2.ASSESSOR_KIND_MANAGER,
    AssessorKind.PEER: assessments_pb2.ASSESSOR_KIND_PEER,
    AssessorKind.SELF: assessments_pb2.ASSESSOR_KIND_SELF,
}


def assessment(found: Assessment) -> assessments_pb2.Assessment:
    """An assessment with its reasons."""
    withdrawal = found.withdrawal
    return assessments_pb2.Assessment(
        assessment_id=found.assessment_id,
        version=found.version,
        person_id=found.person_id,
        skill_id=found.skill_id,
        assessor_kind=ASSESSOR_KINDS[found.assessor_kind],
        assessed_by=found.assessed_by or "",
        scale_id=found.scale_id,
        level=found.level,
        assessed_on=messages.day(found.assessed_on),
        reason=found.reason,
        given_at=messages.timestamp(found.given_at),
        withdrawal=assessments_pb2.AssessmentWithdrawal(
            withdrawn_by=withdrawal.withdrawn_by or "",
            withdrawn_at=messages.timestamp(withdrawal.withdrawn_at),
            reason=withdrawal.reason,
        )
        if withdrawal
        else None,
    )
