"""Whether what somebody has collected deepens something, or is a list of badges."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from cairn_reporting.domain.catalogue import Catalogue, CredentialGoal, Stack, StackGoal

MANY = 3
"""From so many credentials on a collection can be called scattered."""
FOCUSED_SHARE = Fraction(2, 3)
"""From this share on a collection is focused."""
MIXED_SHARE = Fraction(1, 2)
"""From this share on a collection is mixed rather than scattered."""
TOGETHER = 2
"""So many credentials of one specialisation deepen it; a single one does not yet."""


class FocusState(Enum):
    """How focused a collection is, in words that can be said to whoever collected it."""

    NOTHING = "nothing yet"
    SCATTERED = "scattered"
    STARTING = "starting"
    MIXED = "mixed"
    FOCUSED = "focused"


FOCUS_RANKING = (
    FocusState.NOTHING,
    FocusState.SCATTERED,
    FocusState.STARTING,
    FocusState.MIXED,
    FocusState.FOCUSED,
)
"""From the least to the most focused. A credential that completes a stack never moves anybody down."""


@dataclass(frozen=True, slots=True)
class NextStep:
    """The stack that is nearest to completion, and credentials that would complete it, by id and in the stack's order."""

    stack_id: str
    name: str
    held_count: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Focus:
    """How much of a collection deepens one specialisation.

    `deepening` are the credentials that belong to the leading specialisation or to a complete stack, out of `held_count`.
    """

    state: FocusState
    held_count: int
    specialisation: str | None
    deepening: frozenset[str]
    complete_stacks: tuple[str, ...]
    next_step: NextStep | None

    @property
    def share(self) -> Fraction:
        """Which share of the collection deepens something; 0 of nothing."""
        return Fraction(len(self.deepening), self.held_count) if self.held_count else Fraction(0)


def focus(*, held: Collection[str], catalogue: Catalogue) -> Focus:
    """The focus of a collection: the ids of the credentials that somebody holds and that count now.

    Credentials deepen a specialisation when at least two of them stand in its stacks; the specialisation with the most leads, the first
    by name among equals. What stands in a complete stack deepens something whichever leads. `catalogue` has every stack.
    """
    have = frozenset(held)
    stacks = sorted(catalogue.stacks.values(), key=lambda stack: stack.stack_id)
    within = {
        stack.stack_id: _members(stack, catalogue=catalogue, around=frozenset()) & have for stack in stacks
    }
    missing = {
        stack.stack_id: _missing(stack, have=have, catalogue=catalogue, around=frozenset())
        for stack in stacks
    }
    complete = tuple(stack.stack_id for stack in stacks if missing[stack.stack_id] == ())
    specialisation, leading = _leading(stacks, within)
    deepening = leading.union(*(within[stack_id] for stack_id in complete))
    return Focus(
        state=_state(held_count=len(have), deepening_count=len(deepening), has_complete_stack=bool(complete)),
        held_count=len(have),
        specialisation=specialisation,
        deepening=deepening,
        complete_stacks=complete,
        next_step=_next_step(stacks, within=within, missing=missing),
    )


def _state(*, held_count: int, deepening_count: int, has_complete_stack: bool) -> FocusState:
    """Few credentials are a start, whatever they are; a complete stack is never scattered."""
    if held_count == 0:
        return FocusState.NOTHING
    if held_count < MANY and not has_complete_stack:
        return FocusState.STARTING
    share = Fraction(deepening_count, held_count)
    if share >= FOCUSED_SHARE:
        return FocusState.FOCUSED
    return FocusState.MIXED if share >= MIXED_SHARE or has_complete_stack else FocusState.SCATTERED


def _leading(
    stacks: Iterable[Stack], within: Mapping[str, frozenset[str]]
) -> tuple[str | None, frozenset[str]]:
    by_specialisation: dict[str, frozenset[str]] = {}
    for stack in stacks:
        known = by_specialisation.get(stack.specialisation, frozenset())
        by_specialisation[stack.specialisation] = known | within[stack.stack_id]
    best = max(sorted(by_specialisation), key=lambda name: len(by_specialisation[name]), default=None)
    if best is None or len(by_specialisation[best]) < TOGETHER:
        return None, frozenset()
    return best, by_specialisation[best]


def _next_step(
    stacks: Iterable[Stack],
    *,
    within: Mapping[str, frozenset[str]],
    missing: Mapping[str, tuple[str, ...] | None],
) -> NextStep | None:
    """Of the stacks that can be completed and are not, one that is begun, and of these the one that lacks the least."""
    candidates = [
        NextStep(
            stack_id=stack.stack_id, name=stack.name, held_count=len(within[stack.stack_id]), missing=lacking
        )
        for stack in stacks
        if (lacking := missing[stack.stack_id])
    ]
    return min(
        candidates,
        key=lambda step: (
            step.held_count == 0,
            len(step.missing),
            -step.held_count,
            step.name,
            step.stack_id,
        ),
        default=None,
    )


def _members(stack: Stack, *, catalogue: Catalogue, around: frozenset[str]) -> frozenset[str]:
    """Every credential that stands in the stack or in a stack within it."""
    if stack.stack_id in around:
        return frozenset()
    found: set[str] = set()
    for goal in (goal for place in stack.places for goal in place):
        match goal:
            case CredentialGoal(credential_id=credential_id):
                found.add(credential_id)
            case StackGoal(stack_id=stack_id) if stack_id in catalogue.stacks:
                inner = catalogue.stacks[stack_id]
                found |= _members(inner, catalogue=catalogue, around=around | {stack.stack_id})
    return frozenset(found)


def _missing(
    stack: Stack, *, have: frozenset[str], catalogue: Catalogue, around: frozenset[str]
) -> tuple[str, ...] | None:
    """Credentials that would complete the stack, few of them; none where it is complete, None where it cannot be.

    Each place takes what is missing least for it; of the places those that miss least are filled. Where stacks within share credentials,
    fewer may do.
    """
    if stack.stack_id in around:
        return None
    lacking: list[tuple[str, ...]] = []
    for place in stack.places:
        ways = [
            _missing_for(goal, have=have, catalogue=catalogue, around=around | {stack.stack_id})
            for goal in place
        ]
        possible = [way for way in ways if way is not None]
        if possible:
            lacking.append(min(possible, key=len))
    if len(lacking) < stack.required_count:
        return None
    chosen: Sequence[tuple[str, ...]] = sorted(lacking, key=len)[: stack.required_count]
    return tuple(dict.fromkeys(credential_id for way in chosen for credential_id in way))


def _missing_for(
    goal: CredentialGoal | StackGoal, *, have: frozenset[str], catalogue: Catalogue, around: frozenset[str]
) -> tuple[str, ...] | None:
    match goal:
        case CredentialGoal(credential_id=credential_id):
            return () if credential_id in have else (credential_id,)
        case StackGoal(stack_id=stack_id):
            inner = catalogue.stacks.get(stack_id)
            return _missing(inner, have=have, catalogue=catalogue, around=around) if inner else None
