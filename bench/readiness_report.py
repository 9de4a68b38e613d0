"""How ready each of 100,000 people is, by gRPC: a page of people, and how many are in which state, in all and by unit."""

import os
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import grpc

from bench.issuer import issuing
from bench.measuring import Variant, interleaved, summed_up
from bench.reporting_serving import reporting_serving
from bench.workforce import NOW, TENANT, employer_of, unit_id
from cairn.reporting.v1 import reporting_service_pb2 as contract
from cairn.reporting.v1 import reporting_service_pb2_grpc as contract_grpc

PEOPLE = int(os.environ.get("CAIRN_BENCH_PEOPLE", "100000"))
ANOTHER_DATE = NOW - timedelta(days=400)
_UNIT = unit_id(7)
_CALLS = 2
_PAGE = 500


class _Ask:
    """HR's question about everybody's readiness for the own role."""

    def __init__(self, channel: grpc.Channel, token: str) -> None:
        self._stub = contract_grpc.ReportingServiceStub(channel)
        self._metadata = (("authorization", f"Bearer {token}"),)

    def figures(self, at: datetime, *, by_unit: bool) -> contract.ReportReadinessResponse:
        """How many are in which state."""
        request = contract.ReportReadinessRequest(figures_only=True)
        if by_unit:
            request.group_by = contract.DIMENSION_DEPARTMENT
        return self._told(request, at)

    def page(self, at: datetime, *, unit: str = "", after: str = "") -> contract.ReportReadinessResponse:
        """Some of the people, each with what the role asks for."""
        request = contract.ReportReadinessRequest()
        request.people.department_id = unit
        request.page.page_size = _PAGE if unit else 50
        request.page.page_token = after
        return self._told(request, at)

    def _told(
        self, request: contract.ReportReadinessRequest, at: datetime
    ) -> contract.ReportReadinessResponse:
        request.as_of.FromDatetime(at)
        return self._stub.ReportReadiness(request, metadata=self._metadata, timeout=900, wait_for_ready=True)


def measured() -> dict[str, object]:
    """Runs the bench."""
    employer = employer_of(PEOPLE)
    with (
        issuing() as issuer,
        reporting_serving(issuer, fill=employer.put_into) as (serving, _),
        grpc.insecure_channel(serving.target) as channel,
    ):
        ask = _Ask(channel, issuer.token(tenant_id=TENANT, subject="hr-of-the-bench", roles=["hr"]))
        for at in (NOW, ANOTHER_DATE):
            _check(ask, at)
        variants: dict[str, Callable[[], object]] = {
            "page of 50": lambda: ask.page(NOW),
            "states in all": lambda: ask.figures(NOW, by_unit=False),
            "states by 50 units": lambda: ask.figures(NOW, by_unit=True),
            "states by 50 units, another date": lambda: ask.figures(ANOTHER_DATE, by_unit=True),
        }
        samples = interleaved(
            [Variant(name=name, pids=[serving.pid], run=_times(asked)) for name, asked in variants.items()]
        )
        in_all = ask.figures(NOW, by_unit=False).figures
    return {
        "people": PEOPLE,
        "achievements": len(employer.earned),
        "states": {field.name: value for field, value in in_all.ListFields()},
        "variants": {name: summed_up(each) for name, each in samples.items()},
    }


def _check(ask: _Ask, at: datetime) -> None:
    """The people of one unit, judged one by one, are as many in each state as its figures say."""
    figures = next(each.figures for each in ask.figures(at, by_unit=True).groups if each.group == _UNIT)
    counted: Counter[int] = Counter()
    after = ""
    while True:
        page = ask.page(at, unit=_UNIT, after=after)
        counted.update(each.state for each in page.people)
        after = page.page.next_page_token
        if not after:
            break
    told = {
        contract.READINESS_STATE_READY: figures.ready,
        contract.READINESS_STATE_READY_UNTIL: figures.ready_until,
        contract.READINESS_STATE_NEARLY: figures.nearly,
        contract.READINESS_STATE_NOT_YET: figures.not_yet,
        contract.READINESS_STATE_BLOCKED: figures.blocked,
    }
    if counted != Counter(told) or not counted.total():
        raise RuntimeError(f"of {_UNIT} the figures are {told}, one by one it is {dict(counted)}")


def _times(ask: Callable[[], object]) -> Callable[[], int]:
    def run() -> int:
        for _ in range(_CALLS):
            ask()
        return _CALLS

    return run
