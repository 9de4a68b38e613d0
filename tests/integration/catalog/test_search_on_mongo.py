"""Searching what is in MongoDB: soon after it was published, and across tenants never."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import grpc
import pytest

from cairn.catalog.v1 import entries_pb2, search_pb2_grpc
from cairn.catalog.v1 import search_pb2 as pb
from cairn.common.v1.paging_pb2 import PageRequest
from cairn_catalog.adapters.contract.forms import CREDENTIAL, ISSUER, SKILL
from cairn_catalog.adapters.grpc.search_servicer import FACETS, SEARCHED, SearchServicer
from cairn_catalog.adapters.mongo.issuer_trusts import MongoIssuerTrusts
from cairn_catalog.adapters.mongo.search_spaces import FRESH_FOR_SECONDS, MongoSearchSpaces
from cairn_catalog.bootstrap import catalog_servicer, curation_servicer
from cairn_catalog.domain.issuer_trust import IssuerTrust, TrustVerdict
from cairn_platform.changes import Change
from tests.support.catalog import samples
from tests.support.catalog.calling import Caller, CatalogEndpoint, catalog_endpoint, refusal_of
from tests.support.catalog.samples import NOW, changed
from tests.support.catalog.stored import StoredCatalogues
from tests.support.passing import Passing


@pytest.fixture
def clock() -> Passing:
    return Passing()


@pytest.fixture
def searchable(catalogues: StoredCatalogues, clock: Passing) -> Iterator[CatalogEndpoint]:
    """CatalogService and SearchService over the same database."""
    servicer = SearchServicer(
        spaces_of=MongoSearchSpaces(catalogues.database, clock=lambda: NOW, monotonic=clock).of,
        catalogue_of=catalogues.of,
        revisions_of=catalogues.revisions_of,
    )
    add = partial(search_pb2_grpc.add_SearchServiceServicer_to_server, servicer)
    with catalog_endpoint(
        catalog_servicer(catalogues.database), curation_servicer(catalogues.database), further=[add]
    ) as found:
        yield found


def _search(caller: Caller, query: str = "", **asked: Any) -> pb.SearchCatalogueResponse:
    request = pb.SearchCatalogueRequest(query=query, **asked)
    answer: pb.SearchCatalogueResponse = caller.call_on(
        search_pb2_grpc.SearchServiceStub, "SearchCatalogue", request
    )
    return answer


def _names(answer: pb.SearchCatalogueResponse) -> list[str]:
    return [getattr(hit, str(hit.WhichOneof("entry"))).name for hit in answer.hits]


def test_every_kind_of_entry_is_found_as_the_tenant_sees_it(searchable: CatalogEndpoint) -> None:
    answer = _search(searchable.caller("acme", "employee"))
    assert answer.total == len(answer.hits)
    assert {hit.WhichOneof("entry") for hit in answer.hits} == {form.field for form in SEARCHED.values()}
    [found] = [hit.credential for hit in answer.hits if hit.HasField("credential")]
    assert found == searchable.caller("acme").get(CREDENTIAL, "pmp")


def test_what_is_published_is_found_a_moment_later(searchable: CatalogEndpoint, clock: Passing) -> None:
    admin = searchable.caller("acme", "tenant-admin")
    assert _names(_search(admin, "welding")) == []
    admin.publish(SKILL, changed(samples.SKILL, skill_id="welding", name="Welding", aliases=[]))
    clock.seconds += FRESH_FOR_SECONDS
    assert _names(_search(admin, "weldign")) == ["Welding"]
    admin.publish(SKILL, changed(samples.SKILL, skill_id="welding", name="Brazing", aliases=[]), expected=1)
    clock.seconds += FRESH_FOR_SECONDS
    assert _names(_search(admin, "welding")) == []
    assert _names(_search(admin, "brazing")) == ["Brazing"]


def test_another_tenant_never_finds_it(searchable: CatalogEndpoint, clock: Passing) -> None:
    searchable.caller("acme", "tenant-admin").publish(
        CREDENTIAL, changed(samples.CREDENTIAL, name="Secret programme", issuer_id="pmi")
    )
    clock.seconds += FRESH_FOR_SECONDS
    globex = _search(searchable.caller("globex", "tenant-admin"), "secret programme")
    assert (globex.total, [len(each.values) for each in globex.facets]) == (0, [0] * len(FACETS))
    assert _names(_search(searchable.caller("acme"), "secret programme")) == ["Secret programme"]
    assert "Secret programme" not in _names(_search(searchable.caller("globex")))


def test_an_own_credential_is_found_by_the_public_issuers_name(
    searchable: CatalogEndpoint, clock: Passing
) -> None:
    admin = searchable.caller("acme", "tenant-admin")
    admin.publish(CREDENTIAL, changed(samples.CREDENTIAL, credential_id="own", name="Inner circle"))
    clock.seconds += FRESH_FOR_SECONDS
    assert "Inner circle" in _names(_search(admin, "project management institute"))


def test_facets_have_the_names_of_what_they_stand_for(searchable: CatalogEndpoint) -> None:
    answer = _search(searchable.caller("acme"))
    by_facet = {each.facet: each.values for each in answer.facets}
    assert set(by_facet) == set(FACETS)
    assert by_facet[pb.FACET_ISSUER] == [pb.FacetValueCount(value="pmi", label="PMI", count=1)]
    assert by_facet[pb.FACET_SKILL][0].label == "project management"
    assert by_facet[pb.FACET_KIND] == [pb.FacetValueCount(value="industry_certification", count=1)]


def _grades(caller: Caller) -> dict[str, int]:
    [counts] = [each for each in _search(caller).facets if each.facet == pb.FACET_QUALITY]
    return {each.value: each.count for each in counts.values}


def test_the_grade_heeds_the_tenants_own_trust_a_moment_later_and_for_nobody_else(
    searchable: CatalogEndpoint, catalogues: StoredCatalogues, clock: Passing
) -> None:
    acme, globex = searchable.caller("acme"), searchable.caller("globex")
    before = _grades(acme)
    assert before == _grades(globex) == {"unproven": 1}
    trusts = MongoIssuerTrusts(catalogues.database, tenant_id="acme", clock=lambda: NOW)
    verdicts = [TrustVerdict.TRUSTED, TrustVerdict.UNSET]
    for version, (verdict, grades) in enumerate(zip(verdicts, [{"light": 1}, before], strict=True), start=1):
        said = IssuerTrust(issuer_id="pmi", version=version, verdict=verdict, reason="")
        trusts.commit(Change(aggregate=said, happened="stated", happened_at=NOW))
        clock.seconds += FRESH_FOR_SECONDS
        assert _grades(acme) == grades
        assert _grades(globex) == before
    chosen = pb.FacetChoice(facet=pb.FACET_QUALITY, values=list(before))
    assert _names(_search(acme, choices=[chosen])) == ["Project Management Professional"]


def test_an_own_view_of_an_issuer_counts_for_public_credentials(
    searchable: CatalogEndpoint, clock: Passing
) -> None:
    before = _grades(searchable.caller("globex"))
    admin = searchable.caller("acme", "tenant-admin")
    widely = entries_pb2.Recognition(extent=entries_pb2.RECOGNITION_EXTENT_WIDELY, source="Ours")
    admin.publish(ISSUER, changed(samples.ISSUER, recognition=widely))
    clock.seconds += FRESH_FOR_SECONDS
    assert _grades(admin) != before == _grades(searchable.caller("globex"))


def test_hits_are_paged(searchable: CatalogEndpoint) -> None:
    caller, names, token = searchable.caller("acme"), [], ""
    while True:
        answer = _search(caller, "project", page=PageRequest(page_size=1, page_token=token))
        names += _names(answer)
        token = answer.page.next_page_token
        if not token:
            break
    assert names == _names(_search(caller, "project"))
    assert answer.total == len(names) > 2


def test_a_token_of_another_search_is_refused(searchable: CatalogEndpoint) -> None:
    caller = searchable.caller("acme")
    token = _search(caller, "project", page=PageRequest(page_size=1)).page.next_page_token
    refusal = refusal_of(lambda: _search(caller, "delivery", page=PageRequest(page_token=token)))
    assert refusal.reason == "PAGE_TOKEN_INVALID"


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"query": "x" * 201}, ("query", "TOO_LONG")),
        ({"query": "a\0b"}, ("query", "CONTROL_CHARACTER")),
        ({"kinds": [99]}, ("kinds[0]", "OUT_OF_RANGE")),
        ({"choices": [pb.FacetChoice(facet=pb.FACET_UNSPECIFIED)]}, ("choices[0].facet", "OUT_OF_RANGE")),
        (
            {"choices": [pb.FacetChoice(facet=pb.FACET_COST), pb.FacetChoice(facet=pb.FACET_COST)]},
            ("choices[1].facet", "DUPLICATE"),
        ),
        (
            {"choices": [pb.FacetChoice(facet=pb.FACET_SKILL, values=[str(n) for n in range(101)])]},
            ("skill", "OUT_OF_RANGE"),
        ),
    ],
    ids=str,
)
def test_bad_searches_are_refused_by_field(
    searchable: CatalogEndpoint, asked: dict[str, Any], field: tuple[str, str]
) -> None:
    refusal = refusal_of(lambda: _search(searchable.caller("acme"), **asked))
    assert refusal.status is grpc.StatusCode.INVALID_ARGUMENT
    assert refusal.fields == (field,)


def test_nobody_searches_without_a_token(searchable: CatalogEndpoint) -> None:
    assert refusal_of(lambda: _search(searchable.stranger())).status is grpc.StatusCode.UNAUTHENTICATED
