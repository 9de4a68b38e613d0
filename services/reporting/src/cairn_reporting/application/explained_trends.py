"""What is behind a figure of a month: the people, how ready they were, their gaps and credentials."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from cairn_platform.errors import FieldViolation, InvalidFieldsError
from cairn_platform.identity import Principal
from cairn_platform.paging import PageRequest
from cairn_reporting.application.beginnings import check_had_begun_in
from cairn_reporting.application.explained_people import CountedCredential, page_of_people
from cairn_reporting.application.freshness import Freshness, freshness
from cairn_reporting.application.loading import Evidence, evidence
from cairn_reporting.application.people import PeopleFilter, candidates_asked_for
from cairn_reporting.application.people_over_time import PeopleThen, RolesInQuestion, people_over_time
from cairn_reporting.application.ports import Facts
from cairn_reporting.application.reach import reach_of
from cairn_reporting.domain.achievements import Achievement, joint_coverage
from cairn_reporting.domain.catalogue import Requirement
from cairn_reporting.domain.comparison import Comparison, RoleChoice
from cairn_reporting.domain.dimensions import Dimension, grouped
from cairn_reporting.domain.fulfilment import Record
from cairn_reporting.domain.months import Month
from cairn_reporting.domain.readiness import (
    PersonReadiness,
    RequirementStanding,
    person_readiness,
    requirement_standing,
)
from cairn_reporting.domain.trend_people import TrendFigure, TrendPerson, people_behind_month
from cairn_reporting.domain.workforce import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthsFigure:
    """A figure at a month's end, of everybody or of one group."""

    month: Month
    figure: TrendFigure
    group_by: Dimension | None
    group: str | None

    def __post_init__(self) -> None:
        if self.group is not None and self.group_by is None:
            description = "Say by what the report is grouped."
            raise InvalidFieldsError([FieldViolation("group", "NO_DIMENSION", description)])


@dataclass(frozen=True, slots=True)
class ExplainedTrendPerson:
    """Somebody behind the figure, as at the month's end: `readiness` is None where no role was found."""

    person_id: str
    readiness: PersonReadiness | None
    gaps: Sequence[RequirementStanding]
    credentials: Sequence[CountedCredential]


@dataclass(frozen=True, slots=True)
class TrendExplanation:
    """One page of the people behind a figure, the figure, and how many people they are."""

    people: Sequence[ExplainedTrendPerson]
    next_page_token: str
    count: int
    people_count: int
    freshness: Freshness


def explain_trend(
    *,
    principal: Principal,
    asked: PeopleFilter,
    role_id: str | None,
    choice: RoleChoice | None,
    told: MonthsFigure,
    page: PageRequest,
    now: datetime,
    facts: Facts,
    rights: Facts,
) -> TrendExplanation:
    """The people whom a figure of the trends counts, by person id, each with what counts.

    Raises what the report raises; RoleRequiredError for who may not see persons.
    """
    reach = reach_of(principal=principal, facts=rights)
    fresh = freshness(facts=facts, as_of=now)
    months = (told.month.plus(-1), told.month)
    before, then = people_over_time(
        candidates=candidates_asked_for(
            asked=asked, reach=reach, facts=facts, since=months[0].ends_at.date()
        ),
        role_id=role_id,
        choice=choice,
        months=months,
        facts=facts,
    )
    check_had_begun_in(
        "month",
        found_anybody=bool(before.people or then.people),
        as_of=told.month.ends_at,
        facts=facts,
    )
    behind = people_behind_month(
        _of_group(then, told).standing, _of_group(before, told).standing, figure=told.figure
    )
    shown, next_page_token = page_of_people(behind, page, person_id=lambda each: each.person_id)
    # Whoever is no more among the people of the month is told of as at the end of the one before.
    as_they_were = {person.person_id: person for of_month in (before, then) for person in of_month.people}
    people = [as_they_were[each.person_id] for each in shown]
    roles = RolesInQuestion(role_id=role_id, choice=choice, people=people, facts=facts)
    proven = evidence(
        person_ids=frozenset(person.person_id for person in people),
        roles=roles.every_role(),
        with_skill_names=True,
        facts=facts,
    )
    return TrendExplanation(
        people=[
            _explained(each, person=person, roles=roles, proven=proven, told=told)
            for each, person in zip(shown, people, strict=True)
        ],
        next_page_token=next_page_token,
        count=sum(each.counted for each in behind),
        people_count=len(behind),
        freshness=fresh,
    )


def _of_group(then: PeopleThen, told: MonthsFigure) -> PeopleThen:
    if told.group_by is None or told.group is None:
        return then
    members = grouped(people=then.people, dimension=told.group_by).get(told.group, frozenset())
    return PeopleThen(
        people=then.people,
        standing={person_id: each for person_id, each in then.standing.items() if person_id in members},
    )


def _explained(
    behind: TrendPerson, *, person: Person, roles: RolesInQuestion, proven: Evidence, told: MonthsFigure
) -> ExplainedTrendPerson:
    record = Record(portfolio=proven.portfolios[person.person_id], tenure=person.tenure)
    at = told.month.ends_at
    aimed_at = roles.aimed_at(person)
    return ExplainedTrendPerson(
        person_id=person.person_id,
        readiness=person_readiness(
            person_id=person.person_id,
            comparison=Comparison(role=aimed_at, choice=None),
            record=record,
            catalogue=proven.catalogue,
            at=at,
        )
        if aimed_at
        else None,
        gaps=[
            requirement_standing(
                requirement=Requirement(requirement_id="", demand=demand, weight=None),
                record=record,
                catalogue=proven.catalogue,
                at=at,
            )
            for demand in behind.gaps
        ],
        credentials=[
            CountedCredential(
                credential_id=credential_id,
                credential_name=proven.catalogue.credential_name(credential_id),
                achievement_ids=_achievement_ids(record.portfolio.holdings.get(credential_id, ()), told=told),
                times=behind.credential_ids.count(credential_id),
            )
            for credential_id in sorted(set(behind.credential_ids))
        ],
    )


def _achievement_ids(achievements: Iterable[Achievement], *, told: MonthsFigure) -> Sequence[str]:
    """Those by which the figure counts a credential: that count at the month's end, or began or ceased to within the month."""
    after, at = told.month.plus(-1).ends_at, told.month.ends_at
    match told.figure:
        case TrendFigure.CREDENTIALS_GAINED:
            found = (
                each
                for each in achievements
                if any(after < period.valid_from <= at for period in each.periods)
            )
        case TrendFigure.CREDENTIALS_LAPSED:
            found = (
                each
                for each in achievements
                if any(period.valid_until and after < period.valid_until <= at for period in each.periods)
            )
        case _:
            found = (each for each in achievements if joint_coverage(facts=[each], at=at))
    return sorted(each.achievement_id for each in found)
