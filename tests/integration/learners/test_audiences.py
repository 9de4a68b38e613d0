"""Dynamic audiences: saved, read as sentences, looked into, explained."""

from datetime import timedelta
from typing import Any

import pytest

from cairn.common.v1 import paging_pb2
from cairn.learners.v1 import assignment_jobs_pb2
from cairn.learners.v1 import audiences_pb2 as contract
from tests.support.learners.assigning import Worker, condition, confirmed, group, plan, save, terms, whom
from tests.support.learners.builders import TODAY, YESTERDAY, a_person
from tests.support.learners.company import Company
from tests.support.learners.mongo_world import MongoWorld

INSIDE = condition("department_or_below", "sales")


def _explain(company: Company, who: str, person_id: str) -> contract.ExplainMembershipResponse:
    found: contract.ExplainMembershipResponse = company.ask(
        who, contract.ExplainMembershipRequest(audience_id="crew", person_id=person_id)
    )
    return found


def test_an_audience_is_saved_and_reads_as_a_sentence(company: Company) -> None:
    rule = group("ALL_OF", INSIDE, group("NOT", condition("line", "ben")), condition("role", "analyst"))
    saved = company.ask("cleo", save(rule)).audience
    assert saved.sentence == (
        "Everybody who works in Sales or below, and is not in the line of Ben Elm, and has the role analyst."
    )
    assert (saved.version, saved.made_by, saved.rule) == (1, "cleo", rule)
    assert company.ask("hana", contract.GetAudienceRequest(audience_id="crew")).audience == saved
    [seen] = company.ask("zoe", contract.ListAudiencesRequest()).audiences
    assert seen.sentence == (
        "Everybody who works in Sales or below, and is not in the line of somebody outside your line, and has the role analyst."
    )


def test_managers_change_their_own_and_hr_every_audience(company: Company) -> None:
    company.ask("cleo", save(INSIDE))
    assert company.refusal("ben", save(INSIDE, name="Mine", version=1)) == "ROLE_REQUIRED"
    assert company.ask("hana", save(INSIDE, name="Ours", version=1)).audience.version == 2
    assert company.refusal("cleo", save(INSIDE, name="Mine", version=1)) == "STALE_VERSION"
    assert company.refusal("cleo", save(INSIDE)) == "ALREADY_EXISTS"
    assert company.refusal("cleo", save(INSIDE, audience_id="none", version=3)) == "NOT_FOUND"
    assert company.ask("cleo", save(INSIDE, name="Ours", version=2)).audience.version == 2


@pytest.mark.parametrize("who", ["ann", "nobody", "yan"])
def test_audiences_are_for_who_leads_somebody(company: Company, who: str) -> None:
    company.ask("hana", save(INSIDE))
    requests: list[Any] = [
        save(INSIDE, audience_id="other"),
        contract.ListAudiencesRequest(),
        contract.GetAudienceRequest(audience_id="crew"),
        contract.PreviewAudienceRequest(rule=INSIDE),
        contract.ListAudienceMembersRequest(audience_id="crew"),
        contract.ExplainMembershipRequest(audience_id="crew", person_id="ann"),
        contract.ListAudienceAttributesRequest(),
    ]
    assert {company.refusal(who, each) for each in requests} == {"ROLE_REQUIRED"}
    assert company.refusal("stranger", contract.GetAudienceRequest(audience_id="crew")) == "NOT_FOUND"


def test_members_are_those_whom_the_caller_leads(company: Company) -> None:
    company.ask("hana", save(INSIDE))
    for who, people in (
        ("hana", ["bob", "ben", "ann", "cleo"]),
        ("cleo", ["bob", "ben", "ann"]),
        ("ben", ["ann"]),
        ("zoe", []),
    ):
        found = company.ask(who, contract.ListAudienceMembersRequest(audience_id="crew")).members
        assert [each.person_id for each in found] == people
    page = paging_pb2.PageRequest(page_size=3)
    first = company.ask("hana", contract.ListAudienceMembersRequest(audience_id="crew", page=page))
    page.page_token = first.page.next_page_token
    second = company.ask("hana", contract.ListAudienceMembersRequest(audience_id="crew", page=page))
    assert [each.person_id for each in second.members] == ["cleo"]


def test_a_preview_counts_who_is_in_and_of_whom_it_cannot_be_told(company: Company) -> None:
    found = company.ask("hana", contract.PreviewAudienceRequest(rule=INSIDE))
    assert (found.sentence, found.member_count, found.unknown_count) == (
        "Everybody who works in Sales or below.",
        4,
        4,
    )
    assert [each.name for each in found.members] == ["Bob Ash", "Ben Elm", "Ann Fir", "Cleo Oak"]


def test_why_somebody_is_in_or_out(company: Company, world: MongoWorld) -> None:
    world.put(
        a_person("ida", manager_id="cleo", department_id="inside", hired_on=TODAY - timedelta(days=100))
    )
    company.ask("cleo", save(group("ALL_OF", INSIDE, condition("tenure", "P1Y", by="AT_LEAST"))))
    ida = _explain(company, "cleo", "ida")
    assert not ida.is_in
    assert ida.trace.answer == contract.RULE_ANSWER_NO
    works, tenure = ida.trace.parts
    assert (works.answer, works.clause, list(works.found)) == (
        contract.RULE_ANSWER_YES,
        "works in Sales or below",
        ["Sales"],
    )
    assert (tenure.answer, list(tenure.found)) == (
        contract.RULE_ANSWER_NO,
        [(TODAY - timedelta(days=100)).isoformat()],
    )
    assert ida.trace.changes_at == tenure.changes_at
    ann = _explain(company, "cleo", "ann")
    assert (ann.is_in, ann.trace.answer) == (False, contract.RULE_ANSWER_UNKNOWN)
    assert (
        company.refusal("cleo", contract.ExplainMembershipRequest(audience_id="crew", person_id="yan"))
        == "NOT_FOUND"
    )
    assert (
        company.refusal("cleo", contract.ExplainMembershipRequest(audience_id="none", person_id="ann"))
        == "NOT_FOUND"
    )


def test_what_was_found_has_its_name_though_the_rule_does_not_name_it(company: Company) -> None:
    company.ask("hana", save(condition("manager", "cleo")))
    ann = _explain(company, "hana", "ann")
    assert (ann.trace.clause, list(ann.trace.found)) == ("reports directly to Cleo Oak", ["Ben Elm"])


def test_who_has_left_is_out_whatever_the_rule_says_and_the_answer_says_so(
    company: Company, world: MongoWorld
) -> None:
    world.put(a_person("ida", manager_id="cleo", department_id="inside", left_on=YESTERDAY))
    company.ask("hana", save(INSIDE))
    ida = _explain(company, "hana", "ida")
    assert (ida.is_in, ida.trace.answer) == (False, contract.RULE_ANSWER_YES)
    assert ida.left_on == YESTERDAY.isoformat()
    assert _explain(company, "hana", "ann").left_on == ""


def test_what_a_rule_names_has_to_be_there(company: Company) -> None:
    for wrong in (
        condition("role", "none"),
        condition("department", "none"),
        condition("credential", "none"),
        condition("line", "yan"),
    ):
        assert company.violations("cleo", save(wrong)) == [("audience.rule", "UNKNOWN_REFERENCE")]
    assert company.violations("cleo", save(group("ALL_OF"), name=" ")) == [("audience.name", "REQUIRED")]


def test_an_audience_that_is_assigned_to_is_not_retired(company: Company, world: MongoWorld) -> None:
    company.ask("hana", save(INSIDE))
    job = confirmed(company, "hana", plan(whom(dynamic_ids=["crew"]), terms(standing=True)))
    Worker(world).run()
    assert company.violations("hana", save(INSIDE, version=1, retired=True)) == [
        ("audience.retired", "IN_USE")
    ]
    company.ask("hana", assignment_jobs_pb2.WithdrawAssignmentRequest(assignment_id=job.assignment_id))
    company.ask("hana", save(INSIDE, version=1, retired=True))
    assert list(company.ask("hana", contract.ListAudiencesRequest()).audiences) == []
    assert company.refusal("hana", plan(whom(dynamic_ids=["crew"]))) == "NOT_FOUND"
