"""The lives of credentials in the store: the same suite for the fake and for MongoDB."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cairn_learners.domain.achievements import (
    Achievement,
    Correction,
    Mark,
    MarkKind,
    ReckoningCause,
)
from cairn_learners.domain.certificates import Certificate
from cairn_learners.domain.policy_versions import Applies
from cairn_learners.domain.reckoning import PersonKnown, Rules, reckoned
from cairn_learners.domain.renewal_terms import RenewalKind
from cairn_platform.changes import Change, ConflictError
from tests.support.learners.builders import NOW, a_credential, an_achievement
from tests.support.learners.company import World
from tests.support.learners.renewing import (
    a_credential_policy,
    a_version_draft,
    an_entry,
    an_option,
    by_credits,
    credits_of,
)


def _lived() -> Achievement:
    """An achievement with all that can be said about its life."""
    marks = (
        Mark(
            kind=MarkKind.SUSPENDED, at=NOW - timedelta(days=9), reason="Why.", marked_by=None, marked_at=NOW
        ),
        Mark(
            kind=MarkKind.REINSTATED, at=NOW - timedelta(days=2), reason="So.", marked_by="ben", marked_at=NOW
        ),
    )
    printed = Certificate(expires_on=date(2030, 1, 31), number="C-1", verification_url="https://v.example")
    before = Correction(
        earlier_issued_on=date(2025, 1, 1),
        earlier_certificate=Certificate(expires_on=None, number="", verification_url=""),
        reason="Misread.",
        corrected_by="ben",
        corrected_at=NOW,
    )
    plain = replace(
        an_achievement(issued_on=date(2025, 3, 1)),
        due_on=date(2025, 4, 1),
        marks=marks,
        certificate=printed,
        corrections=(before,),
    )
    [found] = reckoned(
        PersonKnown(achievements=[plain], entries=[an_entry()]),
        ["badge"],
        rules=Rules(
            policies={"badge": a_credential_policy()}, credentials={"badge": a_credential()}, paths={}
        ),
        cause=ReckoningCause.VERIFIED,
        now=NOW,
    )
    return found


def test_what_is_known_of_a_life_is_read_as_it_was_written(world: World) -> None:
    lived = _lived()
    assert lived.reckonings
    world.of().commit([Change(aggregate=lived, happened="verified", happened_at=NOW)])
    assert world.of().achievement(lived.achievement_id) == lived


def test_a_policy_is_read_as_it_was_written(world: World) -> None:
    rule = credits_of("60", ("education", "35", ""), ("work", "", "25"), carry="20")
    policy = a_credential_policy(
        "badge",
        a_version_draft(None, by_credits(rule, fee=True), an_option(extends="P2Y")),
        a_version_draft(
            None,
            an_option(RenewalKind.CREDENTIAL, credential_ids=("higher",), refused_when_late=True),
            an_option(RenewalKind.PATH, path_id="again", attestation=True),
            effective_on="2026-01-01",
            applies=Applies.RETROACTIVELY,
        ),
    )
    first = replace(policy, version=1, versions=policy.versions[:1])
    world.of().commit([Change(aggregate=first, happened="changed", happened_at=NOW)])
    world.of().commit([Change(aggregate=policy, happened="changed", happened_at=NOW)])
    assert world.of().policies() == {"badge": policy}
    assert world.of("other").policies() == {}
    with pytest.raises(ConflictError):
        world.of().commit([Change(aggregate=policy, happened="changed", happened_at=NOW)])


def test_entries_of_people_come_with_the_newest_day_first(world: World) -> None:
    entries = [
        an_entry("a", happened_on="2024-01-01"),
        an_entry("b", happened_on="2025-01-01"),
        an_entry("c", person_id="bob"),
        an_entry("d", person_id="cleo"),
    ]
    world.put(*entries)
    world.put(an_entry("e"), tenant_id="other")
    found = world.of().renewal_entries_of(["ann", "bob"])
    assert [each.entry_id for each in found] == ["c", "b", "a"]
    assert world.of().renewal_entry("a") == entries[0]
    assert world.of().renewal_entry("e") is None


def test_holders_are_who_ever_claimed_it_once_each(world: World) -> None:
    world.put(
        an_achievement(person_id="ann"),
        an_achievement(person_id="ann", issued_on=date(2020, 1, 1)),
        an_achievement(person_id="bob"),
        an_achievement("other", person_id="cleo"),
    )
    world.put(an_achievement(person_id="zoe"), tenant_id="other")
    assert world.of().holders_of("badge") == ["ann", "bob"]
