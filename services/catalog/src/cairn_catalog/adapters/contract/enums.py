"""The contract's enums and the domain's. A number that is unknown here counts as not said."""

from collections.abc import Mapping
from typing import TypeVar

from cairn.catalog.v1 import entries_pb2 as pb
from cairn_catalog.domain.cost import CostBasis, Payer
from cairn_catalog.domain.credential import CredentialKind, StudyLoad
from cairn_catalog.domain.issuer import RecognitionExtent
from cairn_catalog.domain.issuer_trust import TrustVerdict
from cairn_catalog.domain.ladder import LadderKind
from cairn_catalog.domain.lifecycle import EntryState
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
PAYERS: Mapping[Payer, pb.Payer.ValueType] = {
    Payer.UNKNOWN: pb.PAYER_UNSPECIFIED,
    Payer.EMPLOYER: pb.PAYER_EMPLOYER,
    Payer.EMPLOYEE: pb.PAYER_EMPLOYEE,
    Payer.SHARED: pb.PAYER_SHARED,
}
LOADS: Mapping[StudyLoad, pb.StudyLoad.ValueType] = {
    StudyLoad.UNKNOWN: pb.STUDY_LOAD_UNSPECIFIED,
    StudyLoad.FULL_TIME: pb.STUDY_LOAD_FULL_TIME,
    StudyLoad.PART_TIME: pb.STUDY_LOAD_PART_TIME,
}
EXTENTS: Mapping[RecognitionExtent, pb.RecognitionExtent.ValueType] = {
    RecognitionExtent.UNKNOWN: pb.RECOGNITION_EXTENT_UNSPECIFIED,
    RecognitionExtent.LITTLE: pb.RECOGNITION_EXTENT_LITTLE,
    RecognitionExtent.IN_ITS_FIELD: pb.RECOGNITION_EXTENT_IN_ITS_FIELD,
    RecognitionExtent.WIDELY: pb.RECOGNITION_EXTENT_WIDELY,
}
STATES: Mapping[EntryState, pb.EntryState.ValueType] = {
    EntryState.DRAFT: pb.ENTRY_STATE_DRAFT,
    EntryState.PUBLISHED: pb.ENTRY_STATE_PUBLISHED,
    EntryState.RETIRED: pb.ENTRY_STATE_RETIRED,
}
LADDER_KINDS: Mapping[LadderKind, pb.LadderKind.ValueType] = {
    LadderKind.PROMOTION: pb.LADDER_KIND_PROMOTION,
    LadderKind.ENTRY: pb.LADDER_KIND_ENTRY,
    LadderKind.CAREER_CHANGE: pb.LADDER_KIND_CAREER_CHANGE,
}
VERDICTS: Mapping[TrustVerdict, pb.TrustVerdict.ValueType] = {
    TrustVerdict.UNSET: pb.TRUST_VERDICT_UNSPECIFIED,
    TrustVerdict.TRUSTED: pb.TRUST_VERDICT_TRUSTED,
    TrustVerdict.NOT_TRUSTED: pb.TRUST_VERDICT_NOT_TRUSTED,
}
RULES: Mapping[StackRule, pb.StackRule.ValueType] = {
    StackRule.ALL_OF: pb.STACK_RULE_ALL_OF,
    StackRule.N_OF: pb.STACK_RULE_N_OF,
    StackRule.ORDERED: pb.STACK_RULE_ORDERED,
}


def member(numbers: Mapping[M, N], number: N) -> M | None:
    """The domain's value for a number of the contract; None for the one that is never sent, and for unknown ones."""
    return next((value for value, known in numbers.items() if known == number), None)
