"""The lives of credentials as documents: what is printed, periods with their reasons, marks, corrections, the log, and policies.

Documents from before any of these were kept have none of their fields.
"""

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from cairn_learners.adapters.mongo.evidence_files import evidence_document, evidence_from
from cairn_learners.domain.achievements import (
    Achievement,
    Correction,
    Mark,
    MarkKind,
    Reckoning,
    ReckoningCause,
)
from cairn_learners.domain.certificates import Certificate
from cairn_learners.domain.certification_life import LifePeriod
from cairn_learners.domain.policy_versions import (
    Applies,
    CredentialPolicy,
    PolicyVersion,
    VersionDraft,
    checked_version,
)
from cairn_learners.domain.recertification import CertificationPeriod
from cairn_learners.domain.recertification_policy import Basis, LateRule, PolicyDraft
from cairn_learners.domain.renewal_log import EntryDecision, EntryState, RenewalEntry
from cairn_learners.domain.renewal_terms import (
    CategoryDraft,
    CreditsDraft,
    CreditUnit,
    RenewalKind,
    RenewalOptionDraft,
)
from cairn_learners.domain.renewals import FactKind
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.days import day_text, stored_day

_NOTHING_PRINTED: Document = {"expires_on": None, "number": "", "verification_url": ""}


def life_document(achievement: Achievement) -> Document:
    """What an achievement's document has of its life."""
    return {
        "certificate": _certificate_document(achievement.certificate),
        "reckonings": [
            {
                "reckoned_at": each.reckoned_at,
                "cause": each.cause.value,
                "periods": [_period_document(period) for period in each.periods],
                "without_effect": each.without_effect,
            }
            for each in achievement.reckonings
        ],
        "marks": [{**asdict(each), "kind": each.kind.value} for each in achievement.marks],
        "corrections": [
            {
                **asdict(each),
                "earlier_issued_on": each.earlier_issued_on.isoformat(),
                "earlier_certificate": _certificate_document(each.earlier_certificate),
            }
            for each in achievement.corrections
        ],
    }


def life_from(document: Document) -> dict[str, Any]:
    """The fields of an achievement that are about its life."""
    return {
        "certificate": _certificate_from(document.get("certificate") or _NOTHING_PRINTED),
        "reckonings": tuple(
            Reckoning(
                reckoned_at=each["reckoned_at"],
                cause=ReckoningCause(each["cause"]),
                periods=tuple(_period_from(period) for period in each["periods"]),
                without_effect=each["without_effect"],
            )
            for each in document.get("reckonings", ())
        ),
        "marks": tuple(
            Mark(**{**each, "kind": MarkKind(each["kind"])}) for each in document.get("marks", ())
        ),
        "corrections": tuple(
            Correction(
                **{
                    **each,
                    "earlier_issued_on": date.fromisoformat(each["earlier_issued_on"]),
                    "earlier_certificate": _certificate_from(each["earlier_certificate"]),
                }
            )
            for each in document.get("corrections", ())
        ),
    }


def entry_document(entry: RenewalEntry) -> Document:
    """The fields of an entry of the log."""
    return {
        "entry_id": entry.entry_id,
        "person_id": entry.person_id,
        "credential_id": entry.credential_id,
        "kind": entry.kind.value,
        "happened_on": entry.happened_on.isoformat(),
        "amount": str(entry.amount),
        "category": entry.category,
        "description": entry.description,
        "evidence": [evidence_document(each) for each in entry.evidence],
        "logged_by": entry.logged_by,
        "logged_at": entry.logged_at,
        "decisions": [{**asdict(each), "state": each.state.value} for each in entry.decisions],
    }


def entry_from(document: Document) -> RenewalEntry:
    """The entry that a document holds."""
    return RenewalEntry(
        entry_id=document["entry_id"],
        version=document["version"],
        person_id=document["person_id"],
        credential_id=document["credential_id"],
        kind=FactKind(document["kind"]),
        happened_on=date.fromisoformat(document["happened_on"]),
        amount=Decimal(document["amount"]),
        category=document["category"],
        description=document["description"],
        evidence=tuple(evidence_from(each) for each in document["evidence"]),
        logged_by=document["logged_by"],
        logged_at=document["logged_at"],
        decisions=tuple(
            EntryDecision(**{**each, "state": EntryState(each["state"])}) for each in document["decisions"]
        ),
    )


def policy_document(policy: CredentialPolicy) -> Document:
    """The fields of a policy: its versions as they were written."""
    return {
        "credential_id": policy.credential_id,
        "versions": [_version_document(each) for each in policy.versions],
    }


def policy_from(document: Document) -> CredentialPolicy:
    """The policy that a document holds."""
    return CredentialPolicy(
        credential_id=document["credential_id"],
        version=document["version"],
        versions=tuple(_version_from(each) for each in document["versions"]),
    )


def _version_document(version: PolicyVersion) -> Document:
    written = version.as_written
    policy = written.policy
    return {
        "number": version.number,
        "effective_on": written.effective_on,
        "applies": version.applies.value,
        "policy": {
            **asdict(policy),
            "basis": policy.basis.value if policy.basis else None,
            "late_rule": policy.late_rule.value if policy.late_rule else None,
        },
        "renewal": [_option_document(each) for each in written.renewal],
        "source_note": written.source_note,
        "illustrative": written.illustrative,
        "stated_by": version.stated_by,
        "stated_at": version.stated_at,
    }


def _version_from(document: Document) -> PolicyVersion:
    policy = document["policy"]
    return checked_version(
        VersionDraft(
            policy=PolicyDraft(
                **{**policy, "basis": Basis(policy["basis"]), "late_rule": LateRule(policy["late_rule"])}
            ),
            renewal=tuple(_option_from(each) for each in document["renewal"]),
            effective_on=document["effective_on"],
            applies=Applies(document["applies"]),
            source_note=document["source_note"],
            illustrative=document["illustrative"],
        ),
        number=document["number"],
        stated_by=document["stated_by"],
        stated_at=document["stated_at"],
    )


def _option_document(option: RenewalOptionDraft) -> Document:
    found = {**asdict(option), "kind": option.kind.value if option.kind else None}
    found["credential_ids"] = list(option.credential_ids)
    if option.credits:
        unit = option.credits.unit.value if option.credits.unit else None
        categories = [asdict(each) for each in option.credits.categories]
        found["credits"] = {**found["credits"], "unit": unit, "categories": categories}
    return found


def _option_from(document: Document) -> RenewalOptionDraft:
    credits = document["credits"]
    return RenewalOptionDraft(
        **{
            **document,
            "kind": RenewalKind(document["kind"]),
            "credential_ids": tuple(document["credential_ids"]),
            "credits": CreditsDraft(
                unit=CreditUnit(credits["unit"]),
                amount=credits["amount"],
                carry_over=credits["carry_over"],
                categories=tuple(CategoryDraft(**each) for each in credits["categories"]),
            )
            if credits
            else None,
        }
    )


def _certificate_document(certificate: Certificate) -> Document:
    return {**asdict(certificate), "expires_on": day_text(certificate.expires_on)}


def _certificate_from(document: Document) -> Certificate:
    return Certificate(
        expires_on=stored_day(document["expires_on"]),
        number=document["number"],
        verification_url=document["verification_url"],
    )


def _period_document(period: LifePeriod) -> Document:
    # `asdict` copies each value; an import writes thousands of these.
    dates = period.dates
    return {
        "valid_from": dates.valid_from,
        "valid_until": dates.valid_until,
        "last_valid_on": day_text(dates.last_valid_on),
        "window_opens_at": dates.window_opens_at,
        "grace_until": dates.grace_until,
        "explanation": list(dates.explanation),
        "achievement_id": period.achievement_id,
        "option_id": period.option_id,
        "policy_version": period.policy_version,
        "took_effect_at": period.took_effect_at,
        "grace_counts": period.grace_counts,
        "by_issuer": period.by_issuer,
        "computed_until": period.computed_until,
        "renewed_at": period.renewed_at,
    }


def _period_from(document: Document) -> LifePeriod:
    dates = CertificationPeriod(
        valid_from=document["valid_from"],
        valid_until=document["valid_until"],
        last_valid_on=stored_day(document["last_valid_on"]),
        window_opens_at=document["window_opens_at"],
        grace_until=document["grace_until"],
        explanation=tuple(document["explanation"]),
    )
    return LifePeriod(
        dates=dates,
        achievement_id=document["achievement_id"],
        option_id=document["option_id"],
        policy_version=document["policy_version"],
        took_effect_at=document["took_effect_at"],
        grace_counts=document["grace_counts"],
        by_issuer=document["by_issuer"],
        computed_until=document["computed_until"],
        renewed_at=document["renewed_at"],
    )
