"""Every RPC, asked by those who may not: another tenant, another line, the wrong role, nobody at all."""

from collections.abc import Callable
from typing import Any

import grpc
import pytest
from google.protobuf.message import Message

from cairn.learners.v1 import learners_service_pb2 as contract
from cairn.learners.v1 import organization_pb2, progress_pb2
from cairn_learners.domain.achievements import Decision
from tests.support.learners.builders import (
    YESTERDAY,
    an_achievement,
    an_assignment,
    an_audience,
    an_enrolment,
)
from tests.support.learners.company import Company

ANN = contract.GetPersonRequest(person_id="ann")
AUDIENCE = progress_pb2.Audience(person_ids=["ann"])
CLAIM = contract.ClaimAchievementRequest(
    person_id="ann", credential_id="badge", issued_on=YESTERDAY.isoformat()
)
DECIDE = contract.DecideAchievementRequest(achievement_id="claim", decision=progress_pb2.DECISION_VERIFIED)

NOT_FOUND, ROLE = "NOT_FOUND", "ROLE_REQUIRED"
REFUSALS: list[tuple[Message, dict[str, str]]] = [
    (
        contract.GetPersonRequest(person_id="ann"),
        {"zoe": NOT_FOUND, "bob": NOT_FOUND, "stranger": NOT_FOUND, "nobody": ROLE},
    ),
    (contract.GetPersonRequest(person_id="unknown"), {"hana": NOT_FOUND, "cleo": NOT_FOUND}),
    (contract.GetPersonRequest(person_id="cleo"), {"ann": NOT_FOUND, "ben": NOT_FOUND}),
    (contract.ListPeopleRequest(), {"nobody": ROLE}),
    (contract.ListPeopleRequest(team_id="cleo"), {"zoe": NOT_FOUND, "ann": NOT_FOUND, "stranger": NOT_FOUND}),
    (contract.ListPeopleRequest(team_id="ann"), {"hana": NOT_FOUND}),
    (contract.ListPeopleRequest(department_id="legal"), {"hana": NOT_FOUND}),
    (contract.ListPeopleRequest(department_id="sales"), {"stranger": NOT_FOUND}),
    (
        contract.SavePersonRequest(person=organization_pb2.Person(person_id="new", given_name="New")),
        {"hana": ROLE, "cleo": ROLE, "ann": ROLE, "client": ROLE, "nobody": ROLE},
    ),
    (
        contract.SavePersonRequest(
            person=organization_pb2.Person(person_id="ann", given_name="Ann"), expected_version=1
        ),
        {"stranger": NOT_FOUND},
    ),
    (
        contract.ImportPeopleRequest(people=[organization_pb2.Person(person_id="new", given_name="New")]),
        {"hana": ROLE, "cleo": ROLE, "client": ROLE, "nobody": ROLE},
    ),
    (
        contract.ChooseTargetRoleRequest(person_id="ann", role_id="lead", expected_version=1),
        {"zoe": NOT_FOUND, "bob": NOT_FOUND, "stranger": NOT_FOUND, "nobody": ROLE},
    ),
    (contract.GetDepartmentRequest(department_id="sales"), {"stranger": NOT_FOUND, "nobody": ROLE}),
    (contract.GetDepartmentRequest(department_id="legal"), {"ann": NOT_FOUND}),
    (contract.ListDepartmentsRequest(), {"nobody": ROLE}),
    (
        contract.SaveDepartmentRequest(department=organization_pb2.Department(name="Legal")),
        {"hana": ROLE, "cleo": ROLE, "nobody": ROLE},
    ),
    (
        contract.SaveDepartmentRequest(
            department=organization_pb2.Department(department_id="sales", name="Sales"), expected_version=1
        ),
        {"stranger": NOT_FOUND},
    ),
    (contract.ListTeamsRequest(), {"ann": ROLE, "nobody": ROLE}),
    (
        contract.PreviewAssignmentRequest(path_id="path", audience=AUDIENCE),
        {"zoe": NOT_FOUND, "ann": ROLE, "stranger": NOT_FOUND, "nobody": ROLE},
    ),
    (
        contract.AssignPathRequest(path_id="path", audience=AUDIENCE),
        {"zoe": NOT_FOUND, "ann": ROLE, "bob": ROLE, "stranger": NOT_FOUND, "nobody": ROLE},
    ),
    (
        contract.AssignPathRequest(path_id="path", audience=progress_pb2.Audience(team_ids=["zoe"])),
        {"cleo": NOT_FOUND},
    ),
    (
        contract.AssignPathRequest(path_id="path", audience=progress_pb2.Audience(person_ids=["cleo"])),
        {"cleo": ROLE},
    ),
    (
        contract.GetAssignmentRequest(assignment_id="a1"),
        {"zoe": NOT_FOUND, "bob": NOT_FOUND, "stranger": NOT_FOUND, "nobody": ROLE},
    ),
    (contract.GetAssignmentRequest(assignment_id="unknown"), {"hana": NOT_FOUND}),
    (contract.ListAssignmentsRequest(), {"nobody": ROLE}),
    (contract.ListAssignmentsRequest(person_id="ann"), {"zoe": NOT_FOUND, "stranger": NOT_FOUND}),
    (contract.ListPathProgressRequest(), {"nobody": ROLE}),
    (contract.ListPathProgressRequest(person_id="ann"), {"zoe": NOT_FOUND, "stranger": NOT_FOUND}),
    (contract.ListPathProgressRequest(assignment_id="a1"), {"zoe": NOT_FOUND, "stranger": NOT_FOUND}),
    (
        contract.StartStepRequest(enrolment_id="ann-on-path", step_id="s1"),
        {
            "ben": ROLE,
            "hana": ROLE,
            "client": "NO_PERSON",
            "zoe": NOT_FOUND,
            "stranger": NOT_FOUND,
            "nobody": ROLE,
        },
    ),
    (contract.StartStepRequest(enrolment_id="ann-on-path", step_id="s9"), {"ann": NOT_FOUND}),
    (contract.StartStepRequest(enrolment_id="unknown", step_id="s1"), {"ann": NOT_FOUND}),
    (
        contract.GetPersonProgressRequest(person_id="ann"),
        {"zoe": NOT_FOUND, "bob": NOT_FOUND, "stranger": NOT_FOUND, "nobody": ROLE},
    ),
    (contract.GetPersonProgressRequest(person_id="unknown"), {"hana": NOT_FOUND}),
    (CLAIM, {"ben": ROLE, "zoe": NOT_FOUND, "bob": NOT_FOUND, "stranger": NOT_FOUND, "nobody": ROLE}),
    (contract.ClaimAchievementRequest(credential_id="badge"), {"client": "NO_PERSON"}),
    (
        DECIDE,
        {
            "ann": "OWN_CLAIM",
            "tess": ROLE,
            "zoe": NOT_FOUND,
            "bob": NOT_FOUND,
            "stranger": NOT_FOUND,
            "nobody": ROLE,
        },
    ),
    (
        contract.DecideAchievementRequest(achievement_id="unknown", decision=progress_pb2.DECISION_VERIFIED),
        {"hana": NOT_FOUND},
    ),
    (
        contract.ImportAchievementsRequest(achievements=[progress_pb2.Achievement(person_id="ann")]),
        {"cleo": ROLE, "ann": ROLE, "nobody": ROLE},
    ),
    (
        contract.GetAchievementRequest(achievement_id="claim"),
        {"zoe": NOT_FOUND, "bob": NOT_FOUND, "stranger": NOT_FOUND, "nobody": ROLE},
    ),
    (contract.GetAchievementRequest(achievement_id="unknown"), {"hana": NOT_FOUND}),
    (contract.ListAchievementsRequest(), {"nobody": ROLE}),
    (contract.ListAchievementsRequest(person_id="ann"), {"zoe": NOT_FOUND, "stranger": NOT_FOUND}),
    (contract.PreviewRecertificationRequest(), {"nobody": ROLE}),
]


@pytest.fixture
def busy(company: Company) -> Company:
    """The company, with ann on a path and a claim of hers that waits."""
    company.world.put(
        an_assignment("a1", audience=an_audience("ann")),
        an_enrolment("ann"),
        an_achievement("badge", achievement_id="claim", decision=Decision.CLAIMED),
    )
    return company


@pytest.mark.parametrize(
    ("request_", "refusals"),
    REFUSALS,
    ids=[f"{number}-{type(each).__name__}" for number, (each, _) in enumerate(REFUSALS)],
)
def test_who_may_not_is_told_why_and_nothing_happens(
    busy: Company, request_: Message, refusals: dict[str, str]
) -> None:
    assert {who: busy.refusal(who, request_) for who in refusals} == refusals
    assert busy.world.told() == []
    assert busy.world.told("other") == []


def test_the_table_leaves_no_rpc_out() -> None:
    rpcs = {method.name for method in contract.DESCRIPTOR.services_by_name["LearnersService"].methods}
    assert {type(each).__name__.removesuffix("Request") for each, _ in REFUSALS} == rpcs - {"GetSelf"}


@pytest.mark.parametrize(
    ("within", "unknown"),
    [
        (ANN, contract.GetPersonRequest(person_id="unknown")),
        (
            contract.GetAchievementRequest(achievement_id="claim"),
            contract.GetAchievementRequest(achievement_id="unknown"),
        ),
        (
            contract.GetAssignmentRequest(assignment_id="a1"),
            contract.GetAssignmentRequest(assignment_id="unknown"),
        ),
        (
            contract.StartStepRequest(enrolment_id="ann-on-path", step_id="s1"),
            contract.StartStepRequest(enrolment_id="unknown", step_id="s1"),
        ),
    ],
)
def test_another_tenants_and_another_lines_ids_are_refused_with_the_text_of_unknown_ones(
    busy: Company, within: Message, unknown: Message
) -> None:
    expected = busy.refused("hana", unknown)
    assert busy.refused("zoe", within) == busy.refused("stranger", within) == expected


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"aud": ["cairn-catalog"]}, "TOKEN_INVALID"),
        ({"exp": 1}, "TOKEN_EXPIRED"),
        ({"organization": {}}, "TENANT_NOT_NAMED"),
        ({"organization": ["acme", "other"]}, "TENANT_NOT_NAMED"),
    ],
)
def test_a_token_that_is_not_for_this_service_or_names_no_tenant_is_refused(
    company: Company, claims: dict[str, Any], reason: str
) -> None:
    assert company.refusal("hana", ANN, **claims) == reason


@pytest.mark.parametrize("who", ["ann", "ben", "cleo", "hana", "tess", "client"])
def test_those_who_may_see_a_person_do(busy: Company, who: str) -> None:
    asked: list[Callable[[], object]] = [
        lambda: busy.ask(who, ANN),
        lambda: busy.ask(who, contract.GetPersonProgressRequest(person_id="ann")),
        lambda: busy.ask(who, contract.GetAchievementRequest(achievement_id="claim")),
        lambda: busy.ask(who, contract.GetAssignmentRequest(assignment_id="a1")),
        lambda: busy.ask(who, contract.ListAchievementsRequest(person_id="ann")),
    ]
    for each in asked:
        each()


@pytest.mark.parametrize("who", ["ben", "cleo", "hana", "client"])
def test_a_manager_at_any_depth_above_and_hr_decide(busy: Company, who: str) -> None:
    decided = busy.ask(who, DECIDE).achievement
    assert decided.decided_by == ("" if who == "client" else who)


def test_without_any_token_nothing_is_answered(company: Company) -> None:
    stub = company.channel.unary_unary(
        "/cairn.learners.v1.LearnersService/GetSelf",
        request_serializer=contract.GetSelfRequest.SerializeToString,
        response_deserializer=contract.GetSelfResponse.FromString,
    )
    with pytest.raises(grpc.RpcError) as refused:
        stub(contract.GetSelfRequest(), timeout=10)
    assert refused.value.code() is grpc.StatusCode.UNAUTHENTICATED
