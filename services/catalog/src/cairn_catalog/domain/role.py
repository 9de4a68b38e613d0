"""Roles: what jobs demand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from cairn_catalog.domain.credential import Credential
from cairn_catalog.domain.demand import (
    Alternative,
    AnyOf,
    CredentialDemand,
    Demand,
    Experience,
    SingleDemand,
    StackDemand,
    TimeInRole,
    derived_id,
    subject,
)
from cairn_catalog.domain.entry import Entry
from cairn_catalog.domain.proposal import FieldChecks, Proposal, without_empty_ids
from cairn_catalog.domain.proposed_lifecycle import ProposedLifecycle, check_lifecycle
from cairn_catalog.domain.skill import SkillLevel, check_skill_level
from cairn_catalog.domain.stack import Stack

REQUIREMENTS_AT_MOST = 500
ALTERNATIVES_AT_LEAST = 2
ALTERNATIVES_AT_MOST = 20
DEMANDS_TOGETHER_AT_MOST = 20
MONTHS_AT_MOST = 600
WEIGHT_AT_MOST = 100


@dataclass(frozen=True, kw_only=True)
class RoleRequirement:
    """One thing that a role asks for. `requirement_id` is unique in the role and stays when the role is revised.

    `weight` None is a must-have; otherwise the requirement helps, and counts that much among what helps.
    """

    requirement_id: str
    demand: Demand
    weight: int | None


@dataclass(frozen=True, kw_only=True)
class ProposedAlternative:
    """A way to meet a requirement as somebody wants it; a demand None is not said."""

    all_of: tuple[SingleDemand | None, ...]


@dataclass(frozen=True, kw_only=True)
class ProposedAlternatives:
    """Ways to meet a requirement as somebody wants them."""

    alternatives: tuple[ProposedAlternative, ...]


@dataclass(frozen=True, kw_only=True)
class ProposedRequirement:
    """A requirement as somebody wants it: `requirement_id` empty gets one, `demand` None is not said, `weight` None is a must-have."""

    requirement_id: str
    demand: SingleDemand | ProposedAlternatives | None
    weight: int | None


@dataclass(frozen=True, kw_only=True)
class Role(Entry):
    """What a job demands: skills at a level, credentials, stacks, experience, or one of several ways.

    `occupation_uri` is the occupation of ESCO that the role was made from, empty where it was not.
    """

    called: ClassVar[str] = "role"
    id_field: ClassVar[str] = "role_id"

    description: str
    occupation_uri: str
    requirements: tuple[RoleRequirement, ...]


def propose_role(
    *,
    role_id: str,
    name: str,
    description: str,
    occupation_uri: str,
    requirements: Sequence[ProposedRequirement],
    lifecycle: ProposedLifecycle,
) -> Proposal[Role]:
    """A role has a name; it asks for each thing once. A requirement without an id gets that of what it asks for."""
    check = FieldChecks()
    check.count("requirements", requirements, at_least=0, at_most=REQUIREMENTS_AT_MOST)
    demands = [
        _check_demand(check, f"requirements[{index}]", each.demand) for index, each in enumerate(requirements)
    ]
    check.distinct(
        ((f"requirements[{index}]", subject(demand)) for index, demand in enumerate(demands) if demand),
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
    for index, each in enumerate(requirements):
        if each.weight is not None:
            check.whole_number(
                f"requirements[{index}].weight", each.weight, at_least=1, at_most=WEIGHT_AT_MOST
            )
    requirement_ids = without_empty_ids(
        given_ids, [derived_id(demand) if demand else "" for demand in demands]
    )
    role = Role(
        id=check.identifier("role_id", role_id),
        version=0,
        name=check.name("name", name),
        lifecycle=check_lifecycle(check, lifecycle),
        description=check.text("description", description),
        occupation_uri=check.url("occupation_uri", occupation_uri),
        requirements=tuple(
            RoleRequirement(requirement_id=requirement_id, demand=demand, weight=each.weight)
            for requirement_id, demand, each in zip(requirement_ids, demands, requirements, strict=True)
            if demand
        ),
    )
    return check.proposal(Role, role_id, role)


def _check_demand(
    check: FieldChecks, field: str, demand: SingleDemand | ProposedAlternatives | None
) -> Demand | None:
    if isinstance(demand, ProposedAlternatives):
        return _check_alternatives(check, f"{field}.any_of", demand)
    return _check_single(check, field, demand)


def _check_single(check: FieldChecks, field: str, demand: SingleDemand | None) -> SingleDemand | None:
    match demand:
        case SkillLevel():
            check_skill_level(check, f"{field}.skill", demand)
        case CredentialDemand(credential_id=credential_id):
            check.reference(f"{field}.credential_id", Credential, credential_id)
        case StackDemand(stack_id=stack_id):
            check.reference(f"{field}.stack_id", Stack, stack_id)
        case Experience(months=months, role_id=role_id):
            check.whole_number(f"{field}.experience.months", months, at_least=1, at_most=MONTHS_AT_MOST)
            check.optional_reference(f"{field}.experience.role_id", Role, role_id)
        case TimeInRole(months=months):
            check.whole_number(f"{field}.time_in_role.months", months, at_least=1, at_most=MONTHS_AT_MOST)
        case None:
            check.refuse(
                field, "REQUIRED", "Ask for a skill at a level, a credential, a stack or experience."
            )
    return demand


def _check_alternatives(check: FieldChecks, field: str, proposed: ProposedAlternatives) -> AnyOf | None:
    """There are at least two ways, none of them twice; each asks for something, and for nothing twice."""
    at = f"{field}.alternatives"
    check.count(at, proposed.alternatives, at_least=ALTERNATIVES_AT_LEAST, at_most=ALTERNATIVES_AT_MOST)
    alternatives = []
    for index, each in enumerate(proposed.alternatives):
        inner = f"{at}[{index}].all_of"
        check.count(inner, each.all_of, at_least=1, at_most=DEMANDS_TOGETHER_AT_MOST)
        demands = [
            _check_single(check, f"{inner}[{place}]", demand) for place, demand in enumerate(each.all_of)
        ]
        check.distinct(
            ((f"{inner}[{place}]", subject(demand)) for place, demand in enumerate(demands) if demand),
            "This way asks for the same twice.",
        )
        alternatives.append(Alternative(all_of=tuple(demand for demand in demands if demand)))
    check.distinct(
        ((f"{at}[{index}]", frozenset(each.all_of)) for index, each in enumerate(alternatives)),
        "Another way asks for the same.",
    )
    return AnyOf(alternatives=tuple(alternatives))
