"""Publishing: how an entry gets into a tenant's catalogue, and how it is revised."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from cairn_catalog.domain.entry import E, Entry
from cairn_catalog.domain.naming import Named
from cairn_catalog.domain.proposal import Reference
from cairn_catalog.domain.view import Origin, Seen
from cairn_platform.errors import (
    AlreadyExistsError,
    FieldViolation,
    InvalidFieldsError,
    NotFoundError,
    StaleVersionError,
)

STACKS_GUARD = "stacks"
"""The guard of the rule that no stack of the tenant's catalogue contains itself."""


def with_life_of(proposed: E, present: Seen[E] | None) -> E:
    """The entry where it stands in its life so far; a new one, and a tenant's first version of a public one, is in use."""
    if present is None or present.origin is Origin.PUBLIC:
        return proposed
    return replace(proposed, lifecycle=present.entry.lifecycle)


def own_before(present: Seen[E] | None) -> E | None:
    """The tenant's own entry so far; None where it has none, such as before it overrides a public one."""
    return present.entry if present and present.origin is not Origin.PUBLIC else None


def publish(*, proposed: E, present: Seen[E] | None, expected_version: int) -> Seen[E]:
    """The tenant's entry as it is published, and as it is seen from then on.

    With `expected_version` 0 it is a new entry, or the tenant's own first version in the place of a public one; otherwise the revision
    of that version. `present` is what the tenant sees under this id so far. Raises AlreadyExistsError for a new entry where the tenant
    has one, StaleVersionError for a revision of another version than the present one, NotFoundError for one of nothing, and
    InvalidFieldsError for one of a public entry, which may be overridden but not revised, and for a step of life that there is not.
    """
    if present is None:
        if expected_version != 0:
            raise NotFoundError(proposed.called)
        _check_step(None, proposed)
        return Seen(entry=replace(proposed, version=1), origin=Origin.TENANT)
    if present.origin is Origin.PUBLIC:
        if expected_version != 0:
            message = f"This {proposed.called} is public; send 0 to publish your own in its place."
            raise InvalidFieldsError([FieldViolation("expected_version", "PUBLIC_ENTRY", message)])
        return Seen(entry=replace(proposed, version=1), origin=Origin.OVERRIDE)
    if expected_version == 0:
        raise AlreadyExistsError(proposed.called)
    if expected_version != present.entry.version:
        raise StaleVersionError
    _check_step(present.entry, proposed)
    return Seen(entry=replace(proposed, version=present.entry.version + 1), origin=present.origin)


def publish_if_changed(*, proposed: E, present: E | None) -> E | None:
    """The entry as it is published when it is new or says something else than the present one; else None."""
    if present is None:
        return replace(proposed, version=1)
    if replace(present, version=0) == proposed:
        return None
    return replace(proposed, version=present.version + 1)


def happened(entry: Entry, *, before: Entry | None) -> str | None:
    """What the entry's event says: it was published, revised or retired. Of a draft nobody is told, so there is none."""
    if entry.is_draft:
        return None
    if before is None or before.is_draft:
        return "published"
    return "retired" if entry.is_retired and not before.is_retired else "revised"


def _check_step(before: Entry | None, after: Entry) -> None:
    """A draft is published before it is retired, and what was published is no draft again."""
    if after.is_draft and before is not None and not before.is_draft:
        message = "What was published is no draft again; retire it instead."
    elif after.is_retired and (before is None or before.is_draft):
        message = "Publish it before you retire it."
    else:
        return
    raise InvalidFieldsError([FieldViolation("lifecycle.state", "NOT_ALLOWED", message)])


def unknown_references(
    references: Iterable[Reference], *, known: Mapping[type[Entry], Collection[str]]
) -> tuple[FieldViolation, ...]:
    """What an entry names has to be in the catalogue; `known` holds the ids that are, by kind."""
    return tuple(
        FieldViolation(each.field, "UNKNOWN_REFERENCE", f"The catalogue has no {each.kind.called} {each.id}.")
        for each in references
        if each.id not in known.get(each.kind, ())
    )


def retired_references(
    references: Iterable[Reference], *, retired: Collection[Named], allowed: Collection[Named]
) -> tuple[FieldViolation, ...]:
    """What an entry names has to be in use, but for what is `allowed`; `retired` holds what is not."""
    return tuple(
        FieldViolation(each.field, "RETIRED_REFERENCE", f"The {each.kind.called} {each.id} is retired.")
        for each in references
        if Named(each.kind, each.id) in retired and Named(each.kind, each.id) not in allowed
    )
