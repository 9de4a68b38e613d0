"""Plans in sentences for people."""

from collections.abc import Mapping, Sequence

from cairn_catalog.domain.planning.needs import (
    Beyond,
    CredentialNeed,
    GroupNeed,
    Need,
    SkillNeed,
    TimeNeed,
)
from cairn_catalog.domain.planning.plans import Step
from cairn_catalog.domain.planning.shortfall import Obstacle, Reason, Shortfall

_NAMED_AT_MOST = 3

_WHY: Mapping[Reason, str] = {
    Reason.NEEDS_TIME: "time at work is asked for, which no credential gives",
    Reason.NEEDS_LICENCE_OR_DEGREE: "only a licence or degree grants it, and nothing stands in for that",
    Reason.BELOW_QUALITY: "what grants it is below the wanted quality",
    Reason.ISSUER_NOT_TRUSTED: "who issues it is not trusted",
    Reason.OTHER_CURRENCY: "it is priced in another currency, which is never added up",
    Reason.COST_UNKNOWN: "its cost is unknown, and unknown is not free",
    Reason.HOURS_UNKNOWN: "its hours are unknown",
    Reason.TOO_INTENSE: "it takes more hours a week than there are",
    Reason.EXPERIENCE_MISSING: "its issuer asks for more experience",
    Reason.PREREQUISITE_MISSING: "what has to be there before it cannot be had",
    Reason.OVER_BUDGET: "covering it as well would cost more than the budget",
    Reason.PAST_DEADLINE: "covering it as well would take longer than the deadline allows",
    Reason.LEFT_OUT: "this plan leaves out what covers it",
}


def label(need: Need, names: Mapping[str, str]) -> str:
    """What a need asks for, in words; `names` has the names of skills, credentials and stacks by id."""
    match need:
        case SkillNeed(skill_id=skill_id, level=level):
            return f"{names.get(skill_id, skill_id)} at level {level}"
        case CredentialNeed(credential_id=credential_id):
            return names.get(credential_id, credential_id)
        case TimeNeed(what=what, months=months):
            return (
                f"{months} months {'of experience' if what is Beyond.EXPERIENCE else 'in the present role'}"
            )
        case GroupNeed(stack_id=stack_id) if stack_id:
            return f"the stack {names.get(stack_id, stack_id)}"
        case GroupNeed(count=count, members=members):
            between = " and " if count == len(members) else " or "
            return between.join(label(member, names) for member in members)


def explain_step(step: Step, *, labels: Mapping[str, str], names: Mapping[str, str]) -> str:
    """Why the step is in the plan; `labels` has the demands' in words."""
    why = []
    if step.covers:
        why.append(f"Covers {_listed([labels[each] for each in step.covers])}.")
    if step.leads_to:
        why.append(f"Has to be there before {_listed([names[each] for each in step.leads_to])}.")
    if step.joins:
        why.append(f"Belongs to {_listed([names.get(each, each) for each in step.joins])}.")
    if step.unchecked_experience_months:
        months = step.unchecked_experience_months
        why.append(f"Its issuer asks for {months} months of experience, which nobody has checked.")
    return " ".join(why)


def explain_shortfall(shortfall: Shortfall, *, labels: Mapping[str, str], names: Mapping[str, str]) -> str:
    """Why the demand is not covered."""
    reasons = "; ".join(_because(each, shortfall=shortfall, names=names) for each in shortfall.obstacles)
    wanted = labels[shortfall.demand.demand_id]
    return f"{wanted} stays uncovered: {reasons}."


def _because(obstacle: Obstacle, *, shortfall: Shortfall, names: Mapping[str, str]) -> str:
    if obstacle.reason is Reason.NOTHING_GRANTS_IT:
        if shortfall.best_level:
            return f"nothing in the catalogue grants it above level {shortfall.best_level}"
        return "nothing in the catalogue grants it"
    concerned = _listed([names.get(each, each) for each in obstacle.credential_ids])
    return _WHY[obstacle.reason] + (f" ({concerned})" if concerned else "")


def _listed(words: Sequence[str]) -> str:
    if len(words) > _NAMED_AT_MOST + 1:
        return f"{', '.join(words[:_NAMED_AT_MOST])} and {len(words) - _NAMED_AT_MOST} more"
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
