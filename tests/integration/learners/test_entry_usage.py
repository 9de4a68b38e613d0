"""Whom a change of the catalogue touches: counted for admins, in one tenant."""

from dataclasses import replace
from datetime import date

import pytest

from cairn_learners.adapters.mongo.entry_usage import MongoUsageCounts
from cairn_learners.application.entry_usage import EntryUsage, count_usage
from cairn_learners.domain.achievements import Decision
from cairn_platform.errors import RoleRequiredError
from cairn_platform.identity import Principal
from tests.support.learners.builders import NOW, a_person, an_achievement, an_enrolment
from tests.support.learners.mongo_world import MongoWorld

_ADMIN = Principal(
    tenant_id="acme",
    subject="sub-1",
    roles=frozenset({"tenant-admin"}),
    client_id="portal",
    email=None,
    email_verified=False,
)


@pytest.fixture
def counts(world: MongoWorld) -> MongoUsageCounts:
    world.put(
        a_person("ann", role_id="clerk", target_role_id="lead"),
        a_person("bob", role_id="clerk"),
        an_achievement("badge", person_id="ann"),
        an_achievement("badge", person_id="ann", issued_on=date(2020, 1, 1), validity="P1Y"),
        an_achievement("badge", person_id="cid", issued_on=date(2020, 1, 1), validity="P1Y"),
        an_achievement("badge", person_id="bob", decision=Decision.CLAIMED),
        an_enrolment(person_id="ann"),
    )
    world.put(an_achievement("badge", person_id="zoe"), a_person("zoe", role_id="clerk"), tenant_id="globex")
    return MongoUsageCounts(world.database, tenant_id="acme")


def test_a_credential_has_holders_and_claimants(counts: MongoUsageCounts) -> None:
    assert counts.of_credential("badge", now=NOW) == EntryUsage(holders=1, claimants=1)
    assert counts.of_credential("unknown", now=NOW) == EntryUsage()


def test_a_path_has_people_on_it(counts: MongoUsageCounts) -> None:
    assert counts.of_path("path") == EntryUsage(enrolled=1)


def test_a_role_has_people_in_it_and_people_who_aim_at_it(counts: MongoUsageCounts) -> None:
    assert counts.of_role("clerk") == EntryUsage(in_role=2)
    assert counts.of_role("lead") == EntryUsage(aiming=1)


def test_only_admins_are_told(counts: MongoUsageCounts) -> None:
    def asked_by(principal: Principal) -> EntryUsage:
        return count_usage(counts, principal=principal, credential_id="", path_id="", role_id="lead", now=NOW)

    assert asked_by(_ADMIN).aiming == 1
    with pytest.raises(RoleRequiredError):
        asked_by(replace(_ADMIN, roles=frozenset({"hr", "manager"})))
