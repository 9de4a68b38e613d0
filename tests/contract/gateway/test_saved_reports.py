"""Saved reports over HTTP: as they are kept, changed and run, and what is wrong with them by its place in the body."""

from datetime import UTC, datetime
from typing import Any

import pytest

from cairn.reporting.v1 import reporting_service_pb2 as reporting
from cairn.reporting.v1 import saved_reports_pb2 as contract
from cairn_gateway.adapters.http.report_rows import ReportName
from cairn_platform.errors import FieldViolation, InvalidFieldsError
from tests.contract.gateway.test_refusals import is_problem
from tests.contract.gateway.test_report_exports import export
from tests.support.gateway.fake_services import FakeServices
from tests.support.gateway.running import Gateway

AT = datetime(2026, 11, 23, 6, tzinfo=UTC)
PATH = "/api/v1/reports/saved"
DRAFT = {
    "name": "Gaps in IT",
    "report": "skill-gaps",
    "query": {"department_id": "it", "skill": ["python:3"], "group_by": "role"},
    "as_of_days": 0,
    "format": "parquet",
    "is_shared": True,
    "schedule": {
        "weekdays": ["monday", "friday"],
        "month_day": None,
        "local_time": "07:00",
        "time_zone": "Europe/Berlin",
    },
    "is_paused": False,
}


def kept(report: contract.SavedReportDraft) -> contract.SavedReport:
    """As reporting would tell of it."""
    saved = contract.SavedReport(
        saved_report_id="s1", version=3, owner_subject="account-ann", is_own=True, kept=report
    )
    saved.next_run_at.FromDatetime(AT)
    saved.created_at.FromDatetime(AT)
    return saved


def keeps(services: FakeServices) -> None:
    services.replies["CreateSavedReport"] = lambda request: contract.CreateSavedReportResponse(
        saved_report=kept(request.report)
    )


def saves(gateway: Gateway, **changed: Any) -> Any:
    return gateway.client.post(PATH, json={**DRAFT, **changed}, headers={"Idempotency-Key": "once"})


def test_what_is_kept_is_asked_like_the_report_and_shown_as_it_was_written(
    gateway: Gateway, services: FakeServices
) -> None:
    keeps(services)
    answered = saves(gateway)
    assert answered.status_code == 201, answered.text
    assert (answered.headers["Location"], answered.headers["ETag"]) == (f"{PATH}/s1", '"3"')
    assert answered.json() == {
        **DRAFT,
        "saved_report_id": "s1",
        "version": 3,
        "owner_subject": "account-ann",
        "is_own": True,
        "pause": None,
        "next_run_at": "2026-11-23T06:00:00Z",
        "created_at": "2026-11-23T06:00:00Z",
    }
    call = services.only("CreateSavedReport")
    assert call.metadata["idempotency-key"] == "once"
    asked = call.request.report
    assert asked.question.skill_gaps.people.department_id == "it"
    assert [(each.skill_id, each.level) for each in asked.question.skill_gaps.asked] == [("python", 3)]
    assert list(asked.schedule.weekly.iso_weekdays) == [1, 5]
    assert asked.HasField("as_of_days")


def test_readiness_is_kept_with_the_states_that_are_asked_for(
    gateway: Gateway, services: FakeServices
) -> None:
    keeps(services)
    query = {"state": ["ready_until", "nearly"], "role_id": "lead"}
    assert saves(gateway, report="readiness", query=query).json()["query"] == query
    asked = services.only("CreateSavedReport").request.report.question.readiness
    assert list(asked.states) == [reporting.READINESS_STATE_READY_UNTIL, reporting.READINESS_STATE_NEARLY]
    refused = saves(gateway, report="readiness", query={"state": ["almost"]})
    is_problem(refused, 422, "INVALID_FIELDS")
    assert [each["pointer"] for each in refused.json()["errors"]] == ["/query/state/0"]


@pytest.mark.parametrize(
    ("days", "kind"), [({}, "daily"), ({"month_day": 31}, "monthly"), ({"weekdays": ["sunday"]}, "weekly")]
)
def test_a_schedule_is_of_one_kind_and_every_day_unless_said_otherwise(
    gateway: Gateway, services: FakeServices, days: dict[str, Any], kind: str
) -> None:
    keeps(services)
    at = {"local_time": "07:00", "time_zone": "UTC"}
    answered = saves(gateway, schedule={**at, **days}, as_of_days=None)
    assert answered.json()["schedule"] == {"weekdays": None, "month_day": None, **at, **days}
    asked = services.only("CreateSavedReport").request.report
    assert asked.schedule.WhichOneof("days") == kind
    assert not asked.HasField("as_of_days")


def test_a_saved_report_is_listed_got_changed_forgotten_and_run(
    gateway: Gateway, services: FakeServices
) -> None:
    keeps(services)
    shown = saves(gateway).json()
    message = kept(services.only("CreateSavedReport").request.report)
    services.replies["ListSavedReports"] = lambda _: contract.ListSavedReportsResponse(
        saved_reports=[message]
    )
    services.replies["GetSavedReport"] = lambda _: contract.GetSavedReportResponse(saved_report=message)
    services.replies["ChangeSavedReport"] = lambda _: contract.ChangeSavedReportResponse(saved_report=message)
    assert gateway.client.get(PATH).json() == {"items": [shown]}
    got = gateway.client.get(f"{PATH}/s1")
    assert (got.json(), got.headers["ETag"]) == (shown, '"3"')
    is_problem(gateway.client.put(f"{PATH}/s1", json=DRAFT), 428, "PRECONDITION_REQUIRED")
    changed = gateway.client.put(f"{PATH}/s1", json=DRAFT, headers={"If-Match": '"3"'})
    assert changed.json() == shown
    assert services.only("ChangeSavedReport").request.expected_version == 3
    assert gateway.client.delete(f"{PATH}/s1").status_code == 204
    assert services.only("DeleteSavedReport").request.saved_report_id == "s1"

    run = contract.SavedReportRun(missed_count=2, asked_by_subject="account-ann", report_export=export())
    run.due_at.FromDatetime(AT)
    services.replies["RunSavedReport"] = lambda _: contract.RunSavedReportResponse(run=run)
    services.replies["ListSavedReportRuns"] = lambda _: contract.ListSavedReportRunsResponse(runs=[run])
    made = gateway.client.post(f"{PATH}/s1/runs")
    assert (made.status_code, made.headers["Location"]) == (202, "/api/v1/report-exports/e1")
    told = made.json()
    assert (told["due_at"], told["missed_count"]) == ("2026-11-23T06:00:00Z", 2)
    assert told["export"]["export_id"] == "e1"
    assert gateway.client.get(f"{PATH}/s1/runs").json() == {"items": [told]}


def test_what_stands_still_says_why_and_what_grpc_kept_has_no_written_question(
    gateway: Gateway, services: FakeServices
) -> None:
    keeps(services)
    saves(gateway)
    message = kept(services.only("CreateSavedReport").request.report)
    message.kept.is_paused = True
    message.kept.written_question = "gRPC"
    message.pause.reason = contract.SCHEDULE_PAUSE_REASON_OWNER_LEFT
    message.pause.problem = "Gone."
    message.pause.paused_at.FromDatetime(AT)
    services.replies["GetSavedReport"] = lambda _: contract.GetSavedReportResponse(saved_report=message)
    shown = gateway.client.get(f"{PATH}/s1").json()
    assert shown["pause"] == {"reason": "owner_left", "problem": "Gone.", "paused_at": "2026-11-23T06:00:00Z"}
    assert (shown["is_paused"], shown["query"]) == (True, None)


@pytest.mark.parametrize("report", list(ReportName))
def test_every_report_that_can_be_a_table_can_be_saved(
    gateway: Gateway, services: FakeServices, report: ReportName
) -> None:
    keeps(services)
    answered = saves(gateway, report=report.value, query={"department_id": "it"})
    assert (answered.status_code, answered.json()["report"]) == (201, report.value)
    question = services.only("CreateSavedReport").request.report.question
    assert getattr(question, str(question.WhichOneof("report"))).people.department_id == "it"


@pytest.mark.parametrize(
    ("changed", "pointer"),
    [
        ({"query": {"departement_id": "it"}}, "/query/departement_id"),
        ({"query": {"format": "csv"}}, "/query/format"),
        ({"query": {"skill": "python:3"}}, "/query/skill"),
        ({"query": {"as_of": "yesterday"}}, "/query/as_of"),
        ({"query": {"months": 99_999_999_999}}, "/query/months"),
        ({"query": {"months": 1.5}}, "/query/months"),
        ({"as_of_days": 99_999_999_999}, "/as_of_days"),
        ({"as_of_days": -3661}, "/as_of_days"),
        (
            {"schedule": {"month_day": 2**40, "local_time": "07:00", "time_zone": "UTC"}},
            "/schedule/month_day",
        ),
        ({"report": "salaries"}, "/report"),
        ({"format": "json"}, "/format"),
        (
            {
                "schedule": {
                    "weekdays": ["monday"],
                    "month_day": 1,
                    "local_time": "07:00",
                    "time_zone": "UTC",
                }
            },
            "/schedule",
        ),
    ],
)
def test_what_the_report_has_no_parameter_for_is_refused_before_anybody_is_asked(
    gateway: Gateway, services: FakeServices, changed: dict[str, Any], pointer: str
) -> None:
    answered = saves(gateway, **changed)
    is_problem(answered, 422, "INVALID_FIELDS")
    assert [each["pointer"] for each in answered.json()["errors"]] == [pointer]
    assert not services.requests("CreateSavedReport")


@pytest.mark.parametrize(
    ("field", "pointer"),
    [
        ("report.name", "/name"),
        ("report.question", "/report"),
        ("report.question.people.role_id", "/query/people_role_id"),
        ("report.as_of_days", "/as_of_days"),
        ("report.schedule", "/schedule"),
        ("report.schedule.local_time", "/schedule/local_time"),
        ("report.schedule.monthly", "/schedule/month_day"),
        ("report.schedule.weekly", "/schedule/weekdays"),
    ],
)
def test_what_reporting_calls_wrong_is_named_by_its_place_in_the_body(
    gateway: Gateway, services: FakeServices, field: str, pointer: str
) -> None:
    services.replies["CreateSavedReport"] = InvalidFieldsError([FieldViolation(field, "WRONG", "It is.")])
    answered = saves(gateway)
    is_problem(answered, 422, "INVALID_FIELDS")
    assert [each["pointer"] for each in answered.json()["errors"]] == [pointer]
