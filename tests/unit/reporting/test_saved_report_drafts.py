"""What may be kept of a report, field by field."""

from typing import Any

import pytest

from cairn.reporting.v1 import saved_reports_pb2 as contract
from cairn_platform.errors import InvalidFieldsError
from cairn_reporting.adapters.grpc.saved_report_messages import report_to_save
from tests.support.reporting.saving import draft, every_day


def at_seven(**days: Any) -> contract.SavedReportDraft:
    return draft(schedule=contract.ReportSchedule(local_time="07:00", time_zone="UTC", **days))


@pytest.mark.parametrize(
    ("report", "field", "reason"),
    [
        (draft(name=" "), "report.name", "REQUIRED"),
        (draft(name="x" * 201), "report.name", "TOO_LONG"),
        (draft(written_question="x" * 10_001), "report.written_question", "TOO_LONG"),
        (draft(as_of_days=3661), "report.as_of_days", "OUT_OF_RANGE"),
        (draft(as_of_days=-3661), "report.as_of_days", "OUT_OF_RANGE"),
        (draft(schedule=every_day("24:00")), "report.schedule.local_time", "NOT_A_TIME"),
        (draft(schedule=every_day("7:00")), "report.schedule.local_time", "NOT_A_TIME"),
        (draft(schedule=every_day(zone="")), "report.schedule.time_zone", "UNKNOWN"),
        (draft(schedule=every_day(zone="Mars/Olympus")), "report.schedule.time_zone", "UNKNOWN"),
        (draft(schedule=every_day(zone="../../etc/passwd")), "report.schedule.time_zone", "UNKNOWN"),
        (draft(schedule=every_day(zone="Europe")), "report.schedule.time_zone", "UNKNOWN"),
        (draft(schedule=every_day(zone="right/Europe/Berlin")), "report.schedule.time_zone", "UNKNOWN"),
        (at_seven(), "report.schedule", "REQUIRED"),
        (at_seven(weekly=contract.DaysOfWeek()), "report.schedule.weekly", "REQUIRED"),
        (at_seven(weekly=contract.DaysOfWeek(iso_weekdays=[8])), "report.schedule.weekly", "OUT_OF_RANGE"),
        (at_seven(weekly=contract.DaysOfWeek(iso_weekdays=[1, 1])), "report.schedule.weekly", "DUPLICATE"),
        (at_seven(monthly=contract.DayOfMonth(day=0)), "report.schedule.monthly", "OUT_OF_RANGE"),
        (at_seven(monthly=contract.DayOfMonth(day=32)), "report.schedule.monthly", "OUT_OF_RANGE"),
    ],
)
def test_what_is_wrong_is_said_by_its_name(
    report: contract.SavedReportDraft, field: str, reason: str
) -> None:
    with pytest.raises(InvalidFieldsError) as refused:
        report_to_save(report)
    assert [(each.field, each.reason) for each in refused.value.violations] == [(field, reason)]
