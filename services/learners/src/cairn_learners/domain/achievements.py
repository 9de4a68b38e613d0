"""One person's credential: claimed, then verified or refused; what befalls it later is in `certification_marks`."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum

from cairn_learners.domain import fields
from cairn_learners.domain.certificates import (
    NOTHING_PRINTED,
    Certificate,
    CertificateDraft,
    certificate_of,
    check_certificate,
)
from cairn_learners.domain.certification_life import LifePeriod
from cairn_learners.domain.errors import AlreadyClaimedError, AlreadyDecidedError, InReviewError
from cairn_learners.domain.periods import Period, last_valid_day
from cairn_platform.errors import FieldViolation

MOST_EVIDENCE = 10
AS_HISTORY = "It was imported as history, so no date follows from it."


class Decision(Enum):
    """What was decided about a claim."""

    CLAIMED = "claimed"
    VERIFIED = "verified"
    REFUSED = "refused"


class Standing(Enum):
    """Where an achievement stands now."""

    WAITING_FOR_VERIFICATION = "waiting_for_verification"
    IN_REVIEW = "in_review"
    ACTIVE = "active"
    LAPSED = "lapsed"
    REFUSED = "refused"
    NOT_YET_VALID = "not_yet_valid"
    DUE_FOR_RENEWAL = "due_for_renewal"
    IN_GRACE = "in_grace"
    REVOKED = "revoked"
    SUSPENDED = "suspended"
    WITHOUT_EFFECT = "without_effect"


@dataclass(frozen=True, kw_only=True)
class KnownFile:
    """What is known of a file that is evidence: `media_type` by its content, `size` in bytes, `sha256` in hexadecimal digits."""

    file_id: str
    name: str = ""
    media_type: str = ""
    size: int = 0
    sha256: str = ""


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """A link or a file that shows that a claim is true, and what is to be seen there. The `url` of a file is empty."""

    url: str
    description: str
    file: KnownFile | None = None


@dataclass(frozen=True, kw_only=True)
class Review:
    """That somebody has taken a claim to look at it."""

    reviewer_id: str
    taken_at: datetime


@dataclass(frozen=True, kw_only=True)
class Score:
    """What a criterion of a rubric was found to be worth, and why."""

    criterion_id: str
    points: int
    note: str


@dataclass(frozen=True, kw_only=True)
class Grading:
    """A filled rubric: all points together, and how many are needed to pass."""

    rubric_version: int
    scores: tuple[Score, ...]
    points: int
    passing_points: int

    @property
    def passes(self) -> bool:
        """There are enough points."""
        return self.points >= self.passing_points


class MarkKind(Enum):
    """What can befall a verified achievement."""

    REVOKED = "revoked"
    SUSPENDED = "suspended"
    REINSTATED = "reinstated"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, kw_only=True)
class Mark:
    """Something that befell a verified achievement at an instant, and who said so when; `marked_by` is None for an API client.

    What was superseded names the achievement that stands in its place.
    """

    kind: MarkKind
    at: datetime
    reason: str
    marked_by: str | None
    marked_at: datetime
    superseded_by: str = ""


@dataclass(frozen=True, kw_only=True)
class Correction:
    """What had been said about an achievement before it was put right; `corrected_by` is None for an API client."""

    earlier_issued_on: date
    earlier_certificate: Certificate
    reason: str
    corrected_by: str | None
    corrected_at: datetime


class ReckoningCause(Enum):
    """Why the periods of an achievement were reckoned anew."""

    VERIFIED = "verified"
    FACT = "fact"
    POLICY = "policy"
    CORRECTED = "corrected"


@dataclass(frozen=True, kw_only=True)
class Reckoning:
    """What the periods of an achievement were found to be at one time, and why it made none itself; empty where it made one."""

    reckoned_at: datetime
    cause: ReckoningCause
    periods: tuple[LifePeriod, ...]
    without_effect: str


@dataclass(frozen=True, kw_only=True)
class Achievement:
    """One person's credential, as claimed and decided.

    `decided_by` is a person's id, None while nobody has decided or when an API client did. `reason` is empty only when the claim was
    not refused. `reckonings`, `marks` and `corrections` are only ever added to; the last reckoning counts. `periods` say when the
    achievement counts, all things considered; there are none unless the claim was verified. One that was imported `as_history` never
    counts, and no date follows from it. `due_on` is by when it was asked for when it was achieved, None for no date.
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
    certificate: Certificate
    reckonings: tuple[Reckoning, ...]
    marks: tuple[Mark, ...]
    corrections: tuple[Correction, ...]
    as_history: bool = False
    due_on: date | None = None
    review: Review | None = None
    grading: Grading | None = None

    @property
    def held(self) -> tuple[LifePeriod, ...]:
        """Its periods as they were found to be last."""
        return self.reckonings[-1].periods if self.reckonings else ()

    def counts(self, at: datetime) -> bool:
        """It counts at that instant."""
        return any(period.contains(at) for period in self.periods)

    def last_day_of(self, period: Period) -> date | None:
        """The last day of one of its periods: in the policy's time zone where that says it, else in UTC; None where it never ends."""
        said = {each.dates.valid_until: each.dates.last_valid_on for each in self.held}
        return said.get(period.valid_until) or last_valid_day(period.valid_until)

    def mark_at(self, at: datetime) -> MarkKind | None:
        """What had befallen it last by that instant; None for nothing."""
        befallen = [each for each in self.marks if each.at <= at]
        return max(befallen, key=lambda each: (each.at, each.marked_at)).kind if befallen else None


@dataclass(frozen=True, kw_only=True)
class ClaimDraft:
    """What somebody says was achieved, not looked at yet; an empty `person_id` means by themselves.

    `due_on` is by when it had been asked for; empty where that is not said.
    """

    person_id: str
    credential_id: str
    issued_on: str
    evidence: tuple[Evidence, ...]
    certificate: CertificateDraft = NOTHING_PRINTED
    due_on: str = ""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What somebody decides about a claim; `decided_by` is None for an API client."""

    decision: Decision
    reason: str
    decided_by: str | None
    grading: Grading | None = None


def check_claim(draft: ClaimDraft, *, today: date) -> date:
    """A claim names a credential and an issue date that is not in the future, and at most ten links and files as evidence.

    Gives the issue date; raises InvalidFieldsError for what is wrong.
    """
    issued_on = fields.parsed_day(draft.issued_on)
    fields.refuse(
        fields.required("credential_id", draft.credential_id),
        fields.required("issued_on", draft.issued_on),
        fields.day("issued_on", draft.issued_on),
        _not_in_the_future(issued_on, today),
        fields.at_most("evidence", len(draft.evidence), limit=MOST_EVIDENCE),
        evidence_violations(draft.evidence[:MOST_EVIDENCE]),
        check_certificate("certificate", draft.certificate, issued_on=issued_on),
        fields.day("due_on", draft.due_on),
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
        certificate=certificate_of(draft.certificate),
        reckonings=(),
        marks=(),
        corrections=(),
        due_on=fields.parsed_day(draft.due_on),
    )


def check_verdict(verdict: Verdict) -> None:
    """A claim is verified or refused, and nobody is refused without being told why. Raises InvalidFieldsError."""
    fields.refuse(
        _decided(verdict.decision),
        fields.required("reason", verdict.reason) if verdict.decision is Decision.REFUSED else (),
        fields.text("reason", verdict.reason, longest=fields.LONGEST_NOTE),
    )


def decide(achievement: Achievement, *, verdict: Verdict, now: datetime) -> Achievement:
    """The claim, verified or refused, once: AlreadyDecidedError. When a verified one counts is for `reckoning` to say.

    Nobody decides on what somebody else has taken for review: InReviewError.
    """
    _check_undecided(achievement)
    if achievement.review and achievement.review.reviewer_id != verdict.decided_by:
        raise InReviewError
    return replace(
        achievement,
        version=achievement.version + 1,
        decision=verdict.decision,
        decided_by=verdict.decided_by,
        decided_at=now,
        reason=verdict.reason,
        grading=verdict.grading,
    )


def taken(achievement: Achievement, *, reviewer: str, now: datetime) -> Achievement:
    """The claim, taken by a reviewer; by the same again it stays as it is. Raises AlreadyDecidedError, InReviewError."""
    _check_undecided(achievement)
    if achievement.review is None:
        review = Review(reviewer_id=reviewer, taken_at=now)
        return replace(achievement, version=achievement.version + 1, review=review)
    if achievement.review.reviewer_id != reviewer:
        raise InReviewError
    return achievement


def handed_back(achievement: Achievement, *, by: str | None, for_others: bool) -> Achievement:
    """The claim, taken by nobody. Only who has taken it hands it back, unless one may `for_others`: InReviewError, AlreadyDecidedError."""
    _check_undecided(achievement)
    if achievement.review is None:
        return achievement
    if achievement.review.reviewer_id != by and not for_others:
        raise InReviewError
    return replace(achievement, version=achievement.version + 1, review=None)


def _check_undecided(achievement: Achievement) -> None:
    if achievement.decision is not Decision.CLAIMED:
        raise AlreadyDecidedError


def recorded(
    draft: ClaimDraft,
    *,
    achievement_id: str,
    issued_on: date,
    verdict: Verdict,
    as_history: bool,
    now: datetime,
) -> Achievement:
    """An achievement of the past, claimed and decided at once; one as history says so where it could count."""
    claimed = claim(
        draft,
        achievement_id=achievement_id,
        person_id=draft.person_id,
        issued_on=issued_on,
        earlier=(),
        now=now,
    )
    decided = replace(decide(claimed, verdict=verdict, now=now), version=1)
    if not as_history or verdict.decision is not Decision.VERIFIED:
        return decided
    told = Reckoning(reckoned_at=now, cause=ReckoningCause.VERIFIED, periods=(), without_effect=AS_HISTORY)
    return replace(decided, as_history=True, reckonings=(told,))


def claimed_before(earlier: Iterable[Achievement], *, credential_id: str, issued_on: date) -> bool:
    """The credential is claimed with this issue date already; what was refused may be claimed again."""
    return any(
        each.credential_id == credential_id
        and each.issued_on == issued_on
        and each.decision is not Decision.REFUSED
        for each in earlier
    )


_BEFALLEN = {
    MarkKind.REVOKED: Standing.REVOKED,
    MarkKind.SUSPENDED: Standing.SUSPENDED,
    MarkKind.SUPERSEDED: Standing.LAPSED,
}


def standing(achievement: Achievement, *, now: datetime) -> Standing:
    """Where the achievement stands now: it follows from what was decided and from the time, and is never stored."""
    if achievement.decision is Decision.CLAIMED:
        return Standing.IN_REVIEW if achievement.review else Standing.WAITING_FOR_VERIFICATION
    if achievement.decision is Decision.REFUSED:
        return Standing.REFUSED
    befallen = _BEFALLEN.get(achievement.mark_at(now) or MarkKind.REINSTATED)
    if befallen:
        return befallen
    if not achievement.reckonings:
        return _by_periods(achievement.periods, now=now)
    return _by_life(achievement.held, now=now)


def _by_life(held: Sequence[LifePeriod], *, now: datetime) -> Standing:
    if not held:
        return Standing.WITHOUT_EFFECT
    for period in held:
        dates = period.dates
        renewed = period.renewed_at is not None and period.renewed_at <= now
        if dates.valid_from <= now and (dates.valid_until is None or now < dates.valid_until):
            due = dates.window_opens_at is not None and dates.window_opens_at <= now
            return Standing.DUE_FOR_RENEWAL if due and not renewed else Standing.ACTIVE
        if (
            dates.valid_until is not None
            and dates.grace_until is not None
            and dates.valid_until <= now < dates.grace_until
            and not renewed
        ):
            return Standing.IN_GRACE
    return Standing.NOT_YET_VALID if now < held[0].dates.valid_from else Standing.LAPSED


def _by_periods(periods: Sequence[Period], *, now: datetime) -> Standing:
    """Of an achievement from before its periods were reckoned with their reasons."""
    if any(period.contains(now) for period in periods):
        return Standing.ACTIVE
    if all(now < period.valid_from for period in periods):
        return Standing.NOT_YET_VALID
    return Standing.LAPSED


def _not_in_the_future(issued_on: date | None, today: date) -> Iterator[FieldViolation]:
    if issued_on is not None and issued_on > today:
        yield FieldViolation("issued_on", "IN_FUTURE", "The issue date is in the future.")


def evidence_violations(evidence: Sequence[Evidence]) -> Iterator[FieldViolation]:
    """Evidence is http or https links and files, each with what is to be seen there."""
    for place, each in enumerate(evidence):
        if each.file is None:
            yield from fields.link(f"evidence[{place}].url", each.url)
        elif each.url:
            message = "Evidence is a link or a file; say which."
            yield FieldViolation(f"evidence[{place}].url", "LINK_AND_FILE", message)
        yield from fields.text(
            f"evidence[{place}].description", each.description, longest=fields.LONGEST_NOTE
        )


def _decided(decision: Decision) -> Iterator[FieldViolation]:
    if decision is Decision.CLAIMED:
        yield FieldViolation("decision", "OUT_OF_RANGE", "A claim is either verified or refused.")
