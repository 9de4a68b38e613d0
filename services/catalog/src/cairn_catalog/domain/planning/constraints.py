"""What a plan has to keep to, and what it is to be best at."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date
from enum import Enum

from cairn_catalog.domain.quality import Grade

WEEKS_IN_A_YEAR = 52
MONTHS_IN_A_YEAR = 12
DAYS_IN_A_WEEK = 7


class Objective(Enum):
    """What counts first among plans that cover the same."""

    LEAST_COST = "least_cost"
    LEAST_TIME = "least_time"


@dataclass(frozen=True, kw_only=True)
class Constraints:
    """What the caller wants a plan to keep to.

    `budget` is in minor units of `currency`, None for no limit; `finish_by` is the last day, None for no deadline; `minimum_grade` None
    takes every quality, and empty `trusted_issuer_ids` every issuer but the `distrusted_issuer_ids`. What has an unknown cost is left out
    under a budget, and what takes unknown hours under a deadline, unless `allow_unknown_costs` and `allow_unknown_hours` let it in.
    `experience_months` is how long the learner has worked in the field, None where nobody said.
    """

    objective: Objective
    currency: str
    weekly_hours: int
    budget: int | None
    today: date
    finish_by: date | None
    minimum_grade: Grade | None
    trusted_issuer_ids: Set[str]
    distrusted_issuer_ids: Set[str]
    in_progress_ids: Set[str]
    allow_unknown_costs: bool
    allow_unknown_hours: bool
    allow_licences_and_degrees: bool
    prefer_stacks: bool
    experience_months: int | None

    @property
    def hours_available(self) -> int | None:
        """How many hours of learning fit before the deadline, today not counted; None without one."""
        if self.finish_by is None:
            return None
        return self.weekly_hours * (self.finish_by - self.today).days // DAYS_IN_A_WEEK


def months_for(*, hours: int, weekly_hours: int) -> int:
    """In how many months, begun ones counted whole, the hours are done; a month is a twelfth of 52 weeks."""
    return -(-hours * MONTHS_IN_A_YEAR // (WEEKS_IN_A_YEAR * weekly_hours))
