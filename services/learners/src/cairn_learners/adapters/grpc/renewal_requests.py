"""From RenewalService's requests to what the use cases take. Nothing is judged here that the domain judges."""

from datetime import UTC

from cairn.learners.v1 import certification_pb2, recertification_pb2
from cairn.learners.v1 import renewals_pb2 as contract
from cairn_learners.adapters import certification_messages as words
from cairn_learners.adapters.evidence_messages import sent_evidence
from cairn_learners.domain.certificates import CertificateDraft
from cairn_learners.domain.certification_marks import CorrectionDraft, MarkDraft
from cairn_learners.domain.policy_versions import VersionDraft
from cairn_learners.domain.recertification_policy import LateRule, PolicyDraft
from cairn_learners.domain.renewal_log import EntryDraft, EntryState
from cairn_learners.domain.renewal_terms import CategoryDraft, CreditsDraft, RenewalOptionDraft


def policy(message: recertification_pb2.RecertificationPolicy) -> PolicyDraft:
    """A policy as it is written; without a rule for late ones they count from the completion."""
    unsaid = message.late_rule == recertification_pb2.LATE_RULE_UNSPECIFIED
    return PolicyDraft(
        basis=words.meant(message.basis, words.BASES),
        validity=message.validity,
        window=message.window,
        grace=message.grace,
        minimum_validity=message.minimum_validity,
        timezone=message.timezone,
        late_rule=LateRule.COMPLETION if unsaid else words.meant(message.late_rule, words.LATE_RULES),
        grace_counts=message.grace_counts,
    )


def version(message: certification_pb2.PolicyVersion) -> VersionDraft:
    """A version of a policy as it is written."""
    return VersionDraft(
        policy=policy(message.policy),
        renewal=tuple(map(option, message.renewal)),
        effective_on=message.effective_on,
        applies=words.meant(message.applies, words.APPLIES),
        source_note=message.source_note,
        illustrative=message.illustrative,
    )


def option(message: certification_pb2.RenewalOption) -> RenewalOptionDraft:
    """A way to renew as it is written."""
    return RenewalOptionDraft(
        option_id=message.option_id,
        kind=words.meant(message.kind, words.RENEWAL_KINDS),
        path_id=message.path_id,
        credential_ids=tuple(message.credential_ids),
        credits=_credits(message.credits) if message.HasField("credits") else None,
        needs_fee=message.needs_fee,
        needs_attestation=message.needs_attestation,
        extends=message.extends,
        refused_when_late=message.refused_when_late,
    )


def certificate(message: certification_pb2.Certificate) -> CertificateDraft:
    """What is printed on a certificate."""
    return CertificateDraft(
        expires_on=message.expires_on, number=message.number, verification_url=message.verification_url
    )


def entry(message: contract.LogRenewalEntryRequest) -> EntryDraft:
    """What is logged."""
    return EntryDraft(
        person_id=message.person_id,
        credential_id=message.credential_id,
        kind=words.meant(message.kind, words.ENTRY_KINDS),
        happened_on=message.happened_on,
        amount=message.amount,
        category=message.category,
        description=message.description,
        evidence=tuple(map(sent_evidence, message.evidence)),
    )


def entry_state(number: certification_pb2.EntryState.ValueType) -> EntryState:
    """What is decided; what is no decision at all is none, which the domain does not take for one."""
    return words.meant(number, words.ENTRY_STATES) or EntryState.LOGGED


def mark(message: contract.MarkAchievementRequest) -> MarkDraft:
    """What befalls an achievement."""
    at = message.at.ToDatetime(tzinfo=UTC) if message.HasField("at") else None
    return MarkDraft(kind=words.meant(message.kind, words.MARK_KINDS), at=at, reason=message.reason)


def correction(message: contract.CorrectAchievementRequest) -> CorrectionDraft:
    """What is put right."""
    return CorrectionDraft(
        issued_on=message.issued_on,
        certificate=certificate(message.certificate) if message.HasField("certificate") else None,
        reason=message.reason,
    )


def _credits(message: certification_pb2.CreditRule) -> CreditsDraft:
    return CreditsDraft(
        unit=words.meant(message.unit, words.UNITS),
        amount=message.amount,
        carry_over=message.carry_over,
        categories=tuple(
            CategoryDraft(category=each.category, minimum=each.minimum, cap=each.cap)
            for each in message.categories
        ),
    )
