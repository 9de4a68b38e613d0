"""One person at one month's end after the other."""

from collections.abc import Iterable
from datetime import datetime

from cairn_reporting.domain.achievements import Portfolio
from cairn_reporting.domain.catalogue import Catalogue, Role
from cairn_reporting.domain.fulfilment import Record, meeting
from cairn_reporting.domain.gaps import gap_demands
from cairn_reporting.domain.periods import Period
from cairn_reporting.domain.ready_periods import ready_periods
from cairn_reporting.domain.tenure import Tenure
from cairn_reporting.domain.trends import GapDemand, PersonMonth, begun, counting, ended
from cairn_reporting.domain.validity_sets import joined


class PersonTrend:
    """Reckons once when each thing counts, and looks that up for each instant; `since` is the first instant asked about."""

    def __init__(self, *, portfolio: Portfolio, catalogue: Catalogue, since: datetime) -> None:
        self._portfolio = portfolio
        self._catalogue = catalogue
        self._since = Period(valid_from=since, valid_until=None)
        self._held = {
            credential_id: joined(period for each in achievements for period in each.periods)
            for credential_id, achievements in portfolio.holdings.items()
        }
        self._met: dict[GapDemand, tuple[Period, ...]] = {}
        self._ready: dict[tuple[str, Tenure], tuple[Period, ...]] = {}

    def month(
        self,
        *,
        tenure: Tenure,
        aimed_at: Role | None,
        asking: Iterable[Role],
        after: datetime,
        at: datetime,
    ) -> PersonMonth:
        """At `at`: ready for the role that is aimed at or not; what the asking roles find lacking; what began and ended since `after`."""
        demands = frozenset(gap_demands(asking))
        return PersonMonth(
            is_ready=None if aimed_at is None else self._is_ready(aimed_at, tenure=tenure, at=at),
            asked=demands,
            lacking=demands - counting({each: self._meeting(each) for each in demands}, at=at),
            valid=counting(self._held, at=at),
            gained=begun(self._held, after=after, until=at),
            lapsed=ended(self._held, after=after, until=at),
        )

    def _is_ready(self, role: Role, *, tenure: Tenure, at: datetime) -> bool:
        key = role.role_id, tenure
        if key not in self._ready:
            record = Record(portfolio=self._portfolio, tenure=tenure)
            self._ready[key] = ready_periods(
                role=role, record=record, catalogue=self._catalogue, since=self._since
            )
        return any(each.contains(at) for each in self._ready[key])

    def _meeting(self, demand: GapDemand) -> tuple[Period, ...]:
        if demand not in self._met:
            facts = meeting(demand=demand, portfolio=self._portfolio)
            self._met[demand] = joined(period for each in facts for period in each.periods)
        return self._met[demand]
