"""Achievements: claimed, decided, looked up."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cairn_learners.application.due_dates import due_dates_of
from cairn_learners.application.evidence_files import FileContents, check_unchanged, taken_as_evidence
from cairn_learners.application.lives import guards_for, rules_for, settled
from cairn_learners.application.orders import ACHIEVEMENTS
from cairn_learners.application.ports import AchievementFilter
from cairn_learners.application.scope import Scope
from cairn_learners.domain import fields
from cairn_learners.domain.achievements import (
    Achievement,
    ClaimDraft,
    Decision,
    ReckoningCause,
    Score,
    Verdict,
    check_claim,
    check_verdict,
    claim,
    decide,
)
from cairn_learners.domain.catalogue import Credential
from cairn_learners.domain.errors import CredentialNotYetKnownError, NoPersonError
from cairn_learners.domain.reach import Reach, check_may_claim_for, check_may_review
from cairn_learners.domain.rubrics import graded
from cairn_platform.changes import Change, decide_again
from cairn_platform.errors import FieldViolation, NotFoundError
from cairn_platform.idempotency import Once
from cairn_platform.paging import Page, PageRequest


def claim_achievement(scope: Scope, *, draft: ClaimDraft, once: Once | None) -> Achievement:
    """Claims a credential, for oneself (an empty `person_id`), or for anybody as hr or tenant-admin.

    By when it was asked for is what the claim says, which nobody says of their own, else what assignments asked for then. Raises
    NoPersonError, NotFoundError and RoleRequiredError for whom it is claimed, InvalidFieldsError, CredentialNotYetKnownError, and
    AlreadyClaimedError.
    """
    reach = scope.reach()
    person_id = draft.person_id or own_id(reach)
    check_may_claim_for(reach, person_id)
    scope.person(person_id)
    issued_on = check_claim(draft, today=scope.today)
    fields.refuse(_due_date_of_oneself(draft, is_own=person_id == reach.own_id))
    asked_by = due_dates_of(scope, [person_id])(person_id, draft.credential_id, issued_on)
    due_on = draft.due_on or (asked_by.isoformat() if asked_by else "")
    known_credential(scope, draft.credential_id)

    def decide_claim() -> Achievement:
        earlier = scope.store.achievements_of([person_id], credential_ids=[draft.credential_id])
        evidence, taken = taken_as_evidence(scope, draft.evidence, person_id=person_id)
        claimed = claim(
            replace(draft, evidence=evidence, due_on=due_on),
            achievement_id=scope.new_id(),
            person_id=person_id,
            issued_on=issued_on,
            earlier=earlier,
            now=scope.now,
        )
        change = Change(aggregate=claimed, happened="claimed", happened_at=scope.now)
        scope.store.commit([change, *taken], once=once, result=claimed)
        return claimed

    return decide_again(decide_claim)


def decide_achievement(
    scope: Scope,
    contents: FileContents,
    *,
    achievement_id: str,
    decision: Decision,
    reason: str,
    scores: Sequence[Score] = (),
) -> Achievement:
    """Verifies or refuses a claim, for a manager above the claimant, hr and reviewers. Nothing is verified by a file that was changed.

    Where the credential has a rubric, nothing is verified unless `scores` fill it and pass; the filled rubric is kept with the decision.

    Raises NotFoundError, OwnClaimError and RoleRequiredError, InvalidFieldsError, AlreadyDecidedError, CredentialNotYetKnownError,
    InReviewError, and EvidenceChangedError.
    """
    reach = scope.reach()

    def decide_once() -> Achievement:
        claimed = seen_achievement(scope, reach, achievement_id)
        check_may_review(reach, claimed.person_id)
        grading = graded(scope.store.rubric(claimed.credential_id), scores, decision=decision)
        verdict = Verdict(decision=decision, reason=reason.strip(), decided_by=reach.own_id, grading=grading)
        check_verdict(verdict)
        known_credential(scope, claimed.credential_id)
        decided = decide(claimed, verdict=verdict, now=scope.now)
        if decision is Decision.VERIFIED:
            check_unchanged(contents, (each.file for each in claimed.evidence if each.file))
        change = Change(aggregate=decided, happened=decided.decision.value, happened_at=scope.now)
        return saved(scope, change, cause=ReckoningCause.VERIFIED)

    return decide_again(decide_once)


def _due_date_of_oneself(draft: ClaimDraft, *, is_own: bool) -> Iterator[FieldViolation]:
    if draft.due_on and is_own:
        message = "By when it was asked for follows from your assignments."
        yield FieldViolation("due_on", "NOT_FOR_ONESELF", message)


def saved(scope: Scope, change: Change[Achievement], *, cause: ReckoningCause) -> Achievement:
    """Saves what happened to an achievement with all that follows from it; gives the achievement as it counts now.

    To be called within `decide_again`.
    """
    achievement = change.aggregate
    guards = guards_for(scope, [achievement.person_id])
    rules = rules_for(scope, [achievement.credential_id])
    changes = settled(scope, [change], rules=rules, cause=cause)
    scope.commit(changes, guards=guards)
    return next(
        each.aggregate
        for each in changes
        if isinstance(each.aggregate, Achievement)
        and each.aggregate.achievement_id == achievement.achievement_id
    )


def get_achievement(scope: Scope, *, achievement_id: str) -> Achievement:
    """An achievement, for oneself, a manager above, hr and tenant-admin; NotFoundError for everybody else."""
    return seen_achievement(scope, scope.reach(), achievement_id)


def list_achievements(
    scope: Scope, *, person_id: str, decision: Decision | None, credential_id: str, page: PageRequest
) -> Page[Achievement]:
    """Achievements within the caller's reach, the newest claim first. Raises NotFoundError for a person outside."""
    reach = scope.reach()
    if person_id:
        if not (reach.sees(person_id) or reach.reviews(person_id)):
            raise NotFoundError("person")
        scope.person(person_id)
    which = AchievementFilter(
        person_ids=frozenset({person_id}) if person_id else reach.claims_seen,
        decision=decision,
        credential_id=credential_id or None,
    )
    found = scope.store.list_achievements(which, after=ACHIEVEMENTS.after(page), at_most=page.size + 1)
    return ACHIEVEMENTS.page(found, page)


def own_id(reach: Reach) -> str:
    """The caller's person; NoPersonError for an account that belongs to nobody."""
    if reach.own_id is None:
        raise NoPersonError
    return reach.own_id


def known_credential(scope: Scope, credential_id: str) -> Credential:
    """The credential; CredentialNotYetKnownError where the service has no copy of it."""
    credential = scope.store.credentials([credential_id]).get(credential_id)
    if credential is None:
        raise CredentialNotYetKnownError(credential_id)
    return credential


def seen_achievement(scope: Scope, reach: Reach, achievement_id: str) -> Achievement:
    """The achievement, where the caller sees whose it is; NotFoundError elsewhere."""
    achievement = scope.store.achievement(achievement_id)
    if achievement is None or not (reach.sees(achievement.person_id) or reach.reviews(achievement.person_id)):
        raise NotFoundError("achievement")
    return achievement
