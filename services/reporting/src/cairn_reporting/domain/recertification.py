"""Which credentials a set of people holds, and which lapse when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cairn_reporting.domain.achievements import Achievement, Portfolio, joint_coverage
from cairn_reporting.domain.catalogue import Catalogue
from cairn_reporting.domain.periods import Coverage, Period, latest_end

LATER = timedelta(days=90)
"""Who lapses within this is due."""


@dataclass(frozen=True, slots=True)
class Expiry:
    """When one person's credential ends or ended: `valid_until` is the first instant that no longer counts."""

    person_id: str
    achievement_id: str
    valid_until: datetime
    lapsed: bool


@dataclass(frozen=True, slots=True)
class RecertificationLine:
    """Where the certifications of one credential stand.

    Each person counts once; who is due in 7 days is also due in 30, 60 and 90.
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


@dataclass(frozen=True, slots=True)
class _Holding:
    """One person's hold on one credential: it counts now, or it is over and `expiry` says since when."""

    counts: bool
    expiry: Expiry | None


def recertification_lines(
    *, portfolios: Mapping[str, Portfolio], catalogue: Catalogue, at: datetime
) -> tuple[RecertificationLine, ...]:
    """A line for each credential that somebody of these people holds or has held at `at`, by name.

    `portfolios` are by person id. A credential that is renewed without a break ends where the last of its
    periods ends.
    """
    holdings: dict[str, list[_Holding]] = {}
    for person_id, portfolio in portfolios.items():
        for credential_id, achievements in portfolio.holdings.items():
            holding = _holding(person_id=person_id, achievements=achievements, at=at)
            if holding:
                holdings.setdefault(credential_id, []).append(holding)
    lines = (
        _line(credential_id=credential_id, catalogue=catalogue, holdings=of_credential, at=at)
        for credential_id, of_credential in holdings.items()
    )
    return tuple(sorted(lines, key=lambda line: (line.credential_name.casefold(), line.credential_id)))


def _holding(*, person_id: str, achievements: Sequence[Achievement], at: datetime) -> _Holding | None:
    now = joint_coverage(facts=achievements, at=at)
    if now == Coverage(until=None):
        return _Holding(counts=True, expiry=None)
    end = now.until if now else latest_end(periods=_periods(achievements), at=at)
    if end is None:
        return None
    last = min(
        each.achievement_id
        for each in achievements
        if any(period.valid_until == end for period in each.periods)
    )
    return _Holding(
        counts=now is not None,
        expiry=Expiry(person_id=person_id, achievement_id=last, valid_until=end, lapsed=now is None),
    )


def _line(
    *, credential_id: str, catalogue: Catalogue, holdings: Iterable[_Holding], at: datetime
) -> RecertificationLine:
    held = list(holdings)
    expiries = [holding.expiry for holding in held if holding.expiry]
    due_later = [each for each in expiries if not each.lapsed and each.valid_until - at <= LATER]
    lapsed = [each for each in expiries if each.lapsed]

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
        lapsed=len(lapsed),
        expiries=tuple(sorted([*lapsed, *due_later], key=lambda each: (each.valid_until, each.person_id))),
    )


def _periods(achievements: Iterable[Achievement]) -> Iterable[Period]:
    return (period for each in achievements for period in each.periods)
