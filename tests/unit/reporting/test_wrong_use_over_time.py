"""Questions about months, days and the way to roles that no report can answer sensibly: refused, each with what is wrong."""

from datetime import UTC, datetime
from typing import Any

import pytest
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from cairn.catalog.v1 import entries_pb2
from cairn.learners.v1 import events_pb2
from cairn.reporting.v1 import explanations_pb2 as explanations
from cairn.reporting.v1 import reporting_service_pb2 as reports
from cairn.reporting.v1.explanations_pb2 import (
    ExplainPipelineRequest,
    ExplainRecertificationRequest,
    ExplainSkillGapRequest,
    ExplainTrendRequest,
    ExplainWorthRequest,
)
from cairn.reporting.v1.pipeline_pb2 import ReportPipelineRequest
from cairn.reporting.v1.trends_pb2 import ReportTrendsRequest
from cairn.reporting.v1.what_if_pb2 import ReportWhatIfRequest, SupposedLapse
from cairn.reporting.v1.worth_pb2 import ReportWorthRequest
from cairn_platform.errors import InvalidFieldsError, NotFoundError
from cairn_reporting.adapters.grpc.servicer import ReportingServicer
from cairn_reporting.application import report_size
from cairn_reporting.application.errors import ReportTooLargeError, RoleWithoutRequirementsError
from cairn_reporting.application.workforce.tenants import nobodys
from tests.support.reporting.agreement import timestamp
from tests.support.reporting.asking import Asker, principal
from tests.support.reporting.company import NOW, everything
from tests.support.reporting.events import event
from tests.support.reporting.further_services import ask
from tests.support.reporting.memory import InMemoryReadModels
from tests.support.reporting.world import workforces

BEFORE = timestamp(datetime(2001, 1, 1, tzinfo=UTC))
FIRST_INSTANT = timestamp(datetime(1900, 1, 1, tzinfo=UTC))
LAST_INSTANT = timestamp(datetime(2099, 12, 31, 23, 59, 59, tzinfo=UTC))
NEVER = {
    "the first instant that a contract can carry": timestamp(datetime(1, 1, 1, tzinfo=UTC)),
    "right before the first year": timestamp(datetime(1899, 12, 31, 23, 59, 59, tzinfo=UTC)),
    "right behind the last year": timestamp(datetime(2100, 1, 1, tzinfo=UTC)),
    "the last instant that a contract can carry": timestamp(datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
    "no instant at all": Timestamp(seconds=2**62),
}
NEVER_AGAIN = NEVER["right behind the last year"]
OF_ONE_INSTANT = (
    reports.ReportSkillGapsRequest,
    reports.ReportReadinessRequest,
    reports.ReportRecertificationRequest,
    ReportPipelineRequest,
    ReportWhatIfRequest,
)


def _world(*states: Message) -> InMemoryReadModels:
    hired = events_pb2.PersonState(person_id="zoe", hired_on="2020-05-01")
    world = InMemoryReadModels()
    world.apply(everything())
    world.apply([event(hired, tenant_id="young", version=1, at=NOW)])
    world.apply([event(each, tenant_id="acme", version=1, at=NOW) for each in states])
    return world


def _ask(request: Message, *states: Message, tenant_id: str = "acme") -> Message:
    method = type(request).__name__.removesuffix("Request")
    caller = principal("hr", tenant_id=tenant_id, subject="account-of-hr")
    answer: Message = ask(_world(*states), caller, now=NOW, method=method, request=request)
    return answer


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        (ReportTrendsRequest(from_month="2019-01", until_month="2020-04"), "until_month"),
        (ReportPipelineRequest(as_of=BEFORE), "as_of"),
        (ReportWorthRequest(from_on="2019-01-01", until_on="2020-04-30"), "until_on"),
    ],
)
def test_a_time_before_anybody_worked_there_is_named(request_: Message, field: str) -> None:
    with pytest.raises(InvalidFieldsError) as refused:
        _ask(request_, tenant_id="young")
    assert [(each.field, each.reason) for each in refused.value.violations] == [(field, "BEFORE_BEGINNING")]


@pytest.mark.parametrize(
    "request_",
    [
        ReportTrendsRequest(from_month="2019-01", until_month="2020-05"),
        ReportWorthRequest(from_on="2019-01-01", until_on="2020-05-01"),
    ],
)
def test_a_time_that_ends_when_somebody_worked_there_is_answered(request_: Message) -> None:
    assert _ask(request_, tenant_id="young")


@pytest.mark.parametrize("kind", [ReportTrendsRequest, ReportPipelineRequest])
def test_nobody_is_compared_with_a_role_that_demands_nothing_or_is_not_there(
    kind: type[ReportTrendsRequest | ReportPipelineRequest],
) -> None:
    empty = entries_pb2.Role(role_id="empty", name="Head of Nothing")
    with pytest.raises(RoleWithoutRequirementsError, match="Head of Nothing"):
        _ask(kind(role_id="empty"), empty)
    with pytest.raises(NotFoundError):
        _ask(kind(role_id="nothing"))


@pytest.mark.parametrize("kind", [ReportTrendsRequest, ReportPipelineRequest, ReportWorthRequest])
def test_what_will_be_known_is_asked_of_nobody_and_a_set_that_is_not_there_is_none(
    kind: type[ReportTrendsRequest | ReportPipelineRequest | ReportWorthRequest],
) -> None:
    with pytest.raises(InvalidFieldsError) as refused:
        _ask(kind(known_at=timestamp(datetime(2999, 1, 1, tzinfo=UTC))))
    assert [each.field for each in refused.value.violations] == ["known_at"]
    with pytest.raises(NotFoundError):
        _ask(kind(people=reports.PeopleFilter(department_id="nowhere")))


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        (ReportPipelineRequest(months=61), "months"),
        (ReportPipelineRequest(months=-1), "months"),
        (ReportWorthRequest(months=121), "months"),
        (ReportWorthRequest(from_on="2026-02-30"), "from_on"),
        (ReportWorthRequest(from_on="2026-02-02", until_on="2026-02-01"), "until_on"),
        (ReportWorthRequest(until_on="2026-11-23"), "until_on"),
    ],
)
def test_months_and_days_that_cannot_be_told_are_named(request_: Message, field: str) -> None:
    with pytest.raises(InvalidFieldsError) as refused:
        _ask(request_)
    assert [each.field for each in refused.value.violations] == [field]


@pytest.mark.parametrize(
    ("explained", "field"),
    [
        (
            ExplainSkillGapRequest(
                report=reports.ReportSkillGapsRequest(as_of=BEFORE),
                line=reports.AskedFor(credential_id="pmp"),
                figure=explanations.GAP_FIGURE_SHORT,
            ),
            "as_of",
        ),
        (
            ExplainRecertificationRequest(
                report=reports.ReportRecertificationRequest(as_of=BEFORE, credential_id="pmp"),
                figure=explanations.RECERTIFICATION_FIGURE_VALID,
            ),
            "as_of",
        ),
        (ExplainTrendRequest(month="2020-04", figure=explanations.TREND_FIGURE_PEOPLE), "month"),
        (
            ExplainPipelineRequest(report=ReportPipelineRequest(as_of=BEFORE), line_role_id="lead"),
            "as_of",
        ),
        (
            ExplainWorthRequest(
                report=ReportWorthRequest(from_on="2019-01-01", until_on="2020-04-30"),
                figure=explanations.WORTH_FIGURE_GAINED,
            ),
            "until_on",
        ),
    ],
)
def test_a_figure_of_a_time_before_anybody_worked_there_is_refused_as_its_report_is(
    explained: Message, field: str
) -> None:
    with pytest.raises(InvalidFieldsError) as refused:
        _ask(explained, tenant_id="young")
    assert (field, "BEFORE_BEGINNING") in [
        (each.field.removeprefix("report."), each.reason) for each in refused.value.violations
    ]


def test_a_figure_for_a_role_that_demands_nothing_is_refused_as_its_report_is() -> None:
    empty = entries_pb2.Role(role_id="empty", name="Head of Nothing")
    asked = ExplainSkillGapRequest(
        report=reports.ReportSkillGapsRequest(role_id="empty"),
        line=reports.AskedFor(credential_id="pmp"),
        figure=explanations.GAP_FIGURE_SHORT,
    )
    with pytest.raises(RoleWithoutRequirementsError, match="Head of Nothing"):
        _ask(asked, empty)


def test_behind_a_list_with_something_in_it_that_is_not_there_is_nobody() -> None:
    asked = ExplainSkillGapRequest(
        report=reports.ReportSkillGapsRequest(asked=[reports.AskedFor(skill_id="pyton", level=1)]),
        line=reports.AskedFor(skill_id="pyton", level=1),
        figure=explanations.GAP_FIGURE_SHORT,
    )
    with pytest.raises(NotFoundError, match="pyton"):
        _ask(asked)


def test_more_groups_of_months_than_anybody_can_use_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    request = ReportTrendsRequest(group_by=reports.DIMENSION_DEPARTMENT)
    monkeypatch.setattr(report_size, "MOST_CELLS", 2 * 12 * 8)
    assert _ask(request)
    monkeypatch.setattr(report_size, "MOST_CELLS", 2 * 12 * 8 - 1)
    with pytest.raises(ReportTooLargeError):
        _ask(request)


def _asked_of_everything(
    request: Message, *, now: datetime = NOW, at_once: bool = False, world: InMemoryReadModels | None = None
) -> Any:
    """HR's question to whichever service answers it: person by person, or of the engine."""
    known = world or _world()
    caller = principal("hr", subject="account-of-hr")
    engine = workforces(known, clock=lambda: now).of if at_once else nobodys
    method = type(request).__name__.removesuffix("Request")
    if hasattr(ReportingServicer, method):
        return Asker(known, caller, now=now, workforces=engine).ask(method, request)
    return ask(known, caller, now=now, method=method, request=request, workforces=engine)


@pytest.mark.parametrize("never", NEVER)
@pytest.mark.parametrize("kind", OF_ONE_INSTANT)
def test_an_instant_of_no_year_that_reports_tell_of_is_named(kind: Any, never: str) -> None:
    for field in ("as_of", "known_at"):
        if field in kind.DESCRIPTOR.fields_by_name:
            with pytest.raises(InvalidFieldsError) as refused:
                _asked_of_everything(kind(**{field: NEVER[never]}))
            assert [(each.field, each.reason) for each in refused.value.violations] == [
                (field, "OUT_OF_RANGE")
            ]


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        (ReportTrendsRequest(from_month="1899-12"), "from_month"),
        (ReportTrendsRequest(until_month="2100-01"), "until_month"),
        (ReportTrendsRequest(until_month="9999-12"), "until_month"),
        (ReportWorthRequest(from_on="0001-01-01"), "from_on"),
        (ReportWorthRequest(until_on="0001-01-01"), "until_on"),
        (ReportWorthRequest(from_on="9999-12-31", until_on="9999-12-31"), "from_on"),
        (ExplainTrendRequest(month="9999-12", figure=explanations.TREND_FIGURE_PEOPLE), "month"),
        (ExplainWorthRequest(report=ReportWorthRequest(from_on="0001-01-01")), "from_on"),
        (
            ExplainSkillGapRequest(
                report=reports.ReportSkillGapsRequest(as_of=NEVER_AGAIN),
                line=reports.AskedFor(credential_id="pmp"),
            ),
            "as_of",
        ),
        (
            ExplainPipelineRequest(report=ReportPipelineRequest(as_of=NEVER_AGAIN), line_role_id="lead"),
            "as_of",
        ),
    ],
)
def test_a_month_or_day_of_no_year_that_reports_tell_of_is_named(request_: Message, field: str) -> None:
    with pytest.raises(InvalidFieldsError) as refused:
        _asked_of_everything(request_)
    assert [(each.field, each.reason) for each in refused.value.violations] == [(field, "OUT_OF_RANGE")]


@pytest.mark.parametrize("at_once", [False, True])
def test_every_report_is_answered_at_both_ends_of_the_years_that_reports_tell_of(at_once: bool) -> None:
    for request in (
        reports.ReportSkillGapsRequest(figures_only=True, group_by=reports.DIMENSION_HIRED_YEAR),
        reports.ReportReadinessRequest(figures_only=True, group_by=reports.DIMENSION_HIRED_YEAR),
        reports.ReportRecertificationRequest(figures_only=True, group_by=reports.DIMENSION_HIRED_YEAR),
        ReportPipelineRequest(months=60),
    ):
        for at in (FIRST_INSTANT, LAST_INSTANT):
            request.as_of.CopyFrom(at)
            answer = _asked_of_everything(request, at_once=at_once)
            assert getattr(answer, "figures", answer).people_count, (request, at)
    last = ReportWhatIfRequest(as_of=LAST_INSTANT, lapses=[SupposedLapse(credential_id="pmp")])
    assert _asked_of_everything(last, at_once=at_once).people_count
    for month in ("1900-01", "2099-12"):
        months = ReportTrendsRequest(from_month=month, until_month=month)
        assert len(_asked_of_everything(months, at_once=at_once).months) == 1
    at_last = LAST_INSTANT.ToDatetime(tzinfo=UTC)
    worth = ReportWorthRequest(from_on="1900-01-01", until_on="2099-12-31", months=120)
    assert _asked_of_everything(worth, now=at_last, at_once=at_once).people_count
