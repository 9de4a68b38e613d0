"""The figures that an HR partner gets are about the own departments, whatever is asked for; the rest of the tenant is not there."""

from collections.abc import Callable
from typing import Any

import pytest

from cairn.reporting.v1 import (
    focus_pb2,
    pipeline_pb2,
    report_settings_pb2,
    reporting_service_pb2,
    trends_pb2,
    what_if_pb2,
    worth_pb2,
)
from tests.support.reporting.agreement import timestamp
from tests.support.reporting.calling import Caller, ReportingEndpoint
from tests.support.reporting.company import NOW

AT = timestamp(NOW)
OWN = {"fay", "cleo", "dan"}
REPORTS: list[tuple[str, Any, Callable[[Any], int], int]] = [
    (
        "ReportTrends",
        trends_pb2.ReportTrendsRequest(role_id="engineer", from_month="2026-11", until_month="2026-11"),
        lambda told: told.months[0].figures.people_count,
        6,
    ),
    (
        "ReportPipeline",
        pipeline_pb2.ReportPipelineRequest(role_id="engineer", as_of=AT),
        lambda told: told.people_count,
        6,
    ),
    (
        "ReportWorth",
        worth_pb2.ReportWorthRequest(until_on="2026-11-22"),
        lambda told: told.totals.held,
        2,
    ),
    (
        "ReportWhatIf",
        what_if_pb2.ReportWhatIfRequest(role_id="engineer", as_of=AT),
        lambda told: told.people_count,
        6,
    ),
]


@pytest.fixture
def partner(reporting: ReportingEndpoint) -> Caller:
    return reporting.caller("hr-partner", subject="account-fay")


def test_reports_without_names_are_about_the_own_departments(
    reporting: ReportingEndpoint, partner: Caller
) -> None:
    for method, request, counted, everybody in REPORTS:
        own = 1 if method == "ReportWorth" else len(OWN)
        assert counted(partner.call(method, request)) == own, method
        assert counted(reporting.caller("hr").call(method, request)) == everybody, method


def test_a_department_outside_is_not_there_for_any_report(partner: Caller) -> None:
    for method, request, _, _ in REPORTS:
        request.people.department_id = "it"
        assert partner.refusal(method, request).reason == "NOT_FOUND", method
        request.ClearField("people")


def test_a_persons_profile_and_focus_are_there_within_the_own_departments(partner: Caller) -> None:
    for asked in (reporting_service_pb2.GetSkillProfileRequest, focus_pb2.GetFocusRequest):
        method = asked.DESCRIPTOR.name.removesuffix("Request")
        partner.call(method, asked(person_id="cleo"))
        assert partner.refusal(method, asked(person_id="eve")).reason == "NOT_FOUND"


def test_what_is_supposed_of_others_is_refused(partner: Caller) -> None:
    leaving = what_if_pb2.ReportWhatIfRequest(as_of=AT, leaving_person_ids=["eve"])
    assert partner.refusal("ReportWhatIf", leaving).reason == "NOT_FOUND"


def test_how_reports_are_made_is_settled_for_the_whole_tenant(partner: Caller) -> None:
    request = report_settings_pb2.GetReportSettingsRequest()
    assert partner.refusal("GetReportSettings", request).reason == "ROLE_REQUIRED"
