"""Searching the catalogue. Everybody in the tenant may."""

import hashlib
from dataclasses import dataclass
from typing import Protocol

from cairn_catalog.domain.proposal import NAME_AT_MOST
from cairn_catalog.domain.search.space import Found, Hit, HitPosition, Search, SearchSpace, find
from cairn_platform.errors import FieldViolation, InvalidFieldsError, PageTokenInvalidError
from cairn_platform.paging import Page, PageRequest, page_of

PAGE_KEY_LENGTH = 5
CHOICES_AT_MOST = 100


class SearchSpaces(Protocol):
    """What one tenant can search, as the catalogue was at most a moment ago."""

    def public(self) -> SearchSpace:
        """The public entries."""
        ...

    def own(self) -> SearchSpace:
        """The tenant's own entries."""
        ...


@dataclass(frozen=True, kw_only=True)
class FoundPage:
    """One page of hits, and what was found in all."""

    page: Page[Hit]
    found: Found


def search_catalogue(spaces: SearchSpaces, *, search: Search, page: PageRequest) -> FoundPage:
    """One page of what the search finds, the best first, with the counts by facet.

    `page` was read with a key of PAGE_KEY_LENGTH parts. Raises InvalidFieldsError for a search that is too long, and
    PageTokenInvalidError for a token of another search.
    """
    violations = _violations(search)
    if violations:
        raise InvalidFieldsError(violations)
    found = find(public=spaces.public(), own=spaces.own(), search=search)
    name = _search_name(search)
    after = _after(page, name)
    rest = [hit for hit in found.hits if after is None or hit.position > after]
    return FoundPage(
        page=page_of(rest[: page.size + 1], request=page, key=lambda hit: (name, *hit.position)), found=found
    )


def _violations(search: Search) -> list[FieldViolation]:
    violations = []
    if len(search.query) > NAME_AT_MOST:
        violations.append(
            FieldViolation("query", "TOO_LONG", f"A query has at most {NAME_AT_MOST} characters.")
        )
    if "\0" in search.query:
        violations.append(FieldViolation("query", "CONTROL_CHARACTER", "Leave out control characters."))
    violations += [
        FieldViolation(facet, "OUT_OF_RANGE", f"Choose at most {CHOICES_AT_MOST} values.")
        for facet, wanted in search.choice.items()
        if len(wanted) > CHOICES_AT_MOST
    ]
    return violations


def _search_name(search: Search) -> str:
    """What tells the page tokens of one search from those of another."""
    asked = (
        search.query,
        sorted(kind.called for kind in search.kinds),
        sorted((facet, sorted(wanted)) for facet, wanted in search.choice.items() if wanted),
    )
    return hashlib.sha256(repr(asked).encode()).hexdigest()[:16]


def _after(page: PageRequest, search_name: str) -> HitPosition | None:
    match page.after:
        case None:
            return None
        case (name, int(score), str(folded_name), str(called), str(entry_id)) if name == search_name:
            return score, folded_name, called, entry_id
    raise PageTokenInvalidError
