"""Who is on the way to which role, now and by the plan that people are on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from cairn_platform.errors import FieldViolation, InvalidFieldsError
from cairn_platform.identity import Principal
from cairn_reporting.application.beginnings import check_had_begun
from cairn_reporting.application.freshness import Freshness, freshness
from cairn_reporting.application.loading import comparisons, evidence, with_nested
from cairn_reporting.application.people import PeopleFilter, people_asked_for
from cairn_reporting.application.ports import Enrolments, Facts
from cairn_reporting.application.reach import reach_for_figures
from cairn_reporting.application.readiness import judge
from cairn_reporting.application.skill_gaps import check_names_nobody
from cairn_reporting.domain.achievements import Achievement
from cairn_reporting.domain.comparison import FOR_PROMOTION, Comparison, RoleChoice
from cairn_reporting.domain.fulfilment import Record
from cairn_reporting.domain.pipeline import PipelineRole, candidate, first_ready_at, pipeline
from cairn_reporting.domain.plans import planned_achievements
from cairn_reporting.domain.suppression import hidden_groups
from cairn_reporting.domain.tenure import months_after
from cairn_reporting.domain.workforce import Person

MOST_MONTHS = 60
USUAL_MONTHS = 6


@dataclass(frozen=True, slots=True)
class PipelineReport:
    """Role by role who is on the way; who may not see persons gets figures, and not those of `hidden_count` roles.

    `until` is the last instant that counts as within the months asked for.
    """

    roles: Sequence[PipelineRole]
    sees_persons: bool
    hidden_count: int
    people_count: int
    without_role_count: int
    until: datetime
    freshness: Freshness


def check_months(months: int) -> None:
    """Raises InvalidFieldsError for none, and for more than 60."""
    if not 1 <= months <= MOST_MONTHS:
        description = f"Ask for 1 to {MOST_MONTHS} months."
        raise InvalidFieldsError([FieldViolation("months", "OUT_OF_RANGE", description)])


def report_pipeline(
    *,
    principal: Principal,
    asked: PeopleFilter,
    role_id: str | None,
    choice: RoleChoice | None,
    months: int,
    as_of: datetime,
    facts: Facts,
    enrolments: Enrolments,
    rights: Facts,
) -> PipelineReport:
    """Of the people asked for: who is ready at `as_of`, who will be within so many months by the plan, who is nearly, and who is blocked.

    For the role asked for by name; else by the choice; else for the target role, or the next rung of a ladder. `rights` are the facts of
    today, whatever was known when. Raises NotFoundError for a role asked for that is not there.
    """
    check_months(months)
    reach = reach_for_figures(principal=principal, facts=rights)
    check_names_nobody(asked, reach)
    fresh = freshness(facts=facts, as_of=as_of)
    people = people_asked_for(asked=asked, reach=reach, facts=facts, as_of=as_of)
    check_had_begun(found_anybody=bool(people), as_of=as_of, facts=facts)
    choices = (choice,) if choice else FOR_PROMOTION
    compared = comparisons(people=people, role_id=role_id, choices=choices, facts=facts)
    with_role = [person for person in people if person.person_id in compared]
    until = months_after(as_of.astimezone(UTC).date(), months)
    by_plan = _ready_by_plan(
        with_role,
        compared=compared,
        planned=_planned(compared, facts=facts, enrolments=enrolments, as_of=as_of),
        facts=facts,
        as_of=as_of,
        until=until,
    )
    roles = pipeline(
        (each.role, candidate(readiness=each, ready_at=by_plan.get(each.person_id)))
        for each in judge(people=with_role, compared=compared, facts=facts, as_of=as_of)
    )
    hidden = (
        frozenset[str]()
        if reach.sees_persons
        else hidden_groups(
            {each.role.role_id: each.figures for each in roles},
            smallest_cell=facts.settings().smallest_cell,
        )
    )
    return PipelineReport(
        roles=[each for each in roles if each.role.role_id not in hidden],
        sees_persons=reach.sees_persons,
        hidden_count=len(hidden),
        people_count=len(compared),
        without_role_count=len(people) - len(compared),
        until=until,
        freshness=fresh,
    )


def _planned(
    person_ids: Iterable[str], *, facts: Facts, enrolments: Enrolments, as_of: datetime
) -> Sequence[Achievement]:
    """What these people will have achieved if each of them completes what is due when it is due."""
    plans = enrolments.of_people(frozenset(person_ids))
    paths = facts.paths({each.path_id for each in plans})
    stack_ids = {stack_id for path in paths.values() for stack_id in path.stacks_within}
    stacks = with_nested(stack_ids, facts=facts)
    return planned_achievements(
        plans,
        allowances=enrolments.allowances({each.person_id for each in plans}),
        paths=paths,
        stacks=stacks,
        now=as_of,
    )


def _ready_by_plan(
    people: Sequence[Person],
    *,
    compared: Mapping[str, Comparison],
    planned: Sequence[Achievement],
    facts: Facts,
    as_of: datetime,
    until: datetime,
) -> Mapping[str, datetime]:
    """When each of those who will be ready by then first is, by person id."""
    proven = evidence(
        person_ids=frozenset(person.person_id for person in people),
        roles=[compared[person.person_id].role for person in people],
        with_skill_names=False,
        planned=planned,
        facts=facts,
    )
    found = {
        person.person_id: first_ready_at(
            role=compared[person.person_id].role,
            planned=Record(portfolio=proven.portfolios[person.person_id], tenure=person.tenure),
            catalogue=proven.catalogue,
            after=as_of,
            until=until,
        )
        for person in people
    }
    return {person_id: at for person_id, at in found.items() if at is not None}
