"""Reviews on MongoDB: claims taken, handed back and decided by right; capstones by their rubric."""

import pytest

from cairn.learners.v1 import events_pb2, progress_pb2
from cairn.learners.v1 import learners_service_pb2 as learners
from cairn.learners.v1 import review_parts_pb2 as parts
from cairn.learners.v1 import reviews_pb2 as contract
from tests.support.learners.company import Company
from tests.support.learners.mongo_world import MongoWorld

VERIFIED, REFUSED = progress_pb2.DECISION_VERIFIED, progress_pb2.DECISION_REFUSED
IN_REVIEW, WAITING = progress_pb2.STANDING_IN_REVIEW, progress_pb2.STANDING_WAITING_FOR_VERIFICATION


@pytest.fixture
def claim(company: Company) -> str:
    """A claim of ann's."""
    request = learners.ClaimAchievementRequest(credential_id="badge", issued_on="2026-01-15")
    return str(company.ask("ann", request).achievement.achievement_id)


def take(achievement_id: str) -> contract.TakeForReviewRequest:
    return contract.TakeForReviewRequest(achievement_id=achievement_id)


def back(achievement_id: str) -> contract.HandBackRequest:
    return contract.HandBackRequest(achievement_id=achievement_id)


def decide(
    achievement_id: str, decision: progress_pb2.Decision.ValueType = VERIFIED, **points: int
) -> learners.DecideAchievementRequest:
    scores = [parts.RubricScore(criterion_id=each, points=number) for each, number in points.items()]
    return learners.DecideAchievementRequest(
        achievement_id=achievement_id, decision=decision, reason="Looked at it.", scores=scores
    )


def rubric(*, expected_version: int = 0, passing: int = 5) -> contract.StateRubricRequest:
    levels = [parts.RubricLevel(points=each) for each in (0, 2, 4)]
    criteria = [
        parts.RubricCriterion(criterion_id=each, name=each, levels=levels) for each in ("depth", "style")
    ]
    return contract.StateRubricRequest(
        credential_id="badge", criteria=criteria, passing_points=passing, expected_version=expected_version
    )


@pytest.mark.parametrize(
    ("who", "known"),
    [
        ("ben", {"ann", "ben", "bob", "cleo"}),
        ("bob", {"ben", "bob", "cleo"}),
        ("zoe", {"zoe"}),
        ("hana", {"ann", "ben", "bob", "cleo", "zoe"}),
    ],
)
def test_names_are_told_of_the_line_the_own_team_who_is_above_and_to_hr_of_everybody(
    company: Company, who: str, known: set[str]
) -> None:
    asked = contract.NamePeopleRequest(person_ids=["ann", "ben", "bob", "cleo", "zoe", "made-up"])
    assert {each.person_id for each in company.ask(who, asked).names} == known


def test_a_claim_is_taken_decided_by_who_took_it_and_told(
    company: Company, world: MongoWorld, claim: str
) -> None:
    taken = company.ask("ben", take(claim)).achievement
    assert (taken.standing, taken.review.reviewer_id) == (IN_REVIEW, "ben")
    assert company.ask("ben", take(claim)).achievement == taken
    decided = company.ask("ben", decide(claim)).achievement
    assert decided.counts and decided.review == taken.review
    assert world.told() == ["achievement claimed", "achievement taken_for_review", "achievement verified"]
    last = max(
        (events_pb2.AchievementState.FromString(row["value"]) for row in world.database["outbox"].find({})),
        key=lambda each: each.version,
    )
    assert last.review == taken.review


def test_nobody_else_decides_on_it_until_it_is_handed_back(company: Company, claim: str) -> None:
    company.ask("ben", take(claim))
    for who in ("cleo", "hana"):
        assert company.refusal(who, decide(claim)) == "IN_REVIEW"
        assert company.refusal(who, take(claim)) == "IN_REVIEW"
    assert company.refusal("cleo", back(claim)) == "IN_REVIEW"
    handed = company.ask("ben", back(claim)).achievement
    assert handed.standing == WAITING and not handed.HasField("review")
    assert company.ask("cleo", decide(claim)).achievement.counts


def test_hr_hands_back_for_who_is_away_and_what_nobody_took_stays(company: Company, claim: str) -> None:
    before = company.ask("hana", back(claim)).achievement
    company.ask("ben", take(claim))
    assert company.ask("hana", back(claim)).achievement.standing == before.standing == WAITING


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        ("ann", "OWN_CLAIM"),
        ("bob", "NOT_FOUND"),
        ("zoe", "NOT_FOUND"),
        ("stranger", "NOT_FOUND"),
        ("tess", "ROLE_REQUIRED"),
        ("nobody", "ROLE_REQUIRED"),
    ],
)
def test_reviewing_needs_the_right(company: Company, claim: str, who: str, reason: str) -> None:
    assert company.refusal(who, take(claim)) == reason
    assert company.refusal(who, back(claim)) == reason
    assert company.refusal(who, decide(claim)) == reason


def test_a_reviewer_sees_and_decides_on_everybodys_claims_and_on_nothing_else(
    company: Company, claim: str
) -> None:
    waiting = learners.ListAchievementsRequest(decision=progress_pb2.DECISION_CLAIMED)
    assert [each.achievement_id for each in company.ask("rex", waiting).achievements] == [claim]
    assert company.refusal("rex", take(claim)) == "NO_PERSON"
    assert company.ask("rex", decide(claim)).achievement.counts
    asked = contract.NamePeopleRequest(person_ids=["ann", "ben", "made-up"])
    assert {each.person_id for each in company.ask("rex", asked).names} == {"ann", "ben"}
    assert company.refusal("rex", learners.GetPersonRequest(person_id="ann")) == "NOT_FOUND"
    assert company.refusal("rex", learners.GetPersonProgressRequest(person_id="ann")) == "NOT_FOUND"


def test_nobody_decides_on_the_own_claim_whatever_the_roles(company: Company) -> None:
    own = learners.ClaimAchievementRequest(credential_id="badge", issued_on="2026-01-15")
    every = {"roles": ["employee", "manager", "hr", "reviewer", "tenant-admin"]}
    claimed = company.ask("cleo", own).achievement.achievement_id
    for request in (take(claimed), back(claimed), decide(claimed)):
        assert company.refusal("cleo", request, realm_access=every) == "OWN_CLAIM"


def test_what_is_decided_is_neither_taken_nor_handed_back(company: Company, claim: str) -> None:
    company.ask("ben", decide(claim))
    for request in (take(claim), back(claim)):
        assert company.refusal("ben", request) == "ALREADY_DECIDED"


def test_a_capstone_is_verified_by_its_filled_rubric_only(company: Company, claim: str) -> None:
    company.ask("tess", rubric())
    assert company.violations("ben", decide(claim)) == [("scores", "REQUIRED")] * 2
    assert company.violations("ben", decide(claim, depth=4, style=0)) == [("decision", "BELOW_PASSING")]
    verified = company.ask("ben", decide(claim, depth=4, style=2)).achievement
    assert verified.counts
    assert (verified.grading.points, verified.grading.passing_points) == (6, 5)


def test_who_did_not_pass_sees_the_rubric_that_says_why_also_after_it_is_changed(
    company: Company, claim: str
) -> None:
    company.ask("hana", rubric())
    company.ask("ben", decide(claim, REFUSED, depth=4, style=0))
    company.ask("hana", rubric(expected_version=1, passing=2))
    refused = company.ask("ann", learners.GetAchievementRequest(achievement_id=claim)).achievement
    assert refused.standing == progress_pb2.STANDING_REFUSED
    assert (refused.grading.rubric_version, refused.grading.points, refused.grading.passing_points) == (
        1,
        4,
        5,
    )
    seen = company.ask("ann", contract.GetRubricRequest(credential_id="badge")).rubric
    assert [each.passing_points for each in seen.versions] == [5, 2]


def test_rubrics_are_stated_by_hr_and_tenant_admin_from_the_version_that_they_saw(company: Company) -> None:
    for who in ("ann", "ben", "rex"):
        assert company.refusal(who, rubric()) == "ROLE_REQUIRED"
    company.ask("tess", rubric())
    assert company.refusal("hana", rubric()) == "STALE_VERSION"
    assert [each.credential_id for each in company.ask("ann", contract.ListRubricsRequest()).rubrics] == [
        "badge"
    ]
    assert list(company.ask("stranger", contract.ListRubricsRequest()).rubrics) == []
    assert company.refusal("stranger", contract.GetRubricRequest(credential_id="badge")) == "NOT_FOUND"
    unknown = rubric()
    unknown.credential_id = "unheard-of"
    assert company.refusal("tess", unknown) == "CREDENTIAL_NOT_YET_KNOWN"
