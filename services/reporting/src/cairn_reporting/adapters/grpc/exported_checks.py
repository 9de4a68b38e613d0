"""What is known to be wrong with an exported report's question as soon as it is asked, without making the report."""

from datetime import UTC, datetime, time

from cairn.reporting.v1 import reporting_service_pb2 as reporting
from cairn.reporting.v1 import trends_pb2, worth_pb2
from cairn_reporting.adapters.grpc import requests
from cairn_reporting.adapters.grpc.exported_figures import FiguresRequest
from cairn_reporting.adapters.grpc.trends_servicer import months_asked
from cairn_reporting.adapters.grpc.worth_servicer import worth_question
from cairn_reporting.application.beginnings import check_had_begun_in
from cairn_reporting.application.loading import check_known, role_with_requirements
from cairn_reporting.application.people import check_there
from cairn_reporting.application.ports import Facts
from cairn_reporting.application.reach import Reach
from cairn_reporting.domain.demands import CredentialDemand


def check_question(
    request: requests.DatedRequest | FiguresRequest,
    *,
    reach: Reach,
    facts: Facts,
    rights: Facts,
    asked_at: datetime,
) -> None:
    """Raises NotFoundError for what is asked about and is not there, RoleWithoutRequirementsError for a role that demands nothing, and
    InvalidFieldsError for a time at which nobody worked here yet.
    """
    check_there(requests.people_filter(request.people), reach=reach, facts=facts)
    match request:
        case reporting.ReportSkillGapsRequest():
            check_known(requests.gap_question(request).demands, facts=rights)
        case reporting.ReportRecertificationRequest() if request.credential_id:
            check_known([CredentialDemand(request.credential_id)], facts=facts)
    if role_id := getattr(request, "role_id", ""):
        role_with_requirements(role_id, facts=facts)
    field, at = _last_instant(request, asked_at=asked_at)
    check_had_begun_in(field, found_anybody=False, as_of=at, facts=facts)


def _last_instant(
    request: requests.DatedRequest | FiguresRequest, *, asked_at: datetime
) -> tuple[str, datetime]:
    """The last instant, or day, that the question is about, and the field that says it."""
    match request:
        case trends_pb2.ReportTrendsRequest():
            return "until_month", months_asked(request).within(now=asked_at)[-1].ends_at
        case worth_pb2.ReportWorthRequest():
            _, last_on = worth_question(request).days(now=asked_at)
            return "until_on", datetime.combine(last_on, time(), UTC)
        case _:
            return "as_of", requests.instant("as_of", request.as_of)
