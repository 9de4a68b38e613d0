"""The RPC of TrendsService."""

from collections.abc import Callable, Iterable
from datetime import datetime

import grpc

from cairn.reporting.v1 import trends_pb2 as contract
from cairn.reporting.v1 import trends_pb2_grpc as contract_grpc
from cairn_platform.errors import FieldViolation, InvalidFieldsError
from cairn_reporting.adapters.grpc import requests
from cairn_reporting.adapters.grpc.answers import freshness_message, instant_message
from cairn_reporting.adapters.grpc.asking import Asking, asking, workforce_for
from cairn_reporting.application.ports import FactsOf
from cairn_reporting.application.trends import MonthsAsked, TrendMonth, report_trends
from cairn_reporting.application.workforce.tenants import WorkforceOf, nobodys
from cairn_reporting.domain.months import Month, parsed_month
from cairn_reporting.domain.reported_years import REPORTED_YEARS
from cairn_reporting.domain.trends import TrendFigures

TRENDS_SERVICE_NAME = contract.DESCRIPTOR.services_by_name["TrendsService"].full_name


class TrendsServicer(contract_grpc.TrendsServiceServicer):
    """Answers for the tenant of the caller's token, which the platform verified."""

    def __init__(
        self, *, facts_of: FactsOf, clock: Callable[[], datetime], workforces: WorkforceOf = nobodys
    ) -> None:
        self._facts_of = facts_of
        self._clock = clock
        self._workforces = workforces

    def ReportTrends(  # noqa: N802 (the contract's name)
        self, request: contract.ReportTrendsRequest, _context: grpc.ServicerContext
    ) -> contract.ReportTrendsResponse:
        """How readiness, gaps and credentials went from month to month."""
        known_at = request.known_at if request.HasField("known_at") else None
        asked = asking(known_at=known_at, facts_of=self._facts_of, clock=self._clock)
        return trends_answer(request, asked=asked, workforces=self._workforces)


def trends_answer(
    request: contract.ReportTrendsRequest, *, asked: Asking, workforces: WorkforceOf
) -> contract.ReportTrendsResponse:
    """What is asked, as it is told to whoever asks it."""
    report = report_trends(
        principal=asked.principal,
        asked=requests.people_filter(request.people),
        role_id=request.role_id or None,
        choice=requests.role_choice(request.role_choice),
        months=months_asked(request),
        group_by=requests.dimension(request.group_by),
        now=asked.now,
        facts=asked.facts,
        rights=asked.rights,
        workforce=lambda: workforce_for(
            request, principal=asked.principal, rights=asked.rights, workforces=workforces
        ),
    )
    return contract.ReportTrendsResponse(
        months=_months(report.months),
        groups=[contract.TrendGroup(group=each.group, months=_months(each.months)) for each in report.groups],
        freshness=freshness_message(report.freshness),
    )


def months_asked(request: contract.ReportTrendsRequest) -> MonthsAsked:
    """The months that are named; raises InvalidFieldsError for what is no month."""
    return MonthsAsked(
        first=month_named("from_month", request.from_month),
        last=month_named("until_month", request.until_month),
        count=request.months or None,
    )


def month_named(field: str, text: str) -> Month | None:
    """The month that a field names; None where it names none. Raises InvalidFieldsError for one of which no report tells."""
    try:
        found = parsed_month(text) if text else None
    except ValueError as error:
        raise InvalidFieldsError(
            [FieldViolation(field, "NOT_A_MONTH", "Give a month as YYYY-MM.")]
        ) from error
    if found is not None and found.year not in REPORTED_YEARS:
        raise requests.not_reported(field)
    return found


def _months(months: Iterable[TrendMonth]) -> list[contract.TrendMonth]:
    return [
        contract.TrendMonth(
            month=str(each.month),
            at=instant_message(each.at),
            ahead=each.ahead,
            figures=_figures(each.figures) if each.figures else None,
        )
        for each in months
    ]


def _figures(figures: TrendFigures) -> contract.TrendFigures:
    return contract.TrendFigures(
        people_count=figures.people_count,
        compared_count=figures.compared_count,
        ready=figures.ready,
        gaps_open=figures.gaps_open,
        gaps_opened=figures.gaps_opened,
        gaps_closed=figures.gaps_closed,
        gaps_gone=figures.gaps_gone,
        credentials_valid=figures.credentials_valid,
        credentials_gained=figures.credentials_gained,
        credentials_lapsed=figures.credentials_lapsed,
    )
