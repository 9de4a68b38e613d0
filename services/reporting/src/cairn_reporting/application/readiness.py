"""How ready people are for a role, requirement by requirement."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from cairn_platform.errors import FieldViolation, InvalidFieldsError, PageTokenInvalidError
from cairn_platform.identity import Principal
from cairn_platform.paging import MAX_PAGE_SIZE, Page, PageRequest, page_of
from cairn_reporting.application.beginnings import check_had_begun
from cairn_reporting.application.freshness import Freshness, freshness
from cairn_reporting.application.lines import Lines
from cairn_reporting.application.loading import comparisons, evidence, role_with_requirements
from cairn_reporting.application.people import PeopleFilter, people_asked_for, people_by_id
from cairn_reporting.application.ports import Facts, Lag, LatestEvent
from cairn_reporting.application.reach import Reach, reach_for_figures, reach_of
from cairn_reporting.application.readiness_figures import CountedReadiness, counted_one_by_one, seen
from cairn_reporting.application.skill_gaps import check_names_nobody
from cairn_reporting.domain.comparison import FOR_READINESS, Comparison, RoleChoice
from cairn_reporting.domain.dimensions import Dimension
from cairn_reporting.domain.fulfilment import Record
from cairn_reporting.domain.readiness import PersonReadiness, ReadinessState, person_readiness
from cairn_reporting.domain.workforce import Person


@dataclass(frozen=True, slots=True)
class ReadinessReport:
    """One page of readiness, and how many of all the people asked for have no role to compare with.

    The figures of all of them are there where they were asked for, and for who may not see persons.
    """

    people: Sequence[PersonReadiness]
    next_page_token: str
    without_role_count: int
    freshness: Freshness
    figures: CountedReadiness | None = None


@dataclass(frozen=True, slots=True)
class FiguresAsked:
    """Whether figures are asked for, also group by group, and whether they are `alone`, without people."""

    group_by: Dimension | None
    alone: bool

    @property
    def wanted(self) -> bool:
        """There are to be figures."""
        return self.alone or self.group_by is not None


NO_FIGURES = FiguresAsked(group_by=None, alone=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadinessQuestion:
    """The readiness at `as_of` of the people asked for: for the role asked for by name; else by the choice; else for the target role, the
    next rung of a ladder or the own role, whichever is found first. Only who is in one of the `states` is told of, where any are named;
    figures are about all the people asked for.
    """

    principal: Principal
    asked: PeopleFilter
    role_id: str | None
    choice: RoleChoice | None
    as_of: datetime
    without_choice: Sequence[RoleChoice] = FOR_READINESS
    states: frozenset[ReadinessState] = frozenset()

    @property
    def choices(self) -> Sequence[RoleChoice]:
        """Which of the people's roles, the first that is found."""
        return (self.choice,) if self.choice else self.without_choice

    def asks_for(self, state: ReadinessState) -> bool:
        """Who is in this state is told of."""
        return not self.states or state in self.states


@dataclass(frozen=True, slots=True)
class WhoIsCompared:
    """How many of the people asked for have a role to compare with, and how many have none; of those who have one the ids, in order, of who
    is in a state that is asked for.
    """

    person_ids: Sequence[str]
    compared_count: int
    without_role_count: int


class Workforce(Lines, Protocol):
    """Everybody at once: the same answers as person by person, fast for many."""

    @property
    def latest_event(self) -> LatestEvent | None:
        """The latest event that it knows of; None where there is none."""

    @property
    def lag(self) -> Lag | None:
        """How far all that is known was behind; None where nobody measured it yet."""

    def who_is_compared(self, question: ReadinessQuestion, *, reach: Reach) -> WhoIsCompared:
        """Whom the readiness report is about, nobody of them by name; raises what it does."""

    def readiness(
        self, question: ReadinessQuestion, *, reach: Reach, group_by: Dimension | None
    ) -> CountedReadiness:
        """How many of them are how ready, in all and group by group."""


AskWorkforce = Callable[[], AbstractContextManager[Workforce | None]]
"""Gives the workforce for as long as it is asked; None where there is none."""


def nobody() -> AbstractContextManager[None]:
    """There is no workforce: people are looked at one by one."""
    return nullcontext()


def report_readiness(
    question: ReadinessQuestion,
    *,
    figures: FiguresAsked,
    page: PageRequest,
    facts: Facts,
    rights: Facts,
    workforce: AskWorkforce,
) -> ReadinessReport:
    """One page of what is asked, by person id, and the figures of everybody who was asked for. Who may not see persons gets figures alone.

    `rights` are the facts of today, whatever was known when: by them people may be asked about. `workforce` answers for many, where it is
    there and nobody is asked for by name. Raises NotFoundError for a role asked for that is not there and RoleWithoutRequirementsError for
    one that demands nothing.
    """
    with workforce() as everybody:
        reach = reach_for_figures(principal=question.principal, facts=rights, lines=everybody)
        check_names_nobody(question.asked, reach)
        _check_lists_nobody(question, reach)
        if not reach.sees_persons:
            figures = replace(figures, alone=True)
        found = _look_up(question, reach=reach, figures=figures, facts=facts, workforce=everybody)
    counted = found.counted and seen(
        found.counted, smallest_cell=None if reach.sees_persons else facts.settings().smallest_cell
    )
    if figures.alone:
        return replace(found.report([], next_page_token=""), figures=counted)
    shown = _page(found.whom.person_ids, page, states=question.states)
    return replace(found.report(shown.items, next_page_token=shown.next_token), figures=counted)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadinessBatch:
    """Some people's readiness, with which `done` of `total` people are told of."""

    report: ReadinessReport
    done: int
    total: int


def readiness_of_everybody(
    question: ReadinessQuestion, *, after: str, facts: Facts, rights: Facts, workforce: AskWorkforce
) -> Iterator[ReadinessBatch]:
    """The same as `report_readiness`, of everybody behind the person `after`, some at a time; looked up once.

    There is a batch, though an empty one, also where there is nobody.
    """
    with workforce() as everybody:
        reach = reach_of(principal=question.principal, facts=rights, lines=everybody)
        found = _look_up(question, reach=reach, figures=NO_FIGURES, facts=facts, workforce=everybody)
    person_ids = found.whom.person_ids
    first = bisect_right(person_ids, after)
    if not person_ids:
        yield ReadinessBatch(report=found.report([], next_page_token=""), done=0, total=0)
    for start in range(first, len(person_ids), MAX_PAGE_SIZE):
        batch = person_ids[start : start + MAX_PAGE_SIZE]
        yield ReadinessBatch(
            report=found.report(batch, next_page_token=""), done=start + len(batch), total=len(person_ids)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _LookedUp:
    """Whom a report is about; `judged` tells of some of those who are compared, by their ids."""

    whom: WhoIsCompared
    counted: CountedReadiness | None
    freshness: Freshness
    judged: Callable[[Sequence[str]], Sequence[PersonReadiness]]

    def report(self, person_ids: Sequence[str], *, next_page_token: str) -> ReadinessReport:
        """The readiness of these of them."""
        return ReadinessReport(
            people=self.judged(person_ids),
            next_page_token=next_page_token,
            without_role_count=self.whom.without_role_count,
            freshness=self.freshness,
        )


def _look_up(
    question: ReadinessQuestion,
    *,
    reach: Reach,
    figures: FiguresAsked,
    facts: Facts,
    workforce: Workforce | None,
) -> _LookedUp:
    if question.role_id is not None:
        role_with_requirements(question.role_id, facts=facts)
    if workforce is not None and not question.asked.person_ids:
        found = _by_workforce(question, workforce=workforce, reach=reach, figures=figures, facts=facts)
    else:
        found = _one_by_one(question, reach=reach, figures=figures, facts=facts)
    found_anybody = found.whom.compared_count + found.whom.without_role_count > 0
    check_had_begun(found_anybody=found_anybody, as_of=question.as_of, facts=facts)
    return found


def _by_workforce(
    question: ReadinessQuestion, *, workforce: Workforce, reach: Reach, figures: FiguresAsked, facts: Facts
) -> _LookedUp:
    """The workforce says who they are; what else is known is read of those alone who are told of."""

    def judged(person_ids: Sequence[str]) -> Sequence[PersonReadiness]:
        people = people_by_id(person_ids, facts=facts, as_of=question.as_of)
        compared = comparisons(people=people, role_id=question.role_id, choices=question.choices, facts=facts)
        # Whoever lost the role or left the state since the workforce was asked is told of no more.
        still = [each for each in people if each.person_id in compared]
        found = judge(people=still, compared=compared, facts=facts, as_of=question.as_of)
        return [each for each in found if question.asks_for(each.state)]

    whom = workforce.who_is_compared(question, reach=reach)
    counted = (
        workforce.readiness(question, reach=reach, group_by=figures.group_by) if figures.wanted else None
    )
    fresh = Freshness(as_of=question.as_of, latest=workforce.latest_event, lag=workforce.lag)
    return _LookedUp(whom=whom, counted=counted, freshness=fresh, judged=judged)


def _one_by_one(
    question: ReadinessQuestion, *, reach: Reach, figures: FiguresAsked, facts: Facts
) -> _LookedUp:
    fresh = freshness(facts=facts, as_of=question.as_of)
    people = people_asked_for(asked=question.asked, reach=reach, facts=facts, as_of=question.as_of)
    compared = comparisons(people=people, role_id=question.role_id, choices=question.choices, facts=facts)

    def judged(person_ids: Sequence[str]) -> Sequence[PersonReadiness]:
        wanted = frozenset(person_ids)
        chosen = [each for each in people if each.person_id in wanted]
        return judge(people=chosen, compared=compared, facts=facts, as_of=question.as_of)

    everybody = judged(tuple(compared)) if figures.wanted or question.states else ()
    whom = WhoIsCompared(
        person_ids=sorted(
            (each.person_id for each in everybody if each.state in question.states)
            if question.states
            else compared
        ),
        compared_count=len(compared),
        without_role_count=len(people) - len(compared),
    )
    counted = counted_one_by_one(people, everybody, group_by=figures.group_by) if figures.wanted else None
    return _LookedUp(whom=whom, counted=counted, freshness=fresh, judged=judged)


def judge(
    *, people: Sequence[Person], compared: Mapping[str, Comparison], facts: Facts, as_of: datetime
) -> Sequence[PersonReadiness]:
    """How ready each of these people is for the role that the person is compared with, in their order."""
    proven = evidence(
        person_ids=frozenset(person.person_id for person in people),
        roles=[compared[person.person_id].role for person in people],
        with_skill_names=False,
        facts=facts,
    )
    return [
        person_readiness(
            person_id=person.person_id,
            comparison=compared[person.person_id],
            record=Record(portfolio=proven.portfolios[person.person_id], tenure=person.tenure),
            catalogue=proven.catalogue,
            at=as_of,
        )
        for person in people
    ]


def page_key_length(states: frozenset[ReadinessState]) -> int:
    """How many parts the sort key of a page has: the person, and the states that are asked for."""
    return 1 + len(states)


def _page(person_ids: Sequence[str], request: PageRequest, *, states: frozenset[ReadinessState]) -> Page[str]:
    """The page after the one that the token ends; a token goes on with the states that it was given for, and no others."""
    following = person_ids
    named = sorted(each.value for each in states)
    if request.after:
        last_seen, *asked = request.after
        if not isinstance(last_seen, str) or asked != named:
            raise PageTokenInvalidError
        following = person_ids[bisect_right(person_ids, last_seen) :]
    return page_of(following[: request.size + 1], request=request, key=lambda person_id: (person_id, *named))


def _check_lists_nobody(question: ReadinessQuestion, reach: Reach) -> None:
    """Who may not see persons cannot ask who is in a state."""
    if question.states and not reach.sees_persons:
        description = "You may ask how many are in which state, not who."
        raise InvalidFieldsError([FieldViolation("states", "NOT_ALLOWED", description)])
