"""Looking entries up. Everybody in the tenant may."""

import hashlib
from collections.abc import Iterator, Sequence

from cairn_catalog.application.ports import Catalogue
from cairn_catalog.domain.entry import E, Entry
from cairn_catalog.domain.listing import Criteria, Position, position
from cairn_catalog.domain.proposal import NAME_AT_MOST
from cairn_catalog.domain.view import Seen
from cairn_platform.errors import FieldViolation, InvalidFieldsError, NotFoundError, PageTokenInvalidError
from cairn_platform.paging import Page, PageRequest, page_of

IDS_AT_MOST = 500
ENTRIES_AT_ONCE = 1000
PAGE_KEY_LENGTH = 3


def get_entry(catalogue: Catalogue, kind: type[E], entry_id: str) -> Seen[E]:
    """The entry with this id as the tenant sees it; raises NotFoundError when it sees none."""
    found = catalogue.seen(kind, [entry_id]).get(entry_id)
    if found is None:
        raise NotFoundError(kind.called)
    return found


def list_entries(
    catalogue: Catalogue, kind: type[E], *, criteria: Criteria, page: PageRequest
) -> Page[Seen[E]]:
    """One page of the entries that fit, ordered by name regardless of case, then by id.

    `page` was read with a key of PAGE_KEY_LENGTH parts. Raises InvalidFieldsError for criteria that are too long and
    PageTokenInvalidError for a token of another list or of other criteria.
    """
    violations = _violations(kind, criteria)
    if violations:
        raise InvalidFieldsError(violations)
    list_name = _list_name(kind, criteria)
    found = catalogue.listed(kind, criteria=criteria, after=_after(page, list_name), at_most=page.size + 1)
    return page_of(found, request=page, key=lambda seen: (list_name, *position(seen.entry)))


def every_entry(catalogue: Catalogue, kind: type[E], *, criteria: Criteria) -> Iterator[E]:
    """All the entries that fit, ordered by name, some hundred at a time."""
    after: Position | None = None
    while True:
        found = catalogue.listed(kind, criteria=criteria, after=after, at_most=ENTRIES_AT_ONCE)
        yield from (seen.entry for seen in found)
        if len(found) < ENTRIES_AT_ONCE:
            return
        after = position(found[-1].entry)


def _violations(kind: type[Entry], criteria: Criteria) -> Sequence[FieldViolation]:
    violations = []
    if len(criteria.query) > NAME_AT_MOST:
        message = f"A query has at most {NAME_AT_MOST} characters."
        violations.append(FieldViolation("query", "TOO_LONG", message))
    if "\0" in criteria.query:
        violations.append(FieldViolation("query", "CONTROL_CHARACTER", "Leave out control characters."))
    if len(criteria.ids) > IDS_AT_MOST:
        message = f"Ask for at most {IDS_AT_MOST} at once."
        violations.append(FieldViolation(f"{kind.id_field}s", "OUT_OF_RANGE", message))
    return violations


def _list_name(kind: type[Entry], criteria: Criteria) -> str:
    """What tells the page tokens of one list from those of another."""
    asked = (
        kind.__name__,
        criteria.query,
        sorted(criteria.ids),
        sorted(each.value for each in criteria.kinds),
        criteria.issuer_id,
        criteria.skill_id,
        criteria.retired,
    )
    return hashlib.sha256(repr(asked).encode()).hexdigest()[:16]


def _after(page: PageRequest, list_name: str) -> Position | None:
    match page.after:
        case None:
            return None
        case (name, str(folded_name), str(entry_id)) if name == list_name:
            return folded_name, entry_id
    raise PageTokenInvalidError
