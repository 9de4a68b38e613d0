"""Making plans. Everybody in the tenant may ask; nothing is stored."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from cairn_catalog.application.issuer_registry import IssuerTrusts
from cairn_catalog.application.ports import Catalogue
from cairn_catalog.application.read import every_entry
from cairn_catalog.application.soundness import misfits
from cairn_catalog.domain.credential import Credential
from cairn_catalog.domain.entry import Entry
from cairn_catalog.domain.issuer import Issuer
from cairn_catalog.domain.issuer_trust import IssuerTrust, TrustVerdict
from cairn_catalog.domain.lifecycle import EntryState
from cairn_catalog.domain.listing import Criteria
from cairn_catalog.domain.planning.asking import (
    DEMANDS_AT_MOST,
    PlanRequest,
    check_request,
)
from cairn_catalog.domain.planning.candidates import Candidate
from cairn_catalog.domain.planning.comparison import Row, compare
from cairn_catalog.domain.planning.constraints import Constraints
from cairn_catalog.domain.planning.explanations import label
from cairn_catalog.domain.planning.from_catalogue import (
    candidate,
    demand,
    stacks_named,
    stacks_of_credentials,
)
from cairn_catalog.domain.planning.needs import (
    CredentialNeed,
    Demand,
    Holding,
    SkillNeed,
    parts,
)
from cairn_catalog.domain.planning.plans import Goal, Plans, make_plans
from cairn_catalog.domain.proposal import Proposal
from cairn_catalog.domain.quality import Grade
from cairn_catalog.domain.role import Role, RoleRequirement
from cairn_catalog.domain.skill import Skill
from cairn_catalog.domain.stack import Stack, stacks_within
from cairn_platform.errors import FieldViolation, InvalidFieldsError

CANDIDATES_AT_MOST = 2000
_STACKS_AT_MOST = 5000

GradesOf = Callable[[Iterable[Credential]], Mapping[str, Grade]]
"""The quality grades of credentials by id; one that is not graded is left out."""


@dataclass(frozen=True, kw_only=True)
class PlanAnswer:
    """The plans, the comparison, and what is needed to show them: `labels` says each demand in words, `names` has entries' by id."""

    plans: Plans
    comparison: tuple[Row, ...]
    constraints: Constraints
    labels: Mapping[str, str]
    names: Mapping[str, str]
    candidate_count: int


def plan_for(
    catalogue: Catalogue,
    trusts: IssuerTrusts,
    *,
    asked: PlanRequest,
    grades_of: GradesOf,
    today: date,
    seconds: float,
) -> PlanAnswer:
    """The plans for what is asked, from the catalogue as the tenant sees it and the issuers that it trusts; `seconds` is about how long
    the solver may take.

    Raises InvalidFieldsError with everything that is wrong with what is asked: unknown entries, and more than can be planned with, too.
    """
    constraints = _checked(catalogue, asked, today=today)
    requirements = _requirements(catalogue, asked)
    stacks = _stacks_of(catalogue, requirements)
    demands = tuple(demand(each, stacks=stacks) for each in requirements)
    every_stack = list(islice(every_entry(catalogue, Stack, criteria=Criteria()), _STACKS_AT_MOST))
    stack_ids = stacks_of_credentials(every_stack)
    given = {*asked.held_credential_ids, *asked.in_progress_credential_ids}
    credentials = _credentials(catalogue, demands, given=given)
    grades = grades_of(credentials)
    candidates = [
        candidate(each, grade=grades.get(each.id), stack_ids=stack_ids.get(each.id, frozenset()))
        for each in credentials
    ]
    constraints, candidates = _under_present_issuers(catalogue, trusts, constraints, candidates)
    held = Holding(
        levels={each.skill_id: int(each.level) for each in asked.held_skills},
        credential_ids=frozenset(asked.held_credential_ids),
    )
    goal = Goal(
        demands=demands,
        met_demand_ids=frozenset(asked.met_requirement_ids),
        held=held,
        held_stack_ids=frozenset[str]().union(*(stack_ids.get(each, frozenset()) for each in given)),
    )
    plans = make_plans(goal, candidates=candidates, constraints=constraints, seconds=seconds)
    names = _names(catalogue, demands, every_stack, candidates)
    return PlanAnswer(
        plans=plans,
        comparison=_comparison(plans, goal=goal, candidates=candidates, constraints=constraints),
        constraints=constraints,
        labels={each.demand_id: label(each.need, names) for each in demands},
        names=names,
        candidate_count=len(candidates),
    )


def _checked(catalogue: Catalogue, asked: PlanRequest, *, today: date) -> Constraints:
    checked = check_request(asked, today=today)
    proposal = Proposal(
        kind=Role, id="", entry=None, violations=(), references=checked.references, keeps_life=True
    )
    [unknown] = misfits(catalogue, [proposal])
    if checked.constraints is None or unknown:
        raise InvalidFieldsError([*checked.violations, *unknown])
    return checked.constraints


def _requirements(catalogue: Catalogue, asked: PlanRequest) -> tuple[RoleRequirement, ...]:
    """The requirements of the role, or those that were given."""
    if not asked.role_id:
        return asked.wanted.sound_entry(also_wrong=()).requirements
    role = catalogue.seen(Role, [asked.role_id])[asked.role_id].entry
    open_count = len({each.requirement_id for each in role.requirements} - {*asked.met_requirement_ids})
    if open_count > DEMANDS_AT_MOST:
        message = (
            f"A plan is for at most {DEMANDS_AT_MOST} requirements that are not met; these are {open_count}."
        )
        raise InvalidFieldsError([FieldViolation("role_id", "TOO_MANY_REQUIREMENTS", message)])
    return role.requirements


def _stacks_of(catalogue: Catalogue, requirements: Iterable[RoleRequirement]) -> dict[str, Stack]:
    """The stacks that requirements name, and those within them."""
    found: dict[str, Stack] = {}
    wanted = {stack_id for each in requirements for stack_id in stacks_named(each.demand)}
    looked_for: set[str] = set()
    while missing := wanted - looked_for:
        looked_for |= missing
        fresh = {stack_id: seen.entry for stack_id, seen in catalogue.seen(Stack, missing).items()}
        found |= fresh
        wanted |= {inner for stack in fresh.values() for inner in stacks_within(stack)}
    return found


def _credentials(
    catalogue: Catalogue, demands: Iterable[Demand], *, given: Collection[str]
) -> list[Credential]:
    """Everything in use that grants one of the skills, at whatever level, or is asked for itself, what that needs before it, and what is
    given, in use or not.
    """
    needs = [part for each in demands for part in parts(each.need)]
    found: dict[str, Credential] = {}
    for skill_id in sorted({each.skill_id for each in needs if isinstance(each, SkillNeed)}):
        for each in every_entry(catalogue, Credential, criteria=Criteria(skill_id=skill_id)):
            found[each.id] = each
            _refuse_too_many(found)
    wanted = {each.credential_id for each in needs if isinstance(each, CredentialNeed)} | {*given}
    looked_for: set[str] = set()
    while missing := (wanted | _prerequisites(found.values())) - found.keys() - looked_for:
        looked_for |= missing
        found |= {each: seen.entry for each, seen in catalogue.seen(Credential, missing).items()}
        _refuse_too_many(found)
    return [
        each for each in found.values() if each.lifecycle.state is EntryState.PUBLISHED or each.id in given
    ]


def _prerequisites(credentials: Iterable[Credential]) -> set[str]:
    needed = (each.credential_id for credential in credentials for each in credential.prerequisites)
    return {each for each in needed if each}


def _refuse_too_many(found: Collection[str]) -> None:
    if len(found) > CANDIDATES_AT_MOST:
        message = f"More than {CANDIDATES_AT_MOST} credentials grant what is asked for; ask for less at once."
        raise InvalidFieldsError([FieldViolation("requirements", "TOO_MANY_CANDIDATES", message)])


def _under_present_issuers(
    catalogue: Catalogue, trusts: IssuerTrusts, constraints: Constraints, candidates: Sequence[Candidate]
) -> tuple[Constraints, list[Candidate]]:
    """An issuer that was merged into another counts as that one, distrusted if either is and the other is not trusted."""
    ids = {each.issuer_id for each in candidates} | constraints.trusted_issuer_ids
    issuers = catalogue.seen(Issuer, ids)
    present = {each: seen.entry.merged_into or each for each, seen in issuers.items()}
    trusted = frozenset(present.get(each, each) for each in constraints.trusted_issuer_ids)
    stated = trusts.of({*ids, *present.values()})
    return replace(
        constraints,
        trusted_issuer_ids=trusted,
        distrusted_issuer_ids=_having(stated, TrustVerdict.NOT_TRUSTED, present)
        - _having(stated, TrustVerdict.TRUSTED, present),
    ), [replace(each, issuer_id=present.get(each.issuer_id, each.issuer_id)) for each in candidates]


def _having(
    stated: Mapping[str, IssuerTrust], verdict: TrustVerdict, present: Mapping[str, str]
) -> frozenset[str]:
    return frozenset(present.get(each, each) for each, trust in stated.items() if trust.verdict is verdict)


def _comparison(
    plans: Plans, *, goal: Goal, candidates: Sequence[Candidate], constraints: Constraints
) -> tuple[Row, ...]:
    done = {*plans.met, *plans.expected}
    return compare(
        steps=[step.candidate for step in plans.best.steps],
        demands=[each for each in goal.demands if each.demand_id not in done],
        candidates=candidates,
        held=goal.held,
        constraints=constraints,
    )


def _names(
    catalogue: Catalogue,
    demands: Iterable[Demand],
    stacks: Iterable[Stack],
    candidates: Iterable[Candidate],
) -> dict[str, str]:
    needs = [part for each in demands for part in parts(each.need)]
    skill_ids = {each.skill_id for each in needs if isinstance(each, SkillNeed)}
    credential_ids = {each.credential_id for each in needs if isinstance(each, CredentialNeed)}
    named: list[Entry] = [*stacks]
    named += [seen.entry for seen in catalogue.seen(Credential, credential_ids).values()]
    named += [seen.entry for seen in catalogue.seen(Skill, skill_ids).values()]
    return {each.id: each.name for each in named} | {each.id: each.name for each in candidates}
