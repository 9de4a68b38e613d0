"""What browsers get besides the API: the portal's files, the documentation, and headers that keep them safe."""

import re
from collections.abc import Iterator

import httpx
import pytest

from tests.contract.gateway.test_refusals import is_problem
from tests.support.gateway.running import NOWHERE, Gateway, running, settings


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory, jwks_url: str) -> Iterator[Gateway]:
    """A gateway with a built portal; neither services nor store nor issuer answer."""
    built = tmp_path_factory.mktemp("dist")
    (built / "assets").mkdir()
    (built / "index.html").write_text("<!doctype html><title>the portal</title>")
    (built / "favicon.svg").write_text("<svg/>")
    (built / "assets" / "main-3f2a.js").write_text("start()")
    (built.parent / "secret.txt").write_text("not for you")
    chosen = settings(
        target=NOWHERE, jwks_url=jwks_url, issuer=f"http://{NOWHERE}/realms/none", portal_dir=built
    )
    with running(chosen) as gateway:
        yield gateway


@pytest.mark.parametrize("path", ["/", "/team", "/people/p1", "/assignments/new?path=x", "/index.html"])
def test_every_path_of_the_portal_gets_its_start_page(portal: Gateway, path: str) -> None:
    answer = portal.client.get(path)
    assert (answer.status_code, "the portal" in answer.text) == (200, True)
    assert answer.headers["Cache-Control"] == "no-cache"


def test_a_file_named_by_its_content_is_kept_for_ever(portal: Gateway) -> None:
    answer = portal.client.get("/assets/main-3f2a.js")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "javascript" in answer.headers["Content-Type"]
    assert portal.client.get("/favicon.svg").text == "<svg/>"


def test_a_file_of_another_build_is_not_found(portal: Gateway) -> None:
    is_problem(portal.client.get("/assets/main-0000.js"), 404, "NOT_FOUND")


@pytest.mark.parametrize(
    "path", ["/../secret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt", "/..%5csecret.txt"]
)
def test_nothing_outside_the_portal_is_served(portal: Gateway, path: str) -> None:
    answer = httpx.get(httpx.URL(str(portal.client.base_url)).copy_with(raw_path=path.encode()))
    assert "not for you" not in answer.text


@pytest.mark.parametrize("path", ["/api/v1/unknown", "/api/unknown", "/auth/unknown", "/api"])
def test_unknown_paths_of_the_api_are_no_pages(portal: Gateway, path: str) -> None:
    is_problem(portal.client.get(path), 404, "NOT_FOUND")


def test_the_documentation_comes_from_here_alone(portal: Gateway) -> None:
    page = portal.client.get("/api/docs").text
    links = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert len(links) == 4
    for link in links:
        assert link.startswith("/api/docs/")
        assert portal.client.get(link).status_code == 200
    assert "<script>" not in page
    assert portal.client.get("/api/openapi.json").json()["openapi"].startswith("3.1")


def test_pages_run_nothing_from_elsewhere_and_stand_in_no_frame(portal: Gateway) -> None:
    for path in ("/", "/api/docs"):
        headers = portal.client.get(path).headers
        policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
        assert policy["default-src"] == "'self'"
        assert "script-src" not in policy
        assert policy["frame-ancestors"] == "'none'"
        assert policy["object-src"] == "'none'"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "Strict-Transport-Security" not in headers


def test_data_is_kept_by_nobody_and_is_no_page(portal: Gateway) -> None:
    for answer in (portal.client.get("/api/v1/me"), portal.client.get("/auth/session")):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"


def test_it_lives_but_is_not_ready_without_its_store(portal: Gateway) -> None:
    assert portal.client.get("/livez").json() == {"status": "alive"}
    answer = portal.client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {
        "status": "not ready",
        "checks": {"mongodb": False, "issuer_keys": True, "accepting": True},
    }


def test_without_its_store_a_session_is_unavailable_and_not_over(portal: Gateway) -> None:
    for path in ("/auth/session", "/api/v1/me"):
        answer = portal.client.get(path, headers={"Cookie": "cairn_session=x"})
        is_problem(answer, 503, "UNAVAILABLE")
        assert answer.headers["Retry-After"] == "1"


def test_without_the_issuer_nobody_can_sign_in_for_now(portal: Gateway) -> None:
    answer = portal.client.get("/auth/login")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    assert "try again in a moment" in answer.text
