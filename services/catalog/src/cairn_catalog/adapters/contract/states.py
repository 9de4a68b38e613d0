"""From entries to the contract's messages. `origin` is left open: it depends on who looks."""

from cairn.catalog.v1 import entries_pb2 as pb
from cairn.common.v1 import money_pb2
from cairn_catalog.adapters.contract.enums import BASES, KINDS, LEVELS, RULES
from cairn_catalog.domain.credential import Cost, CostBasis, Credential
from cairn_catalog.domain.issuer import Issuer
from cairn_catalog.domain.ladder import Ladder
from cairn_catalog.domain.learning_path import LearningPath
from cairn_catalog.domain.platform import Platform
from cairn_catalog.domain.role import CredentialDemand, Role, RoleRequirement
from cairn_catalog.domain.skill import Skill, SkillLevel
from cairn_catalog.domain.stack import CredentialMember, Member, Stack, StackMember


def issuer_state(issuer: Issuer) -> pb.Issuer:
    """The issuer's full state."""
    return pb.Issuer(
        issuer_id=issuer.id,
        version=issuer.version,
        name=issuer.name,
        aliases=issuer.aliases,
        website=issuer.website,
    )


def platform_state(platform: Platform) -> pb.Platform:
    """The platform's full state."""
    return pb.Platform(
        platform_id=platform.id, version=platform.version, name=platform.name, website=platform.website
    )


def skill_state(skill: Skill) -> pb.Skill:
    """The skill's full state."""
    return pb.Skill(
        skill_id=skill.id,
        version=skill.version,
        name=skill.name,
        esco_uri=skill.esco_uri,
        aliases=skill.aliases,
        source_note=skill.source_note,
    )


def credential_state(credential: Credential) -> pb.Credential:
    """The credential's full state."""
    return pb.Credential(
        credential_id=credential.id,
        version=credential.version,
        name=credential.name,
        kind=KINDS[credential.kind],
        issuer_id=credential.issuer_id,
        platform_id=credential.platform_id,
        skills_granted=[_skill_level(each) for each in credential.skills_granted],
        effort_hours=credential.effort_hours or 0,
        cost=_cost(credential.cost),
        validity=str(credential.validity or ""),
        website=credential.website,
        source_note=credential.source_note,
        illustrative=credential.illustrative,
    )


def stack_state(stack: Stack) -> pb.Stack:
    """The stack's full state."""
    return pb.Stack(
        stack_id=stack.id,
        version=stack.version,
        name=stack.name,
        specialisation=stack.specialisation,
        rule=RULES[stack.rule],
        required_count=stack.required_count,
        members=[_member(each) for each in stack.members],
    )


def learning_path_state(path: LearningPath) -> pb.LearningPath:
    """The learning path's full state."""
    return pb.LearningPath(
        path_id=path.id,
        version=path.version,
        name=path.name,
        description=path.description,
        steps=[
            pb.PathStep(step_id=step.step_id, goal=_member(step.goal), note=step.note) for step in path.steps
        ],
    )


def role_state(role: Role) -> pb.Role:
    """The role's full state."""
    return pb.Role(
        role_id=role.id,
        version=role.version,
        name=role.name,
        description=role.description,
        requirements=[_requirement(each) for each in role.requirements],
    )


def ladder_state(ladder: Ladder) -> pb.Ladder:
    """The ladder's full state."""
    return pb.Ladder(ladder_id=ladder.id, version=ladder.version, name=ladder.name, role_ids=ladder.role_ids)


def _skill_level(asked: SkillLevel) -> pb.SkillLevel:
    return pb.SkillLevel(skill_id=asked.skill_id, level=LEVELS[asked.level])


def _cost(cost: Cost) -> pb.Cost | None:
    if cost.basis is CostBasis.UNKNOWN:
        return None
    price = cost.price
    return pb.Cost(
        basis=BASES[cost.basis],
        price=money_pb2.Money(currency=price.currency, minor_units=price.minor_units) if price else None,
    )


def _member(member: Member) -> pb.StackMember:
    match member:
        case CredentialMember(credential_id):
            return pb.StackMember(credential_id=credential_id)
        case StackMember(stack_id):
            return pb.StackMember(stack_id=stack_id)


def _requirement(requirement: RoleRequirement) -> pb.RoleRequirement:
    match requirement.demand:
        case SkillLevel() as asked:
            return pb.RoleRequirement(requirement_id=requirement.requirement_id, skill=_skill_level(asked))
        case CredentialDemand(credential_id=credential_id):
            return pb.RoleRequirement(requirement_id=requirement.requirement_id, credential_id=credential_id)
