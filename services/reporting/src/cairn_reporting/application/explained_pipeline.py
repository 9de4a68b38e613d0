"""What is behind a figure of the pipeline: the people at a stage, how ready they are, and the plan that makes them so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from cairn_platform.errors import NotFoundError
from cairn_platform.identity import Principal
from cairn_platform.paging import PageRequest
from cairn_reporting.application.explained_people import page_of_people
from cairn_reporting.application.freshness import Freshness
from cairn_reporting.application.loading import evidence, with_nested
from cairn_reporting.application.people import PeopleFilter, people_asked_for
from cairn_reporting.application.pipeline import report_pipeline
from cairn_reporting.application.ports import Enrolments, Facts
from cairn_reporting.application.reach import reach_of
from cairn_reporting.application.readiness import judge
from cairn_reporting.domain.catalogue import Role
from cairn_reporting.domain.comparison import Comparison, RoleChoice
from cairn_reporting.domain.fulfilment import Record
from cairn_reporting.domain.pipeline import Candidate, Stage
from cairn_reporting.domain.plan_needed import needed_plan
from cairn_reporting.domain.plans import Enrolment, planned_achievements
from cairn_reporting.domain.readiness import PersonReadiness
from cairn_reporting.domain.workforce import Person


@dataclass(frozen=True, slots=True)
class PipelinePerson:
    """Somebody behind the figure: how ready now, and for READY_BY_PLAN the enrolments that make it; none where time alone does."""

    candidate: Candidate
    readiness: PersonReadiness
    plan: Sequence[Enrolment]


@dataclass(frozen=True, slots=True)
class PipelineExplanation:
    """One page of the people behind a figure, and how many they are."""

    people: Sequence[PipelinePerson]
    next_page_token: str
    count: int
    freshness: Freshness


def explain_pipeline(
    *,
    principal: Principal,
    asked: PeopleFilter,
    role_id: str | None,
    choice: RoleChoice | None,
    months: int,
    line_role_id: str,
    stage: Stage | None,
    page: PageRequest,
    as_of: datetime,
    facts: Facts,
    enrolments: Enrolments,
    rights: Facts,
) -> PipelineExplanation:
    """The people whom a figure of a role's line counts, by person id; without a stage everybody who is compared with the role.

    Raises what the report raises, NotFoundError for a role that has no line in it, and RoleRequiredError for who may not see persons.
    """
    reach = reach_of(principal=principal, facts=rights)
    report = report_pipeline(
        principal=principal,
        asked=asked,
        role_id=role_id,
        choice=choice,
        months=months,
        as_of=as_of,
        facts=facts,
        enrolments=enrolments,
        rights=rights,
    )
    line = next((each for each in report.roles if each.role.role_id == line_role_id), None)
    if line is None:
        raise NotFoundError("role")
    behind = [each for each in line.candidates if stage is None or each.stage is stage]
    shown, next_page_token = page_of_people(behind, page, person_id=lambda each: each.person_id)
    wanted = {each.person_id for each in shown}
    people = [
        person
        for person in people_asked_for(asked=asked, reach=reach, facts=facts, as_of=as_of)
        if person.person_id in wanted
    ]
    compared = {each.person_id: Comparison(role=line.role, choice=each.choice) for each in shown}
    ready = {
        each.person_id: each for each in judge(people=people, compared=compared, facts=facts, as_of=as_of)
    }
    plans = _plans(
        shown,
        people={person.person_id: person for person in people},
        role=line.role,
        facts=facts,
        enrolments=enrolments,
        as_of=as_of,
    )
    return PipelineExplanation(
        people=[PipelinePerson(each, ready[each.person_id], plans.get(each.person_id, ())) for each in shown],
        next_page_token=next_page_token,
        count=len(behind),
        freshness=report.freshness,
    )


def _plans(
    candidates: Sequence[Candidate],
    *,
    people: Mapping[str, Person],
    role: Role,
    facts: Facts,
    enrolments: Enrolments,
    as_of: datetime,
) -> Mapping[str, Sequence[Enrolment]]:
    """Of those who will be ready by plan the enrolments that make it, by person id."""
    person_ids = frozenset(each.person_id for each in candidates)
    on = enrolments.of_people(person_ids)
    paths = facts.paths({each.path_id for each in on})
    stacks = with_nested(
        {stack_id for path in paths.values() for stack_id in path.stacks_within}, facts=facts
    )
    allowances = enrolments.allowances(person_ids)
    planned = {
        each: planned_achievements([each], allowances=allowances, paths=paths, stacks=stacks, now=as_of)
        for each in on
    }
    proven = evidence(
        person_ids=person_ids,
        roles=[role],
        with_skill_names=False,
        planned=chain.from_iterable(planned.values()),
        facts=facts,
    )
    return {
        each.person_id: needed_plan(
            {
                enrolment: brought
                for enrolment, brought in planned.items()
                if enrolment.person_id == each.person_id
            },
            role=role,
            record=Record(portfolio=proven.portfolios[each.person_id], tenure=people[each.person_id].tenure),
            catalogue=proven.catalogue,
            at=each.ready_at,
        )
        for each in candidates
        if each.ready_at is not None
    }
