"""Readiness, gaps and credentials from month to month."""

import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from google.protobuf.json_format import MessageToDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cairn.learners.v1 import events_pb2, organization_pb2
from cairn.reporting.v1 import reporting_service_pb2 as reports
from cairn.reporting.v1 import trends_pb2 as contract
from cairn_reporting.domain.months import Month, months_between, parsed_month
from cairn_reporting.domain.roles_then import with_roles_of
from cairn_reporting.domain.tenure import RoleHeld, Tenure
from cairn_reporting.domain.workforce import Position
from tests.support.oracle.known import Known
from tests.support.oracle.over_time import trends
from tests.support.reporting.agreement import timestamp
from tests.support.reporting.agreement import written as in_contract
from tests.support.reporting.asking import principal
from tests.support.reporting.builders import FIRST_DAY, day, person
from tests.support.reporting.calling import ReportingEndpoint
from tests.support.reporting.company import NOW, PUBLIC, verified
from tests.support.reporting.events import event, from_plain
from tests.support.reporting.further_services import ask
from tests.support.reporting.histories import DEPARTMENTS, Plain, delivery, histories
from tests.support.reporting.memory import InMemoryReadModels
from tests.support.reporting.richer_histories import enriched

HR = principal("hr", tenant_id="acme", subject="account-of-hr")
MONTHS = ["2026-02", "2026-03", "2026-04", "2026-05", "2026-06"]


def _plain(figures: contract.TrendFigures) -> dict[str, Any]:
    return MessageToDict(figures, preserving_proto_field_name=True, always_print_fields_with_no_presence=True)


def _trends(world: InMemoryReadModels, **asked: Any) -> contract.ReportTrendsResponse:
    answer: contract.ReportTrendsResponse = ask(
        world, HR, now=NOW, method="ReportTrends", request=contract.ReportTrendsRequest(**asked)
    )
    return answer


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(history=histories(), seed=st.integers(0, 2**32))
def test_each_month_is_what_looking_at_its_end_anew_gives(history: list[Plain], seed: int) -> None:
    chance = random.Random(seed)
    told = enriched(history, chance)
    world = InMemoryReadModels()
    world.apply([from_plain(each) for each in delivery(told, chance)])
    filters: list[dict[str, Any]] = [{}]
    filters += [{"department_id": each} for each in DEPARTMENTS if _there(told, each)][:1]
    for asked in filters:
        answer = _trends(
            world, from_month=MONTHS[0], until_month=MONTHS[-1], people=reports.PeopleFilter(**asked)
        )
        known = Known(told, "acme")
        expected = {month: trends(known, month, in_contract, **asked)[0][0] for month in MONTHS}
        assert {each.month: _plain(each.figures) for each in answer.months} == expected


def _there(history: list[Plain], department_id: str) -> bool:
    return any(
        each["tenant"] == "acme"
        and each["message"] == "DepartmentState"
        and each["state"]["department_id"] == department_id
        for each in history
    )


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(history=histories(), minute=st.integers(0, 90), seed=st.integers(0, 2**32))
def test_what_was_known_then_is_told_apart_from_what_was_valid_then(
    history: list[Plain], minute: int, seed: int
) -> None:
    told = enriched(history, random.Random(seed))
    known_at = FIRST_DAY + timedelta(minutes=minute)
    world = InMemoryReadModels()
    world.apply([from_plain(each) for each in told])
    heard = [each for each in told if datetime.fromisoformat(each["time"]) <= known_at]
    answer = _trends(world, from_month=MONTHS[2], until_month=MONTHS[2], known_at=timestamp(known_at))
    (month,) = answer.months
    assert _plain(month.figures) == trends(Known(heard, "acme"), MONTHS[2], in_contract)[0][0]


def _rising(**state: Any) -> events_pb2.PersonState:
    return events_pb2.PersonState(person_id="cleo", role_id="lead", taken_on="2026-03-10", **state)


def _told(*states: Any) -> InMemoryReadModels:
    world = InMemoryReadModels()
    world.apply([event(each, tenant_id="public", version=1, at=NOW) for each in PUBLIC])
    world.apply([event(each, tenant_id="acme", version=1, at=NOW) for each in states])
    return world


def test_the_role_of_then_is_asked_for_and_what_it_asked_is_gone_after_it() -> None:
    before = organization_pb2.RoleHeld(role_id="engineer", taken_on="2025-01-01", left_on="2026-03-10")
    world = _told(_rising(past_roles=[before]))
    answer = _trends(
        world,
        from_month="2026-02",
        until_month="2026-03",
        role_choice=reports.ROLE_CHOICE_OWN,
        group_by=reports.DIMENSION_ROLE,
    )
    # The engineer lacks Python; the lead lacks more of it, and the PMP.
    assert [(each.figures.gaps_open, each.figures.gaps_gone) for each in answer.months] == [(1, 0), (2, 1)]
    found = {group.group: [each.figures.people_count for each in group.months] for group in answer.groups}
    assert found == {"engineer": [1, 0], "lead": [0, 1]}


def test_who_was_not_hired_yet_or_has_left_is_nobody_of_the_month() -> None:
    world = _told(
        _rising(hired_on="2026-02-01", left_on="2026-04-15"),
        verified("a1", "cleo", "pmp", until=None),
    )
    answer = _trends(world, from_month="2026-01", until_month="2026-04")
    assert [each.figures.people_count for each in answer.months] == [0, 1, 1, 0]
    assert [each.figures.credentials_valid for each in answer.months] == [0, 1, 1, 0]


def test_a_month_that_is_not_over_lies_ahead_and_nobody_renews(reporting: ReportingEndpoint) -> None:
    answer = reporting.caller("hr").call(
        "ReportTrends", contract.ReportTrendsRequest(from_month="2026-10", until_month="2026-12")
    )
    assert [(each.month, each.ahead) for each in answer.months] == [
        ("2026-10", False),
        ("2026-11", True),
        ("2026-12", True),
    ]
    assert [each.figures.credentials_lapsed for each in answer.months] == [0, 1, 1]


def test_twelve_months_up_to_the_current_one_are_told_where_none_are_named(
    reporting: ReportingEndpoint,
) -> None:
    answer = reporting.caller("hr").call("ReportTrends", contract.ReportTrendsRequest())
    assert [each.month for each in answer.months][:: len(answer.months) - 1] == ["2025-12", "2026-11"]


@pytest.mark.parametrize(
    ("request_", "told"),
    [
        ({"months": 3}, ["2026-09", "2026-10", "2026-11"]),
        ({"months": 2, "until_month": "2026-06"}, ["2026-05", "2026-06"]),
        ({"months": 2, "from_month": "2026-06"}, ["2026-06", "2026-07"]),
        ({"months": 1}, ["2026-11"]),
    ],
)
def test_so_many_months_are_told_up_to_the_last_or_from_the_first(
    reporting: ReportingEndpoint, request_: dict[str, Any], told: list[str]
) -> None:
    answer = reporting.caller("hr").call("ReportTrends", contract.ReportTrendsRequest(**request_))
    assert [each.month for each in answer.months] == told


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        ({"months": 121}, "months"),
        ({"months": -1}, "months"),
        ({"months": 2, "from_month": "2026-05", "until_month": "2026-06"}, "months"),
        ({"from_month": "2026-13"}, "from_month"),
        ({"until_month": "June"}, "until_month"),
        ({"from_month": "2026-05", "until_month": "2026-04"}, "until_month"),
        ({"from_month": "2000-01", "until_month": "2010-01"}, "until_month"),
    ],
)
def test_months_that_cannot_be_told_are_named(
    reporting: ReportingEndpoint, request_: dict[str, Any], field: str
) -> None:
    refusal = reporting.caller("hr").refusal("ReportTrends", contract.ReportTrendsRequest(**request_))
    assert [name for name, _ in refusal.fields] == [field]


def test_an_analyst_sees_no_month_of_few_people(reporting: ReportingEndpoint) -> None:
    answer = reporting.caller("analyst").call(
        "ReportTrends", contract.ReportTrendsRequest(group_by=reports.DIMENSION_DEPARTMENT)
    )
    for months in (answer.months, *(group.months for group in answer.groups)):
        assert not any(each.HasField("figures") and each.figures.people_count for each in months)


def test_a_manager_sees_the_own_line(reporting: ReportingEndpoint) -> None:
    bob = reporting.caller("employee", "manager", subject="account-bob")
    answer = bob.call("ReportTrends", contract.ReportTrendsRequest(until_month="2026-11"))
    assert answer.months[-1].figures.people_count == 3


def test_months_follow_each_other_over_the_end_of_a_year() -> None:
    found = months_between(parsed_month("2026-11"), Month(2027, 2))
    assert [str(each) for each in found] == ["2026-11", "2026-12", "2027-01", "2027-02"]


def test_a_position_beside_counts_from_its_first_day_on_and_an_unknown_past_is_the_present() -> None:
    known = person("ada", role_id="lead", tenure=Tenure(present=RoleHeld("lead", day(50).date(), None)))
    assert with_roles_of(known, day=date(2025, 1, 1)).role_ids == ("lead",)
    tenure = Tenure(past=(RoleHeld("guide", day(20).date(), None),))
    beside = replace(
        person("ada", role_id="lead", tenure=tenure), further_positions=(Position("guide", None, None),)
    )
    assert with_roles_of(beside, day=day(19).date()).role_ids == ("lead",)
    assert with_roles_of(beside, day=day(20).date()).role_ids == ("lead", "guide")
