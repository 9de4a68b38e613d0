"""What plans look like: as a client asks for them, and as the gateway answers."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, Strict

from cairn_gateway.adapters.http.entry_parts import CredentialKind, Money, Payer, RoleRequirement, SkillLevel
from cairn_gateway.adapters.http.holding_cost import PayerShare
from cairn_gateway.adapters.http.model import Answer, Count, Day, Draft, Flag

Ids = Annotated[list[str], Field(max_length=500, default_factory=list)]


class PlanObjective(StrEnum):
    """What counts first among plans that cover the same."""

    LEAST_COST = "least_cost"
    LEAST_TIME = "least_time"


class PlanQuality(StrEnum):
    """The least quality that a step may have."""

    UNPROVEN = "unproven"
    LIGHT = "light"
    SOLID = "solid"
    STRONG = "strong"


class PlanObstacleReason(StrEnum):
    """Why a requirement stays uncovered."""

    NOTHING_GRANTS_IT = "nothing_grants_it"
    NEEDS_TIME = "needs_time"
    NEEDS_LICENCE_OR_DEGREE = "needs_licence_or_degree"
    BELOW_QUALITY = "below_quality"
    ISSUER_NOT_TRUSTED = "issuer_not_trusted"
    OTHER_CURRENCY = "other_currency"
    COST_UNKNOWN = "cost_unknown"
    HOURS_UNKNOWN = "hours_unknown"
    TOO_INTENSE = "too_intense"
    EXPERIENCE_MISSING = "experience_missing"
    PREREQUISITE_MISSING = "prerequisite_missing"
    OVER_BUDGET = "over_budget"
    PAST_DEADLINE = "past_deadline"
    LEFT_OUT = "left_out"


class PlanWay(StrEnum):
    """A way to the goal."""

    PLAN = "plan"
    BOOTCAMP = "bootcamp"
    DEGREE = "degree"


class StatementBasis(StrEnum):
    """Where a statement is from: computed from entries of the catalogue, or said of such credentials in general."""

    CATALOGUE = "catalogue"
    GENERAL = "general"


class PlanRequest(Draft):
    """What a plan is for, what is there already, and what it has to keep to.

    `requirements` or a role says what is demanded. With `person_id`, what the person has counts as there, and what the person has begun on
    a path or claimed as in progress; without a role or requirements
    it is then the role that the person aims at, else the next rung of a ladder, else the own one.
    """

    role_id: str | None = None
    """A role: its requirements are demanded."""
    requirements: Annotated[list[RoleRequirement], Field(default_factory=list)]
    """What is demanded, in the form of a role's requirements; at most 100."""
    person_id: str | None = None
    """For whom, within the caller's reach."""
    held_skills: Annotated[list[SkillLevel], Field(default_factory=list)]
    """Further skills that are there already; at most 500."""
    held_credential_ids: Ids
    """Further credentials that are there already."""
    in_progress_credential_ids: Ids
    """Further credentials that are being worked on: they count as if they were there, and cost nothing more."""
    objective: PlanObjective
    """Which of the two counts first."""
    currency: str | None = None
    """The one currency that the plan is made in, ISO 4217; null is the budget's. What is priced in another is left out."""
    budget: Money | None = None
    """What the plan may cost; null is no limit."""
    weekly_hours: Annotated[int, Strict(), Field(ge=1, le=80)]
    """How many hours a week there are for learning, 1 to 80."""
    finish_by: Day | None = None
    """The last day by which everything is to be learnt; null is no deadline."""
    minimum_quality: PlanQuality | None = None
    """The least quality of a step; null is any."""
    trusted_issuer_ids: Ids
    """Only credentials of these issuers; empty is all."""
    prefer_stacks: Flag = False
    """Among equals, steps that share a stack with another or with what is held come first."""
    allow_unknown_costs: Flag = False
    """With a budget, what has an unknown cost may be a step."""
    allow_unknown_hours: Flag = False
    """With a deadline, what takes unknown hours may be a step."""
    allow_licences_and_degrees: Flag = False
    """Licences and degrees may be steps."""
    experience_months: Annotated[int, Strict(), Field(ge=0, le=600)] | None = None
    """How many months the learner has worked in the field; null is unknown."""


class PlanStep(Answer):
    """One credential to take."""

    credential_id: str
    """The credential."""
    credential_name: str
    """Its name."""
    kind: CredentialKind
    """Its kind."""
    issuer_id: str
    """Who issues it."""
    price: Money | None
    """What is paid once; null where that is unknown."""
    subscription_per_month: Money | None
    """What is paid each month while learning, shared with every other step of the same platform and price; null where there is none."""
    effort_hours: Count | None
    """Hours of work; null where unknown."""
    covers_requirement_ids: list[str]
    """The requirements that it covers, or covers a part of."""
    leads_to_credential_ids: list[str]
    """The later steps that need it before them."""
    stack_ids: list[str]
    """The stacks that it shares with another step or with something held."""
    unchecked_experience_months: Count
    """Months of experience that its issuer asks for and that nobody has checked."""
    explanation: str
    """Why it is in the plan."""
    usual_payer: Payer | None
    """Who usually pays; null where unknown."""
    financial_aid_available: bool | None
    """One can ask for financial aid; null where unknown. The plan counts none."""
    cost_share: Money | None
    """What of the plan's total falls on it, its part of a shared subscription by its hours; null where its cost is unknown."""


class PlanObstacle(Answer):
    """One reason, and the credentials that it concerns."""

    reason: PlanObstacleReason
    """The reason."""
    credential_ids: list[str]
    """What it keeps from covering the requirement; for a limit, what would cover it."""


class PlanShortfall(Answer):
    """A requirement that a plan leaves uncovered."""

    requirement_id: str
    """The requirement."""
    name: str
    """What it asks for, in words."""
    weight: Count | None
    """Null: it is a must-have. From 1 to 100: it helps, and counts that much."""
    obstacles: list[PlanObstacle]
    """Everything that is in the way."""
    more_cost: Money | None
    """How much more than the budget covering it as well would cost; null where the budget is not in the way."""
    more_hours: Count | None
    """How many more hours covering it as well would take than there are; null where the deadline is not in the way."""
    explanation: str
    """Why, in a sentence."""


class PlanProof(Answer):
    """How sure it is that no plan is better."""

    optimal: bool
    """Nothing better exists."""
    unproven_rank: str | None
    """The first rank of the objective that was not proven in time: coverage, unknown_costs, cost, unknown_hours, hours or steps."""
    value: int
    """What the plan has in that rank. Coverage counts negatively: less is better in every rank."""
    bound: int
    """What no plan can go below in that rank: the gap to the optimum is at most the difference."""


class Plan(Answer):
    """Steps that together cover the most of the goal."""

    steps: list[PlanStep]
    """In the order in which to take them."""
    total_cost: Money
    """What all steps whose cost is known cost together, subscriptions counted by the month."""
    unknown_cost_count: Count
    """Of how many steps the cost is unknown; it is not in the total."""
    total_hours: Count
    """Hours of work of all steps whose hours are known."""
    unknown_hours_count: Count
    """Of how many steps the hours are unknown; they are not in the total."""
    months: Count
    """The months that the hours take at the weekly hours, a begun one counted whole."""
    covered_requirement_ids: list[str]
    """The requirements that it covers."""
    uncovered: list[PlanShortfall]
    """What it leaves uncovered, and why."""
    proof: PlanProof
    """How sure this is."""
    shares: list[PayerShare]
    """Who usually pays how much of the total: all shares are the total."""
    aid_possible: Money
    """The part of the total for which financial aid can be asked; the plan counts none."""


class PlanStatement(Answer):
    """One statement of a comparison."""

    text: str
    """A sentence."""
    basis: StatementBasis
    """Where it is from."""
    source: str | None
    """The source of a general statement."""


class PlanComparison(Answer):
    """One way to the goal, by what people ask about it."""

    way: PlanWay
    """Which way."""
    credential_ids: list[str]
    """The catalogue's entries that it is computed from; empty where it is general."""
    covered_count: Count
    """How many of the open requirements it covers; 0 where it is general."""
    cost: Money | None
    """What it costs, in the currency of its entries; null where unknown."""
    months: Count | None
    """How many months it takes; null where unknown."""
    focus_percent: Count | None
    """How many of a hundred of the skills that it grants are asked for; null where unknown."""
    cost_said: PlanStatement
    """About its cost."""
    time_said: PlanStatement
    """About its time."""
    flexibility: PlanStatement
    """When and where one learns."""
    focus: PlanStatement
    """How much of it is about the goal."""
    acknowledgment: PlanStatement
    """Whether employers acknowledge it."""


class Plans(Answer):
    """The plans for a goal."""

    person_id: str | None
    """For whom; null where nobody was named."""
    role_id: str | None
    """For which role; null where requirements were given."""
    plan: Plan
    """The best plan; without steps where nothing can be covered."""
    alternatives: list[Plan]
    """Up to two others, the next best: each leaves out at least one step of every better one."""
    alternatives_complete: bool
    """There was time to look for all of them."""
    met_requirement_ids: list[str]
    """The requirements that are met already."""
    expected_requirement_ids: list[str]
    """The requirements that will be met by what is in progress."""
    candidate_count: Count
    """How many credentials of the catalogue were looked at."""
    comparison: list[PlanComparison]
    """The plan beside a bootcamp and a degree."""
