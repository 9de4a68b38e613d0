"""Searching the catalogue: the route /search."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from cairn.catalog.v1 import search_pb2 as messages
from cairn_gateway.adapters.http import entries, paging
from cairn_gateway.adapters.http.caller import Asking
from cairn_gateway.adapters.http.entry_parts import CredentialKind
from cairn_gateway.adapters.http.model import Answer, Count, Page, PageQuery
from cairn_gateway.adapters.http.quality import QualityGrade
from cairn_gateway.adapters.http.translation import answer


class SearchedKind(StrEnum):
    """What can be found."""

    CREDENTIAL = "credential"
    SKILL = "skill"
    ROLE = "role"
    STACK = "stack"
    LEARNING_PATH = "learning_path"


class Facet(StrEnum):
    """By what credentials can be narrowed down."""

    KIND = "kind"
    ISSUER = "issuer"
    COST = "cost"
    HOURS = "hours"
    SKILL = "skill"
    EXPIRES = "expires"
    QUALITY = "quality"


class CostBand(StrEnum):
    """What a credential costs to get, in its own currency."""

    FREE = "free"
    UP_TO_100 = "up_to_100"
    UP_TO_500 = "up_to_500"
    UP_TO_2500 = "up_to_2500"
    OVER_2500 = "over_2500"
    UNKNOWN = "unknown"


class HoursBand(StrEnum):
    """How many hours a credential usually takes."""

    UP_TO_10 = "up_to_10"
    UP_TO_50 = "up_to_50"
    UP_TO_200 = "up_to_200"
    OVER_200 = "over_200"
    UNKNOWN = "unknown"


class ExpiryChoice(StrEnum):
    """Whether a credential expires."""

    YES = "yes"
    NEVER = "never"


Ids = Annotated[list[str], Field(default_factory=list, max_length=100)]


class SearchQuery(PageQuery):
    """What is looked for. Values of one facet are alternatives; several facets have to fit together, and leave credentials only."""

    query: Annotated[str, Field(max_length=200)] = ""
    """Words, all of which have to match: as they are, as beginnings, or with a typing error or two. None finds everything."""
    what: Annotated[list[SearchedKind], Field(default_factory=list)]
    """Only these kinds of entries."""
    kind: Annotated[list[CredentialKind], Field(default_factory=list)]
    """Only credentials of these kinds."""
    issuer: Ids
    """Only credentials of these issuers."""
    cost: Annotated[list[CostBand], Field(default_factory=list)]
    """Only credentials that cost so much to get."""
    hours: Annotated[list[HoursBand], Field(default_factory=list)]
    """Only credentials that take so many hours."""
    skill: Ids
    """Only credentials that grant one of these skills."""
    expires: Annotated[list[ExpiryChoice], Field(default_factory=list)]
    """Only credentials that expire, or that never do."""
    quality: Annotated[list[QualityGrade], Field(default_factory=list)]
    """Only credentials of these grades; the organization's own trust in their issuers counts."""


class SearchHit(Answer):
    """An entry that was found: the one field that is not null."""

    credential: entries.Credential | None
    """A credential."""
    skill: entries.Skill | None
    """A skill."""
    role: entries.Role | None
    """A role."""
    stack: entries.Stack | None
    """A stack."""
    learning_path: entries.LearningPath | None
    """A learning path."""


class FacetValue(Answer):
    """How many hits have a value of a facet."""

    value: str
    """The value, as the query takes it."""
    label: str | None
    """The issuer's or skill's name; null where the value speaks for itself."""
    count: Count
    """How many hits have it, as far as what was chosen of the other facets leaves them."""


class FacetValues(Answer):
    """The values of one facet among the hits."""

    facet: Facet
    """The facet, as the query's parameter is called."""
    values: list[FacetValue]
    """Its values, the most frequent first, at most 50."""


class SearchPage(Page[SearchHit]):
    """One page of what was found, the best first."""

    facets: list[FacetValues]
    """What the search can be narrowed down by."""
    total: Count
    """How many hits there are in all."""


router = APIRouter(prefix="/search", tags=["search"])


@router.get("", operation_id="searchCatalogue", summary="Search the catalogue")
async def search_catalogue(upstream: Asking, query: Annotated[SearchQuery, Query()]) -> SearchPage:
    """Credentials, skills, roles, stacks and learning paths by words and facets, as the caller's tenant sees them."""
    asked = messages.SearchCatalogueRequest(
        query=query.query,
        kinds=[messages.SearchedKind.Value(f"SEARCHED_KIND_{each.upper()}") for each in query.what],
        choices=[
            messages.FacetChoice(
                facet=messages.Facet.Value(f"FACET_{facet.upper()}"), values=getattr(query, facet)
            )
            for facet in Facet
            if getattr(query, facet)
        ],
        page=paging.asked(query),
    )
    found = await upstream.read(upstream.search.SearchCatalogue, asked)
    return answer(
        SearchPage,
        found,
        items=[answer(SearchHit, hit) for hit in found.hits],
        next_cursor=paging.next_cursor(found.page),
    )
