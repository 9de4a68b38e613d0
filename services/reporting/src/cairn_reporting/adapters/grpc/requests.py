"""What requests ask for, in the application's words."""

from datetime import UTC, date, datetime

from google.protobuf.timestamp_pb2 import Timestamp

from cairn.reporting.v1 import reporting_service_pb2 as contract
from cairn_platform.errors import FieldViolation, InvalidFieldsError
from cairn_platform.identity import Principal
from cairn_reporting.adapters.grpc.answers import READINESS_STATES
from cairn_reporting.application.people import PeopleFilter
from cairn_reporting.application.readiness import ReadinessQuestion
from cairn_reporting.application.skill_gaps import GapQuestion
from cairn_reporting.domain.comparison import RoleChoice
from cairn_reporting.domain.demands import LEVEL_NAMES, CredentialDemand, SkillDemand
from cairn_reporting.domain.dimensions import Dimension
from cairn_reporting.domain.readiness import ReadinessState
from cairn_reporting.domain.reported_years import REPORTED_YEARS, is_reported

_CHOICES = {
    contract.ROLE_CHOICE_UNSPECIFIED: None,
    contract.ROLE_CHOICE_OWN: RoleChoice.OWN,
    contract.ROLE_CHOICE_TARGET: RoleChoice.TARGET,
    contract.ROLE_CHOICE_NEXT: RoleChoice.NEXT,
}

_DIMENSIONS = {
    contract.DIMENSION_UNSPECIFIED: None,
    contract.DIMENSION_DEPARTMENT: Dimension.DEPARTMENT,
    contract.DIMENSION_LOCATION: Dimension.LOCATION,
    contract.DIMENSION_ROLE: Dimension.ROLE,
    contract.DIMENSION_MANAGER: Dimension.MANAGER,
    contract.DIMENSION_HIRED_YEAR: Dimension.HIRED_YEAR,
}

_STATES = {number: state for state, number in READINESS_STATES.items()}

DatedRequest = (
    contract.ReportReadinessRequest | contract.ReportSkillGapsRequest | contract.ReportRecertificationRequest
)


def people_filter(message: contract.PeopleFilter) -> PeopleFilter:
    """Whose report is asked for; raises InvalidFieldsError where more than 500 people are named."""
    return PeopleFilter(
        person_ids=tuple(message.person_ids),
        department_id=message.department_id or None,
        team_id=message.team_id or None,
        include_sub_teams=message.include_sub_teams,
        role_id=message.role_id or None,
        without_sub_departments=message.without_sub_departments,
        location=message.location or None,
        hired_from=day("people.hired_from", message.hired_from),
        hired_until=day("people.hired_until", message.hired_until),
    )


def gap_question(request: contract.ReportSkillGapsRequest) -> GapQuestion:
    """What is asked of people; raises InvalidFieldsError for a list with something in it that cannot be asked for."""
    return GapQuestion(
        role_id=request.role_id or None,
        choice=role_choice(request.role_choice),
        demands=tuple(demand(f"asked[{number}]", each) for number, each in enumerate(request.asked)),
    )


def readiness_question(
    request: contract.ReportReadinessRequest, *, principal: Principal, now: datetime
) -> ReadinessQuestion:
    """Whose readiness for what is asked for, and by whom."""
    return ReadinessQuestion(
        principal=principal,
        asked=people_filter(request.people),
        role_id=request.role_id or None,
        choice=role_choice(request.role_choice),
        as_of=as_of(request, now=now),
        states=readiness_states(request),
    )


def readiness_states(request: contract.ReportReadinessRequest) -> frozenset[ReadinessState]:
    """In which states the people are who are told of; none where that does not matter."""
    wrong = [
        FieldViolation(f"states[{number}]", "UNKNOWN", "There is no such state of readiness.")
        for number, each in enumerate(request.states)
        if each not in _STATES
    ]
    if wrong:
        raise InvalidFieldsError(wrong)
    return frozenset(_STATES[each] for each in request.states)


def dimension(number: contract.Dimension.ValueType) -> Dimension | None:
    """By what a report is taken apart; None where it is not."""
    if number not in _DIMENSIONS:
        raise InvalidFieldsError([FieldViolation("group_by", "UNKNOWN", "There is no such dimension.")])
    return _DIMENSIONS[number]


def demand(field: str, asked: contract.AskedFor) -> SkillDemand | CredentialDemand:
    """What a field asks for; raises InvalidFieldsError for what cannot be asked for."""
    if bool(asked.skill_id) == bool(asked.credential_id):
        raise InvalidFieldsError([FieldViolation(field, "ONE_OF", "Ask for a skill or for a credential.")])
    if asked.credential_id:
        return CredentialDemand(credential_id=asked.credential_id)
    if asked.level not in LEVEL_NAMES:
        raise InvalidFieldsError(
            [FieldViolation(f"{field}.level", "OUT_OF_RANGE", "A level is one of 1 to 4.")]
        )
    return SkillDemand(skill_id=asked.skill_id, level=asked.level)


def day(field: str, text: str) -> date | None:
    """The day that a field names; None where it names none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InvalidFieldsError([FieldViolation(field, "NOT_A_DAY", "Give a day as YYYY-MM-DD.")]) from error


def reported_day(field: str, text: str) -> date | None:
    """The same of a day that a report is about; raises InvalidFieldsError for one that lies in none of its years."""
    found = day(field, text)
    if found is not None and not is_reported(found):
        raise not_reported(field)
    return found


def not_reported(field: str) -> InvalidFieldsError:
    """What is said of a time that lies in none of the years that reports tell of."""
    description = f"Reports tell of the years {REPORTED_YEARS[0]} to {REPORTED_YEARS[-1]}."
    return InvalidFieldsError([FieldViolation(field, "OUT_OF_RANGE", description)])


def role_choice(number: contract.RoleChoice.ValueType) -> RoleChoice | None:
    """Which of the people's roles; None where it is left to the report."""
    if number not in _CHOICES:
        raise InvalidFieldsError([FieldViolation("role_choice", "UNKNOWN", "There is no such choice.")])
    return _CHOICES[number]


def as_of(request: DatedRequest, *, now: datetime) -> datetime:
    """The instant to answer for."""
    return instant("as_of", request.as_of) if request.HasField("as_of") else now


def known_at(request: DatedRequest, *, now: datetime) -> datetime | None:
    """The instant whose knowledge to answer by; None for today's."""
    return known_instant(request.known_at if request.HasField("known_at") else None, now=now)


def known_instant(timestamp: Timestamp | None, *, now: datetime) -> datetime | None:
    """The same of the field itself. Nobody knows what will be known."""
    if timestamp is None:
        return None
    found = instant("known_at", timestamp)
    if found > now:
        raise InvalidFieldsError([FieldViolation("known_at", "IN_FUTURE", "This lies in the future.")])
    return found


def instant(field: str, timestamp: Timestamp) -> datetime:
    """The instant that a field names; raises InvalidFieldsError for one that lies in none of the years that reports tell of."""
    try:
        found = timestamp.ToDatetime(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise not_reported(field) from error
    if not is_reported(found):
        raise not_reported(field)
    return found
