"""Publishing the public catalogue as a whole, for the operator."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from enum import Enum

from cairn_catalog.application.ports import Catalogue
from cairn_catalog.application.soundness import guards_of, misfits
from cairn_catalog.domain.entry import Entry
from cairn_catalog.domain.proposal import Proposal
from cairn_catalog.domain.publication import happened, publish_if_changed
from cairn_platform.changes import Change, ConflictError
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


def publish_public(
    catalogue: Catalogue, proposals: Sequence[Proposal[Entry]], *, now: datetime
) -> list[Effect]:
    """Publishes those of the entries that are new or changed, and says for each what was done.

    `catalogue` is that of the public tenant. All are checked together first: they may name each other. Raises UnsoundEntriesError, with
    nothing published, when anything is wrong with any, and StaleVersionError when somebody else publishes at the same time; running it
    again is safe.
    """
    guards = guards_of(catalogue, proposals)
    by_entry = [
        each.violations + doubts + misfit
        for each, doubts, misfit in zip(
            proposals, _doubtful_ids(proposals), misfits(catalogue, proposals), strict=True
        )
    ]
    if any(by_entry):
        raise UnsoundEntriesError(by_entry)
    present = _present(catalogue, proposals)
    changes, effects = [], []
    for proposal in proposals:
        before = present.get((proposal.kind, proposal.id))
        entry = publish_if_changed(proposed=proposal.sound_entry(also_wrong=()), present=before)
        effects.append(_effect(before, entry))
        if entry is not None:
            changes.append(Change(aggregate=entry, happened=happened(entry), happened_at=now))
    for start in range(0, len(changes), AGGREGATES_PER_TRANSACTION):
        try:
            catalogue.commit(changes[start : start + AGGREGATES_PER_TRANSACTION], guards=guards)
        except ConflictError as error:
            raise StaleVersionError from error
        guards = tuple(replace(guard, seen=guard.seen + 1) for guard in guards)
    return effects


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
    catalogue: Catalogue, proposals: Sequence[Proposal[Entry]]
) -> dict[tuple[type[Entry], str], Entry]:
    present: dict[tuple[type[Entry], str], Entry] = {}
    for kind in {each.kind for each in proposals}:
        ids = [each.id for each in proposals if each.kind is kind]
        present |= {(kind, entry_id): seen.entry for entry_id, seen in catalogue.seen(kind, ids).items()}
    return present


def _effect(before: Entry | None, published: Entry | None) -> Effect:
    if published is None:
        return Effect.UNCHANGED
    return Effect.CREATED if before is None else Effect.CHANGED
