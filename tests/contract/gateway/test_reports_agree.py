"""Every report says the same as JSON and in every file, asked for at once and made by a job."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import httpx
import pyarrow.parquet as pq
import pytest
from google.protobuf.message import Message
from python_calamine import CalamineWorkbook

from cairn.reporting.v1 import pipeline_pb2, trends_pb2, worth_pb2
from cairn.reporting.v1 import report_exports_pb2 as contract
from cairn.reporting.v1 import reporting_service_pb2 as reporting
from tests.support.gateway.fake_services import FakeServices
from tests.support.gateway.running import Gateway
from tests.support.gateway.samples import sample

Cells = Mapping[str, str]
ANSWERS: Mapping[str, tuple[str, type[Message]]] = {
    "skill-gaps": ("ReportSkillGaps", reporting.ReportSkillGapsResponse),
    "readiness": ("ReportReadiness", reporting.ReportReadinessResponse),
    "recertification": ("ReportRecertification", reporting.ReportRecertificationResponse),
    "trends": ("ReportTrends", trends_pb2.ReportTrendsResponse),
    "pipeline": ("ReportPipeline", pipeline_pb2.ReportPipelineResponse),
    "worth": ("ReportWorth", worth_pb2.ReportWorthResponse),
}
ASKED = [
    *((report, {}) for report in ANSWERS),
    *(
        (report, {"group_by": "department"})
        for report in ("skill-gaps", "readiness", "recertification", "trends")
    ),
    ("readiness", {"figures_only": "true"}),
]


def _of_groups(told: Any, name: str, *, grouped: bool) -> Iterator[dict[str, Any]]:
    """The lines of everybody, or those of each group with its name."""
    if not grouped:
        yield from told[name]
        return
    for group in told["groups"]:
        yield from ({"group": group["group"], **line} for line in group[name])


def _readiness(told: Any, asked: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    if "group_by" in asked:
        yield from ({"group": each["group"], **each["figures"]} for each in told["groups"])
    else:
        yield from [told["figures"]] if asked else told["items"]


def _ends(told: Any, *, grouped: bool) -> Iterator[dict[str, Any]]:
    for line in _of_groups(told, "lines", grouped=grouped):
        yield from ({**line, **end, **_money("renewal_cost", line)} for end in line["expiries"])


def _money(name: str, line: Mapping[str, Any]) -> dict[str, Any]:
    money = line[name] or {"currency": None, "minor_units": None}
    return {f"{name}_currency": money["currency"], f"{name}_minor_units": money["minor_units"]}


def _rows_of(report: str, told: Any, asked: Mapping[str, str]) -> list[dict[str, Any]]:
    """The rows that the JSON stands for."""
    grouped = "group_by" in asked
    match report:
        case "skill-gaps":
            return list(_of_groups(told, "gaps", grouped=grouped))
        case "readiness":
            return list(_readiness(told, asked))
        case "recertification":
            return list(_ends(told, grouped=grouped))
        case "trends":
            return [
                {**month, **(month["figures"] or {})} for month in _of_groups(told, "months", grouped=grouped)
            ]
        case "pipeline":
            return list(told["roles"])
        case _:
            return [{**line, **_money("cost", line)} for line in told["lines"]]


def _text(cell: Any) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case float():
            return str(int(cell)) if cell == int(cell) else str(cell)
        case datetime():
            return cell.replace(tzinfo=UTC).isoformat().replace("+00:00", "Z")
        case date():
            return cell.isoformat()
        case _:
            return str(cell)


def _cells(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> list[Cells]:
    return [{name: _text(row.get(name)) for name in columns} for row in rows]


def _from_csv(answer: httpx.Response) -> list[dict[str, Any]]:
    told = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    return [{name: cell.removesuffix(".0") for name, cell in row.items()} for row in told]


def _from_workbook(answer: httpx.Response) -> list[dict[str, Any]]:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0)
    header, *rows = sheet.to_python()
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


def _from_parquet(answer: httpx.Response) -> list[dict[str, Any]]:
    return list(pq.read_table(io.BytesIO(answer.content)).to_pylist())


READERS: Mapping[str, Callable[[httpx.Response], list[dict[str, Any]]]] = {
    "csv": _from_csv,
    "xlsx": _from_workbook,
    "parquet": _from_parquet,
}


def _made_by_a_job(
    services: FakeServices, report: str, told: Message, *, file_format: str, asked: Mapping[str, str]
) -> None:
    """The export of what the service told."""
    name = report.replace("-", "_")
    question = contract.ExportedQuestion()
    getattr(question, name).SetInParent()
    if "group_by" in asked:
        getattr(question, name).group_by = reporting.DIMENSION_DEPARTMENT
    if "figures_only" in asked:
        getattr(question, name).figures_only = True
    part = contract.ExportedPart()
    getattr(part, name).CopyFrom(told)
    made = contract.ReportExport(
        export_id="e1", question=question, format=file_format, state=contract.REPORT_EXPORT_STATE_DONE
    )
    services.replies["ReadReportExport"] = lambda _: [  # type: ignore[assignment, return-value]
        contract.ReadReportExportResponse(report_export=made),
        contract.ReadReportExportResponse(part=part),
    ]


@pytest.mark.parametrize(("report", "asked"), ASKED)
def test_a_report_says_the_same_in_every_form(
    gateway: Gateway, services: FakeServices, report: str, asked: dict[str, str]
) -> None:
    method, answer = ANSWERS[report]
    told = sample(answer)
    if report == "readiness":
        told.page.next_page_token = ""  # type: ignore[attr-defined]
    elif report == "skill-gaps":
        told.ClearField("columns")  # What a sample makes of them are not those of its lines.
    services.replies[method] = lambda _: told
    table = "readiness-figures" if report == "readiness" and asked else report
    columns = [
        each["name"] for each in gateway.client.get(f"/api/v1/reports/{table}/columns").json()["columns"]
    ]
    shown = gateway.client.get(f"/api/v1/reports/{report}", params=asked).json()
    expected = _cells(_rows_of(report, shown, asked), columns)
    assert expected and all(any(row.values()) for row in expected)
    for file_format, read in READERS.items():
        at_once = gateway.client.get(f"/api/v1/reports/{report}", params={**asked, "format": file_format})
        assert _cells(read(at_once), columns) == expected
        _made_by_a_job(services, report, told, file_format=file_format, asked=asked)
        by_a_job = gateway.client.get("/api/v1/report-exports/e1/file")
        assert _cells(read(by_a_job), columns) == expected
