"""Where in the HTTP request the field is that a service, or a schema, calls wrong."""

import re
from collections.abc import Callable, Mapping, Sequence

from cairn_gateway.adapters.http.problems import Located

Locate = Callable[[str], Located]

_PAGE = {"page.page_size": "limit", "page.page_token": "cursor"}
_PARTS = re.compile(r"[^.\[\]]+")


def pointer(parts: Sequence[str | int]) -> str:
    """The JSON pointer (RFC 6901) to a place in a document."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def in_body(
    *, wrapper: str | None = None, flattened: Sequence[str] = (), within: Mapping[str, str] | None = None
) -> Locate:
    """For a request whose fields come from the body.

    `wrapper` is the request's field that the body fills as a whole, `flattened` are sub-messages whose fields stand beside the others
    in JSON: neither shows in the pointer. `within` says of the request's fields which stand inside another one in JSON.
    """

    def locate(path: str) -> Located:
        parts = _PARTS.findall(path)
        if wrapper is not None and parts[:1] == [wrapper]:
            parts = parts[1:]
        if within and parts and parts[0] in within:
            parts = [within[parts[0]], *parts]
        return Located(pointer=pointer([part for part in parts if part not in flattened]))

    return locate


def in_query(renamed: Mapping[str, str] | None = None) -> Locate:
    """For a request whose fields come from the query: parameters have the fields' names unless they are renamed."""
    names = {**_PAGE, **(renamed or {})}

    def locate(path: str) -> Located:
        plain = re.sub(r"\[\d+\]", "", path)
        return Located(parameter=names.get(plain, plain.rsplit(".", 1)[-1]))

    return locate


def of_schema(loc: Sequence[str | int]) -> Located:
    """For what FastAPI found wrong before a service was asked."""
    place, rest = loc[0], loc[1:]
    if place == "body":
        return Located(pointer=pointer(rest))
    name = str(rest[0]) if rest else ""
    return Located(header=name) if place == "header" else Located(parameter=name)
