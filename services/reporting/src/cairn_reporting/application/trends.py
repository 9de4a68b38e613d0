"""How readiness, gaps and credentials of a set of people went from month to month."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Protocol

from cairn_platform.errors import FieldViolation, InvalidFieldsError
from cairn_platform.identity import Principal
from cairn_reporting.application.beginnings import check_had_begun_in
from cairn_reporting.application.freshness import Freshness, freshness
from cairn_reporting.application.lines import Lines
from cairn_reporting.application.loading import role_with_requirements
from cairn_reporting.application.people import PeopleFilter, candidates_asked_for
from cairn_reporting.application.people_over_time import PeopleThen, people_over_time
from cairn_reporting.application.ports import Facts, Lag, LatestEvent
from cairn_reporting.application.reach import Reach, reach_for_figures
from cairn_reporting.application.report_size import check_lines
from cairn_reporting.application.skill_gaps import check_names_nobody
from cairn_reporting.domain.comparison import FOR_READINESS, RoleChoice
from cairn_reporting.domain.dimensions import Dimension, grouped
from cairn_reporting.domain.months import Month, month_of, months_between
from cairn_reporting.domain.suppression import hidden_groups, is_small
from cairn_reporting.domain.trends import TrendFigures, trend_figures

MOST_MONTHS = 120
USUAL_MONTHS = 12


@dataclass(frozen=True, slots=True)
class MonthsAsked:
    """From the first to the last month, both included, or `count` of them; None: the current one is the last, and it is the last of
    twelve.
    """

    first: Month | None
    last: Month | None
    count: int | None = None

    def within(self, *, now: datetime) -> tuple[Month, ...]:
        """The months, in order. Raises InvalidFieldsError for more than 120 of them, and for a last one before the first."""
        if self.count is not None and not 1 <= self.count <= MOST_MONTHS:
            description = f"Ask for 1 to {MOST_MONTHS} months."
            raise InvalidFieldsError([FieldViolation("months", "OUT_OF_RANGE", description)])
        if self.count is not None and self.first and self.last:
            description = "How many they are follows from the first and the last."
            raise InvalidFieldsError([FieldViolation("months", "NOT_BOTH", description)])
        count = self.count or USUAL_MONTHS
        last = self.last or (self.first.plus(count - 1) if self.first else month_of(now))
        first = self.first or last.plus(1 - count)
        if last < first:
            raise InvalidFieldsError(
                [FieldViolation("until_month", "OUT_OF_RANGE", "The last month lies before the first.")]
            )
        if first.plus(MOST_MONTHS) <= last:
            description = f"At most {MOST_MONTHS} months can be asked for."
            raise InvalidFieldsError([FieldViolation("until_month", "TOO_MANY", description)])
        return tuple(months_between(first, last))


@dataclass(frozen=True, slots=True)
class TrendMonth:
    """A month's end: `figures` is None where the viewer could tell persons from them; a month that is not over yet lies `ahead`."""

    month: Month
    at: datetime
    ahead: bool
    figures: TrendFigures | None


@dataclass(frozen=True, slots=True)
class TrendGroup:
    """The months of those people who have one thing in common at each month's end."""

    group: str
    months: Sequence[TrendMonth]


@dataclass(frozen=True, slots=True)
class TrendReport:
    """Month by month, all together and, where it was asked for, group by group."""

    months: Sequence[TrendMonth]
    groups: Sequence[TrendGroup]
    freshness: Freshness


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendQuestion:
    """How the people asked for stand at the end of each of the `months`, of which the first is only there for the second to be told
    against: by the role asked for by name; else by the choice; without one as readiness and gaps do by themselves.
    """

    asked: PeopleFilter
    role_id: str | None
    choice: RoleChoice | None
    months: Sequence[Month]
    group_by: Dimension | None

    @property
    def choices(self) -> Sequence[RoleChoice]:
        """Which of the people's roles readiness is told for, the first that is found."""
        return (self.choice,) if self.choice else FOR_READINESS


@dataclass(frozen=True, slots=True)
class MonthlyFigures:
    """Of each month of a question but the first, in order: the figures of all, and those of each group, by name."""

    in_all: Sequence[TrendFigures]
    groups: Mapping[str, Sequence[TrendFigures]]
    found_anybody: bool


class Workforce(Lines, Protocol):
    """Everybody at once: the same answers as person by person, fast for many."""

    @property
    def latest_event(self) -> LatestEvent | None:
        """The latest event that it knows of; None where there is none."""

    @property
    def lag(self) -> Lag | None:
        """How far all that is known was behind; None where nobody measured it yet."""

    def trends(self, question: TrendQuestion, *, reach: Reach) -> MonthlyFigures:
        """The figures of the people asked for, nobody of them by name; raises what the report does."""


AskWorkforce = Callable[[], AbstractContextManager[Workforce | None]]
"""Gives the workforce for as long as it is asked; None where there is none."""


def report_trends(
    *,
    principal: Principal,
    asked: PeopleFilter,
    role_id: str | None,
    choice: RoleChoice | None,
    months: MonthsAsked,
    group_by: Dimension | None,
    now: datetime,
    facts: Facts,
    rights: Facts,
    workforce: AskWorkforce,
) -> TrendReport:
    """The figures at the end of each month, of the people who fitted then and by the roles of then.

    `rights` are the facts of today, whatever was known when. `workforce` answers for many, where it is there and nobody is asked for by
    name. Raises NotFoundError for a role asked for that is not there, and ReportTooLargeError for too many groups of too many months.
    """
    asked_months = months.within(now=now)
    if role_id is not None:
        role_with_requirements(role_id, facts=facts)
    question = TrendQuestion(
        asked=asked,
        role_id=role_id,
        choice=choice,
        # What opened and was closed in the first month shows against the end of the one before.
        months=(asked_months[0].plus(-1), *asked_months),
        group_by=group_by,
    )
    with workforce() as everybody:
        reach = reach_for_figures(principal=principal, facts=rights, lines=everybody)
        check_names_nobody(asked, reach)
        if everybody is not None and not asked.person_ids:
            fresh = Freshness(as_of=now, latest=everybody.latest_event, lag=everybody.lag)
            found = everybody.trends(question, reach=reach)
        else:
            fresh = freshness(facts=facts, as_of=now)
            found = _one_by_one(question, reach=reach, facts=facts)
    check_had_begun_in(
        "until_month", found_anybody=found.found_anybody, as_of=asked_months[-1].ends_at, facts=facts
    )
    smallest_cell = None if reach.sees_persons else facts.settings().smallest_cell

    def told(figures: Sequence[TrendFigures | None]) -> Sequence[TrendMonth]:
        return [
            TrendMonth(month=month, at=month.ends_at, ahead=month.ends_at > now, figures=of_month)
            for month, of_month in zip(asked_months, figures, strict=True)
        ]

    return TrendReport(
        months=told([_seen(each, smallest_cell) for each in found.in_all]),
        groups=[
            TrendGroup(group=group, months=told(figures))
            for group, figures in _seen_by_group(found.groups, smallest_cell).items()
        ],
        freshness=fresh,
    )


def _one_by_one(question: TrendQuestion, *, reach: Reach, facts: Facts) -> MonthlyFigures:
    over_time = people_over_time(
        candidates=candidates_asked_for(
            asked=question.asked, reach=reach, facts=facts, since=question.months[0].ends_at.date()
        ),
        role_id=question.role_id,
        choice=question.choice,
        months=question.months,
        facts=facts,
    )
    return MonthlyFigures(
        in_all=_figures(over_time),
        groups=_by_group(over_time, dimension=question.group_by) if question.group_by else {},
        found_anybody=any(each.people for each in over_time),
    )


def _figures(over_time: Sequence[PeopleThen]) -> Sequence[TrendFigures]:
    """Of each month but the first, which the second is told against."""
    return [trend_figures(now.standing, before.standing) for before, now in pairwise(over_time)]


def _by_group(
    over_time: Sequence[PeopleThen], *, dimension: Dimension
) -> Mapping[str, Sequence[TrendFigures]]:
    """The same for the people of each group; whoever changes the group leaves the one and joins the other."""
    members = [grouped(people=each.people, dimension=dimension) for each in over_time]
    groups = sorted({group for each in members for group in each}, key=lambda each: (not each, each))
    check_lines(len(groups) * (len(over_time) - 1))
    return {
        group: _figures(
            [
                PeopleThen(
                    people=(),
                    standing={
                        person_id: then.standing[person_id] for person_id in sorted(of_month.get(group, ()))
                    },
                )
                for then, of_month in zip(over_time, members, strict=True)
            ]
        )
        for group in groups
    }


def _seen(figures: TrendFigures, smallest_cell: int | None) -> TrendFigures | None:
    """The figures, or None where a viewer who may not see persons could tell one from them."""
    if smallest_cell and is_small(figures.behind, smallest_cell=smallest_cell):
        return None
    return figures


def _seen_by_group(
    figures: Mapping[str, Sequence[TrendFigures]], smallest_cell: int | None
) -> Mapping[str, Sequence[TrendFigures | None]]:
    """The same for groups beside their total, month by month."""
    if smallest_cell is None:
        return figures
    seen: dict[str, list[TrendFigures | None]] = {group: [] for group in figures}
    for of_month in zip(*figures.values(), strict=True):
        behind = {group: each.behind for group, each in zip(figures, of_month, strict=True)}
        hidden = hidden_groups(behind, smallest_cell=smallest_cell)
        for group, each in zip(figures, of_month, strict=True):
            seen[group].append(None if group in hidden else each)
    return seen
