"""Looking up and listing."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn_catalog.adapters.contract.forms import FORMS, Form
from cairn_catalog.application.read import PAGE_KEY_LENGTH, get_entry, list_entries
from cairn_catalog.domain.lifecycle import IN_USE
from cairn_catalog.domain.listing import Criteria, position
from cairn_catalog.domain.platform import Platform
from cairn_catalog.domain.skill import Skill
from cairn_platform.changes import Change
from cairn_platform.errors import InvalidFieldsError, NotFoundError, PageTokenInvalidError
from cairn_platform.paging import encode_token, page_request
from tests.support.catalog.fake_catalogue import FakeCatalogue, FakeCatalogues
from tests.support.catalog.samples import NOW, entry_id, furnish, sample

_BY_FORM = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.field)
_NAMES = st.dictionaries(
    st.sampled_from("abcdefghij"), st.sampled_from(["Alpha", "alpha", "beta", "ALP", "Ω"])
)


def _all_pages(catalogue: FakeCatalogue, criteria: Criteria, size: int) -> list[Platform]:
    found, token = [], ""
    while True:
        request = page_request(page_size=size, page_token=token, key_length=PAGE_KEY_LENGTH)
        page = list_entries(catalogue, Platform, criteria=criteria, page=request)
        assert len(page.items) <= size
        found += [seen.entry for seen in page.items]
        token = page.next_token
        if not token:
            return found


def _fill(world: FakeCatalogues, tenant_id: str, names: dict[str, str]) -> None:
    platforms = [
        Platform(id=each, version=1, name=name, website="", lifecycle=IN_USE) for each, name in names.items()
    ]
    world.of(tenant_id).commit(
        [Change(aggregate=each, happened="published", happened_at=NOW) for each in platforms]
    )


@_BY_FORM
def test_an_entry_is_found_by_its_id(form: Form[Any, Any]) -> None:
    world = FakeCatalogues()
    furnish(world.of("public"))
    assert get_entry(world.of("acme"), form.kind, entry_id(sample(form))).entry.name == sample(form).name


@_BY_FORM
@pytest.mark.parametrize("unknown", ["", "nothing", "a:b", "x" * 5000, "\0"])
def test_an_unknown_entry_is_not_found(form: Form[Any, Any], unknown: str) -> None:
    with pytest.raises(NotFoundError):
        get_entry(FakeCatalogues().of("acme"), form.kind, unknown)


@given(own=_NAMES, public=_NAMES, query=st.sampled_from(["", "alp", "Ω"]), size=st.integers(1, 4))
def test_the_pages_hold_every_entry_once_in_order(
    own: dict[str, str], public: dict[str, str], query: str, size: int
) -> None:
    world = FakeCatalogues()
    _fill(world, "acme", own)
    _fill(world, "public", public)
    found = _all_pages(world.of("acme"), Criteria(query=query), size)
    seen = {**public, **own}
    fitting = {each: name for each, name in seen.items() if query.lower() in name.lower() or query in name}
    assert [(each.id, each.name) for each in found] == sorted(
        fitting.items(), key=lambda item: (item[1].casefold(), item[0])
    )
    assert found == sorted(found, key=position)


def test_an_entry_that_is_published_between_two_pages_shifts_nothing() -> None:
    world = FakeCatalogues()
    _fill(world, "acme", {"b": "B", "d": "D", "f": "F"})
    request = page_request(page_size=2, page_token="", key_length=PAGE_KEY_LENGTH)
    first = list_entries(world.of("acme"), Platform, criteria=Criteria(), page=request)
    _fill(world, "acme", {"a": "A", "e": "E"})
    request = page_request(page_size=2, page_token=first.next_token, key_length=PAGE_KEY_LENGTH)
    second = list_entries(world.of("acme"), Platform, criteria=Criteria(), page=request)
    assert [each.entry.id for each in (*first.items, *second.items)] == ["b", "d", "e", "f"]


def test_a_token_counts_for_its_list_only() -> None:
    world = FakeCatalogues()
    _fill(world, "acme", {"a": "A", "b": "B"})
    request = page_request(page_size=1, page_token="", key_length=PAGE_KEY_LENGTH)
    token = list_entries(world.of("acme"), Platform, criteria=Criteria(), page=request).next_token
    elsewhere = page_request(page_size=1, page_token=token, key_length=PAGE_KEY_LENGTH)
    with pytest.raises(PageTokenInvalidError):
        list_entries(world.of("acme"), Skill, criteria=Criteria(), page=elsewhere)
    with pytest.raises(PageTokenInvalidError):
        list_entries(world.of("acme"), Platform, criteria=Criteria(query="a"), page=elsewhere)


@pytest.mark.parametrize("key", [(1, 2, 3), ("x", "a", "b"), (None, None, None)])
def test_a_made_up_token_is_refused(key: tuple[Any, ...]) -> None:
    request = page_request(page_size=1, page_token=encode_token(key), key_length=PAGE_KEY_LENGTH)
    with pytest.raises(PageTokenInvalidError):
        list_entries(FakeCatalogues().of("acme"), Platform, criteria=Criteria(), page=request)


@pytest.mark.parametrize(
    ("criteria", "field"),
    [
        (Criteria(query="x" * 201), "query"),
        (Criteria(query="a\0b"), "query"),
        (Criteria(ids=frozenset(str(n) for n in range(501))), "platform_ids"),
    ],
)
def test_criteria_have_limits(criteria: Criteria, field: str) -> None:
    request = page_request(page_size=1, page_token="", key_length=PAGE_KEY_LENGTH)
    with pytest.raises(InvalidFieldsError) as refused:
        list_entries(FakeCatalogues().of("acme"), Platform, criteria=criteria, page=request)
    assert [each.field for each in refused.value.violations] == [field]
