"""ReportingService over the read models in MongoDB, as bootstrap puts it together."""

from collections.abc import Iterator

import pytest
from pymongo.database import Database

from cairn.reporting.v1 import reporting_service_pb2 as contract
from cairn_platform.mongo.connection import Document
from cairn_reporting.bootstrap import Stores, reporting_servicer
from tests.support.reporting.agreement import timestamp
from tests.support.reporting.calling import ReportingEndpoint, reporting_endpoint
from tests.support.reporting.company import NEWEST_AT, NOW, everything, person
from tests.support.reporting.events import event
from tests.support.reporting.world import MongoWorld


@pytest.fixture
def reporting(fenced: Database[Document], world: MongoWorld) -> Iterator[ReportingEndpoint]:
    """The two small companies."""
    world.apply(everything())
    with reporting_endpoint(reporting_servicer(Stores(fenced))) as endpoint:
        yield endpoint


def test_each_report_is_answered_for_the_tenant_of_the_token(reporting: ReportingEndpoint) -> None:
    at = timestamp(NOW)
    for tenant_id, people, short in (("acme", 6, ["dan", "fay"]), ("globex", 2, ["bob"])):
        hr = reporting.caller("hr", tenant_id=tenant_id)
        gaps = hr.call("ReportSkillGaps", contract.ReportSkillGapsRequest(as_of=at))
        readiness = hr.call("ReportReadiness", contract.ReportReadinessRequest(as_of=at))
        recertification = hr.call("ReportRecertification", contract.ReportRecertificationRequest(as_of=at))
        assert gaps.people_count + gaps.without_role_count == recertification.people_count == people
        assert len(readiness.people) + readiness.without_role_count == people
        (python,) = [gap for gap in gaps.gaps if gap.required_level == 2]
        assert list(python.short_person_ids) == short


def test_a_manager_sees_the_own_line_and_a_changed_line_counts_at_once(
    reporting: ReportingEndpoint, world: MongoWorld
) -> None:
    bob = reporting.caller("manager", subject="account-bob")
    request = contract.GetSkillProfileRequest(person_id="cleo")
    assert bob.call("GetSkillProfile", request).freshness.fresh_as_of == timestamp(NEWEST_AT)
    world.apply([event(person("cleo", manager="eve"), tenant_id="acme", version=2, at=NOW)])
    assert bob.refusal("GetSkillProfile", request).reason == "NOT_FOUND"
    eve = reporting.caller("manager", subject="account-eve")
    assert eve.call("GetSkillProfile", request).freshness.fresh_as_of == timestamp(NOW)


def test_an_account_linked_a_moment_ago_is_first_not_known_and_then_is(
    reporting: ReportingEndpoint, world: MongoWorld
) -> None:
    dan = reporting.caller("employee", subject="account-dan")
    request = contract.GetSkillProfileRequest()
    assert dan.refusal("GetSkillProfile", request).reason == "ACCOUNT_NOT_YET_KNOWN"
    world.apply([event(person("dan", manager="bob"), tenant_id="acme", version=2, at=NOW)])
    assert dan.call("GetSkillProfile", request).person_id == "dan"
