"""When what somebody holds of a credential now expires."""

from collections.abc import Iterable
from datetime import date, datetime

from cairn_learners.domain.achievements import Achievement, Decision


def current_expiry(achievements: Iterable[Achievement], *, now: datetime) -> date | None:
    """The last valid day of the credential that these achievements show, grace left out; None where none counts now, or none ends."""
    last_days: list[date] = []
    for achievement in achievements:
        if achievement.decision is not Decision.VERIFIED or not achievement.counts(now):
            continue
        began = [each for each in achievement.periods if each.valid_from <= now]
        explained = [each.dates for each in achievement.held if each.dates.valid_from <= now]
        days = [each.last_valid_on for each in explained] or [achievement.last_day_of(each) for each in began]
        if None in days:
            return None
        last_days += [each for each in days if each]
    return max(last_days, default=None)
