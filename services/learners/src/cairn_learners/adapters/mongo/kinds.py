"""From aggregates to documents and back, and which event tells of which aggregate."""

from datetime import date
from typing import Any

from cairn_learners.adapters.exception_messages import exception_state
from cairn_learners.adapters.kafka import events
from cairn_learners.adapters.mongo.assessment_documents import ASSESSMENTS
from cairn_learners.adapters.mongo.assignment_documents import (
    audience_document,
    audience_from,
    further_asks_document,
    further_asks_from,
    standing_document,
    standing_from,
)
from cairn_learners.adapters.mongo.audience_documents import (
    ASSIGNMENT_JOBS,
    CHANGED,
    DYNAMIC_AUDIENCES,
    EVERYBODY,
    PERSON,
    STANDING_WORK,
)
from cairn_learners.adapters.mongo.certification_documents import (
    entry_document,
    entry_from,
    life_document,
    life_from,
    policy_document,
    policy_from,
)
from cairn_learners.adapters.mongo.delegations import DELEGATED_ACTS, DELEGATIONS
from cairn_learners.adapters.mongo.documents import (
    AchievementDocument,
    AssignmentDocument,
    CredentialPolicyDocument,
    DepartmentDocument,
    EnrolmentDocument,
    GrantedExceptionDocument,
    PersonDocument,
    RenewalEntryDocument,
)
from cairn_learners.adapters.mongo.evidence_files import (
    EVIDENCE_FILES,
    evidence_document,
    evidence_from,
)
from cairn_learners.adapters.mongo.exceptions import exception_document, exception_from
from cairn_learners.adapters.mongo.hr_responsibilities import HR_RESPONSIBILITIES
from cairn_learners.adapters.mongo.learning_requests import LEARNING_REQUESTS
from cairn_learners.adapters.mongo.person_documents import person_document, person_from
from cairn_learners.adapters.mongo.review_documents import RUBRICS, review_document, review_from
from cairn_learners.adapters.mongo.schedules import (
    WHEN_ACHIEVED,
    WHEN_ENROLLED,
    WHEN_EXCEPTED,
    WHEN_SOMEBODY_CHANGED,
)
from cairn_learners.application import orders
from cairn_learners.domain.achievements import Achievement, Decision
from cairn_learners.domain.assignments import Assignment, Enrolment, Stage, StartedStep
from cairn_learners.domain.departments import Department
from cairn_learners.domain.granted_exceptions import GrantedException
from cairn_learners.domain.people import Person
from cairn_learners.domain.periods import Period
from cairn_learners.domain.policy_versions import CredentialPolicy
from cairn_learners.domain.renewal_cycles import RenewalCycle
from cairn_learners.domain.renewal_log import RenewalEntry
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.days import day_text, stored_day
from cairn_platform.mongo.store import Kind, Marks


def department_document(department: Department) -> Document:
    """The fields of a department."""
    return {
        "department_id": department.department_id,
        "name": department.name,
        "parent_department_id": department.parent_department_id,
        "name_order": orders.by_department_name(department),
    }


def department_from(document: Document) -> Department:
    """The department that a document holds."""
    return Department(
        department_id=document["department_id"],
        version=document["version"],
        name=document["name"],
        parent_department_id=document["parent_department_id"],
    )


def assignment_document(assignment: Assignment) -> Document:
    """The fields of an assignment."""
    return {
        "assignment_id": assignment.assignment_id,
        "path_id": assignment.path_id,
        "audience": audience_document(assignment.audience),
        "due_on": day_text(assignment.due_on),
        "note": assignment.note,
        "assigned_by": assignment.assigned_by,
        "assigned_at": assignment.assigned_at,
        "assigned_order": orders.by_assigned_at(assignment),
        **standing_document(assignment),
    }


def assignment_from(document: Document) -> Assignment:
    """The assignment that a document holds."""
    return Assignment(
        assignment_id=document["assignment_id"],
        version=document["version"],
        path_id=document["path_id"],
        audience=audience_from(document["audience"]),
        note=document["note"],
        assigned_by=document["assigned_by"],
        assigned_at=document["assigned_at"],
        **standing_from(document),
    )


def enrolment_document(enrolment: Enrolment) -> Document:
    """The fields of an enrolment."""
    return {
        "enrolment_id": enrolment.enrolment_id,
        "person_id": enrolment.person_id,
        "path_id": enrolment.path_id,
        "assignment_id": enrolment.assignment_id,
        "due_on": day_text(enrolment.due_on),
        "enrolled_at": enrolment.enrolled_at,
        "started_steps": [
            {"step_id": step.step_id, "started_at": step.started_at} for step in enrolment.started_steps
        ],
        # None for the first time too: so an enrolment from before there were cycles still keeps a second one away.
        "cycle": enrolment.cycle.key if enrolment.cycle else None,
        "renews_credential_id": enrolment.cycle.credential_id if enrolment.cycle else None,
        "cycle_began_on": day_text(enrolment.cycle.began_on) if enrolment.cycle else None,
        "due_order": orders.by_due_date(enrolment),
        **further_asks_document(enrolment),
    }


def enrolment_from(document: Document) -> Enrolment:
    """The enrolment that a document holds."""
    return Enrolment(
        enrolment_id=document["enrolment_id"],
        version=document["version"],
        person_id=document["person_id"],
        path_id=document["path_id"],
        assignment_id=document["assignment_id"],
        due_on=stored_day(document["due_on"]),
        enrolled_at=document["enrolled_at"],
        started_steps=tuple(StartedStep(**step) for step in document["started_steps"]),
        cycle=_cycle_from(document),
        further_asks=further_asks_from(document),
    )


def _cycle_from(document: Document) -> RenewalCycle | None:
    """The cycle of an enrolment; documents from before there were cycles have none."""
    began_on = stored_day(document.get("cycle_began_on"))
    if began_on is None:
        return None
    return RenewalCycle(credential_id=document["renews_credential_id"], began_on=began_on)


def achievement_document(achievement: Achievement) -> Document:
    """The fields of an achievement."""
    return {
        "achievement_id": achievement.achievement_id,
        "person_id": achievement.person_id,
        "credential_id": achievement.credential_id,
        "issued_on": day_text(achievement.issued_on),
        "evidence": [evidence_document(each) for each in achievement.evidence],
        "claimed_at": achievement.claimed_at,
        "decision": achievement.decision.value,
        "decided_by": achievement.decided_by,
        "decided_at": achievement.decided_at,
        "reason": achievement.reason,
        "periods": [
            {"valid_from": each.valid_from, "valid_until": each.valid_until} for each in achievement.periods
        ],
        **life_document(achievement),
        **review_document(achievement),
        **({"as_history": True} if achievement.as_history else {}),
        **({"due_on": day_text(achievement.due_on)} if achievement.due_on else {}),
        "claimed_order": orders.by_claimed_at(achievement),
    }


def achievement_from(document: Document) -> Achievement:
    """The achievement that a document holds."""
    return Achievement(
        achievement_id=document["achievement_id"],
        version=document["version"],
        person_id=document["person_id"],
        credential_id=document["credential_id"],
        issued_on=date.fromisoformat(document["issued_on"]),
        evidence=tuple(evidence_from(each) for each in document["evidence"]),
        claimed_at=document["claimed_at"],
        decision=Decision(document["decision"]),
        decided_by=document["decided_by"],
        decided_at=document["decided_at"],
        reason=document["reason"],
        periods=tuple(Period(**each) for each in document["periods"]),
        **life_from(document),
        as_history=document.get("as_history", False),
        due_on=stored_day(document.get("due_on")),
        **review_from(document),
    )


PEOPLE = Kind(
    aggregate=Person,
    document=PersonDocument,
    identify=lambda person: person.person_id,
    to_document=person_document,
    from_document=person_from,
    to_event=events.person_state,
    event_key=lambda person: person.person_id,
    only_for_queries=("_id", "tenant_id", "email_key", "name_order", "searchable"),
    marks=(
        Marks(work=STANDING_WORK, of=lambda person: [f"{CHANGED}{person.person_id}"]),
        WHEN_SOMEBODY_CHANGED,
    ),
)
DEPARTMENTS = Kind(
    aggregate=Department,
    document=DepartmentDocument,
    identify=lambda department: department.department_id,
    to_document=department_document,
    from_document=department_from,
    to_event=events.department_state,
    event_key=lambda department: department.department_id,
    marks=(Marks(work=STANDING_WORK, of=lambda department: [EVERYBODY] if department.version > 1 else []),),
)
ASSIGNMENTS = Kind(
    aggregate=Assignment,
    document=AssignmentDocument,
    identify=lambda assignment: assignment.assignment_id,
    to_document=assignment_document,
    from_document=assignment_from,
    to_event=events.assignment_state,
    event_key=lambda assignment: assignment.assignment_id,
    marks=(
        Marks(
            work=STANDING_WORK,
            of=lambda each: [EVERYBODY] if each.goes_on and each.stage is Stage.GIVEN else [],
        ),
    ),
)
ENROLMENTS = Kind(
    aggregate=Enrolment,
    document=EnrolmentDocument,
    identify=lambda enrolment: enrolment.enrolment_id,
    to_document=enrolment_document,
    from_document=enrolment_from,
    to_event=events.enrolment_state,
    event_key=lambda enrolment: enrolment.person_id,
    marks=(WHEN_ENROLLED,),
    only_for_queries=("_id", "tenant_id", "cycle", "due_order"),
)
ACHIEVEMENTS = Kind(
    aggregate=Achievement,
    document=AchievementDocument,
    identify=lambda achievement: achievement.achievement_id,
    to_document=achievement_document,
    from_document=achievement_from,
    to_event=events.achievement_state,
    event_key=lambda achievement: achievement.person_id,
    marks=(
        WHEN_ACHIEVED,
        Marks(work=STANDING_WORK, of=lambda achievement: [f"{PERSON}{achievement.person_id}"]),
    ),
)
RENEWAL_ENTRIES = Kind(
    aggregate=RenewalEntry,
    document=RenewalEntryDocument,
    identify=lambda entry: entry.entry_id,
    to_document=entry_document,
    from_document=entry_from,
    to_event=events.renewal_entry_state,
    event_key=lambda entry: entry.person_id,
)
POLICIES = Kind(
    aggregate=CredentialPolicy,
    document=CredentialPolicyDocument,
    identify=lambda policy: policy.credential_id,
    to_document=policy_document,
    from_document=policy_from,
    to_event=events.credential_policy_state,
    event_key=lambda policy: policy.credential_id,
)
EXCEPTIONS = Kind(
    aggregate=GrantedException,
    document=GrantedExceptionDocument,
    identify=lambda granted: granted.exception_id,
    to_document=exception_document,
    from_document=exception_from,
    to_event=exception_state,
    event_key=lambda granted: granted.exception_id,
    marks=(
        WHEN_EXCEPTED,
        Marks(
            work=STANDING_WORK, of=lambda each: [f"{PERSON}{each.person_id}" if each.person_id else EVERYBODY]
        ),
    ),
)

KINDS: tuple[Kind[Any], ...] = (
    PEOPLE,
    DEPARTMENTS,
    ASSIGNMENTS,
    ENROLMENTS,
    ACHIEVEMENTS,
    RENEWAL_ENTRIES,
    POLICIES,
    ASSESSMENTS,
    EXCEPTIONS,
    DYNAMIC_AUDIENCES,
    ASSIGNMENT_JOBS,
    EVIDENCE_FILES,
    DELEGATIONS,
    HR_RESPONSIBILITIES,
    DELEGATED_ACTS,
    RUBRICS,
    LEARNING_REQUESTS,
)
