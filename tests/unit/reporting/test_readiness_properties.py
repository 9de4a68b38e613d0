"""What holds of readiness and gaps whatever people have proven and whatever was said of them."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from cairn_reporting.domain.achievements import Achievement
from cairn_reporting.domain.assessments import Assessment, Assessor
from cairn_reporting.domain.catalogue import CredentialKind, Role
from cairn_reporting.domain.comparison import Comparison
from cairn_reporting.domain.demands import (
    AnyOf,
    CredentialDemand,
    ExperienceDemand,
    SkillDemand,
    StackDemand,
    TimeInRoleDemand,
)
from cairn_reporting.domain.explanations import readiness_sentence, requirement_sentence
from cairn_reporting.domain.gaps import ComparedPerson, Gap, skill_gaps
from cairn_reporting.domain.readiness import (
    READINESS_RANKING,
    REQUIREMENT_RANKING,
    PersonReadiness,
    ReadinessState,
    RequirementState,
    person_readiness,
)
from cairn_reporting.domain.ready_periods import ready_periods
from cairn_reporting.domain.recertification import recertification_lines
from cairn_reporting.domain.tenure import RoleHeld, Tenure
from tests.support.reporting.builders import (
    assessed,
    catalogue,
    credential,
    day,
    held,
    period,
    place,
    portfolios,
    proof,
    record,
    role,
    skill,
    stack,
)

CATALOGUE = catalogue(
    credential("basics", {"python": 1, "sql": 2}),
    credential("course", {"python": 2}),
    credential("exam", {"python": 4, "sql": 3}),
    credential("pmp"),
    credential("cpa", kind=CredentialKind.LICENCE),
    credential("bsc", {"sql": 1}, kind=CredentialKind.DEGREE),
    stacks=(
        stack("stack-all", place("basics"), place("course", "pmp")),
        stack("stack-some", place("stack-all"), place("cpa"), place("exam"), required_count=2),
        stack("stack-round", place("stack-round"), place("exam")),
    ),
)
TENURE = Tenure(
    hired_on=date(2025, 12, 5),
    present=RoleHeld("guide", date(2026, 1, 4), None),
    past=(RoleHeld("clerk", date(2025, 12, 5), date(2026, 1, 4)),),
)
PEOPLE = ("ada", "bob", "cleo")
Fact = Achievement | Assessment

_demands = st.one_of(
    st.builds(skill, st.sampled_from(["python", "sql"]), st.integers(1, 4)),
    st.builds(proof, st.sampled_from([*CATALOGUE.credentials, "unknown"])),
)
_singles = st.one_of(
    _demands,
    st.builds(StackDemand, st.sampled_from([*CATALOGUE.stacks, "unknown"])),
    st.builds(ExperienceDemand, st.integers(1, 2), st.sampled_from([None, "clerk"])),
    st.builds(TimeInRoleDemand, st.integers(1, 2)),
)
_ways = st.lists(st.lists(_singles, min_size=1, max_size=3).map(tuple), min_size=2, max_size=3)
_rich_demands = _singles | _ways.map(lambda ways: AnyOf(tuple(ways)))
roles = st.lists(st.tuples(_rich_demands, st.none() | st.integers(1, 100)), min_size=1, max_size=6).map(
    lambda asked: role(*(demand for demand, _ in asked), weights=tuple(weight for _, weight in asked))
)
_starts = st.integers(0, 8)
_periods = st.builds(
    lambda first, length: period(first, None if length is None else first + length),
    _starts,
    st.sampled_from([1, 2, 3, 5, 8, None]),
)
_achievements = st.builds(
    lambda credential_id, person_id, verified, periods: held(
        "", credential_id, *periods, person_id=person_id, verified=verified
    ),
    st.sampled_from([*CATALOGUE.credentials, "unknown"]),
    st.sampled_from(PEOPLE),
    st.sampled_from([True, True, True, False]),
    st.lists(_periods, min_size=1, max_size=2),
)
_assessments = st.builds(
    lambda skill_id, level, on, by, person_id, withdrawn: assessed(
        "", skill_id, level, on=on, by=by, person_id=person_id, withdrawn=withdrawn
    ),
    st.sampled_from(["python", "sql"]),
    st.integers(0, 4),
    st.integers(0, 12),
    st.sampled_from(Assessor),
    st.sampled_from(PEOPLE),
    st.sampled_from([False, False, False, True]),
)
days = st.integers(0, 16)


def _numbered(found: Sequence[Achievement], prefix: str) -> list[Fact]:
    return [
        Achievement(f"{prefix}{number}", each.person_id, each.credential_id, each.verified, each.periods)
        for number, each in enumerate(found)
    ]


def _named(found: Sequence[Assessment]) -> list[Fact]:
    return [replace(each, assessment_id=f"s{number}") for number, each in enumerate(found)]


some_assessments = st.lists(_assessments, max_size=5).map(_named)
some_facts = st.tuples(
    st.lists(_achievements, max_size=8).map(lambda found: _numbered(found, "a")), some_assessments
).map(lambda both: [*both[0], *both[1]])
more_achievements = st.lists(_achievements, min_size=1, max_size=4).map(
    lambda found: _numbered(found, "more")
)


def _readiness(of: Role, facts: Sequence[Fact], at: int) -> PersonReadiness:
    return person_readiness(
        person_id="ada",
        comparison=Comparison(role=of, choice=None),
        record=record(CATALOGUE, *facts, tenure=TENURE),
        catalogue=CATALOGUE,
        at=day(at),
    )


def _gaps(of: Role, facts: Sequence[Fact], at: int) -> tuple[Gap, ...]:
    found = portfolios(CATALOGUE, PEOPLE, facts)
    return skill_gaps(
        people=[
            ComparedPerson(person_id=person_id, portfolio=found[person_id], roles=(of,))
            for person_id in PEOPLE
        ],
        catalogue=CATALOGUE,
        at=day(at),
    )


@given(of=roles, before=some_facts, more=more_achievements, at=days)
def test_more_verified_credentials_never_make_anybody_less_ready(
    of: Role, before: list[Fact], more: list[Fact], at: int
) -> None:
    first, then = _readiness(of, before, at), _readiness(of, [*before, *more], at)
    assert READINESS_RANKING.index(then.state) >= READINESS_RANKING.index(first.state)
    assert then.met_count >= first.met_count
    assert then.share >= first.share
    for earlier, later in zip(first.standings, then.standings, strict=True):
        assert REQUIREMENT_RANKING.index(later.state) >= REQUIREMENT_RANKING.index(earlier.state)
        assert later.held_level >= earlier.held_level
        if earlier.met_until and later.met_until:
            assert later.met_until >= earlier.met_until
    if first.ready_until and then.ready_until:
        assert then.ready_until >= first.ready_until


@given(of=roles, before=some_facts, said=some_assessments, at=days)
def test_an_assessment_never_takes_away_what_a_verified_credential_proves(
    of: Role, before: list[Fact], said: list[Fact], at: int
) -> None:
    proven = [each for each in before if isinstance(each, Achievement)]
    first, then = _readiness(of, proven, at), _readiness(of, [*proven, *said], at)
    assert READINESS_RANKING.index(then.state) >= READINESS_RANKING.index(first.state)
    assert then.share >= first.share
    for earlier, later in zip(first.standings, then.standings, strict=True):
        assert REQUIREMENT_RANKING.index(later.state) >= REQUIREMENT_RANKING.index(earlier.state)
        assert later.held_level >= earlier.held_level


@given(of=roles, facts=some_facts, at=days)
def test_what_is_met_until_a_date_is_met_up_to_it_and_not_at_it(of: Role, facts: list[Fact], at: int) -> None:
    for number, standing in enumerate(_readiness(of, facts, at).standings):
        if standing.met_until is None:
            continue
        end = (standing.met_until - day(0)).days
        assert end > at
        for instant in range(at, end):
            assert _readiness(of, facts, instant).standings[number].state.is_met
        assert not _readiness(of, facts, end).standings[number].state.is_met


@given(of=roles, facts=some_facts, at=days, seed=st.integers())
def test_the_order_of_the_facts_changes_nothing(of: Role, facts: list[Fact], at: int, seed: int) -> None:
    shuffled = random.Random(seed).sample(facts, k=len(facts))
    assert _readiness(of, shuffled, at) == _readiness(of, facts, at)
    assert _gaps(of, shuffled, at) == _gaps(of, facts, at)
    lines = [
        recertification_lines(
            portfolios=portfolios(CATALOGUE, people, known),
            catalogue=CATALOGUE,
            at=day(at),
        )
        for known, people in ((facts, PEOPLE), (shuffled, PEOPLE[::-1]))
    ]
    assert lines[0] == lines[1]


@given(of=roles, facts=some_facts, at=days)
def test_what_is_demanded_is_supplied_or_short(of: Role, facts: list[Fact], at: int) -> None:
    for gap in _gaps(of, facts, at):
        assert gap.demanded == gap.supplied + gap.short == len(PEOPLE)
        assert gap.supplied >= 0
        assert len(set(gap.short_person_ids)) == gap.short


@given(of=roles, facts=some_facts, at=days)
def test_whoever_is_short_in_the_gap_has_not_met_it_in_readiness(
    of: Role, facts: list[Fact], at: int
) -> None:
    short = {gap.demand for gap in _gaps(of, facts, at) if "ada" in gap.short_person_ids}
    own = [each for each in facts if each.person_id == "ada"]
    unmet = {
        standing.requirement.demand
        for standing in _readiness(of, own, at).standings
        if not standing.state.is_met
        and isinstance(standing.requirement.demand, SkillDemand | CredentialDemand)
    }
    assert short == unmet


@given(of=roles, facts=some_facts, at=days)
def test_whoever_is_ready_until_a_date_is_ready_up_to_it_and_not_at_it(
    of: Role, facts: list[Fact], at: int
) -> None:
    found = _readiness(of, facts, at)
    if found.state is ReadinessState.READY:
        assert all(_readiness(of, facts, instant).state.is_ready for instant in range(at, 80))
    if found.ready_until is None:
        return
    end = (found.ready_until - day(0)).days
    assert end > at
    assert all(_readiness(of, facts, instant).state.is_ready for instant in range(at, end))
    assert not _readiness(of, facts, end).state.is_ready


@given(of=roles, facts=some_facts)
def test_the_periods_of_being_ready_are_the_instants_at_which_somebody_is(
    of: Role, facts: list[Fact]
) -> None:
    found = ready_periods(
        role=of,
        record=record(CATALOGUE, *facts, tenure=TENURE),
        catalogue=CATALOGUE,
        since=period(2, 60),
    )
    for at in range(60):
        is_ready = at >= 2 and _readiness(of, facts, at).state.is_ready
        assert any(each.contains(day(at)) for each in found) is is_ready


@given(of=roles, facts=some_facts, at=days)
def test_the_share_is_everything_where_somebody_is_ready_without_lacking_what_helps(
    of: Role, facts: list[Fact], at: int
) -> None:
    found = _readiness(of, facts, at)
    assert 0 <= found.share <= 1
    counted = [each for each in found.standings if each.state is not RequirementState.UNKNOWN]
    assert (found.share == 1) == (bool(counted) and all(each.state.is_met for each in counted))


@given(of=roles, facts=some_facts, at=days)
def test_no_credential_moves_a_requirement_into_or_out_of_unknown(
    of: Role, facts: list[Fact], at: int
) -> None:
    unknown = [
        [each.state is RequirementState.UNKNOWN for each in _readiness(of, known, at).standings]
        for known in ([], facts)
    ]
    assert unknown[0] == unknown[1]


@given(of=roles, facts=some_facts, at=days)
def test_every_standing_has_a_sentence_that_names_it(of: Role, facts: list[Fact], at: int) -> None:
    found = _readiness(of, facts, at)
    assert of.name in readiness_sentence(found)
    for standing in found.standings:
        sentence = requirement_sentence(standing)
        assert sentence.startswith(standing.name)
        assert sentence.endswith(".")
        assert not any(person_id in sentence for person_id in PEOPLE)
