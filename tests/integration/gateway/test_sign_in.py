"""Signing in to the portal, staying signed in, and leaving: through real Keycloak, with sessions in real MongoDB."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import pytest

from tests.integration.gateway.conftest import PASSWORD, Portal
from tests.support.gateway.browser import Browser, sign_in
from tests.support.gateway.fake_services import FakeServices
from tests.support.waiting import wait_until

CLAIM = {"credential_id": "pmp", "issued_on": "2026-03-31"}


class Person:
    """Somebody with a browser who is signed in to the portal."""

    def __init__(
        self, portal: Portal, *, username: str = "ann", return_to: str = "/team", anew: bool = False
    ) -> None:
        """Signs in; who has signed in at Keycloak before does it without the password, unless `anew`."""
        self.portal = portal
        self.browser = Browser({} if anew else dict(portal.known.get(username, {})))
        start = f"{portal.url}/auth/login?return_to={return_to}"
        self.landed = self.browser.go(start)
        if not str(self.landed.url).startswith(portal.url):
            self.landed = sign_in(self.browser, self.landed, username=username, password=PASSWORD)
            known = {
                key: value for key, value in self.browser.cookies.items() if key[0].startswith("/realms")
            }
            portal.known[username] = known

    def get(self, path: str) -> httpx.Response:
        return self.browser.step("GET", f"{self.portal.url}{path}")

    def post(self, path: str, body: object = None, *, csrf: str | None = None) -> httpx.Response:
        headers = {"X-Cairn-CSRF": csrf} if csrf is not None else {}
        return self.browser.step("POST", f"{self.portal.url}{path}", body=body, headers=headers)

    @property
    def csrf(self) -> str:
        return str(self.get("/auth/session").json()["csrf_token"])


def ends_within(portal: Portal, seconds: float) -> None:
    """Lets the access tokens of all sessions end so soon."""
    portal.sessions.update_many(
        {}, {"$set": {"access_expires_at": datetime.now(tz=UTC) + timedelta(seconds=seconds)}}
    )


def reason(answer: httpx.Response) -> str:
    return str(answer.json()["reason"])


def test_nobody_is_signed_in_at_first(portal: Portal) -> None:
    browser = Browser()
    for method, path in (("GET", "/auth/session"), ("POST", "/auth/logout"), ("GET", "/api/v1/me")):
        answer = browser.step(method, portal.url + path)
        assert (answer.status_code, reason(answer)) == (401, "TOKEN_MISSING")


def test_the_issuer_is_asked_with_pkce_state_nonce_and_an_organization(portal: Portal) -> None:
    answer = Browser().step("GET", f"{portal.url}/auth/login")
    asked = {name: value for name, (value,) in parse_qs(urlsplit(answer.headers["location"]).query).items()}
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == f"{portal.url}/auth/callback"
    assert asked["scope"] == "openid organization"
    assert min(len(asked[each]) for each in ("code_challenge", "state", "nonce")) >= 32


def test_signing_in_ends_where_it_began(portal: Portal) -> None:
    ann = Person(portal, return_to="/team?tab=due")
    assert str(ann.landed.url) == f"{portal.url}/team?tab=due"
    assert ann.get("/auth/session").status_code == 200


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(portal: Portal) -> None:
    ann = Person(portal)
    attributes = {part.strip().lower() for part in ann.browser.set_cookie["cairn_session"].split(";")[1:]}
    assert attributes == {"httponly", "samesite=lax", "path=/"}
    secret = ann.browser.cookie("cairn_session")
    assert secret is not None
    assert len(secret) >= 43
    assert secret not in str(portal.only_session())


def test_the_services_hear_the_person_s_own_token(portal: Portal, services: FakeServices) -> None:
    ann = Person(portal)
    assert ann.get("/api/v1/people/p1").status_code == 200
    token = services.only("GetPerson").metadata["authorization"].removeprefix("Bearer ")
    claims = jwt.decode(token, options={"verify_signature": False})
    assert list(claims["organization"]) == ["acme"]
    assert set(claims["aud"]) >= {"cairn-gateway", "cairn-catalog", "cairn-learners", "cairn-reporting"}
    assert claims["exp"] - claims["iat"] <= 300


def test_the_session_belongs_to_its_tenant(portal: Portal) -> None:
    Person(portal)
    assert portal.only_session()["tenant_id"] == "acme"


def test_a_change_needs_the_session_s_csrf_token(portal: Portal, services: FakeServices) -> None:
    ann = Person(portal)
    for wrong in (None, "", "x", ann.browser.cookie("cairn_session")):
        answer = ann.post("/api/v1/me/achievements", CLAIM, csrf=wrong)
        assert (answer.status_code, reason(answer)) == (403, "CSRF_TOKEN_WRONG")
    assert not services.asked
    assert ann.post("/api/v1/me/achievements", CLAIM, csrf=ann.csrf).status_code == 201


def test_a_token_of_one_session_is_none_of_another(portal: Portal) -> None:
    ann, again = Person(portal), Person(portal)
    assert reason(ann.post("/api/v1/me/achievements", CLAIM, csrf=again.csrf)) == "CSRF_TOKEN_WRONG"


def test_a_bearer_token_needs_no_csrf_token(portal: Portal) -> None:
    Person(portal)
    token = portal.only_session()["access_token"]
    answer = httpx.post(
        f"{portal.url}/api/v1/me/achievements", json=CLAIM, headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.status_code == 201


class TestCallback:
    def begun(self, portal: Portal) -> tuple[Browser, dict[str, str]]:
        """A sign-in that is complete at Keycloak, but not yet here; the answer has what comes back."""
        browser = Browser()
        page = browser.submit(browser.go(f"{portal.url}/auth/login"), username="ann")
        action = page.text.split('action="', 1)[1].split('"', 1)[0].replace("&amp;", "&")
        answer = browser.step("POST", action, form={"username": "ann", "password": PASSWORD})
        back = answer.headers["location"]
        assert back.startswith(f"{portal.url}/auth/callback?")
        return browser, {name: value for name, (value,) in parse_qs(urlsplit(back).query).items()}

    def call(self, browser: Browser, portal: Portal, query: dict[str, str]) -> httpx.Response:
        url = str(httpx.URL(f"{portal.url}/auth/callback", params=query))
        return browser.step("GET", url)

    def test_another_browser_can_t_end_it(self, portal: Portal) -> None:
        _, query = self.begun(portal)
        answer = self.call(Browser(), portal, query)
        assert answer.status_code == 400
        assert "Sign in again" in answer.text
        assert portal.sessions.count_documents({}) == 0

    def test_another_state_can_t_end_it(self, portal: Portal) -> None:
        browser, query = self.begun(portal)
        assert self.call(browser, portal, {**query, "state": query["state"][:-1] + "x"}).status_code == 400
        assert self.call(browser, portal, {"code": query["code"]}).status_code == 400

    def test_a_code_serves_once(self, portal: Portal) -> None:
        browser, query = self.begun(portal)
        cookies = dict(browser.cookies)
        assert self.call(browser, portal, query).status_code == 303
        browser.cookies = cookies
        assert self.call(browser, portal, query).status_code == 400

    def test_a_cancelled_sign_in_is_said_to_the_person(self, portal: Portal) -> None:
        browser, query = self.begun(portal)
        answer = self.call(browser, portal, {"state": query["state"], "error": "access_denied"})
        assert (answer.status_code, answer.headers["content-type"]) == (400, "text/html; charset=utf-8")

    @pytest.mark.parametrize("query", [{}, {"state": "x"}, {"code": "x"}, {"state": "", "code": ""}])
    def test_a_callback_out_of_nowhere_is_refused(self, portal: Portal, query: dict[str, str]) -> None:
        assert self.call(Browser(), portal, query).status_code == 400

    def test_signing_in_again_ends_the_session_before(self, portal: Portal) -> None:
        ann = Person(portal)
        before = portal.only_session()["_id"]
        ann.browser.go(f"{portal.url}/auth/login")
        assert portal.only_session()["_id"] != before


class TestOrganizations:
    def test_who_is_in_two_chooses_one(self, portal: Portal) -> None:
        browser = Browser()
        page = browser.submit(browser.go(f"{portal.url}/auth/login?return_to=/me"), username="both")
        assert 'name="kc.org" value="acme"' in page.text
        page = browser.submit(page, **{"kc.org": "zenith"})
        landed = browser.submit(page, username="both", password=PASSWORD)
        assert str(landed.url) == f"{portal.url}/me"
        assert portal.only_session()["tenant_id"] == "zenith"

    def test_who_is_in_none_is_told_so(self, portal: Portal) -> None:
        portal.realm.create_user(
            {
                "username": "nobody",
                "email": "nobody@acme.example",
                "firstName": "No",
                "lastName": "Body",
                "enabled": True,
                "emailVerified": True,
                "credentials": [{"type": "password", "value": PASSWORD}],
            },
            exist_ok=True,
        )
        nobody = Person(portal, username="nobody")
        assert nobody.landed.status_code == 401
        assert "exactly one organization" in nobody.landed.text
        assert portal.sessions.count_documents({}) == 0


class TestRenewal:
    def test_a_token_is_renewed_shortly_before_it_ends(self, portal: Portal) -> None:
        ann = Person(portal)
        before = portal.only_session()
        ends_within(portal, 29)
        assert ann.get("/api/v1/people/p1").status_code == 200
        after = portal.only_session()
        assert after["generation"] == before["generation"] + 1
        assert after["access_token"] != before["access_token"]
        assert after["access_expires_at"] > datetime.now(tz=UTC) + timedelta(seconds=200)
        assert after["csrf_token"] == before["csrf_token"]

    def test_a_token_that_lasts_is_left_alone(self, portal: Portal) -> None:
        ann = Person(portal)
        ends_within(portal, 60)
        ann.get("/api/v1/people/p1")
        assert portal.only_session()["generation"] == 1

    def test_of_many_requests_at_once_one_renews(self, portal: Portal) -> None:
        ann = Person(portal)
        ends_within(portal, -1)
        start = threading.Barrier(8)

        def ask(_: int) -> int:
            start.wait(timeout=20)
            return ann.get("/api/v1/people/p1").status_code

        with ThreadPoolExecutor(8) as pool:
            assert set(pool.map(ask, range(8))) == {200}
        assert portal.only_session()["generation"] == 2

    def test_the_session_ends_when_the_issuer_says_so(self, portal: Portal) -> None:
        dora = Person(portal, username="dora")
        user_id = portal.user_id("dora")
        portal.realm.update_user(user_id, {"enabled": False})
        try:
            assert dora.get("/api/v1/people/p1").status_code == 200  # until the access token ends
            ends_within(portal, 10)
            answer = dora.get("/api/v1/people/p1")
            assert (answer.status_code, reason(answer)) == (401, "SESSION_ENDED")
            assert portal.sessions.count_documents({}) == 0
            assert reason(dora.get("/auth/session")) == "SESSION_ENDED"
        finally:
            portal.realm.update_user(user_id, {"enabled": True})


class TestSigningOut:
    def test_here_and_at_the_issuer(self, portal: Portal) -> None:
        ann = Person(portal)
        csrf = ann.csrf
        secret = ann.browser.cookie("cairn_session")
        answer = ann.post("/auth/logout", csrf=csrf)
        assert answer.status_code == 200
        assert ann.browser.cookie("cairn_session") is None
        assert portal.sessions.count_documents({}) == 0
        back = ann.browser.go(answer.json()["redirect_to"])
        assert str(back.url) == f"{portal.url}/"
        assert "action=" in ann.browser.go(f"{portal.url}/auth/login").text  # asks who it is again
        ann.browser.cookies["/", "cairn_session"] = str(secret)
        assert reason(ann.get("/auth/session")) == "SESSION_ENDED"

    def test_not_without_the_csrf_token(self, portal: Portal) -> None:
        ann = Person(portal)
        assert reason(ann.post("/auth/logout")) == "CSRF_TOKEN_WRONG"
        assert ann.get("/auth/session").status_code == 200

    def test_at_the_issuer_ends_just_that_session_here(self, portal: Portal) -> None:
        ann, elsewhere = Person(portal, anew=True), Person(portal, anew=True)
        found = {each["csrf_token"]: each for each in portal.sessions.find()}
        issuer_session = found[ann.csrf]["issuer_session_id"]
        portal.realm.connection.raw_delete(
            f"/admin/realms/{portal.realm.connection.realm_name}/sessions/{issuer_session}"
        )
        wait_until(lambda: portal.sessions.count_documents({}) == 1, what="the back-channel logout")
        assert reason(ann.get("/auth/session")) == "SESSION_ENDED"
        assert elsewhere.get("/auth/session").status_code == 200

    def test_by_an_administrator_ends_every_session_of_the_person(self, portal: Portal) -> None:
        people = [Person(portal, anew=True), Person(portal, anew=True)]
        portal.realm.user_logout(portal.user_id("ann"))
        wait_until(lambda: portal.sessions.count_documents({}) == 0, what="the back-channel logout")
        for person in people:
            assert reason(person.get("/api/v1/people/p1")) == "SESSION_ENDED"

    @pytest.mark.parametrize("token", ["", "x", "a.b.c"])
    def test_nobody_else_can_say_that_a_session_is_over(self, portal: Portal, token: str) -> None:
        Person(portal)
        answer = httpx.post(f"{portal.url}/auth/back-channel-logout", data={"logout_token": token})
        assert (answer.status_code, reason(answer)) == (400, "LOGOUT_TOKEN_INVALID")
        id_token = portal.only_session()["id_token"]
        answer = httpx.post(f"{portal.url}/auth/back-channel-logout", data={"logout_token": id_token})
        assert (answer.status_code, reason(answer)) == (400, "LOGOUT_TOKEN_INVALID")
        assert portal.sessions.count_documents({}) == 1


def test_an_unknown_session_is_over(portal: Portal) -> None:
    browser = Browser(cookies={("/", "cairn_session"): "made-up"})
    answer = browser.step("GET", f"{portal.url}/api/v1/me")
    assert (answer.status_code, reason(answer)) == (401, "SESSION_ENDED")


def test_it_is_ready(portal: Portal) -> None:
    answer: dict[str, Any] = httpx.get(f"{portal.url}/readyz").json()
    assert answer == {"status": "ready", "checks": {"mongodb": True, "issuer_keys": True, "accepting": True}}
