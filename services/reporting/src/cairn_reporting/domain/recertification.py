"""Which credentials a set of people holds, and which lapse when."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from cairn_reporting.domain.achievements import Achievement, Portfolio, joint_coverage
from cairn_reporting.domain.catalogue import Catalogue
from cairn_reporting.domain.costs import Money, by_currency
from cairn_reporting.domain.periods import Coverage, Period, last_valid_day, latest_end

LATER = timedelta(days=90)
"""Who lapses within this is due."""


@dataclass(frozen=True, slots=True)
class Expiry:
    """When one person's credential ends or ended: `valid_until` is the first instant that no longer counts.

    `last_valid_on` is the last day that counts, in the policy's time zone where one was stated. Who is suspended now, or in grace, has
    not lapsed.
    """

    person_id: str
    achievement_id: str
    valid_until: datetime
    last_valid_on: date
    lapsed: bool
    suspended: bool = False
    in_grace: bool = False


@dataclass(frozen=True, slots=True)
class RecertificationLine:
    """Where the certifications of one credential stand.

    Each person counts once; who is due in 7 days is also due in 30, 60 and 90. Who is suspended is neither valid nor lapsed. Who is in
    grace has not lapsed, and is valid where the policy says that the grace counts. `renewal_cost` is that of one renewal, None where the
    catalogue does not say.
    """

    credential_id: str
    credential_name: str
    valid: int
    due_in_7_days: int
    due_in_30_days: int
    due_in_60_days: int
    due_in_90_days: int
    lapsed: int
    expiries: tuple[Expiry, ...]
    suspended: int
    in_grace: int
    renewal_cost: Money | None


@dataclass(frozen=True, slots=True)
class RenewalCosts:
    """What it costs, in one currency, to renew for everybody who is due: within 7 days, 30, 60, 90; and for everybody who is in grace."""

    currency: str
    due_in_7_days: Money
    due_in_30_days: Money
    due_in_60_days: Money
    due_in_90_days: Money
    in_grace: Money


def renewal_costs(lines: Iterable[RecertificationLine]) -> tuple[RenewalCosts, ...]:
    """By currency, of the lines of which the cost is known; whoever is due with two credentials renews both."""
    priced = [(line, line.renewal_cost) for line in lines if line.renewal_cost]

    def summed(count: Callable[[RecertificationLine], int]) -> Mapping[str, Money]:
        return by_currency(each.times(count(line)) for line, each in priced)

    in_7, in_30 = summed(lambda line: line.due_in_7_days), summed(lambda line: line.due_in_30_days)
    in_60, in_90 = summed(lambda line: line.due_in_60_days), summed(lambda line: line.due_in_90_days)
    in_grace = summed(lambda line: line.in_grace)
    return tuple(
        RenewalCosts(
            currency=currency,
            due_in_7_days=in_7[currency],
            due_in_30_days=in_30[currency],
            due_in_60_days=in_60[currency],
            due_in_90_days=in_90[currency],
            in_grace=in_grace[currency],
        )
        for currency in in_90
    )


def without_cost_count(lines: Iterable[RecertificationLine]) -> int:
    """How many renewals are due within 90 days of which the catalogue does not say what they cost."""
    return sum(line.due_in_90_days for line in lines if line.renewal_cost is None)


@dataclass(frozen=True, slots=True)
class Holding:
    """One person's hold on one credential: it counts now, or it is over and `expiry` says since when; in grace it may do either."""

    counts: bool
    in_grace: bool
    expiry: Expiry | None
    achievement_ids: tuple[str, ...]


class RecertificationFigure(Enum):
    """A figure of a line."""

    VALID = "valid"
    DUE_IN_7_DAYS = "due in 7 days"
    DUE_IN_30_DAYS = "due in 30 days"
    DUE_IN_60_DAYS = "due in 60 days"
    DUE_IN_90_DAYS = "due in 90 days"
    LAPSED = "lapsed"
    SUSPENDED = "suspended"
    IN_GRACE = "in grace"


_WITHIN = {
    RecertificationFigure.DUE_IN_7_DAYS: timedelta(days=7),
    RecertificationFigure.DUE_IN_30_DAYS: timedelta(days=30),
    RecertificationFigure.DUE_IN_60_DAYS: timedelta(days=60),
    RecertificationFigure.DUE_IN_90_DAYS: LATER,
}


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody behind a figure: the achievements that count, or counted last, and when they end or ended; None for never."""

    person_id: str
    achievement_ids: tuple[str, ...]
    expiry: Expiry | None


def holders_behind(
    *, portfolios: Mapping[str, Portfolio], credential_id: str, figure: RecertificationFigure, at: datetime
) -> tuple[Holder, ...]:
    """The people whom the figure of this credential's line counts, by person id: as many as the report says."""
    found = []
    for person_id in sorted(portfolios):
        achievements = portfolios[person_id].holdings.get(credential_id, ())
        holding = holding_at(person_id=person_id, achievements=achievements, at=at) if achievements else None
        if holding and _is_behind(holding, figure, at=at):
            found.append(Holder(person_id, holding.achievement_ids, holding.expiry))
    return tuple(found)


def _is_behind(holding: Holding, figure: RecertificationFigure, *, at: datetime) -> bool:
    expiry = holding.expiry
    match figure:
        case RecertificationFigure.VALID:
            return holding.counts
        case RecertificationFigure.LAPSED:
            return expiry is not None and expiry.lapsed
        case RecertificationFigure.SUSPENDED:
            return expiry is not None and expiry.suspended
        case RecertificationFigure.IN_GRACE:
            return holding.in_grace
        case _:
            return holding.counts and expiry is not None and expiry.valid_until - at <= _WITHIN[figure]


def recertification_lines(
    *, portfolios: Mapping[str, Portfolio], catalogue: Catalogue, at: datetime
) -> tuple[RecertificationLine, ...]:
    """A line for each credential that somebody of these people holds or has held at `at`, by name.

    `portfolios` are by person id. A credential that is renewed without a break ends where the last of its
    periods ends.
    """
    holdings: dict[str, list[Holding]] = {}
    for person_id, portfolio in portfolios.items():
        for credential_id, achievements in portfolio.holdings.items():
            holding = holding_at(person_id=person_id, achievements=achievements, at=at)
            if holding:
                holdings.setdefault(credential_id, []).append(holding)
    lines = (
        _line(credential_id=credential_id, catalogue=catalogue, holdings=of_credential, at=at)
        for credential_id, of_credential in holdings.items()
    )
    return by_name(lines)


def by_name(lines: Iterable[RecertificationLine]) -> tuple[RecertificationLine, ...]:
    """The lines in their order."""
    return tuple(sorted(lines, key=lambda line: (line.credential_name.casefold(), line.credential_id)))


def holding_at(*, person_id: str, achievements: Sequence[Achievement], at: datetime) -> Holding | None:
    """What the achievements of one credential are together at the instant; None where they neither count nor did."""
    now = joint_coverage(facts=achievements, at=at)
    if now == Coverage(until=None):
        return Holding(
            counts=True, in_grace=False, expiry=None, achievement_ids=_counting(achievements, at=at)
        )
    end = now.until if now else latest_end(periods=_periods(achievements), at=at)
    if end is None:
        return None
    last = [
        (each.achievement_id, period.last_valid_on or last_valid_day(end))
        for each in achievements
        for period in each.periods
        if period.valid_until == end
    ]
    last_id, last_valid_on = min(last)
    suspended = now is None and any(each.contains(at) for fact in achievements for each in fact.suspensions)
    in_grace = not suspended and _is_in_grace(achievements, at=at)
    return Holding(
        counts=now is not None,
        in_grace=in_grace,
        expiry=Expiry(
            person_id=person_id,
            achievement_id=last_id,
            valid_until=end,
            last_valid_on=last_valid_on,
            lapsed=now is None and not suspended and not in_grace,
            suspended=suspended,
            in_grace=in_grace,
        ),
        achievement_ids=_counting(achievements, at=at) if now else tuple(sorted({each for each, _ in last})),
    )


def _counting(achievements: Sequence[Achievement], *, at: datetime) -> tuple[str, ...]:
    return tuple(
        sorted(
            each.achievement_id for each in achievements if joint_coverage(facts=[each], at=at) is not None
        )
    )


def _is_in_grace(achievements: Sequence[Achievement], *, at: datetime) -> bool:
    """The validity of one of them is over and its grace is not, and none counts for another reason."""
    in_grace = {
        each.achievement_id: any(grace.contains(at) for grace in each.graces) for each in achievements
    }
    return any(in_grace.values()) and all(
        in_grace[each.achievement_id]
        for each in achievements
        if any(period.contains(at) for period in each.periods)
    )


def _line(
    *, credential_id: str, catalogue: Catalogue, holdings: Iterable[Holding], at: datetime
) -> RecertificationLine:
    held = list(holdings)
    credential = catalogue.credentials.get(credential_id)
    over = [holding.expiry for holding in held if holding.expiry and not holding.counts]
    due_later = [
        holding.expiry
        for holding in held
        if holding.expiry and holding.counts and holding.expiry.valid_until - at <= LATER
    ]

    def due_within(days: int) -> int:
        return sum(each.valid_until - at <= timedelta(days=days) for each in due_later)

    return RecertificationLine(
        credential_id=credential_id,
        credential_name=catalogue.credential_name(credential_id),
        valid=sum(holding.counts for holding in held),
        due_in_7_days=due_within(7),
        due_in_30_days=due_within(30),
        due_in_60_days=due_within(60),
        due_in_90_days=len(due_later),
        lapsed=sum(each.lapsed for each in over),
        expiries=tuple(sorted([*over, *due_later], key=lambda each: (each.valid_until, each.person_id))),
        suspended=sum(each.suspended for each in over),
        in_grace=sum(holding.in_grace for holding in held),
        renewal_cost=credential.cost.renewal if credential else None,
    )


def _periods(achievements: Iterable[Achievement]) -> Iterable[Period]:
    return (period for each in achievements for period in each.periods)
