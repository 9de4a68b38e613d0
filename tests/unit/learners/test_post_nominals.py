"""What somebody may write behind the name: from what is verified and valid, and from nothing else."""

from datetime import timedelta

import pytest

from cairn_learners.domain.achievements import Achievement, Decision
from cairn_learners.domain.post_nominals import post_nominals
from cairn_learners.domain.progress import holdings
from tests.support.learners.builders import NOW, TODAY, an_achievement

_LETTERS = {"pmp": "PMP", "cpa": "CPA", "cpa-again": "CPA"}


def _behind_the_name(*achievements: Achievement) -> tuple[str, ...]:
    return post_nominals(holdings(achievements, now=NOW), letters=_LETTERS)


def test_what_is_verified_and_valid_gives_its_letters_once_and_in_order() -> None:
    held = [an_achievement(each) for each in ("pmp", "cpa-again", "cpa")]
    assert _behind_the_name(*held) == ("CPA", "PMP")


def test_a_badge_gives_none() -> None:
    assert _behind_the_name(an_achievement("badge"), an_achievement("pmp")) == ("PMP",)


def test_letters_fall_away_when_their_credential_lapses() -> None:
    bought = TODAY - timedelta(days=400)
    assert _behind_the_name(an_achievement("pmp", issued_on=bought, validity="P1Y")) == ()
    assert _behind_the_name(an_achievement("pmp", issued_on=bought, validity="P3Y")) == ("PMP",)


@pytest.mark.parametrize("decision", [Decision.CLAIMED, Decision.REFUSED])
def test_a_claim_gives_none(decision: Decision) -> None:
    assert _behind_the_name(an_achievement("pmp", decision=decision)) == ()
