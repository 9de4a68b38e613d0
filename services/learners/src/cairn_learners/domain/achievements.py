"""One person's credential: claimed, then verified or refused."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum

from cairn_learners.domain import fields
from cairn_learners.domain.catalogue import Credential
from cairn_learners.domain.errors import AlreadyClaimedError, AlreadyDecidedError
from cairn_learners.domain.periods import Period, period_of
from cairn_platform.errors import FieldViolation

MOST_EVIDENCE = 10


class Decision(Enum):
    """What was decided about a claim."""

    CLAIMED = "claimed"
    VERIFIED = "verified"
    REFUSED = "refused"


class Standing(Enum):
    """Where an achievement stands now."""

    WAITING_FOR_VERIFICATION = "waiting_for_verification"
    ACTIVE = "active"
    LAPSED = "lapsed"
    REFUSED = "refused"
    NOT_YET_VALID = "not_yet_valid"


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """A link that shows that a claim is true, and what is to be seen there."""

    url: str
    description: str


@dataclass(frozen=True, kw_only=True)
class Achievement:
    """One person's credential, as claimed and decided.

    `decided_by` is a person's id, None while nobody has decided or when an API client did. `reason` is empty only when the claim was
    not refused. `periods` are only ever added to, and there are none unless the claim was verified.
    """

    achievement_id: str
    version: int
    person_id: str
    credential_id: str
    issued_on: date
    evidence: tuple[Evidence, ...]
    claimed_at: datetime
    decision: Decision
    decided_by: str | None
    decided_at: datetime | None
    reason: str
    periods: tuple[Period, ...]


@dataclass(frozen=True, kw_only=True)
class ClaimDraft:
    """What somebody says was achieved, not looked at yet; an empty `person_id` means by themselves."""

    person_id: str
    credential_id: str
    issued_on: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What somebody decides about a claim; `decided_by` is None for an API client."""

    decision: Decision
    reason: str
    decided_by: str | None


def check_claim(draft: ClaimDraft, *, today: date) -> date:
    """A claim names a credential and an issue date that is not in the future, and at most ten http or https links as evidence.

    Gives the issue date; raises InvalidFieldsError for what is wrong.
    """
    issued_on = fields.parsed_day(draft.issued_on)
    fields.refuse(
        fields.required("credential_id", draft.credential_id),
        fields.required("issued_on", draft.issued_on),
        fields.day("issued_on", draft.issued_on),
        _not_in_the_future(issued_on, today),
        fields.at_most("evidence", len(draft.evidence), limit=MOST_EVIDENCE),
        _evidence(draft.evidence[:MOST_EVIDENCE]),
    )
    assert issued_on is not None  # noqa: S101 - `required` and `day` let nothing else pass
    return issued_on


def claim(
    draft: ClaimDraft,
    *,
    achievement_id: str,
    person_id: str,
    issued_on: date,
    earlier: Iterable[Achievement],
    now: datetime,
) -> Achievement:
    """A claim that waits for verification.

    `earlier` are the person's achievements. The same credential with the same issue date is claimed once, unless what was claimed
    earlier was refused: AlreadyClaimedError.
    """
    if claimed_before(earlier, credential_id=draft.credential_id, issued_on=issued_on):
        raise AlreadyClaimedError
    return Achievement(
        achievement_id=achievement_id,
        version=1,
        person_id=person_id,
        credential_id=draft.credential_id,
        issued_on=issued_on,
        evidence=draft.evidence,
        claimed_at=now,
        decision=Decision.CLAIMED,
        decided_by=None,
        decided_at=None,
        reason="",
        periods=(),
    )


def check_verdict(verdict: Verdict) -> None:
    """A claim is verified or refused, and nobody is refused without being told why. Raises InvalidFieldsError."""
    fields.refuse(
        _decided(verdict.decision),
        fields.required("reason", verdict.reason) if verdict.decision is Decision.REFUSED else (),
        fields.text("reason", verdict.reason, longest=fields.LONGEST_NOTE),
    )


def decide(
    achievement: Achievement, *, verdict: Verdict, credential: Credential, now: datetime
) -> Achievement:
    """The claim, verified or refused, once: AlreadyDecidedError.

    A verified one counts from its issue date on, for as long as the credential is valid.
    """
    if achievement.decision is not Decision.CLAIMED:
        raise AlreadyDecidedError
    verified = verdict.decision is Decision.VERIFIED
    return replace(
        achievement,
        version=achievement.version + 1,
        decision=verdict.decision,
        decided_by=verdict.decided_by,
        decided_at=now,
        reason=verdict.reason,
        periods=(period_of(issued_on=achievement.issued_on, validity=credential.validity),)
        if verified
        else (),
    )


def recorded(
    draft: ClaimDraft,
    *,
    achievement_id: str,
    issued_on: date,
    verdict: Verdict,
    credential: Credential,
    now: datetime,
) -> Achievement:
    """An achievement of the past, claimed and decided at once."""
    claimed = claim(
        draft,
        achievement_id=achievement_id,
        person_id=draft.person_id,
        issued_on=issued_on,
        earlier=(),
        now=now,
    )
    return replace(decide(claimed, verdict=verdict, credential=credential, now=now), version=1)


def claimed_before(earlier: Iterable[Achievement], *, credential_id: str, issued_on: date) -> bool:
    """The credential is claimed with this issue date already; what was refused may be claimed again."""
    return any(
        each.credential_id == credential_id
        and each.issued_on == issued_on
        and each.decision is not Decision.REFUSED
        for each in earlier
    )


def standing(achievement: Achievement, *, now: datetime) -> Standing:
    """Where the achievement stands now: it follows from what was decided and from the time, and is never stored."""
    if achievement.decision is Decision.CLAIMED:
        return Standing.WAITING_FOR_VERIFICATION
    if achievement.decision is Decision.REFUSED:
        return Standing.REFUSED
    if any(period.contains(now) for period in achievement.periods):
        return Standing.ACTIVE
    if all(now < period.valid_from for period in achievement.periods):
        return Standing.NOT_YET_VALID
    return Standing.LAPSED


def _not_in_the_future(issued_on: date | None, today: date) -> Iterator[FieldViolation]:
    if issued_on is not None and issued_on > today:
        yield FieldViolation("issued_on", "IN_FUTURE", "The issue date is in the future.")


def _evidence(evidence: Sequence[Evidence]) -> Iterator[FieldViolation]:
    for place, each in enumerate(evidence):
        yield from fields.link(f"evidence[{place}].url", each.url)
        yield from fields.text(
            f"evidence[{place}].description", each.description, longest=fields.LONGEST_NOTE
        )


def _decided(decision: Decision) -> Iterator[FieldViolation]:
    if decision is Decision.CLAIMED:
        yield FieldViolation("decision", "OUT_OF_RANGE", "A claim is either verified or refused.")
