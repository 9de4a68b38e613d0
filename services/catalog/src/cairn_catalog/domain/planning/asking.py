"""What somebody asks of a plan, and everything that can be wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from cairn_catalog.domain.cost import MINOR_UNITS_AT_MOST, Money, is_currency
from cairn_catalog.domain.credential import Credential
from cairn_catalog.domain.issuer import Issuer
from cairn_catalog.domain.planning.constraints import Constraints, Objective
from cairn_catalog.domain.proposal import FieldChecks, Proposal, Reference
from cairn_catalog.domain.quality import Grade
from cairn_catalog.domain.role import Role
from cairn_catalog.domain.skill import SkillLevel, check_skill_level
from cairn_platform.errors import FieldViolation

WEEKLY_HOURS_AT_MOST: Final = 80
DEMANDS_AT_MOST: Final = 100
HELD_AT_MOST: Final = 500
YEARS_AHEAD_AT_MOST: Final = 20
EXPERIENCE_MONTHS_AT_MOST: Final = 600


@dataclass(frozen=True, kw_only=True)
class PlanRequest:
    """What is asked for. Either `role_id` or `wanted`, the demands as the requirements of a role without a name, says the goal.

    `objective` None is not said; `finish_by` is YYYY-MM-DD or empty; `currency` empty is the budget's.
    """

    role_id: str
    wanted: Proposal[Role]
    wanted_count: int
    met_requirement_ids: tuple[str, ...]
    held_skills: tuple[SkillLevel, ...]
    held_credential_ids: tuple[str, ...]
    in_progress_credential_ids: tuple[str, ...]
    objective: Objective | None
    currency: str
    budget: Money | None
    weekly_hours: int
    finish_by: str
    minimum_grade: Grade | None
    trusted_issuer_ids: tuple[str, ...]
    prefer_stacks: bool
    allow_unknown_costs: bool
    allow_unknown_hours: bool
    allow_licences_and_degrees: bool
    experience_months: int | None


@dataclass(frozen=True, kw_only=True)
class CheckedRequest:
    """What was found: the constraints, None when anything is wrong; what is; and what has to be in the catalogue."""

    constraints: Constraints | None
    violations: tuple[FieldViolation, ...]
    references: tuple[Reference, ...]


def check_request(asked: PlanRequest, *, today: date) -> CheckedRequest:
    """A goal, an objective, a currency and weekly hours have to be given; a budget is not negative, a deadline not over."""
    check = FieldChecks()
    _check_goal(check, asked)
    _check_held(check, asked)
    check.given("objective", asked.objective, "Say what counts first: least_cost or least_time.")
    currency = asked.currency or (asked.budget.currency if asked.budget else "")
    _check_money(check, asked.budget, currency=currency)
    check.whole_number("weekly_hours", asked.weekly_hours, at_least=1, at_most=WEEKLY_HOURS_AT_MOST)
    finish_by = check.day("finish_by", asked.finish_by)
    if finish_by is not None and finish_by < today:
        check.refuse("finish_by", "IN_PAST", "The deadline is over.")
    elif finish_by is not None and finish_by.year > today.year + YEARS_AHEAD_AT_MOST:
        check.refuse("finish_by", "OUT_OF_RANGE", f"Plan at most {YEARS_AHEAD_AT_MOST} years ahead.")
    if asked.experience_months is not None:
        check.whole_number(
            "experience_months", asked.experience_months, at_least=0, at_most=EXPERIENCE_MONTHS_AT_MOST
        )
    checked: Proposal[Role] = check.proposal(Role, "", None)
    violations = checked.violations + ((asked.wanted.violations) if asked.wanted_count else ())
    if violations or asked.objective is None:
        return CheckedRequest(constraints=None, violations=violations, references=checked.references)
    constraints = Constraints(
        objective=asked.objective,
        currency=currency,
        weekly_hours=asked.weekly_hours,
        budget=asked.budget.minor_units if asked.budget else None,
        today=today,
        finish_by=finish_by,
        minimum_grade=asked.minimum_grade,
        trusted_issuer_ids=frozenset(asked.trusted_issuer_ids),
        distrusted_issuer_ids=frozenset(),
        in_progress_ids=frozenset(asked.in_progress_credential_ids),
        allow_unknown_costs=asked.allow_unknown_costs,
        allow_unknown_hours=asked.allow_unknown_hours,
        allow_licences_and_degrees=asked.allow_licences_and_degrees,
        prefer_stacks=asked.prefer_stacks,
        experience_months=asked.experience_months,
    )
    references = checked.references + (asked.wanted.references if asked.wanted_count else ())
    return CheckedRequest(constraints=constraints, violations=(), references=references)


def _check_goal(check: FieldChecks, asked: PlanRequest) -> None:
    if bool(asked.role_id) == bool(asked.wanted_count):
        check.refuse("role_id", "EXACTLY_ONE", "Name a role, or say what is demanded: one of the two.")
    elif asked.role_id:
        check.reference("role_id", Role, asked.role_id)
    if asked.wanted_count > DEMANDS_AT_MOST:
        check.refuse("requirements", "OUT_OF_RANGE", f"Give at most {DEMANDS_AT_MOST} of them.")


def _check_held(check: FieldChecks, asked: PlanRequest) -> None:
    check.count("held_skills", asked.held_skills, at_least=0, at_most=HELD_AT_MOST)
    for index, skill in enumerate(asked.held_skills):
        check_skill_level(check, f"held_skills[{index}]", skill)
    named: tuple[tuple[str, type[Credential] | type[Issuer], Sequence[str]], ...] = (
        ("held_credential_ids", Credential, asked.held_credential_ids),
        ("in_progress_credential_ids", Credential, asked.in_progress_credential_ids),
        ("trusted_issuer_ids", Issuer, asked.trusted_issuer_ids),
    )
    for field, kind, ids in named:
        check.count(field, ids, at_least=0, at_most=HELD_AT_MOST)
        for index, each in enumerate(ids):
            check.reference(f"{field}[{index}]", kind, each)


def _check_money(check: FieldChecks, budget: Money | None, *, currency: str) -> None:
    if not currency:
        check.refuse("currency", "REQUIRED", "Say in which currency to plan, such as USD.")
    elif not is_currency(currency):
        check.refuse("currency", "NOT_A_CURRENCY", "Give an ISO 4217 code, such as USD.")
    if budget is None:
        return
    check.whole_number("budget.minor_units", budget.minor_units, at_least=0, at_most=MINOR_UNITS_AT_MOST)
    if not budget.currency:
        check.refuse("budget.currency", "REQUIRED", "Say in which currency the budget is.")
    elif budget.currency != currency:
        check.refuse("budget.currency", "OTHER_CURRENCY", "Give the budget in the currency of the plan.")
