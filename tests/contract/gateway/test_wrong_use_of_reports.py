"""Reports asked for in a way that has no sensible answer, over HTTP: each is a problem that names what is wrong."""

from typing import Any
from urllib.parse import parse_qsl

import pytest

from cairn.reporting.v1 import reporting_service_pb2 as reporting
from cairn_gateway.adapters.http.model import NOT_AN_INSTANT
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


def _asked(report: str, more: dict[str, str]) -> dict[str, str]:
    """The query of a report that has one already, and more."""
    _, _, query = report.partition("?")
    return {**dict(parse_qsl(query)), **more}


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


def test_a_line_that_names_no_credential_is_none(gateway: Gateway, services: FakeServices) -> None:
    answered = gateway.client.get("/api/v1/reports/skill-gaps/explanation?line_credential=&figure=demanded")
    is_problem(answered, 422, "INVALID_FIELDS")
    assert [each["parameter"] for each in answered.json()["errors"]] == ["line_credential"]
    assert not services.asked


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


BEYOND_UTC = ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00")


@pytest.mark.parametrize("instant", BEYOND_UTC)
@pytest.mark.parametrize("report", REPORTS)
def test_an_instant_that_utc_cannot_write_is_named(
    gateway: Gateway, services: FakeServices, report: str, instant: str
) -> None:
    for parameter in ("known_at",) if report.startswith(tuple(LAST_INSTANT)) else ("as_of", "known_at"):
        answered = gateway.client.get(
            f"/api/v1/reports/{report.partition('?')[0]}", params=_asked(report, {parameter: instant})
        )
        is_problem(answered, 422, "INVALID_FIELDS")
        assert [(each["parameter"], each["reason"]) for each in answered.json()["errors"]] == [
            (parameter, "OUT_OF_RANGE")
        ]
    assert not services.asked


@pytest.mark.parametrize("instant", BEYOND_UTC)
def test_an_instant_that_utc_cannot_write_is_named_in_bodies_too(
    gateway: Gateway, services: FakeServices, instant: str
) -> None:
    saved = {"name": "Gaps", "report": "skill-gaps", "query": {"as_of": instant}}
    for path, body, pointer in (
        ("what-if", {"as_of": instant}, "/as_of"),
        ("saved", saved, "/query/as_of"),
    ):
        answered = gateway.client.post(f"/api/v1/reports/{path}", json=body)
        is_problem(answered, 422, "INVALID_FIELDS")
        assert [(each["pointer"], each["reason"]) for each in answered.json()["errors"]] == [
            (pointer, "OUT_OF_RANGE")
        ]
    assert not services.asked


@pytest.mark.parametrize("report", ["skill-gaps", "pipeline"])
def test_a_number_is_no_instant(gateway: Gateway, services: FakeServices, report: str) -> None:
    answered = gateway.client.get(_url(report, as_of="20260630"))
    is_problem(answered, 422, "INVALID_FIELDS")
    assert [(each["parameter"], each["reason"]) for each in answered.json()["errors"]] == [
        ("as_of", "NOT_AN_INSTANT")
    ]
    assert not services.asked


def test_instants_that_utc_can_write_are_for_reporting_to_judge(
    gateway: Gateway, services: FakeServices
) -> None:
    for instant in ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", "2026-06-30t12:00:00z"):
        assert gateway.client.get(_url("skill-gaps", as_of=instant)).status_code == 200
    assert len(services.requests("ReportSkillGaps")) == 3


@pytest.mark.parametrize(
    ("report", "asked", "detail"),
    [
        ("skill-gaps", "as_of=yesterday", NOT_AN_INSTANT),
        ("skill-gaps", "as_of=2026-06-30", NOT_AN_INSTANT),
        ("skill-gaps", "as_of=2026-06-30T12:00:00", NOT_AN_INSTANT),
        ("skill-gaps", "as_of=2026-06-30T12:00:00+02:00", NOT_AN_INSTANT),
        ("skill-gaps", "as_of=2026-02-30T12:00:00Z", NOT_AN_INSTANT),
        ("skill-gaps", "departement_id=it", "There is no such field or parameter here."),
        ("skill-gaps", "skill=python", "Write a skill with a level from 1 to 4, such as python:3."),
        ("skill-gaps", "skill=python:5", "Write a skill with a level from 1 to 4, such as python:3."),
        ("skill-gaps", "role_choice=best", "Write one of 'own', 'target' or 'next'."),
        ("skill-gaps", "figures_only=perhaps", "Write true or false."),
        ("skill-gaps", "hired_from=2026-02-30", "Write the day as YYYY-MM-DD."),
        ("readiness", "limit=many", "Write a whole number."),
        ("readiness", "limit=501", "Write 500 or less."),
        ("readiness", "state=ready&" * 6, "Name 5 at most."),
        ("trends", "from=May", "Write the month as YYYY-MM."),
        ("pipeline", "months=0", "Write 1 or more."),
        ("pipeline", "months=" + "9" * 5000, "Write a smaller number."),
        ("worth", "from=0", "Write the day as YYYY-MM-DD."),
        ("trends/explanation", "", "This is needed."),
    ],
)
def test_what_is_wrong_is_said_in_a_plain_sentence(
    gateway: Gateway, services: FakeServices, report: str, asked: str, detail: str
) -> None:
    answered = gateway.client.get(f"/api/v1/reports/{report}?{asked}")
    is_problem(answered, 422, "INVALID_FIELDS")
    assert [each["detail"] for each in answered.json()["errors"]] == [detail]
    assert not services.asked


def test_what_is_wrong_in_a_body_is_said_in_plain_sentences(gateway: Gateway) -> None:
    body = {
        "name": 7,
        "report": "salaries",
        "query": [],
        "as_of_days": "ten",
        "is_shared": "yes",
        "colour": 1,
    }
    answered = gateway.client.post("/api/v1/reports/saved", json=body)
    is_problem(answered, 422, "INVALID_FIELDS")
    assert {each["pointer"]: each["detail"] for each in answered.json()["errors"]} == {
        "/name": "Write text.",
        "/report": (
            "Write one of 'skill-gaps', 'readiness', 'recertification', 'trends', 'pipeline' or 'worth'."
        ),
        "/query": "Write an object with fields.",
        "/as_of_days": "Write a whole number.",
        "/is_shared": "Write true or false.",
        "/colour": "There is no such field or parameter here.",
    }


@pytest.mark.parametrize("report", REPORTS)
def test_a_filter_that_is_given_twice_is_named(gateway: Gateway, services: FakeServices, report: str) -> None:
    answered = gateway.client.get(f"{_url(report, department_id='it')}&department_id=sales")
    is_problem(answered, 422, "INVALID_FIELDS")
    assert [(each["parameter"], each["reason"]) for each in answered.json()["errors"]] == [
        ("department_id", "GIVEN_TWICE")
    ]
    assert not services.asked


def test_each_filter_that_is_given_twice_is_named_by_its_own_name(
    gateway: Gateway, services: FakeServices
) -> None:
    twice = "from=2026-01&from=2026-02&to=2026-03&to=2026-03&person_id=ann&person_id=bob&format=json"
    answered = gateway.client.get(f"/api/v1/reports/trends?{twice}")
    is_problem(answered, 422, "INVALID_FIELDS")
    assert [each["parameter"] for each in answered.json()["errors"]] == ["from", "to"]
    started = gateway.client.post("/api/v1/reports/trends/exports?role_id=a&role_id=a")
    is_problem(started, 422, "INVALID_FIELDS")
    assert not services.asked


def test_what_may_be_repeated_stays_a_list(gateway: Gateway, services: FakeServices) -> None:
    asked = "person_id=ann&person_id=bob&state=ready&state=nearly"
    assert gateway.client.get(f"/api/v1/reports/readiness?{asked}").status_code == 200
    (request,) = services.requests("ReportReadiness")
    assert list(request.people.person_ids) == ["ann", "bob"]
    listed = "skill=python:3&skill=sql:2&credential=pmp&credential=cpa"
    assert gateway.client.get(f"/api/v1/reports/skill-gaps?{listed}").status_code == 200
    (request,) = services.requests("ReportSkillGaps")
    assert len(request.asked) == 4


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
