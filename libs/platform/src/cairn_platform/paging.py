"""Pages of a list by key set: the token holds the sort key of the last item, so a page costs the same wherever it stands."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from cairn_platform.errors import FieldViolation, InvalidFieldsError, PageTokenInvalidError

DEFAULT_PAGE_SIZE = 50
MAX_PAGE_SIZE = 500

T = TypeVar("T")
KeyPart = str | int | None


@dataclass(frozen=True)
class PageRequest:
    """Which page is asked for: at most `size` items after those that end at `after`, the sort key of the last one seen."""

    size: int
    after: tuple[KeyPart, ...] | None


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page, and the token of the next, empty on the last."""

    items: Sequence[T]
    next_token: str


def page_request(*, page_size: int, page_token: str, key_length: int) -> PageRequest:
    """Reads what a List call asks for; `key_length` is how many parts the list's sort key has.

    Raises InvalidFieldsError for a size outside 0 to 500 and PageTokenInvalidError for a token that this list did not give.
    """
    if not 0 <= page_size <= MAX_PAGE_SIZE:
        message = f"A page has 1 to {MAX_PAGE_SIZE} items; 0 means {DEFAULT_PAGE_SIZE}."
        raise InvalidFieldsError([FieldViolation("page.page_size", "OUT_OF_RANGE", message)])
    after = _decoded(page_token) if page_token else None
    if after is not None and len(after) != key_length:
        raise PageTokenInvalidError
    return PageRequest(page_size or DEFAULT_PAGE_SIZE, after)


def page_of(found: Sequence[T], *, request: PageRequest, key: Callable[[T], tuple[KeyPart, ...]]) -> Page[T]:
    """Makes a page of what was found, of which there should be one more than `request.size` if there is a next page."""
    items = found[: request.size]
    return Page(items, encode_token(key(items[-1])) if len(found) > request.size else "")


def encode_token(key: tuple[KeyPart, ...]) -> str:
    """An opaque token that holds a sort key."""
    return base64.urlsafe_b64encode(json.dumps(key, separators=(",", ":")).encode()).decode().rstrip("=")


def _decoded(token: str) -> tuple[KeyPart, ...]:
    try:
        key = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    except (binascii.Error, ValueError, RecursionError) as error:
        raise PageTokenInvalidError from error
    if not isinstance(key, list) or not all(_is_key_part(part) for part in key):
        raise PageTokenInvalidError
    return tuple(key)


def _is_key_part(part: object) -> bool:
    if isinstance(part, str):
        # JSON can spell half a surrogate pair, which no database takes.
        return not any("\ud800" <= character <= "\udfff" for character in part)
    return part is None or isinstance(part, int)
