"""Renewal, said in as few words as a test needs."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import count

from cairn_learners.domain.achievements import Evidence
from cairn_learners.domain.certification_life import Completion, Life, LifeFacts, RenewalFact, life_of
from cairn_learners.domain.policy_versions import (
    Applies,
    CredentialPolicy,
    PolicyVersion,
    VersionDraft,
    version_of,
)
from cairn_learners.domain.recertification_policy import PolicyDraft
from cairn_learners.domain.renewal_log import EntryDecision, EntryState, RenewalEntry
from cairn_learners.domain.renewal_terms import (
    CategoryDraft,
    CreditsDraft,
    CreditUnit,
    RenewalKind,
    RenewalOptionDraft,
)
from cairn_learners.domain.renewals import FactKind, PathSteps
from tests.support.learners.builders import NOW
from tests.support.learners.recertifying import a_policy, a_policy_draft

_ids = count(1)


def an_option(
    kind: RenewalKind | None = RenewalKind.EXAM,
    *,
    option_id: str = "",
    credits: CreditsDraft | None = None,
    path_id: str = "",
    credential_ids: tuple[str, ...] = (),
    fee: bool = False,
    attestation: bool = False,
    extends: str = "",
    refused_when_late: bool = False,
) -> RenewalOptionDraft:
    """A way to renew, named like its kind."""
    return RenewalOptionDraft(
        option_id=option_id or (kind.value if kind else "none"),
        kind=kind,
        path_id=path_id,
        credential_ids=credential_ids,
        credits=credits,
        needs_fee=fee,
        needs_attestation=attestation,
        extends=extends,
        refused_when_late=refused_when_late,
    )


def credits_of(
    amount: str, *categories: tuple[str, str, str], carry: str = "", unit: CreditUnit | None = CreditUnit.PDU
) -> CreditsDraft:
    """So many credits; each category with what is needed at least and counts at most."""
    return CreditsDraft(
        unit=unit,
        amount=amount,
        carry_over=carry,
        categories=tuple(
            CategoryDraft(category=name, minimum=minimum, cap=cap) for name, minimum, cap in categories
        ),
    )


def by_credits(draft: CreditsDraft, *, fee: bool = False, attestation: bool = False) -> RenewalOptionDraft:
    """Renewal by credits."""
    return an_option(RenewalKind.CREDITS, credits=draft, fee=fee, attestation=attestation)


def a_version_draft(
    policy: PolicyDraft | None = None,
    *renewal: RenewalOptionDraft,
    effective_on: str = "2000-01-01",
    applies: Applies | None = Applies.FORWARD,
) -> VersionDraft:
    """A version as it is written, from long ago on unless said otherwise."""
    return VersionDraft(
        policy=policy or a_policy_draft(),
        renewal=renewal,
        effective_on=effective_on,
        applies=applies,
        source_note="",
        illustrative=False,
    )


def versions(*drafts: VersionDraft) -> tuple[PolicyVersion, ...]:
    """These versions, one after the other."""
    return tuple(
        version_of(draft, number=number, stated_by="omar", stated_at=NOW)
        for number, draft in enumerate(drafts, start=1)
    )


def an_entry(
    entry_id: str = "entry", *, person_id: str = "ann", happened_on: str = "2025-06-01", version: int = 1
) -> RenewalEntry:
    """1.25 credits for the badge, accepted."""
    accepted = EntryDecision(state=EntryState.ACCEPTED, reason="", decided_by=None, decided_at=NOW)
    return RenewalEntry(
        entry_id=entry_id,
        version=version,
        person_id=person_id,
        credential_id="badge",
        kind=FactKind.CREDITS,
        happened_on=date.fromisoformat(happened_on),
        amount=Decimal("1.25"),
        category="education",
        description="A talk.",
        evidence=(Evidence(url="https://example.org/talk", description=""),),
        logged_by="ann",
        logged_at=NOW,
        decisions=(accepted,),
    )


def a_credential_policy(credential_id: str = "badge", *drafts: VersionDraft) -> CredentialPolicy:
    """A policy of these versions."""
    stated = versions(*(drafts or (a_version_draft(),)))
    return CredentialPolicy(credential_id=credential_id, version=len(stated), versions=stated)


def earned(on: str, amount: str, category: str = "") -> RenewalFact:
    """Credits."""
    return a_fact(on, FactKind.CREDITS, amount=Decimal(amount), category=category)


def a_fact(
    on: str,
    kind: FactKind = FactKind.EXAM,
    *,
    amount: Decimal = Decimal(0),
    category: str = "",
    credential_id: str = "",
) -> RenewalFact:
    """Something that helped to renew."""
    return RenewalFact(
        fact_id=f"fact-{next(_ids)}",
        kind=kind,
        happened_on=date.fromisoformat(on),
        amount=amount,
        category=category,
        credential_id=credential_id,
    )


def issued(on: str, *, through: str | None = None, achievement_id: str = "") -> Completion:
    """A verified achievement; `through` is what is printed on its certificate."""
    return Completion(
        achievement_id=achievement_id or on,
        issued_on=date.fromisoformat(on),
        expires_on=date.fromisoformat(through) if through else None,
    )


def life(
    known: Iterable[PolicyVersion],
    *completions: Completion,
    facts: Iterable[RenewalFact] = (),
    paths: PathSteps | None = None,
) -> Life:
    """The life that follows."""
    return life_of(
        LifeFacts(
            versions=tuple(known),
            plain=a_policy(),
            completions=completions,
            facts=tuple(facts),
            paths=paths or {},
        )
    )


def days(told: Life) -> list[tuple[str, str]]:
    """The first and the last valid day of each period."""
    return [
        (each.dates.valid_from.date().isoformat(), str(each.dates.last_valid_on)) for each in told.periods
    ]


def why(told: Life) -> str:
    """All sentences about the last period."""
    return " ".join(told.periods[-1].dates.explanation)
