"""Achievements of the past, many at once, claimed and decided in one; each row decided for itself."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from cairn_learners.domain import fields
from cairn_learners.domain.achievements import (
    Achievement,
    ClaimDraft,
    Decision,
    Verdict,
    check_claim,
    check_verdict,
    recorded,
)
from cairn_learners.domain.catalogue import Credential
from cairn_learners.domain.errors import CredentialNotYetKnownError, OwnClaimError
from cairn_learners.domain.rows import Row, RowOutcome, in_order, refused
from cairn_platform.errors import FieldViolation, NotFoundError, RefusedError

# Person and credential.
Held = tuple[str, str]


class WhenHeld(Enum):
    """What becomes of a row for a credential that the person has already: claimed or verified, not refused.

    Each counts by itself; it is skipped; it is kept as history, which never counts; or it stands in the place of what is there, if it is
    newer than all of it.
    """

    EACH_COUNTS = "each_counts"
    SKIP = "skip"
    HISTORY = "history"
    REPLACE_IF_NEWER = "replace_if_newer"


@dataclass(frozen=True, kw_only=True)
class PastAchievement:
    """One row: what was achieved, and what was decided about it."""

    claim: ClaimDraft
    decision: Decision
    reason: str


@dataclass(frozen=True, kw_only=True)
class Present:
    """What there is in the tenant that the rows refer to: people, credentials, and all achievements of these people."""

    person_ids: frozenset[str]
    credentials: Mapping[str, Credential]
    achievements: Sequence[Achievement]


def decide_achievements(
    rows: Sequence[PastAchievement],
    *,
    present: Present,
    mode: WhenHeld,
    own_id: str | None,
    new_id: Callable[[], str],
    now: datetime,
) -> list[Row[Achievement]]:
    """What becomes of each row: created, unchanged because it is there already or the mode leaves it out, or refused with its reason.

    `own_id` is whoever imports, who cannot import what is their own. But for EACH_COUNTS, rows are decided by issue date, the newest
    first, so that their order in the file does not matter; the answers are in the order of the rows.
    """
    there: dict[Held, list[Achievement]] = {}
    for each in present.achievements:
        there.setdefault((each.person_id, each.credential_id), []).append(each)
    answers: list[Row[Achievement]] = []
    for place, row in _in_turn(rows, mode):
        try:
            answer = _decided(
                place, row, present=present, there=there, mode=mode, own_id=own_id, new_id=new_id, now=now
            )
        except RefusedError as error:
            answer = refused(place, error)
        if answer.outcome is RowOutcome.CREATED and answer.aggregate is not None:
            created = answer.aggregate
            there.setdefault((created.person_id, created.credential_id), []).append(created)
        answers.append(answer)
    return in_order(answers)


def _in_turn(rows: Sequence[PastAchievement], mode: WhenHeld) -> list[tuple[int, PastAchievement]]:
    placed = list(enumerate(rows))
    if mode is WhenHeld.EACH_COUNTS:
        return placed
    return sorted(placed, key=lambda each: each[1].claim.issued_on, reverse=True)


def _decided(
    place: int,
    row: PastAchievement,
    *,
    present: Present,
    there: Mapping[Held, Sequence[Achievement]],
    mode: WhenHeld,
    own_id: str | None,
    new_id: Callable[[], str],
    now: datetime,
) -> Row[Achievement]:
    verdict = Verdict(decision=row.decision, reason=row.reason.strip(), decided_by=own_id)
    fields.refuse(fields.required("person_id", row.claim.person_id), _only_links(row.claim))
    issued_on = check_claim(row.claim, today=now.date())
    check_verdict(verdict)
    if row.claim.person_id not in present.person_ids:
        raise NotFoundError("person")
    if row.claim.person_id == own_id:
        raise OwnClaimError
    if row.claim.credential_id not in present.credentials:
        raise CredentialNotYetKnownError(row.claim.credential_id)
    of_credential = there.get((row.claim.person_id, row.claim.credential_id), ())
    same = [each for each in of_credential if each.issued_on == issued_on]
    standing = [each for each in same if each.decision is not Decision.REFUSED]
    # What was refused may be claimed again, so a row that is verified stands beside it; one that is refused too says nothing new.
    known = standing or (same if row.decision is Decision.REFUSED else ())
    if known:
        return Row(row=place, outcome=RowOutcome.UNCHANGED, id=known[0].achievement_id, aggregate=known[0])
    newest = _newest(of_credential)
    if newest and (
        mode is WhenHeld.SKIP or (mode is WhenHeld.REPLACE_IF_NEWER and issued_on <= newest.issued_on)
    ):
        return Row(row=place, outcome=RowOutcome.UNCHANGED, id=newest.achievement_id, aggregate=newest)
    achievement = recorded(
        row.claim,
        achievement_id=new_id(),
        issued_on=issued_on,
        verdict=verdict,
        as_history=newest is not None and mode is WhenHeld.HISTORY,
        now=now,
    )
    return Row(row=place, outcome=RowOutcome.CREATED, id=achievement.achievement_id, aggregate=achievement)


def _only_links(claim: ClaimDraft) -> Iterator[FieldViolation]:
    for place, each in enumerate(claim.evidence):
        if each.file is not None:
            message = "An import takes links only; files are uploaded to claims."
            yield FieldViolation(f"evidence[{place}].file_id", "ONLY_LINKS", message)


def _newest(of_credential: Sequence[Achievement]) -> Achievement | None:
    """The one that was issued last, whatever is refused or history aside."""
    there = [each for each in of_credential if each.decision is not Decision.REFUSED and not each.as_history]
    return max(there, key=lambda each: each.issued_on, default=None)
