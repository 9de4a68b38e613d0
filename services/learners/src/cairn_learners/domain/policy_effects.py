"""What a change of a policy does to one achievement: where it stands and its dates, before and after."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cairn_learners.domain.achievements import Achievement, Standing, standing
from cairn_learners.domain.certification_life import LifePeriod
from cairn_learners.domain.periods import Period


@dataclass(frozen=True, kw_only=True)
class PolicyEffect:
    """One achievement that is not as it was."""

    person_id: str
    achievement_id: str
    standing_before: Standing
    standing_after: Standing
    periods_before: Sequence[LifePeriod]
    periods_after: Sequence[LifePeriod]


def effect_of(before: Achievement, after: Achievement, *, now: datetime) -> PolicyEffect | None:
    """What changes for the achievement; None where its dates and when it counts stay, whatever the reasons are now."""
    if _seen(before) == _seen(after):
        return None
    return PolicyEffect(
        person_id=after.person_id,
        achievement_id=after.achievement_id,
        standing_before=standing(before, now=now),
        standing_after=standing(after, now=now),
        periods_before=before.held,
        periods_after=after.held,
    )


def _seen(achievement: Achievement) -> tuple[Sequence[Period], Sequence[object]]:
    dates = [
        (
            each.dates.valid_from,
            each.dates.valid_until,
            each.dates.window_opens_at,
            each.dates.grace_until,
            each.renewed_at,
        )
        for each in achievement.held
    ]
    return achievement.periods, dates
