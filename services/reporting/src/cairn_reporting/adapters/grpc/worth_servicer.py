"""The RPC of WorthService."""

from collections.abc import Callable
from datetime import datetime

import grpc

from cairn.reporting.v1 import worth_pb2 as contract
from cairn.reporting.v1 import worth_pb2_grpc as contract_grpc
from cairn_reporting.adapters.grpc import requests
from cairn_reporting.adapters.grpc.answers import freshness_message, money_message
from cairn_reporting.adapters.grpc.asking import Asking, asking, workforce_for
from cairn_reporting.application.ports import FactsOf
from cairn_reporting.application.workforce.tenants import WorkforceOf, nobodys
from cairn_reporting.application.worth import USUAL_MONTHS, WorthQuestion, WorthTotals, report_worth
from cairn_reporting.domain.worth import CostPerGap, WorthLine

WORTH_SERVICE_NAME = contract.DESCRIPTOR.services_by_name["WorthService"].full_name


class WorthServicer(contract_grpc.WorthServiceServicer):
    """Answers for the tenant of the caller's token, which the platform verified."""

    def __init__(
        self, *, facts_of: FactsOf, clock: Callable[[], datetime], workforces: WorkforceOf = nobodys
    ) -> None:
        self._facts_of = facts_of
        self._clock = clock
        self._workforces = workforces

    def ReportWorth(  # noqa: N802 (the contract's name)
        self, request: contract.ReportWorthRequest, _context: grpc.ServicerContext
    ) -> contract.ReportWorthResponse:
        """What credentials were worth."""
        known_at = request.known_at if request.HasField("known_at") else None
        asked = asking(known_at=known_at, facts_of=self._facts_of, clock=self._clock)
        return worth_answer(request, asked=asked, workforces=self._workforces)


def worth_answer(
    request: contract.ReportWorthRequest, *, asked: Asking, workforces: WorkforceOf
) -> contract.ReportWorthResponse:
    """What is asked, as it is told to whoever asks it."""
    report = report_worth(
        principal=asked.principal,
        asked=requests.people_filter(request.people),
        question=worth_question(request),
        now=asked.now,
        facts=asked.facts,
        rights=asked.rights,
        workforce=lambda: workforce_for(
            request, principal=asked.principal, rights=asked.rights, workforces=workforces
        ),
    )
    return contract.ReportWorthResponse(
        lines=[_line(each) for each in report.lines],
        totals=_totals(report.totals) if report.totals else None,
        hidden_count=report.hidden_count,
        people_count=report.people_count,
        from_on=report.first_on.isoformat(),
        until_on=report.last_on.isoformat(),
        freshness=freshness_message(report.freshness),
    )


def worth_question(request: contract.ReportWorthRequest) -> WorthQuestion:
    """Of which days; raises InvalidFieldsError for what is no day, and for months out of range."""
    return WorthQuestion(
        first_on=requests.reported_day("from_on", request.from_on),
        last_on=requests.reported_day("until_on", request.until_on),
        months=request.months or USUAL_MONTHS,
    )


def _line(line: WorthLine) -> contract.WorthLine:
    return contract.WorthLine(
        credential_id=line.credential_id,
        credential_name=line.credential_name,
        gained=len(line.gained),
        cost=money_message(line.cost) if line.cost else None,
        is_free=line.is_free,
        gaps_closed=len(line.closed),
        promotions_followed=len(line.promoted),
        held=len(line.holders),
        is_used=line.is_used,
    )


def _totals(totals: WorthTotals) -> contract.WorthTotals:
    return contract.WorthTotals(
        promotions=totals.promotions,
        promotions_followed=totals.promotions_followed,
        gained=totals.gained,
        gained_without_cost=totals.gained_without_cost,
        gaps_closed=totals.gaps_closed,
        costs=[_cost(each) for each in totals.costs],
        held=totals.held,
        used=totals.used,
    )


def _cost(cost: CostPerGap) -> contract.CostPerGap:
    return contract.CostPerGap(
        spent=money_message(cost.spent),
        gaps_closed=cost.closed_count,
        per_closed_gap=money_message(cost.per_closed_gap) if cost.per_closed_gap else None,
    )
