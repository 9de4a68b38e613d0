"""From roles and what they ask for to the contract's messages."""

from cairn.catalog.v1 import entries_pb2 as pb
from cairn_catalog.adapters.contract.common_states import lifecycle_state, skill_level_state
from cairn_catalog.domain.demand import (
    Alternative,
    AnyOf,
    CredentialDemand,
    Experience,
    SingleDemand,
    StackDemand,
    TimeInRole,
)
from cairn_catalog.domain.role import Role, RoleRequirement
from cairn_catalog.domain.skill import SkillLevel


def role_state(role: Role) -> pb.Role:
    """The role's full state."""
    return pb.Role(
        role_id=role.id,
        version=role.version,
        name=role.name,
        lifecycle=lifecycle_state(role.lifecycle),
        description=role.description,
        occupation_uri=role.occupation_uri,
        requirements=[_requirement(each) for each in role.requirements],
    )


def _requirement(requirement: RoleRequirement) -> pb.RoleRequirement:
    message = pb.RoleRequirement(requirement_id=requirement.requirement_id, weight=requirement.weight or 0)
    if isinstance(requirement.demand, AnyOf):
        ways = [_alternative(each) for each in requirement.demand.alternatives]
        message.any_of.CopyFrom(pb.Alternatives(alternatives=ways))
    else:
        _put(message, requirement.demand)
    return message


def _alternative(alternative: Alternative) -> pb.Alternative:
    message = pb.Alternative()
    for demand in alternative.all_of:
        _put(message.all_of.add(), demand)
    return message


def _put(message: pb.RoleRequirement | pb.AlternativeDemand, demand: SingleDemand) -> None:
    match demand:
        case SkillLevel():
            message.skill.CopyFrom(skill_level_state(demand))
        case CredentialDemand(credential_id=credential_id):
            message.credential_id = credential_id
        case StackDemand(stack_id=stack_id):
            message.stack_id = stack_id
        case Experience(months=months, role_id=role_id):
            message.experience.CopyFrom(pb.Experience(months=months, role_id=role_id))
        case TimeInRole(months=months):
            message.time_in_role.CopyFrom(pb.TimeInRole(months=months))
