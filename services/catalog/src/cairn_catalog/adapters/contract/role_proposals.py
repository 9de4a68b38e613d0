"""From the contract's messages to proposals of roles."""

from cairn.catalog.v1 import entries_pb2 as pb
from cairn_catalog.adapters.contract.common_proposals import proposed_life, proposed_skill_level
from cairn_catalog.domain.demand import CredentialDemand, Experience, SingleDemand, StackDemand, TimeInRole
from cairn_catalog.domain.proposal import Proposal
from cairn_catalog.domain.role import (
    ProposedAlternative,
    ProposedAlternatives,
    ProposedRequirement,
    Role,
    propose_role,
)


def proposed_role(message: pb.Role) -> Proposal[Role]:
    """The role that the message proposes."""
    return propose_role(
        role_id=message.role_id,
        name=message.name,
        description=message.description,
        occupation_uri=message.occupation_uri,
        requirements=[_requirement(each) for each in message.requirements],
        lifecycle=proposed_life(message.lifecycle),
    )


def _requirement(message: pb.RoleRequirement) -> ProposedRequirement:
    return ProposedRequirement(
        requirement_id=message.requirement_id,
        demand=_alternatives(message.any_of) if message.HasField("any_of") else _demand(message),
        weight=message.weight or None,
    )


def _alternatives(message: pb.Alternatives) -> ProposedAlternatives:
    return ProposedAlternatives(
        alternatives=tuple(
            ProposedAlternative(all_of=tuple(_demand(demand) for demand in each.all_of))
            for each in message.alternatives
        )
    )


def _demand(message: pb.RoleRequirement | pb.AlternativeDemand) -> SingleDemand | None:
    match message.WhichOneof("demand"):
        case "skill":
            return proposed_skill_level(message.skill)
        case "credential_id":
            return CredentialDemand(credential_id=message.credential_id)
        case "stack_id":
            return StackDemand(stack_id=message.stack_id)
        case "experience":
            return Experience(months=message.experience.months, role_id=message.experience.role_id)
        case "time_in_role":
            return TimeInRole(months=message.time_in_role.months)
        case _:
            return None
