"""Achievements of the past imported from a file, in the order of the file."""

from collections.abc import Mapping, Sequence

from cairn_learners.application.import_achievements import DecidedAchievements, decided_together
from cairn_learners.application.import_ports import ImportScope
from cairn_learners.application.import_runs import NOBODY_GONE, Applied, Gone, Undone
from cairn_learners.application.lives import guards_for, rules_for, settled
from cairn_learners.domain.achievement_import import Held, PastAchievement, WhenHeld
from cairn_learners.domain.achievement_rows import past_achievement_of, withdrawn
from cairn_learners.domain.achievements import Achievement, Decision, MarkKind, ReckoningCause
from cairn_learners.domain.certification_marks import in_place_again
from cairn_learners.domain.import_columns import filled
from cairn_learners.domain.import_rows import (
    Done,
    FieldChange,
    Finding,
    ImportRow,
    Outcome,
    TakenBack,
    refusal,
)
from cairn_learners.domain.imports import Import
from cairn_learners.domain.rows import Row, RowOutcome
from cairn_platform.changes import Change
from cairn_platform.errors import RefusedError


class AchievementsRun:
    """Implements `KindOfRun`."""

    def __init__(self, scope: ImportScope, job: Import) -> None:
        self._scope = scope
        self._job = job
        self._numbers: list[int] = []
        self._seen: set[tuple[str, str, str]] = set()
        # Of each person and credential, the rows that add something, with the day on which it was issued.
        self._added: dict[Held, list[tuple[str, int]]] = {}
        self._issued_on: dict[int, str] = {}

    def look_at(self, rows: Sequence[ImportRow]) -> Mapping[int, Finding]:
        """What each row comes to; one that says the same as an earlier one comes to nothing."""
        found, good = self._read(rows)
        decided = self._decided(good)
        for (number, said), answer in zip(good, decided.rows, strict=True):
            found[number] = _finding(said, answer)
            key = (said.claim.person_id, said.claim.credential_id, said.claim.issued_on)
            if found[number].outcome is Outcome.CREATED and key in self._seen:
                found[number] = Finding(outcome=Outcome.UNCHANGED)
            if found[number].outcome is Outcome.CREATED and said.decision is Decision.VERIFIED:
                self._added.setdefault(key[:2], []).append((said.claim.issued_on, number))
            self._seen.add(key)
        return found

    def refused_together(self) -> Mapping[int, Finding]:
        """No row is refused for another; but where only the newest of a credential is added, what other rows add is nothing."""
        if self._job.when_held not in {WhenHeld.SKIP, WhenHeld.REPLACE_IF_NEWER}:
            return {}
        return {
            number: Finding(outcome=Outcome.UNCHANGED)
            for added in self._added.values()
            for _, number in sorted(added)[:-1]
        }

    def gone(self) -> Gone:
        """What somebody achieved does not go."""
        return NOBODY_GONE

    def take_in(self, rows: Sequence[ImportRow]) -> None:
        """That they are there, and of which day: what a row adds, a later one that says the same finds."""
        self._numbers += [row.number for row in rows]
        _, good = self._read(rows)
        self._issued_on |= {number: said.claim.issued_on for number, said in good}

    def in_order(self) -> Sequence[int]:
        """As in the file; but unless each counts, the newest first, whatever their order in the file."""
        if self._job.when_held is WhenHeld.EACH_COUNTS:
            return self._numbers
        return sorted(self._numbers, key=lambda number: self._issued_on.get(number, ""), reverse=True)

    def apply(self, rows: Sequence[ImportRow], *, first_place: int) -> Applied:
        """What these rows add now, with what follows from it."""
        found, good = self._read(rows)
        decided = self._decided(good)
        for (number, said), answer in zip(good, decided.rows, strict=True):
            found[number] = _finding(said, answer)
        return Applied(
            changes=decided.changes,
            guards=decided.guards if decided.changes else [],
            done={
                row.number: Done(
                    finding=found[row.number],
                    place=first_place + place,
                    version=1 if found[row.number].outcome is Outcome.CREATED else 0,
                )
                for place, row in enumerate(rows)
            },
        )

    def take_back(self, rows: Sequence[ImportRow]) -> Undone:
        """What the rows added is revoked since the day on the certificate, unless something befell it since."""
        ids = {row.number: row.done.finding.id for row in rows if row.done}
        there = {number: self._scope.store.achievement(each) for number, each in ids.items()}
        people = {each.person_id for each in there.values() if each}
        guards = guards_for(self._scope, people)
        # Read after the guards: what is marked is what they guard.
        there = {number: self._scope.store.achievement(each) for number, each in ids.items()}
        same = self._scope.store.achievements_of(
            people, credential_ids={each.credential_id for each in there.values() if each}
        )
        changes: list[Change[Achievement]] = []
        outcome: dict[int, TakenBack] = {}
        for number, achievement in there.items():
            reason = f"The import {self._job.file_name or self._job.import_id} was taken back."
            try:
                after = withdrawn(
                    achievement,
                    reason=reason,
                    marked_by=self._job.requester.person_id,
                    now=self._scope.now,
                )
            except RefusedError as error:
                outcome[number] = TakenBack(restored=False, message=str(error))
                continue
            outcome[number] = TakenBack(restored=True)
            if after is not achievement:
                happened = MarkKind.REVOKED.value
                changes.append(Change(aggregate=after, happened=happened, happened_at=self._scope.now))
                changes += self._in_place_again(same, of_id=after.achievement_id, reason=reason)
        credentials = {change.aggregate.credential_id for change in changes}
        rules = rules_for(self._scope, credentials)
        return Undone(
            changes=settled(self._scope, changes, rules=rules, cause=ReckoningCause.FACT) if changes else [],
            guards=guards if changes else [],
            taken_back=outcome,
        )

    def _in_place_again(
        self, same: Sequence[Achievement], *, of_id: str, reason: str
    ) -> list[Change[Achievement]]:
        """What counts again, since nothing stands in its place any more."""
        found: list[Change[Achievement]] = []
        for each in same:
            after = in_place_again(
                each,
                of_id=of_id,
                reason=reason,
                marked_by=self._job.requester.person_id,
                now=self._scope.now,
            )
            if after is not each:
                happened = MarkKind.REINSTATED.value
                found.append(Change(aggregate=after, happened=happened, happened_at=self._scope.now))
        return found

    def _read(
        self, rows: Sequence[ImportRow]
    ) -> tuple[dict[int, Finding], list[tuple[int, PastAchievement]]]:
        found: dict[int, Finding] = {}
        good: list[tuple[int, PastAchievement]] = []
        for row in rows:
            try:
                good.append((row.number, past_achievement_of(filled(row.cells, self._job.mapping))))
            except RefusedError as error:
                found[row.number] = refusal(error)
        return found, good

    def _decided(self, good: Sequence[tuple[int, PastAchievement]]) -> DecidedAchievements:
        return decided_together(self._scope, rows=[said for _, said in good], mode=self._job.when_held)


def _finding(said: PastAchievement, answer: Row[Achievement]) -> Finding:
    if answer.outcome is RowOutcome.REFUSED:
        return Finding(outcome=Outcome.REFUSED, reason=answer.reason, message=answer.message)
    if answer.outcome is not RowOutcome.CREATED:
        return Finding(outcome=Outcome.UNCHANGED, id=answer.id)
    changes = (
        FieldChange(field="person_id", old="", new=said.claim.person_id),
        FieldChange(field="credential_id", old="", new=said.claim.credential_id),
        FieldChange(field="issued_on", old="", new=said.claim.issued_on),
    )
    return Finding(outcome=Outcome.CREATED, id=answer.id, changes=changes)
