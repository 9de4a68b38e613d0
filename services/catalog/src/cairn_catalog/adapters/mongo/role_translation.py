"""Roles, what they ask for, and their documents."""

from cairn_catalog.adapters.mongo.common_translation import (
    common,
    common_document,
    skill_level,
    skill_level_document,
)
from cairn_catalog.domain.demand import (
    Alternative,
    AnyOf,
    CredentialDemand,
    Demand,
    Experience,
    SingleDemand,
    StackDemand,
    TimeInRole,
)
from cairn_catalog.domain.role import Role, RoleRequirement
from cairn_catalog.domain.skill import SkillLevel
from cairn_platform.mongo.connection import Document


def role_document(role: Role) -> Document:
    """The fields of a role."""
    return {
        **common_document(role),
        "description": role.description,
        "occupation_uri": role.occupation_uri,
        "requirements": [
            {
                "requirement_id": each.requirement_id,
                "weight": each.weight,
                **_demand_document(each.demand),
            }
            for each in role.requirements
        ],
    }


def role_of(document: Document) -> Role:
    """The role of a document."""
    return Role(
        **common(document),
        description=document["description"],
        occupation_uri=document.get("occupation_uri", ""),
        requirements=tuple(
            RoleRequirement(
                requirement_id=each["requirement_id"], demand=_demand(each), weight=each.get("weight")
            )
            for each in document["requirements"]
        ),
    )


def _demand_document(demand: Demand) -> Document:
    if isinstance(demand, AnyOf):
        ways = [{"all_of": [_single_document(each) for each in way.all_of]} for way in demand.alternatives]
        return {"any_of": ways}
    return _single_document(demand)


def _demand(document: Document) -> Demand:
    if "any_of" in document:
        ways = [Alternative(all_of=tuple(map(_single, way["all_of"]))) for way in document["any_of"]]
        return AnyOf(alternatives=tuple(ways))
    return _single(document)


def _single_document(demand: SingleDemand) -> Document:
    match demand:
        case SkillLevel():
            return {"skill": skill_level_document(demand)}
        case CredentialDemand(credential_id=credential_id):
            return {"credential_id": credential_id}
        case StackDemand(stack_id=stack_id):
            return {"stack_id": stack_id}
        case Experience(months=months, role_id=role_id):
            return {"experience": {"months": months, "role_id": role_id}}
        case TimeInRole(months=months):
            return {"time_in_role": {"months": months}}


def _single(document: Document) -> SingleDemand:
    if "skill" in document:
        return skill_level(document["skill"])
    if "stack_id" in document:
        return StackDemand(stack_id=document["stack_id"])
    if "experience" in document:
        return Experience(**document["experience"])
    if "time_in_role" in document:
        return TimeInRole(**document["time_in_role"])
    return CredentialDemand(credential_id=document["credential_id"])
