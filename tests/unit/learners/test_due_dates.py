"""By when a credential was asked for, and that its first period is counted from it, as the preview says."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cairn_learners.application.achievements import claim_achievement, decide_achievement
from cairn_learners.application.import_achievements import import_achievements
from cairn_learners.application.recertification import preview_recertification
from cairn_learners.domain.achievement_import import PastAchievement
from cairn_learners.domain.achievements import Achievement, ClaimDraft, Decision
from cairn_learners.domain.assignments import Ask, Enrolment
from cairn_learners.domain.due_dates import asked_for_by
from cairn_learners.domain.recertification_policy import Basis
from cairn_learners.domain.recertification_request import RecertificationDraft
from cairn_platform.errors import InvalidFieldsError
from tests.support.learners.builders import (
    NOW,
    TODAY,
    a_credential,
    a_path,
    a_person,
    an_enrolment,
)
from tests.support.learners.fake_store import FakeWorld
from tests.support.learners.memory_contents import MemoryContents
from tests.support.learners.recertifying import a_policy_draft
from tests.support.learners.renewing import a_credential_policy, a_version_draft
from tests.support.learners.scopes import a_scope

DUE_ON = TODAY + timedelta(days=30)
YESTERDAY = NOW - timedelta(days=1)


def an_ask(due_on: date | None, *, asked_days_ago: int = 1, withdrawn_days_ago: int | None = None) -> Ask:
    ended = None if withdrawn_days_ago is None else NOW - timedelta(days=withdrawn_days_ago)
    return Ask(
        assignment_id="a1",
        due_on=due_on,
        asked_at=NOW - timedelta(days=asked_days_ago),
        withdrawn_at=ended,
    )


def asked(*asks: Ask, day: date = TODAY) -> date | None:
    enrolment = replace(an_enrolment(), further_asks=asks)
    return asked_for_by([enrolment], credentials_of={"path": {"badge"}}, credential_id="badge", day=day)


def test_the_earliest_date_that_stood_on_the_day_counts() -> None:
    assert asked(an_ask(DUE_ON), an_ask(DUE_ON - timedelta(days=1)), an_ask(None)) == DUE_ON - timedelta(
        days=1
    )


def test_what_was_asked_for_only_later_is_not_meant() -> None:
    assert asked(an_ask(DUE_ON, asked_days_ago=0), day=TODAY - timedelta(days=1)) is None
    assert asked(an_ask(DUE_ON, asked_days_ago=0)) == DUE_ON


def test_what_was_taken_back_before_is_not_meant() -> None:
    taken_back = an_ask(DUE_ON, asked_days_ago=9, withdrawn_days_ago=2)
    assert asked(taken_back) is None
    assert asked(taken_back, day=TODAY - timedelta(days=5)) == DUE_ON


def test_another_credential_is_not_asked_for() -> None:
    enrolment = replace(an_enrolment(), further_asks=(an_ask(DUE_ON),))
    paths = {"path": {"other"}}
    assert asked_for_by([enrolment], credentials_of=paths, credential_id="badge", day=TODAY) is None


@pytest.fixture
def world() -> FakeWorld:
    world = FakeWorld()
    world.put(
        a_person("ann", account_subject="sub-ann"),
        a_person("hana", account_subject="sub-hana"),
        enrolled(due_on=DUE_ON),
    )
    world.know(a_credential("badge"), a_path("badge"))
    return world


def enrolled(*, due_on: date) -> Enrolment:
    return an_enrolment(due_on=due_on, enrolled_at=YESTERDAY)


def achieved(world: FakeWorld, *, due_on: str = "") -> Achievement:
    """hr claims the badge for Ann, achieved today, and verifies it."""
    scope = a_scope(world, "hana", "hr")
    draft = ClaimDraft(
        person_id="ann", credential_id="badge", issued_on=TODAY.isoformat(), evidence=(), due_on=due_on
    )
    claimed = claim_achievement(scope, draft=draft, once=None)
    return decide_achievement(
        scope,
        MemoryContents(),
        achievement_id=claimed.achievement_id,
        decision=Decision.VERIFIED,
        reason="",
    )


@pytest.mark.parametrize("basis", [Basis.EXPIRY, Basis.FIXED])
@pytest.mark.parametrize("timezone", ["UTC", "Europe/Madrid", "America/New_York"])
def test_an_assignments_due_date_reaches_what_is_stored_and_the_preview_says_the_same(
    world: FakeWorld, basis: Basis, timezone: str
) -> None:
    policy = a_policy_draft(basis, validity="P1Y", window="P1M", timezone=timezone)
    world.put(a_credential_policy("badge", a_version_draft(policy)))
    stored = achieved(world)
    preview = preview_recertification(
        a_scope(world, "hana", "hr"),
        draft=RecertificationDraft(
            policy=policy,
            renewal=(),
            version=0,
            effective_on="",
            due_at=DUE_ON.isoformat(),
            previous=None,
            completions=(TODAY.isoformat(),),
        ),
    )
    assert stored.due_on == DUE_ON
    assert [each.dates for each in stored.held] == list(preview.periods)
    until = DUE_ON.replace(year=DUE_ON.year + 1) if basis is Basis.EXPIRY else DUE_ON
    assert stored.held[0].dates.last_valid_on == until - timedelta(days=1)


def test_what_a_claim_or_an_import_says_goes_before_the_assignments(world: FakeWorld) -> None:
    assert achieved(world, due_on="2031-05-01").due_on == date(2031, 5, 1)
    draft = ClaimDraft(
        person_id="ann", credential_id="badge", issued_on="2020-01-01", evidence=(), due_on="2020-02-01"
    )
    row = PastAchievement(claim=draft, decision=Decision.VERIFIED, reason="")
    (imported,) = import_achievements(a_scope(world, "hana", "hr"), rows=[row])
    assert imported.aggregate is not None
    assert imported.aggregate.due_on == date(2020, 2, 1)


def test_an_import_takes_the_assignments_date_too(world: FakeWorld) -> None:
    draft = ClaimDraft(person_id="ann", credential_id="badge", issued_on=TODAY.isoformat(), evidence=())
    row = PastAchievement(claim=draft, decision=Decision.VERIFIED, reason="")
    (imported,) = import_achievements(a_scope(world, "hana", "hr"), rows=[row])
    assert imported.aggregate is not None
    assert imported.aggregate.due_on == DUE_ON


def test_nobody_says_by_when_their_own_was_asked_for(world: FakeWorld) -> None:
    draft = ClaimDraft(
        person_id="", credential_id="badge", issued_on=TODAY.isoformat(), evidence=(), due_on="2031-05-01"
    )
    with pytest.raises(InvalidFieldsError) as error:
        claim_achievement(a_scope(world, "ann", "employee"), draft=draft, once=None)
    assert [(each.field, each.reason) for each in error.value.violations] == [("due_on", "NOT_FOR_ONESELF")]
