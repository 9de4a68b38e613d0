"""Assessments of skills on MongoDB: given, told, listed, withdrawn, and refused."""

import pytest

from cairn.learners.v1 import assessments_pb2 as contract
from cairn.learners.v1 import events_pb2
from tests.support.learners.company import Company
from tests.support.learners.mongo_world import MongoWorld

REVIEWER = contract.ASSESSOR_KIND_REVIEWER
MANAGER = contract.ASSESSOR_KIND_MANAGER
PEER = contract.ASSESSOR_KIND_PEER
SELF = contract.ASSESSOR_KIND_SELF


def about(
    person_id: str,
    kind: contract.AssessorKind.ValueType,
    *,
    level: int = 3,
    on: str = "",
    skill: str = "python",
) -> contract.GiveAssessmentRequest:
    return contract.GiveAssessmentRequest(
        person_id=person_id,
        skill_id=skill,
        assessor_kind=kind,
        level=level,
        assessed_on=on,
        reason="Seen at work.",
    )


def listed(company: Company, who: str, person_id: str, skill_id: str = "") -> list[contract.Assessment]:
    asked = contract.ListAssessmentsRequest(person_id=person_id, skill_id=skill_id)
    return list(company.ask(who, asked).assessments)


def told(world: MongoWorld) -> list[tuple[str, events_pb2.AssessmentState]]:
    found = [
        (dict(row["headers"])["ce_type"].decode(), events_pb2.AssessmentState.FromString(row["value"]))
        for row in world.database["outbox"].find({"tenant_id": "acme"}, sort=[("_id", 1)])
        if row["topic"] == "cairn.learners.assessment.v1"
    ]
    return sorted(found, key=lambda each: each[1].version)


def test_everybody_who_may_says_it_and_all_is_listed_with_who_said_it_as_what(company: Company) -> None:
    company.ask("ann", about("", SELF, level=4, on="2026-01-01"))
    company.ask("ben", about("ann", MANAGER, level=2, on="2026-03-01"))
    company.ask("rex", about("ann", REVIEWER, level=3, on="2026-02-01"))
    company.ask("ben", about("ann", MANAGER, level=3, skill="sql", on="2026-04-01"))
    company.ask("bob", about("ben", PEER, level=1))
    seen = [(each.assessed_by, each.assessor_kind, each.level) for each in listed(company, "ann", "")]
    assert seen == [("ben", MANAGER, 3), ("ben", MANAGER, 2), ("", REVIEWER, 3), ("ann", SELF, 4)]
    assert len(listed(company, "cleo", "ann", "sql")) == 1
    assert [each.assessor_kind for each in listed(company, "ben", "ben")] == [PEER]
    for who in ("hana", "tess", "rex", "client"):
        assert len(listed(company, who, "ann")) == 4


def test_each_is_told_as_a_whole_without_the_reasons(company: Company, world: MongoWorld) -> None:
    given = company.ask("ben", about("ann", MANAGER, level=2, on="2026-03-01")).assessment
    company.ask(
        "ben",
        contract.WithdrawAssessmentRequest(assessment_id=given.assessment_id, reason="Mistaken."),
    )
    (first, as_given), (second, as_withdrawn) = told(world)
    assert first == "cairn.learners.assessment.given.v1"
    assert second == "cairn.learners.assessment.withdrawn.v1"
    assert as_given == events_pb2.AssessmentState(
        assessment_id=given.assessment_id,
        version=1,
        person_id="ann",
        skill_id="python",
        assessor_kind=MANAGER,
        assessed_by="ben",
        scale_id="proficiency",
        level=2,
        assessed_on="2026-03-01",
        given_at=given.given_at,
    )
    assert as_withdrawn.version == 2 and as_withdrawn.HasField("withdrawn_at")
    (kept,) = listed(company, "ann", "ann")
    assert kept.withdrawal.reason == "Mistaken." and kept.level == 2


def test_the_same_request_again_is_the_same_assessment(company: Company) -> None:
    first = company.ask("ben", about("ann", MANAGER), key="k")
    assert company.ask("ben", about("ann", MANAGER), key="k") == first
    assert len(listed(company, "ann", "ann")) == 1


def test_whom_one_neither_sees_nor_works_with_is_not_there(company: Company) -> None:
    assert company.refusal("zoe", about("ann", MANAGER)) == "NOT_FOUND"
    assert company.refusal("stranger", about("ann", REVIEWER)) == "NOT_FOUND"
    assert company.refusal("bob", contract.ListAssessmentsRequest(person_id="ben")) == "NOT_FOUND"
    assert company.refusal("hana", about("unknown", REVIEWER)) == "NOT_FOUND"
    given = company.ask("ben", about("ann", MANAGER)).assessment
    withdrawal = contract.WithdrawAssessmentRequest(assessment_id=given.assessment_id, reason="No.")
    for who in ("zoe", "stranger"):
        assert company.refusal(who, withdrawal) == "NOT_FOUND"


@pytest.mark.parametrize(
    ("who", "request_", "reason"),
    [
        ("ann", about("", MANAGER), "INVALID_FIELDS"),
        ("hana", about("hana", REVIEWER), "INVALID_FIELDS"),
        ("ben", about("ann", SELF), "ROLE_REQUIRED"),
        ("hana", about("ann", MANAGER), "ROLE_REQUIRED"),
        ("client", about("", SELF), "NO_PERSON"),
        ("nobody", about("ann", PEER), "ROLE_REQUIRED"),
        ("ben", about("ann", MANAGER, skill="unheard-of"), "SKILL_NOT_YET_KNOWN"),
        ("ben", about("ann", MANAGER, level=5), "INVALID_FIELDS"),
    ],
)
def test_what_is_not_true_or_not_allowed_is_refused(
    company: Company, who: str, request_: contract.GiveAssessmentRequest, reason: str
) -> None:
    assert company.refusal(who, request_) == reason
    assert company.ask("hana", contract.ListAssessmentsRequest(person_id="ann")).assessments == []


def test_who_is_assessed_does_not_take_it_back(company: Company) -> None:
    given = company.ask("ben", about("ann", MANAGER)).assessment
    withdrawal = contract.WithdrawAssessmentRequest(assessment_id=given.assessment_id, reason="Unfair.")
    assert company.refusal("ann", withdrawal) == "ROLE_REQUIRED"
    assert company.ask("hana", withdrawal).assessment.withdrawal.withdrawn_by == "hana"
    assert company.refusal("ben", withdrawal) == "ALREADY_DECIDED"
