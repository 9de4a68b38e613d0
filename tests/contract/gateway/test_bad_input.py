"""Whatever is sent, the answer is clear, and no service is bothered."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from cairn_gateway.adapters.http.app import create_app
from tests.contract.gateway.conftest import AUDIENCE
from tests.contract.gateway.test_refusals import is_problem
from tests.support.gateway.fake_services import FakeServices
from tests.support.gateway.running import Gateway
from tests.support.tokens import Mint

CLAIM = {"credential_id": "pmp", "issued_on": "2026-03-31"}
SKILL = {"name": "Masonry"}
PLACES = ("pointer", "parameter", "header")


@pytest.fixture(autouse=True)
def nobody_was_asked(services: FakeServices) -> Iterator[None]:
    """Bad input ends at the gateway."""
    yield
    assert not services.asked


def errors(answer: httpx.Response) -> list[tuple[str, str]]:
    """Place and reason of every wrong field."""
    problem = is_problem(answer, 422, "INVALID_FIELDS")
    return [
        (next(each[place] for place in PLACES if each[place] is not None), each["reason"])
        for each in problem["errors"]
    ]


class TestBodies:
    @pytest.mark.parametrize(
        "body", [b"{", b"", b"{'a': 1}", b"\xff\xfe", b"[" * 100_000, b'{"a": ' + b"9" * 5000]
    )
    def test_what_is_not_json_is_refused(self, gateway: Gateway, body: bytes) -> None:
        answer = gateway.client.post(
            "/api/v1/skills", content=body, headers={"Content-Type": "application/json"}
        )
        if body:
            is_problem(answer, 400, "MALFORMED_JSON")
        else:
            assert errors(answer) == [("", "REQUIRED")]

    def test_another_media_type_is_refused(self, gateway: Gateway) -> None:
        is_problem(gateway.client.post("/api/v1/skills", data=SKILL), 415, "NOT_JSON")
        is_problem(gateway.client.post("/api/v1/skills", content=b'{"name": "x"}'), 415, "NOT_JSON")

    @pytest.mark.parametrize("body", ["text", 3, None, [], True])
    def test_json_that_is_no_object_is_refused(self, gateway: Gateway, body: Any) -> None:
        assert gateway.client.post("/api/v1/skills", json=body).status_code == 422

    def test_a_huge_body_is_refused_before_it_is_read(self, gateway: Gateway) -> None:
        body = b'{"name": "' + b"x" * (1024 * 1024) + b'"}'
        answer = gateway.client.post(
            "/api/v1/skills", content=body, headers={"Content-Type": "application/json"}
        )
        is_problem(answer, 413, "BODY_TOO_LARGE")

    def test_a_huge_body_of_unsaid_length_is_refused_while_it_is_read(self, gateway: Gateway) -> None:
        def drops() -> Iterator[bytes]:
            for _ in range(40):
                yield b"x" * 65_536

        answer = gateway.client.post(
            "/api/v1/skills", content=drops(), headers={"Content-Type": "application/json"}
        )
        is_problem(answer, 413, "BODY_TOO_LARGE")

    def test_unknown_fields_are_refused_wherever_they_are(self, gateway: Gateway) -> None:
        body = {**CLAIM, "persn_id": "x", "evidence": [{"url": "https://e.example", "titel": "y"}]}
        assert errors(gateway.client.post("/api/v1/me/achievements", json=body)) == [
            ("/evidence/0/titel", "UNKNOWN_FIELD"),
            ("/persn_id", "UNKNOWN_FIELD"),
        ]

    def test_missing_fields_are_all_named(self, gateway: Gateway) -> None:
        assert errors(gateway.client.post("/api/v1/me/achievements", json={})) == [
            ("/credential_id", "REQUIRED"),
            ("/issued_on", "REQUIRED"),
        ]

    @pytest.mark.parametrize(
        ("path", "body", "pointer"),
        [
            ("/me/achievements", {**CLAIM, "issued_on": "31.03.2026"}, "/issued_on"),
            ("/me/achievements", {**CLAIM, "issued_on": "2026-02-30"}, "/issued_on"),
            ("/me/achievements", {**CLAIM, "issued_on": "2026-03-31T00:00:00Z"}, "/issued_on"),
            ("/me/achievements", {**CLAIM, "issued_on": 0}, "/issued_on"),
            ("/me/achievements", {**CLAIM, "credential_id": 7}, "/credential_id"),
            ("/me/achievements", {**CLAIM, "credential_id": None}, "/credential_id"),
            ("/me/achievements", {**CLAIM, "evidence": "https://e.example"}, "/evidence"),
            ("/achievements/a/verification", {"decision": "maybe"}, "/decision"),
            ("/achievements/a/verification", {"decision": "claimed"}, "/decision"),
            (
                "/assignments",
                {"path_id": "x", "audience": {"include_sub_teams": "yes"}},
                "/audience/include_sub_teams",
            ),
            ("/assignments", {"path_id": "x", "audience": {"person_ids": [1]}}, "/audience/person_ids/0"),
            ("/people/import", {"people": []}, "/people"),
            ("/people/import", {"people": [{"given_name": "A", "position": {}}]}, "/people/0/person_id"),
            ("/stacks", {"name": "S", "rule": "all_of", "members": [{}]}, "/members/0"),
            (
                "/stacks",
                {"name": "S", "rule": "all_of", "members": [{"credential_id": "a", "stack_id": "b"}]},
                "/members/0",
            ),
            ("/stacks", {"name": "S", "rule": "most_of", "members": []}, "/rule"),
            (
                "/credentials",
                {
                    "name": "C",
                    "kind": "licence",
                    "issuer_id": "i",
                    "skills_granted": [{"skill_id": "s", "level": 5}],
                },
                "/skills_granted/0/level",
            ),
            (
                "/credentials",
                {
                    "name": "C",
                    "kind": "licence",
                    "issuer_id": "i",
                    "skills_granted": [{"skill_id": "s", "level": "2"}],
                },
                "/skills_granted/0/level",
            ),
            (
                "/credentials",
                {"name": "C", "kind": "licence", "issuer_id": "i", "effort_hours": 2**40},
                "/effort_hours",
            ),
            (
                "/recertification/preview",
                {"policy": {"basis": "birthday"}, "completions": []},
                "/policy/basis",
            ),
            (
                "/recertification/preview",
                {"policy": {"basis": "never", "renewal": True}, "completions": []},
                "/policy/renewal",
            ),
            (
                "/recertification/preview",
                {"policy": {"basis": "never"}, "completions": ["2013-04-15", 20130415]},
                "/completions/1",
            ),
            (
                "/recertification/preview",
                {"policy": {"basis": "never"}, "previous": {"valid_from": "2013-04-15"}, "completions": []},
                "/previous/valid_until",
            ),
        ],
    )
    def test_wrong_types_and_shapes_are_pointed_at(
        self, gateway: Gateway, path: str, body: Any, pointer: str
    ) -> None:
        assert [place for place, _ in errors(gateway.client.post(f"/api/v1{path}", json=body))] == [pointer]

    def test_text_that_is_no_unicode_is_refused(self, gateway: Gateway) -> None:
        for body in (b'{"name": "\\ud800"}', b'{"name": "x", "aliases": ["\\udfff"]}'):
            answer = gateway.client.post(
                "/api/v1/skills", content=body, headers={"Content-Type": "application/json"}
            )
            assert errors(answer) == [("", "NOT_UNICODE")]

    def test_more_rows_than_an_import_takes_are_refused(self, gateway: Gateway) -> None:
        row = {"person_id": "p", "given_name": "A", "position": {}}
        assert errors(gateway.client.post("/api/v1/people/import", json={"people": [row] * 501})) == [
            ("/people", "TOO_LONG")
        ]

    def test_a_pointer_escapes_what_json_pointers_escape(self, gateway: Gateway) -> None:
        assert errors(gateway.client.post("/api/v1/skills", json={**SKILL, "a/b~c": 1})) == [
            ("/a~1b~0c", "UNKNOWN_FIELD")
        ]


class TestQueries:
    @pytest.mark.parametrize(
        ("query", "parameter"),
        [
            ("limit=0", "limit"),
            ("limit=501", "limit"),
            ("limit=many", "limit"),
            ("cursor=" + "x" * 5000, "cursor"),
            ("query=" + "x" * 201, "query"),
            ("include_sub_teams=perhaps", "include_sub_teams"),
            ("deparment_id=d", "deparment_id"),
        ],
    )
    def test_a_wrong_parameter_is_named(self, gateway: Gateway, query: str, parameter: str) -> None:
        places = [place for place, _ in errors(gateway.client.get(f"/api/v1/people?{query}"))]
        assert places == [parameter]

    @pytest.mark.parametrize("as_of", ["yesterday", "2026-06-30", "2026-06-30T10:00:00", "9" * 30])
    def test_an_instant_needs_its_offset(self, gateway: Gateway, as_of: str) -> None:
        answer = gateway.client.get("/api/v1/reports/skill-gaps", params={"as_of": as_of})
        assert [place for place, _ in errors(answer)] == ["as_of"]

    def test_an_unknown_kind_is_refused(self, gateway: Gateway) -> None:
        answer = gateway.client.get("/api/v1/credentials", params={"kind": ["licence", "diploma"]})
        assert errors(answer) == [("kind", "UNKNOWN_VALUE")]

    def test_a_parameter_that_is_no_list_is_given_once_on_every_path(self, gateway: Gateway) -> None:
        said_once = [
            (path, method, str(each["name"]))
            for path, methods in create_app().openapi()["paths"].items()
            for method, operation in methods.items()
            for each in operation.get("parameters", ())
            if each["in"] == "query" and each["schema"].get("type") != "array"
        ]
        assert len(said_once) > 100
        for path, method, name in said_once:
            twice = str(httpx.QueryParams({name: ["1", "1"]}))
            answer = gateway.client.request(method, re.sub(r"{\w+}", "x", path), params=twice)
            assert errors(answer) == [(name, "GIVEN_TWICE")], (method, path)


class TestPreconditions:
    def put(self, gateway: Gateway, **headers: str) -> httpx.Response:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return gateway.client.put("/api/v1/skills/s", json=SKILL, headers=sent)

    def test_a_change_without_the_version_is_refused(self, gateway: Gateway) -> None:
        is_problem(self.put(gateway), 428, "PRECONDITION_REQUIRED")
        target = gateway.client.put("/api/v1/me/target-role", json={"role_id": "x"})
        is_problem(target, 428, "PRECONDITION_REQUIRED")

    @pytest.mark.parametrize(
        "etag", ["3", "*", 'W/"3"', '"3", "4"', '"x"', '""', '"0"', '"-1"', '"' + "9" * 40 + '"']
    )
    def test_another_form_of_version_is_refused(self, gateway: Gateway, etag: str) -> None:
        is_problem(self.put(gateway, If_Match=etag), 400, "PRECONDITION_MALFORMED")

    def test_both_preconditions_at_once_are_refused(self, gateway: Gateway) -> None:
        is_problem(self.put(gateway, If_Match='"3"', If_None_Match="*"), 400, "PRECONDITION_MALFORMED")
        is_problem(self.put(gateway, If_None_Match='"3"'), 400, "PRECONDITION_MALFORMED")

    def test_another_id_in_the_body_than_in_the_url_is_refused(self, gateway: Gateway) -> None:
        answer = gateway.client.put(
            "/api/v1/skills/s", json={**SKILL, "skill_id": "t"}, headers={"If-Match": '"3"'}
        )
        assert errors(answer) == [("/skill_id", "OTHER_THAN_IN_URL")]


class TestRoutes:
    def test_an_unknown_path_is_not_found(self, gateway: Gateway) -> None:
        is_problem(gateway.client.get("/api/v1/nothing"), 404, "NOT_FOUND")
        is_problem(gateway.client.post("/api/v2/people", json={}), 404, "NOT_FOUND")

    def test_another_method_is_not_allowed(self, gateway: Gateway) -> None:
        answer = gateway.client.delete("/api/v1/people/p1")
        is_problem(answer, 405, "METHOD_NOT_ALLOWED")
        assert set(answer.headers["Allow"].split(", ")) <= {"GET", "PUT"}


class TestTokens:
    """Who may not come in."""

    def get(self, gateway: Gateway, **headers: str) -> httpx.Response:
        return httpx.get(f"{gateway.client.base_url}/api/v1/people", headers=headers)

    def test_no_token(self, gateway: Gateway) -> None:
        is_problem(self.get(gateway), 401, "TOKEN_MISSING")

    @pytest.mark.parametrize("header", ["Basic YTpi", "Bearer", "token"])
    def test_another_way_to_sign_in(self, gateway: Gateway, header: str) -> None:
        is_problem(self.get(gateway, Authorization=header), 401, "TOKEN_MISSING")

    @pytest.mark.parametrize("token", ["x", "a.b.c", "e30.e30.e30", "ü".encode().decode("latin-1")])
    def test_no_such_token(self, gateway: Gateway, token: str) -> None:
        answer = httpx.get(
            f"{gateway.client.base_url}/api/v1/people",
            headers=[(b"Authorization", b"Bearer " + token.encode("latin-1"))],
        )
        is_problem(answer, 401, "TOKEN_INVALID")

    def test_a_token_for_another_audience(self, gateway: Gateway, mint: Mint) -> None:
        token = mint.token(aud=["cairn-learners"])
        is_problem(self.get(gateway, Authorization=f"Bearer {token}"), 401, "TOKEN_INVALID")

    def test_an_expired_token(self, gateway: Gateway, mint: Mint) -> None:
        token = mint.token(aud=AUDIENCE, exp=1_700_000_000)
        is_problem(self.get(gateway, Authorization=f"Bearer {token}"), 401, "TOKEN_EXPIRED")

    @pytest.mark.parametrize("organization", [None, [], ["a", "b"], {"a": {}, "b": {}}])
    def test_a_token_that_names_no_single_organization(
        self, gateway: Gateway, mint: Mint, organization: Any
    ) -> None:
        token = mint.token(aud=AUDIENCE, organization=organization)
        is_problem(self.get(gateway, Authorization=f"Bearer {token}"), 401, "TENANT_NOT_NAMED")

    def test_a_token_signed_by_somebody_else(self, gateway: Gateway) -> None:
        token = Mint().token(aud=AUDIENCE)
        is_problem(self.get(gateway, Authorization=f"Bearer {token}"), 401, "TOKEN_INVALID")

    def test_who_is_asked_before_what_is_wrong(self, gateway: Gateway) -> None:
        answer = httpx.post(f"{gateway.client.base_url}/api/v1/skills", json={"nme": "x"})
        is_problem(answer, 401, "TOKEN_MISSING")
