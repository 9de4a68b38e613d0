"""Reports that a job makes, over HTTP: asked for, looked at, downloaded by right and by a link."""

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pyarrow.parquet as pq
import pytest

from cairn.reporting.v1 import report_exports_pb2 as contract
from cairn.reporting.v1 import reporting_service_pb2 as reporting
from cairn_platform.errors import FieldViolation, InvalidFieldsError, NotFoundError
from cairn_platform.settings import MongoSettings
from tests.contract.gateway.conftest import AUDIENCE
from tests.contract.gateway.test_refusals import is_problem
from tests.support.gateway.fake_services import FakeServices
from tests.support.gateway.running import Gateway, running, settings
from tests.support.tokens import Mint

AS_OF = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture
def storing(
    services: FakeServices, mint: Mint, jwks_url: str, mongo_settings: MongoSettings
) -> Iterator[Gateway]:
    """A gateway that can keep links."""
    kept = settings(target=services.target, jwks_url=jwks_url, mongo=mongo_settings)
    with running(kept, token=mint.token(aud=AUDIENCE)) as found:
        yield found


def freshness() -> reporting.Freshness:
    told = reporting.Freshness()
    told.as_of.FromDatetime(AS_OF)
    return told


def export(**fields: Any) -> contract.ReportExport:
    asked = reporting.ReportReadinessRequest()
    asked.as_of.FromDatetime(AS_OF)
    usual: dict[str, Any] = {
        "question": contract.ExportedQuestion(readiness=asked),
        "format": "csv",
        "state": contract.REPORT_EXPORT_STATE_DONE,
        "percent": 100,
    }
    made = contract.ReportExport(export_id="e1", version=3, row_count=2, **{**usual, **fields})
    made.accepted_at.FromDatetime(AS_OF)
    return made


def ready(person_id: str) -> contract.ReadReportExportResponse:
    person = reporting.PersonReadiness(
        person_id=person_id, state=reporting.READINESS_STATE_READY, met_count=1, requirement_count=1
    )
    told = reporting.ReportReadinessResponse(people=[person], freshness=freshness())
    return contract.ReadReportExportResponse(part=contract.ExportedPart(readiness=told))


def gap_part(*, grouped: bool) -> contract.ExportedPart:
    gap = reporting.SkillGap(skill_id="sql", name="SQL", required_level=3, demanded=5, supplied=2, short=3)
    told = reporting.ReportSkillGapsResponse(gaps=[gap], freshness=freshness())
    if grouped:
        told.groups.add(group="it", people_count=4, gaps=[gap])
    return contract.ExportedPart(skill_gaps=told)


def tells(services: FakeServices, made: contract.ReportExport, *parts: Any) -> None:
    services.replies["GetReportExport"] = lambda _: contract.GetReportExportResponse(report_export=made)
    first = contract.ReadReportExportResponse(report_export=made)
    services.replies["ReadReportExport"] = lambda _: [first, *parts]  # type: ignore[assignment, return-value]


def rows(answer: httpx.Response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("report", ["skill-gaps", "readiness", "recertification", "pipeline"])
def test_an_export_asks_the_question_of_the_report_and_says_where_the_job_is(
    gateway: Gateway, services: FakeServices, report: str
) -> None:
    services.replies["StartReportExport"] = lambda request: contract.StartReportExportResponse(
        report_export=export(question=request.question, format=request.format, percent=0)
    )
    asked = {"department_id": "it", "as_of": "2026-11-22T09:00:00Z", "format": "parquet"}
    asked["webhook_endpoint_id"] = "w1"
    answered = gateway.client.post(
        f"/api/v1/reports/{report}/exports", params=asked, headers={"Idempotency-Key": "once"}
    )
    assert answered.status_code == 202
    assert answered.headers["Location"] == "/api/v1/report-exports/e1"
    job = answered.json()
    assert (job["report"], job["format"], job["as_of"]) == (report, "parquet", "2026-11-22T09:00:00Z")
    call = services.only("StartReportExport")
    assert call.metadata["idempotency-key"] == "once"
    assert call.request.webhook_endpoint_id == "w1"
    question = call.request.question
    assert getattr(question, question.WhichOneof("report")).people.department_id == "it"
    assert str(question.WhichOneof("report")).replace("_", "-") == report


@pytest.mark.parametrize("report", ["trends", "worth"])
def test_an_export_of_months_or_days_is_of_when_it_was_asked_for(
    gateway: Gateway, services: FakeServices, report: str
) -> None:
    def started(request: contract.StartReportExportRequest) -> contract.StartReportExportResponse:
        request.question.asked_at.FromDatetime(AS_OF)
        return contract.StartReportExportResponse(report_export=export(question=request.question))

    services.replies["StartReportExport"] = started
    asked = {"from": "2026-01" if report == "trends" else "2026-01-01", "location": "Linz"}
    job = gateway.client.post(f"/api/v1/reports/{report}/exports", params=asked).json()
    assert (job["report"], job["as_of"]) == (report, "2026-11-22T09:00:00Z")
    question = services.only("StartReportExport").request.question
    told = getattr(question, report)
    assert told.people.location == "Linz"
    assert asked["from"] in {getattr(told, "from_month", ""), getattr(told, "from_on", "")}


@pytest.mark.parametrize(
    ("report", "field", "parameter"), [("trends", "until_month", "to"), ("worth", "from_on", "from")]
)
def test_what_is_wrong_with_months_and_days_is_named_as_in_the_query(
    gateway: Gateway, services: FakeServices, report: str, field: str, parameter: str
) -> None:
    violation = FieldViolation(field, "OUT_OF_RANGE", "That is none.")
    services.replies["StartReportExport"] = InvalidFieldsError([violation])
    answered = gateway.client.post(f"/api/v1/reports/{report}/exports")
    is_problem(answered, 422, "INVALID_FIELDS")
    assert answered.json()["errors"][0]["parameter"] == parameter


def test_a_job_is_shown_listed_and_ended(gateway: Gateway, services: FakeServices) -> None:
    failed = export(
        state=contract.REPORT_EXPORT_STATE_FAILED, problem_reason="NOT_FOUND", problem="There is none."
    )
    tells(services, failed)
    services.replies["ListReportExports"] = lambda _: contract.ListReportExportsResponse(
        report_exports=[failed]
    )
    services.replies["CancelReportExport"] = lambda _: contract.CancelReportExportResponse(
        report_export=failed
    )
    shown = gateway.client.get("/api/v1/report-exports/e1").json()
    assert shown == {
        "export_id": "e1",
        "version": 3,
        "report": "readiness",
        "format": "csv",
        "as_of": "2026-11-22T09:00:00Z",
        "state": "failed",
        "percent": 100,
        "row_count": 2,
        "problem_reason": "NOT_FOUND",
        "problem": "There is none.",
        "accepted_at": "2026-11-22T09:00:00Z",
        "finished_at": None,
        "expires_at": None,
        "saved_report_id": None,
        "webhook_endpoint_id": None,
    }
    assert gateway.client.get("/api/v1/report-exports").json() == {"items": [shown]}
    assert gateway.client.delete("/api/v1/report-exports/e1").json() == shown
    assert services.only("CancelReportExport").request.export_id == "e1"


def test_a_file_has_all_parts_with_the_names_of_now(gateway: Gateway, services: FakeServices) -> None:
    tells(services, export(), ready("ada"), ready("bob"))
    answered = gateway.client.get("/api/v1/report-exports/e1/file")
    assert answered.status_code == 200, answered.text
    assert answered.headers["content-disposition"] == 'attachment; filename="readiness-2026-11-22.csv"'
    assert [each["person_name"] for each in rows(answered)] == ["Name of ada", "Name of bob"]


@pytest.mark.parametrize("grouped", [False, True])
def test_a_file_of_gaps_has_the_groups_where_they_were_asked_for(
    gateway: Gateway, services: FakeServices, grouped: bool
) -> None:
    asked = reporting.ReportSkillGapsRequest(group_by=1 if grouped else 0)  # type: ignore[arg-type]
    question = contract.ExportedQuestion(skill_gaps=asked)
    part = contract.ReadReportExportResponse(part=gap_part(grouped=grouped))
    tells(services, export(question=question, format="parquet"), part)
    answered = gateway.client.get("/api/v1/report-exports/e1/file")
    table = pq.read_table(io.BytesIO(answered.content)).to_pylist()
    assert [(each["group"], each["short"]) for each in table] == [("it" if grouped else None, 3)]


def test_what_cannot_be_read_any_more_is_a_problem_and_no_file(
    gateway: Gateway, services: FakeServices
) -> None:
    services.replies["ReadReportExport"] = NotFoundError("export")
    is_problem(gateway.client.get("/api/v1/report-exports/e1/file"), 404, "NOT_FOUND")
    for state, status, reason in (
        (contract.REPORT_EXPORT_STATE_RUNNING, 409, "EXPORT_NOT_READY"),
        (contract.REPORT_EXPORT_STATE_EXPIRED, 410, "EXPORT_GONE"),
    ):
        tells(services, export(state=state))
        is_problem(gateway.client.post("/api/v1/report-exports/e1/links"), status, reason)


def test_an_export_is_a_file_and_unknown_filters_are_refused(
    gateway: Gateway, services: FakeServices
) -> None:
    for params in ({"format": "json"}, {"departmnt_id": "it"}):
        answered = gateway.client.post("/api/v1/reports/readiness/exports", params=params)
        is_problem(answered, 422, "INVALID_FIELDS")
        assert answered.json()["errors"][0]["parameter"] == next(iter(params))
    assert not services.requests("StartReportExport")


def test_a_link_gives_the_file_once_without_a_token_and_in_its_makers_name(
    storing: Gateway, services: FakeServices
) -> None:
    tells(services, export(), ready("ada"))
    made = storing.client.post("/api/v1/report-exports/e1/links")
    assert made.status_code == 200 and made.headers["cache-control"] == "no-store"
    path = made.json()["path"]
    with httpx.Client(base_url=str(storing.client.base_url)) as stranger:
        first = stranger.get(path)
        assert [each["person_name"] for each in rows(first)] == ["Name of ada"]
        is_problem(stranger.get(path), 404, "NOT_FOUND")
        is_problem(stranger.get(f"{path[:-1]}~"), 404, "NOT_FOUND")
    call = services.only("ReadReportExport")
    assert call.metadata["authorization"] == storing.client.headers["Authorization"]


def test_a_link_ends_with_the_token_that_made_it(
    storing: Gateway, services: FakeServices, mint: Mint
) -> None:
    tells(services, export(), ready("ada"))
    ends_at = int(datetime.now(tz=UTC).timestamp()) + 60
    bearer = {"Authorization": f"Bearer {mint.token(aud=AUDIENCE, exp=ends_at)}"}
    made = storing.client.post("/api/v1/report-exports/e1/links", headers=bearer).json()
    assert datetime.fromisoformat(made["expires_at"]).timestamp() == ends_at
