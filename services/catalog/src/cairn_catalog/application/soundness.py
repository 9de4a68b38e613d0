"""Whether proposed entries fit into a catalogue: what they name is there, and no stack contains itself."""

from collections import defaultdict
from collections.abc import Sequence

from cairn_catalog.application.ports import Catalogue
from cairn_catalog.domain.entry import Entry
from cairn_catalog.domain.proposal import Proposal
from cairn_catalog.domain.publication import STACKS_GUARD, unknown_references
from cairn_catalog.domain.stack import Stack, cycle_violations, proposed_within, stacks_within
from cairn_platform.changes import Guard
from cairn_platform.errors import FieldViolation


def guards_of(catalogue: Catalogue, proposals: Sequence[Proposal[Entry]]) -> tuple[Guard, ...]:
    """The guards to commit the proposals with; to be read before `misfits`."""
    nested = any(each.kind is Stack and proposed_within(each) for each in proposals)
    return (catalogue.guard(STACKS_GUARD),) if nested else ()


def misfits(catalogue: Catalogue, proposals: Sequence[Proposal[Entry]]) -> list[tuple[FieldViolation, ...]]:
    """For each proposal, what is wrong with it in a catalogue that holds all of them."""
    known = _known_ids(catalogue, proposals)
    contains = _stacks_within(catalogue, proposals)
    return [
        unknown_references(each.references, known=known)
        + (cycle_violations(each, contains) if each.kind is Stack else ())
        for each in proposals
    ]


def _known_ids(catalogue: Catalogue, proposals: Sequence[Proposal[Entry]]) -> dict[type[Entry], set[str]]:
    known: defaultdict[type[Entry], set[str]] = defaultdict(set)
    for proposal in proposals:
        known[proposal.kind].add(proposal.id)
    named: defaultdict[type[Entry], set[str]] = defaultdict(set)
    for reference in (each for proposal in proposals for each in proposal.references):
        named[reference.kind].add(reference.id)
    for kind, ids in named.items():
        known[kind] |= catalogue.seen(kind, ids - known[kind]).keys()
    return known


def contained_stacks(catalogue: Catalogue, stack: Stack) -> dict[str, tuple[str, ...]]:
    """The stacks within this one and within those, at any depth, as the tenant sees them."""
    return _completed(catalogue, {stack.id: stacks_within(stack)})


def _stacks_within(catalogue: Catalogue, proposals: Sequence[Proposal[Entry]]) -> dict[str, tuple[str, ...]]:
    return _completed(catalogue, {each.id: proposed_within(each) for each in proposals if each.kind is Stack})


def _completed(catalogue: Catalogue, contains: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    while missing := {inner for within in contains.values() for inner in within} - contains.keys():
        found = catalogue.seen(Stack, missing)
        contains |= {each: stacks_within(found[each].entry) if each in found else () for each in missing}
    return contains
