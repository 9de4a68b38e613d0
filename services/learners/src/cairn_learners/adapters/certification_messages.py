"""The lives of credentials as the contract words them, in answers and events alike."""

from enum import Enum
from typing import TypeVar

from cairn.learners.v1 import certification_pb2, recertification_pb2
from cairn_learners.adapters import messages
from cairn_learners.domain.achievements import Mark, MarkKind, ReckoningCause
from cairn_learners.domain.certificates import Certificate
from cairn_learners.domain.certification_life import LifePeriod
from cairn_learners.domain.policy_versions import Applies, PolicyVersion
from cairn_learners.domain.recertification_policy import Basis, LateRule, PolicyDraft
from cairn_learners.domain.renewal_log import EntryState
from cairn_learners.domain.renewal_terms import CreditsDraft, CreditUnit, RenewalKind, RenewalOptionDraft
from cairn_learners.domain.renewals import FactKind

BASES = {
    Basis.COMPLETION: recertification_pb2.RECERTIFICATION_BASIS_COMPLETION,
    Basis.EXPIRY: recertification_pb2.RECERTIFICATION_BASIS_EXPIRY,
    Basis.FIXED: recertification_pb2.RECERTIFICATION_BASIS_FIXED,
    Basis.NEVER: recertification_pb2.RECERTIFICATION_BASIS_NEVER,
}
LATE_RULES = {
    LateRule.COMPLETION: recertification_pb2.LATE_RULE_COMPLETION,
    LateRule.PREVIOUS_EXPIRY: recertification_pb2.LATE_RULE_PREVIOUS_EXPIRY,
}
MARK_KINDS = {
    MarkKind.REVOKED: certification_pb2.MARK_KIND_REVOKED,
    MarkKind.SUSPENDED: certification_pb2.MARK_KIND_SUSPENDED,
    MarkKind.REINSTATED: certification_pb2.MARK_KIND_REINSTATED,
    MarkKind.SUPERSEDED: certification_pb2.MARK_KIND_SUPERSEDED,
}
CAUSES = {
    ReckoningCause.VERIFIED: certification_pb2.RECKONING_CAUSE_VERIFIED,
    ReckoningCause.FACT: certification_pb2.RECKONING_CAUSE_FACT,
    ReckoningCause.POLICY: certification_pb2.RECKONING_CAUSE_POLICY,
    ReckoningCause.CORRECTED: certification_pb2.RECKONING_CAUSE_CORRECTED,
}
RENEWAL_KINDS = {
    RenewalKind.EXAM: certification_pb2.RENEWAL_KIND_EXAM,
    RenewalKind.ASSESSMENT: certification_pb2.RENEWAL_KIND_ASSESSMENT,
    RenewalKind.PATH: certification_pb2.RENEWAL_KIND_PATH,
    RenewalKind.CREDENTIAL: certification_pb2.RENEWAL_KIND_CREDENTIAL,
    RenewalKind.CREDITS: certification_pb2.RENEWAL_KIND_CREDITS,
}
UNITS = {
    CreditUnit.PDU: certification_pb2.CREDIT_UNIT_PDU,
    CreditUnit.CEU: certification_pb2.CREDIT_UNIT_CEU,
    CreditUnit.CPE: certification_pb2.CREDIT_UNIT_CPE,
    CreditUnit.PDC: certification_pb2.CREDIT_UNIT_PDC,
}
APPLIES = {
    Applies.FORWARD: certification_pb2.POLICY_APPLIES_FORWARD,
    Applies.RETROACTIVELY: certification_pb2.POLICY_APPLIES_RETROACTIVELY,
}
ENTRY_KINDS = {
    FactKind.CREDITS: certification_pb2.RENEWAL_ENTRY_KIND_CREDITS,
    FactKind.EXAM: certification_pb2.RENEWAL_ENTRY_KIND_EXAM,
    FactKind.ASSESSMENT: certification_pb2.RENEWAL_ENTRY_KIND_ASSESSMENT,
    FactKind.FEE: certification_pb2.RENEWAL_ENTRY_KIND_FEE,
    FactKind.ATTESTATION: certification_pb2.RENEWAL_ENTRY_KIND_ATTESTATION,
}
ENTRY_STATES = {
    EntryState.LOGGED: certification_pb2.ENTRY_STATE_LOGGED,
    EntryState.ACCEPTED: certification_pb2.ENTRY_STATE_ACCEPTED,
    EntryState.REFUSED: certification_pb2.ENTRY_STATE_REFUSED,
    EntryState.WITHDRAWN: certification_pb2.ENTRY_STATE_WITHDRAWN,
}

E = TypeVar("E", bound=Enum)
N = TypeVar("N", bound=int)


def meant(number: int, table: dict[E, N]) -> E | None:
    """What a number of the contract means; None for one that means nothing here."""
    return next((each for each, its_number in table.items() if its_number == number), None)


def certificate(printed: Certificate) -> certification_pb2.Certificate:
    """What is printed on a certificate."""
    return certification_pb2.Certificate(
        expires_on=messages.day(printed.expires_on),
        number=printed.number,
        verification_url=printed.verification_url,
    )


def held_period(period: LifePeriod, *, explained: bool) -> certification_pb2.HeldPeriod:
    """A period; events do without the explanation."""
    dates = period.dates
    return certification_pb2.HeldPeriod(
        valid_from=messages.timestamp(dates.valid_from),
        valid_until=messages.timestamp(dates.valid_until),
        last_valid_on=messages.day(dates.last_valid_on),
        window_opens_at=messages.timestamp(dates.window_opens_at),
        grace_until=messages.timestamp(dates.grace_until),
        grace_counts=period.grace_counts,
        policy_version=period.policy_version,
        option_id=period.option_id,
        took_effect_at=messages.timestamp(period.took_effect_at),
        renewed_at=messages.timestamp(period.renewed_at),
        by_issuer=period.by_issuer,
        computed_until=messages.timestamp(period.computed_until),
        explanation=dates.explanation if explained else (),
    )


def mark(found: Mark, *, with_reason: bool) -> certification_pb2.Mark:
    """What befell an achievement; events do without the reason."""
    return certification_pb2.Mark(
        kind=MARK_KINDS[found.kind],
        at=messages.timestamp(found.at),
        reason=found.reason if with_reason else "",
        marked_by=found.marked_by or "",
        marked_at=messages.timestamp(found.marked_at),
        superseded_by=found.superseded_by,
    )


def policy_version(version: PolicyVersion) -> certification_pb2.PolicyVersion:
    """A version of a policy as it was written."""
    written = version.as_written
    return certification_pb2.PolicyVersion(
        number=version.number,
        policy=_policy(written.policy),
        renewal=[_option(each) for each in written.renewal],
        effective_on=messages.day(version.effective_on),
        applies=APPLIES[version.applies],
        source_note=written.source_note,
        illustrative=written.illustrative,
        stated_by=version.stated_by or "",
        stated_at=messages.timestamp(version.stated_at),
    )


def _policy(draft: PolicyDraft) -> recertification_pb2.RecertificationPolicy:
    return recertification_pb2.RecertificationPolicy(
        basis=BASES[draft.basis] if draft.basis else recertification_pb2.RECERTIFICATION_BASIS_UNSPECIFIED,
        validity=draft.validity,
        window=draft.window,
        grace=draft.grace or "P0D",
        minimum_validity=draft.minimum_validity or "P0D",
        timezone=draft.timezone or "UTC",
        late_rule=LATE_RULES[draft.late_rule]
        if draft.late_rule
        else recertification_pb2.LATE_RULE_UNSPECIFIED,
        grace_counts=draft.grace_counts,
    )


def _option(draft: RenewalOptionDraft) -> certification_pb2.RenewalOption:
    return certification_pb2.RenewalOption(
        option_id=draft.option_id,
        kind=RENEWAL_KINDS[draft.kind] if draft.kind else certification_pb2.RENEWAL_KIND_UNSPECIFIED,
        path_id=draft.path_id,
        credential_ids=draft.credential_ids,
        credits=_credits(draft.credits) if draft.credits else None,
        needs_fee=draft.needs_fee,
        needs_attestation=draft.needs_attestation,
        extends=draft.extends,
        refused_when_late=draft.refused_when_late,
    )


def _credits(draft: CreditsDraft) -> certification_pb2.CreditRule:
    return certification_pb2.CreditRule(
        unit=UNITS[draft.unit] if draft.unit else certification_pb2.CREDIT_UNIT_UNSPECIFIED,
        amount=draft.amount,
        carry_over=draft.carry_over,
        categories=[
            certification_pb2.CreditCategory(category=each.category, minimum=each.minimum, cap=each.cap)
            for each in draft.categories
        ],
    )
