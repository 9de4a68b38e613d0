"""Publishing the public catalogue as a whole, for the operator."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from cairn_catalog.application.ports import Catalogue
from cairn_catalog.application.soundness import guards_of, misfits
from cairn_catalog.domain.entry import Entry
from cairn_catalog.domain.proposal import Proposal
from cairn_catalog.domain.publication import happened, publish_if_changed
from cairn_catalog.domain.view import Origin
from cairn_platform.changes import Change, ConflictError, Guard
from cairn_platform.errors import FieldViolation, InvalidFieldsError, StaleVersionError

AGGREGATES_PER_TRANSACTION = 300


class Effect(Enum):
    """What publishing did to one entry."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


class UnsoundEntriesError(InvalidFieldsError):
    """Some of the entries are wrong, so none was published. `by_entry` has the violations of each, in order."""

    def __init__(self, by_entry: Sequence[tuple[FieldViolation, ...]]) -> None:
        super().__init__([violation for violations in by_entry for violation in violations])
        self.by_entry = by_entry


@dataclass(frozen=True, kw_only=True)
class Planned:
    """What publishing would do to one entry; `entry` is what it becomes, None where it stays as it is; `before` the owner's so far."""

    effect: Effect
    before: Entry | None
    entry: Entry | None


def publish_public(
    catalogue: Catalogue, proposals: Sequence[Proposal[Entry]], *, now: datetime
) -> list[Effect]:
    """Publishes those of the entries that are new or changed, and says for each what was done.

    `catalogue` is that of the public tenant. All are checked together first: they may name each other. Raises UnsoundEntriesError, with
    nothing published, when anything is wrong with any, and StaleVersionError when somebody else publishes at the same time; running it
    again is safe.
    """
    guards = guards_of(catalogue, proposals)
    planned = plan_publication(catalogue, proposals, overriding=False)
    commit_planned(catalogue, planned, guards=guards, now=now)
    return [each.effect for each in planned]


def plan_publication(
    catalogue: Catalogue, proposals: Sequence[Proposal[Entry]], *, overriding: bool
) -> list[Planned]:
    """What publishing would do to each entry, with nothing done yet. Raises UnsoundEntriesError when anything is wrong with any.

    `overriding` is for a tenant's catalogue: what differs from a public entry becomes the tenant's own in its place.
    """
    by_entry = [
        each.violations + doubts + misfit
        for each, doubts, misfit in zip(
            proposals, _doubtful_ids(proposals), misfits(catalogue, proposals), strict=True
        )
    ]
    if any(by_entry):
        raise UnsoundEntriesError(by_entry)
    present = _present(catalogue, proposals, overriding=overriding)
    planned = []
    for proposal in proposals:
        before = present.get((proposal.kind, proposal.id))
        proposed = proposal.sound_entry(also_wrong=())
        if proposal.keeps_life and before is not None:
            proposed = replace(proposed, lifecycle=before.lifecycle)
        entry = publish_if_changed(proposed=proposed, present=before)
        own = before if before is not None and before.version else None
        planned.append(Planned(effect=_effect(before, entry), before=own, entry=entry))
    return planned


def commit_planned(
    catalogue: Catalogue, planned: Sequence[Planned], *, guards: tuple[Guard, ...], now: datetime
) -> None:
    """Publishes what was planned, some hundred entries in a transaction. `guards` were read before the planning.

    Raises StaleVersionError when somebody else publishes at the same time; planning and committing again is safe.
    """
    changes = [
        Change(aggregate=each.entry, happened=happened(each.entry, before=each.before), happened_at=now)
        for each in planned
        if each.entry is not None
    ]
    for start in range(0, len(changes), AGGREGATES_PER_TRANSACTION):
        try:
            catalogue.commit(changes[start : start + AGGREGATES_PER_TRANSACTION], guards=guards)
        except ConflictError as error:
            raise StaleVersionError from error
        guards = tuple(replace(guard, seen=guard.seen + 1) for guard in guards)


def _doubtful_ids(proposals: Iterable[Proposal[Entry]]) -> list[tuple[FieldViolation, ...]]:
    """Every entry has an id, and no two of a kind have the same."""
    seen: set[tuple[type[Entry], str]] = set()
    found: list[tuple[FieldViolation, ...]] = []
    for each in proposals:
        field = each.kind.id_field
        if not each.id:
            found.append((FieldViolation(field, "REQUIRED", f"Give the {each.kind.called} an id."),))
        elif (each.kind, each.id) in seen:
            found.append((FieldViolation(field, "DUPLICATE", f"Another {each.kind.called} has this id."),))
        else:
            found.append(())
        seen.add((each.kind, each.id))
    return found


def _present(
    catalogue: Catalogue, proposals: Sequence[Proposal[Entry]], *, overriding: bool
) -> dict[tuple[type[Entry], str], Entry]:
    """The entries as they are; those in whose place the tenant's own would come are in version 0."""
    present: dict[tuple[type[Entry], str], Entry] = {}
    for kind in {each.kind for each in proposals}:
        ids = [each.id for each in proposals if each.kind is kind]
        for entry_id, seen in catalogue.with_drafts().seen(kind, ids).items():
            in_its_place = overriding and seen.origin is Origin.PUBLIC
            present[kind, entry_id] = replace(seen.entry, version=0) if in_its_place else seen.entry
    return present


def _effect(before: Entry | None, published: Entry | None) -> Effect:
    if published is None:
        return Effect.UNCHANGED
    return Effect.CREATED if before is None else Effect.CHANGED
