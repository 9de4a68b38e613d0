"""Whatever is held and whatever is stated: a change of a policy does what its dry run says, row by row, and nothing else."""

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cairn_learners.application.achievements import claim_achievement, decide_achievement
from cairn_learners.application.policies import change_policy, preview_policy_change, reckon_anew
from cairn_learners.domain.achievements import Achievement, ClaimDraft, Decision
from cairn_learners.domain.certificates import CertificateDraft
from cairn_learners.domain.policy_versions import Applies, VersionDraft
from cairn_learners.domain.recertification_policy import Basis
from tests.support.learners.builders import TODAY, a_credential, a_person
from tests.support.learners.fake_store import FakeWorld
from tests.support.learners.memory_contents import MemoryContents
from tests.support.learners.recertifying import a_policy_draft
from tests.support.learners.renewing import a_version_draft
from tests.support.learners.scopes import a_scope

DAYS = st.dates(date(2021, 1, 1), TODAY)
LENGTHS = [("P1Y", "P1M", ""), ("P2Y", "P6M", "P3M"), ("P3Y", "P2Y", "P1Y")]


@st.composite
def versions(draw: st.DrawFn) -> VersionDraft:
    validity, window, grace = draw(st.sampled_from(LENGTHS))
    basis = draw(st.sampled_from(Basis))
    timezone = draw(st.sampled_from(["UTC", "Europe/Madrid", "America/New_York"]))
    policy = a_policy_draft(basis, validity=validity, window=window, grace=grace, timezone=timezone)
    effective_on = draw(DAYS).isoformat()
    return a_version_draft(policy, effective_on=effective_on, applies=draw(st.sampled_from(Applies)))


HELD = st.lists(st.tuples(st.sampled_from(["ann", "bob"]), DAYS, st.booleans()), max_size=5)


def _hold(world: FakeWorld, held: list[tuple[str, date, bool]]) -> None:
    """Each person holds it since these days, some with a date printed on the certificate."""
    scope = a_scope(world, "hana", "hr")
    for person_id, day, printed in {(who, day): (who, day, printed) for who, day, printed in held}.values():
        expires_on = day.replace(day=1, year=day.year + 2).isoformat() if printed else ""
        draft = ClaimDraft(
            person_id=person_id,
            credential_id="badge",
            issued_on=day.isoformat(),
            evidence=(),
            certificate=CertificateDraft(expires_on=expires_on, number="", verification_url=""),
        )
        claimed = claim_achievement(scope, draft=draft, once=None)
        decide_achievement(
            scope,
            MemoryContents(),
            achievement_id=claimed.achievement_id,
            decision=Decision.VERIFIED,
            reason="",
        )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(held=HELD, drafts=st.lists(versions(), min_size=1, max_size=3))
def test_a_change_does_what_its_dry_run_says_and_nothing_else(
    held: list[tuple[str, date, bool]], drafts: list[VersionDraft]
) -> None:
    world = FakeWorld()
    world.put(*(a_person(each, account_subject=f"sub-{each}") for each in ("ann", "bob", "hana", "tess")))
    world.know(a_credential("badge", validity="P1Y"))
    _hold(world, held)
    scope = a_scope(world, "tess", "tenant-admin")
    for number, draft in enumerate(drafts):
        before = {each.achievement_id: each for each in _stored(world)}
        foreseen = preview_policy_change(scope, credential_id="badge", draft=draft)
        assert {each.achievement_id: each for each in _stored(world)} == before, "a dry run changes nothing"
        done = change_policy(scope, credential_id="badge", draft=draft, expected_version=number)
        assert done.change == foreseen
        effects = {each.achievement_id: each for each in foreseen.effects}
        for after in _stored(world):
            effect = effects.get(after.achievement_id)
            if effect is None:
                assert after.periods == before[after.achievement_id].periods
            else:
                assert tuple(effect.periods_before) == before[after.achievement_id].held
                assert tuple(effect.periods_after) == after.held
        # Reckoned once more there is nothing left to do.
        assert reckon_anew(scope, credential_id="badge").effects == []


def _stored(world: FakeWorld) -> list[Achievement]:
    return list(world.of().achievements_of(["ann", "bob"], credential_ids=None))
