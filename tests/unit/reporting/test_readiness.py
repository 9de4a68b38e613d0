"""Readiness, requirement by requirement and as a whole."""

from dataclasses import replace

import pytest

from cairn_reporting.domain.achievements import Achievement, Portfolio
from cairn_reporting.domain.catalogue import CredentialKind, Role
from cairn_reporting.domain.comparison import Comparison, RoleChoice
from cairn_reporting.domain.demands import Demand
from cairn_reporting.domain.fulfilment import Record
from cairn_reporting.domain.readiness import (
    PersonReadiness,
    ReadinessState,
    RequirementStanding,
    RequirementState,
    person_readiness,
    readiness_of,
    requirement_standing,
)
from tests.support.reporting.builders import (
    UNKNOWN_TENURE,
    catalogue,
    credential,
    day,
    held,
    period,
    portfolio,
    proof,
    record,
    role,
    skill,
)

CATALOGUE = catalogue(
    credential("basics", {"python": 1}),
    credential("course", {"python": 2}),
    credential("exam", {"python": 3}),
    credential("pmp", kind=CredentialKind.INDUSTRY_CERTIFICATION),
    credential("cpa", kind=CredentialKind.LICENCE),
    credential("bsc", {"python": 3}, kind=CredentialKind.DEGREE),
)
MET, MET_UNTIL = RequirementState.MET, RequirementState.MET_UNTIL
SHORT, MISSING, BLOCKED = RequirementState.SHORT, RequirementState.MISSING, RequirementState.BLOCKED


def _standing(demand: Demand, having: Portfolio, *, at: int = 5) -> RequirementStanding:
    (requirement,) = role(demand).requirements
    return requirement_standing(
        requirement=requirement,
        record=Record(portfolio=having, tenure=UNKNOWN_TENURE),
        catalogue=CATALOGUE,
        at=day(at),
    )


def _readiness(of: Role, having: Portfolio, *, at: int = 5) -> PersonReadiness:
    return person_readiness(
        person_id="ada",
        comparison=Comparison(role=of, choice=RoleChoice.TARGET),
        record=Record(portfolio=having, tenure=UNKNOWN_TENURE),
        catalogue=CATALOGUE,
        at=day(at),
    )


def _proof_of(standing: RequirementStanding) -> Achievement:
    assert standing.proof is not None
    assert isinstance(standing.proof.by, Achievement)
    return standing.proof.by


def test_a_skill_proven_for_ever_is_met() -> None:
    found = _standing(skill("python", 2), portfolio(CATALOGUE, held("a1", "exam", period(0, None))))
    assert (found.state, found.met_until, found.held_level) == (MET, None, 3)
    assert found.proof is not None
    assert _proof_of(found) == held("a1", "exam", period(0, None))


def test_a_skill_proven_with_an_end_is_met_until_that_end() -> None:
    found = _standing(skill("python", 3), portfolio(CATALOGUE, held("a1", "exam", period(0, 10))))
    assert (found.state, found.met_until) == (MET_UNTIL, day(10))


def test_a_requirement_is_no_longer_met_at_the_instant_of_expiry() -> None:
    having = portfolio(CATALOGUE, held("a1", "exam", period(0, 10)))
    assert _standing(skill("python", 3), having, at=10).state is MISSING


def test_a_lower_level_that_lasts_longer_meets_a_lower_demand_for_longer() -> None:
    having = portfolio(CATALOGUE, held("a1", "exam", period(0, 10)), held("a2", "course", period(0, 30)))
    found = _standing(skill("python", 2), having)
    assert (found.held_level, found.met_until) == (3, day(30))
    assert found.proof is not None
    assert _proof_of(found).achievement_id == "a2"


def test_a_requirement_is_met_through_what_follows_without_a_break() -> None:
    having = portfolio(CATALOGUE, held("a1", "exam", period(0, 10)), held("a2", "bsc", period(10, None)))
    found = _standing(skill("python", 3), having)
    assert found.state is MET
    assert found.proof is not None
    assert (_proof_of(found).achievement_id, found.proof.others_follow) == ("a1", True)


def test_a_lower_level_leaves_a_skill_short_and_names_what_gives_it() -> None:
    having = portfolio(CATALOGUE, held("a1", "basics", period(0, None)))
    found = _standing(skill("python", 3), having)
    assert (found.state, found.held_level, found.met_until) == (SHORT, 1, None)
    assert found.proof is not None
    assert _proof_of(found).achievement_id == "a1"


def test_a_skill_of_which_nothing_is_there_is_missing() -> None:
    found = _standing(skill("python", 1), portfolio(CATALOGUE))
    assert (found.state, found.held_level, found.proof, found.ended_at) == (MISSING, 0, None, None)


def test_what_met_a_requirement_before_is_remembered() -> None:
    having = portfolio(
        CATALOGUE, held("a1", "exam", period(0, 3), period(3, 4)), held("a2", "basics", period(0, 5))
    )
    assert _standing(skill("python", 3), having).ended_at == day(4)
    assert _standing(skill("python", 3), having, at=3).ended_at is None


def test_a_credential_is_met_by_itself_alone() -> None:
    assert _standing(proof("pmp"), portfolio(CATALOGUE, held("a1", "pmp", period(0, None)))).state is MET
    assert _standing(proof("pmp"), portfolio(CATALOGUE, held("a1", "pmp", period(0, 9)))).met_until == day(9)
    assert _standing(proof("pmp"), portfolio(CATALOGUE, held("a1", "exam", period(0, None)))).state is MISSING


@pytest.mark.parametrize("credential_id", ["cpa", "bsc"])
def test_a_licence_or_degree_that_is_lacking_blocks(credential_id: str) -> None:
    lacking = portfolio(
        CATALOGUE, held("a1", "exam", period(0, None)), held("a2", credential_id, period(0, 5))
    )
    assert _standing(proof(credential_id), lacking).state is BLOCKED
    there = portfolio(CATALOGUE, held("a1", credential_id, period(0, 6)))
    assert _standing(proof(credential_id), there).state is MET_UNTIL


def test_a_credential_that_has_not_arrived_is_missing_and_does_not_block() -> None:
    found = _standing(proof("brand-new"), portfolio(CATALOGUE))
    assert (found.state, found.name) == (MISSING, "brand-new")


@pytest.mark.parametrize(
    ("states", "whole"),
    [
        ([MET, MET], ReadinessState.READY),
        ([MET, MET_UNTIL], ReadinessState.READY),
        ([MET, MET, MET_UNTIL, MISSING], ReadinessState.NEARLY),
        ([MET, MET, MET, SHORT], ReadinessState.NEARLY),
        ([MET, MET, MISSING], ReadinessState.NOT_YET),
        ([MET, MET, MET, MET, MET, MISSING, SHORT], ReadinessState.NOT_YET),
        ([SHORT], ReadinessState.NOT_YET),
        ([MET, MET, MET, MET, BLOCKED], ReadinessState.BLOCKED),
        ([BLOCKED], ReadinessState.BLOCKED),
        ([], ReadinessState.READY),
    ],
)
def test_the_whole_follows_from_the_requirements(
    states: list[RequirementState], whole: ReadinessState
) -> None:
    (asked,) = role(proof("pmp")).requirements
    standing = requirement_standing(
        requirement=asked, record=record(CATALOGUE), catalogue=CATALOGUE, at=day(5)
    )
    standings = [
        replace(standing, state=state, met_until=day(9) if state is MET_UNTIL else None) for state in states
    ]
    assert readiness_of(standings) is whole


def test_readiness_ends_with_the_first_requirement_to_end() -> None:
    having = portfolio(CATALOGUE, held("a1", "exam", period(0, 20)), held("a2", "pmp", period(0, 10)))
    found = _readiness(role(skill("python", 1), proof("pmp")), having)
    assert (found.state, found.ready_until, found.met_count) == (ReadinessState.READY_UNTIL, day(10), 2)


def test_only_who_is_ready_is_ready_until_a_date() -> None:
    having = portfolio(CATALOGUE, held("a2", "pmp", period(0, 10)))
    found = _readiness(role(skill("python", 1), proof("pmp")), having)
    assert (found.state, found.ready_until, found.met_count) == (ReadinessState.NOT_YET, None, 1)


def test_requirements_stand_in_the_order_of_the_role() -> None:
    found = _readiness(role(proof("pmp"), skill("python", 1), proof("cpa")), portfolio(CATALOGUE))
    assert [each.requirement.requirement_id for each in found.standings] == ["r1", "r2", "r3"]
    assert found.choice is RoleChoice.TARGET
