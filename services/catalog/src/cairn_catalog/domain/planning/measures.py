"""What a set of steps costs and takes, exactly."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from cairn_catalog.domain.planning.candidates import Candidate, Subscription
from cairn_catalog.domain.planning.constraints import months_for


@dataclass(frozen=True, kw_only=True)
class Measures:
    """Cost in minor units and hours of what is known, and of how many steps they are not known: unknown is never free."""

    cost: int
    unknown_costs: int
    hours: int
    unknown_hours: int


def measure(steps: Collection[Candidate], *, weekly_hours: int) -> Measures:
    """What the steps cost and take together.

    Prices are added up. A subscription is paid once for everything that is learnt with it, for as many months as its hours take together
    at the weekly hours; it is taken to be paused where something else is learnt in between.
    """
    known = [step.price for step in steps if step.price is not None]
    months = subscribed_months(steps, weekly_hours=weekly_hours)
    return Measures(
        cost=sum(price.once for price in known)
        + sum(subscription.per_month * count for subscription, count in months.items()),
        unknown_costs=sum(not step.cost_is_known for step in steps),
        hours=sum(step.hours or 0 for step in steps),
        unknown_hours=sum(step.hours is None for step in steps),
    )


def subscribed_months(steps: Collection[Candidate], *, weekly_hours: int) -> dict[Subscription, int]:
    """For how many months each subscription is paid."""
    hours: defaultdict[Subscription, int] = defaultdict(int)
    for step in steps:
        if step.price is not None and step.price.subscription is not None and step.hours is not None:
            hours[step.price.subscription] += step.hours
    return {
        subscription: months_for(hours=total, weekly_hours=weekly_hours)
        for subscription, total in hours.items()
    }
