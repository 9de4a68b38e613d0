"""Ladders: roles as rungs."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from cairn_catalog.domain.entry import Entry
from cairn_catalog.domain.proposal import FieldChecks, Proposal
from cairn_catalog.domain.proposed_lifecycle import ProposedLifecycle, check_lifecycle
from cairn_catalog.domain.role import Role

RUNGS_AT_LEAST = 2
RUNGS_AT_MOST = 100


class LadderKind(Enum):
    """What somebody climbs a ladder for: the next higher role, a first job, or another field."""

    PROMOTION = "promotion"
    ENTRY = "entry"
    CAREER_CHANGE = "career_change"


@dataclass(frozen=True, kw_only=True)
class Ladder(Entry):
    """Roles as rungs, from the first to the last, in the order that a person declared. A change of career is a ladder too."""

    called: ClassVar[str] = "ladder"
    id_field: ClassVar[str] = "ladder_id"

    kind: LadderKind
    role_ids: tuple[str, ...]


def propose_ladder(
    *,
    ladder_id: str,
    name: str,
    kind: LadderKind | None,
    role_ids: Sequence[str],
    lifecycle: ProposedLifecycle,
) -> Proposal[Ladder]:
    """A ladder has a name and at least two rungs, each another role. It is one of promotion where no kind is said."""
    check = FieldChecks()
    check.count("role_ids", role_ids, at_least=RUNGS_AT_LEAST, at_most=RUNGS_AT_MOST)
    rungs = tuple(check.reference(f"role_ids[{index}]", Role, each) for index, each in enumerate(role_ids))
    check.distinct(
        ((f"role_ids[{index}]", each) for index, each in enumerate(rungs) if each), "A role is one rung only."
    )
    ladder = Ladder(
        id=check.identifier("ladder_id", ladder_id),
        version=0,
        name=check.name("name", name),
        lifecycle=check_lifecycle(check, lifecycle),
        kind=kind or LadderKind.PROMOTION,
        role_ids=rungs,
    )
    return check.proposal(Ladder, ladder_id, ladder)
