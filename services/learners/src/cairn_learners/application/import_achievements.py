"""Achievements of the past, many at once."""

from collections.abc import Sequence

from cairn_learners.application.lives import guards_for, rules_for, settled
from cairn_learners.application.scope import Scope
from cairn_learners.domain import fields
from cairn_learners.domain.achievement_import import (
    ImportMode,
    PastAchievement,
    Present,
    decide_achievements,
)
from cairn_learners.domain.achievements import Achievement, ReckoningCause
from cairn_learners.domain.reach import HR, TENANT_ADMIN
from cairn_learners.domain.rows import MOST_ROWS, Row, written
from cairn_platform.changes import Change, decide_again
from cairn_platform.identity import require_any_role


def import_achievements(
    scope: Scope, *, rows: Sequence[PastAchievement], mode: ImportMode = ImportMode.EACH_COUNTS
) -> list[Row[Achievement]]:
    """Adds achievements that were verified or refused in the past, each row decided for itself; the good ones are saved together.

    One that is there already is left as it is; `mode` says what becomes of another one of a credential that the person has. Needs hr or
    tenant-admin. Raises InvalidFieldsError for too many rows.
    """
    require_any_role(scope.principal, HR, TENANT_ADMIN)
    fields.refuse(fields.at_most("achievements", len(rows), limit=MOST_ROWS))
    own = scope.own_person()
    person_ids = {row.claim.person_id for row in rows}
    credentials = scope.store.credentials({row.claim.credential_id for row in rows})

    def decide() -> list[Row[Achievement]]:
        rules = rules_for(scope, credentials)
        chained = {row.claim.person_id for row in rows if row.claim.credential_id in rules.policies}
        guards = guards_for(scope, chained & person_ids)
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
        created = written(decided)
        if created:
            changes = [_recorded(scope, each) for each in created]
            scope.store.commit(
                settled(scope, changes, rules=rules, cause=ReckoningCause.VERIFIED), guards=guards
            )
        return decided

    return decide_again(decide)


def _recorded(scope: Scope, achievement: Achievement) -> Change[Achievement]:
    return Change(aggregate=achievement, happened=achievement.decision.value, happened_at=scope.now)
