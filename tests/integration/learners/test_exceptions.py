"""Exceptions by gRPC over MongoDB: who may, what progress says then, two at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from cairn.learners.v1 import exceptions_pb2 as contract
from cairn.learners.v1 import learners_service_pb2 as learners
from cairn.learners.v1 import progress_pb2
from cairn_learners.application.exceptions import exempt_people
from cairn_learners.application.scope import Scope
from cairn_platform.identity import Principal
from tests.support.learners.builders import (
    NOW,
    TODAY,
    YESTERDAY,
    an_achievement,
    an_enrolment,
)
from tests.support.learners.company import Company
from tests.support.learners.excepting import IN_A_MONTH, an_exception, exempt
from tests.support.learners.recertifying import a_policy_draft
from tests.support.learners.renewing import a_credential_policy, a_version_draft

EXEMPTION = contract.EXCEPTION_KIND_EXEMPTION
EXTENSION = contract.EXCEPTION_KIND_EXTENSION
EQUIVALENCE = contract.EXCEPTION_KIND_EQUIVALENCE
PRIOR_LEARNING = contract.EXCEPTION_KIND_PRIOR_LEARNING


def grant(
    kind: contract.ExceptionKind.ValueType = EXEMPTION,
    *,
    person_id: str = "ann",
    timezone: str = "",
    **said: Any,
) -> contract.GrantExceptionRequest:
    if kind != EQUIVALENCE:
        said.setdefault("path_id", "path")
    said.setdefault("until_on", IN_A_MONTH.isoformat())
    granted = contract.GrantedException(kind=kind, person_id=person_id, **{"reason": "On leave.", **said})
    return contract.GrantExceptionRequest(exception=granted, timezone=timezone)


def granted(company: Company, who: str, request: contract.GrantExceptionRequest) -> contract.GrantedException:
    found: contract.GrantedException = company.ask(who, request).exception
    return found


def on_the_path(company: Company, person_id: str = "ann") -> progress_pb2.PathProgress:
    found = company.ask(person_id, learners.GetPersonProgressRequest(person_id=person_id))
    [path] = [each for each in found.paths if each.enrolment.path_id == "path"]
    return path  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("who", "reason"),
    [
        ("ben", None),
        ("cleo", None),
        ("hana", None),
        ("tess", None),
        ("client", None),
        ("ann", "OWN_CLAIM"),
        ("bob", "NOT_FOUND"),
        ("zoe", "NOT_FOUND"),
        ("stranger", "NOT_FOUND"),
        ("nobody", "ROLE_REQUIRED"),
    ],
)
def test_a_manager_above_hr_and_tenant_admin_grant_and_never_to_themselves(
    company: Company, who: str, reason: str | None
) -> None:
    if reason is None:
        found = granted(company, who, grant())
        assert found.granted_by == ("" if who == "client" else who)
        assert found.status == contract.SPAN_STATUS_ACTIVE
    else:
        assert company.refusal(who, grant()) == reason


def test_nobody_with_a_higher_role_grants_to_themselves_either(company: Company) -> None:
    assert company.refusal("hana", grant(person_id="hana")) == "OWN_CLAIM"
    assert company.refusal("tess", grant(person_id="tess")) == "OWN_CLAIM"


def test_what_counts_for_everybody_is_for_hr_and_tenant_admin_to_say(company: Company) -> None:
    asked = grant(EQUIVALENCE, person_id="", credential_id="html", counts_credential_id="css")
    for who in ("cleo", "ann", "nobody"):
        assert company.refusal(who, asked) == "ROLE_REQUIRED"
    found = granted(company, "hana", asked)
    listed = company.ask("ann", contract.ListExceptionsRequest()).exceptions
    assert list(listed) == [found]
    assert (
        company.ask("yan", contract.GetExceptionRequest(exception_id=found.exception_id)).exception == found
    )
    take_back = contract.WithdrawExceptionRequest(exception_id=found.exception_id, reason="Wrong.")
    assert company.refusal("cleo", take_back) == "ROLE_REQUIRED"
    assert company.ask("tess", take_back).exception.status == contract.SPAN_STATUS_WITHDRAWN


def test_a_persons_exceptions_are_there_for_who_sees_the_person(company: Company) -> None:
    found = granted(company, "ben", grant())
    one = contract.GetExceptionRequest(exception_id=found.exception_id)
    several = contract.ListExceptionsRequest(person_id="ann")
    for who in ("ann", "ben", "cleo", "hana", "tess"):
        assert company.ask(who, one).exception == found
        assert list(company.ask(who, several).exceptions) == [found]
    for who in ("bob", "zoe", "stranger"):
        assert company.refusal(who, one) == "NOT_FOUND"
        assert company.refusal(who, several) == "NOT_FOUND"
    take_back = contract.WithdrawExceptionRequest(exception_id=found.exception_id, reason="Back.")
    assert company.refusal("ann", take_back) == "OWN_CLAIM"
    assert company.refusal("zoe", take_back) == "NOT_FOUND"


def test_an_exemption_shows_in_progress_until_it_is_taken_back(company: Company) -> None:
    company.world.put(an_enrolment(due_on=YESTERDAY))
    assert on_the_path(company).overdue
    found = granted(company, "ben", grant())
    path = on_the_path(company)
    assert not path.overdue
    assert (path.exemption.exception_id, path.exemption.until_on) == (
        found.exception_id,
        IN_A_MONTH.isoformat(),
    )
    company.ask("cleo", contract.WithdrawExceptionRequest(exception_id=found.exception_id, reason="Back."))
    assert on_the_path(company).overdue
    again = contract.WithdrawExceptionRequest(exception_id=found.exception_id, reason="Again.")
    assert company.refusal("cleo", again) == "ALREADY_DECIDED"
    assert [each.split(".")[-1] for each in company.world.told()] == [
        "exception granted",
        "exception withdrawn",
    ]


def test_every_answer_about_a_path_says_the_same_of_what_counts(company: Company) -> None:
    company.world.put(an_enrolment(), an_enrolment("bob"), an_achievement("css", person_id="bob"))
    asked = grant(EQUIVALENCE, person_id="", credential_id="badge", counts_credential_id="css")
    granted(company, "hana", asked)
    own = on_the_path(company, "bob")
    listed = company.ask("cleo", learners.ListPathProgressRequest(path_id="path")).paths
    assert {each.enrolment.person_id: each.completed_steps for each in listed} == {"ann": 0, "bob": 1}
    assert own in listed
    assert own.steps[0].state == progress_pb2.STEP_STATE_COMPLETED
    assert own.steps[0].allowance.explanation.startswith("Css counts for Badge until ")


def test_an_extension_moves_the_due_date_of_somebody_who_is_on_the_path(company: Company) -> None:
    assert company.refusal("ben", grant(EXTENSION)) == "NOT_FOUND"
    company.world.put(an_enrolment(due_on=YESTERDAY), an_enrolment("bob"))
    assert company.violations("cleo", grant(EXTENSION, person_id="bob")) == [("exception.path_id", "NOT_DUE")]
    granted(company, "ben", grant(EXTENSION))
    path = on_the_path(company)
    assert (path.due_on, path.enrolment.due_on) == (IN_A_MONTH.isoformat(), YESTERDAY.isoformat())
    assert not path.overdue


def test_prior_learning_is_an_experience_or_a_verified_achievement_within_the_look_back(
    company: Company,
) -> None:
    def asked(days: int, **said: Any) -> contract.GrantExceptionRequest:
        happened_on = (TODAY - timedelta(days=days)).isoformat()
        proof = said or {"happened_on": happened_on}
        return grant(PRIOR_LEARNING, step_id="s1", look_back_days=30, **proof)

    company.enrol("ann")
    company.world.put(
        an_achievement(achievement_id="lapsed", issued_on=TODAY - timedelta(days=400), validity="P1Y"),
        an_achievement(achievement_id="bobs", person_id="bob"),
    )
    assert company.violations("ben", asked(31)) == [("exception.happened_on", "TOO_LONG_AGO")]
    assert company.violations("ben", asked(-1)) == [("exception.happened_on", "AFTER_ENROLMENT")]
    assert company.violations("ben", asked(0, achievement_id="lapsed")) == [
        ("exception.happened_on", "TOO_LONG_AGO")
    ]
    assert company.violations("cleo", asked(0, achievement_id="bobs")) == [
        ("exception.achievement_id", "NOT_VERIFIED")
    ]
    granted(company, "ben", asked(30))
    [step, _] = on_the_path(company).steps
    assert step.state == progress_pb2.STEP_STATE_COMPLETED
    assert (step.last_valid_on, step.allowance.kind) == (IN_A_MONTH.isoformat(), PRIOR_LEARNING)


def test_the_day_of_the_enrolment_is_that_of_the_policys_time_zone(company: Company) -> None:
    """At noon in UTC it is the next day already in Kiritimati, fourteen hours ahead."""
    company.enrol("ann")
    asked: dict[str, Any] = {
        "step_id": "s1",
        "look_back_days": 30,
        "happened_on": (TODAY - timedelta(days=30)).isoformat(),
    }
    ahead = "Pacific/Kiritimati"
    assert company.violations("ben", grant(PRIOR_LEARNING, timezone=ahead, **asked)) == [
        ("exception.happened_on", "TOO_LONG_AGO")
    ]
    draft = a_version_draft(policy=a_policy_draft(timezone=ahead), effective_on="2000-01-01")
    company.world.put(a_credential_policy("badge", draft))
    assert company.violations("ben", grant(PRIOR_LEARNING, **asked)) == [
        ("exception.happened_on", "TOO_LONG_AGO")
    ]
    granted(company, "ben", grant(PRIOR_LEARNING, timezone="UTC", **asked))


def test_what_is_not_there_is_refused(company: Company) -> None:
    assert company.refusal("ben", grant(path_id="unknown")) == "LEARNING_PATH_NOT_YET_KNOWN"
    assert company.refusal("ben", grant(step_id="s9")) == "NOT_FOUND"
    unknown = grant(EQUIVALENCE, credential_id="html", counts_credential_id="unknown")
    assert company.refusal("ben", unknown) == "CREDENTIAL_NOT_YET_KNOWN"
    assert company.refusal("hana", grant(person_id="unknown")) == "NOT_FOUND"
    assert company.refusal("hana", contract.GetExceptionRequest(exception_id="unknown")) == "NOT_FOUND"


def test_two_managers_who_grant_the_same_at_once_grant_it_once(company: Company) -> None:
    def attempt(who: str) -> str:
        try:
            return granted(company, who, grant()).granted_by
        except Exception as error:  # noqa: BLE001 (the other one's refusal is what is looked for)
            return type(error).__name__

    with ThreadPoolExecutor(4) as pool:
        found = sorted(pool.map(attempt, ["ben", "cleo", "hana", "tess"]))
    assert sum(each in {"ben", "cleo", "hana", "tess"} for each in found) == 1
    assert company.refusal("ben", grant()) == "ALREADY_EXISTS"
    assert len(company.ask("ann", contract.ListExceptionsRequest(person_id="ann")).exceptions) == 1


def test_a_repeated_request_grants_once_and_answers_alike(company: Company) -> None:
    first = company.ask("ben", grant(), key="k1")
    assert company.ask("ben", grant(), key="k1") == first


def test_who_is_exempt_is_told_to_whoever_assigns(company: Company) -> None:
    company.world.put(
        an_exception(exempt()),
        an_exception(exempt("short"), person_id="bob", exception_id="x2"),
        an_exception(exempt(step_id="s1"), person_id="ben", exception_id="x3"),
    )
    scope = Scope(
        principal=Principal(
            tenant_id="acme",
            subject="sub-hana",
            roles=frozenset({"hr"}),
            client_id="portal",
            email=None,
            email_verified=False,
        ),
        store=company.world.of(),
        now=NOW,
        new_id=lambda: "unused",
    )
    assert exempt_people(scope, path_id="path", person_ids=["ann", "bob", "ben"]) == {"ann": IN_A_MONTH}
