"""What an HR partner may do by gRPC over MongoDB: what hr may for the people of the own units, and nothing for the whole tenant."""

from typing import Any

import pytest

from cairn.learners.v1 import assessments_pb2 as assessing
from cairn.learners.v1 import exceptions_pb2 as excepting
from cairn.learners.v1 import hr_responsibilities_pb2 as contract
from cairn.learners.v1 import learners_service_pb2 as learners
from cairn.learners.v1 import organization_pb2, progress_pb2
from cairn.learners.v1 import reminders_pb2 as reminding
from cairn.learners.v1 import renewals_pb2 as renewing
from cairn_learners.domain.achievements import Decision
from cairn_learners.domain.tenure import Position
from tests.support.learners.builders import TOMORROW, YESTERDAY, a_department, a_person, an_achievement
from tests.support.learners.company import Company
from tests.support.learners.excepting import IN_A_MONTH
from tests.support.learners.responsible import a_responsibility

VERIFIED = progress_pb2.DECISION_VERIFIED


def given(*department_ids: str, person_id: str = "pia", **said: Any) -> contract.GiveHrResponsibilityRequest:
    return contract.GiveHrResponsibilityRequest(
        person_id=person_id, department_ids=department_ids or ["inside"], **said
    )


@pytest.fixture
def partnered(company: Company) -> Company:
    """pia is responsible for inside: ann, bob, and uma by a second position; not for sales above it, nor for field beside."""
    beside = Position(title="", role_id=None, department_id="inside", manager_id=None, taken_on=None)
    company.world.put(
        a_person("pia", family_name="Ivy", account_subject="sub-pia"),
        a_person("uma", further_positions=(beside,)),
        a_department("field", parent="sales"),
        a_responsibility("pia", "inside"),
    )
    return company


def names(company: Company, **asked: Any) -> list[str]:
    return [each.person_id for each in company.ask("pia", learners.ListPeopleRequest(**asked)).people]


def test_hr_makes_somebody_responsible_who_then_reaches_the_unit(company: Company) -> None:
    company.world.put(a_person("pia", family_name="Ivy", account_subject="sub-pia"))
    ann = learners.GetPersonRequest(person_id="ann")
    assert company.refusal("pia", ann) == "NOT_FOUND"
    found = company.ask("hana", given("sales"), key="once").responsibility
    assert (found.person_name, found.until_on, found.given_by, found.status) == (
        "Pia Ivy",
        "",
        "hana",
        excepting.SPAN_STATUS_ACTIVE,
    )
    assert company.ask("hana", given("sales"), key="once").responsibility == found
    assert company.refusal("hana", given("sales")) == "ALREADY_EXISTS"
    assert company.ask("pia", ann).person.person_id == "ann"
    oneself = company.ask("pia", learners.GetSelfRequest()).self
    assert (list(oneself.roles), list(oneself.hr_department_ids)) == (["employee", "hr-partner"], ["sales"])
    assert company.world.told() == ["hr_responsibility given"]
    back = contract.TakeBackHrResponsibilityRequest(
        responsibility_id=found.responsibility_id, reason="She moves."
    )
    assert company.ask("tess", back).responsibility.status == excepting.SPAN_STATUS_WITHDRAWN
    assert company.refusal("tess", back) == "ALREADY_DECIDED"
    assert company.refusal("pia", ann) == "NOT_FOUND"
    [listed] = company.ask("tess", contract.ListHrResponsibilitiesRequest(person_id="pia")).responsibilities
    assert listed.withdrawal.reason == "She moves."


@pytest.mark.parametrize("who", ["pia", "cleo", "ann", "rex", "nobody"])
def test_only_hr_and_tenant_admin_give_and_see_responsibilities(partnered: Company, who: str) -> None:
    for request in (
        given("field"),
        contract.TakeBackHrResponsibilityRequest(responsibility_id="r", reason="x"),
        contract.ListHrResponsibilitiesRequest(),
    ):
        assert partnered.refusal(who, request) == "ROLE_REQUIRED"


def test_what_cannot_be_given(partnered: Company) -> None:
    assert partnered.refusal("hana", given("unknown")) == "NOT_FOUND"
    assert partnered.refusal("hana", given("sales", person_id="unknown")) == "NOT_FOUND"
    assert partnered.refusal("stranger", given("sales")) == "NOT_FOUND"
    assert partnered.violations("hana", given("", person_id="")) == [
        ("person_id", "REQUIRED"),
        ("department_ids[0]", "REQUIRED"),
    ]
    assert partnered.violations("hana", given(from_on=YESTERDAY.isoformat())) == [("from_on", "IN_PAST")]
    assert not partnered.ask("stranger", contract.ListHrResponsibilitiesRequest()).responsibilities


def test_a_partner_reads_the_people_of_the_unit_and_nobody_else(partnered: Company) -> None:
    assert sorted(names(partnered)) == ["ann", "bob", "uma"]
    assert names(partnered, person_ids=["ann", "ben", "pia"]) == ["ann", "pia"]
    for person_id in ("ben", "cleo", "yan"):
        for request in (
            learners.GetPersonRequest(person_id=person_id),
            learners.GetPersonProgressRequest(person_id=person_id),
            learners.ListAchievementsRequest(person_id=person_id),
            reminding.GetTimelineRequest(person_id=person_id),
            renewing.ListRenewalEntriesRequest(person_id=person_id),
        ):
            assert partnered.refusal("pia", request) == "NOT_FOUND", type(request).__name__
            partnered.ask("pia", type(request)(person_id="ann"))


def test_it_holds_on_its_days(company: Company) -> None:
    company.world.put(
        a_person("pia", account_subject="sub-pia"),
        a_responsibility("pia", "inside", from_on=TOMORROW),
        a_responsibility("pia", "sales", from_on=YESTERDAY, until_on=YESTERDAY),
    )
    assert names(company) == []
    assert not company.ask("pia", learners.GetSelfRequest()).self.hr_department_ids


def test_the_role_without_units_and_units_without_the_role_reach_nobody(company: Company) -> None:
    company.world.put(a_person("pia", account_subject="sub-pia"), a_responsibility("yan", "inside"))
    for who in ("pia", "yan"):
        assert company.refusal(who, learners.GetPersonRequest(person_id="ann")) == "NOT_FOUND"
        assert company.ask(who, learners.GetPersonRequest(person_id=who)).person.person_id == who


def test_who_has_left_is_responsible_for_nobody(company: Company) -> None:
    company.world.put(a_person("pia", account_subject="sub-pia", left_on=YESTERDAY), a_responsibility())
    assert company.refusal("pia", learners.GetPersonRequest(person_id="ann")) == "NOT_FOUND"


def test_a_partner_decides_assigns_and_excepts_in_the_unit(partnered: Company) -> None:
    partnered.world.put(
        an_achievement(achievement_id="claim", decision=Decision.CLAIMED),
        an_achievement(achievement_id="bens", person_id="ben", decision=Decision.CLAIMED),
    )
    verify = learners.DecideAchievementRequest(achievement_id="claim", decision=VERIFIED)
    assert partnered.ask("pia", verify).achievement.decided_by == "pia"
    other = learners.DecideAchievementRequest(achievement_id="bens", decision=VERIFIED)
    assert partnered.refusal("pia", other) == "NOT_FOUND"
    assigned = learners.AssignPathRequest(path_id="path", audience=progress_pb2.Audience(person_ids=["ann"]))
    partnered.ask("pia", assigned)
    assigned.audience.person_ids.append("ben")
    assert partnered.refusal("pia", assigned) == "NOT_FOUND"
    for person_id, reason in (("ann", ""), ("ben", "NOT_FOUND")):
        exemption = excepting.GrantExceptionRequest(
            exception=excepting.GrantedException(
                kind=excepting.EXCEPTION_KIND_EXEMPTION,
                person_id=person_id,
                path_id="path",
                until_on=IN_A_MONTH.isoformat(),
                reason="Ill.",
            )
        )
        if reason:
            assert partnered.refusal("pia", exemption) == reason
        else:
            assert partnered.ask("pia", exemption).exception.on_behalf_of == ""


def test_a_partner_assesses_in_the_unit_as_a_reviewer_and_not_as_its_manager(partnered: Company) -> None:
    def said(
        kind: assessing.AssessorKind.ValueType, person_id: str = "ann"
    ) -> assessing.GiveAssessmentRequest:
        return assessing.GiveAssessmentRequest(
            person_id=person_id, skill_id="python", assessor_kind=kind, level=3, reason="Seen at work."
        )

    assert partnered.refusal("pia", said(assessing.ASSESSOR_KIND_MANAGER)) == "ROLE_REQUIRED"
    assert partnered.refusal("pia", said(assessing.ASSESSOR_KIND_REVIEWER, "ben")) == "NOT_FOUND"
    assert partnered.ask("pia", said(assessing.ASSESSOR_KIND_REVIEWER)).assessment.person_id == "ann"


def test_what_is_for_the_whole_tenant_stays_with_hr_and_tenant_admin(partnered: Company) -> None:
    everybody = excepting.GrantedException(
        kind=excepting.EXCEPTION_KIND_EQUIVALENCE,
        credential_id="badge",
        counts_credential_id="html",
        until_on=IN_A_MONTH.isoformat(),
        reason="The same.",
    )
    for request in (
        excepting.GrantExceptionRequest(exception=everybody),
        learners.SavePersonRequest(person=organization_pb2.Person(person_id="new", given_name="New")),
        reminding.GetReminderSettingsRequest(),
    ):
        assert partnered.refusal("pia", request) == "ROLE_REQUIRED", type(request).__name__
