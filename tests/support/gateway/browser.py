"""A browser that a test drives by hand: it keeps cookies, and follows redirects one by one.

Keycloak's cookies are Secure also on http://localhost; browsers send them there, HTTP libraries do not, so this keeps its own jar.
"""

import re
from dataclasses import dataclass, field
from html import unescape
from http.cookies import SimpleCookie
from urllib.parse import urljoin, urlsplit

import httpx

_FORM = re.compile(r'<form[^>]*\baction="([^"]+)"', re.DOTALL)
_REDIRECTS = 12


@dataclass
class Browser:
    """One browser; everything is on localhost, whatever the port, so that one jar does."""

    cookies: dict[tuple[str, str], str] = field(default_factory=dict)
    set_cookie: dict[str, str] = field(default_factory=dict)

    def step(
        self,
        method: str,
        url: str,
        *,
        form: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
        body: object = None,
    ) -> httpx.Response:
        """One request, without following a redirect."""
        sent = dict(headers or {})
        path = urlsplit(url).path
        cookies = "; ".join(
            f"{name}={value}" for (scope, name), value in self.cookies.items() if _covers(scope, path)
        )
        if cookies:
            sent["Cookie"] = cookies
        answer = httpx.request(method, url, data=form, json=body, headers=sent, timeout=20)
        for header in answer.headers.get_list("set-cookie"):
            self._keep(header)
        return answer

    def go(self, url: str, *, form: dict[str, str] | None = None) -> httpx.Response:
        """A navigation, to where its redirects end."""
        answer = self.step("POST" if form is not None else "GET", url, form=form)
        for _ in range(_REDIRECTS):
            if not answer.is_redirect:
                return answer
            answer = self.step("GET", urljoin(str(answer.url), answer.headers["location"]))
        raise AssertionError(f"too many redirects, the last to {answer.url}")

    def submit(self, page: httpx.Response, **fields: str) -> httpx.Response:
        """Sends the page's form."""
        found = _FORM.search(page.text)
        assert found is not None, page.text
        return self.go(urljoin(str(page.url), unescape(found[1])), form=fields)

    def cookie(self, name: str) -> str | None:
        """A cookie's value, wherever it is sent."""
        return next((value for (_, known), value in self.cookies.items() if known == name), None)

    def _keep(self, header: str) -> None:
        parsed = SimpleCookie(header)
        for name, morsel in parsed.items():
            key = (morsel["path"] or "/", name)
            self.set_cookie[name] = header
            if morsel["max-age"] == "0" or not morsel.value:
                self.cookies.pop(key, None)
            else:
                self.cookies[key] = morsel.value


def _covers(scope: str, path: str) -> bool:
    return path == scope or path.startswith(scope if scope.endswith("/") else scope + "/")


def sign_in(browser: Browser, page: httpx.Response, *, username: str, password: str) -> httpx.Response:
    """Signs in as Keycloak asks, from its first page on: first who, then the password; the answer is what comes after it."""
    page = browser.submit(page, username=username)
    return browser.submit(page, username=username, password=password)
