"""From stacks, and from what the steps of paths are for, to the contract's messages."""

from cairn.catalog.v1 import entries_pb2 as pb
from cairn_catalog.adapters.contract.common_states import lifecycle_state
from cairn_catalog.adapters.contract.enums import RULES
from cairn_catalog.domain.stack import CredentialMember, Goal, Member, OneOf, Stack, StackMember


def stack_state(stack: Stack) -> pb.Stack:
    """The stack's full state."""
    return pb.Stack(
        stack_id=stack.id,
        version=stack.version,
        name=stack.name,
        lifecycle=lifecycle_state(stack.lifecycle),
        specialisation=stack.specialisation,
        rule=RULES[stack.rule],
        required_count=stack.required_count,
        members=[_member(each) for each in stack.members],
    )


def goal_state(goal: Goal) -> pb.StackMember:
    """A credential or a stack, as the goal of a step or a member."""
    match goal:
        case CredentialMember(credential_id):
            return pb.StackMember(credential_id=credential_id)
        case StackMember(stack_id):
            return pb.StackMember(stack_id=stack_id)


def _member(member: Member) -> pb.StackMember:
    if isinstance(member.filled_by, OneOf):
        ways = [_alternative(each) for each in member.filled_by.alternatives]
        return pb.StackMember(one_of=pb.StackAlternatives(alternatives=ways))
    message = goal_state(member.filled_by)
    message.equivalent_credential_ids.extend(member.equivalent_credential_ids)
    return message


def _alternative(goal: Goal) -> pb.StackAlternative:
    match goal:
        case CredentialMember(credential_id):
            return pb.StackAlternative(credential_id=credential_id)
        case StackMember(stack_id):
            return pb.StackAlternative(stack_id=stack_id)
