"""Who usually pays for a plan."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from cairn_catalog.domain.cost import Payer, paid_by
from cairn_catalog.domain.planning.candidates import Candidate, Subscription
from cairn_catalog.domain.planning.measures import subscribed_months


@dataclass(frozen=True, kw_only=True)
class Paying:
    """A plan's cost, in minor units: by step, by who usually pays, and the part for which financial aid can be asked.

    `by_step` has what is known of the steps' cost, by credential id. Its sum and the sum of `by_payer` are the plan's cost.
    """

    by_step: Mapping[str, int]
    by_payer: Mapping[Payer, int]
    aid_possible: int


def paying(steps: Collection[Candidate], *, weekly_hours: int) -> Paying:
    """Parts the cost of the steps. Steps that share a subscription bear it by their hours, the last of them the odd cents."""
    by_step = Counter({step.id: step.price.once for step in steps if step.price})
    months = subscribed_months(steps, weekly_hours=weekly_hours)
    for subscription, sharing in _sharing(steps).items():
        by_step.update(dict(_parts(subscription.per_month * months[subscription], sharing)))
    by_payer: Counter[Payer] = Counter()
    for step in steps:
        by_payer.update(paid_by(by_step[step.id], payer=step.payer))
    return Paying(
        by_step=by_step,
        by_payer={payer: amount for payer, amount in by_payer.items() if amount},
        aid_possible=sum(by_step[step.id] for step in steps if step.has_aid),
    )


def _sharing(steps: Collection[Candidate]) -> Mapping[Subscription, list[tuple[str, int]]]:
    """Which steps are learnt with each subscription, and their hours."""
    sharing: defaultdict[Subscription, list[tuple[str, int]]] = defaultdict(list)
    for step in steps:
        if step.price is not None and step.price.subscription is not None and step.hours is not None:
            sharing[step.price.subscription].append((step.id, step.hours))
    return sharing


def _parts(amount: int, sharing: list[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    left, hours_left = amount, sum(hours for _, hours in sharing)
    for step_id, hours in sharing:
        part = left * hours // hours_left if hours_left else left
        yield step_id, part
        left, hours_left = left - part, hours_left - hours
