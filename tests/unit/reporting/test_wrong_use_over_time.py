"""Questions about months, days and the way to roles that no report can answer sensibly: refused, each with what is wrong."""

from datetime import UTC, datetime

import pytest
from google.protobuf.message import Message

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
from cairn.reporting.v1.worth_pb2 import ReportWorthRequest
from cairn_platform.errors import InvalidFieldsError, NotFoundError
from cairn_reporting.application import report_size
from cairn_reporting.application.errors import ReportTooLargeError, RoleWithoutRequirementsError
from tests.support.reporting.agreement import timestamp
from tests.support.reporting.asking import principal
from tests.support.reporting.company import NOW, everything
from tests.support.reporting.events import event
from tests.support.reporting.further_services import ask
from tests.support.reporting.memory import InMemoryReadModels

BEFORE = timestamp(datetime(2001, 1, 1, tzinfo=UTC))


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


def test_more_groups_of_months_than_anybody_can_use_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    request = ReportTrendsRequest(group_by=reports.DIMENSION_DEPARTMENT)
    monkeypatch.setattr(report_size, "MOST_CELLS", 2 * 12 * 8)
    assert _ask(request)
    monkeypatch.setattr(report_size, "MOST_CELLS", 2 * 12 * 8 - 1)
    with pytest.raises(ReportTooLargeError):
        _ask(request)
