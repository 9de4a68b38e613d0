"""Who is on the way to which role, now and by the plan that people are on."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from cairn_platform.errors import FieldViolation, InvalidFieldsError
from cairn_platform.identity import Principal
from cairn_reporting.application.beginnings import check_had_begun
from cairn_reporting.application.freshness import Freshness, freshness
from cairn_reporting.application.lines import Lines
from cairn_reporting.application.loading import comparisons, evidence, role_with_requirements, with_nested
from cairn_reporting.application.people import PeopleFilter, people_asked_for, people_by_id
from cairn_reporting.application.ports import Enrolments, Facts, Lag, LatestEvent
from cairn_reporting.application.reach import Reach, reach_for_figures
from cairn_reporting.application.readiness import ReadinessQuestion, judge, nobody
from cairn_reporting.application.skill_gaps import check_names_nobody
from cairn_reporting.domain.achievements import Achievement
from cairn_reporting.domain.catalogue import Role
from cairn_reporting.domain.comparison import FOR_PROMOTION, RoleChoice
from cairn_reporting.domain.fulfilment import Record
from cairn_reporting.domain.pipeline import PipelineRole, candidate, first_ready_at, pipeline
from cairn_reporting.domain.plans import planned_achievements
from cairn_reporting.domain.readiness import ReadinessState
from cairn_reporting.domain.suppression import hidden_groups
from cairn_reporting.domain.tenure import months_after

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


@dataclass(frozen=True, slots=True)
class StandAlike:
    """People, in order, who are compared with the same role for the same reason and are in the same state."""

    person_ids: Sequence[str]
    role: Role
    choice: RoleChoice | None
    state: ReadinessState


@dataclass(frozen=True, slots=True)
class OnTheWay:
    """How far people are. Of those who are not ready only the `changing` may become ready without doing anything."""

    standing: Sequence[StandAlike]
    changing: frozenset[str]
    without_role_count: int


class Workforce(Lines, Protocol):
    """Everybody at once: the same answers as person by person, fast for many."""

    @property
    def latest_event(self) -> LatestEvent | None:
        """The latest event that it knows of; None where there is none."""

    @property
    def lag(self) -> Lag | None:
        """How far all that is known was behind; None where nobody measured it yet."""

    def on_the_way(self, question: ReadinessQuestion, *, reach: Reach, until: datetime) -> OnTheWay:
        """How far the people asked for are, nobody of them by name; what `changing` says is true up to `until`."""


AskWorkforce = Callable[[], AbstractContextManager[Workforce | None]]
"""Gives the workforce for as long as it is asked; None where there is none."""


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
    workforce: AskWorkforce = nobody,
) -> PipelineReport:
    """Of the people asked for: who is ready at `as_of`, who will be within so many months by the plan, who is nearly, and who is blocked.

    For the role asked for by name; else by the choice; else for the target role, or the next rung of a ladder. `rights` are the facts of
    today, whatever was known when. `workforce` answers for many, where it is there and nobody is asked for by name. Raises NotFoundError
    for a role asked for that is not there.
    """
    if not 1 <= months <= MOST_MONTHS:
        description = f"Ask for 1 to {MOST_MONTHS} months."
        raise InvalidFieldsError([FieldViolation("months", "OUT_OF_RANGE", description)])
    question = ReadinessQuestion(
        principal=principal,
        asked=asked,
        role_id=role_id,
        choice=choice,
        as_of=as_of,
        without_choice=FOR_PROMOTION,
    )
    until = months_after(as_of.astimezone(UTC).date(), months)
    with workforce() as everybody:
        reach = reach_for_figures(principal=principal, facts=rights, lines=everybody)
        check_names_nobody(asked, reach)
        if role_id is not None:
            role_with_requirements(role_id, facts=facts)
        if everybody is not None and not asked.person_ids:
            fresh = Freshness(as_of=as_of, latest=everybody.latest_event, lag=everybody.lag)
            found = everybody.on_the_way(question, reach=reach, until=until)
        else:
            fresh = freshness(facts=facts, as_of=as_of)
            found = _one_by_one(question, reach=reach, facts=facts)
    people_count = sum(len(each.person_ids) for each in found.standing)
    check_had_begun(found_anybody=people_count + found.without_role_count > 0, as_of=as_of, facts=facts)
    by_plan = _ready_by_plan(question, found, enrolments=enrolments, facts=facts, until=until)
    roles = pipeline(
        (
            each.role,
            candidate(
                person_id=person_id, choice=each.choice, state=each.state, ready_at=by_plan.get(person_id)
            ),
        )
        for each in found.standing
        for person_id in each.person_ids
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
        people_count=people_count,
        without_role_count=found.without_role_count,
        until=until,
        freshness=fresh,
    )


def _one_by_one(question: ReadinessQuestion, *, reach: Reach, facts: Facts) -> OnTheWay:
    people = people_asked_for(asked=question.asked, reach=reach, facts=facts, as_of=question.as_of)
    compared = comparisons(people=people, role_id=question.role_id, choices=question.choices, facts=facts)
    with_role = [person for person in people if person.person_id in compared]
    judged = judge(people=with_role, compared=compared, facts=facts, as_of=question.as_of)
    return OnTheWay(
        standing=[
            StandAlike((each.person_id,), role=each.role, choice=each.choice, state=each.state)
            for each in judged
        ],
        changing=frozenset(each.person_id for each in judged if not each.state.is_ready),
        without_role_count=len(people) - len(compared),
    )


def _ready_by_plan(
    question: ReadinessQuestion, found: OnTheWay, *, enrolments: Enrolments, facts: Facts, until: datetime
) -> Mapping[str, datetime]:
    """When each of those who are not ready and will be by then first is, by person id: looked at one by one, where something changes."""
    waiting = frozenset(
        person_id for each in found.standing if not each.state.is_ready for person_id in each.person_ids
    )
    planned = _planned(waiting, facts=facts, enrolments=enrolments, as_of=question.as_of)
    to_look_at = found.changing | {each.person_id for each in planned}
    people = people_by_id(to_look_at, facts=facts, as_of=question.as_of)
    compared = comparisons(people=people, role_id=question.role_id, choices=question.choices, facts=facts)
    with_role = [person for person in people if person.person_id in compared]
    proven = evidence(
        person_ids=frozenset(person.person_id for person in with_role),
        roles=[compared[person.person_id].role for person in with_role],
        with_skill_names=False,
        planned=planned,
        facts=facts,
    )
    ready_at = {
        person.person_id: first_ready_at(
            role=compared[person.person_id].role,
            planned=Record(portfolio=proven.portfolios[person.person_id], tenure=person.tenure),
            catalogue=proven.catalogue,
            after=question.as_of,
            until=until,
        )
        for person in with_role
    }
    return {person_id: at for person_id, at in ready_at.items() if at is not None}


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
