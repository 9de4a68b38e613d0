"""GET /search: what REST is asked becomes one call, and its answer is worded by the API's names."""

import pytest

from cairn.catalog.v1 import entries_pb2 as entries
from cairn.catalog.v1 import search_pb2 as messages
from cairn.common.v1.paging_pb2 import PageInfo
from cairn_gateway.adapters.http import search
from tests.support.gateway.fake_services import FakeServices
from tests.support.gateway.running import Gateway


def test_words_kinds_and_facets_are_asked_for(gateway: Gateway, services: FakeServices) -> None:
    answer = gateway.client.get(
        "/api/v1/search?query=data&what=credential&what=learning_path&kind=licence&issuer=pmi&issuer=google&expires=never&quality=solid&quality=strong&limit=7"
    )
    assert answer.status_code == 200
    request = services.only("SearchCatalogue").request
    assert (request.query, request.page.page_size) == ("data", 7)
    assert list(request.kinds) == [messages.SEARCHED_KIND_CREDENTIAL, messages.SEARCHED_KIND_LEARNING_PATH]
    assert {each.facet: list(each.values) for each in request.choices} == {
        messages.FACET_KIND: ["licence"],
        messages.FACET_ISSUER: ["pmi", "google"],
        messages.FACET_EXPIRES: ["never"],
        messages.FACET_QUALITY: ["solid", "strong"],
    }


def test_hits_have_the_entry_that_was_found_and_facets_their_names(
    gateway: Gateway, services: FakeServices
) -> None:
    services.replies["SearchCatalogue"] = lambda _: messages.SearchCatalogueResponse(
        hits=[
            messages.SearchHit(
                skill=entries.Skill(skill_id="s", version=1, origin=entries.ORIGIN_PUBLIC, name="Data")
            )
        ],
        facets=[
            messages.FacetCounts(
                facet=messages.FACET_ISSUER,
                values=[messages.FacetValueCount(value="pmi", label="PMI", count=3)],
            ),
            messages.FacetCounts(
                facet=messages.FACET_COST, values=[messages.FacetValueCount(value="free", count=1)]
            ),
        ],
        total=4,
        page=PageInfo(next_page_token="more"),
    )
    answer = gateway.client.get("/api/v1/search").json()
    [hit] = answer["items"]
    assert hit["skill"]["name"] == "Data"
    assert [name for name, found in hit.items() if found is not None] == ["skill"]
    assert answer["facets"] == [
        {"facet": "issuer", "values": [{"value": "pmi", "label": "PMI", "count": 3}]},
        {"facet": "cost", "values": [{"value": "free", "label": None, "count": 1}]},
    ]
    assert (answer["total"], answer["next_cursor"]) == (4, "more")


@pytest.mark.parametrize(
    "asked", ["cost=cheap", "what=issuer", "kind=diploma", "expires=maybe", "quality=good", "colour=red"]
)
def test_an_unknown_value_or_facet_is_refused(gateway: Gateway, asked: str) -> None:
    answer = gateway.client.get(f"/api/v1/search?{asked}")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["parameter"] == asked.split("=", maxsplit=1)[0]


def test_each_facet_is_a_parameter_of_the_query() -> None:
    assert {facet.value for facet in search.Facet} <= set(search.SearchQuery.model_fields)
