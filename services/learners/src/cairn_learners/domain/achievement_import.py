"""Achievements of the past, many at once, claimed and decided in one; each row decided for itself."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

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
from cairn_learners.domain.rows import Row, RowOutcome, refused
from cairn_platform.errors import NotFoundError, RefusedError

# What two achievements are the same by: person, credential, issue date.
Claimed = tuple[str, str, date]


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
    own_id: str | None,
    new_id: Callable[[], str],
    now: datetime,
) -> list[Row[Achievement]]:
    """What becomes of each row: created, unchanged because it is there already, or refused with its reason.

    `own_id` is whoever imports, who cannot import what is their own.
    """
    there: dict[Claimed, list[Achievement]] = {}
    for each in present.achievements:
        there.setdefault((each.person_id, each.credential_id, each.issued_on), []).append(each)
    answers: list[Row[Achievement]] = []
    for place, row in enumerate(rows):
        try:
            answer = _decided(place, row, present=present, there=there, own_id=own_id, new_id=new_id, now=now)
        except RefusedError as error:
            answer = refused(place, error)
        if answer.outcome is RowOutcome.CREATED and answer.aggregate is not None:
            created = answer.aggregate
            there.setdefault((created.person_id, created.credential_id, created.issued_on), []).append(
                created
            )
        answers.append(answer)
    return answers


def _decided(
    place: int,
    row: PastAchievement,
    *,
    present: Present,
    there: Mapping[Claimed, Sequence[Achievement]],
    own_id: str | None,
    new_id: Callable[[], str],
    now: datetime,
) -> Row[Achievement]:
    verdict = Verdict(decision=row.decision, reason=row.reason.strip(), decided_by=own_id)
    fields.refuse(fields.required("person_id", row.claim.person_id))
    issued_on = check_claim(row.claim, today=now.date())
    check_verdict(verdict)
    if row.claim.person_id not in present.person_ids:
        raise NotFoundError("person")
    if row.claim.person_id == own_id:
        raise OwnClaimError
    if row.claim.credential_id not in present.credentials:
        raise CredentialNotYetKnownError(row.claim.credential_id)
    same = there.get((row.claim.person_id, row.claim.credential_id, issued_on), ())
    standing = [each for each in same if each.decision is not Decision.REFUSED]
    # What was refused may be claimed again, so a row that is verified stands beside it; one that is refused too says nothing new.
    known = standing or (same if row.decision is Decision.REFUSED else ())
    if known:
        return Row(row=place, outcome=RowOutcome.UNCHANGED, id=known[0].achievement_id, aggregate=known[0])
    achievement = recorded(
        row.claim,
        achievement_id=new_id(),
        issued_on=issued_on,
        verdict=verdict,
        now=now,
    )
    return Row(row=place, outcome=RowOutcome.CREATED, id=achievement.achievement_id, aggregate=achievement)
