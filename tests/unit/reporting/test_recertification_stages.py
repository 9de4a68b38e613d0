"""When a holding is what: the same as is said of each instant."""

from hypothesis import given
from hypothesis import strategies as st

from cairn_reporting.domain.achievements import Achievement
from cairn_reporting.domain.periods import Period
from cairn_reporting.domain.recertification import holding_at
from cairn_reporting.domain.recertification_stages import Stage, stages
from tests.support.reporting.builders import day

_LAST = 8
_periods = st.builds(
    lambda begin, length: Period(day(begin), day(begin + length) if length else None),
    st.integers(0, _LAST - 1),
    st.integers(0, 4),
)
_some = st.lists(_periods, max_size=2).map(tuple)
_achievements = st.lists(
    st.builds(
        lambda periods, suspensions, graces: Achievement(
            achievement_id="a",
            person_id="ada",
            credential_id="pmp",
            verified=True,
            periods=periods,
            suspensions=suspensions,
            graces=graces,
        ),
        _some,
        _some,
        _some,
    ),
    min_size=1,
    max_size=3,
)


@given(achievements=_achievements)
def test_stages_say_of_every_instant_what_the_rule_says(achievements: list[Achievement]) -> None:
    found = stages(achievements)
    for number in range(-1, _LAST + 6):
        holding = holding_at(person_id="ada", achievements=achievements, at=day(number))
        expiry = holding.expiry if holding else None
        assert {
            stage for stage, periods in found.items() if any(each.contains(day(number)) for each in periods)
        } == {
            stage
            for stage, holds in {
                Stage.VALID: holding is not None and holding.counts,
                Stage.IN_GRACE: holding is not None and holding.in_grace,
                Stage.LAPSED: expiry is not None and expiry.lapsed,
                Stage.SUSPENDED: expiry is not None and expiry.suspended,
            }.items()
            if holds
        }
        if holding and holding.counts:
            (current,) = [each for each in found[Stage.VALID] if each.contains(day(number))]
            assert current.valid_until == (expiry.valid_until if expiry else None)
