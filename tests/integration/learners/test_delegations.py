"""Lines handed over by gRPC over MongoDB: who may, what a delegate may, what is logged, and who hands on nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from cairn.learners.v1 import delegations_pb2 as contract
from cairn.learners.v1 import exceptions_pb2 as excepting
from cairn.learners.v1 import learners_service_pb2 as learners
from cairn.learners.v1 import progress_pb2
from cairn_learners.domain.achievements import Decision
from tests.support.learners.builders import TODAY, TOMORROW, YESTERDAY, an_achievement
from tests.support.learners.company import Company
from tests.support.learners.delegating import a_delegation
from tests.support.learners.excepting import IN_A_MONTH

VERIFIED = progress_pb2.DECISION_VERIFIED


def to(delegate_id: str, **said: Any) -> contract.HandOverLineRequest:
    said = {"until_on": IN_A_MONTH.isoformat(), "reason": "Holidays.", **said}
    return contract.HandOverLineRequest(delegate_id=delegate_id, **said)


def handed(company: Company, who: str, request: contract.HandOverLineRequest) -> contract.Delegation:
    found: contract.Delegation = company.ask(who, request).delegation
    return found


def acts(company: Company, who: str, delegation: contract.Delegation) -> list[contract.DelegatedAct]:
    asked = contract.ListDelegatedActsRequest(delegation_id=delegation.delegation_id)
    return list(company.ask(who, asked).acts)


def test_a_manager_hands_the_own_line_to_a_colleague_who_then_reaches_it(company: Company) -> None:
    ann = learners.GetPersonRequest(person_id="ann")
    assert company.refusal("bob", ann) == "NOT_FOUND"
    found = handed(company, "ben", to("bob"))
    assert (found.manager_name, found.delegate_name, found.status) == (
        "Ben Elm",
        "Bob Ash",
        excepting.SPAN_STATUS_ACTIVE,
    )
    assert company.ask("bob", ann).person.person_id == "ann"
    assert list(company.ask("bob", learners.GetSelfRequest()).self.stands_in_for) == ["ben"]
    assert [each.team_id for each in company.ask("bob", learners.ListTeamsRequest()).teams] == ["ben"]
    assert company.refusal("bob", learners.GetPersonRequest(person_id="ben")) == "NOT_FOUND"
    assert company.refusal("zoe", ann) == "NOT_FOUND"
    assert company.world.told() == ["delegation handed_over"]


@pytest.mark.parametrize(
    ("who", "request_", "reason"),
    [
        ("ann", to("bob"), "ROLE_REQUIRED"),
        ("bob", to("ann", manager_id="ben"), "ROLE_REQUIRED"),
        ("ben", to("yan"), "NOT_FOUND"),
        ("ben", to("unknown"), "NOT_FOUND"),
        ("hana", to("hana", manager_id="ben"), "OWN_CLAIM"),
        ("tess", to("tess", manager_id="ben"), "OWN_CLAIM"),
        ("hana", to("bob", manager_id="ann"), "NOT_FOUND"),
        ("client", to("bob"), "NO_PERSON"),
        ("nobody", to("bob"), "ROLE_REQUIRED"),
        ("stranger", to("bob", manager_id="ben"), "NOT_FOUND"),
    ],
)
def test_who_may_not_hand_a_line_over(
    company: Company, who: str, request_: contract.HandOverLineRequest, reason: str
) -> None:
    assert company.refusal(who, request_) == reason


def test_a_delegation_has_a_reason_and_days_and_is_to_somebody_else(company: Company) -> None:
    assert company.violations("ben", to("ben", reason="")) == [
        ("delegate_id", "THE_SAME"),
        ("reason", "REQUIRED"),
    ]
    assert company.violations("ben", to("bob", from_on=YESTERDAY.isoformat())) == [("from_on", "IN_PAST")]
    assert company.violations("ben", to("bob", until_on="")) == [("until_on", "REQUIRED")]


def test_hr_hands_the_line_of_somebody_who_is_ill_to_anybody(company: Company) -> None:
    found = handed(company, "hana", to("yan", manager_id="ben"))
    assert found.handed_over_by == "hana"
    assert company.ask("yan", learners.GetPersonRequest(person_id="ann")).person.person_id == "ann"


def test_what_was_handed_over_is_not_handed_on(company: Company) -> None:
    handed(company, "ben", to("bob"))
    assert company.refusal("bob", to("ann")) == "ROLE_REQUIRED"
    assert company.refusal("bob", to("ann", manager_id="ben")) == "ROLE_REQUIRED"
    company.world.put(a_delegation("bob", "yan"))
    assert company.refusal("yan", learners.GetPersonRequest(person_id="ann")) == "NOT_FOUND"


def test_it_begins_and_lapses_by_itself(company: Company) -> None:
    day = timedelta(days=1)
    company.world.put(
        a_delegation("ben", "bob", from_on=TODAY - 9 * day, until_on=YESTERDAY),
        a_delegation("zoe", "bob", from_on=TOMORROW),
    )
    for person_id in ("ann", "yan"):
        assert company.refusal("bob", learners.GetPersonRequest(person_id=person_id)) == "NOT_FOUND"
    listed = company.ask("bob", contract.ListDelegationsRequest()).delegations
    assert {each.status for each in listed} == {excepting.SPAN_STATUS_LAPSED, excepting.SPAN_STATUS_UPCOMING}


def test_what_a_delegate_does_is_logged_as_done_for_the_manager(company: Company) -> None:
    company.world.put(
        an_achievement(achievement_id="claim", decision=Decision.CLAIMED),
        an_achievement(achievement_id="mine", person_id="bob", decision=Decision.CLAIMED),
    )
    delegation = handed(company, "ben", to("bob"))
    verify = learners.DecideAchievementRequest(achievement_id="claim", decision=VERIFIED)
    assert company.ask("bob", verify).achievement.decided_by == "bob"
    own = learners.DecideAchievementRequest(achievement_id="mine", decision=VERIFIED)
    assert company.refusal("bob", own) == "OWN_CLAIM"
    audience = progress_pb2.Audience(person_ids=["ann"])
    assigned = company.ask("bob", learners.AssignPathRequest(path_id="path", audience=audience))
    exemption = excepting.GrantedException(
        kind=excepting.EXCEPTION_KIND_EXEMPTION,
        person_id="ann",
        path_id="path",
        until_on=IN_A_MONTH.isoformat(),
        reason="Ill.",
    )
    granted = company.ask("bob", excepting.GrantExceptionRequest(exception=exemption)).exception
    assert (granted.granted_by, granted.on_behalf_of) == ("bob", "ben")
    for who in ("ben", "bob", "hana", "tess"):
        logged = acts(company, who, delegation)
        assert {(each.subject, each.subject_id, each.happened) for each in logged} == {
            ("achievement", "claim", "verified"),
            ("assignment", assigned.assignment.assignment_id, "enrolled"),
            ("exception", granted.exception_id, "granted"),
        }
        assert {(each.acted_by, each.on_behalf_of, *each.person_ids) for each in logged} == {
            ("bob", "ben", "ann")
        }
    for who in ("ann", "zoe", "stranger"):
        assert (
            company.refusal(who, contract.ListDelegatedActsRequest(delegation_id=delegation.delegation_id))
            == "NOT_FOUND"
        )


def test_what_managers_do_in_their_own_line_is_done_for_nobody(company: Company) -> None:
    company.world.put(an_achievement(achievement_id="claim", decision=Decision.CLAIMED))
    delegation = handed(company, "ben", to("cleo"))
    company.ask("cleo", learners.DecideAchievementRequest(achievement_id="claim", decision=VERIFIED))
    assert acts(company, "ben", delegation) == []


def test_a_delegation_is_ended_by_either_side_and_then_reaches_nobody(company: Company) -> None:
    for who in ("ben", "bob", "hana"):
        found = handed(company, "ben", to("bob"))
        ask = contract.TakeBackLineRequest(delegation_id=found.delegation_id, reason="Back.")
        assert company.refusal("cleo", ask) == "NOT_FOUND"
        assert company.ask(who, ask).delegation.status == excepting.SPAN_STATUS_WITHDRAWN
        assert company.refusal(who, ask) == "ALREADY_DECIDED"
        assert company.refusal("bob", learners.GetPersonRequest(person_id="ann")) == "NOT_FOUND"


def test_delegations_are_seen_by_both_sides_hr_and_tenant_admin(company: Company) -> None:
    found = handed(company, "ben", to("bob"))
    for who in ("ben", "bob", "hana", "tess", "client"):
        assert list(company.ask(who, contract.ListDelegationsRequest()).delegations) == [found]
    assert not company.ask("cleo", contract.ListDelegationsRequest()).delegations
    assert company.refusal("cleo", contract.ListDelegationsRequest(person_id="ben")) == "NOT_FOUND"
    assert not company.ask("hana", contract.ListDelegationsRequest(person_id="ann")).delegations


def test_candidates_are_listed_by_name(company: Company) -> None:
    found = company.ask("ben", contract.ListDelegationCandidatesRequest()).candidates
    assert [each.name for each in found] == ["Bob Ash", "Ann Fir", "Cleo Oak"]
    [ann] = company.ask("ben", contract.ListDelegationCandidatesRequest(query="fir")).candidates
    assert ann.person_id == "ann"
    assert company.refusal("ann", contract.ListDelegationCandidatesRequest()) == "ROLE_REQUIRED"


def test_the_same_line_is_handed_to_the_same_person_once_at_a_time(company: Company) -> None:
    def attempt(_: int) -> bool:
        try:
            handed(company, "ben", to("bob"))
        except Exception:  # noqa: BLE001 (the others are refused)
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(attempt, range(4))) == 1
    assert company.refusal("hana", to("bob", manager_id="ben")) == "ALREADY_EXISTS"
