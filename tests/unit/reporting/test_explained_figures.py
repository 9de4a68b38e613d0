"""What is behind the figures of trends, the promotion pipeline and worth: as many as each figure says."""

import random
from datetime import UTC, date, datetime
from typing import Any

import pytest
from google.protobuf.message import Message
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cairn.catalog.v1 import entries_pb2
from cairn.common.v1.paging_pb2 import PageRequest
from cairn.learners.v1 import events_pb2, organization_pb2
from cairn.reporting.v1 import explanations_pb2 as contract
from cairn.reporting.v1 import pipeline_pb2, trends_pb2, worth_pb2
from cairn.reporting.v1 import reporting_service_pb2 as reports
from cairn_platform.errors import InvalidFieldsError, NotFoundError, RoleRequiredError
from cairn_platform.identity import Principal
from cairn_reporting.domain.pipeline import Stage
from cairn_reporting.domain.trend_people import TrendFigure
from cairn_reporting.domain.worth_people import WorthFigure
from tests.support.reporting.agreement import timestamp
from tests.support.reporting.asking import principal
from tests.support.reporting.builders import FIRST_DAY
from tests.support.reporting.company import NOW, everything, verified
from tests.support.reporting.events import event, from_plain
from tests.support.reporting.further_services import ask
from tests.support.reporting.histories import Plain, delivery, histories
from tests.support.reporting.memory import InMemoryReadModels
from tests.support.reporting.richer_histories import enriched, with_plans

HR = principal("hr", tenant_id="acme", subject="account-of-hr")
_FEW = settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def _asked(world: InMemoryReadModels, method: str, request: Message, *, by: Principal = HR) -> Any:
    return ask(world, by, now=NOW, method=method, request=request)


def _world(told: list[Plain], chance: random.Random) -> InMemoryReadModels:
    world = InMemoryReadModels()
    world.apply([from_plain(each) for each in delivery(told, chance)])
    return world


def _trend(world: InMemoryReadModels, figure: TrendFigure, **asked: Any) -> contract.ExplainTrendResponse:
    number = contract.TrendFigure.Value(f"TREND_FIGURE_{figure.name}")
    answer: contract.ExplainTrendResponse = _asked(
        world, "ExplainTrend", contract.ExplainTrendRequest(figure=number, **asked)
    )
    return answer


@_FEW
@given(history=histories(), seed=st.integers(0, 2**32))
def test_behind_each_figure_of_a_month_is_what_it_counts(history: list[Plain], seed: int) -> None:
    chance = random.Random(seed)
    world = _world(enriched(history, chance), chance)
    report = trends_pb2.ReportTrendsRequest(
        from_month="2026-03", until_month="2026-04", group_by=reports.DIMENSION_DEPARTMENT
    )
    told = _asked(world, "ReportTrends", report)
    months = [(None, each) for each in told.months]
    months += [(group.group, each) for group in told.groups for each in group.months]
    for group, month in months:
        for figure in TrendFigure:
            found = _trend(world, figure, report=report, month=month.month, group=group)
            name = "people_count" if figure is TrendFigure.PEOPLE else figure.value.replace(" ", "_")
            name = "compared_count" if figure is TrendFigure.COMPARED else name
            assert found.count == getattr(month.figures, name), (figure, group)
            assert found.people_count == len({each.person_id for each in found.people})
            if "GAPS" in figure.name:
                assert found.count == sum(len(each.gaps) for each in found.people)
            elif "CREDENTIALS" in figure.name:
                assert found.count == sum(one.times for each in found.people for one in each.credentials)
                assert all(one.achievement_ids for each in found.people for one in each.credentials)
            else:
                assert found.count == len(found.people)


@_FEW
@given(history=histories(), seed=st.integers(0, 2**32))
def test_at_each_stage_are_as_many_as_the_pipeline_says(history: list[Plain], seed: int) -> None:
    chance = random.Random(seed)
    world = _world(with_plans(history, chance), chance)
    report = pipeline_pb2.ReportPipelineRequest(as_of=timestamp(FIRST_DAY), months=6)
    for role in _asked(world, "ReportPipeline", report).roles:
        everybody = []
        for stage in Stage:
            request = contract.ExplainPipelineRequest(
                report=report,
                line_role_id=role.role_id,
                stage=pipeline_pb2.PipelineStage.Value(f"PIPELINE_STAGE_{stage.name}"),
            )
            found = _asked(world, "ExplainPipeline", request)
            assert found.count == len(found.people) == getattr(role, stage.name.lower())
            assert all(each.readiness.role_id == role.role_id for each in found.people)
            everybody += [each.person_id for each in found.people]
            assert all(not each.plan for each in found.people if stage is not Stage.READY_BY_PLAN)
        compared = contract.ExplainPipelineRequest(report=report, line_role_id=role.role_id)
        found = _asked(world, "ExplainPipeline", compared)
        assert sorted(everybody) == [each.person_id for each in found.people]
        assert found.count == role.people_count


@_FEW
@given(history=histories(), seed=st.integers(0, 2**32))
def test_behind_each_figure_of_worth_is_what_it_counts(history: list[Plain], seed: int) -> None:
    chance = random.Random(seed)
    world = _world(enriched(history, chance), chance)
    report = worth_pb2.ReportWorthRequest(
        from_on=FIRST_DAY.date().isoformat(), until_on=date(2026, 5, 20).isoformat(), months=3
    )
    told = _asked(world, "ReportWorth", report)
    for line in told.lines:
        counts = {
            "gained": line.gained,
            "gaps_closed": line.gaps_closed,
            "promotions_followed": line.promotions_followed,
            "held": line.held,
            "used": line.held if line.is_used else 0,
            "unused": 0 if line.is_used else line.held,
        }
        assert _counted(world, report, counts, credential_id=line.credential_id) == counts
    names = ("promotions", "promotions_followed", "gained", "gaps_closed", "held", "used")
    totals = {name: getattr(told.totals, name) for name in names}
    totals["unused"] = told.totals.held - told.totals.used
    assert _counted(world, report, totals, credential_id="") == totals


def _counted(
    world: InMemoryReadModels, report: worth_pb2.ReportWorthRequest, names: Any, *, credential_id: str
) -> dict[str, int]:
    found = {}
    for name in names:
        request = contract.ExplainWorthRequest(
            report=report,
            credential_id=credential_id,
            figure=contract.WorthFigure.Value(f"WORTH_FIGURE_{WorthFigure[name.upper()].name}"),
        )
        told = _asked(world, "ExplainWorth", request)
        listed = [
            sum(one.times for one in each.credentials) + len(each.gaps) + len(each.promotions)
            for each in told.people
        ]
        assert (told.count, told.people_count) == (sum(listed), len(listed))
        found[name] = told.count
    return found


def _company(*states: Message) -> InMemoryReadModels:
    world = InMemoryReadModels()
    world.apply(everything())
    world.apply([event(each, tenant_id="acme", version=2, at=NOW) for each in states])
    return world


def _path_to(credential_id: str) -> entries_pb2.LearningPath:
    goal = entries_pb2.StackMember(credential_id=credential_id)
    return entries_pb2.LearningPath(
        path_id=f"to-{credential_id}", name="To it", steps=[entries_pb2.PathStep(step_id="s", goal=goal)]
    )


def _enrolled(
    person_id: str, credential_id: str, *, due_on: str, number: int = 1
) -> events_pb2.EnrolmentState:
    return events_pb2.EnrolmentState(
        enrolment_id=f"{person_id}-{credential_id}-{number}",
        person_id=person_id,
        path_id=f"to-{credential_id}",
        due_on=due_on,
    )


def test_the_plan_that_makes_somebody_ready_has_the_paths_that_are_needed_and_no_other() -> None:
    planner = entries_pb2.Role(
        role_id="planner",
        name="Planner",
        requirements=[
            entries_pb2.RoleRequirement(requirement_id="r1", credential_id="pmp"),
            entries_pb2.RoleRequirement(requirement_id="r2", credential_id="course"),
        ],
    )
    world = _company(
        planner,
        _path_to("pmp"),
        _path_to("course"),
        _path_to("cpa"),
        _enrolled("dan", "pmp", due_on="2026-12-31"),
        _enrolled("dan", "course", due_on="2027-01-15"),
        _enrolled("dan", "course", due_on="2027-01-20", number=2),
        _enrolled("dan", "cpa", due_on="2026-12-01"),
    )
    report = pipeline_pb2.ReportPipelineRequest(role_id="planner")
    request = contract.ExplainPipelineRequest(
        report=report, line_role_id="planner", stage=pipeline_pb2.PIPELINE_STAGE_READY_BY_PLAN
    )
    (dan,) = _asked(world, "ExplainPipeline", request).people
    assert dan.ready_at.ToDatetime(tzinfo=UTC) == datetime(2027, 1, 16, tzinfo=UTC)
    assert [(each.enrolment_id, each.due_on) for each in dan.plan] == [
        ("dan-pmp-1", "2026-12-31"),
        ("dan-course-1", "2027-01-15"),
    ]
    assert dan.readiness.explanation.startswith("Not yet ready for Planner")


def test_whose_gap_is_gone_is_told_with_what_was_asked() -> None:
    before = organization_pb2.RoleHeld(role_id="engineer", taken_on="2025-01-01", left_on="2026-03-10")
    risen = events_pb2.PersonState(
        person_id="dan", role_id="lead", department_id="data", taken_on="2026-03-10", past_roles=[before]
    )
    report = trends_pb2.ReportTrendsRequest(role_choice=reports.ROLE_CHOICE_OWN)
    (dan,) = _trend(_company(risen), TrendFigure.GAPS_GONE, report=report, month="2026-03").people
    assert [(dan.person_id, each.skill_id, each.required_level) for each in dan.gaps] == [
        ("dan", "python", 2)
    ]
    assert dan.readiness.role_id == "lead" and "Python" in dan.gaps[0].explanation


def test_a_promotion_is_told_with_the_credentials_that_it_followed() -> None:
    before = organization_pb2.RoleHeld(role_id="engineer", taken_on="2025-01-01", left_on="2026-03-10")
    risen = events_pb2.PersonState(
        person_id="dan", role_id="lead", department_id="data", taken_on="2026-03-10", past_roles=[before]
    )
    proven = verified("dan-pmp", "dan", "pmp", until=None)
    proven.decided_at.FromDatetime(datetime(2026, 1, 5, tzinfo=UTC))
    request = contract.ExplainWorthRequest(figure=contract.WORTH_FIGURE_PROMOTIONS)
    (dan,) = _asked(_company(risen, proven), "ExplainWorth", request).people
    (promotion,) = dan.promotions
    assert (promotion.from_role_id, promotion.to_role_id, promotion.promoted_on) == (
        "engineer",
        "lead",
        "2026-03-10",
    )
    assert list(promotion.credential_ids) == ["pmp"]


def test_the_people_come_in_pages() -> None:
    world = _company()
    request = contract.ExplainTrendRequest(month="2026-11", page=PageRequest(page_size=4))
    first = _asked(world, "ExplainTrend", request)
    request.page.page_token = first.page.next_page_token
    second = _asked(world, "ExplainTrend", request)
    people = [each.person_id for told in (first, second) for each in told.people]
    assert people == ["ada", "bob", "cleo", "dan", "eve", "fay"]
    assert first.count == second.count == 6


REQUESTS = [
    ("ExplainTrend", contract.ExplainTrendRequest(month="2026-11")),
    ("ExplainPipeline", contract.ExplainPipelineRequest(line_role_id="lead")),
    ("ExplainWorth", contract.ExplainWorthRequest(figure=contract.WORTH_FIGURE_HELD)),
]


@pytest.mark.parametrize(("method", "request_"), REQUESTS)
def test_nobody_is_behind_a_figure_for_who_may_not_see_them(method: str, request_: Message) -> None:
    analyst = principal("analyst", tenant_id="acme", subject="somebody")
    with pytest.raises(RoleRequiredError):
        _asked(_company(), method, request_, by=analyst)


@pytest.mark.parametrize(("method", "request_"), REQUESTS)
def test_a_manager_is_told_of_the_own_line_alone(method: str, request_: Message) -> None:
    bob = principal("manager", tenant_id="acme", subject="account-bob")
    people = [each.person_id for each in _asked(_company(), method, request_, by=bob).people]
    assert people and set(people) <= {"bob", "cleo", "dan"}
    outside = type(request_)()
    outside.CopyFrom(request_)
    outside.report.people.person_ids.append("fay")  # type: ignore[attr-defined]
    with pytest.raises(NotFoundError):
        _asked(_company(), method, outside, by=bob)


@pytest.mark.parametrize(
    ("method", "request_", "field"),
    [
        ("ExplainTrend", contract.ExplainTrendRequest(), "month"),
        ("ExplainTrend", contract.ExplainTrendRequest(month="May"), "month"),
        ("ExplainTrend", contract.ExplainTrendRequest(month="2026-05", group="it"), "group"),
        (
            "ExplainTrend",
            contract.ExplainTrendRequest(month="2026-05", figure=contract.TrendFigure.ValueType(77)),
            "figure",
        ),
        ("ExplainPipeline", contract.ExplainPipelineRequest(), "line_role_id"),
        (
            "ExplainPipeline",
            contract.ExplainPipelineRequest(
                line_role_id="lead", stage=pipeline_pb2.PipelineStage.ValueType(77)
            ),
            "stage",
        ),
        (
            "ExplainWorth",
            contract.ExplainWorthRequest(credential_id="pmp", figure=contract.WORTH_FIGURE_PROMOTIONS),
            "figure",
        ),
        ("ExplainWorth", contract.ExplainWorthRequest(figure=contract.WorthFigure.ValueType(77)), "figure"),
    ],
)
def test_what_is_wrong_is_named(method: str, request_: Message, field: str) -> None:
    with pytest.raises(InvalidFieldsError) as refused:
        _asked(_company(), method, request_)
    assert [each.field for each in refused.value.violations] == [field]


@pytest.mark.parametrize(
    ("method", "request_"),
    [
        ("ExplainPipeline", contract.ExplainPipelineRequest(line_role_id="nothing")),
        ("ExplainWorth", contract.ExplainWorthRequest(credential_id="nothing")),
    ],
)
def test_there_is_nobody_behind_a_line_that_there_is_not(method: str, request_: Message) -> None:
    with pytest.raises(NotFoundError):
        _asked(_company(), method, request_)
