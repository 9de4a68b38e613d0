"""Small decisions at the gateway's edges."""

import asyncio
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.catalog.v1 import entries_pb2 as entries
from cairn_gateway.adapters.http.locating import in_body, in_query, of_schema, pointer
from cairn_gateway.adapters.http.sign_in import own_path
from cairn_gateway.adapters.http.translation import number, word
from cairn_gateway.application.names import names_of
from cairn_gateway.settings import HttpSettings


@pytest.mark.parametrize(
    "path", ["/", "/team", "/team?tab=due#top", "/people/a%2Fb", "/?next=https://e.example"]
)
def test_a_sign_in_returns_to_a_path_of_this_site(path: str) -> None:
    assert own_path(path) == path


@pytest.mark.parametrize(
    "elsewhere",
    [
        None,
        "",
        "team",
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "/\t/evil.example/",
        "/team\r\nSet-Cookie: a=b",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/a\\b",
    ],
)
def test_a_sign_in_returns_to_nobody_else_s_site(elsewhere: str | None) -> None:
    assert own_path(elsewhere) == "/"


@given(st.text())
def test_whatever_is_asked_for_a_sign_in_returns_to_this_site(text: str) -> None:
    path = own_path(text)
    assert path.startswith("/")
    assert not path.startswith(("//", "/\\"))


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("evidence[0].url", "/evidence/0/url"),
        ("issued_on", "/issued_on"),
        ("", ""),
        ("a[10].b[2]", "/a/10/b/2"),
    ],
)
def test_a_field_s_path_becomes_a_json_pointer(field: str, expected: str) -> None:
    assert in_body()(field).pointer == expected


def test_what_wraps_or_flattens_does_not_show_in_the_pointer() -> None:
    locate = in_body(wrapper="learning_path", flattened=("goal",))
    assert locate("learning_path.steps[2].goal.credential_id").pointer == "/steps/2/credential_id"
    assert locate("steps[2].goal").pointer == "/steps/2"
    assert locate("expected_version").pointer == "/expected_version"


def test_what_the_body_has_inside_another_field_is_pointed_at_there() -> None:
    locate = in_body(within={"renewal": "policy"})
    assert locate("renewal[0].credits.amount").pointer == "/policy/renewal/0/credits/amount"
    assert locate("due_at").pointer == "/due_at"


def test_a_field_of_the_query_keeps_its_name_unless_it_has_another_there() -> None:
    locate = in_query({"people.role_id": "people_role_id"})
    assert locate("people.role_id").parameter == "people_role_id"
    assert locate("people.team_id").parameter == "team_id"
    assert locate("role_id").parameter == "role_id"
    assert locate("page.page_token").parameter == "cursor"


def test_pointers_escape() -> None:
    assert pointer(["a/b", "c~d", 0]) == "/a~1b/c~0d/0"


def test_places_that_fastapi_names_become_places_in_the_request() -> None:
    assert of_schema(("body", "evidence", 0, "url")).pointer == "/evidence/0/url"
    assert of_schema(("body",)).pointer == ""
    assert of_schema(("query", "limit")).parameter == "limit"
    assert of_schema(("path", "person_id")).parameter == "person_id"
    assert of_schema(("header", "If-Match")).header == "If-Match"


@pytest.mark.parametrize("value", list(entries.CredentialKind.DESCRIPTOR.values_by_number)[1:])
def test_an_enum_is_a_word_and_back(value: int) -> None:
    descriptor = entries.CredentialKind.DESCRIPTOR
    worded = word(descriptor, value)
    assert worded is not None
    assert worded == worded.lower()
    assert number(descriptor, worded) == value


def test_no_value_of_an_enum_is_no_word() -> None:
    descriptor = entries.CredentialKind.DESCRIPTOR
    assert word(descriptor, 0) is None
    assert number(descriptor, None) == 0


@given(st.lists(st.text(max_size=3), max_size=60))
def test_names_are_asked_for_once_each(ids: list[str]) -> None:
    asked: list[str] = []

    async def look_up(batch: Sequence[str]) -> Mapping[str, str]:
        assert len(batch) <= 500
        asked.extend(batch)
        return {each: each.upper() for each in batch}

    names = asyncio.run(names_of(ids, look_up=look_up))
    assert sorted(asked) == sorted(set(ids) - {""})
    assert names == {each: each.upper() for each in asked}


def test_many_names_are_asked_for_in_batches() -> None:
    sizes: list[int] = []

    async def look_up(batch: Sequence[str]) -> Mapping[str, str]:
        sizes.append(len(batch))
        return {}

    asyncio.run(names_of((str(each) for each in range(1_250)), look_up=look_up))
    assert sorted(sizes) == [250, 500, 500]


@pytest.mark.parametrize("url", ["localhost:8000", "ftp://a.example", "https://a.example/path", "https://"])
def test_the_public_url_is_an_origin(url: str) -> None:
    with pytest.raises(ValueError, match="origin"):
        HttpSettings(public_url=url)


@pytest.mark.parametrize(("url", "secure"), [("https://a.example/", True), ("http://localhost:8000", False)])
def test_cookies_are_secure_when_the_public_url_is(url: str, *, secure: bool) -> None:
    settings = HttpSettings(public_url=url)
    assert settings.secure is secure
    assert not settings.public_url.endswith("/")
