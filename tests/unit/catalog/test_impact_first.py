"""An edit of what is published passes its impact; drafts, new entries and edits that change nothing are free."""

from dataclasses import replace
from typing import Any

import pytest

from cairn.catalog.v1 import entries_pb2 as entries
from cairn_catalog.application.impact import impact_of
from cairn_catalog.application.publish import publish_entry
from cairn_catalog.domain.credential import Credential
from cairn_catalog.domain.refusals import ImpactChangedError, ImpactNotConfirmedError
from cairn_catalog.domain.skill import Skill
from cairn_catalog.domain.view import PUBLIC_TENANT, Seen
from cairn_platform.errors import InvalidFieldsError, StaleVersionError
from tests.support.catalog import samples
from tests.support.catalog.fake_catalogue import FakeCatalogue, FakeCatalogues
from tests.support.catalog.samples import NOW, changed, furnish, principal, proposal

_DRAFT = entries.Lifecycle(state=entries.ENTRY_STATE_DRAFT)
_OWN = changed(samples.SKILL, skill_id="haggling", name="haggling")
_RENAMED = changed(_OWN, name="bargaining")
_ASKS = changed(
    samples.CREDENTIAL,
    credential_id="own",
    skills_granted=[entries.SkillLevel(skill_id="haggling", level=entries.PROFICIENCY_LEVEL_WORKING)],
)


@pytest.fixture
def world() -> FakeCatalogues:
    world = FakeCatalogues()
    furnish(world.of(PUBLIC_TENANT))
    return world


@pytest.fixture
def acme(world: FakeCatalogues) -> FakeCatalogue:
    return world.of("acme")


def _publish(catalogue: FakeCatalogue, message: Any, *, expected: int = 0, impact: str = "") -> Seen[Any]:
    return publish_entry(
        catalogue,
        principal=principal(),
        proposal=proposal(message),
        expected_version=expected,
        confirmed_impact=impact,
        once=None,
        new_id=lambda: "new",
        now=NOW,
    )


def _digest(catalogue: FakeCatalogue) -> str:
    return impact_of(catalogue, principal=principal(), kind=Skill, entry_id="haggling").digest


def test_what_is_published_is_not_edited_unseen(acme: FakeCatalogue) -> None:
    _publish(acme, _OWN)
    _publish(acme, _ASKS)
    with pytest.raises(ImpactNotConfirmedError) as refused:
        _publish(acme, _RENAMED, expected=1)
    assert "the credential Project Management Professional (own)" in str(refused.value)
    assert _digest(acme) in str(refused.value)
    assert _publish(acme, _RENAMED, expected=1, impact=_digest(acme)).entry.version == 2


def test_an_impact_that_has_grown_since_is_looked_at_again(acme: FakeCatalogue) -> None:
    _publish(acme, _OWN)
    before = _digest(acme)
    _publish(acme, _ASKS)
    with pytest.raises(ImpactChangedError, match="the credential Project Management Professional"):
        _publish(acme, _RENAMED, expected=1, impact=before)


def test_an_impact_is_that_of_one_version(acme: FakeCatalogue) -> None:
    _publish(acme, _OWN)
    before = _digest(acme)
    _publish(acme, _RENAMED, expected=1, impact=before)
    with pytest.raises(ImpactChangedError):
        _publish(acme, _OWN, expected=2, impact=before)


def test_a_lost_update_is_told_before_the_impact_is_asked_for(acme: FakeCatalogue) -> None:
    _publish(acme, _OWN)
    with pytest.raises(StaleVersionError):
        _publish(acme, _RENAMED, expected=7)


def test_a_public_entry_is_not_overridden_unseen(acme: FakeCatalogue) -> None:
    own = changed(samples.CREDENTIAL, name="As we call it")
    with pytest.raises(ImpactNotConfirmedError):
        _publish(acme, own)
    digest = impact_of(acme, principal=principal(), kind=Credential, entry_id="pmp").digest
    assert _publish(acme, own, impact=digest).entry.version == 1


def test_an_edit_that_changes_nothing_is_none(world: FakeCatalogues, acme: FakeCatalogue) -> None:
    _publish(acme, _OWN)
    world.happened.clear()
    assert _publish(acme, _OWN, expected=1).entry.version == 1
    assert world.happened == []


def test_drafts_are_edited_freely_until_they_take_a_published_entrys_place(acme: FakeCatalogue) -> None:
    _publish(acme, changed(_OWN, lifecycle=_DRAFT))
    _publish(acme, changed(_RENAMED, lifecycle=_DRAFT), expected=1)
    assert _publish(acme, _RENAMED, expected=2).entry.version == 3
    own = changed(samples.CREDENTIAL, name="As we call it")
    _publish(acme, changed(own, lifecycle=_DRAFT))
    with pytest.raises(ImpactNotConfirmedError):
        _publish(acme, own, expected=1)


def test_the_digest_is_another_where_others_name_the_entry_and_the_same_where_nothing_changed(
    acme: FakeCatalogue,
) -> None:
    _publish(acme, _OWN)
    shown = impact_of(acme, principal=principal(), kind=Skill, entry_id="haggling")
    assert replace(shown).digest == shown.digest
    _publish(acme, changed(_ASKS, lifecycle=_DRAFT))
    assert _digest(acme) == shown.digest
    _publish(acme, _ASKS, expected=1)
    assert _digest(acme) != shown.digest


def test_nothing_that_is_retired_is_named_anew(acme: FakeCatalogue) -> None:
    retired = entries.Lifecycle(
        state=entries.ENTRY_STATE_RETIRED, retired_on="2026-11-22", retirement_reason="Closed."
    )
    _publish(acme, _OWN)
    _publish(acme, changed(_OWN, lifecycle=retired), expected=1, impact=_digest(acme))
    with pytest.raises(InvalidFieldsError) as refused:
        _publish(acme, _ASKS)
    assert [(each.field, each.reason) for each in refused.value.violations] == [
        ("skills_granted[0].skill_id", "RETIRED_REFERENCE")
    ]
