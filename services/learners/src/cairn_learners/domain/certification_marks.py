"""What befalls a verified achievement: it is revoked, suspended, reinstated, or what was said about it is put right.

Nothing that was said is taken away: each of these is one fact more.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from cairn_learners.domain import fields
from cairn_learners.domain.achievements import Achievement, Correction, Decision, Mark, MarkKind
from cairn_learners.domain.certificates import CertificateDraft, certificate_of, check_certificate
from cairn_learners.domain.day_words import day_in_words
from cairn_learners.domain.errors import AlreadyClaimedError
from cairn_platform.errors import FieldViolation

MOST_MARKS = 100
# What counts no more, and renews nothing.
GONE = frozenset({MarkKind.REVOKED, MarkKind.SUPERSEDED})


@dataclass(frozen=True, kw_only=True)
class MarkDraft:
    """What befalls an achievement, as somebody says it: `at` None is now, `kind` None what does not exist."""

    kind: MarkKind | None
    at: datetime | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class CorrectionDraft:
    """What is put right: an empty `issued_on` and a `certificate` of None leave it as it is."""

    issued_on: str
    certificate: CertificateDraft | None
    reason: str


def marked(
    achievement: Achievement, draft: MarkDraft, *, marked_by: str | None, now: datetime
) -> Achievement:
    """The achievement with one more mark; the same again adds nothing.

    Only what was verified can be marked. A mark has a reason, does not lie in the future, reinstates only what does not count then, and
    suspends only what was not revoked. Raises InvalidFieldsError.
    """
    fields.refuse(_check_verified(achievement))
    at = _in_milliseconds(draft.at or now)
    before = achievement.mark_at(at)
    if draft.kind is not None and before is draft.kind and before is not MarkKind.REINSTATED:
        return achievement
    fields.refuse(
        _check_kind(draft.kind, before),
        _not_in_the_future(at, now),
        fields.required("reason", draft.reason),
        fields.text("reason", draft.reason, longest=fields.LONGEST_NOTE),
        fields.at_most("marks", len(achievement.marks) + 1, limit=MOST_MARKS),
    )
    assert draft.kind is not None  # noqa: S101 - `_check_kind` lets nothing else pass
    mark = Mark(kind=draft.kind, at=at, reason=draft.reason.strip(), marked_by=marked_by, marked_at=now)
    return replace(achievement, version=achievement.version + 1, marks=(*achievement.marks, mark))


def superseded(
    achievement: Achievement, *, by: Achievement, at: datetime, marked_by: str | None, now: datetime
) -> Achievement:
    """The achievement, in whose place a newer one stands from an instant on; the same one where it counts no more by then.

    Only what was verified, and is not only history, has a place in which another can stand.
    """
    if achievement.decision is not Decision.VERIFIED or achievement.as_history:
        return achievement
    if achievement.mark_at(at) in GONE:
        return achievement
    mark = Mark(
        kind=MarkKind.SUPERSEDED,
        at=at,
        reason=f"An import put the one of {day_in_words(by.issued_on)} in its place.",
        marked_by=marked_by,
        marked_at=now,
        superseded_by=by.achievement_id,
    )
    return replace(achievement, version=achievement.version + 1, marks=(*achievement.marks, mark))


def in_place_again(
    achievement: Achievement, *, of_id: str, reason: str, marked_by: str | None, now: datetime
) -> Achievement:
    """The achievement as it was before the one with this id stood in its place; the same one where none or something else does."""
    last = achievement.marks[-1] if achievement.marks else None
    if last is None or last.superseded_by != of_id:
        return achievement
    mark = Mark(kind=MarkKind.REINSTATED, at=last.at, reason=reason, marked_by=marked_by, marked_at=now)
    return replace(achievement, version=achievement.version + 1, marks=(*achievement.marks, mark))


def corrected(
    achievement: Achievement,
    draft: CorrectionDraft,
    *,
    others: tuple[Achievement, ...],
    corrected_by: str | None,
    now: datetime,
) -> Achievement:
    """The achievement as it is put right, what was said before kept beside; what changes nothing adds nothing.

    `others` are the person's other achievements of the credential, none of which has the new issue date: AlreadyClaimedError. Only what
    was verified can be corrected: what waits is refused and claimed anew. Raises InvalidFieldsError.
    """
    fields.refuse(_check_verified(achievement))
    issued_on = fields.parsed_day(draft.issued_on) or achievement.issued_on
    fields.refuse(
        fields.day("issued_on", draft.issued_on),
        _day_not_in_the_future(issued_on, now.date()),
        check_certificate("certificate", draft.certificate, issued_on=issued_on) if draft.certificate else (),
        _still_valid_after_issue(achievement, issued_on) if draft.certificate is None else (),
        fields.required("reason", draft.reason),
        fields.text("reason", draft.reason, longest=fields.LONGEST_NOTE),
        fields.at_most("corrections", len(achievement.corrections) + 1, limit=MOST_MARKS),
    )
    certificate = certificate_of(draft.certificate) if draft.certificate else achievement.certificate
    if (issued_on, certificate) == (achievement.issued_on, achievement.certificate):
        return achievement
    if any(each.issued_on == issued_on and each.decision is not Decision.REFUSED for each in others):
        raise AlreadyClaimedError
    correction = Correction(
        earlier_issued_on=achievement.issued_on,
        earlier_certificate=achievement.certificate,
        reason=draft.reason.strip(),
        corrected_by=corrected_by,
        corrected_at=now,
    )
    return replace(
        achievement,
        version=achievement.version + 1,
        issued_on=issued_on,
        certificate=certificate,
        corrections=(*achievement.corrections, correction),
    )


def away(
    achievement: Achievement, *, kinds: frozenset[MarkKind]
) -> tuple[tuple[datetime, datetime | None], ...]:
    """From when until when marks of these kinds kept the achievement from counting; None is up to now and on."""
    found: list[tuple[datetime, datetime | None]] = []
    began: datetime | None = None
    for mark in sorted(achievement.marks, key=lambda each: (each.at, each.marked_at)):
        if mark.kind in kinds and began is None:
            began = mark.at
        elif mark.kind not in kinds and began is not None:
            if began < mark.at:
                found.append((began, mark.at))
            began = None
    return (*found, (began, None)) if began is not None else tuple(found)


def _in_milliseconds(at: datetime) -> datetime:
    """Whoever keeps the instant keeps whole milliseconds: no period is to be shorter than what can be kept."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def _check_verified(achievement: Achievement) -> Iterator[FieldViolation]:
    if achievement.decision is not Decision.VERIFIED:
        yield FieldViolation("achievement_id", "NOT_VERIFIED", "This was not verified.")


def _check_kind(kind: MarkKind | None, before: MarkKind | None) -> Iterator[FieldViolation]:
    if kind in {None, MarkKind.SUPERSEDED}:
        yield FieldViolation("kind", "UNKNOWN_VALUE", "One of revoked, suspended and reinstated.")
    elif kind is MarkKind.REINSTATED and before in {None, MarkKind.REINSTATED}:
        yield FieldViolation("kind", "NOTHING_TO_REINSTATE", "It was neither revoked nor suspended then.")
    elif kind is MarkKind.SUSPENDED and before in GONE:
        yield FieldViolation("kind", "REVOKED", "It was revoked by then, or a newer one stands in its place.")


def _not_in_the_future(at: datetime, now: datetime) -> Iterator[FieldViolation]:
    if at > now:
        yield FieldViolation("at", "IN_FUTURE", "This lies in the future.")


def _day_not_in_the_future(day: date, today: date) -> Iterator[FieldViolation]:
    if day > today:
        yield FieldViolation("issued_on", "IN_FUTURE", "The issue date is in the future.")


def _still_valid_after_issue(achievement: Achievement, issued_on: date) -> Iterator[FieldViolation]:
    expires_on = achievement.certificate.expires_on
    if expires_on and expires_on < issued_on:
        yield FieldViolation("issued_on", "AFTER_EXPIRY", "By its certificate it had expired by then.")
