"""What requests ask for, in the application's words."""

from datetime import UTC, datetime

from cairn.reporting.v1 import reporting_service_pb2 as contract
from cairn_platform.errors import FieldViolation, InvalidFieldsError
from cairn_reporting.application.people import PeopleFilter
from cairn_reporting.domain.comparison import RoleChoice

_CHOICES = {
    contract.ROLE_CHOICE_UNSPECIFIED: None,
    contract.ROLE_CHOICE_OWN: RoleChoice.OWN,
    contract.ROLE_CHOICE_TARGET: RoleChoice.TARGET,
    contract.ROLE_CHOICE_NEXT: RoleChoice.NEXT,
}

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
    )


def role_choice(number: contract.RoleChoice.ValueType) -> RoleChoice | None:
    """Which of the people's roles; None where it is left to the report."""
    if number not in _CHOICES:
        raise InvalidFieldsError([FieldViolation("role_choice", "UNKNOWN", "There is no such choice.")])
    return _CHOICES[number]


def as_of(request: DatedRequest, *, now: datetime) -> datetime:
    """The instant to answer for."""
    if not request.HasField("as_of"):
        return now
    try:
        return request.as_of.ToDatetime(tzinfo=UTC)
    except ValueError as error:
        description = "An instant lies between the years 1 and 9999."
        raise InvalidFieldsError([FieldViolation("as_of", "OUT_OF_RANGE", description)]) from error
