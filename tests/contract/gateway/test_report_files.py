"""Reports as files: over HTTP, from what the services said."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from cairn.common.v1.paging_pb2 import PageInfo
from cairn.learners.v1 import learners_service_pb2 as learners
from cairn.learners.v1 import organization_pb2 as organization
from cairn.reporting.v1 import reporting_service_pb2 as reporting
from cairn.reporting.v1 import what_if_pb2 as supposing
from cairn_platform.errors import NotFoundError
from tests.contract.gateway.test_refusals import is_problem
from tests.support.gateway.fake_services import FakeServices
from tests.support.gateway.running import Gateway

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PARQUET = "application/vnd.apache.parquet"


def _freshness() -> reporting.Freshness:
    told = reporting.Freshness()
    told.as_of.FromDatetime(datetime(2026, 11, 22, 9, tzinfo=UTC))
    return told


def _tell_gaps(services: FakeServices) -> None:
    services.replies["ReportSkillGaps"] = lambda _: reporting.ReportSkillGapsResponse(
        gaps=[
            reporting.SkillGap(
                skill_id="sql",
                name="=SQL()",
                required_level=3,
                demanded=5,
                supplied=2,
                short=3,
                short_person_ids=["ada"],
            ),
            reporting.SkillGap(credential_id="pmp", name="PMP", demanded=1, supplied=1),
        ],
        freshness=_freshness(),
    )


def _readiness_in_pages(services: FakeServices, *, people: int) -> None:
    def page(request: reporting.ReportReadinessRequest) -> reporting.ReportReadinessResponse:
        begin = int(request.page.page_token or 0)
        end = min(begin + request.page.page_size, people)
        return reporting.ReportReadinessResponse(
            people=[
                reporting.PersonReadiness(
                    person_id=f"p{number}",
                    state=reporting.READINESS_STATE_READY,
                    met_count=1,
                    requirement_count=1,
                )
                for number in range(begin, end)
            ],
            page=PageInfo(next_page_token=str(end) if end < people else ""),
            freshness=_freshness(),
        )

    services.replies["ReportReadiness"] = page


def _from_csv(answer: httpx.Response) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def _from_workbook(answer: httpx.Response) -> list[dict[str, Any]]:
    header, *rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    )
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


def _from_parquet(answer: httpx.Response) -> list[dict[str, Any]]:
    return list(pq.read_table(io.BytesIO(answer.content)).to_pylist())


@pytest.mark.parametrize(
    ("file_format", "media_type", "read"),
    [("csv", "text/csv", _from_csv), ("xlsx", XLSX, _from_workbook), ("parquet", PARQUET, _from_parquet)],
)
def test_a_report_is_the_same_file_by_format_and_by_accept(
    gateway: Gateway,
    services: FakeServices,
    file_format: str,
    media_type: str,
    read: Callable[[httpx.Response], list[dict[str, Any]]],
) -> None:
    _tell_gaps(services)
    by_format = gateway.client.get("/api/v1/reports/skill-gaps", params={"format": file_format})
    by_accept = gateway.client.get("/api/v1/reports/skill-gaps", headers={"Accept": media_type})
    assert read(by_format) == read(by_accept)
    assert by_format.headers["content-type"].split(";")[0] == media_type
    assert (
        by_format.headers["content-disposition"]
        == f'attachment; filename="skill-gaps-2026-11-22.{file_format}"'
    )
    first, second = read(by_format)
    assert (str(first["demanded"]).removesuffix(".0"), second["name"]) == ("5", "PMP")
    assert first["name"].removeprefix("'") == "=SQL()"
    assert second["required_level"] in {"", None}


def test_a_file_by_group_names_the_group_of_each_line(gateway: Gateway, services: FakeServices) -> None:
    gap = reporting.SkillGap(skill_id="sql", name="SQL", required_level=3, demanded=5, short=5)
    services.replies["ReportSkillGaps"] = lambda _: reporting.ReportSkillGapsResponse(
        gaps=[gap],
        groups=[reporting.SkillGapGroup(group=each, gaps=[gap]) for each in ("sales", "yard", "")],
        freshness=_freshness(),
    )
    services.replies["ListDepartments"] = lambda _: learners.ListDepartmentsResponse(
        departments=[organization.Department(department_id="sales", name="Sales & co.")]
    )
    answer = gateway.client.get("/api/v1/reports/skill-gaps?format=csv&group_by=department")
    assert [(each["group"], each["group_name"], each["name"]) for each in _from_csv(answer)] == [
        ("sales", "Sales & co.", "SQL"),
        ("yard", "", "SQL"),
        ("", "", "SQL"),
    ]
    (asked,) = (each.request for each in services.asked if each.method == "ListDepartments")
    assert sorted(asked.department_ids) == ["sales", "yard"]


def test_json_stays_what_a_browser_and_a_script_get(gateway: Gateway, services: FakeServices) -> None:
    _tell_gaps(services)
    for accept in ("*/*", "application/json", "text/html,application/xhtml+xml,*/*;q=0.8", ""):
        answer = gateway.client.get("/api/v1/reports/skill-gaps", headers={"Accept": accept})
        assert answer.json()["gaps"][0]["name"] == "=SQL()", accept


def test_the_best_liked_of_several_formats_is_sent(gateway: Gateway, services: FakeServices) -> None:
    _tell_gaps(services)
    liked = f"application/json;q=0.2, {XLSX};q=0, text/csv;q=0.9"
    answer = gateway.client.get("/api/v1/reports/skill-gaps", headers={"Accept": liked})
    assert answer.headers["content-type"].startswith("text/csv")


def test_what_there_is_not_is_not_acceptable(gateway: Gateway, services: FakeServices) -> None:
    _tell_gaps(services)
    answer = gateway.client.get("/api/v1/reports/skill-gaps", headers={"Accept": "image/png"})
    is_problem(answer, 406, "NOT_ACCEPTABLE")
    assert not services.asked
    is_problem(gateway.client.get("/api/v1/reports/skill-gaps?format=docx"), 422, "INVALID_FIELDS")


def test_a_file_has_everybody_for_one_instant_whatever_page_is_asked_for(
    gateway: Gateway, services: FakeServices
) -> None:
    _readiness_in_pages(services, people=1_203)
    answer = gateway.client.get("/api/v1/reports/readiness", params={"format": "csv", "limit": 2})
    assert [each["person_id"] for each in _from_csv(answer)] == [f"p{number}" for number in range(1_203)]
    asked = [each.request for each in services.asked if each.method == "ReportReadiness"]
    assert len(asked) == 3
    assert {each.as_of.ToDatetime() for each in asked[1:]} == {datetime(2026, 11, 22, 9)}  # noqa: DTZ001


def test_every_page_behind_a_file_is_asked_for_the_same_states(
    gateway: Gateway, services: FakeServices
) -> None:
    _readiness_in_pages(services, people=1_203)
    answer = gateway.client.get("/api/v1/reports/readiness", params={"format": "csv", "state": "ready"})
    assert len(_from_csv(answer)) == 1_203
    asked = [list(each.request.states) for each in services.asked if each.method == "ReportReadiness"]
    assert asked == [[reporting.READINESS_STATE_READY]] * 3


def test_what_goes_wrong_before_the_first_part_is_a_problem_and_not_half_a_file(
    gateway: Gateway, services: FakeServices
) -> None:
    services.replies["ReportRecertification"] = NotFoundError("department")
    answer = gateway.client.get("/api/v1/reports/recertification?format=xlsx&department_id=none")
    is_problem(answer, 404, "NOT_FOUND")


@pytest.mark.usefixtures("services")
def test_each_end_that_recertification_names_is_a_row(gateway: Gateway) -> None:
    answer = gateway.client.get("/api/v1/reports/recertification?format=csv")
    report = gateway.client.get("/api/v1/reports/recertification").json()
    [line] = report["lines"]
    [row] = _from_csv(answer)
    assert (row["credential_name"], row["person_name"]) == (
        line["credential_name"],
        line["expiries"][0]["person_name"],
    )
    assert row["lapsed"] == "true"


@pytest.mark.parametrize(
    "asked",
    [
        "skill-gaps?",
        "readiness?",
        "readiness?group_by=location&",
        "recertification?",
        "trends?",
        "pipeline?",
        "worth?",
        "what-if?",
        "what-if?table=readiness&",
    ],
)
def test_every_column_of_a_file_is_defined(gateway: Gateway, services: FakeServices, asked: str) -> None:
    _readiness_in_pages(services, people=2)
    body: dict[str, str] | None = {} if asked.startswith("what-if") else None
    method = "GET" if body is None else "POST"
    answer = gateway.client.request(method, f"/api/v1/reports/{asked}format=csv", json=body)
    header = next(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    described = answer.headers["link"].split(">")[0].removeprefix("<")
    defined = gateway.client.get(described).json()["columns"]
    assert [each["name"] for each in defined] == header
    assert all(each["definition"] for each in defined)


@pytest.mark.usefixtures("services")
@pytest.mark.parametrize(
    ("report", "expected"),
    [
        ("trends", {"month": "month here", "ready": "3"}),
        ("pipeline", {"role_name": "role_name here", "ready_by_plan": "3"}),
        ("worth", {"credential_name": "credential_name here", "cost_currency": "currency here"}),
    ],
)
def test_trends_pipeline_and_worth_are_files_too(
    gateway: Gateway, report: str, expected: dict[str, str]
) -> None:
    [row] = _from_csv(gateway.client.get(f"/api/v1/reports/{report}?format=csv"))
    assert {name: row[name] for name in expected} == expected


def _suppose(services: FakeServices) -> None:
    told = supposing.ReportWhatIfResponse(
        gaps=[
            supposing.SupposedGap(
                skill_id="sql",
                name="=SQL()",
                required_level=3,
                demanded_before=5,
                short_before=2,
                demanded=4,
                short=3,
            )
        ],
        starts=[_change("ada", before="NOT_YET", after="READY")],
        stops=[_change("bob", before="READY", after="BLOCKED")],
        freshness=_freshness(),
    )
    services.replies["ReportWhatIf"] = lambda _: told


def _change(person_id: str, *, before: str, after: str) -> supposing.ReadinessChange:
    state = reporting.ReadinessState.Value
    return supposing.ReadinessChange(
        person_id=person_id,
        role_id="lead",
        role_name="@Lead",
        before=state(f"READINESS_STATE_{before}"),
        after=state(f"READINESS_STATE_{after}"),
        explanation="It would be so.",
    )


@pytest.mark.parametrize(
    ("file_format", "media_type", "read"),
    [("csv", "text/csv", _from_csv), ("xlsx", XLSX, _from_workbook), ("parquet", PARQUET, _from_parquet)],
)
def test_what_would_be_is_a_file_of_gaps_or_of_people(
    gateway: Gateway,
    services: FakeServices,
    file_format: str,
    media_type: str,
    read: Callable[[httpx.Response], list[dict[str, Any]]],
) -> None:
    _suppose(services)
    path = "/api/v1/reports/what-if"
    gaps = gateway.client.post(path, json={}, headers={"Accept": media_type})
    assert gaps.headers["content-disposition"].endswith(f'"what-if-gaps-2026-11-22.{file_format}"')
    (gap,) = read(gaps)
    assert gap["name"].removeprefix("'") == "=SQL()"
    figures = ("demanded_before", "short_before", "demanded", "short")
    assert [int(float(gap[name])) for name in figures] == [5, 2, 4, 3]
    people = read(gateway.client.post(f"{path}?table=readiness&format={file_format}", json={}))
    assert [(each["change"], each["person_id"], each["before"], each["after"]) for each in people] == [
        ("starts", "ada", "not_yet", "ready"),
        ("stops", "bob", "ready", "blocked"),
    ]
    if file_format == "csv":
        assert (gap["name"], people[0]["role_name"]) == ("'=SQL()", "'@Lead")


def test_what_would_be_stays_json_unless_a_file_is_asked_for(
    gateway: Gateway, services: FakeServices
) -> None:
    _suppose(services)
    told = gateway.client.post("/api/v1/reports/what-if", json={}).json()
    assert (told["gaps"][0]["short"], told["stops"][0]["after"]) == (3, "blocked")
    is_problem(gateway.client.post("/api/v1/reports/what-if?table=roles", json={}), 422, "INVALID_FIELDS")
    refused = gateway.client.post("/api/v1/reports/what-if", json={}, headers={"Accept": "image/png"})
    is_problem(refused, 406, "NOT_ACCEPTABLE")


def test_readiness_by_group_is_a_file_of_figures(gateway: Gateway, services: FakeServices) -> None:
    services.replies["ReportReadiness"] = lambda _: reporting.ReportReadinessResponse(
        figures=reporting.ReadinessFigures(people_count=3, ready=1, not_yet=2),
        groups=[
            reporting.ReadinessGroup(
                group=group, figures=reporting.ReadinessFigures(people_count=ready, ready=ready)
            )
            for group, ready in (("sales", 2), ("", 1))
        ],
        freshness=_freshness(),
    )
    path = "/api/v1/reports/readiness?format=csv"
    groups = _from_csv(gateway.client.get(f"{path}&group_by=department"))
    assert [(each["group"], each["ready"], each["blocked"]) for each in groups] == [
        ("sales", "2", "0"),
        ("", "1", "0"),
    ]
    (total,) = _from_csv(gateway.client.get(f"{path}&figures_only=true"))
    assert (total["people_count"], total["not_yet"]) == ("3", "2")
    assert all(each.request.figures_only for each in services.asked if each.method == "ReportReadiness")
