"""What a tenant settles about its reports, on a real channel."""

from typing import Any

import pytest

from cairn.reporting.v1 import report_settings_pb2 as contract
from cairn.reporting.v1 import reporting_service_pb2 as reports
from tests.support.reporting.calling import ReportingEndpoint

GET = contract.GetReportSettingsRequest()
ORDER = [reports.ASSESSOR_REVIEWER, reports.ASSESSOR_MANAGER, reports.ASSESSOR_PEER]


def _settings(**given: Any) -> contract.ReportSettings:
    return contract.ReportSettings(**{"ranking": ORDER, "smallest_cell": 5, **given})


def _set(
    settings: contract.ReportSettings, *, expected_version: int = 0
) -> contract.SetReportSettingsRequest:
    return contract.SetReportSettingsRequest(settings=settings, expected_version=expected_version)


def test_the_defaults_hold_until_something_is_settled(reporting: ReportingEndpoint) -> None:
    found = reporting.caller("hr").call("GetReportSettings", GET)
    assert found == contract.GetReportSettingsResponse(settings=_settings(), version=0)


def test_what_is_settled_is_what_is_read_and_what_reports_go_by(reporting: ReportingEndpoint) -> None:
    admin = reporting.caller("tenant-admin", tenant_id="globex")
    other = _settings(
        ranking=ORDER[::-1],
        self_ratings_count=True,
        ageing=[contract.SkillAgeing(skill_id="python", months=24)],
        smallest_cell=1,
    )
    assert admin.call("SetReportSettings", _set(other)) == contract.SetReportSettingsResponse(
        settings=other, version=1
    )
    assert admin.call("GetReportSettings", GET).settings == other
    request = reports.ReportSkillGapsRequest(asked=[reports.AskedFor(skill_id="python", level=2)])
    (gap,) = reporting.caller("analyst", tenant_id="globex").call("ReportSkillGaps", request).gaps
    assert (gap.demanded, gap.short) == (2, 1)


def test_who_did_not_read_the_last_version_is_refused(reporting: ReportingEndpoint) -> None:
    admin = reporting.caller("tenant-admin", tenant_id="initech")
    admin.call("SetReportSettings", _set(_settings()))
    assert admin.refusal("SetReportSettings", _set(_settings())).reason == "STALE_VERSION"


def test_only_a_tenant_admin_settles_and_only_hr_beside_reads(reporting: ReportingEndpoint) -> None:
    for roles in (["hr"], ["employee", "manager"], ["analyst"]):
        caller = reporting.caller(*roles)
        assert caller.refusal("SetReportSettings", _set(_settings())).reason == "ROLE_REQUIRED"
    for role in ("employee", "analyst"):
        assert reporting.caller(role).refusal("GetReportSettings", GET).reason == "ROLE_REQUIRED"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"ranking": [reports.ASSESSOR_SELF]}, "settings.ranking[0]"),
        ({"ranking": [reports.ASSESSOR_PEER, reports.ASSESSOR_PEER]}, "settings.ranking[1]"),
        ({"smallest_cell": 0}, "settings.smallest_cell"),
        ({"ageing": [contract.SkillAgeing(months=1)]}, "settings.ageing[0].skill_id"),
        ({"ageing": [contract.SkillAgeing(skill_id="python")]}, "settings.ageing[0].months"),
        ({"ageing": [contract.SkillAgeing(skill_id="python", months=601)]}, "settings.ageing[0].months"),
    ],
)
def test_what_cannot_be_settled_is_named(
    reporting: ReportingEndpoint, given: dict[str, Any], field: str
) -> None:
    refusal = reporting.caller("tenant-admin").refusal("SetReportSettings", _set(_settings(**given)))
    assert [name for name, _ in refusal.fields] == [field]
