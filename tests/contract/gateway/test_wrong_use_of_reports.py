"""Reports asked for in a way that has no sensible answer, over HTTP: each is a problem that names what is wrong."""

from typing import Any

import pytest

from cairn.reporting.v1 import reporting_service_pb2 as reporting
from cairn_gateway.adapters.tables import xlsx_file
from cairn_platform.errors import FieldViolation, InvalidFieldsError, RefusedError
from cairn_reporting.application.errors import (
    ReportsRebuildingError,
    ReportTooLargeError,
    RoleWithoutRequirementsError,
)
from tests.contract.gateway.test_refusals import is_problem
from tests.support.gateway.fake_services import FakeServices
from tests.support.gateway.running import Gateway

REPORTS = {
    "skill-gaps": "ReportSkillGaps",
    "readiness": "ReportReadiness",
    "recertification": "ReportRecertification",
    "trends": "ReportTrends",
    "pipeline": "ReportPipeline",
    "worth": "ReportWorth",
    "skill-gaps/explanation?line_skill=sql:3": "ExplainSkillGap",
    "recertification/explanation?credential_id=pmp": "ExplainRecertification",
    "trends/explanation?month=2026-06": "ExplainTrend",
    "pipeline/explanation?line_role_id=lead": "ExplainPipeline",
    "worth/explanation": "ExplainWorth",
}
LAST_INSTANT = {"trends": "to", "worth": "to"}
BEFORE = {
    "trends": FieldViolation("until_month", "BEFORE_BEGINNING", "Nobody worked here yet."),
    "worth": FieldViolation("until_on", "BEFORE_BEGINNING", "Nobody worked here yet."),
}


def _url(report: str, **asked: str) -> str:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return f"/api/v1/reports/{report}{'&' if '?' in report else '?'}{query}"


@pytest.mark.parametrize("report", REPORTS)
def test_a_filter_that_there_is_none_of_is_named(
    gateway: Gateway, services: FakeServices, report: str
) -> None:
    answered = gateway.client.get(_url(report, departement_id="it"))
    is_problem(answered, 422, "INVALID_FIELDS")
    (wrong,) = answered.json()["errors"]
    assert (wrong["parameter"], wrong["pointer"]) == ("departement_id", None)
    assert not services.asked


@pytest.mark.parametrize("report", [each for each in REPORTS if "explanation" in each])
def test_the_people_behind_a_figure_are_no_file(
    gateway: Gateway, services: FakeServices, report: str
) -> None:
    answered = gateway.client.get(_url(report, format="csv"))
    is_problem(answered, 422, "INVALID_FIELDS")
    assert [each["parameter"] for each in answered.json()["errors"]] == ["format"]
    assert not services.asked
    assert gateway.client.get(_url(report, format="json")).status_code == 200


def test_a_filter_that_there_is_none_of_is_named_in_what_is_supposed_too(gateway: Gateway) -> None:
    answered = gateway.client.post("/api/v1/reports/what-if", json={"people": {"departement_id": "it"}})
    is_problem(answered, 422, "INVALID_FIELDS")
    assert [each["pointer"] for each in answered.json()["errors"]] == ["/people/departement_id"]


@pytest.mark.parametrize("report", REPORTS)
def test_a_time_before_anybody_worked_here_is_named_by_its_parameter(
    gateway: Gateway, services: FakeServices, report: str
) -> None:
    kind = report.split("/", maxsplit=1)[0]
    usual = FieldViolation("as_of", "BEFORE_BEGINNING", "Nobody worked here yet.")
    services.replies[REPORTS[report]] = InvalidFieldsError([BEFORE.get(kind, usual)])
    answered = gateway.client.get(_url(report))
    is_problem(answered, 422, "INVALID_FIELDS")
    (wrong,) = answered.json()["errors"]
    assert (wrong["parameter"], wrong["reason"]) == (LAST_INSTANT.get(kind, "as_of"), "BEFORE_BEGINNING")


def test_a_state_of_readiness_that_there_is_none_of_is_named_with_those_that_there_are(
    gateway: Gateway, services: FakeServices
) -> None:
    for path in ("readiness", "readiness/exports"):
        ask = gateway.client.post if path.endswith("exports") else gateway.client.get
        answered = ask(f"/api/v1/reports/{path}", params={"state": ["ready", "almost"]})
        is_problem(answered, 422, "INVALID_FIELDS")
        (wrong,) = answered.json()["errors"]
        assert wrong["parameter"] == "state"
        assert "'ready_until'" in wrong["detail"]
    assert not services.asked


def test_states_that_the_caller_may_not_ask_for_are_named_by_their_parameter(
    gateway: Gateway, services: FakeServices
) -> None:
    services.replies["ReportReadiness"] = InvalidFieldsError(
        [FieldViolation("states", "NOT_ALLOWED", "You may ask how many are in which state, not who.")]
    )
    answered = gateway.client.get("/api/v1/reports/readiness?state=nearly")
    is_problem(answered, 422, "INVALID_FIELDS")
    assert [each["parameter"] for each in answered.json()["errors"]] == ["state"]


TOO_MUCH = ReportTooLargeError(cells=10_000_000, most=1_000_000)
NOTHING = RoleWithoutRequirementsError("Head of Nothing")


@pytest.mark.parametrize("file_format", ["json", "csv", "xlsx", "parquet"])
@pytest.mark.parametrize(("refusal", "told"), [(TOO_MUCH, "10,000,000 cells"), (NOTHING, "Head of Nothing")])
def test_what_is_too_much_or_asks_for_nothing_is_a_problem_and_never_a_file(
    gateway: Gateway, services: FakeServices, file_format: str, refusal: RefusedError, told: str
) -> None:
    for report in ("skill-gaps", "readiness", "trends", "pipeline"):
        services.replies[REPORTS[report]] = refusal
        answered = gateway.client.get(_url(report, format=file_format))
        is_problem(answered, 409, refusal.reason)
        assert told in answered.json()["detail"]


def test_more_rows_than_a_sheet_holds_are_a_problem_that_names_what_holds_them(
    gateway: Gateway, services: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx_file, "MOST_ROWS", 2)
    gap = reporting.SkillGap(skill_id="sql", name="SQL", required_level=3, demanded=1, short=1)
    told = reporting.ReportSkillGapsResponse(gaps=[gap] * 3)
    told.freshness.as_of.GetCurrentTime()
    services.replies["ReportSkillGaps"] = lambda _: told
    answered = gateway.client.get(_url("skill-gaps", format="xlsx"))
    is_problem(answered, 409, "REPORT_TOO_LARGE")
    assert "Parquet" in answered.json()["detail"]
    assert gateway.client.get(_url("skill-gaps", format="csv")).status_code == 200


@pytest.mark.parametrize("path", ["skill-gaps/exports", "saved/s1/runs"])
def test_an_export_while_the_reports_are_rebuilt_is_refused_for_now(
    gateway: Gateway, services: FakeServices, path: str
) -> None:
    services.replies["StartReportExport"] = ReportsRebuildingError()
    services.replies["RunSavedReport"] = ReportsRebuildingError()
    answered: Any = gateway.client.post(f"/api/v1/reports/{path}")
    is_problem(answered, 503, "REPORTS_REBUILDING")
    assert "answer meanwhile" in answered.json()["detail"]
    assert int(answered.headers["Retry-After"]) > 0
