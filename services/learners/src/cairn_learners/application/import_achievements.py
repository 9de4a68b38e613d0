"""Achievements of the past, many at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from cairn_learners.application.due_dates import due_dates_of
from cairn_learners.application.lives import Settled, guards_for, rules_for, settled
from cairn_learners.application.scope import Scope
from cairn_learners.domain import fields
from cairn_learners.domain.achievement_import import (
    PastAchievement,
    Present,
    WhenHeld,
    decide_achievements,
)
from cairn_learners.domain.achievements import Achievement, Decision, MarkKind, ReckoningCause
from cairn_learners.domain.certification_marks import superseded
from cairn_learners.domain.reach import HR, TENANT_ADMIN
from cairn_learners.domain.reckoning import Rules
from cairn_learners.domain.rows import MOST_ROWS, Row, written
from cairn_platform.changes import Change, Guard, decide_again
from cairn_platform.identity import require_any_role


@dataclass(frozen=True, kw_only=True)
class DecidedAchievements:
    """What becomes of each row, and what is to be saved for it."""

    rows: list[Row[Achievement]]
    changes: Sequence[Settled]
    guards: Sequence[Guard]


def import_achievements(
    scope: Scope, *, rows: Sequence[PastAchievement], mode: WhenHeld = WhenHeld.EACH_COUNTS
) -> list[Row[Achievement]]:
    """Adds achievements that were verified or refused in the past, each row decided for itself; the good ones are saved together.

    One that is there already is left as it is; `mode` says what becomes of another one of a credential that the person has. Needs hr or
    tenant-admin. Raises InvalidFieldsError for too many rows.
    """
    require_any_role(scope.principal, HR, TENANT_ADMIN)
    fields.refuse(fields.at_most("achievements", len(rows), limit=MOST_ROWS))

    def decide() -> list[Row[Achievement]]:
        decided = decided_together(scope, rows=rows, mode=mode)
        if decided.changes:
            scope.store.commit(decided.changes, guards=decided.guards)
        return decided.rows

    return decide_again(decide)


def decided_together(scope: Scope, *, rows: Sequence[PastAchievement], mode: WhenHeld) -> DecidedAchievements:
    """What becomes of these rows now, and what is to be saved for it."""
    own = scope.own_person()
    person_ids = {row.claim.person_id for row in rows}
    credentials = scope.store.credentials({row.claim.credential_id for row in rows})
    rules = rules_for(scope, credentials)
    chained = {row.claim.person_id for row in rows if row.claim.credential_id in rules.policies}
    replaces = mode is WhenHeld.REPLACE_IF_NEWER
    guards = guards_for(scope, person_ids if replaces else chained)
    rows = _with_due_dates(scope, rows, person_ids=person_ids)
    present = Present(
        person_ids=frozenset(scope.store.people(person_ids)),
        credentials=credentials,
        achievements=scope.store.achievements_of(person_ids, credential_ids=credentials),
    )
    decided = decide_achievements(
        rows,
        present=present,
        mode=mode,
        own_id=own.person_id if own else None,
        new_id=scope.new_id,
        now=scope.now,
    )
    changes = [_recorded(scope, each) for each in written(decided)]
    if replaces:
        changes += _superseded(scope, written(decided), present=present, rules=rules)
    return DecidedAchievements(
        rows=decided,
        changes=settled(scope, changes, rules=rules, cause=ReckoningCause.VERIFIED) if changes else [],
        guards=guards,
    )


def _with_due_dates(
    scope: Scope, rows: Sequence[PastAchievement], *, person_ids: Iterable[str]
) -> Sequence[PastAchievement]:
    """By when each was asked for: what the row says, else what assignments asked for then."""
    due = due_dates_of(scope, person_ids)
    found: list[PastAchievement] = []
    for row in rows:
        issued_on = fields.parsed_day(row.claim.issued_on)
        asked_by = None
        if issued_on and not row.claim.due_on:
            asked_by = due(row.claim.person_id, row.claim.credential_id, issued_on)
        claim = replace(row.claim, due_on=asked_by.isoformat()) if asked_by else row.claim
        found.append(replace(row, claim=claim))
    return found


def _superseded(
    scope: Scope, newer: Iterable[Achievement], *, present: Present, rules: Rules
) -> list[Change[Achievement]]:
    """What each of these stands in the place of, from the day on which it was issued."""
    own = scope.own_person()
    found: list[Change[Achievement]] = []
    for each in newer:
        if each.decision is not Decision.VERIFIED:
            continue
        at = rules.begins(each.credential_id, each.issued_on)
        for older in present.achievements:
            if (older.person_id, older.credential_id) != (each.person_id, each.credential_id):
                continue
            after = superseded(older, by=each, at=at, marked_by=own.person_id if own else None, now=scope.now)
            if after is not older:
                found.append(Change(aggregate=after, happened=MarkKind.SUPERSEDED.value, happened_at=at))
    return found


def _recorded(scope: Scope, achievement: Achievement) -> Change[Achievement]:
    return Change(aggregate=achievement, happened=achievement.decision.value, happened_at=scope.now)
