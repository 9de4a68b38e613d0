"""What ReportingService answers, on a real channel over facts in memory."""

from datetime import timedelta
from typing import Any

import pytest
from google.protobuf.timestamp_pb2 import Timestamp

from cairn.common.v1 import paging_pb2
from cairn.reporting.v1 import reporting_service_pb2 as contract
from cairn_reporting.application import report_size
from tests.support.reporting.agreement import timestamp
from tests.support.reporting.calling import ReportingEndpoint
from tests.support.reporting.company import NEWEST_AT, NOW, days_from_now


def _readiness(reporting: ReportingEndpoint, **request: Any) -> contract.ReportReadinessResponse:
    answer: contract.ReportReadinessResponse = reporting.caller("hr").call(
        "ReportReadiness", contract.ReportReadinessRequest(**request)
    )
    return answer


def _gaps(reporting: ReportingEndpoint, **request: Any) -> contract.ReportSkillGapsResponse:
    answer: contract.ReportSkillGapsResponse = reporting.caller("hr").call(
        "ReportSkillGaps", contract.ReportSkillGapsRequest(**request)
    )
    return answer


def test_a_profile_names_each_skill_with_its_proof_and_its_end(reporting: ReportingEndpoint) -> None:
    request = contract.GetSkillProfileRequest(person_id="cleo")
    answer = reporting.caller("hr").call("GetSkillProfile", request)
    assert list(answer.skills) == [
        contract.HeldSkill(
            skill_id="python",
            skill_name="Python",
            level=2,
            achievement_id="cleo-course",
            credential_id="course",
            credential_name="Python Course",
            valid_until=timestamp(days_from_now(20)),
        )
    ]


def test_every_answer_says_how_fresh_it_is(reporting: ReportingEndpoint) -> None:
    profile = reporting.caller("hr").call("GetSkillProfile", contract.GetSkillProfileRequest(person_id="ada"))
    fresh = profile.freshness
    assert (fresh.as_of, fresh.fresh_as_of) == (timestamp(NOW), timestamp(NEWEST_AT))
    assert fresh.latest_event_id
    assert _readiness(reporting).freshness == _gaps(reporting).freshness == fresh
    elsewhere = reporting.caller("hr", tenant_id="initech")
    nothing = elsewhere.call("ReportRecertification", contract.ReportRecertificationRequest())
    assert nothing == contract.ReportRecertificationResponse(
        freshness=contract.Freshness(as_of=timestamp(NOW))
    )


def test_readiness_is_for_the_target_else_the_next_rung_else_the_own_role(
    reporting: ReportingEndpoint,
) -> None:
    answer = _readiness(reporting)
    assert [(each.person_id, each.role_id, each.role_choice) for each in answer.people] == [
        ("bob", "lead", contract.ROLE_CHOICE_OWN),
        ("cleo", "lead", contract.ROLE_CHOICE_NEXT),
        ("dan", "lead", contract.ROLE_CHOICE_NEXT),
        ("eve", "lead", contract.ROLE_CHOICE_OWN),
        ("fay", "lead", contract.ROLE_CHOICE_TARGET),
    ]
    assert answer.without_role_count == 1


def test_a_role_asked_for_by_name_stands_for_everybody(reporting: ReportingEndpoint) -> None:
    answer = _readiness(reporting, role_id="engineer", role_choice=contract.ROLE_CHOICE_TARGET)
    assert {(each.role_id, each.role_choice) for each in answer.people} == {("engineer", 0)}
    assert (len(answer.people), answer.without_role_count) == (6, 0)


def test_readiness_says_requirement_by_requirement_what_is_there(reporting: ReportingEndpoint) -> None:
    (cleo,) = _readiness(reporting, people=contract.PeopleFilter(person_ids=["cleo"])).people
    assert cleo == contract.PersonReadiness(
        person_id="cleo",
        role_id="lead",
        role_name="Lead",
        role_choice=contract.ROLE_CHOICE_NEXT,
        state=contract.READINESS_STATE_NOT_YET,
        met_count=0,
        requirement_count=2,
        requirements=[
            contract.RequirementStanding(
                requirement_id="r1",
                skill_id="python",
                name="Python",
                required_level=3,
                held_level=2,
                state=contract.REQUIREMENT_STATE_SHORT,
                achievement_id="cleo-course",
                proven_by_credential_id="course",
                explanation="Python at level 3 (practitioner) is asked for; Python Course proves level 2 (working), "
                "1 level short.",
            ),
            contract.RequirementStanding(
                requirement_id="r2",
                credential_id="pmp",
                name="PMP",
                state=contract.REQUIREMENT_STATE_MISSING,
                explanation="PMP is asked for and not held.",
            ),
        ],
        explanation="Not yet ready for Lead: 0 of 2 requirements met. Lacking: Python (1 level short) and PMP.",
    )


def test_who_is_ready_until_a_date_has_that_date(reporting: ReportingEndpoint) -> None:
    (cleo,) = _readiness(
        reporting, people=contract.PeopleFilter(person_ids=["cleo"]), role_id="engineer"
    ).people
    assert cleo.state == contract.READINESS_STATE_READY_UNTIL
    assert cleo.ready_until == cleo.requirements[0].met_until == timestamp(days_from_now(20))
    assert cleo.explanation.startswith("Ready for Engineer up to and including 11 December 2026")


def test_readiness_at_another_instant(reporting: ReportingEndpoint) -> None:
    for days, state in ((19, contract.READINESS_STATE_READY_UNTIL), (20, contract.READINESS_STATE_NOT_YET)):
        answer = _readiness(
            reporting,
            people=contract.PeopleFilter(person_ids=["cleo"]),
            role_id="engineer",
            as_of=timestamp(days_from_now(days)),
        )
        assert answer.people[0].state == state
        assert answer.freshness.as_of == timestamp(days_from_now(days))


def test_readiness_comes_in_pages_that_follow_each_other(reporting: ReportingEndpoint) -> None:
    seen, token = [], ""
    for _ in range(3):
        page = paging_pb2.PageRequest(page_size=2, page_token=token)
        answer = _readiness(reporting, page=page)
        assert answer.without_role_count == 1
        seen.append([each.person_id for each in answer.people])
        token = answer.page.next_page_token
    assert (seen, token) == ([["bob", "cleo"], ["dan", "eve"], ["fay"]], "")


@pytest.mark.parametrize("token", ["nonsense!", "WzFd", "WyJhIiwiYiJd"])
def test_a_page_token_that_this_list_did_not_give_is_refused(
    reporting: ReportingEndpoint, token: str
) -> None:
    request = contract.ReportReadinessRequest(page=paging_pb2.PageRequest(page_token=token))
    assert reporting.caller("hr").refusal("ReportReadiness", request).reason == "PAGE_TOKEN_INVALID"


def test_a_gap_counts_who_is_asked_and_who_lacks(reporting: ReportingEndpoint) -> None:
    answer = _gaps(reporting)
    assert list(answer.gaps) == [
        contract.SkillGap(
            skill_id="python",
            name="Python",
            required_level=2,
            demanded=3,
            supplied=1,
            short=2,
            short_person_ids=["dan", "fay"],
        ),
        contract.SkillGap(
            skill_id="python",
            name="Python",
            required_level=3,
            demanded=2,
            supplied=0,
            short=2,
            short_person_ids=["bob", "eve"],
        ),
        contract.SkillGap(
            credential_id="pmp", name="PMP", demanded=2, supplied=1, short=1, short_person_ids=["bob"]
        ),
    ]
    assert (answer.people_count, answer.without_role_count) == (5, 1)


def test_a_gap_against_the_next_rung(reporting: ReportingEndpoint) -> None:
    answer = _gaps(reporting, role_choice=contract.ROLE_CHOICE_NEXT)
    assert (answer.people_count, answer.without_role_count) == (3, 3)
    assert {(each.name, each.short) for each in answer.gaps} == {("Python", 3), ("PMP", 3)}


def test_recertification_tells_valid_due_and_lapsed(reporting: ReportingEndpoint) -> None:
    answer = reporting.caller("hr").call("ReportRecertification", contract.ReportRecertificationRequest())
    pmp, course = answer.lines
    assert (pmp.credential_name, pmp.valid, pmp.due_in_30_days, pmp.due_in_90_days, pmp.lapsed) == (
        "PMP",
        1,
        0,
        1,
        1,
    )
    assert list(pmp.expiries) == [
        contract.Expiry(
            person_id="fay",
            achievement_id="fay-pmp",
            valid_until=timestamp(days_from_now(-5)),
            last_valid_on="2026-11-16",
            lapsed=True,
        ),
        contract.Expiry(
            person_id="eve",
            achievement_id="eve-pmp",
            valid_until=timestamp(days_from_now(80)),
            last_valid_on="2027-02-09",
        ),
    ]
    assert (course.credential_id, course.valid, course.due_in_30_days) == ("course", 1, 1)
    assert answer.people_count == 6


def test_more_ends_than_one_answer_holds_are_refused_and_figures_told(
    reporting: ReportingEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    hr = reporting.caller("hr")
    asked = contract.ReportRecertificationRequest(group_by=contract.DIMENSION_DEPARTMENT)
    monkeypatch.setattr(report_size, "MOST_ENDS", 6)
    assert sum(len(each.expiries) for each in hr.call("ReportRecertification", asked).lines) == 3
    monkeypatch.setattr(report_size, "MOST_ENDS", 5)
    refused = hr.refusal("ReportRecertification", asked)
    assert (refused.reason, "6 ends, and 5 are the most" in refused.message) == ("REPORT_TOO_LARGE", True)
    asked.figures_only = True
    assert [(each.credential_id, each.lapsed) for each in hr.call("ReportRecertification", asked).lines] == [
        ("pmp", 1),
        ("course", 0),
    ]


def test_recertification_of_one_credential(reporting: ReportingEndpoint) -> None:
    hr = reporting.caller("hr")
    answer = hr.call("ReportRecertification", contract.ReportRecertificationRequest(credential_id="course"))
    assert [line.credential_id for line in answer.lines] == ["course"]
    nobody_has_it = contract.ReportRecertificationRequest(credential_id="cpa")
    assert list(hr.call("ReportRecertification", nobody_has_it).lines) == []
    unknown = contract.ReportRecertificationRequest(credential_id="unknown")
    assert hr.refusal("ReportRecertification", unknown).message == "There is no such credential."


@pytest.mark.parametrize("method", ["ReportReadiness", "ReportSkillGaps"])
def test_a_role_asked_for_that_is_not_there_is_not_found(reporting: ReportingEndpoint, method: str) -> None:
    request = getattr(contract, f"{method}Request")(role_id="pilot")
    assert reporting.caller("hr").refusal(method, request).message == "There is no such role."


@pytest.mark.parametrize("method", ["ReportReadiness", "ReportSkillGaps", "ReportRecertification"])
def test_wrong_fields_are_named(reporting: ReportingEndpoint, method: str) -> None:
    request_type = getattr(contract, f"{method}Request")
    crowd = request_type(people=contract.PeopleFilter(person_ids=[f"p{number}" for number in range(501)]))
    far = request_type(as_of=Timestamp(seconds=10**15))
    hr = reporting.caller("hr")
    assert hr.refusal(method, crowd).fields == (("people.person_ids", "TOO_MANY"),)
    assert hr.refusal(method, far).fields == (("as_of", "OUT_OF_RANGE"),)


def test_a_choice_and_a_page_size_that_do_not_exist_are_refused(reporting: ReportingEndpoint) -> None:
    hr = reporting.caller("hr")
    odd = contract.ReportReadinessRequest.FromString(b"\x20\x09")  # field 4, role_choice: 9
    assert hr.refusal("ReportReadiness", odd).fields == (("role_choice", "UNKNOWN"),)
    large = contract.ReportReadinessRequest(page=paging_pb2.PageRequest(page_size=501))
    assert hr.refusal("ReportReadiness", large).fields == (("page.page_size", "OUT_OF_RANGE"),)


PYTHON_2 = contract.AskedFor(skill_id="python", level=2)


def _short(answer: contract.ReportSkillGapsResponse) -> list[str]:
    return [person_id for gap in answer.gaps for person_id in gap.short_person_ids]


def test_a_gap_can_be_against_a_list_that_is_asked_for(reporting: ReportingEndpoint) -> None:
    answer = _gaps(reporting, asked=[PYTHON_2, contract.AskedFor(credential_id="pmp")])
    assert [(gap.name, gap.demanded, gap.supplied) for gap in answer.gaps] == [
        ("PMP", 6, 1),
        ("Python", 6, 1),
    ]


@pytest.mark.parametrize(
    ("mistyped", "told"),
    [
        (contract.AskedFor(skill_id="pyton", level=2), 'There is no such skill "pyton".'),
        (contract.AskedFor(credential_id="ppm"), 'There is no such credential "ppm".'),
    ],
)
@pytest.mark.parametrize("known", [(), (contract.AskedFor(skill_id="python", level=2),)])
@pytest.mark.parametrize("roles", [("hr",), ("analyst",), ("employee",)])
def test_a_list_with_something_in_it_that_is_not_there_is_not_found(
    reporting: ReportingEndpoint,
    mistyped: contract.AskedFor,
    told: str,
    known: tuple[contract.AskedFor, ...],
    roles: tuple[str, ...],
) -> None:
    asked = contract.ReportSkillGapsRequest(asked=[*known, mistyped])
    caller = reporting.caller(*roles, subject="account-fay")
    refusal = caller.refusal("ReportSkillGaps", asked)
    assert (refusal.reason, refusal.message) == ("NOT_FOUND", told)


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        ({"asked": [contract.AskedFor()]}, "asked[0]"),
        ({"asked": [contract.AskedFor(skill_id="python", credential_id="pmp")]}, "asked[0]"),
        ({"asked": [contract.AskedFor(skill_id="python", level=5)]}, "asked[0].level"),
        ({"asked": [PYTHON_2], "role_id": "lead"}, "asked"),
        ({"asked": [PYTHON_2] * 201}, "asked"),
        ({"group_by": 99}, "group_by"),
        ({"people": contract.PeopleFilter(hired_from="soon")}, "people.hired_from"),
        (
            {"people": contract.PeopleFilter(hired_from="2026-02-01", hired_until="2026-01-31")},
            "people.hired_until",
        ),
    ],
)
def test_what_cannot_be_asked_is_named(
    reporting: ReportingEndpoint, request_: dict[str, Any], field: str
) -> None:
    refusal = reporting.caller("hr").refusal("ReportSkillGaps", contract.ReportSkillGapsRequest(**request_))
    assert [each for each, _ in refusal.fields] == [field]


def test_a_gap_can_be_taken_apart_and_the_whole_counts_each_person_once(reporting: ReportingEndpoint) -> None:
    answer = _gaps(reporting, asked=[PYTHON_2], group_by=contract.DIMENSION_DEPARTMENT)
    found = [
        (group.group, group.people_count, list(group.gaps[0].short_person_ids)) for group in answer.groups
    ]
    assert found == [("data", 2, ["dan"]), ("it", 4, ["ada", "bob", "eve", "fay"])]
    assert _short(answer) == ["ada", "bob", "dan", "eve", "fay"]


def test_an_analyst_gets_figures_of_many_and_nobodys_id(reporting: ReportingEndpoint) -> None:
    request = contract.ReportSkillGapsRequest(
        asked=[PYTHON_2, contract.AskedFor(skill_id="python", level=4)],
        group_by=contract.DIMENSION_DEPARTMENT,
    )
    answer = reporting.caller("analyst").call("ReportSkillGaps", request)
    assert [(gap.required_level, gap.demanded, gap.short) for gap in answer.gaps] == [(4, 6, 6)]
    assert answer.hidden_count == 1
    assert _short(answer) == []
    assert [(len(group.gaps), group.hidden_count) for group in answer.groups] == [(0, 2), (0, 2)]


def test_an_analyst_asks_about_nobody_by_name(reporting: ReportingEndpoint) -> None:
    request = contract.ReportSkillGapsRequest(people=contract.PeopleFilter(person_ids=["cleo", "dan"]))
    refusal = reporting.caller("analyst").refusal("ReportSkillGaps", request)
    assert refusal.fields == (("people.person_ids", "NOT_ALLOWED"),)
    readiness = contract.ReportReadinessRequest(people=request.people)
    assert reporting.caller("analyst").refusal("ReportReadiness", readiness).fields == refusal.fields
    profile = contract.GetSkillProfileRequest(person_id="cleo")
    assert reporting.caller("analyst").refusal("GetSkillProfile", profile).reason == "ROLE_REQUIRED"


def test_a_department_can_be_asked_for_without_those_below_it(reporting: ReportingEndpoint) -> None:
    people = {"people": contract.PeopleFilter(department_id="it", without_sub_departments=True)}
    assert "dan" not in _short(_gaps(reporting, asked=[PYTHON_2], **people))


def test_what_was_known_then_is_told_apart_from_what_is_known_now(reporting: ReportingEndpoint) -> None:
    before = timestamp(NEWEST_AT - timedelta(days=8))
    assert _gaps(reporting, asked=[PYTHON_2]).people_count == 6
    assert _gaps(reporting, asked=[PYTHON_2], known_at=before).people_count == 0
    known = _gaps(reporting, asked=[PYTHON_2], known_at=timestamp(NEWEST_AT - timedelta(days=1)))
    assert known.people_count == 6
    assert known.freshness.fresh_as_of == timestamp(NEWEST_AT - timedelta(days=1))
    assert not known.freshness.latest_event_id


def test_nobody_can_ask_for_what_will_be_known(reporting: ReportingEndpoint) -> None:
    request = contract.ReportReadinessRequest(known_at=timestamp(NOW + timedelta(seconds=1)))
    assert reporting.caller("hr").refusal("ReportReadiness", request).fields == (("known_at", "IN_FUTURE"),)


def test_rights_go_by_today_whatever_was_known_when(reporting: ReportingEndpoint) -> None:
    before = timestamp(NEWEST_AT - timedelta(days=8))
    request = contract.ReportReadinessRequest(known_at=before)
    bob = reporting.caller("employee", "manager", subject="account-bob")
    assert list(bob.call("ReportReadiness", request).people) == []
