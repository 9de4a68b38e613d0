"""Entries and their documents. A document's `_id`, `tenant_id` and `version` are the platform's."""

from typing import Any

from cairn_catalog.domain.credential import Cost, CostBasis, Credential, CredentialKind, Money
from cairn_catalog.domain.entry import Entry
from cairn_catalog.domain.issuer import Issuer
from cairn_catalog.domain.ladder import Ladder
from cairn_catalog.domain.learning_path import LearningPath, PathStep
from cairn_catalog.domain.listing import position, search_texts
from cairn_catalog.domain.platform import Platform
from cairn_catalog.domain.role import CredentialDemand, Demand, Role, RoleRequirement
from cairn_catalog.domain.skill import ProficiencyLevel, Skill, SkillLevel
from cairn_catalog.domain.stack import CredentialMember, Member, Stack, StackMember, StackRule
from cairn_catalog.domain.validity import Validity
from cairn_platform.mongo.connection import Document


def issuer_document(issuer: Issuer) -> Document:
    """The fields of an issuer."""
    return {**_common_document(issuer), "aliases": [*issuer.aliases], "website": issuer.website}


def issuer_of(document: Document) -> Issuer:
    """The issuer of a document."""
    return Issuer(**_common(document), aliases=tuple(document["aliases"]), website=document["website"])


def platform_document(platform: Platform) -> Document:
    """The fields of a platform."""
    return {**_common_document(platform), "website": platform.website}


def platform_of(document: Document) -> Platform:
    """The platform of a document."""
    return Platform(**_common(document), website=document["website"])


def skill_document(skill: Skill) -> Document:
    """The fields of a skill."""
    return {
        **_common_document(skill),
        "esco_uri": skill.esco_uri,
        "aliases": [*skill.aliases],
        "source_note": skill.source_note,
    }


def skill_of(document: Document) -> Skill:
    """The skill of a document."""
    return Skill(
        **_common(document),
        esco_uri=document["esco_uri"],
        aliases=tuple(document["aliases"]),
        source_note=document["source_note"],
    )


def credential_document(credential: Credential) -> Document:
    """The fields of a credential."""
    return {
        **_common_document(credential),
        "kind": credential.kind.value,
        "issuer_id": credential.issuer_id,
        "platform_id": credential.platform_id,
        "skills_granted": [_skill_level_document(each) for each in credential.skills_granted],
        "effort_hours": credential.effort_hours,
        "cost": _cost_document(credential.cost),
        "validity": str(credential.validity) if credential.validity else None,
        "website": credential.website,
        "source_note": credential.source_note,
        "illustrative": credential.illustrative,
    }


def credential_of(document: Document) -> Credential:
    """The credential of a document."""
    return Credential(
        **_common(document),
        kind=CredentialKind(document["kind"]),
        issuer_id=document["issuer_id"],
        platform_id=document["platform_id"],
        skills_granted=tuple(_skill_level(each) for each in document["skills_granted"]),
        effort_hours=document["effort_hours"],
        cost=_cost(document["cost"]),
        validity=Validity.parse(document["validity"]) if document["validity"] else None,
        website=document["website"],
        source_note=document["source_note"],
        illustrative=document["illustrative"],
    )


def stack_document(stack: Stack) -> Document:
    """The fields of a stack."""
    return {
        **_common_document(stack),
        "specialisation": stack.specialisation,
        "rule": stack.rule.value,
        "required_count": stack.required_count,
        "members": [_member_document(each) for each in stack.members],
    }


def stack_of(document: Document) -> Stack:
    """The stack of a document."""
    return Stack(
        **_common(document),
        specialisation=document["specialisation"],
        rule=StackRule(document["rule"]),
        required_count=document["required_count"],
        members=tuple(_member(each) for each in document["members"]),
    )


def learning_path_document(path: LearningPath) -> Document:
    """The fields of a learning path."""
    return {
        **_common_document(path),
        "description": path.description,
        "steps": [
            {"step_id": step.step_id, "goal": _member_document(step.goal), "note": step.note}
            for step in path.steps
        ],
    }


def learning_path_of(document: Document) -> LearningPath:
    """The learning path of a document."""
    return LearningPath(
        **_common(document),
        description=document["description"],
        steps=tuple(
            PathStep(step_id=step["step_id"], goal=_member(step["goal"]), note=step["note"])
            for step in document["steps"]
        ),
    )


def role_document(role: Role) -> Document:
    """The fields of a role."""
    return {
        **_common_document(role),
        "description": role.description,
        "requirements": [
            {"requirement_id": each.requirement_id, **_demand_document(each.demand)}
            for each in role.requirements
        ],
    }


def role_of(document: Document) -> Role:
    """The role of a document."""
    return Role(
        **_common(document),
        description=document["description"],
        requirements=tuple(
            RoleRequirement(requirement_id=each["requirement_id"], demand=_demand(each))
            for each in document["requirements"]
        ),
    )


def ladder_document(ladder: Ladder) -> Document:
    """The fields of a ladder."""
    return {**_common_document(ladder), "role_ids": [*ladder.role_ids]}


def ladder_of(document: Document) -> Ladder:
    """The ladder of a document."""
    return Ladder(**_common(document), role_ids=tuple(document["role_ids"]))


def _common_document(entry: Entry) -> Document:
    name_key, entry_id = position(entry)
    return {
        "entry_id": entry_id,
        "name": entry.name,
        "name_key": name_key,
        "search_texts": [*search_texts(entry)],
    }


def _common(document: Document) -> dict[str, Any]:
    return {"id": document["entry_id"], "version": document["version"], "name": document["name"]}


def _skill_level_document(asked: SkillLevel) -> Document:
    return {"skill_id": asked.skill_id, "level": int(asked.level)}


def _skill_level(document: Document) -> SkillLevel:
    return SkillLevel(skill_id=document["skill_id"], level=ProficiencyLevel(document["level"]))


def _cost_document(cost: Cost) -> Document:
    price = cost.price and {"currency": cost.price.currency, "minor_units": cost.price.minor_units}
    return {"basis": cost.basis.value, "price": price}


def _cost(document: Document) -> Cost:
    price = document["price"]
    return Cost(
        basis=CostBasis(document["basis"]),
        price=Money(currency=price["currency"], minor_units=price["minor_units"]) if price else None,
    )


def _member_document(member: Member) -> Document:
    match member:
        case CredentialMember(credential_id):
            return {"credential_id": credential_id}
        case StackMember(stack_id):
            return {"stack_id": stack_id}


def _member(document: Document) -> Member:
    if "stack_id" in document:
        return StackMember(document["stack_id"])
    return CredentialMember(document["credential_id"])


def _demand_document(demand: Demand) -> Document:
    match demand:
        case SkillLevel() as asked:
            return {"skill": _skill_level_document(asked)}
        case CredentialDemand(credential_id=credential_id):
            return {"credential_id": credential_id}


def _demand(document: Document) -> Demand:
    if "skill" in document:
        return _skill_level(document["skill"])
    return CredentialDemand(credential_id=document["credential_id"])
