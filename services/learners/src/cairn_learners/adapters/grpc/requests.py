"""From the contract's requests to what the use cases take. Nothing is judged here that the domain judges."""

from collections.abc import Iterator
from contextlib import contextmanager

from cairn.common.v1 import paging_pb2
from cairn.learners.v1 import learners_service_pb2 as contract
from cairn.learners.v1 import organization_pb2, progress_pb2
from cairn_learners.adapters import import_messages, messages
from cairn_learners.adapters.evidence_messages import sent_evidence
from cairn_learners.adapters.grpc import renewal_requests
from cairn_learners.application.orders import KEY_LENGTH
from cairn_learners.application.people import WhichPeople
from cairn_learners.domain.achievement_import import PastAchievement, WhenHeld
from cairn_learners.domain.achievements import ClaimDraft, Decision
from cairn_learners.domain.assignments import Audience
from cairn_learners.domain.departments import DepartmentDraft
from cairn_learners.domain.particulars import ParticularsDraft
from cairn_learners.domain.people import PersonDraft, PositionDraft
from cairn_learners.domain.recertification_request import PreviousDraft, RecertificationDraft
from cairn_platform.errors import FieldViolation, InvalidFieldsError
from cairn_platform.paging import PageRequest, page_request

_DECISIONS = {number: decision for decision, number in messages.DECISIONS.items()}

_IMPORT_MODES = {number: each for each, number in import_messages.WHEN_HELD.items()}


@contextmanager
def fields_of(message: str) -> Iterator[None]:
    """Names wrong fields as the request has them: below the field `message`, which the domain does not know of."""
    try:
        yield
    except InvalidFieldsError as error:
        raise InvalidFieldsError(
            [
                FieldViolation(f"{message}.{each.field}", each.reason, each.description)
                for each in error.violations
            ]
        ) from error


def page(asked: paging_pb2.PageRequest) -> PageRequest:
    """Which page is asked for."""
    return page_request(page_size=asked.page_size, page_token=asked.page_token, key_length=KEY_LENGTH)


def which_people(request: contract.ListPeopleRequest) -> WhichPeople:
    """By what people are asked for."""
    return WhichPeople(
        query=request.query,
        department_id=request.department_id,
        team_id=request.team_id,
        include_sub_teams=request.include_sub_teams,
        person_ids=tuple(request.person_ids),
    )


def person(message: organization_pb2.Person) -> PersonDraft:
    """What is said about a person."""
    return PersonDraft(
        person_id=message.person_id,
        given_name=message.given_name,
        family_name=message.family_name,
        email=message.email,
        title=message.position.title,
        role_id=message.position.role_id,
        department_id=message.position.department_id,
        manager_id=message.position.manager_id,
        taken_on=message.position.taken_on,
        target_role_id=message.target_role_id,
        hired_on=message.hired_on,
        left_on=message.left_on,
        further_positions=tuple(
            PositionDraft(
                title=each.title,
                role_id=each.role_id,
                department_id=each.department_id,
                manager_id=each.manager_id,
                taken_on=each.taken_on,
            )
            for each in message.further_positions
        ),
        particulars=ParticularsDraft(
            location=message.location,
            attributes=tuple((each.name, each.value) for each in message.attributes),
            time_zone=message.time_zone,
            language=message.language,
        ),
    )


def department(message: organization_pb2.Department) -> DepartmentDraft:
    """What is said about a department."""
    return DepartmentDraft(
        department_id=message.department_id,
        name=message.name,
        parent_department_id=message.parent_department_id,
    )


def audience(message: progress_pb2.Audience) -> Audience:
    """Whom an assignment is for."""
    return Audience(
        person_ids=tuple(message.person_ids),
        team_ids=tuple(message.team_ids),
        include_sub_teams=message.include_sub_teams,
        role_ids=tuple(message.role_ids),
        department_ids=tuple(message.department_ids),
        include_sub_departments=message.include_sub_departments,
        dynamic_ids=tuple(message.dynamic_ids),
    )


def claim(message: contract.ClaimAchievementRequest | progress_pb2.Achievement) -> ClaimDraft:
    """What is claimed."""
    return ClaimDraft(
        person_id=message.person_id,
        credential_id=message.credential_id,
        issued_on=message.issued_on,
        evidence=tuple(map(sent_evidence, message.evidence)),
        certificate=renewal_requests.certificate(message.certificate),
        due_on=message.due_on,
    )


def past_achievement(message: progress_pb2.Achievement) -> PastAchievement:
    """A row of an import."""
    return PastAchievement(claim=claim(message), decision=verdict(message.decision), reason=message.reason)


def import_mode(number: contract.AchievementImportMode.ValueType) -> WhenHeld:
    """What becomes of what is there already; unset counts each. Raises InvalidFieldsError for what is no mode."""
    if number == contract.ACHIEVEMENT_IMPORT_MODE_UNSPECIFIED:
        return WhenHeld.EACH_COUNTS
    if number not in _IMPORT_MODES:
        raise InvalidFieldsError([FieldViolation("mode", "OUT_OF_RANGE", "There is no such mode.")])
    return _IMPORT_MODES[number]


def verdict(number: progress_pb2.Decision.ValueType) -> Decision:
    """What was decided. What is no decision at all counts as none yet, which the domain does not take for one."""
    return _DECISIONS.get(number, Decision.CLAIMED)


def decided(number: progress_pb2.Decision.ValueType) -> Decision | None:
    """What a list is asked for by; None: regardless."""
    if number == progress_pb2.DECISION_UNSPECIFIED:
        return None
    if number not in _DECISIONS:
        raise InvalidFieldsError([FieldViolation("decision", "OUT_OF_RANGE", "There is no such decision.")])
    return _DECISIONS[number]


def recertification(request: contract.PreviewRecertificationRequest) -> RecertificationDraft:
    """What is asked of the recertification engine."""
    previous = request.previous
    return RecertificationDraft(
        policy=renewal_requests.policy(request.policy),
        renewal=tuple(map(renewal_requests.option, request.renewal)),
        version=request.version,
        effective_on=request.effective_on,
        due_at=request.due_at,
        previous=PreviousDraft(
            valid_from=previous.valid_from,
            valid_until=previous.valid_until,
            window_opens_at=previous.window_opens_at,
        )
        if request.HasField("previous")
        else None,
        completions=tuple(request.completions),
    )
