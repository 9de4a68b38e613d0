"""Where a webhook goes, read once and strictly, so that what is checked is what is called."""

import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv6Address
from urllib.parse import urlsplit

LONGEST_URL = 2000
_PORTS = {"https": 443, "http": 80}
_FIRST_OPEN_PORT = 1024
_LAST_PORT = 65535
# Printable ASCII without what parsers of URLs disagree about.
_TEXT = re.compile(r"[!#$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~]+")
_NAME = re.compile(
    r"(?=.{1,253}\.?$)[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*\.?"
)


class UrlRefusedError(Exception):
    """Nothing can be sent to this URL; `reason` is in capitals, the text for people."""

    def __init__(self, reason: str, text: str) -> None:
        super().__init__(text)
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class WebhookUrl:
    """The parts of a URL. `host` is a name, or an address without brackets; `target` is path and query."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """Host and port as the header `Host` has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


def webhook_url(text: str, *, allow_http: bool) -> WebhookUrl:
    """The URL in its parts. Raises UrlRefusedError for what is not https (or http, where it is allowed), or not plainly a URL."""
    if len(text) > LONGEST_URL:
        raise UrlRefusedError("TOO_LONG", f"At most {LONGEST_URL} characters.")
    if not _TEXT.fullmatch(text):
        raise UrlRefusedError("NOT_A_URL", "Write the URL in ASCII, with everything else percent-encoded.")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise UrlRefusedError("NOT_A_URL", "This is not a URL.") from error
    if parts.scheme not in _PORTS or (parts.scheme == "http" and not allow_http):
        raise UrlRefusedError("NOT_HTTPS", "The URL begins with https://.")
    if parts.username is not None or parts.password is not None:
        raise UrlRefusedError(
            "HAS_CREDENTIALS", "User and password do not belong in the URL; verify the signature."
        )
    if "#" in text:
        raise UrlRefusedError("HAS_FRAGMENT", "What follows # is never sent.")
    return WebhookUrl(
        scheme=parts.scheme,
        host=_host(parts.hostname or "", bracketed="[" in parts.netloc),
        port=_port(port, scheme=parts.scheme),
        target=(parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
    )


def _host(host: str, *, bracketed: bool) -> str:
    if bracketed:
        try:
            address = IPv6Address(host)
        except AddressValueError as error:
            raise UrlRefusedError("NOT_A_URL", "This is not an IPv6 address.") from error
        if address.scope_id is not None:
            raise UrlRefusedError("NOT_A_URL", "An address of one interface is nobody's on the internet.")
        return str(address)
    if not _NAME.fullmatch(host):
        raise UrlRefusedError("NOT_A_URL", "The URL names no host; write a name with other letters as xn--….")
    return host


def _port(port: int | None, *, scheme: str) -> int:
    """The usual port, or one that no service of a machine's own has: nobody is sent to a mail server."""
    if port is None or port == _PORTS[scheme]:
        return _PORTS[scheme]
    if not _FIRST_OPEN_PORT <= port <= _LAST_PORT:
        raise UrlRefusedError(
            "PORT_REFUSED", f"The port is {_PORTS[scheme]}, or {_FIRST_OPEN_PORT} and above."
        )
    return port
