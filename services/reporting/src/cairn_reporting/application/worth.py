"""What it was worth: which promotions followed a credential, what a closed gap cost, and what of the collected is still used."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from typing import Protocol

from cairn_platform.errors import FieldViolation, InvalidFieldsError
from cairn_platform.identity import Principal
from cairn_reporting.application.beginnings import check_had_begun_in
from cairn_reporting.application.freshness import Freshness, freshness
from cairn_reporting.application.lines import Lines
from cairn_reporting.application.loading import Evidence, evidence, with_nested
from cairn_reporting.application.people import PeopleFilter, people_asked_for
from cairn_reporting.application.ports import Facts, Lag, LatestEvent, PeopleSelection
from cairn_reporting.application.reach import Reach, reach_for_figures
from cairn_reporting.application.skill_gaps import check_names_nobody
from cairn_reporting.domain.catalogue import Ladder, Role
from cairn_reporting.domain.demands import StackDemand, singles
from cairn_reporting.domain.gaps import ComparedPerson
from cairn_reporting.domain.promotions import Promotion, credentials_before, promotions
from cairn_reporting.domain.suppression import Figures, hidden_groups, is_small
from cairn_reporting.domain.usefulness import RolesInUse
from cairn_reporting.domain.workforce import Person
from cairn_reporting.domain.worth import CostPerGap, Span, WorthLine, costs_per_gap, worth_lines

MOST_MONTHS = 120
USUAL_MONTHS = 12
_A_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class WorthQuestion:
    """From the first to the last day, None: a year up to today; a promotion follows what was gained up to so many months before it."""

    first_on: date | None
    last_on: date | None
    months: int

    def __post_init__(self) -> None:
        if not 1 <= self.months <= MOST_MONTHS:
            description = f"Ask for 1 to {MOST_MONTHS} months."
            raise InvalidFieldsError([FieldViolation("months", "OUT_OF_RANGE", description)])

    def days(self, *, now: datetime) -> tuple[date, date]:
        """The first and the last day. Raises InvalidFieldsError for a last one before the first, or in the future."""
        today = now.astimezone(UTC).date()
        last_on = self.last_on or today
        first_on = self.first_on or last_on - _A_YEAR
        if last_on < first_on:
            description = "The last day lies before the first."
            raise InvalidFieldsError([FieldViolation("until_on", "OUT_OF_RANGE", description)])
        if last_on > today:
            description = "What it was worth is known of days that have come."
            raise InvalidFieldsError([FieldViolation("until_on", "IN_FUTURE", description)])
        return first_on, last_on


@dataclass(frozen=True, slots=True)
class WorthTotals:
    """All credentials together: a promotion that followed several of them, and a gap that several closed, counts once."""

    promotions: int
    promotions_followed: int
    gained: int
    gained_without_cost: int
    gaps_closed: int
    costs: tuple[CostPerGap, ...]
    held: int
    used: int


@dataclass(frozen=True, slots=True)
class WorthReport:
    """Credential by credential, and together. Who may not see persons gets no line or total that is about few.

    `followed` are the promotions, each with the credentials that it followed.
    """

    lines: Sequence[WorthLine]
    totals: WorthTotals | None
    hidden_count: int
    followed: Mapping[Promotion, frozenset[str]]
    people_count: int
    first_on: date
    last_on: date
    freshness: Freshness


@dataclass(frozen=True, slots=True)
class WorthSpan:
    """From the first to the last day; a promotion follows what was gained up to so many months before it."""

    first_on: date
    last_on: date
    months: int

    @property
    def span(self) -> Span:
        """From the first day's first moment to the end of the last."""
        return span_of(self.first_on, self.last_on)

    @property
    def last_instant(self) -> datetime:
        """The last of the span."""
        return self.span.ends_at - datetime.resolution


@dataclass(frozen=True, slots=True)
class MeasuredWorth:
    """The lines of a set of people, how many they are, and their promotions with the credentials that they followed."""

    lines: Sequence[WorthLine]
    followed: Mapping[Promotion, frozenset[str]]
    people_count: int


class Workforce(Lines, Protocol):
    """Everybody at once: the same answers as person by person, fast for many."""

    @property
    def latest_event(self) -> LatestEvent | None:
        """The latest event that it knows of; None where there is none."""

    @property
    def lag(self) -> Lag | None:
        """How far all that is known was behind; None where nobody measured it yet."""

    def worth(self, asked: PeopleFilter, *, reach: Reach, span: WorthSpan) -> MeasuredWorth:
        """Of the people asked for, nobody of them by name; raises what the report does."""


AskWorkforce = Callable[[], AbstractContextManager[Workforce | None]]
"""Gives the workforce for as long as it is asked; None where there is none."""


def report_worth(
    *,
    principal: Principal,
    asked: PeopleFilter,
    question: WorthQuestion,
    now: datetime,
    facts: Facts,
    rights: Facts,
    workforce: AskWorkforce,
) -> WorthReport:
    """What the credentials of the people asked for, as they are on the last day, were worth in a span of days.

    `rights` are the facts of today, whatever was known when. `workforce` answers for many, where it is there and nobody is asked for by
    name.
    """
    first_on, last_on = question.days(now=now)
    span = WorthSpan(first_on=first_on, last_on=last_on, months=question.months)
    with workforce() as everybody:
        reach = reach_for_figures(principal=principal, facts=rights, lines=everybody)
        check_names_nobody(asked, reach)
        if everybody is not None and not asked.person_ids:
            fresh = Freshness(as_of=now, latest=everybody.latest_event, lag=everybody.lag)
            found = everybody.worth(asked, reach=reach, span=span)
        else:
            fresh = freshness(facts=facts, as_of=now)
            found = _one_by_one(asked, reach=reach, span=span, facts=facts)
    check_had_begun_in("until_on", found_anybody=found.people_count > 0, as_of=_begins(last_on), facts=facts)
    hidden = frozenset[str]()
    totals: WorthTotals | None = _totals(found.lines, followed=found.followed)
    if not reach.sees_persons:
        smallest_cell = facts.settings().smallest_cell
        hidden = hidden_groups(
            {line.credential_id: line.behind for line in found.lines}, smallest_cell=smallest_cell
        )
        if is_small(_behind(found.lines, followed=found.followed), smallest_cell=smallest_cell):
            totals = None
    return WorthReport(
        lines=[line for line in found.lines if line.credential_id not in hidden],
        totals=totals,
        hidden_count=len(hidden),
        followed=found.followed,
        people_count=found.people_count,
        first_on=first_on,
        last_on=last_on,
        freshness=fresh,
    )


def span_of(first_on: date, last_on: date) -> Span:
    """From the first day's first moment to the end of the last, in UTC."""
    return Span(begins_at=_begins(first_on), ends_at=_begins(last_on + timedelta(days=1)))


def roles_in_use(roles: Collection[Role], *, facts: Facts) -> RolesInUse:
    """What these roles use."""
    stack_ids = {
        demand.stack_id
        for demand in singles(each.demand for role in roles for each in role.requirements)
        if isinstance(demand, StackDemand)
    }
    return RolesInUse(roles, stacks=with_nested(stack_ids, facts=facts))


def _one_by_one(asked: PeopleFilter, *, reach: Reach, span: WorthSpan, facts: Facts) -> MeasuredWorth:
    people = people_asked_for(asked=asked, reach=reach, facts=facts, as_of=span.last_instant)
    roles = facts.roles({role_id for person in people for role_id in person.role_ids})
    proven = evidence(
        person_ids=frozenset(person.person_id for person in people),
        roles=roles.values(),
        with_skill_names=False,
        facts=facts,
    )
    followed = _followed(
        people,
        proven=proven,
        ladders=facts.ladders(),
        days=(span.first_on, span.last_on),
        months=span.months,
    )
    lines = worth_lines(
        people=[
            ComparedPerson(
                person_id=person.person_id,
                portfolio=proven.portfolios[person.person_id],
                roles=tuple(roles[role_id] for role_id in person.role_ids if role_id in roles),
            )
            for person in people
        ],
        followed=followed,
        in_use=_in_use(facts, last_on=span.last_on),
        catalogue=proven.catalogue,
        span=span.span,
    )
    return MeasuredWorth(lines=lines, followed=followed, people_count=len(people))


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _followed(
    people: Sequence[Person],
    *,
    proven: Evidence,
    ladders: Sequence[Ladder],
    days: tuple[date, date],
    months: int,
) -> Mapping[Promotion, frozenset[str]]:
    """The promotions of these people, each with the credentials that it followed."""
    first_on, last_on = days
    return {
        promotion: credentials_before(
            promotion,
            achievements=chain.from_iterable(proven.portfolios[person.person_id].holdings.values()),
            months=months,
        )
        for person in people
        for promotion in promotions(person, ladders=ladders, first_on=first_on, last_on=last_on)
    }


def _in_use(facts: Facts, *, last_on: date) -> RolesInUse:
    """The roles that somebody of the tenant has on the day, or aims at."""
    everybody = (
        career.on(last_on)
        for career in facts.careers(PeopleSelection(), since=last_on)
        if career.present.tenure.employs_on(last_on)
    )
    role_ids = {
        role_id
        for person in everybody
        for role_id in (*person.role_ids, person.target_role_id)
        if role_id is not None
    }
    return roles_in_use(facts.roles(role_ids).values(), facts=facts)


def _totals(lines: Sequence[WorthLine], *, followed: Mapping[Promotion, frozenset[str]]) -> WorthTotals:
    return WorthTotals(
        promotions=len(followed),
        promotions_followed=sum(bool(credential_ids) for credential_ids in followed.values()),
        gained=sum(len(line.gained) for line in lines),
        gained_without_cost=sum(len(line.gained) for line in lines if line.cost is None and not line.is_free),
        gaps_closed=len({gap for line in lines for gap in line.closed}),
        costs=costs_per_gap(lines),
        held=sum(len(line.holders) for line in lines),
        used=sum(len(line.holders) for line in lines if line.is_used),
    )


def _behind(lines: Sequence[WorthLine], *, followed: Mapping[Promotion, frozenset[str]]) -> Figures:
    """How many people stand behind each of the totals."""
    return (
        len({each.person_id for each in followed}),
        len({each.person_id for each, credential_ids in followed.items() if credential_ids}),
        len({person_id for line in lines for person_id in line.gained}),
        len({person_id for line in lines for person_id, _ in line.closed}),
        len({person_id for line in lines for person_id in line.holders}),
        len({person_id for line in lines if line.is_used for person_id in line.holders}),
    )
