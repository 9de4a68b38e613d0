"""CatalogService as callers see it: every RPC of every kind, over a real channel, with real tokens."""

import itertools
from collections.abc import Iterator
from functools import partial
from typing import Any

import grpc
import pytest

from cairn.catalog.v1 import catalog_service_pb2 as pb
from cairn.catalog.v1 import entries_pb2
from cairn.common.v1.paging_pb2 import PageRequest
from cairn_catalog.adapters.contract.forms import CREDENTIAL, FORMS, ISSUER, STACK, Form
from cairn_catalog.adapters.grpc.curation_servicer import CurationServicer
from cairn_catalog.adapters.grpc.entry_calls import EntryCalls
from cairn_catalog.adapters.grpc.servicer import CatalogServicer
from tests.support.catalog import samples
from tests.support.catalog.calling import CatalogEndpoint, catalog_endpoint, refusal_of
from tests.support.catalog.fake_catalogue import FakeCatalogue, FakeCatalogues
from tests.support.catalog.samples import NOW, changed, entry_id, furnish, sample
from tests.support.catalog.trusts import MemoryTrusts

_BY_FORM = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.field)
_READERS = [("employee",), ("manager",), ("hr",), ("tenant-admin",), ()]


@pytest.fixture(scope="module")
def worlds() -> Iterator[tuple[CatalogEndpoint, list[FakeCatalogues]]]:
    """A server whose catalogues each test replaces."""
    current = [FakeCatalogues()]
    numbers = itertools.count(1)

    def catalogue_of(tenant_id: str) -> FakeCatalogue:
        return current[0].of(tenant_id)

    calls = EntryCalls(
        catalogue_of=catalogue_of,
        revisions_of=lambda tenant_id: current[0].revisions_of(tenant_id),  # noqa: PLW0108 (looks when called)
        new_id=lambda: f"new-{next(numbers)}",
        clock=lambda: NOW,
    )
    servicer = CatalogServicer(calls, trusts_of=lambda _: MemoryTrusts())
    curation = CurationServicer(catalogue_of=catalogue_of, clock=lambda: NOW)
    with catalog_endpoint(servicer, curation) as endpoint:
        yield endpoint, current


@pytest.fixture
def endpoint(worlds: tuple[CatalogEndpoint, list[FakeCatalogues]]) -> CatalogEndpoint:
    """CatalogService with the samples as its public catalogue."""
    found, current = worlds
    current[0] = FakeCatalogues()
    furnish(current[0].of("public"))
    return found


def _own(form: Form[Any, Any]) -> Any:
    return changed(sample(form), **{form.kind.id_field: "own"}, name="Our own")


# Reading


@_BY_FORM
@pytest.mark.parametrize("roles", _READERS, ids=str)
def test_everybody_in_the_tenant_reads(
    endpoint: CatalogEndpoint, form: Form[Any, Any], roles: tuple[str, ...]
) -> None:
    caller = endpoint.caller("acme", *roles)
    expected = changed(sample(form), version=1, origin=entries_pb2.ORIGIN_PUBLIC)
    assert caller.get(form, entry_id(expected)) == expected
    assert expected in caller.listed(form)


@_BY_FORM
def test_an_unknown_entry_is_not_found(endpoint: CatalogEndpoint, form: Form[Any, Any]) -> None:
    refusal = refusal_of(lambda: endpoint.caller("acme", "tenant-admin").get(form, "nothing"))
    assert (refusal.status, refusal.reason) == (grpc.StatusCode.NOT_FOUND, "NOT_FOUND")
    assert refusal.message == f"There is no such {form.kind.called}."


@_BY_FORM
def test_another_tenants_entry_is_not_found_in_the_same_words(
    endpoint: CatalogEndpoint, form: Form[Any, Any]
) -> None:
    endpoint.caller("globex", "tenant-admin").publish(form, _own(form))
    acme = endpoint.caller("acme", "tenant-admin")
    assert refusal_of(lambda: acme.get(form, "own")) == refusal_of(lambda: acme.get(form, "nothing"))


@_BY_FORM
def test_another_tenants_entries_are_not_listed(endpoint: CatalogEndpoint, form: Form[Any, Any]) -> None:
    endpoint.caller("globex", "tenant-admin").publish(form, _own(form))
    acme, globex = endpoint.caller("acme", "hr"), endpoint.caller("globex", "hr")
    ids = {f"{form.kind.id_field}s": ["own"]}
    assert acme.listed(form, **ids) == []
    assert [each.name for each in globex.listed(form, **ids)] == ["Our own"]
    assert acme.listed(form, query="our OWN") == []
    assert [entry_id(each) for each in globex.listed(form, query="our OWN")] == ["own"]


@_BY_FORM
def test_lists_are_paged(endpoint: CatalogEndpoint, form: Form[Any, Any]) -> None:
    caller = endpoint.caller("acme", "tenant-admin")
    for number in range(3):
        caller.publish(
            form, changed(sample(form), **{form.kind.id_field: f"own-{number}"}, name=f"Zz {number}")
        )
    names, token = [], ""
    while True:
        answer = caller.list_page(form, query="zz", page=PageRequest(page_size=2, page_token=token))
        names.append([each.name for each in getattr(answer, f"{form.field}s")])
        token = answer.page.next_page_token
        if not token:
            break
    assert names == [["Zz 0", "Zz 1"], ["Zz 2"]]


@_BY_FORM
@pytest.mark.parametrize("size", [-1, 501])
def test_a_page_has_a_size(endpoint: CatalogEndpoint, form: Form[Any, Any], size: int) -> None:
    refusal = refusal_of(lambda: endpoint.caller("acme").list_page(form, page=PageRequest(page_size=size)))
    assert refusal.status is grpc.StatusCode.INVALID_ARGUMENT
    assert refusal.fields == (("page.page_size", "OUT_OF_RANGE"),)


@_BY_FORM
@pytest.mark.parametrize("token", ["nonsense", "é", "W10", "WzEsMiwzXQ"])
def test_a_page_token_is_one_that_the_list_gave(
    endpoint: CatalogEndpoint, form: Form[Any, Any], token: str
) -> None:
    refusal = refusal_of(lambda: endpoint.caller("acme").list_page(form, page=PageRequest(page_token=token)))
    assert (refusal.status, refusal.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "PAGE_TOKEN_INVALID")


@_BY_FORM
def test_at_most_500_ids_are_looked_up_at_once(endpoint: CatalogEndpoint, form: Form[Any, Any]) -> None:
    ids = f"{form.kind.id_field}s"
    refusal = refusal_of(
        lambda: endpoint.caller("acme").list_page(form, **{ids: [str(n) for n in range(501)]})
    )
    assert refusal.fields == ((ids, "OUT_OF_RANGE"),)


def test_credentials_are_listed_by_kind_issuer_and_skill(endpoint: CatalogEndpoint) -> None:
    caller = endpoint.caller("acme", "tenant-admin")
    caller.publish(
        CREDENTIAL, changed(_own(CREDENTIAL), kind=entries_pb2.CREDENTIAL_KIND_LICENCE, skills_granted=[])
    )
    licence, certification = (
        entries_pb2.CREDENTIAL_KIND_LICENCE,
        entries_pb2.CREDENTIAL_KIND_INDUSTRY_CERTIFICATION,
    )

    def ids(**asked: Any) -> set[str]:
        return {each.credential_id for each in caller.listed(CREDENTIAL, **asked)}

    assert ids(kinds=[licence]) == {"own"}
    assert ids(kinds=[licence, certification], issuer_id="pmi") == {"own", "pmp"}
    assert ids(skill_id="project-management") == {"pmp"}
    assert ids(issuer_id="nobody") == set()


@pytest.mark.parametrize("kind", [0, 99])
def test_a_kind_to_list_exists(endpoint: CatalogEndpoint, kind: int) -> None:
    refusal = refusal_of(lambda: endpoint.caller("acme").list_page(CREDENTIAL, kinds=[1, kind]))
    assert refusal.fields == (("kinds[1]", "OUT_OF_RANGE"),)


# Publishing


@_BY_FORM
def test_an_admin_publishes_and_revises(endpoint: CatalogEndpoint, form: Form[Any, Any]) -> None:
    caller = endpoint.caller("acme", "tenant-admin")
    published = caller.publish(form, _own(form))
    assert published == changed(_own(form), version=1, origin=entries_pb2.ORIGIN_TENANT)
    revised = caller.publish(form, changed(published, name="Renamed"), expected=1)
    assert (revised.name, revised.version) == ("Renamed", 2)
    assert caller.get(form, "own") == revised


@_BY_FORM
@pytest.mark.parametrize("roles", [each for each in _READERS if "tenant-admin" not in each], ids=str)
def test_nobody_else_publishes(
    endpoint: CatalogEndpoint, form: Form[Any, Any], roles: tuple[str, ...]
) -> None:
    caller = endpoint.caller("acme", *roles)
    refusal = refusal_of(lambda: caller.publish(form, _own(form)))
    assert (refusal.status, refusal.reason) == (grpc.StatusCode.PERMISSION_DENIED, "ROLE_REQUIRED")
    assert refusal_of(lambda: caller.get(form, "own")).reason == "NOT_FOUND"


@_BY_FORM
def test_a_revision_of_an_unknown_or_another_tenants_entry_finds_nothing(
    endpoint: CatalogEndpoint, form: Form[Any, Any]
) -> None:
    endpoint.caller("globex", "tenant-admin").publish(form, _own(form))
    acme = endpoint.caller("acme", "tenant-admin")
    refusal = refusal_of(lambda: acme.publish(form, _own(form), expected=1))
    assert (refusal.status, refusal.reason) == (grpc.StatusCode.NOT_FOUND, "NOT_FOUND")
    unknown = changed(_own(form), **{form.kind.id_field: "nothing"})
    assert refusal == refusal_of(lambda: acme.publish(form, unknown, expected=1))


@_BY_FORM
def test_the_same_id_is_another_entry_in_another_tenant(
    endpoint: CatalogEndpoint, form: Form[Any, Any]
) -> None:
    acme, globex = endpoint.caller("acme", "tenant-admin"), endpoint.caller("globex", "tenant-admin")
    globex.publish(form, changed(_own(form), name="Theirs"))
    assert acme.publish(form, changed(_own(form), name="Ours")).version == 1
    assert globex.get(form, "own").name == "Theirs"


@_BY_FORM
def test_what_stands_in_the_way_of_publishing(endpoint: CatalogEndpoint, form: Form[Any, Any]) -> None:
    caller = endpoint.caller("acme", "tenant-admin")
    caller.publish(form, _own(form))
    again = refusal_of(lambda: caller.publish(form, _own(form)))
    assert (again.status, again.reason) == (grpc.StatusCode.ALREADY_EXISTS, "ALREADY_EXISTS")
    stale = refusal_of(lambda: caller.publish(form, _own(form), expected=2))
    assert (stale.status, stale.reason) == (grpc.StatusCode.ABORTED, "STALE_VERSION")
    public = refusal_of(lambda: caller.publish(form, sample(form), expected=1))
    assert (public.status, public.fields) == (
        grpc.StatusCode.INVALID_ARGUMENT,
        (("expected_version", "PUBLIC_ENTRY"),),
    )


@_BY_FORM
def test_wrong_fields_are_named_where_they_stand_in_the_request(
    endpoint: CatalogEndpoint, form: Form[Any, Any]
) -> None:
    caller = endpoint.caller("acme", "tenant-admin")
    refusal = refusal_of(lambda: caller.publish(form, changed(_own(form), name="")))
    assert (refusal.status, refusal.reason) == (grpc.StatusCode.INVALID_ARGUMENT, "INVALID_FIELDS")
    assert refusal.fields == ((f"{form.field}.name", "REQUIRED"),)


@_BY_FORM
def test_an_empty_request_is_refused(endpoint: CatalogEndpoint, form: Form[Any, Any]) -> None:
    refusal = refusal_of(lambda: endpoint.caller("acme", "tenant-admin").publish(form, form.message()))
    assert (f"{form.field}.name", "REQUIRED") in refusal.fields


def test_a_cycle_is_named_to_the_caller(endpoint: CatalogEndpoint) -> None:
    caller = endpoint.caller("acme", "tenant-admin")
    member = entries_pb2.StackMember(stack_id="own")
    refusal = refusal_of(lambda: caller.publish(STACK, changed(_own(STACK), members=[member])))
    assert refusal.fields == (("stack.members[0].stack_id", "CYCLE"),)
    assert "own → own" in refusal.message


@_BY_FORM
def test_the_same_idempotency_key_gives_the_first_answer_again(
    endpoint: CatalogEndpoint, form: Form[Any, Any]
) -> None:
    caller = endpoint.caller("acme", "tenant-admin")
    nameless = changed(_own(form), **{form.kind.id_field: ""})
    first = caller.publish(form, nameless, key="k1")
    assert caller.publish(form, nameless, key="k1") == first
    assert entry_id(caller.publish(form, nameless, key="k2")) != entry_id(first)
    assert len(caller.listed(form, query="our own")) == 2


@_BY_FORM
def test_another_request_under_the_same_key_is_refused(
    endpoint: CatalogEndpoint, form: Form[Any, Any]
) -> None:
    caller = endpoint.caller("acme", "tenant-admin")
    caller.publish(form, _own(form), key="k1")
    refusal = refusal_of(lambda: caller.publish(form, changed(_own(form), name="Other"), key="k1"))
    assert (refusal.status, refusal.reason) == (grpc.StatusCode.ALREADY_EXISTS, "IDEMPOTENCY_KEY_REUSED")


@_BY_FORM
def test_a_key_counts_for_one_tenant_and_account(endpoint: CatalogEndpoint, form: Form[Any, Any]) -> None:
    endpoint.caller("globex", "tenant-admin").publish(form, changed(_own(form), name="Theirs"), key="k1")
    assert endpoint.caller("acme", "tenant-admin").publish(form, _own(form), key="k1").name == "Our own"


# Tokens


@_BY_FORM
@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"organization": {}}, "TENANT_NOT_NAMED"),
        ({"organization": {"acme": {}, "globex": {}}}, "TENANT_NOT_NAMED"),
        ({"organization": {"public": {}}}, "TENANT_NOT_NAMED"),
        ({"aud": "cairn-learners"}, "TOKEN_INVALID"),
        ({"exp": 1}, "TOKEN_EXPIRED"),
    ],
)
def test_a_token_names_one_tenant_and_this_service(
    endpoint: CatalogEndpoint, form: Form[Any, Any], claims: dict[str, Any], reason: str
) -> None:
    caller = endpoint.caller("acme", "tenant-admin", **claims)
    for call in (
        lambda: caller.get(form, "own"),
        lambda: caller.list_page(form),
        lambda: caller.publish(form, _own(form)),
    ):
        refusal = refusal_of(call)
        assert (refusal.status, refusal.reason) == (grpc.StatusCode.UNAUTHENTICATED, reason)


def test_every_call_needs_a_token(endpoint: CatalogEndpoint) -> None:
    stranger = endpoint.stranger()
    methods = pb.DESCRIPTOR.services_by_name["CatalogService"].methods
    assert len(methods) == 24
    for method in methods:
        request = getattr(pb, method.input_type.name)()
        refusal = refusal_of(partial(stranger.call, method.name, request))
        assert (method.name, refusal.reason) == (method.name, "TOKEN_MISSING")


def test_names_of_many_entries_are_looked_up_in_one_call(endpoint: CatalogEndpoint) -> None:
    found = endpoint.caller("acme").listed(ISSUER, issuer_ids=["pmi", "unknown", "pmi"])
    assert [each.issuer_id for each in found] == [samples.ISSUER.issuer_id]
