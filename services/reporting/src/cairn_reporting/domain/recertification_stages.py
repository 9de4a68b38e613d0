"""Where one person's hold on one credential stands, at every time: what `holding_at` says of an instant, as stretches of time."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from enum import Enum

from cairn_reporting.domain.achievements import Achievement
from cairn_reporting.domain.periods import Period
from cairn_reporting.domain.recertification import Holding, holding_at


class Stage(Enum):
    """What a holding can be; in grace it may count as well."""

    VALID = "valid"
    LAPSED = "lapsed"
    SUSPENDED = "suspended"
    IN_GRACE = "in grace"


def stages(achievements: Sequence[Achievement]) -> Mapping[Stage, Sequence[Period]]:
    """When the holding is what. No two stretches of a stage meet, so the end of one that counts is the end of all that counts on."""
    simple = _of_one_period(achievements)
    if simple is not None:
        return simple
    found: dict[Stage, list[Period]] = {}
    for begins, ends in _between(_turns(achievements)):
        for stage in _stages_of(holding_at(person_id="", achievements=achievements, at=begins)):
            stretches = found.setdefault(stage, [])
            if stretches and stretches[-1].valid_until == begins:
                begins_here = stretches.pop().valid_from
                stretches.append(Period(begins_here, ends))
            else:
                stretches.append(Period(begins, ends))
    return found


def _of_one_period(achievements: Sequence[Achievement]) -> Mapping[Stage, Sequence[Period]] | None:
    """Most are that simple: it is valid, then it has lapsed. None where there is more to it."""
    if len(achievements) != 1 or len(achievements[0].periods) != 1:
        return None
    achievement = achievements[0]
    if achievement.suspensions or achievement.graces:
        return None
    (period,) = achievement.periods
    if period.valid_until is None:
        return {Stage.VALID: [period]}
    return {Stage.VALID: [period], Stage.LAPSED: [Period(period.valid_until, None)]}


def _turns(achievements: Sequence[Achievement]) -> Sequence[datetime]:
    """Every instant at which something about them begins or ends: in between nothing changes."""
    stretches = [
        period for each in achievements for period in (*each.periods, *each.suspensions, *each.graces)
    ]
    ends = {each.valid_until for each in stretches if each.valid_until is not None}
    return sorted(ends.union(each.valid_from for each in stretches))


def _between(turns: Sequence[datetime]) -> Iterator[tuple[datetime, datetime | None]]:
    return zip(turns, [*turns, None][1:], strict=True)


def _stages_of(holding: Holding | None) -> Iterator[Stage]:
    if holding is None:
        return
    if holding.counts:
        yield Stage.VALID
    if holding.in_grace:
        yield Stage.IN_GRACE
    if holding.expiry and holding.expiry.lapsed:
        yield Stage.LAPSED
    if holding.expiry and holding.expiry.suspended:
        yield Stage.SUSPENDED
