"""Reading job ads with what is in MongoDB: soon after it was published, and with another tenant's skills never."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import grpc
import pytest

from cairn.catalog.v1 import entries_pb2 as entries
from cairn.catalog.v1 import job_ads_pb2 as pb
from cairn.catalog.v1 import job_ads_pb2_grpc
from cairn_catalog.adapters.contract.forms import SKILL
from cairn_catalog.adapters.mongo.search_spaces import FRESH_FOR_SECONDS, MongoSearchSpaces
from cairn_catalog.bootstrap import catalog_servicer, curation_servicer, job_ads_servicer
from tests.support.catalog.calling import Caller, CatalogEndpoint, catalog_endpoint, refusal_of
from tests.support.catalog.samples import NOW, changed, sample
from tests.support.catalog.stored import StoredCatalogues
from tests.support.passing import Passing

AD = "Zebra taming is required. Project management too."


@pytest.fixture
def clock() -> Passing:
    return Passing()


@pytest.fixture
def reading(catalogues: StoredCatalogues, clock: Passing) -> Iterator[CatalogEndpoint]:
    """CatalogService and JobAdsService over the same database."""
    servicer = job_ads_servicer(MongoSearchSpaces(catalogues.database, clock=lambda: NOW, monotonic=clock))
    add = partial(job_ads_pb2_grpc.add_JobAdsServiceServicer_to_server, servicer)
    with catalog_endpoint(
        catalog_servicer(catalogues.database), curation_servicer(catalogues.database), further=[add]
    ) as found:
        yield found


def _read(caller: Caller, *texts: str) -> pb.AnalyseJobAdsResponse:
    request = pb.AnalyseJobAdsRequest(ads=[pb.JobAd(text=text) for text in texts])
    answer: pb.AnalyseJobAdsResponse = caller.call_on(
        job_ads_pb2_grpc.JobAdsServiceStub, "AnalyseJobAds", request
    )
    return answer


def _ids(answer: pb.AnalyseJobAdsResponse) -> set[str]:
    return {each.skill_id for each in answer.skills if each.skill_id}


def _zebra() -> Any:
    return changed(sample(SKILL), skill_id="zebra-taming", name="zebra taming", aliases=[], esco_uri="")


def test_a_public_skill_is_found_with_its_id_and_uri(reading: CatalogEndpoint) -> None:
    found = [each for each in _read(reading.caller("acme", "employee"), AD).skills if each.skill_id]
    assert [(each.skill_id, each.source) for each in found] == [
        ("project-management", pb.ASKED_SOURCE_CATALOGUE)
    ]
    assert found[0].esco_uri == sample(SKILL).esco_uri
    (mention,) = found[0].mentions
    assert AD[mention.start : mention.end] == "Project management"


def test_a_tenant_s_own_skill_is_found_a_moment_later_and_for_that_tenant_only(
    reading: CatalogEndpoint, clock: Passing
) -> None:
    acme, other = reading.caller("acme", "tenant-admin"), reading.caller("other", "tenant-admin")
    assert _ids(_read(acme, AD)) == {"project-management"}
    acme.publish(SKILL, _zebra())
    clock.seconds += FRESH_FOR_SECONDS
    assert _ids(_read(acme, AD)) == {"project-management", "zebra-taming"}
    assert _ids(_read(other, AD)) == {"project-management"}


def test_a_tenant_s_own_name_for_a_public_skill_is_its_alone(
    reading: CatalogEndpoint, clock: Passing
) -> None:
    acme, other = reading.caller("acme", "tenant-admin"), reading.caller("other", "tenant-admin")
    acme.publish(SKILL, changed(sample(SKILL), name="Herding cats"))
    clock.seconds += FRESH_FOR_SECONDS
    text = "Experience with herding cats"
    assert _ids(_read(acme, text)) == {"project-management"}
    assert _ids(_read(other, text)) == set()


def test_what_is_retired_is_not_found(reading: CatalogEndpoint, clock: Passing) -> None:
    acme = reading.caller("acme", "tenant-admin")
    acme.publish(SKILL, _zebra())
    retired = entries.Lifecycle(
        state=entries.ENTRY_STATE_RETIRED, retired_on="2026-01-01", retirement_reason="Nobody does."
    )
    acme.publish(SKILL, changed(_zebra(), lifecycle=retired), expected=1)
    clock.seconds += FRESH_FOR_SECONDS
    assert _ids(_read(acme, AD)) == {"project-management"}


def test_what_is_wrong_with_ads_is_named(reading: CatalogEndpoint) -> None:
    refusal = refusal_of(lambda: _read(reading.caller("acme"), "Java", ""))
    assert (refusal.status, refusal.fields) == (
        grpc.StatusCode.INVALID_ARGUMENT,
        (("ads[1].text", "REQUIRED"),),
    )


def test_who_has_no_token_is_not_answered(reading: CatalogEndpoint) -> None:
    assert refusal_of(lambda: _read(reading.stranger(), AD)).reason == "TOKEN_MISSING"
