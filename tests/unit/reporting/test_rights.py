"""Who gets an answer about whom, for every call of ReportingService."""

from typing import Any

import grpc
import pytest

from cairn.reporting.v1 import reporting_service_pb2 as contract
from cairn.reporting.v1.focus_pb2 import GetFocusRequest
from cairn.reporting.v1.pipeline_pb2 import ReportPipelineRequest
from cairn.reporting.v1.trends_pb2 import ReportTrendsRequest
from cairn.reporting.v1.what_if_pb2 import ReportWhatIfRequest
from cairn.reporting.v1.worth_pb2 import ReportWorthRequest
from tests.support.reporting.calling import Caller, Refusal, ReportingEndpoint

NOT_FOUND = grpc.StatusCode.NOT_FOUND
REPORTS = {
    "ReportReadiness": contract.ReportReadinessRequest,
    "ReportSkillGaps": contract.ReportSkillGapsRequest,
    "ReportRecertification": contract.ReportRecertificationRequest,
}
OF_ONE_PERSON: dict[str, Any] = {
    "GetSkillProfile": contract.GetSkillProfileRequest,
    "GetFocus": GetFocusRequest,
}
FURTHER = {
    "ReportWhatIf": ReportWhatIfRequest,
    "ReportTrends": ReportTrendsRequest,
    "ReportPipeline": ReportPipelineRequest,
    "ReportWorth": ReportWorthRequest,
}
METHODS = {**OF_ONE_PERSON, **REPORTS, **FURTHER}
every_call = pytest.mark.parametrize("method", METHODS)
every_report = pytest.mark.parametrize("method", REPORTS)


def _about(method: str, person_id: str) -> Any:
    if method in OF_ONE_PERSON:
        return OF_ONE_PERSON[method](person_id=person_id)
    return {**REPORTS, **FURTHER}[method](people=contract.PeopleFilter(person_ids=[person_id]))


def _people(caller: Caller, **people: Any) -> set[str]:
    """Whom a report on these people is about: those who lack everything that nobody has."""
    request = contract.ReportSkillGapsRequest(people=contract.PeopleFilter(**people), role_id="lead")
    gaps = caller.call("ReportSkillGaps", request).gaps
    (python,) = [gap for gap in gaps if gap.skill_id == "python"]
    return set(python.short_person_ids)


def _employee(reporting: ReportingEndpoint, name: str) -> Caller:
    return reporting.caller("employee", subject=f"account-{name}")


def _manager(reporting: ReportingEndpoint, name: str, **claims: Any) -> Caller:
    return reporting.caller("employee", "manager", subject=f"account-{name}", **claims)


@every_call
def test_a_call_without_a_token_or_with_one_for_another_service_is_refused(
    reporting: ReportingEndpoint, method: str
) -> None:
    request = METHODS[method]()
    assert reporting.stranger().refusal(method, request).reason == "TOKEN_MISSING"
    for_learners = reporting.caller("hr", aud=["cairn-learners"])
    assert for_learners.refusal(method, request).reason == "TOKEN_INVALID"
    assert reporting.caller("hr", organization=[]).refusal(method, request).reason == "TENANT_NOT_NAMED"


@every_call
def test_an_account_without_any_role_of_cairn_is_refused(reporting: ReportingEndpoint, method: str) -> None:
    found = reporting.caller("offline_access", subject="account-cleo").refusal(method, _about(method, "cleo"))
    assert (found.status, found.reason) == (grpc.StatusCode.PERMISSION_DENIED, "ROLE_REQUIRED")


@every_call
@pytest.mark.parametrize("role", ["hr", "tenant-admin"])
def test_hr_and_tenant_admin_see_everybody_of_their_tenant(
    reporting: ReportingEndpoint, method: str, role: str
) -> None:
    for person_id in ("ada", "dan", "fay"):
        assert reporting.caller(role).call(method, _about(method, person_id))


@every_call
def test_nobody_sees_another_tenants_people(reporting: ReportingEndpoint, method: str) -> None:
    unknown = reporting.caller("hr", tenant_id="globex").refusal(method, _about(method, "nobody"))
    for person_id in ("ada", "fay"):
        found = reporting.caller("hr", tenant_id="globex").refusal(method, _about(method, person_id))
        assert found == unknown == Refusal(NOT_FOUND, "NOT_FOUND", "There is no such person.", ())


@every_call
def test_an_employee_sees_oneself_only(reporting: ReportingEndpoint, method: str) -> None:
    cleo = _employee(reporting, "cleo")
    assert cleo.call(method, _about(method, "cleo"))
    unknown = cleo.refusal(method, _about(method, "nobody"))
    for person_id in ("dan", "bob", "ada"):
        assert cleo.refusal(method, _about(method, person_id)) == unknown


@every_call
def test_a_manager_sees_the_own_line_at_any_depth_and_no_other(
    reporting: ReportingEndpoint, method: str
) -> None:
    for person_id in ("ada", "bob", "cleo", "fay"):
        assert _manager(reporting, "ada").call(method, _about(method, person_id))
    bob = _manager(reporting, "bob")
    for person_id in ("bob", "cleo", "dan"):
        assert bob.call(method, _about(method, person_id))
    unknown = bob.refusal(method, _about(method, "nobody"))
    for person_id in ("ada", "eve", "fay"):
        assert bob.refusal(method, _about(method, person_id)) == unknown


@every_call
def test_who_leads_people_without_the_role_of_a_manager_sees_oneself_only(
    reporting: ReportingEndpoint, method: str
) -> None:
    bob = _employee(reporting, "bob")
    assert bob.call(method, _about(method, "bob"))
    assert bob.refusal(method, _about(method, "cleo")).reason == "NOT_FOUND"


@every_call
def test_an_account_that_has_not_arrived_is_told_to_try_again(
    reporting: ReportingEndpoint, method: str
) -> None:
    for caller in (_employee(reporting, "newcomer"), _manager(reporting, "newcomer")):
        found = caller.refusal(method, METHODS[method]())
        assert (found.status, found.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "ACCOUNT_NOT_YET_KNOWN")


@every_call
def test_an_account_of_one_tenant_is_nobody_in_another(reporting: ReportingEndpoint, method: str) -> None:
    guest = reporting.caller("employee", "manager", tenant_id="globex", subject="account-ada")
    assert guest.refusal(method, METHODS[method]()).reason == "ACCOUNT_NOT_YET_KNOWN"


def test_without_a_person_named_the_profile_is_the_callers_own(reporting: ReportingEndpoint) -> None:
    request = contract.GetSkillProfileRequest()
    assert _employee(reporting, "cleo").call("GetSkillProfile", request).person_id == "cleo"
    assert reporting.caller("hr", subject="account-fay").call("GetSkillProfile", request).person_id == "fay"


def test_who_belongs_to_nobody_has_no_profile_of_their_own(reporting: ReportingEndpoint) -> None:
    found = reporting.caller("hr").refusal("GetSkillProfile", contract.GetSkillProfileRequest())
    assert (found.status, found.reason) == (grpc.StatusCode.PERMISSION_DENIED, "NO_PERSON")


def test_whoever_is_out_of_reach_is_left_out_of_a_set(reporting: ReportingEndpoint) -> None:
    hr, bob, cleo = reporting.caller("hr"), _manager(reporting, "bob"), _employee(reporting, "cleo")
    assert _people(hr) == {"ada", "bob", "cleo", "dan", "eve", "fay"}
    assert _people(reporting.caller("hr", tenant_id="globex")) == {"bob", "cleo"}
    assert _people(bob) == {"bob", "cleo", "dan"}
    assert _people(cleo) == {"cleo"}
    assert _people(bob, person_ids=["cleo", "fay", "nobody"]) == {"cleo"}
    assert _people(bob, department_id="it") == {"bob", "cleo", "dan"}
    assert _people(hr, department_id="data") == {"cleo", "dan"}


def test_a_team_is_seen_by_whom_its_manager_and_members_are_in_reach(reporting: ReportingEndpoint) -> None:
    hr, ada, bob = reporting.caller("hr"), _manager(reporting, "ada"), _manager(reporting, "bob")
    assert _people(hr, team_id="ada") == {"bob", "eve"}
    assert _people(ada, team_id="ada", include_sub_teams=True) == {"bob", "cleo", "dan", "eve", "fay"}
    assert _people(ada, team_id="eve") == {"fay"}
    assert _people(bob, team_id="bob", role_id="engineer", person_ids=["dan", "fay"]) == {"dan"}


@every_report
def test_another_lines_team_is_no_more_there_than_one_that_does_not_exist(
    reporting: ReportingEndpoint, method: str
) -> None:
    bob, cleo = _manager(reporting, "bob"), _employee(reporting, "cleo")
    for caller, team_id in ((bob, "eve"), (bob, "ada"), (cleo, "bob"), (_employee(reporting, "bob"), "bob")):
        request = REPORTS[method](people=contract.PeopleFilter(team_id=team_id))
        found = caller.refusal(method, request)
        assert found == Refusal(NOT_FOUND, "NOT_FOUND", "There is no such team.", ())
    nobodys = REPORTS[method](people=contract.PeopleFilter(team_id="nobody"))
    assert reporting.caller("hr").refusal(method, nobodys).message == "There is no such team."


@every_report
@pytest.mark.parametrize(
    ("people", "resource"),
    [
        ({"department_id": "sales"}, "department"),
        ({"role_id": "pilot"}, "role"),
        ({"team_id": "cleo"}, "team"),
    ],
)
def test_what_is_named_and_not_there_is_not_found(
    reporting: ReportingEndpoint, method: str, people: dict[str, Any], resource: str
) -> None:
    request = REPORTS[method](people=contract.PeopleFilter(**people))
    found = reporting.caller("hr").refusal(method, request)
    assert (found.status, found.message) == (NOT_FOUND, f"There is no such {resource}.")


def test_another_tenants_department_is_not_found(reporting: ReportingEndpoint) -> None:
    request = contract.ReportSkillGapsRequest(people=contract.PeopleFilter(department_id="it"))
    found = reporting.caller("hr", tenant_id="globex").refusal("ReportSkillGaps", request)
    assert found.message == "There is no such department."
