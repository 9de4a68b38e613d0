"""The RPC of SearchService."""
# ruff: noqa: N802, ARG002 (the contract's names; every RPC is handed its context)

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import grpc

from cairn.catalog.v1 import search_pb2 as pb
from cairn.catalog.v1 import search_pb2_grpc
from cairn.common.v1 import paging_pb2
from cairn_catalog.adapters.contract import forms
from cairn_catalog.adapters.contract.forms import Form
from cairn_catalog.application.ports import Catalogue, Revisions
from cairn_catalog.application.search import PAGE_KEY_LENGTH, SearchSpaces, search_catalogue
from cairn_catalog.domain.entry import Entry
from cairn_catalog.domain.issuer import Issuer
from cairn_catalog.domain.naming import Named
from cairn_catalog.domain.search import findables
from cairn_catalog.domain.search.space import Hit, Search
from cairn_catalog.domain.skill import Skill
from cairn_platform.errors import FieldViolation, InvalidFieldsError
from cairn_platform.grpc import call as calls
from cairn_platform.paging import page_request

FACET_VALUES_AT_MOST = 50

SEARCHED: Mapping["pb.SearchedKind.ValueType", Form[Any, Any]] = {
    pb.SEARCHED_KIND_CREDENTIAL: forms.CREDENTIAL,
    pb.SEARCHED_KIND_SKILL: forms.SKILL,
    pb.SEARCHED_KIND_ROLE: forms.ROLE,
    pb.SEARCHED_KIND_STACK: forms.STACK,
    pb.SEARCHED_KIND_LEARNING_PATH: forms.LEARNING_PATH,
}
FACETS: Mapping["pb.Facet.ValueType", str] = {
    pb.FACET_KIND: findables.KIND,
    pb.FACET_ISSUER: findables.ISSUER,
    pb.FACET_COST: findables.COST,
    pb.FACET_HOURS: findables.HOURS,
    pb.FACET_SKILL: findables.SKILL,
    pb.FACET_EXPIRES: findables.EXPIRES,
    pb.FACET_QUALITY: findables.QUALITY,
}
_NAMED: Mapping[str, type[Entry]] = {findables.ISSUER: Issuer, findables.SKILL: Skill}
_FORM_OF: Mapping[type[Entry], Form[Any, Any]] = {form.kind: form for form in SEARCHED.values()}

Context = grpc.ServicerContext


class SearchServicer(search_pb2_grpc.SearchServiceServicer):
    """Answers for the tenant of the call's token. The callables give what a tenant searches, sees and has scheduled."""

    def __init__(
        self,
        *,
        spaces_of: Callable[[str], SearchSpaces],
        catalogue_of: Callable[[str], Catalogue],
        revisions_of: Callable[[str], Revisions],
    ) -> None:
        self._spaces_of = spaces_of
        self._catalogue_of = catalogue_of
        self._revisions_of = revisions_of

    def SearchCatalogue(
        self, request: pb.SearchCatalogueRequest, context: Context
    ) -> pb.SearchCatalogueResponse:
        """Finds entries by words and facets, the best first."""
        tenant_id = calls.current.get().principal.tenant_id
        asked = page_request(
            page_size=request.page.page_size, page_token=request.page.page_token, key_length=PAGE_KEY_LENGTH
        )
        answer = search_catalogue(self._spaces_of(tenant_id), search=_search(request), page=asked)
        waiting = self._revisions_of(tenant_id).waiting([hit.seen.entry for hit in answer.page.items])
        return pb.SearchCatalogueResponse(
            hits=[_hit(hit, waiting) for hit in answer.page.items],
            facets=[
                pb.FacetCounts(
                    facet=facet,
                    values=self._value_counts(tenant_id, name, answer.found.counts.get(name, Counter())),
                )
                for facet, name in FACETS.items()
            ],
            total=len(answer.found.hits),
            page=paging_pb2.PageInfo(next_page_token=answer.page.next_token),
        )

    def _value_counts(self, tenant_id: str, facet: str, counts: Counter[str]) -> Sequence[pb.FacetValueCount]:
        frequent = sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:FACET_VALUES_AT_MOST]
        kind = _NAMED.get(facet)
        named = self._catalogue_of(tenant_id).seen(kind, counts) if kind and counts else {}
        return [
            pb.FacetValueCount(
                value=value, label=named[value].entry.name if value in named else "", count=count
            )
            for value, count in frequent
        ]


def _search(request: pb.SearchCatalogueRequest) -> Search:
    violations = [
        FieldViolation(f"kinds[{index}]", "OUT_OF_RANGE", "There is no such kind of entry to search.")
        for index, kind in enumerate(request.kinds)
        if kind not in SEARCHED
    ]
    choice: dict[str, frozenset[str]] = {}
    for index, each in enumerate(request.choices):
        if each.facet not in FACETS:
            violations.append(
                FieldViolation(f"choices[{index}].facet", "OUT_OF_RANGE", "There is no such facet.")
            )
        elif FACETS[each.facet] in choice:
            violations.append(
                FieldViolation(f"choices[{index}].facet", "DUPLICATE", "Choose of each facet once.")
            )
        else:
            choice[FACETS[each.facet]] = frozenset(each.values)
    if violations:
        raise InvalidFieldsError(violations)
    return Search(
        query=request.query, kinds=frozenset(SEARCHED[kind].kind for kind in request.kinds), choice=choice
    )


def _hit(hit: Hit, waiting: Mapping[Named, date]) -> pb.SearchHit:
    entry = hit.seen.entry
    form = _FORM_OF[type(entry)]
    found = pb.SearchHit()
    due_on = waiting.get(Named(form.kind, entry.id))
    getattr(found, form.field).CopyFrom(form.seen(hit.seen, revision_due_on=due_on))
    return found
