"""How readiness, gaps and credentials of a set of people went from month to month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from cairn_platform.errors import FieldViolation, InvalidFieldsError
from cairn_platform.identity import Principal
from cairn_reporting.application.beginnings import check_had_begun_in
from cairn_reporting.application.freshness import Freshness, freshness
from cairn_reporting.application.people import PeopleFilter, candidates_asked_for
from cairn_reporting.application.people_over_time import PeopleThen, people_over_time
from cairn_reporting.application.ports import Facts
from cairn_reporting.application.reach import reach_for_figures
from cairn_reporting.application.report_size import check_lines
from cairn_reporting.application.skill_gaps import check_names_nobody
from cairn_reporting.domain.comparison import RoleChoice
from cairn_reporting.domain.dimensions import Dimension, grouped
from cairn_reporting.domain.months import Month, month_of, months_between
from cairn_reporting.domain.suppression import hidden_groups, is_small
from cairn_reporting.domain.trends import TrendFigures, trend_figures

MOST_MONTHS = 120
USUAL_MONTHS = 12


@dataclass(frozen=True, slots=True)
class MonthsAsked:
    """From the first to the last month, both included; None: the current one is the last, and it is the last of twelve."""

    first: Month | None
    last: Month | None

    def within(self, *, now: datetime) -> tuple[Month, ...]:
        """The months, in order. Raises InvalidFieldsError for more than 120 of them, and for a last one before the first."""
        last = self.last or (self.first.plus(USUAL_MONTHS - 1) if self.first else month_of(now))
        first = self.first or last.plus(1 - USUAL_MONTHS)
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
) -> TrendReport:
    """The figures at the end of each month, of the people who fitted then and by the roles of then.

    `rights` are the facts of today, whatever was known when. Raises NotFoundError for a role asked for that is not there, and
    ReportTooLargeError for too many groups of too many months.
    """
    reach = reach_for_figures(principal=principal, facts=rights)
    check_names_nobody(asked, reach)
    fresh = freshness(facts=facts, as_of=now)
    asked_months = months.within(now=now)
    # What opened and was closed in the first month shows against the end of the one before.
    before = asked_months[0].plus(-1)
    over_time = people_over_time(
        candidates=candidates_asked_for(asked=asked, reach=reach, facts=facts, since=before.ends_at.date()),
        role_id=role_id,
        choice=choice,
        months=(before, *asked_months),
        facts=facts,
    )
    check_had_begun_in(
        "until_month",
        found_anybody=any(each.people for each in over_time),
        as_of=asked_months[-1].ends_at,
        facts=facts,
    )
    smallest_cell = None if reach.sees_persons else facts.settings().smallest_cell

    def told(figures: Sequence[TrendFigures | None]) -> Sequence[TrendMonth]:
        return [
            TrendMonth(month=month, at=month.ends_at, ahead=month.ends_at > now, figures=of_month)
            for month, of_month in zip(asked_months, figures, strict=True)
        ]

    figures_by_group = _by_group(over_time, dimension=group_by) if group_by else {}
    return TrendReport(
        months=told([_seen(each, smallest_cell) for each in _figures(over_time)]),
        groups=[
            TrendGroup(group=group, months=told(figures))
            for group, figures in _seen_by_group(figures_by_group, smallest_cell).items()
        ],
        freshness=fresh,
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
