"""Stacks, experience, alternatives and weights: how a role that asks for these is met, and what people are told."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from cairn_reporting.domain.achievements import Achievement
from cairn_reporting.domain.catalogue import CredentialKind, Role
from cairn_reporting.domain.comparison import Comparison
from cairn_reporting.domain.demands import (
    AnyOf,
    CredentialDemand,
    Demand,
    ExperienceDemand,
    StackDemand,
    TimeInRoleDemand,
)
from cairn_reporting.domain.explanations import readiness_sentence, requirement_sentence
from cairn_reporting.domain.fulfilment import reached_at
from cairn_reporting.domain.readiness import (
    PersonReadiness,
    ReadinessState,
    RequirementStanding,
    RequirementState,
    person_readiness,
)
from cairn_reporting.domain.tenure import RoleHeld, Tenure, months_after
from tests.support.reporting.builders import (
    UNKNOWN_TENURE,
    catalogue,
    credential,
    day,
    held,
    period,
    place,
    proof,
    record,
    role,
    skill,
    stack,
)

CATALOGUE = catalogue(
    credential("ads"),
    credential("content"),
    credential("social"),
    credential("bsc", kind=CredentialKind.DEGREE),
    credential("basics", {"sql": 2}),
    stacks=(
        stack("stack-marketing", place("ads"), place("content", "content-before"), place("social")),
        stack("stack-any", place("ads"), place("stack-marketing"), required_count=1),
    ),
)
MARKETING = StackDemand("stack-marketing")
ADS, CONTENT, SOCIAL = (
    held(name, name, period(0, end)) for name, end in (("ads", 30), ("content", 20), ("social", None))
)
DEGREE_OR_STACK = AnyOf(((CredentialDemand("bsc"),), (MARKETING, ExperienceDemand(12, None))))


def _ready(of: Role, *achievements: Achievement, tenure: Tenure = UNKNOWN_TENURE) -> PersonReadiness:
    return person_readiness(
        person_id="ada",
        comparison=Comparison(role=of, choice=None),
        record=record(CATALOGUE, *achievements, tenure=tenure),
        catalogue=CATALOGUE,
        at=day(10),
    )


def _standing(
    demand: Demand, *achievements: Achievement, tenure: Tenure = UNKNOWN_TENURE
) -> RequirementStanding:
    (standing,) = _ready(role(demand), *achievements, tenure=tenure).standings
    return standing


def test_a_stack_is_met_until_the_first_of_its_places_is_empty() -> None:
    standing = _standing(MARKETING, ADS, CONTENT, SOCIAL)
    assert (standing.state, standing.met_until) == (RequirementState.MET_UNTIL, day(20))
    assert requirement_sentence(standing) == (
        "Stack-marketing: complete, up to and including 20 January 2026."
    )


def test_a_stack_that_is_not_complete_says_how_much_of_it_is_there() -> None:
    standing = _standing(MARKETING, ADS)
    assert standing.state is RequirementState.MISSING
    assert requirement_sentence(standing) == (
        "Stack-marketing is asked for and not complete: 1 of the 3 credentials that it needs count now."
    )


def test_what_counts_as_a_credential_fills_its_place() -> None:
    before = held("before", "content-before", period(0, None))
    assert _standing(MARKETING, ADS, before, SOCIAL).met_until == day(30)


def test_a_nested_stack_fills_a_place() -> None:
    assert _standing(StackDemand("stack-any"), ADS, CONTENT, SOCIAL).met_until == day(30)


def test_experience_with_the_employer_counts_from_the_hiring_date() -> None:
    reached = _standing(ExperienceDemand(12, None), tenure=Tenure(hired_on=date(2025, 1, 11)))
    assert reached.state is RequirementState.MET
    later = _standing(ExperienceDemand(12, None), tenure=Tenure(hired_on=date(2025, 1, 12)))
    assert later.state is RequirementState.MISSING
    assert requirement_sentence(later) == (
        "12 months with this employer are asked for; they are reached on 12 January 2026."
    )


@pytest.mark.parametrize(
    ("since", "months", "expected"),
    [
        (date(2024, 2, 29), 12, datetime(2025, 2, 28, tzinfo=UTC)),
        (date(2025, 12, 31), 2, datetime(2026, 2, 28, tzinfo=UTC)),
        (date(2025, 1, 1), 24, datetime(2027, 1, 1, tzinfo=UTC)),
    ],
)
def test_months_are_those_of_the_calendar(since: date, months: int, expected: datetime) -> None:
    assert months_after(since, months) == expected


@pytest.mark.parametrize(
    "demand", [ExperienceDemand(12, None), ExperienceDemand(12, "clerk"), TimeInRoleDemand(6)]
)
def test_what_no_fact_tells_of_is_unknown_and_not_counted(demand: Demand) -> None:
    found = _ready(role(proof("social"), demand), SOCIAL)
    assert (found.state, found.met_count, found.counted_count) == (ReadinessState.READY, 1, 1)
    assert "Not counted, since it is unknown here" in readiness_sentence(found)
    assert requirement_sentence(found.standings[1]).endswith("unknown here and not counted.")


CLERK_TWICE = Tenure(
    present=RoleHeld("clerk", date(2025, 12, 1), None),
    past=(
        RoleHeld("clerk", date(2024, 1, 1), date(2024, 7, 1)),
        RoleHeld("guide", date(2024, 7, 1), date(2025, 12, 1)),
    ),
)


@pytest.mark.parametrize(
    ("demand", "reached"),
    [
        (TimeInRoleDemand(1), date(2026, 1, 1)),
        (TimeInRoleDemand(2), date(2026, 2, 1)),
        (ExperienceDemand(5, "clerk"), date(2024, 6, 1)),
        # The 182 days of 2024 count as if they had ended when the second time began: from 2 June 2025 on.
        (ExperienceDemand(7, "clerk"), date(2026, 1, 2)),
        (ExperienceDemand(17, "guide"), date(2025, 12, 1)),
        (ExperienceDemand(18, "guide"), None),
    ],
)
def test_time_in_a_role_counts_from_the_day_it_was_taken_on_and_adds_up(
    demand: ExperienceDemand | TimeInRoleDemand, reached: date | None
) -> None:
    found = reached_at(demand=demand, tenure=CLERK_TWICE)
    assert (found.date() if found else None) == reached
    met = reached is not None and datetime(reached.year, reached.month, reached.day, tzinfo=UTC) <= day(10)
    standing = _standing(demand, tenure=CLERK_TWICE)
    assert standing.state is (RequirementState.MET if met else RequirementState.MISSING)


def test_time_in_a_role_that_is_still_short_says_when_it_is_reached() -> None:
    assert requirement_sentence(_standing(TimeInRoleDemand(2), tenure=CLERK_TWICE)).endswith(
        "they are reached on 1 February 2026."
    )
    assert requirement_sentence(_standing(ExperienceDemand(18, "guide"), tenure=CLERK_TWICE)).endswith(
        "are asked for and not reached."
    )


def test_a_role_is_named_and_one_month_is_one() -> None:
    named = replace(CATALOGUE, roles={"clerk": Role("clerk", "Sales Clerk", ())})
    in_role = ExperienceDemand(1, "clerk")
    assert named.demand_name(in_role) == "1 month as Sales Clerk"
    assert CATALOGUE.demand_name(in_role) == "1 month as clerk"
    soon = replace(CLERK_TWICE, present=RoleHeld("clerk", date(2026, 1, 1), None))
    assert requirement_sentence(_standing(TimeInRoleDemand(1), tenure=soon)) == (
        "1 month in the present role is asked for; it is reached on 1 February 2026."
    )


def test_nobody_is_ready_for_a_role_of_which_nothing_is_known() -> None:
    found = _ready(role(TimeInRoleDemand(6)))
    assert found.state is ReadinessState.NOT_YET
    assert readiness_sentence(found).startswith(
        "Not yet ready for Engineer: nothing that it asks for is known."
    )


def test_a_degree_is_met_by_nothing_else_unless_the_role_names_an_alternative() -> None:
    everything = (ADS, CONTENT, SOCIAL)
    assert _standing(proof("bsc"), *everything).state is RequirementState.BLOCKED
    alternative = _standing(DEGREE_OR_STACK, *everything, tenure=Tenure(hired_on=date(2020, 1, 1)))
    assert (alternative.state, alternative.met_until) == (RequirementState.MET_UNTIL, day(20))
    assert requirement_sentence(alternative) == (
        "BSC or Stack-marketing and 12 months with this employer: met: one of these is enough, "
        "up to and including 20 January 2026."
    )


def test_of_several_ways_each_has_to_be_met_as_a_whole() -> None:
    standing = _standing(DEGREE_OR_STACK, ADS, CONTENT, SOCIAL, tenure=Tenure(hired_on=date(2025, 12, 1)))
    assert standing.state is RequirementState.MISSING
    assert requirement_sentence(standing).endswith("one of these is enough; none is there.")


def test_a_way_that_is_unknown_does_not_count_beside_one_that_is_known() -> None:
    standing = _standing(DEGREE_OR_STACK, ADS, CONTENT, SOCIAL)
    assert standing.state is RequirementState.MISSING
    only_unknown = AnyOf(((TimeInRoleDemand(6),), (MARKETING, ExperienceDemand(6, "clerk"))))
    assert _standing(only_unknown, ADS).state is RequirementState.UNKNOWN


def test_whoever_has_the_must_haves_and_half_of_what_helps_is_ready() -> None:
    asked = role(proof("social"), proof("ads"), proof("bsc"), skill("sql", 2), weights=(None, 2, 1, 1))
    with_half = _ready(asked, SOCIAL, ADS)
    assert (with_half.state, with_half.ready_until) == (ReadinessState.READY_UNTIL, day(30))
    assert readiness_sentence(with_half).endswith(
        "the last day of ADS: 2 of 4 requirements met. It would also help to have BSC and Sql at level 2 (working)."
    )
    assert _ready(asked, SOCIAL).state is ReadinessState.NOT_YET


def test_a_degree_that_only_helps_blocks_nobody() -> None:
    found = _ready(role(proof("social"), proof("bsc"), proof("ads"), weights=(None, 1, 1)), SOCIAL, ADS)
    assert found.state is ReadinessState.READY_UNTIL
    assert found.standings[1].state is RequirementState.MISSING


def test_what_helps_goes_on_for_as_long_as_half_of_it_is_met() -> None:
    asked = role(proof("ads"), proof("content"), proof("bsc"), weights=(1, 1, 1))
    assert _ready(asked, ADS, CONTENT).ready_until == day(20)
    assert _ready(role(proof("ads"), proof("content"), weights=(1, 1)), ADS, CONTENT).ready_until == day(30)


def test_what_helps_and_joins_before_the_rest_ends_keeps_somebody_ready() -> None:
    asked = role(proof("ads"), proof("content"), weights=(1, 1))
    later = held("a9", "content", period(12, 40))
    found = _ready(asked, ADS, later)
    assert (found.state, found.ready_until) == (ReadinessState.READY_UNTIL, day(40))
    assert readiness_sentence(found) == (
        "Ready for Engineer up to and including 9 February 2026, the last day of CONTENT: 1 of 2 requirements met. "
        "That reckons with CONTENT from 13 January 2026 on. It would also help to have CONTENT."
    )
    without_end = _ready(asked, ADS, held("a9", "content", period(30, None)))
    assert (without_end.state, without_end.ready_until) == (ReadinessState.READY, None)
    with_a_break = _ready(asked, ADS, held("a9", "content", period(31, None)))
    assert (with_a_break.state, with_a_break.ready_until) == (ReadinessState.READY_UNTIL, day(30))
