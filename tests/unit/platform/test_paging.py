"""Pages by key set."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn_platform.errors import InvalidFieldsError, PageTokenInvalidError
from cairn_platform.paging import Page, encode_token, page_of, page_request

_NESTED = base64.urlsafe_b64encode(b"[" * 100_000).decode()
_HALF_A_CHARACTER = base64.urlsafe_b64encode(b'["\\ud800"]').decode()


def _list(items: list[str], *, page_size: int, page_token: str) -> Page[str]:
    request = page_request(page_size=page_size, page_token=page_token, key_length=1)
    after = str(request.after[0]) if request.after else ""
    found = [item for item in items if item > after][: request.size + 1]
    return page_of(found, request=request, key=lambda item: (item,))


@given(items=st.sets(st.text(min_size=1), max_size=30), page_size=st.integers(1, 7))
def test_pages_show_every_item_once_and_in_order(items: set[str], page_size: int) -> None:
    ordered = sorted(items)
    seen: list[str] = []
    token = ""
    while True:
        page = _list(ordered, page_size=page_size, page_token=token)
        seen.extend(page.items)
        token = page.next_token
        if not token:
            break
    assert seen == ordered


def test_no_size_means_fifty() -> None:
    assert page_request(page_size=0, page_token="", key_length=1).size == 50


@pytest.mark.parametrize("page_size", [-1, 501])
def test_a_size_out_of_range_is_refused(page_size: int) -> None:
    with pytest.raises(InvalidFieldsError):
        page_request(page_size=page_size, page_token="", key_length=1)


@pytest.mark.parametrize(
    "token", ["x", "e30", "bnVsbA", "W3t9XQ", encode_token(("a", "b")), "é", "W1", _NESTED, _HALF_A_CHARACTER]
)
def test_a_token_that_the_list_did_not_give_is_refused(token: str) -> None:
    with pytest.raises(PageTokenInvalidError):
        page_request(page_size=1, page_token=token, key_length=1)
