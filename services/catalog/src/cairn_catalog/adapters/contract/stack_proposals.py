"""From the contract's messages to proposals of stacks, and to what the steps of paths are for."""

from cairn.catalog.v1 import entries_pb2 as pb
from cairn_catalog.adapters.contract.common_proposals import proposed_life
from cairn_catalog.adapters.contract.enums import RULES, member
from cairn_catalog.domain.proposal import Proposal
from cairn_catalog.domain.stack import (
    CredentialMember,
    Goal,
    ProposedMember,
    ProposedOneOf,
    Stack,
    StackMember,
    propose_stack,
)


def proposed_stack(message: pb.Stack) -> Proposal[Stack]:
    """The stack that the message proposes."""
    return propose_stack(
        stack_id=message.stack_id,
        name=message.name,
        specialisation=message.specialisation,
        rule=member(RULES, message.rule),
        required_count=message.required_count,
        members=[_member(each) for each in message.members],
        lifecycle=proposed_life(message.lifecycle),
    )


def proposed_goal(message: pb.StackMember | pb.StackAlternative) -> Goal | None:
    """The credential or stack that is named; None where neither is."""
    if message.HasField("credential_id"):
        return CredentialMember(message.credential_id)
    if message.HasField("stack_id"):
        return StackMember(message.stack_id)
    return None


def _member(message: pb.StackMember) -> ProposedMember:
    one_of = ProposedOneOf(tuple(proposed_goal(each) for each in message.one_of.alternatives))
    return ProposedMember(
        filled_by=one_of if message.HasField("one_of") else proposed_goal(message),
        equivalent_credential_ids=tuple(message.equivalent_credential_ids),
    )
