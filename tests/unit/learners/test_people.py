"""What may be said of a person, and what an account may be linked to."""

from dataclasses import replace
from datetime import date

import pytest

from cairn_learners.domain.errors import RoleNotYetKnownError
from cairn_learners.domain.people import (
    Surroundings,
    change,
    check_line,
    check_references,
    choose_target_role,
    folded,
    link_account,
    may_be_linked,
    profile_from,
    register,
)
from cairn_platform.errors import InvalidFieldsError
from tests.support.learners.builders import TODAY, a_draft, a_person

THERE = Surroundings(
    person_ids={"cleo", "ben"},
    department_ids=frozenset({"sales"}),
    role_ids=frozenset({"analyst"}),
    holder_of_email={"ben@acme.example": "ben"},
)


def _violations(error: InvalidFieldsError) -> set[tuple[str, str]]:
    return {(each.field, each.reason) for each in error.violations}


def test_a_draft_with_all_that_can_be_said_becomes_a_profile() -> None:
    draft = a_draft(
        given_name=" Ann ",
        family_name="Lee",
        email="Ann@Acme.example",
        title="Analyst",
        role_id="analyst",
        department_id="sales",
        manager_id="ben",
        target_role_id="lead",
        hired_on="2024-02-29",
    )
    profile = profile_from(draft)
    assert (profile.given_name, profile.email, profile.hired_on) == (
        "Ann",
        "Ann@Acme.example",
        date(2024, 2, 29),
    )
    assert (profile.position.role_id, profile.position.department_id) == ("analyst", "sales")
    assert register("ann", profile).name == "Ann Lee"


def test_what_is_left_empty_is_not_there() -> None:
    profile = profile_from(a_draft())
    assert (profile.email, profile.hired_on, profile.target_role_id) == (None, None, None)
    position = profile.position
    assert (position.manager_id, position.role_id, position.department_id) == (None, None, None)


def test_every_wrong_field_is_named() -> None:
    draft = a_draft(
        "-x",
        given_name=" ",
        family_name="x" * 201,
        email="ann",
        title="a\nb",
        role_id="a b",
        department_id="a/b",
        manager_id="?",
        target_role_id=":",
        hired_on="29.2.2024",
    )
    with pytest.raises(InvalidFieldsError) as refused:
        profile_from(draft)
    assert _violations(refused.value) == {
        ("person_id", "NOT_AN_ID"),
        ("given_name", "REQUIRED"),
        ("family_name", "TOO_LONG"),
        ("email", "NOT_AN_EMAIL"),
        ("position.title", "CONTROL_CHARACTER"),
        ("position.role_id", "NOT_AN_ID"),
        ("position.department_id", "NOT_AN_ID"),
        ("position.manager_id", "NOT_AN_ID"),
        ("target_role_id", "NOT_AN_ID"),
        ("hired_on", "NOT_A_DATE"),
    }


@pytest.mark.parametrize(
    "text", ["2023-02-29", "2024-1-1", "20240101", "2024-W01-1", "\uff12\uff10\uff12\uff14-01-01", "soon"]
)
def test_what_is_no_day_of_the_calendar_is_no_date(text: str) -> None:
    with pytest.raises(InvalidFieldsError):
        profile_from(a_draft(hired_on=text))


def test_department_and_manager_have_to_be_there_and_the_mail_address_nobody_elses() -> None:
    profile = profile_from(a_draft(department_id="legal", manager_id="zoe", email="BEN@acme.example"))
    with pytest.raises(InvalidFieldsError) as refused:
        check_references("ann", profile, surroundings=THERE)
    assert _violations(refused.value) == {
        ("position.department_id", "UNKNOWN_REFERENCE"),
        ("position.manager_id", "UNKNOWN_REFERENCE"),
        ("email", "TAKEN"),
    }


def test_the_own_mail_address_is_not_taken() -> None:
    check_references("ben", profile_from(a_draft("ben", email="ben@ACME.example")), surroundings=THERE)


@pytest.mark.parametrize("field", ["role_id", "target_role_id"])
def test_a_role_that_the_service_has_no_copy_of_is_not_yet_known(field: str) -> None:
    def refer_to(role_id: str) -> None:
        draft = replace(a_draft(), **{field: role_id})  # type: ignore[arg-type]
        check_references("ann", profile_from(draft), surroundings=THERE)

    with pytest.raises(RoleNotYetKnownError):
        refer_to("lead")
    refer_to("analyst")


def test_a_reporting_line_that_would_be_a_circle_is_refused_naming_the_line() -> None:
    with pytest.raises(InvalidFieldsError) as refused:
        check_line("cleo", "ann", manager_of={"cleo": None, "ben": "cleo", "ann": "ben"})
    [violation] = refused.value.violations
    assert (violation.field, violation.reason) == ("position.manager_id", "CYCLE")
    assert "cleo is led by ann is led by ben is led by cleo" in violation.description


def test_a_change_is_a_new_version_and_no_change_is_none() -> None:
    ann = a_person()
    assert change(ann, ann.profile, today=TODAY) is ann
    changed = change(ann, replace(ann.profile, given_name="Anna"), today=TODAY)
    assert (changed.version, changed.name) == (2, "Anna")


def test_the_choice_of_a_role_can_be_taken_back() -> None:
    chosen = choose_target_role(a_person(), "lead")
    assert (chosen.profile.target_role_id, chosen.version) == ("lead", 2)
    assert choose_target_role(chosen, "lead") is chosen
    assert choose_target_role(chosen, None).profile.target_role_id is None


def test_a_verified_mail_address_links_the_account_regardless_of_case() -> None:
    ann = a_person(email="Ann@Acme.example")
    assert may_be_linked(ann, email="ann@acme.EXAMPLE", email_verified=True)
    linked = link_account(ann, subject="sub-1")
    assert (linked.account_subject, linked.version) == ("sub-1", 2)


def test_an_unverified_address_links_nothing() -> None:
    assert not may_be_linked(
        a_person(email="ann@acme.example"), email="ann@acme.example", email_verified=False
    )


def test_an_account_without_an_address_links_nothing() -> None:
    assert not may_be_linked(a_person(), email=None, email_verified=True)
    assert not may_be_linked(a_person(), email="ann@acme.example", email_verified=True)


def test_who_has_an_account_is_not_linked_to_another() -> None:
    ann = a_person(email="ann@acme.example", account_subject="sub-1")
    assert not may_be_linked(ann, email="ann@acme.example", email_verified=True)


def test_names_are_compared_without_case_and_accents() -> None:
    assert folded("JOSÉ Müller") == "jose muller"
    assert folded("Straße") == "strasse"
