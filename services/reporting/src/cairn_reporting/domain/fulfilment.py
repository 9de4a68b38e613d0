"""When a demand is met, whatever kind of demand it is: by credentials, stacks, experience, or one of several ways."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cairn_reporting.domain.achievements import Fact, Portfolio
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
from cairn_reporting.domain.tenure import Tenure, experience_reached_at, months_after
from cairn_reporting.domain.validity_sets import at_least, joined


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of one person: what was proven, and how long the person has done what here."""

    portfolio: Portfolio
    tenure: Tenure


def meeting(*, demand: SkillDemand | CredentialDemand, portfolio: Portfolio) -> tuple[Fact, ...]:
    """What meets the demand while it counts: achievements of the credential, or what gives the skill at the
    level or above.
    """
    match demand:
        case SkillDemand(skill_id=skill_id, level=level):
            return portfolio.proofs_at_least(skill_id=skill_id, level=level)
        case CredentialDemand(credential_id=credential_id):
            return portfolio.holdings_of(credential_id)


def is_known(*, demand: Demand, record: Record) -> bool:
    """Whether there are facts to judge the demand by.

    Experience with the employer is where the hiring date is known; experience in a role, and time in the present one, where it is known
    since when a role was held. Of several ways one that is known is enough. Credentials never change the answer.
    """
    match demand:
        case SkillDemand() | CredentialDemand() | StackDemand():
            return True
        case ExperienceDemand(role_id=role_id):
            return bool(record.tenure.in_role(role_id)) if role_id else record.tenure.hired_on is not None
        case TimeInRoleDemand():
            return record.tenure.present is not None
        case AnyOf(alternatives=alternatives):
            return any(_all_known(alternative, record) for alternative in alternatives)


def met_periods(*, demand: Demand, record: Record, catalogue: Catalogue) -> tuple[Period, ...]:
    """When the demand is met, in order and without overlaps. What is not known meets nothing."""
    match demand:
        case SkillDemand() | CredentialDemand():
            return _periods_of(meeting(demand=demand, portfolio=record.portfolio))
        case StackDemand(stack_id=stack_id):
            return stack_periods(stack_id=stack_id, portfolio=record.portfolio, catalogue=catalogue)
        case ExperienceDemand() | TimeInRoleDemand():
            reached = reached_at(demand=demand, tenure=record.tenure)
            return (Period(valid_from=reached, valid_until=None),) if reached else ()
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


def reached_at(*, demand: ExperienceDemand | TimeInRoleDemand, tenure: Tenure) -> datetime | None:
    """When the experience is or was reached, if all goes on as it is; None where it does not come to it, or is not known."""
    match demand:
        case ExperienceDemand(months=months, role_id=role_id):
            if role_id:
                return experience_reached_at(tenure.in_role(role_id), months=months)
            return months_after(tenure.hired_on, months) if tenure.hired_on else None
        case TimeInRoleDemand(months=months):
            return months_after(tenure.present.taken_on, months) if tenure.present else None


def _all_known(alternative: Iterable[SingleDemand], record: Record) -> bool:
    return all(is_known(demand=demand, record=record) for demand in alternative)


def _periods_of(facts: Iterable[Fact]) -> tuple[Period, ...]:
    return joined(period for each in facts for period in each.periods)


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
