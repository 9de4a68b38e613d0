"""A newer achievement that an import puts in the place of an older one."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from cairn_learners.application.import_achievements import import_achievements
from cairn_learners.domain.achievement_import import PastAchievement, WhenHeld
from cairn_learners.domain.achievements import Achievement, ClaimDraft, Decision, MarkKind, Standing, standing
from cairn_learners.domain.certification_marks import MarkDraft, in_place_again, marked, superseded
from cairn_platform.errors import InvalidFieldsError
from tests.support.learners.builders import NOW, a_credential, a_person, an_achievement
from tests.support.learners.fake_store import FakeWorld
from tests.support.learners.recertifying import a_policy_draft
from tests.support.learners.renewing import a_credential_policy, a_version_draft
from tests.support.learners.scopes import a_scope

OLDER = an_achievement(achievement_id="older", issued_on=date(2025, 3, 1))
NEWER = an_achievement(achievement_id="newer", issued_on=date(2026, 9, 1))
AT = datetime(2026, 9, 1, tzinfo=UTC)


@pytest.fixture
def world() -> FakeWorld:
    world = FakeWorld()
    world.put(a_person("ann"), a_person("hana", account_subject="sub-hana"))
    world.know(a_credential("badge"))
    return world


def imported(
    world: FakeWorld, *days: str, mode: WhenHeld, decision: Decision = Decision.VERIFIED
) -> dict[str, Achievement]:
    rows = [
        PastAchievement(
            claim=ClaimDraft(person_id="ann", credential_id="badge", issued_on=day, evidence=()),
            decision=decision,
            reason="" if decision is Decision.VERIFIED else "No.",
        )
        for day in days
    ]
    import_achievements(a_scope(world, "hana", "hr"), rows=rows, mode=mode)
    found = world.of().achievements_of(["ann"], credential_ids=None)
    return {each.issued_on.isoformat(): each for each in found}


def test_beside_the_newer_the_older_counts_no_more_and_is_kept(world: FakeWorld) -> None:
    imported(world, "2025-03-01", mode=WhenHeld.EACH_COUNTS)
    found = imported(world, "2026-09-01", mode=WhenHeld.REPLACE_IF_NEWER)
    assert [each for each, held in found.items() if held.counts(NOW)] == ["2026-09-01"]
    assert found["2025-03-01"].counts(AT - timedelta(seconds=1))
    assert standing(found["2025-03-01"], now=NOW) is Standing.LAPSED
    assert found["2025-03-01"].held, "what had been found is not rewritten"


def test_the_newer_begins_anew_where_as_a_renewal_it_would_have_come_before_the_window(
    world: FakeWorld,
) -> None:
    policy = a_policy_draft(validity="P3Y", window="P1M", timezone="Asia/Kolkata")
    world.put(a_credential_policy("badge", a_version_draft(policy)))
    imported(world, "2025-03-01", mode=WhenHeld.EACH_COUNTS)
    kept = imported(world, "2026-09-01", mode=WhenHeld.EACH_COUNTS)
    assert standing(kept["2026-09-01"], now=NOW) is Standing.WITHOUT_EFFECT
    found = imported(world, "2026-10-01", mode=WhenHeld.REPLACE_IF_NEWER)
    (period,) = found["2026-10-01"].held
    assert period.dates.last_valid_on == date(2029, 9, 30)
    # No gap and no overlap: one ends, in the policy's time zone, when the other begins.
    assert found["2025-03-01"].periods[-1].valid_until == period.dates.valid_from


def test_what_is_not_newer_or_was_refused_replaces_nothing(world: FakeWorld) -> None:
    imported(world, "2025-03-01", mode=WhenHeld.EACH_COUNTS)
    imported(world, "2024-03-01", mode=WhenHeld.REPLACE_IF_NEWER)
    found = imported(world, "2026-09-01", mode=WhenHeld.REPLACE_IF_NEWER, decision=Decision.REFUSED)
    assert not found["2025-03-01"].marks
    assert "2024-03-01" not in found


def test_the_same_again_changes_nothing(world: FakeWorld) -> None:
    imported(world, "2025-03-01", mode=WhenHeld.EACH_COUNTS)
    once = imported(world, "2026-09-01", "2025-06-01", mode=WhenHeld.REPLACE_IF_NEWER)
    assert imported(world, "2026-09-01", "2025-06-01", mode=WhenHeld.REPLACE_IF_NEWER) == once


def test_what_counts_no_more_anyway_is_not_replaced() -> None:
    revoked = marked(
        OLDER, MarkDraft(kind=MarkKind.REVOKED, at=AT, reason="Sold."), marked_by="hana", now=NOW
    )
    for there in (revoked, replace(OLDER, decision=Decision.CLAIMED), replace(OLDER, as_history=True)):
        assert superseded(there, by=NEWER, at=AT, marked_by="hana", now=NOW) is there


def test_it_has_its_place_again_once_only_what_took_it_is_taken_back() -> None:
    replaced = superseded(OLDER, by=NEWER, at=AT, marked_by="hana", now=NOW)
    later = NOW + timedelta(hours=1)
    other = in_place_again(replaced, of_id="another", reason="Back.", marked_by="hana", now=later)
    assert other is replaced
    again = in_place_again(replaced, of_id="newer", reason="Back.", marked_by="hana", now=later)
    assert [each.kind for each in again.marks] == [MarkKind.SUPERSEDED, MarkKind.REINSTATED]
    assert standing(again, now=later) is Standing.ACTIVE


def test_nobody_says_so_by_hand_and_what_was_replaced_is_not_suspended() -> None:
    replaced = superseded(OLDER, by=NEWER, at=AT, marked_by="hana", now=NOW)
    for there, kind, reason in (
        (OLDER, MarkKind.SUPERSEDED, "UNKNOWN_VALUE"),
        (replaced, MarkKind.SUSPENDED, "REVOKED"),
    ):
        with pytest.raises(InvalidFieldsError) as error:
            marked(there, MarkDraft(kind=kind, at=None, reason="Because."), marked_by="hana", now=NOW)
        assert [(each.field, each.reason) for each in error.value.violations] == [("kind", reason)]
