"""Entries of the catalogue as the planner sees them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from cairn_catalog.domain.cost import Cost, CostBasis
from cairn_catalog.domain.credential import Credential
from cairn_catalog.domain.demand import (
    AnyOf,
    CredentialDemand,
    Experience,
    SingleDemand,
    StackDemand,
    TimeInRole,
)
from cairn_catalog.domain.demand import Demand as Asked
from cairn_catalog.domain.planning.candidates import Candidate, Price, Subscription
from cairn_catalog.domain.planning.needs import (
    Beyond,
    CredentialNeed,
    Demand,
    GroupNeed,
    Need,
    SkillNeed,
    TimeNeed,
)
from cairn_catalog.domain.quality import Grade
from cairn_catalog.domain.role import RoleRequirement
from cairn_catalog.domain.skill import SkillLevel
from cairn_catalog.domain.stack import CredentialMember, Goal, Stack, StackMember, StackRule


def candidate(credential: Credential, *, grade: Grade | None, stack_ids: frozenset[str]) -> Candidate:
    """The credential as a plan sees it. Where its hours are not said, those of its weeks count."""
    intensity = credential.intensity
    per_week, weeks = (intensity.hours_per_week, intensity.weeks) if intensity else (None, None)
    experience = [each.experience_months or 0 for each in credential.prerequisites]
    return Candidate(
        id=credential.id,
        name=credential.name,
        kind=credential.kind,
        issuer_id=credential.issuer_id,
        grants={each.skill_id: int(each.level) for each in credential.skills_granted},
        price=price(credential.cost, platform_id=credential.platform_id or credential.id),
        payer=credential.cost.usual_payer,
        has_aid=credential.cost.financial_aid_available,
        hours=credential.effort_hours or (per_week * weeks if per_week and weeks else None),
        prerequisite_ids=frozenset(
            each.credential_id for each in credential.prerequisites if each.credential_id
        ),
        experience_months=max(experience, default=0),
        hours_per_week=per_week or 0,
        grade=grade,
        is_acknowledged=credential.quality_signals.employers.acknowledged,
        stack_ids=stack_ids,
    )


def price(cost: Cost, *, platform_id: str) -> Price | None:
    """What is to be paid until one has the credential: price and exam fee once, a subscription by the month; no renewals.

    None where that is unknown. What is free for some, by an audit without certificate or by aid, counts with its price.
    """
    if cost.basis is CostBasis.UNKNOWN or (cost.basis is not CostBasis.FREE and cost.price is None):
        return None
    monthly = cost.price if cost.basis is CostBasis.MONTHLY else cost.subscription_per_month
    once = [cost.price if cost.basis is not CostBasis.MONTHLY else None, cost.exam_fee]
    currencies = [money.currency for money in (monthly, *once) if money is not None]
    return Price(
        currency=currencies[0] if currencies else "",
        once=sum(money.minor_units for money in once if money is not None),
        subscription=Subscription(platform_id=platform_id, per_month=monthly.minor_units)
        if monthly
        else None,
    )


def stacks_named(asked: Asked) -> tuple[str, ...]:
    """The stacks that are asked for, by themselves or in some way of several."""
    single = (
        [each for way in asked.alternatives for each in way.all_of] if isinstance(asked, AnyOf) else [asked]
    )
    return tuple(each.stack_id for each in single if isinstance(each, StackDemand))


def demand(requirement: RoleRequirement, *, stacks: Mapping[str, Stack]) -> Demand:
    """What a requirement asks for; `stacks` are those that it names and those within them."""
    return Demand(
        demand_id=requirement.requirement_id,
        need=need(requirement.demand, stacks=stacks),
        weight=requirement.weight or 0,
    )


def need(asked: Asked, *, stacks: Mapping[str, Stack]) -> Need:
    """What is asked for, stacks taken apart into what completes them."""
    if isinstance(asked, AnyOf):
        ways = tuple(
            _together([_single(each, stacks=stacks) for each in way.all_of]) for way in asked.alternatives
        )
        return GroupNeed(count=1, members=ways)
    return _single(asked, stacks=stacks)


def _single(asked: SingleDemand, *, stacks: Mapping[str, Stack]) -> Need:
    match asked:
        case SkillLevel(skill_id=skill_id, level=level):
            return SkillNeed(skill_id=skill_id, level=int(level))
        case CredentialDemand(credential_id=credential_id):
            return CredentialNeed(credential_id=credential_id)
        case StackDemand(stack_id=stack_id):
            return _completion(stack_id, stacks=stacks)
        case Experience(months=months):
            return TimeNeed(what=Beyond.EXPERIENCE, months=months)
        case TimeInRole(months=months):
            return TimeNeed(what=Beyond.TIME_IN_ROLE, months=months)


def _together(needs: list[Need]) -> Need:
    return needs[0] if len(needs) == 1 else GroupNeed(count=len(needs), members=tuple(needs))


def _completion(stack_id: str, *, stacks: Mapping[str, Stack]) -> Need:
    """What completes a stack: as many of its members as it needs, each by one of its ways. An unknown stack is never complete."""
    stack = stacks.get(stack_id)
    if stack is None:
        return GroupNeed(count=1, members=(), stack_id=stack_id)
    members = tuple(_any_way(member.ways, stacks=stacks) for member in stack.members)
    count = stack.required_count if stack.rule is StackRule.N_OF else len(members)
    return GroupNeed(count=count, members=members, stack_id=stack_id)


def _any_way(ways: Iterable[Goal], *, stacks: Mapping[str, Stack]) -> Need:
    needs = tuple(
        CredentialNeed(credential_id=way.credential_id)
        if isinstance(way, CredentialMember)
        else _completion(way.stack_id, stacks=stacks)
        for way in ways
    )
    return needs[0] if len(needs) == 1 else GroupNeed(count=1, members=needs)


def stacks_of_credentials(stacks: Iterable[Stack]) -> dict[str, frozenset[str]]:
    """For each credential, the stacks that it is a member of, by any of a member's ways and not through other stacks."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for stack in stacks:
        for way in (way for member in stack.members for way in member.ways):
            if not isinstance(way, StackMember):
                found[way.credential_id].add(stack.id)
    return {credential_id: frozenset(stack_ids) for credential_id, stack_ids in found.items()}
