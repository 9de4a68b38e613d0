"""Questions that no report can answer sensibly: refused, each with what is wrong."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from pymongo.database import Database

from cairn.catalog.v1 import entries_pb2
from cairn.reporting.v1 import reporting_service_pb2 as reporting
from cairn_platform.mongo.connection import Document
from cairn_reporting.application import report_size
from cairn_reporting.bootstrap import Stores, reporting_servicer
from tests.support.reporting.agreement import timestamp
from tests.support.reporting.calling import ReportingEndpoint, reporting_endpoint
from tests.support.reporting.company import NOW, everything, person
from tests.support.reporting.events import event
from tests.support.reporting.world import MongoWorld

BEFORE = timestamp(datetime(2001, 1, 1, tzinfo=UTC))
REPORTS = {
    "ReportSkillGaps": reporting.ReportSkillGapsRequest,
    "ReportReadiness": reporting.ReportReadinessRequest,
    "ReportRecertification": reporting.ReportRecertificationRequest,
}


@pytest.fixture
def endpoint(fenced: Database[Document], world: MongoWorld) -> Iterator[ReportingEndpoint]:
    """The two small companies."""
    world.apply(everything())
    with reporting_endpoint(reporting_servicer(Stores(fenced))) as answering:
        yield answering


def _young_tenant(world: MongoWorld) -> None:
    hired = person("zoe")
    hired.hired_on = "2020-05-01"
    world.apply([event(hired, tenant_id="young", version=1, at=NOW)])


@pytest.mark.parametrize("method", REPORTS)
def test_a_date_before_anybody_worked_there_is_named(
    endpoint: ReportingEndpoint, world: MongoWorld, method: str
) -> None:
    _young_tenant(world)
    hr = endpoint.caller("hr", tenant_id="young")
    refusal = hr.refusal(method, REPORTS[method](as_of=BEFORE))
    assert (refusal.reason, refusal.fields) == ("INVALID_FIELDS", (("as_of", "BEFORE_BEGINNING"),))


def test_where_it_is_not_known_since_when_people_work_there_every_date_is_answered(
    endpoint: ReportingEndpoint,
) -> None:
    hr = endpoint.caller("hr")
    assert hr.call("ReportReadiness", reporting.ReportReadinessRequest(as_of=BEFORE)).people


def test_nobody_found_is_no_wrong_date(endpoint: ReportingEndpoint, world: MongoWorld) -> None:
    _young_tenant(world)
    elsewhere = reporting.PeopleFilter(location="elsewhere")
    request = reporting.ReportReadinessRequest(people=elsewhere, as_of=timestamp(NOW))
    assert not endpoint.caller("hr", tenant_id="young").call("ReportReadiness", request).people


@pytest.mark.parametrize("method", ["ReportSkillGaps", "ReportReadiness"])
def test_nobody_is_compared_with_a_role_that_demands_nothing(
    endpoint: ReportingEndpoint, world: MongoWorld, method: str
) -> None:
    empty = entries_pb2.Role(role_id="empty", name="Head of Nothing")
    world.apply([event(empty, tenant_id="acme", version=1, at=NOW)])
    refusal = endpoint.caller("hr").refusal(method, REPORTS[method](role_id="empty"))
    assert refusal.reason == "ROLE_WITHOUT_REQUIREMENTS"
    assert "Head of Nothing" in refusal.message


def test_a_report_of_more_cells_than_anybody_can_use_is_refused_before_it_is_made(
    endpoint: ReportingEndpoint, world: MongoWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    hr = endpoint.caller("hr")
    skills = [entries_pb2.Skill(skill_id=f"s{number}", name=f"Skill {number}") for number in range(200)]
    world.apply([event(each, tenant_id="acme", version=1, at=NOW) for each in skills])
    asked = [reporting.AskedFor(skill_id=each.skill_id, level=1) for each in skills]
    request = reporting.ReportSkillGapsRequest(asked=asked, group_by=reporting.DIMENSION_MANAGER)
    groups = len(hr.call("ReportSkillGaps", request).groups)
    monkeypatch.setattr(report_size, "MOST_CELLS", 200 * groups * 8)
    assert hr.call("ReportSkillGaps", request).groups
    monkeypatch.setattr(report_size, "MOST_CELLS", 200 * groups * 8 - 1)
    refusal = hr.refusal("ReportSkillGaps", request)
    assert refusal.reason == "REPORT_TOO_LARGE"
    assert f"{200 * groups * 8:,}" in refusal.message
