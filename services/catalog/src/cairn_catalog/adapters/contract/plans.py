"""Plans between the contract's messages and the domain."""

from collections.abc import Mapping

from cairn.catalog.v1 import entries_pb2, holding_cost_pb2, plans_pb2
from cairn.common.v1 import money_pb2
from cairn_catalog.adapters.contract.common_proposals import proposed_skill_level
from cairn_catalog.adapters.contract.enums import KINDS, PAYERS, member
from cairn_catalog.adapters.contract.role_proposals import proposed_role
from cairn_catalog.application.make_plan import PlanAnswer
from cairn_catalog.domain.cost import Money
from cairn_catalog.domain.planning.asking import PlanRequest
from cairn_catalog.domain.planning.comparison import Basis, Row, Statement, Way
from cairn_catalog.domain.planning.constraints import Objective
from cairn_catalog.domain.planning.explanations import explain_shortfall, explain_step
from cairn_catalog.domain.planning.plans import Plan, Step
from cairn_catalog.domain.planning.search import Proof
from cairn_catalog.domain.planning.shortfall import Reason, Shortfall
from cairn_catalog.domain.quality import Grade

OBJECTIVES: Mapping[Objective, plans_pb2.PlanObjective.ValueType] = {
    Objective.LEAST_COST: plans_pb2.PLAN_OBJECTIVE_LEAST_COST,
    Objective.LEAST_TIME: plans_pb2.PLAN_OBJECTIVE_LEAST_TIME,
}
GRADES: Mapping[Grade, plans_pb2.PlanQuality.ValueType] = {
    Grade.UNPROVEN: plans_pb2.PLAN_QUALITY_UNPROVEN,
    Grade.LIGHT: plans_pb2.PLAN_QUALITY_LIGHT,
    Grade.SOLID: plans_pb2.PLAN_QUALITY_SOLID,
    Grade.STRONG: plans_pb2.PLAN_QUALITY_STRONG,
}
REASONS: Mapping[Reason, plans_pb2.PlanObstacleReason.ValueType] = {
    reason: plans_pb2.PlanObstacleReason.Value(f"PLAN_OBSTACLE_REASON_{reason.name}") for reason in Reason
}
WAYS: Mapping[Way, plans_pb2.PlanWay.ValueType] = {
    way: plans_pb2.PlanWay.Value(f"PLAN_WAY_{way.name}") for way in Way
}
BASES: Mapping[Basis, plans_pb2.StatementBasis.ValueType] = {
    basis: plans_pb2.StatementBasis.Value(f"STATEMENT_BASIS_{basis.name}") for basis in Basis
}


def plan_request(message: plans_pb2.MakePlanRequest) -> PlanRequest:
    """What the message asks for."""
    wanted = entries_pb2.Role(name="Goal", requirements=message.requirements)
    budget = message.budget
    return PlanRequest(
        role_id=message.role_id,
        wanted=proposed_role(wanted),
        wanted_count=len(message.requirements),
        met_requirement_ids=tuple(message.met_requirement_ids),
        held_skills=tuple(proposed_skill_level(each) for each in message.held_skills),
        held_credential_ids=tuple(message.held_credential_ids),
        in_progress_credential_ids=tuple(message.in_progress_credential_ids),
        objective=member(OBJECTIVES, message.objective),
        currency=message.currency,
        budget=Money(currency=budget.currency, minor_units=budget.minor_units)
        if message.HasField("budget")
        else None,
        weekly_hours=message.weekly_hours,
        finish_by=message.finish_by,
        minimum_grade=member(GRADES, message.minimum_quality),
        trusted_issuer_ids=tuple(message.trusted_issuer_ids),
        prefer_stacks=message.prefer_stacks,
        allow_unknown_costs=message.allow_unknown_costs,
        allow_unknown_hours=message.allow_unknown_hours,
        allow_licences_and_degrees=message.allow_licences_and_degrees,
        experience_months=message.experience_months if message.HasField("experience_months") else None,
    )


def plan_response(answer: PlanAnswer) -> plans_pb2.MakePlanResponse:
    """The answer."""
    plans = answer.plans
    return plans_pb2.MakePlanResponse(
        plan=_plan(plans.best, answer),
        alternatives=[_plan(each, answer) for each in plans.alternatives],
        alternatives_complete=plans.is_complete,
        met_requirement_ids=plans.met,
        expected_requirement_ids=plans.expected,
        candidate_count=answer.candidate_count,
        comparison=[_row(each) for each in answer.comparison],
    )


def _plan(plan: Plan, answer: PlanAnswer) -> plans_pb2.Plan:
    return plans_pb2.Plan(
        steps=[_step(each, plan, answer) for each in plan.steps],
        total_cost=_money(plan.measures.cost, answer.constraints.currency),
        unknown_cost_count=plan.measures.unknown_costs,
        total_hours=plan.measures.hours,
        unknown_hours_count=plan.measures.unknown_hours,
        months=plan.months,
        covered_requirement_ids=plan.covered,
        uncovered=[_shortfall(each, answer) for each in plan.shortfalls],
        proof=_proof(plan.proof),
        shares=[
            holding_cost_pb2.PayerShare(
                payer=PAYERS[payer], amount=_money(amount, answer.constraints.currency)
            )
            for payer, amount in plan.paying.by_payer.items()
        ],
        aid_possible=_money(plan.paying.aid_possible, answer.constraints.currency),
    )


def _step(step: Step, plan: Plan, answer: PlanAnswer) -> plans_pb2.PlanStep:
    taken = step.candidate
    currency = answer.constraints.currency
    subscription = taken.price.subscription if taken.price else None
    share = _money(plan.paying.by_step.get(taken.id, 0), currency) if taken.cost_is_known else None
    return plans_pb2.PlanStep(
        credential_id=taken.id,
        credential_name=taken.name,
        kind=KINDS[taken.kind],
        issuer_id=taken.issuer_id,
        price=_money(taken.price.once, currency) if taken.price else None,
        subscription_per_month=_money(subscription.per_month, currency) if subscription else None,
        effort_hours=taken.hours or 0,
        covers_requirement_ids=step.covers,
        leads_to_credential_ids=step.leads_to,
        stack_ids=step.joins,
        unchecked_experience_months=step.unchecked_experience_months,
        explanation=explain_step(step, labels=answer.labels, names=answer.names),
        usual_payer=PAYERS[taken.payer],
        financial_aid_available=taken.has_aid,
        cost_share=share,
    )


def _shortfall(shortfall: Shortfall, answer: PlanAnswer) -> plans_pb2.PlanShortfall:
    more_cost = shortfall.more_cost
    return plans_pb2.PlanShortfall(
        requirement_id=shortfall.demand.demand_id,
        name=answer.labels[shortfall.demand.demand_id],
        weight=shortfall.demand.weight,
        obstacles=[
            plans_pb2.PlanObstacle(reason=REASONS[each.reason], credential_ids=each.credential_ids)
            for each in shortfall.obstacles
        ],
        more_cost=_money(more_cost, answer.constraints.currency) if more_cost else None,
        more_hours=shortfall.more_hours,
        explanation=explain_shortfall(shortfall, labels=answer.labels, names=answer.names),
    )


def _proof(proof: Proof) -> plans_pb2.PlanProof:
    return plans_pb2.PlanProof(
        optimal=proof.is_optimal, unproven_rank=proof.rank, value=proof.value, bound=proof.bound
    )


def _row(row: Row) -> plans_pb2.PlanComparison:
    return plans_pb2.PlanComparison(
        way=WAYS[row.way],
        credential_ids=row.credential_ids,
        covered_count=row.covered,
        cost=_money(row.cost.minor_units, row.cost.currency) if row.cost else None,
        months=row.months or 0,
        focus_percent=row.focus_percent,
        cost_said=_statement(row.cost_said),
        time_said=_statement(row.time_said),
        flexibility=_statement(row.flexibility),
        focus=_statement(row.focus),
        acknowledgment=_statement(row.acknowledgment),
    )


def _statement(said: Statement) -> plans_pb2.PlanStatement:
    return plans_pb2.PlanStatement(text=said.text, basis=BASES[said.basis], source=said.source)


def _money(minor_units: int, currency: str) -> money_pb2.Money:
    return money_pb2.Money(currency=currency, minor_units=minor_units)
