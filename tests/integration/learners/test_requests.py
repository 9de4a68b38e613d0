"""Requests by gRPC over MongoDB: asked for by employees, decided once by who is above, and done."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest

from cairn.common.v1.money_pb2 import Money
from cairn.learners.v1 import delegations_pb2 as delegating
from cairn.learners.v1 import learners_service_pb2 as learners
from cairn.learners.v1 import progress_pb2
from cairn.learners.v1 import requests_pb2 as contract
from tests.support.learners.builders import TODAY, TOMORROW, YESTERDAY, a_path, an_achievement
from tests.support.learners.company import Company
from tests.support.learners.excepting import IN_A_MONTH

PATH, AID, COST = contract.REQUEST_KIND_PATH, contract.REQUEST_KIND_AID, contract.REQUEST_KIND_COST
SUBMITTED = contract.REQUEST_STATE_SUBMITTED
APPROVED = contract.REQUEST_STATE_APPROVED
REFUSED = contract.REQUEST_STATE_REFUSED
WITHDRAWN = contract.REQUEST_STATE_WITHDRAWN
A_PATH = contract.SubmitRequestRequest(kind=PATH, path_id="path", note="I want to learn that.")
OWN_PATH = contract.SubmitRequestRequest(kind=PATH, credential_ids=["html", "css", "html"])
A_COST = contract.SubmitRequestRequest(
    kind=COST, credential_ids=["badge"], amount=Money(currency="EUR", minor_units=40_500)
)


def ask(
    company: Company, request: contract.SubmitRequestRequest = A_COST, *, who: str = "ann"
) -> contract.LearningRequest:
    found: contract.LearningRequest = company.ask(who, request).request
    return found


def decision(
    request: contract.LearningRequest,
    state: contract.RequestState.ValueType = APPROVED,
    *,
    reason: str = "",
    due_on: date | None = None,
    seen: int = 1,
) -> contract.DecideRequestRequest:
    return contract.DecideRequestRequest(
        request_id=request.request_id,
        state=state,
        reason=reason,
        due_on=due_on.isoformat() if due_on else "",
        expected_version=seen,
    )


def paths_of(company: Company, person_id: str) -> list[tuple[str, str]]:
    found = company.ask(person_id, learners.GetPersonProgressRequest(person_id=person_id)).paths
    return [(each.enrolment.path_id, each.due_on) for each in found]


def test_a_proposed_path_of_the_catalogue_enrols_once_it_is_approved(company: Company) -> None:
    asked = ask(company, A_PATH)
    assert (asked.state, asked.person_id) == (SUBMITTED, "ann")
    assert paths_of(company, "ann") == []
    approved = company.ask("ben", decision(asked, due_on=TOMORROW)).request
    assert (approved.state, approved.decision.decided_by, approved.decision.due_on) == (
        APPROVED,
        "ben",
        TOMORROW.isoformat(),
    )
    assert paths_of(company, "ann") == [("path", TOMORROW.isoformat())]


def test_an_approval_that_was_cut_short_is_finished_by_approving_again(company: Company) -> None:
    asked = ask(company, A_PATH)
    company.ask("ben", decision(asked))
    company.world.database["enrolments"].delete_many({"tenant_id": "acme"})  # type: ignore[union-attr]
    assert company.ask("cleo", decision(asked)).request.decision.decided_by == "ben"
    assert paths_of(company, "ann") == [("path", "")]


def test_an_own_collection_stays_as_what_was_agreed_with_how_far_it_has_come(company: Company) -> None:
    company.world.put(an_achievement("html"))
    asked = ask(company, OWN_PATH)
    assert [each.credential_id for each in asked.credentials] == ["html", "css"]
    approved = company.ask("hana", decision(asked)).request
    assert [each.state for each in approved.credentials] == [
        progress_pb2.STEP_STATE_COMPLETED,
        progress_pb2.STEP_STATE_NOT_STARTED,
    ]
    assert paths_of(company, "ann") == []


def test_money_is_asked_for_one_credential_and_a_cost_has_an_amount(company: Company) -> None:
    def wrong(**said: Any) -> list[tuple[str, str]]:
        return company.violations("ann", contract.SubmitRequestRequest(**said))

    assert wrong(kind=COST, credential_ids=["badge"]) == [("amount", "REQUIRED")]
    assert wrong(kind=AID, credential_ids=["html", "css"]) == [("credential_ids", "EXACTLY_ONE")]
    assert wrong(kind=AID, path_id="path", credential_ids=["html"]) == [("path_id", "NOT_OF_THIS_KIND")]
    assert wrong(kind=PATH) == wrong(kind=PATH, path_id="path", credential_ids=["html"])
    assert wrong(kind=PATH) == [("path_id", "EITHER_OR")]
    odd = Money(currency="euro", minor_units=0)
    assert wrong(kind=AID, credential_ids=["html"], amount=odd) == [
        ("amount.currency", "NOT_A_CURRENCY"),
        ("amount.minor_units", "OUT_OF_RANGE"),
    ]
    assert wrong() == [("kind", "UNKNOWN_VALUE")]
    assert ask(company, contract.SubmitRequestRequest(kind=AID, credential_ids=["html"])).state == SUBMITTED
    assert ask(company).amount == Money(currency="EUR", minor_units=40_500)


def test_what_is_not_in_the_catalogue_is_not_asked_for(company: Company) -> None:
    unknown = contract.SubmitRequestRequest(kind=PATH, path_id="unknown")
    assert company.refusal("ann", unknown) == "LEARNING_PATH_NOT_YET_KNOWN"
    unknown = contract.SubmitRequestRequest(kind=AID, credential_ids=["unknown"])
    assert company.refusal("ann", unknown) == "CREDENTIAL_NOT_YET_KNOWN"
    company.world.know(a_path("html", path_id="old", retired=True))
    assert company.violations("ann", contract.SubmitRequestRequest(kind=PATH, path_id="old")) == [
        ("path_id", "RETIRED")
    ]
    assert company.refusal("client", A_COST) == "NO_PERSON"


def test_the_same_waits_once(company: Company) -> None:
    first = ask(company)
    assert company.refusal("ann", A_COST) == "ALREADY_EXISTS"
    company.ask("ben", decision(first, REFUSED, reason="Next year."))
    assert ask(company).request_id != first.request_id
    key = company.ask("bob", A_COST, key="k1")
    assert company.ask("bob", A_COST, key="k1") == key


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        ("ben", None),
        ("cleo", None),
        ("hana", None),
        ("client", None),
        ("tess", "ROLE_REQUIRED"),
        ("ann", "OWN_CLAIM"),
        ("bob", "NOT_FOUND"),
        ("zoe", "NOT_FOUND"),
        ("stranger", "NOT_FOUND"),
        ("nobody", "ROLE_REQUIRED"),
    ],
)
def test_a_manager_above_and_hr_decide_and_never_the_person(
    company: Company, who: str, reason: str | None
) -> None:
    asked = ask(company)
    if reason:
        assert company.refusal(who, decision(asked)) == reason
    else:
        assert company.ask(who, decision(asked)).request.state == APPROVED


def test_hr_does_not_approve_what_hr_asks_for(company: Company) -> None:
    assert company.refusal("hana", decision(ask(company, who="hana"))) == "OWN_CLAIM"


def test_the_person_withdraws_and_nobody_else(company: Company) -> None:
    asked = ask(company)
    assert company.refusal("ben", decision(asked, WITHDRAWN)) == "ROLE_REQUIRED"
    assert company.ask("ann", decision(asked, WITHDRAWN)).request.state == WITHDRAWN
    assert company.refusal("ben", decision(asked, seen=2)) == "ALREADY_DECIDED"


def test_a_decision_is_about_the_version_that_was_seen_with_a_reason_to_refuse_and_no_odd_due_date(
    company: Company,
) -> None:
    asked, path = ask(company), ask(company, A_PATH)
    assert company.refusal("ben", decision(asked, seen=7)) == "STALE_VERSION"
    assert company.violations("ben", decision(asked, REFUSED)) == [("reason", "REQUIRED")]
    assert company.violations("ben", decision(asked, due_on=TODAY)) == [("due_on", "NOT_OF_THIS_KIND")]
    assert company.violations("ben", decision(path, due_on=YESTERDAY)) == [("due_on", "IN_PAST")]
    assert company.violations("ben", decision(asked, SUBMITTED)) == [("state", "OUT_OF_RANGE")]


def test_two_who_decide_at_once_decide_once(company: Company) -> None:
    asked = ask(company)

    def attempt(who: str) -> str:
        state = APPROVED if who in {"ben", "hana"} else REFUSED
        try:
            company.ask(who, decision(asked, state, reason="So."))
        except Exception:  # noqa: BLE001 (the others are refused)
            return ""
        return who

    with ThreadPoolExecutor(3) as pool:
        decided = [each for each in pool.map(attempt, ["ben", "cleo", "hana"]) if each]
    found = company.ask("ann", contract.GetRequestRequest(request_id=asked.request_id)).request
    assert decided == [found.decision.decided_by]
    assert found.version == 2


def test_a_delegate_decides_on_behalf_of_the_manager(company: Company) -> None:
    asked = ask(company, A_PATH)
    handed = company.ask(
        "ben",
        delegating.HandOverLineRequest(
            delegate_id="bob", until_on=IN_A_MONTH.isoformat(), reason="Holidays."
        ),
    ).delegation
    approved = company.ask("bob", decision(asked)).request
    assert (approved.decision.decided_by, approved.decision.on_behalf_of) == ("bob", "ben")
    acts = company.ask("ben", delegating.ListDelegatedActsRequest(delegation_id=handed.delegation_id)).acts
    assert {(each.subject, each.happened) for each in acts} == {
        ("request", "approved"),
        ("assignment", "enrolled"),
    }


def test_requests_are_listed_within_the_reach_the_newest_first(company: Company) -> None:
    first, second, third = ask(company), ask(company, A_PATH), ask(company, who="yan")
    company.ask("ben", decision(first))

    def listed(who: str, **which: Any) -> set[str]:
        return {each.request_id for each in company.ask(who, contract.ListRequestsRequest(**which)).requests}

    anns = {first.request_id, second.request_id}
    assert listed("ann") == listed("ben") == listed("cleo") == anns
    assert listed("hana") == listed("tess") == {*anns, third.request_id}
    assert listed("ben", state=SUBMITTED) == {second.request_id}
    assert listed("hana", person_id="yan") == {third.request_id}
    assert listed("bob") == set()
    assert company.refusal("bob", contract.ListRequestsRequest(person_id="ann")) == "NOT_FOUND"
    assert company.refusal("zoe", contract.GetRequestRequest(request_id=first.request_id)) == "NOT_FOUND"
    assert company.refusal("stranger", contract.GetRequestRequest(request_id=first.request_id)) == "NOT_FOUND"
    told = [each for each in company.world.told() if each.startswith("request ")]
    assert told == ["request approved"] + ["request submitted"] * 3
