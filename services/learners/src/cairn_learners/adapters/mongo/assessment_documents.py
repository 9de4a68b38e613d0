"""Assessments of skills as documents."""

from dataclasses import asdict
from datetime import date

from cairn_learners.adapters.kafka import assessment_events as events
from cairn_learners.adapters.mongo.documents import AssessmentDocument
from cairn_learners.domain.assessments import Assessment, AssessorKind, Withdrawal
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.store import Kind


def assessment_document(assessment: Assessment) -> Document:
    """The fields of an assessment."""
    return {
        "assessment_id": assessment.assessment_id,
        "person_id": assessment.person_id,
        "skill_id": assessment.skill_id,
        "assessor_kind": assessment.assessor_kind.value,
        "assessed_by": assessment.assessed_by,
        "scale_id": assessment.scale_id,
        "level": assessment.level,
        "assessed_on": assessment.assessed_on.isoformat(),
        "reason": assessment.reason,
        "given_at": assessment.given_at,
        "withdrawal": asdict(assessment.withdrawal) if assessment.withdrawal else None,
    }


def assessment_from(document: Document) -> Assessment:
    """The assessment that a document holds."""
    withdrawal = document["withdrawal"]
    return Assessment(
        assessment_id=document["assessment_id"],
        version=document["version"],
        person_id=document["person_id"],
        skill_id=document["skill_id"],
        assessor_kind=AssessorKind(document["assessor_kind"]),
        assessed_by=document["assessed_by"],
        scale_id=document["scale_id"],
        level=document["level"],
        assessed_on=date.fromisoformat(document["assessed_on"]),
        reason=document["reason"],
        given_at=document["given_at"],
        withdrawal=Withdrawal(**withdrawal) if withdrawal else None,
    )


ASSESSMENTS = Kind(
    aggregate=Assessment,
    document=AssessmentDocument,
    identify=lambda assessment: assessment.assessment_id,
    to_document=assessment_document,
    from_document=assessment_from,
    to_event=events.assessment_state,
    event_key=lambda assessment: assessment.person_id,
)
