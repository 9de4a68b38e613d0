"""Stacks: curated sets of credentials, each deepening one specialisation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from cairn_catalog.domain.credential import Credential
from cairn_catalog.domain.entry import Entry
from cairn_catalog.domain.proposal import FieldChecks, Proposal
from cairn_catalog.domain.proposed_lifecycle import ProposedLifecycle, check_lifecycle
from cairn_platform.errors import FieldViolation

MEMBERS_AT_MOST = 200
WAYS_AT_LEAST = 2
WAYS_AT_MOST = 50


class StackRule(Enum):
    """How the members of a stack count: every one, `required_count` of them, or every one in the order given."""

    ALL_OF = "all_of"
    N_OF = "n_of"
    ORDERED = "ordered"


@dataclass(frozen=True)
class CredentialMember:
    """A credential as a member of a stack, or as the goal of a path's step."""

    credential_id: str


@dataclass(frozen=True)
class StackMember:
    """Another stack, as a whole, as a member of a stack, or as the goal of a path's step."""

    stack_id: str


Goal = CredentialMember | StackMember
"""What one step of a path is for, or one way to fill a place in a stack."""


@dataclass(frozen=True)
class OneOf:
    """Ways to fill the place of a member, one of which is enough."""

    alternatives: tuple[Goal, ...]


@dataclass(frozen=True, kw_only=True)
class Member:
    """One member of a stack. The credentials of `equivalent_credential_ids` count as this member's credential."""

    filled_by: Goal | OneOf
    equivalent_credential_ids: tuple[str, ...]

    @property
    def ways(self) -> tuple[Goal, ...]:
        """Everything that fills the member's place, what counts as its credential included."""
        goals = self.filled_by.alternatives if isinstance(self.filled_by, OneOf) else (self.filled_by,)
        return (*goals, *(CredentialMember(each) for each in self.equivalent_credential_ids))


@dataclass(frozen=True)
class ProposedOneOf:
    """Ways to fill a place as somebody wants them; one that is None is not said."""

    alternatives: tuple[Goal | None, ...]


@dataclass(frozen=True, kw_only=True)
class ProposedMember:
    """A member as somebody wants it; `filled_by` None is not said."""

    filled_by: Goal | ProposedOneOf | None
    equivalent_credential_ids: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Stack(Entry):
    """A curated set of credentials that deepens one specialisation. `required_count` counts for N_OF only and is 0 otherwise."""

    called: ClassVar[str] = "stack"
    id_field: ClassVar[str] = "stack_id"

    specialisation: str
    rule: StackRule
    required_count: int
    members: tuple[Member, ...]


def propose_stack(
    *,
    stack_id: str,
    name: str,
    specialisation: str,
    rule: StackRule | None,
    required_count: int,
    members: Sequence[ProposedMember],
    lifecycle: ProposedLifecycle,
) -> Proposal[Stack]:
    """A stack has a name, a rule and at least one member; `n of` needs at least one and at most all of them.

    Nothing fills two places. `rule` None is not said.
    """
    check = FieldChecks()
    check.identifier("stack_id", stack_id)
    kept_name = check.name("name", name)
    kept_specialisation = check.text("specialisation", specialisation)
    check.given("rule", rule, "Say how the members count.")
    check.count("members", members, at_least=1, at_most=MEMBERS_AT_MOST)
    kept = tuple(_check_member(check, f"members[{index}]", each) for index, each in enumerate(members))
    check.distinct(
        ((f"members[{index}]", way) for index, each in enumerate(kept) if each for way in each.ways),
        "A stack has a member only once.",
    )
    life = check_lifecycle(check, lifecycle)
    if rule is StackRule.N_OF:
        check.whole_number("required_count", required_count, at_least=1, at_most=max(len(members), 1))
    elif rule is not None and required_count:
        check.refuse("required_count", "NOT_ALLOWED", "Only a stack that needs n of its members counts them.")
    stack = (
        None
        if rule is None
        else Stack(
            id=stack_id,
            version=0,
            name=kept_name,
            lifecycle=life,
            specialisation=kept_specialisation,
            rule=rule,
            required_count=required_count,
            members=tuple(each for each in kept if each),
        )
    )
    return check.proposal(Stack, stack_id, stack)


def check_goal(check: FieldChecks, field: str, goal: Goal | None) -> Goal | None:
    """A goal is a credential or a stack."""
    match goal:
        case CredentialMember(credential_id):
            check.reference(f"{field}.credential_id", Credential, credential_id)
        case StackMember(stack_id):
            check.reference(f"{field}.stack_id", Stack, stack_id)
        case None:
            check.refuse(field, "REQUIRED", "Name a credential or a stack.")
    return goal


def _check_member(check: FieldChecks, field: str, proposed: ProposedMember) -> Member | None:
    """A member is a credential, a stack, or one of several; only a credential has others that count as it."""
    filled_by: Goal | OneOf | None
    if isinstance(proposed.filled_by, ProposedOneOf):
        at = f"{field}.one_of.alternatives"
        ways = proposed.filled_by.alternatives
        check.count(at, ways, at_least=WAYS_AT_LEAST, at_most=WAYS_AT_MOST)
        checked = [check_goal(check, f"{at}[{index}]", each) for index, each in enumerate(ways)]
        filled_by = OneOf(tuple(each for each in checked if each))
    else:
        filled_by = check_goal(check, field, proposed.filled_by)
    equivalents = proposed.equivalent_credential_ids
    check.count(f"{field}.equivalent_credential_ids", equivalents, at_least=0, at_most=WAYS_AT_MOST)
    for index, each in enumerate(equivalents):
        check.reference(f"{field}.equivalent_credential_ids[{index}]", Credential, each)
    if equivalents and not isinstance(filled_by, CredentialMember):
        check.refuse(
            f"{field}.equivalent_credential_ids",
            "NOT_ALLOWED",
            "Only a credential as a member has others that count as it.",
        )
    if filled_by is None:
        return None
    return Member(filled_by=filled_by, equivalent_credential_ids=equivalents)


def goal_id(goal: Goal | None) -> str:
    """The id of the credential or stack."""
    match goal:
        case CredentialMember(entry_id) | StackMember(entry_id):
            return entry_id
        case None:
            return ""


def stacks_within(stack: Stack) -> tuple[str, ...]:
    """The stacks that are members of this one."""
    return tuple(
        way.stack_id for member in stack.members for way in member.ways if isinstance(way, StackMember)
    )


def proposed_within(proposal: Proposal[Entry]) -> tuple[str, ...]:
    """The stacks that a proposed one names as members, whether it is sound otherwise or not."""
    return tuple(reference.id for reference in proposal.references if reference.kind is Stack)


def find_cycle(stack_id: str, contains: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """A way by which the stack contains itself, from it and back to it; empty when there is none.

    `contains` names the stacks within each stack; one that is not in it has none.
    """
    came_from: dict[str, str] = {}
    to_visit = [stack_id]
    while to_visit:
        outer = to_visit.pop()
        for inner in contains.get(outer, ()):
            if inner == stack_id:
                return _way(stack_id, outer, came_from)
            if inner not in came_from:
                came_from[inner] = outer
                to_visit.append(inner)
    return ()


def _way(stack_id: str, last: str, came_from: Mapping[str, str]) -> tuple[str, ...]:
    backwards = [stack_id, last]
    while backwards[-1] != stack_id:
        backwards.append(came_from[backwards[-1]])
    return tuple(reversed(backwards))


def cycle_violations(
    proposal: Proposal[Entry], contains: Mapping[str, Sequence[str]]
) -> tuple[FieldViolation, ...]:
    """A stack never contains itself, directly or through others; `contains` is the catalogue with the proposal in it."""
    cycle = find_cycle(proposal.id, contains)
    if not cycle:
        return ()
    fields = [each.field for each in proposal.references if (each.kind, each.id) == (Stack, cycle[1])]
    description = f"The stack would contain itself: {' → '.join(cycle)}."
    return tuple(FieldViolation(field, "CYCLE", description) for field in fields)
