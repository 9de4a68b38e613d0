"""What services refuse reaches the client as a problem document: with the right status, reason, place and advice."""

import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import httpx
import pytest
from google.protobuf.message import Message

from cairn.catalog.v1 import catalog_service_pb2 as catalog
from cairn.learners.v1 import learners_service_pb2 as learners
from cairn.learners.v1 import organization_pb2 as organization
from cairn.reporting.v1 import reporting_service_pb2 as reporting
from cairn_gateway.adapters.http.problems import KINDS
from cairn_platform.errors import (
    FieldViolation,
    InvalidFieldsError,
    NotFoundError,
    NotYetError,
    PageTokenInvalidError,
    RefusedError,
    UnavailableError,
)
from cairn_platform.grpc.errors import known_reasons
from tests.contract.gateway.conftest import AUDIENCE
from tests.support.gateway.fake_services import FakeServices
from tests.support.gateway.running import NOWHERE, Gateway, running, settings
from tests.support.tokens import Mint

CLAIM = {"credential_id": "pmp", "issued_on": "2026-03-31"}
RECERTIFICATION = {"policy": {"basis": "never"}, "completions": ["2013-04-15"]}
ASSIGNMENT = {"path_id": "x", "audience": {"person_ids": ["p1"]}}


def refusing(reason: str) -> RefusedError:
    """A refusal with any reason of the contract."""
    error = RefusedError("In a sentence.")
    error.reason = reason  # type: ignore[misc]  # the class variable, for this one
    return error


def violating(*fields: str) -> InvalidFieldsError:
    return InvalidFieldsError([FieldViolation(each, "IN_FUTURE", "Too late.") for each in fields])


def is_problem(answer: httpx.Response, status: int, reason: str) -> dict[str, Any]:
    """The problem document, checked for what every one has."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json()
    kind = KINDS[reason]
    assert problem["reason"] == reason
    assert problem["status"] == status
    assert problem["title"] == kind.title
    assert problem["type"] == f"/api/problems/{kind.slug}"
    assert problem["detail"]
    assert problem["instance"] == answer.request.url.path
    assert problem["correlation_id"] == answer.headers["X-Correlation-ID"]
    return problem


def test_the_table_is_total_over_the_contract() -> None:
    assert known_reasons() <= set(KINDS)


@pytest.mark.parametrize("reason", sorted(known_reasons()))
def test_every_reason_of_a_service_becomes_its_problem(
    gateway: Gateway, services: FakeServices, reason: str
) -> None:
    services.replies["GetPerson"] = refusing(reason)
    answer = gateway.client.get("/api/v1/people/p1")
    kind = KINDS[reason]
    is_problem(answer, kind.status, reason)
    expects_retry = kind.status == 503 or reason.endswith("_NOT_YET_KNOWN")
    assert ("Retry-After" in answer.headers) == expects_retry
    assert ("WWW-Authenticate" in answer.headers) == (kind.status == 401)


def test_every_type_of_problem_has_a_page(gateway: Gateway) -> None:
    listed = gateway.client.get("/api/problems").json()["items"]
    assert {each["reason"] for each in listed} == set(KINDS)
    for each in listed:
        assert gateway.client.get(each["type"]).json() == each
    is_problem(gateway.client.get("/api/problems/none"), 404, "NOT_FOUND")


def test_what_went_wrong_inside_a_service_is_not_told(gateway: Gateway, services: FakeServices) -> None:
    services.replies["GetPerson"] = refusing("INTERNAL")
    problem = is_problem(gateway.client.get("/api/v1/people/p1"), 500, "INTERNAL")
    assert "In a sentence" not in problem["detail"]


PERSON = {"given_name": "Ann", "position": {}}
CREDENTIAL = {"name": "PMP", "kind": "licence", "issuer_id": "pmi"}
IN_BODY = [
    ("/me/achievements", CLAIM, "ClaimAchievement", "evidence[0].url", "/evidence/0/url"),
    ("/me/achievements", CLAIM, "ClaimAchievement", "issued_on", "/issued_on"),
    ("/assignments", ASSIGNMENT, "AssignPath", "audience.person_ids[3]", "/audience/person_ids/3"),
    ("/assignments/preview", ASSIGNMENT, "PreviewAssignment", "audience.team_ids", "/audience/team_ids"),
    ("/achievements/a1/verification", {"decision": "refused"}, "DecideAchievement", "reason", "/reason"),
    ("/people", PERSON, "SavePerson", "person.position.manager_id", "/position/manager_id"),
    ("/people", PERSON, "SavePerson", "email", "/email"),
    (
        "/departments",
        {"name": "Yard"},
        "SaveDepartment",
        "department.parent_department_id",
        "/parent_department_id",
    ),
    (
        "/learning-paths",
        {"name": "To lead", "steps": []},
        "PublishLearningPath",
        "learning_path.steps[1].goal.stack_id",
        "/steps/1/stack_id",
    ),
    (
        "/credentials",
        CREDENTIAL,
        "PublishCredential",
        "credential.cost.price.currency",
        "/cost/price/currency",
    ),
    (
        "/roles",
        {"name": "Lead", "requirements": []},
        "PublishRole",
        "requirements[0].skill.level",
        "/requirements/0/skill/level",
    ),
    (
        "/recertification/preview",
        RECERTIFICATION,
        "PreviewRecertification",
        "policy.window",
        "/policy/window",
    ),
    (
        "/recertification/preview",
        RECERTIFICATION,
        "PreviewRecertification",
        "completions[0]",
        "/completions/0",
    ),
]


@pytest.mark.parametrize("wrong", IN_BODY, ids=lambda wrong: wrong[3])
def test_a_wrong_field_is_pointed_at_in_the_body(
    gateway: Gateway, services: FakeServices, wrong: tuple[str, Any, str, str, str]
) -> None:
    path, body, rpc, field, pointer = wrong
    services.replies[rpc] = violating(field)
    problem = is_problem(gateway.client.post(f"/api/v1{path}", json=body), 422, "INVALID_FIELDS")
    assert problem["detail"] == "One or more fields are wrong."
    assert problem["errors"] == [
        {"pointer": pointer, "parameter": None, "header": None, "reason": "IN_FUTURE", "detail": "Too late."}
    ]


IN_QUERY = [
    ("/people", "ListPeople", "page.page_size", "limit"),
    ("/people", "ListPeople", "department_id", "department_id"),
    ("/reports/skill-gaps", "ReportSkillGaps", "people.role_id", "people_role_id"),
    ("/reports/skill-gaps", "ReportSkillGaps", "people.person_ids[4]", "person_id"),
    ("/reports/skill-gaps", "ReportSkillGaps", "as_of", "as_of"),
    ("/reports/readiness", "ReportReadiness", "people.department_id", "department_id"),
    ("/reports/recertification", "ReportRecertification", "people.team_id", "team_id"),
]


@pytest.mark.parametrize("wrong", IN_QUERY, ids=lambda wrong: wrong[2])
def test_a_wrong_field_is_named_in_the_query(
    gateway: Gateway, services: FakeServices, wrong: tuple[str, str, str, str]
) -> None:
    path, rpc, field, parameter = wrong
    services.replies[rpc] = violating(field)
    problem = is_problem(gateway.client.get(f"/api/v1{path}"), 422, "INVALID_FIELDS")
    assert [each["parameter"] for each in problem["errors"]] == [parameter]


def test_every_wrong_field_is_named(gateway: Gateway, services: FakeServices) -> None:
    services.replies["ClaimAchievement"] = violating("issued_on", "evidence[1].url")
    problem = is_problem(gateway.client.post("/api/v1/me/achievements", json=CLAIM), 422, "INVALID_FIELDS")
    assert [each["pointer"] for each in problem["errors"]] == ["/issued_on", "/evidence/1/url"]


def test_a_cursor_that_no_list_gave_is_refused(gateway: Gateway, services: FakeServices) -> None:
    services.replies["ListPeople"] = PageTokenInvalidError()
    answer = gateway.client.get("/api/v1/people", params={"cursor": "made-up"})
    problem = is_problem(answer, 422, "PAGE_TOKEN_INVALID")
    assert [each["parameter"] for each in problem["errors"]] == ["cursor"]
    assert services.only("ListPeople").request.page.page_token == "made-up"


LATE = [
    ("POST", "/me/achievements", CLAIM, "ClaimAchievement", "CREDENTIAL_NOT_YET_KNOWN", "GetCredential"),
    (
        "POST",
        "/people/p1/achievements",
        CLAIM,
        "ClaimAchievement",
        "CREDENTIAL_NOT_YET_KNOWN",
        "GetCredential",
    ),
    ("POST", "/assignments", ASSIGNMENT, "AssignPath", "LEARNING_PATH_NOT_YET_KNOWN", "GetLearningPath"),
    (
        "POST",
        "/assignments/preview",
        ASSIGNMENT,
        "PreviewAssignment",
        "LEARNING_PATH_NOT_YET_KNOWN",
        "GetLearningPath",
    ),
    ("PUT", "/me/target-role", {"role_id": "lead"}, "ChooseTargetRole", "ROLE_NOT_YET_KNOWN", "GetRole"),
]


@pytest.mark.parametrize("late", LATE, ids=lambda late: late[1])
def test_what_the_catalogue_has_and_a_service_not_yet_is_a_matter_of_a_moment(
    gateway: Gateway, services: FakeServices, late: tuple[str, str, Any, str, str, str]
) -> None:
    method, path, body, rpc, reason, lookup = late
    services.replies[rpc] = refusing(reason)
    answer = gateway.client.request(method, f"/api/v1{path}", json=body, headers={"If-Match": '"3"'})
    is_problem(answer, 409, reason)
    assert answer.headers["Retry-After"] == "1"
    assert len(services.requests(lookup)) == 1


@pytest.mark.parametrize("late", LATE, ids=lambda late: late[1])
def test_what_the_catalogue_does_not_have_either_is_not_found(
    gateway: Gateway, services: FakeServices, late: tuple[str, str, Any, str, str, str]
) -> None:
    method, path, body, rpc, reason, lookup = late
    services.replies[rpc] = refusing(reason)
    services.replies[lookup] = NotFoundError("entry")
    answer = gateway.client.request(method, f"/api/v1{path}", json=body, headers={"If-Match": '"3"'})
    is_problem(answer, 404, "NOT_FOUND")


def test_an_account_without_a_person_has_no_self(gateway: Gateway, services: FakeServices) -> None:
    services.replies["GetSelf"] = lambda _: learners.GetSelfResponse(
        self=organization.Self(tenant_id="acme", roles=["hr"])
    )
    assert (
        gateway.client.get("/api/v1/me").status_code == 500
    )  # read_at is missing: a broken service is noticed
    for path in ("/me/progress", "/me/achievements", "/me/readiness"):
        is_problem(gateway.client.get(f"/api/v1{path}"), 403, "NO_PERSON")


def test_somebody_without_any_role_cannot_be_compared(gateway: Gateway, services: FakeServices) -> None:
    services.replies["ReportReadiness"] = lambda _: reporting.ReportReadinessResponse(without_role_count=1)
    is_problem(gateway.client.get("/api/v1/me/readiness"), 409, "NO_ROLE_TO_COMPARE")


def test_somebody_whom_the_reports_do_not_know_yet_is_told_to_wait(
    gateway: Gateway, services: FakeServices
) -> None:
    services.replies["ReportReadiness"] = lambda _: reporting.ReportReadinessResponse()
    answer = gateway.client.get("/api/v1/me/readiness")
    is_problem(answer, 409, "ACCOUNT_NOT_YET_KNOWN")
    assert answer.headers["Retry-After"] == "1"


@pytest.mark.parametrize(
    ("role_id", "known", "expected"),
    [
        (None, True, (409, "ACCOUNT_NOT_YET_KNOWN")),
        ("lead", True, (409, "ROLE_NOT_YET_KNOWN")),
        ("lead", False, (404, "NOT_FOUND")),
    ],
)
def test_one_is_never_told_that_one_is_not_there(
    gateway: Gateway, services: FakeServices, role_id: str | None, known: bool, expected: tuple[int, str]
) -> None:
    services.replies["ReportReadiness"] = NotFoundError("person")
    if not known:
        services.replies["GetRole"] = NotFoundError("role")
    params = {"role_id": role_id} if role_id else {}
    is_problem(gateway.client.get("/api/v1/me/readiness", params=params), *expected)


class TestCalls:
    """How the services are called."""

    def test_the_caller_s_own_token_and_correlation_go_along(
        self, gateway: Gateway, services: FakeServices
    ) -> None:
        answer = gateway.client.get("/api/v1/people/p1", headers={"X-Correlation-ID": "abc-1"})
        assert answer.headers["X-Correlation-ID"] == "abc-1"
        asked = services.only("GetPerson")
        assert asked.metadata["authorization"] == gateway.client.headers["Authorization"]
        assert asked.metadata["correlation-id"] == "abc-1"
        assert "idempotency-key" not in asked.metadata

    def test_a_correlation_id_of_another_form_is_replaced(
        self, gateway: Gateway, services: FakeServices
    ) -> None:
        answer = gateway.client.get("/api/v1/people/p1", headers={"X-Correlation-ID": "no way; really"})
        assert answer.headers["X-Correlation-ID"] != "no way; really"
        assert services.only("GetPerson").metadata["correlation-id"] == answer.headers["X-Correlation-ID"]

    def test_every_call_has_a_deadline(self, gateway: Gateway, services: FakeServices) -> None:
        gateway.client.get("/api/v1/achievements/a1")
        assert all(each.seconds_left is not None and each.seconds_left <= 3.1 for each in services.asked)
        assert {each.method for each in services.asked} == {"GetAchievement", "NamePeople", "ListCredentials"}

    @pytest.mark.parametrize(
        ("path", "body", "rpc"),
        [
            ("/me/achievements", CLAIM, "ClaimAchievement"),
            ("/assignments", ASSIGNMENT, "AssignPath"),
            ("/people", {"given_name": "Ann", "position": {}}, "SavePerson"),
            ("/departments", {"name": "Yard"}, "SaveDepartment"),
            ("/skills", {"name": "Masonry"}, "PublishSkill"),
        ],
    )
    def test_the_idempotency_key_goes_to_the_owner_and_to_nobody_else(
        self, gateway: Gateway, services: FakeServices, path: str, body: Any, rpc: str
    ) -> None:
        key = uuid.uuid4().hex
        answer = gateway.client.post(f"/api/v1{path}", json=body, headers={"Idempotency-Key": key})
        assert answer.status_code == 201
        assert services.only(rpc).metadata["idempotency-key"] == key
        assert all("idempotency-key" not in each.metadata for each in services.asked if each.method != rpc)

    @pytest.mark.parametrize("key", ["", "x" * 256, "with space", "ünicode".encode().decode("latin-1")])
    def test_an_idempotency_key_of_another_form_is_refused(
        self, gateway: Gateway, services: FakeServices, key: str
    ) -> None:
        headers = [(b"Idempotency-Key", key.encode("latin-1"))]
        answer = gateway.client.post("/api/v1/skills", json={"name": "Masonry"}, headers=headers)
        problem = is_problem(answer, 422, "INVALID_FIELDS")
        assert [each["header"] for each in problem["errors"]] == ["Idempotency-Key"]
        assert not services.asked

    def test_a_read_that_nobody_answers_is_tried_once_more(
        self, gateway: Gateway, services: FakeServices
    ) -> None:
        services.replies["GetPerson"] = UnavailableError()
        is_problem(gateway.client.get("/api/v1/people/p1"), 503, "UNAVAILABLE")
        assert len(services.requests("GetPerson")) == 2

    def test_what_is_worth_asking_again_later_says_when_and_is_not_asked_again_at_once(
        self, gateway: Gateway, services: FakeServices
    ) -> None:
        loading = NotYetError("Who works here is being read.", wait=timedelta(seconds=5))
        loading.reason = "WORKFORCE_LOADING"  # type: ignore[misc]  # the class variable, for this one
        services.replies["ReportSkillGaps"] = loading
        answer = gateway.client.get("/api/v1/reports/skill-gaps")
        problem = is_problem(answer, 503, "WORKFORCE_LOADING")
        assert problem["detail"] == "Who works here is being read."
        assert answer.headers["Retry-After"] == "5"
        assert len(services.requests("ReportSkillGaps")) == 1

    def test_a_change_is_never_sent_twice(self, gateway: Gateway, services: FakeServices) -> None:
        services.replies["AssignPath"] = UnavailableError()
        is_problem(gateway.client.post("/api/v1/assignments", json=ASSIGNMENT), 503, "UNAVAILABLE")
        assert len(services.requests("AssignPath")) == 1


class TestFaults:
    """Services that are down or slow."""

    def test_a_service_that_is_down_is_said_within_the_deadline(self, mint: Mint, jwks_url: str) -> None:
        token = mint.token(aud=AUDIENCE)
        with running(settings(target=NOWHERE, jwks_url=jwks_url), token=token) as gateway:
            began = time.monotonic()
            answer = gateway.client.get("/api/v1/people")
            assert time.monotonic() - began < 5
            is_problem(answer, 503, "UNAVAILABLE")
            assert answer.headers["Retry-After"] == "1"
            began = time.monotonic()
            is_problem(gateway.client.post("/api/v1/me/achievements", json=CLAIM), 503, "UNAVAILABLE")
            assert time.monotonic() - began < 5

    def test_a_slow_service_is_given_up_within_the_deadline(
        self, services: FakeServices, mint: Mint, jwks_url: str
    ) -> None:
        chosen = settings(target=services.target, jwks_url=jwks_url, deadline_seconds=0.5)
        with (
            hanging(services, "ListSkills"),
            running(chosen, token=mint.token(aud=AUDIENCE)) as gateway,
        ):
            answer = gateway.client.get("/api/v1/skills")
            is_problem(answer, 503, "DEADLINE_EXCEEDED")
            assert answer.headers["Retry-After"] == "1"

    def test_joins_share_the_deadline_of_the_request(
        self, services: FakeServices, mint: Mint, jwks_url: str
    ) -> None:
        chosen = settings(target=services.target, jwks_url=jwks_url, deadline_seconds=0.8)
        with (
            hanging(services, "ListCredentials"),
            running(chosen, token=mint.token(aud=AUDIENCE)) as gateway,
        ):
            is_problem(gateway.client.get("/api/v1/achievements/a1"), 503, "DEADLINE_EXCEEDED")
        assert all(each.seconds_left is not None and each.seconds_left <= 0.9 for each in services.asked)


@contextmanager
def hanging(services: FakeServices, method: str) -> Iterator[None]:
    """A method that does not answer before the end of the block, which has to come within ten seconds."""
    released = threading.Event()

    def hang(_: object) -> Message:
        released.wait(timeout=20)
        return (
            catalog.ListCredentialsResponse() if method == "ListCredentials" else catalog.ListSkillsResponse()
        )

    services.replies[method] = hang
    began = time.monotonic()
    try:
        yield
        assert time.monotonic() - began < 10
    finally:
        released.set()
