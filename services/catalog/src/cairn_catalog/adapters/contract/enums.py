"""The contract's enums and the domain's. A number that is unknown here counts as not said."""

from collections.abc import Mapping
from typing import TypeVar

from cairn.catalog.v1 import entries_pb2 as pb
from cairn_catalog.domain.credential import CostBasis, CredentialKind
from cairn_catalog.domain.skill import ProficiencyLevel
from cairn_catalog.domain.stack import StackRule
from cairn_catalog.domain.view import Origin

M = TypeVar("M")
N = TypeVar("N", bound=int)

ORIGINS: Mapping[Origin, pb.Origin.ValueType] = {
    Origin.PUBLIC: pb.ORIGIN_PUBLIC,
    Origin.TENANT: pb.ORIGIN_TENANT,
    Origin.OVERRIDE: pb.ORIGIN_OVERRIDE,
}
KINDS: Mapping[CredentialKind, pb.CredentialKind.ValueType] = {
    CredentialKind.PROFESSIONAL_CERTIFICATE: pb.CREDENTIAL_KIND_PROFESSIONAL_CERTIFICATE,
    CredentialKind.DIGITAL_BADGE: pb.CREDENTIAL_KIND_DIGITAL_BADGE,
    CredentialKind.NANODEGREE: pb.CREDENTIAL_KIND_NANODEGREE,
    CredentialKind.INDUSTRY_CERTIFICATION: pb.CREDENTIAL_KIND_INDUSTRY_CERTIFICATION,
    CredentialKind.LICENCE: pb.CREDENTIAL_KIND_LICENCE,
    CredentialKind.BOOTCAMP: pb.CREDENTIAL_KIND_BOOTCAMP,
    CredentialKind.DEGREE: pb.CREDENTIAL_KIND_DEGREE,
}
LEVELS: Mapping[ProficiencyLevel, pb.ProficiencyLevel.ValueType] = {
    ProficiencyLevel.NONE: pb.PROFICIENCY_LEVEL_UNSPECIFIED,
    ProficiencyLevel.AWARENESS: pb.PROFICIENCY_LEVEL_AWARENESS,
    ProficiencyLevel.WORKING: pb.PROFICIENCY_LEVEL_WORKING,
    ProficiencyLevel.PRACTITIONER: pb.PROFICIENCY_LEVEL_PRACTITIONER,
    ProficiencyLevel.EXPERT: pb.PROFICIENCY_LEVEL_EXPERT,
}
BASES: Mapping[CostBasis, pb.CostBasis.ValueType] = {
    CostBasis.UNKNOWN: pb.COST_BASIS_UNSPECIFIED,
    CostBasis.FREE: pb.COST_BASIS_FREE,
    CostBasis.ONE_PRICE: pb.COST_BASIS_ONE_PRICE,
    CostBasis.MONTHLY: pb.COST_BASIS_MONTHLY,
    CostBasis.EXAM_FEE: pb.COST_BASIS_EXAM_FEE,
}
RULES: Mapping[StackRule, pb.StackRule.ValueType] = {
    StackRule.ALL_OF: pb.STACK_RULE_ALL_OF,
    StackRule.N_OF: pb.STACK_RULE_N_OF,
    StackRule.ORDERED: pb.STACK_RULE_ORDERED,
}


def member(numbers: Mapping[M, N], number: N) -> M | None:
    """The domain's value for a number of the contract; None for the one that is never sent, and for unknown ones."""
    return next((value for value, known in numbers.items() if known == number), None)
