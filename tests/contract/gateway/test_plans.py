"""POST /plans: what REST is asked becomes one call, with what is there of a person joined to it."""

from collections.abc import Sequence
from typing import Any

import pytest

from cairn.catalog.v1 import plans_pb2 as messages
from cairn.learners.v1 import learners_service_pb2 as learners
from cairn.learners.v1 import progress_pb2 as progress
from cairn.reporting.v1 import reporting_service_pb2 as reporting
from cairn_gateway.adapters.http import plan_answers
from cairn_platform.errors import FieldViolation, InvalidFieldsError, NotFoundError
from tests.support.gateway.fake_services import FakeServices
from tests.support.gateway.running import Gateway

ASKED: dict[str, Any] = {"objective": "least_cost", "currency": "USD", "weekly_hours": 5}


def _know(
    services: FakeServices,
    *standings: progress.Standing.ValueType,
    steps: Sequence[progress.StepProgress] = (),
) -> None:
    """Somebody with a skill, achievements that stand so, steps of a path, and one of two requirements met."""
    services.replies["GetSkillProfile"] = lambda _: reporting.GetSkillProfileResponse(
        skills=[reporting.HeldSkill(skill_id="sql", level=2)]
    )
    services.replies["GetPersonProgress"] = lambda _: learners.GetPersonProgressResponse(
        achievements=[
            progress.Achievement(
                credential_id=f"credential-{index}",
                standing=standing,
                counts=standing == progress.STANDING_ACTIVE,
            )
            for index, standing in enumerate(standings)
        ],
        paths=[progress.PathProgress(steps=steps)],
    )
    services.replies["ReportReadiness"] = lambda _: reporting.ReportReadinessResponse(
        people=[
            reporting.PersonReadiness(
                role_id="analyst",
                requirements=[
                    reporting.RequirementStanding(
                        requirement_id="sql", state=reporting.REQUIREMENT_STATE_MET_UNTIL
                    ),
                    reporting.RequirementStanding(
                        requirement_id="python", state=reporting.REQUIREMENT_STATE_MISSING
                    ),
                ],
            )
        ]
    )


def test_everything_that_is_asked_reaches_the_planner(gateway: Gateway, services: FakeServices) -> None:
    asked = {
        **ASKED,
        "requirements": [{"requirement_id": "sql", "skill": {"skill_id": "sql", "level": 2}, "weight": 7}],
        "held_skills": [{"skill_id": "python", "level": 1}],
        "held_credential_ids": ["a"],
        "in_progress_credential_ids": ["b"],
        "budget": {"currency": "USD", "minor_units": 50_000},
        "finish_by": "2027-06-30",
        "minimum_quality": "solid",
        "trusted_issuer_ids": ["google"],
        "prefer_stacks": True,
        "allow_unknown_costs": True,
        "experience_months": 0,
    }
    assert gateway.client.post("/api/v1/plans", json=asked).status_code == 200
    request = services.only("MakePlan").request
    assert request.requirements[0].skill.skill_id == "sql"
    assert request.requirements[0].weight == 7
    assert (request.objective, request.minimum_quality) == (
        messages.PLAN_OBJECTIVE_LEAST_COST,
        messages.PLAN_QUALITY_SOLID,
    )
    assert (request.budget.minor_units, request.finish_by, request.weekly_hours) == (50_000, "2027-06-30", 5)
    assert list(request.trusted_issuer_ids) == ["google"]
    assert (request.prefer_stacks, request.allow_unknown_costs, request.allow_unknown_hours) == (
        True,
        True,
        False,
    )
    assert request.HasField("experience_months")
    assert not services.requests("GetSkillProfile")


def test_for_a_person_reporting_says_what_is_there_and_for_which_role(
    gateway: Gateway, services: FakeServices
) -> None:
    _know(services, progress.STANDING_ACTIVE, progress.STANDING_LAPSED)
    answer = gateway.client.post("/api/v1/plans", json={**ASKED, "person_id": "p1"})
    request = services.only("MakePlan").request
    assert (request.role_id, answer.json()["role_id"], answer.json()["person_id"]) == (
        "analyst",
        "analyst",
        "p1",
    )
    assert list(request.met_requirement_ids) == ["sql"]
    assert [(each.skill_id, each.level) for each in request.held_skills] == [("sql", 2)]
    assert list(request.held_credential_ids) == ["credential-0"]


def test_what_the_person_has_begun_or_claimed_is_in_progress(
    gateway: Gateway, services: FakeServices
) -> None:
    begun, not_begun = progress.STEP_STATE_IN_PROGRESS, progress.STEP_STATE_NOT_STARTED
    stack = progress.StackProgress(
        members=[
            progress.MemberProgress(credential_id="member", state=begun),
            progress.MemberProgress(credential_id="later", state=not_begun),
            progress.MemberProgress(stack_id="inner", state=begun),
        ]
    )
    steps = [
        progress.StepProgress(credential_id="begun", state=begun),
        progress.StepProgress(credential_id="credential-0", state=begun),
        progress.StepProgress(credential_id="not-begun", state=not_begun),
        progress.StepProgress(stack_id="stack", state=begun, stack=stack),
    ]
    _know(services, progress.STANDING_ACTIVE, progress.STANDING_WAITING_FOR_VERIFICATION, steps=steps)
    asked = {**ASKED, "person_id": "p1", "in_progress_credential_ids": ["own"]}
    assert gateway.client.post("/api/v1/plans", json=asked).status_code == 200
    request = services.only("MakePlan").request
    assert list(request.held_credential_ids) == ["credential-0"]
    assert list(request.in_progress_credential_ids) == ["own", "begun", "credential-1", "member"]


def test_requirements_of_ones_own_are_planned_from_what_the_person_has(
    gateway: Gateway, services: FakeServices
) -> None:
    _know(services, progress.STANDING_ACTIVE)
    wanted = [{"requirement_id": "sql", "skill": {"skill_id": "sql", "level": 4}}]
    gateway.client.post("/api/v1/plans", json={**ASKED, "person_id": "p1", "requirements": wanted})
    assert not services.requests("ReportReadiness")
    assert services.only("MakePlan").request.role_id == ""


def test_who_is_out_of_reach_is_not_found_and_the_planner_is_not_asked(
    gateway: Gateway, services: FakeServices
) -> None:
    services.replies["GetSkillProfile"] = NotFoundError("person")
    answer = gateway.client.post("/api/v1/plans", json={**ASKED, "person_id": "p1", "role_id": "r"})
    assert answer.status_code == 404
    assert not services.requests("MakePlan")


def test_a_person_without_a_role_needs_one_to_be_named(gateway: Gateway, services: FakeServices) -> None:
    _know(services)
    services.replies["ReportReadiness"] = lambda _: reporting.ReportReadinessResponse(without_role_count=1)
    answer = gateway.client.post("/api/v1/plans", json={**ASKED, "person_id": "p1"})
    assert (answer.status_code, answer.json()["reason"]) == (409, "NO_ROLE_TO_COMPARE")


def test_refusals_point_into_the_body(gateway: Gateway, services: FakeServices) -> None:
    services.replies["MakePlan"] = InvalidFieldsError(
        [FieldViolation("requirements[0].skill.skill_id", "UNKNOWN_REFERENCE", "No such skill.")]
    )
    answer = gateway.client.post("/api/v1/plans", json={**ASKED, "role_id": "r"})
    assert answer.status_code == 422
    assert [each["pointer"] for each in answer.json()["errors"]] == ["/requirements/0/skill/skill_id"]


@pytest.mark.parametrize(
    ("spoilt", "pointer"),
    [
        ({"objective": "cheapest"}, "/objective"),
        ({"weekly_hours": "ten"}, "/weekly_hours"),
        ({"budget": {"currency": "USD", "minor_units": -1}}, "/budget/minor_units"),
        ({"finish_by": "soon"}, "/finish_by"),
        ({"wish": 1}, "/wish"),
    ],
)
def test_what_is_no_plan_request_is_refused_at_its_place(
    gateway: Gateway, services: FakeServices, spoilt: dict[str, Any], pointer: str
) -> None:
    answer = gateway.client.post("/api/v1/plans", json={**ASKED, "role_id": "r", **spoilt})
    assert answer.status_code == 422
    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]
    assert not services.requests("MakePlan")


@pytest.mark.parametrize(
    ("words", "numbers", "prefix"),
    [
        (plan_answers.PlanObjective, messages.PlanObjective, "PLAN_OBJECTIVE_"),
        (plan_answers.PlanQuality, messages.PlanQuality, "PLAN_QUALITY_"),
        (plan_answers.PlanObstacleReason, messages.PlanObstacleReason, "PLAN_OBSTACLE_REASON_"),
        (plan_answers.PlanWay, messages.PlanWay, "PLAN_WAY_"),
        (plan_answers.StatementBasis, messages.StatementBasis, "STATEMENT_BASIS_"),
    ],
)
def test_the_words_of_rest_are_the_contracts(words: Any, numbers: Any, prefix: str) -> None:
    assert [each.name for each in words] == [name.removeprefix(prefix) for name in numbers.keys()][1:]  # noqa: SIM118
