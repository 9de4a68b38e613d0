"""Every RPC of every service on catalog's server: who has no token, the wrong role, or is of another tenant."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from google.protobuf.message import Message

from cairn.catalog.v1 import (
    catalog_service_pb2,
    curation_pb2,
    curation_pb2_grpc,
    entries_pb2,
    holding_cost_pb2,
    holding_cost_pb2_grpc,
    issuer_registry_pb2,
    issuer_registry_pb2_grpc,
    job_ads_pb2,
    job_ads_pb2_grpc,
    plans_pb2,
    plans_pb2_grpc,
    quality_pb2,
    quality_pb2_grpc,
    revisions_pb2,
    revisions_pb2_grpc,
    search_pb2,
    search_pb2_grpc,
    taxonomy_pb2,
    taxonomy_pb2_grpc,
)
from cairn_catalog.adapters.contract.forms import CREDENTIAL, ISSUER, ROLE, SKILL
from cairn_catalog.bootstrap import catalog_services
from cairn_catalog.domain.revision import day_of
from cairn_platform.clock import utc_now
from tests.support.catalog import samples
from tests.support.catalog.calling import Caller, CatalogEndpoint, refusal_of, services_endpoint
from tests.support.catalog.samples import changed
from tests.support.catalog.stored import StoredCatalogues

_TOMORROW = (day_of(utc_now()) + timedelta(days=1)).isoformat()
_KIND = curation_pb2.ENTRY_KIND_CREDENTIAL
_OWN = changed(samples.CREDENTIAL, credential_id="own", name="Zebra taming certificate", issuer_id="zebras")


@dataclass(frozen=True, kw_only=True)
class Call:
    """An RPC with a request about what is acme's own, and how others are answered."""

    stub: Any
    request: Message
    admins_only: bool = False
    to_others: str = "NOT_FOUND"
    """The reason for another tenant's admin; empty where that is answered, without what is acme's."""

    @property
    def method(self) -> str:
        """The RPC, named like its request."""
        return type(self.request).__name__.removesuffix("Request")

    def by(self, caller: Caller) -> Any:
        """The answer."""
        return caller.call_on(self.stub, self.method, self.request)


CALLS = (
    Call(
        stub=curation_pb2_grpc.CurationServiceStub,
        request=curation_pb2.GetImpactRequest(kind=_KIND, entry_id="own"),
        admins_only=True,
    ),
    Call(
        stub=curation_pb2_grpc.CurationServiceStub,
        request=curation_pb2.RetireEntryRequest(
            kind=_KIND, entry_id="own", expected_version=1, reason="Ours"
        ),
        admins_only=True,
    ),
    Call(
        stub=holding_cost_pb2_grpc.HoldingCostServiceStub,
        request=holding_cost_pb2.GetHoldingCostRequest(credential_id="own", years=3, weekly_hours=5),
    ),
    Call(
        stub=issuer_registry_pb2_grpc.IssuerRegistryServiceStub,
        request=issuer_registry_pb2.ResolveIssuerRequest(name="zebra academy"),
        to_others="",
    ),
    Call(
        stub=issuer_registry_pb2_grpc.IssuerRegistryServiceStub,
        request=issuer_registry_pb2.MergeIssuerRequest(
            issuer_id="zebras", into_issuer_id="pmi", expected_version=1
        ),
        admins_only=True,
    ),
    Call(
        stub=issuer_registry_pb2_grpc.IssuerRegistryServiceStub,
        request=issuer_registry_pb2.SetIssuerTrustRequest(
            issuer_id="zebras",
            trust=entries_pb2.IssuerTrust(verdict=entries_pb2.TRUST_VERDICT_TRUSTED, reason="We know them."),
        ),
        admins_only=True,
    ),
    Call(
        stub=quality_pb2_grpc.QualityServiceStub,
        request=quality_pb2.GetQualityRequest(credential_id="own"),
    ),
    Call(
        stub=revisions_pb2_grpc.RevisionServiceStub,
        request=revisions_pb2.GetRevisionRequest(kind=_KIND, entry_id="own"),
        admins_only=True,
    ),
    Call(
        stub=revisions_pb2_grpc.RevisionServiceStub,
        request=revisions_pb2.ListRevisionsRequest(),
        admins_only=True,
        to_others="",
    ),
    Call(
        stub=revisions_pb2_grpc.RevisionServiceStub,
        request=revisions_pb2.ReplaceRevisionRequest(
            entry=revisions_pb2.AnyEntry(credential=changed(samples.CREDENTIAL, credential_id="own")),
            effective_on=_TOMORROW,
            expected_version=1,
            confirmed_impact="seen",
        ),
        admins_only=True,
        # For them there is no such entry, and only what is published is revised on a later day.
        to_others="INVALID_FIELDS",
    ),
    Call(
        stub=revisions_pb2_grpc.RevisionServiceStub,
        request=revisions_pb2.WithdrawRevisionRequest(kind=_KIND, entry_id="own", expected_version=1),
        admins_only=True,
    ),
    Call(
        stub=search_pb2_grpc.SearchServiceStub,
        request=search_pb2.SearchCatalogueRequest(query="zebra"),
        to_others="",
    ),
    Call(
        stub=taxonomy_pb2_grpc.TaxonomyServiceStub,
        request=taxonomy_pb2.ImportRoleLaddersRequest(csv=b"x", title="x", version="1", dry_run=True),
        admins_only=True,
        to_others="INVALID_FIELDS",
    ),
    Call(
        stub=taxonomy_pb2_grpc.TaxonomyServiceStub,
        request=taxonomy_pb2.ListTaxonomyImportsRequest(),
        to_others="",
    ),
    Call(
        stub=plans_pb2_grpc.PlanningServiceStub,
        request=plans_pb2.MakePlanRequest(
            role_id="zebra-tamer",
            objective=plans_pb2.PLAN_OBJECTIVE_LEAST_COST,
            currency="USD",
            weekly_hours=5,
        ),
        to_others="INVALID_FIELDS",
    ),
    Call(
        stub=job_ads_pb2_grpc.JobAdsServiceStub,
        request=job_ads_pb2.AnalyseJobAdsRequest(ads=[job_ads_pb2.JobAd(text="You know zebra taming.")]),
        to_others="",
    ),
)


@pytest.fixture
def asked(catalogues: StoredCatalogues) -> Iterator[CatalogEndpoint]:
    """Everything that catalog serves, with entries of acme's own, one of them with a scheduled revision."""
    with services_endpoint(catalog_services(catalogues.database).values()) as endpoint:
        admin = endpoint.caller("acme", "tenant-admin")
        admin.publish(ISSUER, changed(samples.ISSUER, issuer_id="zebras", name="Zebra Academy"))
        admin.publish(SKILL, changed(samples.SKILL, skill_id="zebra-taming", name="zebra taming"))
        admin.publish(ROLE, changed(samples.ROLE, role_id="zebra-tamer", name="Zebra tamer"))
        admin.publish(CREDENTIAL, _OWN)
        later = changed(_OWN, name="Zebra taming diploma")
        admin.publish(CREDENTIAL, later, expected=1, effective_on=_TOMORROW)
        yield endpoint


def test_every_rpc_beside_those_of_the_entries_is_tried(catalogues: StoredCatalogues) -> None:
    tried = {call.request.DESCRIPTOR.full_name for call in CALLS}
    modules = (
        curation_pb2, holding_cost_pb2, issuer_registry_pb2, job_ads_pb2, plans_pb2, quality_pb2,
        revisions_pb2, search_pb2, taxonomy_pb2,
    )  # fmt: skip
    services = [each for module in modules for each in module.DESCRIPTOR.services_by_name.values()]
    assert tried == {method.input_type.full_name for each in services for method in each.methods}
    served = {each.full_name for each in services}
    entries = catalog_service_pb2.DESCRIPTOR.services_by_name["CatalogService"].full_name
    assert set(catalog_services(catalogues.database)) == served | {entries}


def test_nobody_calls_without_a_token(asked: CatalogEndpoint) -> None:
    found = {call.method: refusal_of(partial(call.by, asked.stranger())).reason for call in CALLS}
    assert found == dict.fromkeys(found, "TOKEN_MISSING")


def test_a_token_for_two_tenants_or_for_the_public_one_is_none(asked: CatalogEndpoint) -> None:
    organizations: tuple[dict[str, Any], ...] = ({"acme": {}, "globex": {}}, {"public": {}})
    for organization in organizations:
        caller = asked.caller("acme", "tenant-admin", organization=organization)
        found = {call.method: refusal_of(partial(call.by, caller)).reason for call in CALLS}
        assert found == dict.fromkeys(found, "TENANT_NOT_NAMED")


def test_what_changes_the_catalogue_or_says_who_it_touches_is_for_admins(asked: CatalogEndpoint) -> None:
    caller = asked.caller("acme", "employee", "manager", "hr")
    refused = [call for call in CALLS if call.admins_only]
    found = {call.method: refusal_of(partial(call.by, caller)).reason for call in refused}
    assert found == dict.fromkeys(found, "ROLE_REQUIRED")
    for call in CALLS:
        if not call.admins_only:
            assert call.by(caller) is not None, call.method


def test_another_tenants_admin_sees_and_changes_nothing(asked: CatalogEndpoint) -> None:
    other = asked.caller("globex", "tenant-admin")
    refused = {call.method: call.to_others for call in CALLS if call.to_others}
    found = {call.method: refusal_of(partial(call.by, other)).reason for call in CALLS if call.to_others}
    assert found == refused
    for call in CALLS:
        if not call.to_others:
            assert "zebra" not in str(call.by(other)).lower(), call.method
    own = asked.caller("acme", "tenant-admin").get(CREDENTIAL, "own")
    assert (own.version, own.lifecycle.revision_due_on) == (1, _TOMORROW)
