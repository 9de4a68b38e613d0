"""Roles: what jobs demand."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from cairn_catalog.domain.credential import Credential
from cairn_catalog.domain.entry import Entry
from cairn_catalog.domain.proposal import FieldChecks, Proposal, without_empty_ids
from cairn_catalog.domain.skill import SkillLevel, check_skill_level

REQUIREMENTS_AT_MOST = 500


@dataclass(frozen=True, kw_only=True)
class CredentialDemand:
    """A credential that has to be held and valid. One of kind licence or degree blocks who lacks it."""

    credential_id: str


Demand = SkillLevel | CredentialDemand


@dataclass(frozen=True, kw_only=True)
class RoleRequirement:
    """One thing that a role asks for. `requirement_id` is unique in the role and stays when the role is revised."""

    requirement_id: str
    demand: Demand


@dataclass(frozen=True, kw_only=True)
class ProposedRequirement:
    """A requirement as somebody wants it: `requirement_id` empty gets one, `demand` None is not said."""

    requirement_id: str
    demand: Demand | None


@dataclass(frozen=True, kw_only=True)
class Role(Entry):
    """What a job demands: skills at a level, credentials, licences."""

    called: ClassVar[str] = "role"
    id_field: ClassVar[str] = "role_id"

    description: str
    requirements: tuple[RoleRequirement, ...]


def propose_role(
    *, role_id: str, name: str, description: str, requirements: Sequence[ProposedRequirement]
) -> Proposal[Role]:
    """A role has a name; it asks for each skill and each credential once. A requirement without an id gets what it asks for."""
    check = FieldChecks()
    check.count("requirements", requirements, at_least=0, at_most=REQUIREMENTS_AT_MOST)
    demands = [
        _check_demand(check, f"requirements[{index}]", each) for index, each in enumerate(requirements)
    ]
    check.distinct(
        ((f"requirements[{index}]", _asked(demand)) for index, demand in enumerate(demands) if demand),
        "Another requirement of the role asks for the same.",
    )
    given_ids = [
        check.identifier(f"requirements[{index}].requirement_id", each.requirement_id)
        for index, each in enumerate(requirements)
    ]
    check.distinct(
        ((f"requirements[{index}].requirement_id", each) for index, each in enumerate(given_ids) if each),
        "Another requirement of the role has the same id.",
    )
    requirement_ids = without_empty_ids(given_ids, [_asked(demand)[1] for demand in demands])
    role = Role(
        id=check.identifier("role_id", role_id),
        version=0,
        name=check.name("name", name),
        description=check.text("description", description),
        requirements=tuple(
            RoleRequirement(requirement_id=requirement_id, demand=demand)
            for requirement_id, demand in zip(requirement_ids, demands, strict=True)
            if demand
        ),
    )
    return check.proposal(Role, role_id, role)


def _check_demand(check: FieldChecks, field: str, requirement: ProposedRequirement) -> Demand | None:
    match requirement.demand:
        case SkillLevel() as asked:
            check_skill_level(check, f"{field}.skill", asked)
        case CredentialDemand(credential_id=credential_id):
            check.reference(f"{field}.credential_id", Credential, credential_id)
        case None:
            check.refuse(field, "REQUIRED", "Ask for a skill at a level, or for a credential.")
    return requirement.demand


def _asked(demand: Demand | None) -> tuple[Hashable, str]:
    match demand:
        case SkillLevel(skill_id=skill_id):
            return SkillLevel, skill_id
        case CredentialDemand(credential_id=credential_id):
            return CredentialDemand, credential_id
        case None:
            return None, ""
