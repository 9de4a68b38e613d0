"""When somebody is ready for a role: readiness over time, without trying instants."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from cairn_reporting.domain.catalogue import Catalogue, Requirement, Role
from cairn_reporting.domain.fulfilment import Record, is_known, met_periods
from cairn_reporting.domain.periods import Period, coverage
from cairn_reporting.domain.validity_sets import at_least, weighing

HELPFUL_SHARE = Fraction(1, 2)
"""Of what helps without being a must-have, at least half, by weight, has to be met."""

Met = Sequence[tuple[Requirement, Sequence[Period]]]
"""When each of the requirements that there are facts for is met."""


def ready_periods(*, role: Role, record: Record, catalogue: Catalogue, since: Period) -> tuple[Period, ...]:
    """When `readiness.readiness_of` says that the person is ready, within `since`: periods in order that neither overlap nor touch.

    That is while every must-have is met, and half, by weight, of what helps. What there are no facts for does not count; where nothing
    else is asked for nobody ever is ready, and where nothing at all is, everybody always.
    """
    met = _met(role, record=record, catalogue=catalogue)
    return _ready(met, since=since) if met or not role.requirements else ()


@dataclass(frozen=True, slots=True)
class Joining:
    """What only helps and is not met yet, but will be, and is needed for somebody to stay ready for so long."""

    requirement: Requirement
    met_from: datetime


@dataclass(frozen=True, slots=True)
class StayingReady:
    """How long somebody who is ready stays so, as things are known: until when, without an end where that is None.

    `ending` is what is no longer met then. `joining` is what has to join before, since what is met now would not do for so long.
    """

    until: datetime | None
    ending: tuple[Requirement, ...]
    joining: tuple[Joining, ...]


def staying_ready(*, role: Role, record: Record, catalogue: Catalogue, at: datetime) -> StayingReady:
    """How long the person, who is ready at `at`, stays so."""
    met = _met(role, record=record, catalogue=catalogue)
    until = _ready_until(met, at=at)
    of_now = [(each, [period for period in periods if period.contains(at)]) for each, periods in met]
    joining = () if _ready_until(of_now, at=at) == until else tuple(_joining(met, after=at, until=until))
    ending = [each for each, periods in met if until in {period.valid_until for period in periods}]
    return StayingReady(until=until, ending=tuple(ending) if until else (), joining=joining)


def _met(role: Role, *, record: Record, catalogue: Catalogue) -> Met:
    return [
        (each, met_periods(demand=each.demand, record=record, catalogue=catalogue))
        for each in role.requirements
        if is_known(demand=each.demand, record=record)
    ]


def _ready(met: Met, *, since: Period) -> tuple[Period, ...]:
    needed = [periods for each, periods in met if each.weight is None]
    helpful = [(each.weight, periods) for each, periods in met if each.weight is not None]
    if helpful:
        needed.append(weighing(HELPFUL_SHARE * Fraction(sum(weight for weight, _ in helpful)), helpful))
    return at_least(len(needed) + 1, [*needed, (since,)])


def _ready_until(met: Met, *, at: datetime) -> datetime | None:
    covered = coverage(periods=_ready(met, since=Period(valid_from=at, valid_until=None)), at=at)
    if covered is None:
        raise ValueError("Only who is ready stays so.")
    return covered.until


def _joining(met: Met, *, after: datetime, until: datetime | None) -> Iterator[Joining]:
    for each, periods in met:
        if each.weight is None or any(period.contains(after) for period in periods):
            continue
        begins = min((period.valid_from for period in periods if period.valid_from > after), default=None)
        if begins and (until is None or begins < until):
            yield Joining(each, met_from=begins)
