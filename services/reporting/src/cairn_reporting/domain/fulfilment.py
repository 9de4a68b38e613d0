"""When a demand is met, whatever kind of demand it is: by credentials, stacks, experience, or one of several ways."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from cairn_reporting.domain.achievements import Achievement, Portfolio
from cairn_reporting.domain.catalogue import Catalogue, CredentialGoal, Stack, StackGoal
from cairn_reporting.domain.demands import (
    AnyOf,
    CredentialDemand,
    Demand,
    ExperienceDemand,
    SingleDemand,
    SkillDemand,
    StackDemand,
    TimeInRoleDemand,
)
from cairn_reporting.domain.periods import Period, coverage
from cairn_reporting.domain.validity_sets import at_least, joined


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of one person: what was proven, and since when the person has worked here, None where that is unknown."""

    portfolio: Portfolio
    hired_on: date | None


def meeting(*, demand: SkillDemand | CredentialDemand, portfolio: Portfolio) -> tuple[Achievement, ...]:
    """The achievements that meet the demand while they count: those of the credential, or those that prove
    the skill at the level or above.
    """
    match demand:
        case SkillDemand(skill_id=skill_id, level=level):
            return portfolio.proofs_at_least(skill_id=skill_id, level=level)
        case CredentialDemand(credential_id=credential_id):
            return portfolio.holdings_of(credential_id)


def is_known(*, demand: Demand, record: Record) -> bool:
    """Whether there are facts to judge the demand by.

    Experience in a certain role and time in the present role are not: no event tells when somebody took a role on. Experience with the
    employer is, where the hiring date is known. Of several ways one that is known is enough. Credentials never change the answer.
    """
    match demand:
        case SkillDemand() | CredentialDemand() | StackDemand():
            return True
        case ExperienceDemand(role_id=role_id):
            return role_id is None and record.hired_on is not None
        case TimeInRoleDemand():
            return False
        case AnyOf(alternatives=alternatives):
            return any(_all_known(alternative, record) for alternative in alternatives)


def met_periods(*, demand: Demand, record: Record, catalogue: Catalogue) -> tuple[Period, ...]:
    """When the demand is met, in order and without overlaps. What is not known meets nothing."""
    match demand:
        case SkillDemand() | CredentialDemand():
            return _periods_of(meeting(demand=demand, portfolio=record.portfolio))
        case StackDemand(stack_id=stack_id):
            return stack_periods(stack_id=stack_id, portfolio=record.portfolio, catalogue=catalogue)
        case ExperienceDemand(months=months):
            if record.hired_on is None or not is_known(demand=demand, record=record):
                return ()
            return (Period(valid_from=reached_at(hired_on=record.hired_on, months=months), valid_until=None),)
        case TimeInRoleDemand():
            return ()
        case AnyOf(alternatives=alternatives):
            ways = [
                at_least(
                    len(alternative),
                    [met_periods(demand=each, record=record, catalogue=catalogue) for each in alternative],
                )
                for alternative in alternatives
                if _all_known(alternative, record)
            ]
            return at_least(1, ways)


def stack_periods(*, stack_id: str, portfolio: Portfolio, catalogue: Catalogue) -> tuple[Period, ...]:
    """When the stack is complete. A stack that is not known here, or that stands within itself, never is."""
    return _stack_periods(stack_id, portfolio=portfolio, catalogue=catalogue, around=frozenset())


def filled_places(*, stack: Stack, portfolio: Portfolio, catalogue: Catalogue, at: datetime) -> int:
    """How many of the stack's places are filled at `at`."""
    places = _places(stack, portfolio=portfolio, catalogue=catalogue, around=frozenset())
    return sum(coverage(periods=place, at=at) is not None for place in places)


def reached_at(*, hired_on: date, months: int) -> datetime:
    """The first instant of the day on which so many calendar months are full; a month without that day ends with its last."""
    years, month = divmod(hired_on.month - 1 + months, 12)
    year, month = hired_on.year + years, month + 1
    day = min(hired_on.day, monthrange(year, month)[1])
    return datetime(year, month, day, tzinfo=UTC)


def _all_known(alternative: Iterable[SingleDemand], record: Record) -> bool:
    return all(is_known(demand=demand, record=record) for demand in alternative)


def _periods_of(achievements: Iterable[Achievement]) -> tuple[Period, ...]:
    return joined(period for each in achievements for period in each.periods)


def _stack_periods(
    stack_id: str, *, portfolio: Portfolio, catalogue: Catalogue, around: frozenset[str]
) -> tuple[Period, ...]:
    stack = catalogue.stacks.get(stack_id)
    if stack is None or stack_id in around:
        return ()
    return at_least(
        stack.required_count, _places(stack, portfolio=portfolio, catalogue=catalogue, around=around)
    )


def _places(
    stack: Stack, *, portfolio: Portfolio, catalogue: Catalogue, around: frozenset[str]
) -> list[tuple[Period, ...]]:
    inside = around | {stack.stack_id}
    return [
        at_least(
            1,
            [_goal_periods(goal, portfolio=portfolio, catalogue=catalogue, around=inside) for goal in place],
        )
        for place in stack.places
    ]


def _goal_periods(
    goal: CredentialGoal | StackGoal, *, portfolio: Portfolio, catalogue: Catalogue, around: frozenset[str]
) -> tuple[Period, ...]:
    if isinstance(goal, CredentialGoal):
        return _periods_of(portfolio.holdings_of(goal.credential_id))
    return _stack_periods(goal.stack_id, portfolio=portfolio, catalogue=catalogue, around=around)
