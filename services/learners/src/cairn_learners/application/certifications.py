"""The life of a person's credential: looked at, marked, corrected, and what helps to renew it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from cairn_learners.application.achievements import known_credential, own_id, saved, seen_achievement
from cairn_learners.application.evidence_files import taken_as_evidence
from cairn_learners.application.lives import guards_for, known_of, rules_for, settled
from cairn_learners.application.scope import Scope
from cairn_learners.domain.achievements import Achievement, ReckoningCause, Standing
from cairn_learners.domain.certification_life import LifePeriod, cycle_of, life_of
from cairn_learners.domain.certification_marks import CorrectionDraft, MarkDraft, corrected, marked
from cairn_learners.domain.certification_standing import certification_standing
from cairn_learners.domain.evidence_files import EvidenceFile
from cairn_learners.domain.policy_versions import in_force
from cairn_learners.domain.reach import check_may_claim_for, check_may_decide_on, check_seen
from cairn_learners.domain.reckoning import life_facts
from cairn_learners.domain.renewal_log import (
    EntryDecision,
    EntryDraft,
    EntryState,
    RenewalEntry,
    accepted_at_once,
    decided,
    logged,
)
from cairn_learners.domain.renewal_terms import RenewalOption
from cairn_learners.domain.renewals import NOTHING, Condition, conditions
from cairn_platform.changes import Change, decide_again
from cairn_platform.errors import NotFoundError
from cairn_platform.idempotency import Once


@dataclass(frozen=True, kw_only=True)
class OptionProgress:
    """How far one way to renew has come in the cycle under way."""

    option: RenewalOption
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, kw_only=True)
class Certification:
    """The life of a person's credential at `as_of`; `policy_version` is the one in force then, 0 for the catalogue's validity."""

    person_id: str
    credential_id: str
    standing: Standing
    periods: Sequence[LifePeriod]
    renewal: Sequence[OptionProgress]
    carried_over: Decimal
    policy_version: int
    as_of: datetime


def get_certification(scope: Scope, *, person_id: str, credential_id: str) -> Certification:
    """The life of a person's credential. Raises NotFoundError for whom the caller does not see, and for what was never claimed."""
    check_seen(scope.reach(), person_id, resource="person")
    known = known_of(scope, [person_id])[person_id]
    of_credential = [each for each in known.achievements if each.credential_id == credential_id]
    if not of_credential:
        raise NotFoundError("certification")
    rules = rules_for(scope, [credential_id])
    facts = life_facts(known, credential_id, rules=rules)
    version = in_force(facts.versions, scope.today)
    life = life_of(facts)
    progress: list[OptionProgress] = []
    if version and life.periods and life.since:
        cycle = cycle_of(
            facts,
            policy=version.policy,
            period=life.periods[-1],
            since=life.since,
            carried_over=life.carried_over,
        )
        if cycle:
            progress = [
                OptionProgress(option=each, conditions=conditions(each, cycle=cycle))
                for each in version.renewal
            ]
    held = [period for each in of_credential for period in each.held]
    return Certification(
        person_id=person_id,
        credential_id=credential_id,
        standing=certification_standing(of_credential, now=scope.now),
        periods=sorted(held, key=lambda each: (each.dates.valid_from, each.took_effect_at)),
        renewal=progress,
        carried_over=life.carried_over if facts.versions else NOTHING,
        policy_version=version.number if version else 0,
        as_of=scope.now,
    )


def mark_achievement(scope: Scope, *, achievement_id: str, draft: MarkDraft) -> Achievement:
    """Revokes, suspends or reinstates, for a manager above the holder and hr. The same again changes nothing.

    Raises NotFoundError, OwnClaimError, RoleRequiredError and InvalidFieldsError.
    """
    reach = scope.reach()

    def decide() -> Achievement:
        before = seen_achievement(scope, reach, achievement_id)
        check_may_decide_on(reach, before.person_id)
        after = marked(before, draft, marked_by=reach.own_id, now=scope.now)
        if after is before:
            return before
        mark = after.marks[-1]
        change = Change(aggregate=after, happened=mark.kind.value, happened_at=mark.at)
        return saved(scope, change, cause=ReckoningCause.FACT)

    return decide_again(decide)


def correct_achievement(scope: Scope, *, achievement_id: str, draft: CorrectionDraft) -> Achievement:
    """Puts right what was said about an achievement, for a manager above the holder and hr. What changes nothing is no correction.

    Raises NotFoundError, OwnClaimError, RoleRequiredError, InvalidFieldsError and AlreadyClaimedError.
    """
    reach = scope.reach()

    def decide() -> Achievement:
        before = seen_achievement(scope, reach, achievement_id)
        check_may_decide_on(reach, before.person_id)
        same = scope.store.achievements_of([before.person_id], credential_ids=[before.credential_id])
        others = tuple(each for each in same if each.achievement_id != achievement_id)
        after = corrected(before, draft, others=others, corrected_by=reach.own_id, now=scope.now)
        if after is before:
            return before
        change = Change(aggregate=after, happened="corrected", happened_at=scope.now)
        return saved(scope, change, cause=ReckoningCause.CORRECTED)

    return decide_again(decide)


def log_entry(scope: Scope, *, draft: EntryDraft, once: Once | None) -> RenewalEntry:
    """Logs what helps to renew, for oneself (an empty `person_id`), or for anybody as hr or tenant-admin.

    What hr or a manager above logs for somebody else counts at once; the rest waits for one of them. Raises NoPersonError,
    NotFoundError, RoleRequiredError, InvalidFieldsError and CredentialNotYetKnownError.
    """
    reach = scope.reach()
    person_id = draft.person_id or own_id(reach)
    decides = reach.decides_on(person_id)
    if not decides:
        check_may_claim_for(reach, person_id)
    scope.person(person_id)
    entry = logged(draft, entry_id=scope.new_id(), person_id=person_id, logged_by=reach.own_id, now=scope.now)
    known_credential(scope, entry.credential_id)
    entry = accepted_at_once(entry) if decides else entry

    def decide() -> RenewalEntry:
        evidence, taken = taken_as_evidence(scope, entry.evidence, person_id=person_id)
        return _saved_entry(scope, replace(entry, evidence=evidence), once=once, taken=taken)

    return decide_again(decide)


def decide_entry(scope: Scope, *, entry_id: str, state: EntryState, reason: str) -> RenewalEntry:
    """Accepts or refuses an entry, for a manager above and hr; withdraws it, for these and for oneself.

    Raises NotFoundError, OwnClaimError, RoleRequiredError, InvalidFieldsError and AlreadyDecidedError.
    """
    reach = scope.reach()

    def decide() -> RenewalEntry:
        entry = scope.store.renewal_entry(entry_id)
        if entry is None:
            raise NotFoundError("entry")
        check_seen(reach, entry.person_id, resource="entry")
        if state is not EntryState.WITHDRAWN or entry.person_id != reach.own_id:
            check_may_decide_on(reach, entry.person_id)
        decision = EntryDecision(
            state=state, reason=reason.strip(), decided_by=reach.own_id, decided_at=scope.now
        )
        return _saved_entry(scope, decided(entry, decision), once=None)

    return decide_again(decide)


def list_entries(scope: Scope, *, person_id: str, credential_id: str) -> Sequence[RenewalEntry]:
    """A person's entries, the newest day first. Raises NotFoundError for whom the caller does not see."""
    check_seen(scope.reach(), person_id, resource="person")
    scope.person(person_id)
    found = scope.store.renewal_entries_of([person_id])
    return [each for each in found if credential_id in {"", each.credential_id}]


def _saved_entry(
    scope: Scope, entry: RenewalEntry, *, once: Once | None, taken: Sequence[Change[EvidenceFile]] = ()
) -> RenewalEntry:
    guards = guards_for(scope, [entry.person_id])
    rules = rules_for(scope, [entry.credential_id])
    change = Change(aggregate=entry, happened=entry.state.value, happened_at=scope.now)
    changes = settled(scope, [change], rules=rules, cause=ReckoningCause.FACT)
    scope.commit([*changes, *taken], guards=guards, once=once, result=entry)
    return entry
