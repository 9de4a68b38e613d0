"""Which events reporting reads, and which read model each of them becomes."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from google.protobuf.message import Message

from cairn.catalog.v1 import entries_pb2
from cairn.learners.v1 import events_pb2
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.projection import Projection
from cairn_reporting.adapters.kafka import states
from cairn_reporting.adapters.mongo import documents

M = TypeVar("M", bound=Message)
T = TypeVar("T")


def _projection(
    message: type[M],
    *,
    collection: str,
    identify: Callable[[M], str],
    read: Callable[[M], T],
    write: Callable[[T], Document],
    indexes: Sequence[Sequence[str]],
    about: Callable[[M], str] | None = None,
    is_copied: bool = True,
) -> Projection:
    """Through the domain, whose checks refuse a state that cannot be.

    `about` says whose copy in memory changes, by the name that the journal gives it: a person for what is about one, else the entry.
    What is not copied is not named there.
    """
    return Projection(
        message=message,
        collection=collection,
        identify=identify,
        to_document=lambda state: write(read(state)),
        indexes=indexes,
        keeps_history=True,
        about=(about or identify) if is_copied else None,
    )


PROJECTIONS: Sequence[Projection] = (
    _projection(
        events_pb2.PersonState,
        collection=documents.PEOPLE,
        identify=lambda state: state.person_id,
        read=states.person,
        write=documents.from_person,
        indexes=[
            ["person_id"],
            ["account_subject"],
            ["manager_id"],
            ["department_ids"],
            ["role_ids"],
            ["tenure.past.role_id"],
        ],
    ),
    _projection(
        events_pb2.DepartmentState,
        collection=documents.DEPARTMENTS,
        identify=lambda state: state.department_id,
        read=states.department,
        write=documents.from_department,
        indexes=[],
    ),
    _projection(
        events_pb2.DelegationState,
        collection=documents.DELEGATIONS,
        identify=lambda state: state.delegation_id,
        read=states.delegation,
        write=documents.from_delegation,
        indexes=[["delegate_id", "until_on"]],
    ),
    _projection(
        events_pb2.HrResponsibilityState,
        collection=documents.HR_RESPONSIBILITIES,
        identify=lambda state: state.responsibility_id,
        read=states.hr_responsibility,
        write=documents.from_hr_responsibility,
        indexes=[["person_id"]],
        is_copied=False,
    ),
    _projection(
        events_pb2.AchievementState,
        collection=documents.ACHIEVEMENTS,
        identify=lambda state: state.achievement_id,
        read=states.achievement,
        write=documents.from_achievement,
        about=lambda state: state.person_id,
        indexes=[["person_id", "credential_id"]],
    ),
    _projection(
        events_pb2.AssessmentState,
        collection=documents.ASSESSMENTS,
        identify=lambda state: state.assessment_id,
        read=states.assessment,
        write=documents.from_assessment,
        about=lambda state: state.person_id,
        indexes=[["person_id"]],
    ),
    _projection(
        events_pb2.EnrolmentState,
        collection=documents.ENROLMENTS,
        identify=lambda state: state.enrolment_id,
        read=states.enrolment,
        write=documents.from_enrolment,
        indexes=[["person_id"]],
        is_copied=False,
    ),
    _projection(
        events_pb2.ExceptionState,
        collection=documents.ALLOWANCES,
        identify=lambda state: state.exception_id,
        read=states.allowance,
        write=documents.from_allowance,
        indexes=[["person_id"]],
        is_copied=False,
    ),
    _projection(
        entries_pb2.Skill,
        collection=documents.SKILLS,
        identify=lambda state: state.skill_id,
        read=states.skill,
        write=documents.from_skill,
        indexes=[],
    ),
    _projection(
        entries_pb2.Credential,
        collection=documents.CREDENTIALS,
        identify=lambda state: state.credential_id,
        read=states.credential,
        write=documents.from_credential,
        indexes=[],
    ),
    _projection(
        entries_pb2.Stack,
        collection=documents.STACKS,
        identify=lambda state: state.stack_id,
        read=states.stack,
        write=documents.from_stack,
        indexes=[],
    ),
    _projection(
        entries_pb2.LearningPath,
        collection=documents.PATHS,
        identify=lambda state: state.path_id,
        read=states.path,
        write=documents.from_path,
        indexes=[],
    ),
    _projection(
        entries_pb2.Role,
        collection=documents.ROLES,
        identify=lambda state: state.role_id,
        read=states.role,
        write=documents.from_role,
        indexes=[],
    ),
    _projection(
        entries_pb2.Ladder,
        collection=documents.LADDERS,
        identify=lambda state: state.ladder_id,
        read=states.ladder,
        write=documents.from_ladder,
        indexes=[],
    ),
)
