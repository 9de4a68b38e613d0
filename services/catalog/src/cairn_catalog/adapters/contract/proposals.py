"""From the contract's messages to proposals. `version` and `origin` of a message are ignored, as the contract says."""

from cairn.catalog.v1 import entries_pb2 as pb
from cairn_catalog.adapters.contract.enums import BASES, KINDS, LEVELS, RULES, member
from cairn_catalog.domain.credential import Cost, CostBasis, Credential, Money, propose_credential
from cairn_catalog.domain.issuer import Issuer, propose_issuer
from cairn_catalog.domain.ladder import Ladder, propose_ladder
from cairn_catalog.domain.learning_path import LearningPath, ProposedStep, propose_learning_path
from cairn_catalog.domain.platform import Platform, propose_platform
from cairn_catalog.domain.proposal import Proposal
from cairn_catalog.domain.role import CredentialDemand, Demand, ProposedRequirement, Role, propose_role
from cairn_catalog.domain.skill import ProficiencyLevel, Skill, SkillLevel, propose_skill
from cairn_catalog.domain.stack import CredentialMember, Member, Stack, StackMember, propose_stack


def proposed_issuer(message: pb.Issuer) -> Proposal[Issuer]:
    """The issuer that the message proposes."""
    return propose_issuer(
        issuer_id=message.issuer_id, name=message.name, aliases=message.aliases, website=message.website
    )


def proposed_platform(message: pb.Platform) -> Proposal[Platform]:
    """The platform that the message proposes."""
    return propose_platform(platform_id=message.platform_id, name=message.name, website=message.website)


def proposed_skill(message: pb.Skill) -> Proposal[Skill]:
    """The skill that the message proposes."""
    return propose_skill(
        skill_id=message.skill_id,
        name=message.name,
        esco_uri=message.esco_uri,
        aliases=message.aliases,
        source_note=message.source_note,
    )


def proposed_credential(message: pb.Credential) -> Proposal[Credential]:
    """The credential that the message proposes."""
    return propose_credential(
        credential_id=message.credential_id,
        name=message.name,
        kind=member(KINDS, message.kind),
        issuer_id=message.issuer_id,
        platform_id=message.platform_id,
        skills_granted=[_skill_level(each) for each in message.skills_granted],
        effort_hours=message.effort_hours or None,
        cost=_cost(message.cost),
        validity=message.validity,
        website=message.website,
        source_note=message.source_note,
        illustrative=message.illustrative,
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
    )


def proposed_learning_path(message: pb.LearningPath) -> Proposal[LearningPath]:
    """The learning path that the message proposes."""
    return propose_learning_path(
        path_id=message.path_id,
        name=message.name,
        description=message.description,
        steps=[
            ProposedStep(step_id=each.step_id, goal=_member(each.goal), note=each.note)
            for each in message.steps
        ],
    )


def proposed_role(message: pb.Role) -> Proposal[Role]:
    """The role that the message proposes."""
    return propose_role(
        role_id=message.role_id,
        name=message.name,
        description=message.description,
        requirements=[
            ProposedRequirement(requirement_id=each.requirement_id, demand=_demand(each))
            for each in message.requirements
        ],
    )


def proposed_ladder(message: pb.Ladder) -> Proposal[Ladder]:
    """The ladder that the message proposes."""
    return propose_ladder(ladder_id=message.ladder_id, name=message.name, role_ids=message.role_ids)


def _skill_level(message: pb.SkillLevel) -> SkillLevel:
    return SkillLevel(skill_id=message.skill_id, level=member(LEVELS, message.level) or ProficiencyLevel.NONE)


def _cost(message: pb.Cost) -> Cost:
    price = message.price
    return Cost(
        basis=member(BASES, message.basis) or CostBasis.UNKNOWN,
        price=Money(currency=price.currency, minor_units=price.minor_units)
        if message.HasField("price")
        else None,
    )


def _member(message: pb.StackMember) -> Member | None:
    match message.WhichOneof("member"):
        case "credential_id":
            return CredentialMember(message.credential_id)
        case "stack_id":
            return StackMember(message.stack_id)
        case _:
            return None


def _demand(message: pb.RoleRequirement) -> Demand | None:
    match message.WhichOneof("demand"):
        case "skill":
            return _skill_level(message.skill)
        case "credential_id":
            return CredentialDemand(credential_id=message.credential_id)
        case _:
            return None
