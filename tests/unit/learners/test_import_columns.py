"""Columns recognised by their headers, and days, departments and people as files write them."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn_learners.domain.department_names import DepartmentNames
from cairn_learners.domain.hierarchy import circle_closed_by
from cairn_learners.domain.import_columns import FIELDS, check_mapping, filled, header_key, suggested
from cairn_learners.domain.imported_days import day_as_iso
from cairn_learners.domain.imports import ImportKind
from cairn_learners.domain.line_order import top_down
from cairn_learners.domain.people import PersonDraft, Profile, change, profile_from
from cairn_learners.domain.people_rows import draft_of, texts_of
from cairn_platform.errors import InvalidFieldsError
from tests.support.learners.builders import TODAY, a_person

PEOPLE = ImportKind.PEOPLE


def _draft(said: dict[str, str], **more: object) -> PersonDraft:
    given: dict[str, object] = {
        "before": None,
        "departments": DepartmentNames(by_id={"sales": "Sales and marketing"}),
        "holder_of_email": {},
        "today": TODAY,
        **more,
    }
    return draft_of(said, **given)  # type: ignore[arg-type]


def test_columns_are_recognised_regardless_of_case_accents_and_punctuation() -> None:
    headers = ["EMPLOYEE_ID", "First Name", "Nachname", "E-Mail", "Größe", "attribute.cost_centre"]
    assert suggested(PEOPLE, headers) == (
        "person_id",
        "given_name",
        "family_name",
        "email",
        "",
        "attribute.cost_centre",
    )


@pytest.mark.parametrize(
    ("kind", "header", "field"),
    [
        (ImportKind.PEOPLE, "Person number", "person_id"),
        (ImportKind.ACHIEVEMENTS, "Person No.", "person_id"),
        (ImportKind.ASSIGNMENTS, "Staff number", "person"),
        (ImportKind.DEPARTMENTS, "Cost centre", "department_id"),
    ],
)
def test_what_other_systems_call_a_field_is_recognised(kind: ImportKind, header: str, field: str) -> None:
    assert suggested(kind, [header]) == (field,)


def test_the_name_of_a_field_goes_before_its_other_names_and_each_is_filled_once() -> None:
    assert suggested(PEOPLE, ["ID", "person_id", "Person ID"]) == ("", "person_id", "")


@pytest.mark.parametrize("kind", ImportKind)
def test_a_template_is_recognised_as_it_is(kind: ImportKind) -> None:
    names = [each.name for each in FIELDS[kind]]
    assert suggested(kind, names) == tuple(names)
    check_mapping(kind, names, headers=names)


def test_no_two_fields_have_a_name_in_common() -> None:
    for kind in ImportKind:
        names = [{header_key([name]) for name in (each.name, *each.aliases)} for each in FIELDS[kind]]
        assert sum(len(each) for each in names) == len(set().union(*names))


def test_a_cell_that_is_not_there_is_empty() -> None:
    assert filled([" e-1 "], ["person_id", "email", ""]) == {"person_id": "e-1", "email": ""}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-02-01", "2024-02-01"),
        ("2024-02-01T00:00:00", "2024-02-01"),
        ("2024-02-01 00:00", "2024-02-01"),
        ("1.2.2024", "2024-02-01"),
        ("45323", "2024-02-01"),
        ("01/02/2024", "01/02/2024"),
        ("31.2.2024", "31.2.2024"),
        ("soon", "soon"),
        ("", ""),
    ],
)
def test_days_are_read_as_spreadsheets_and_people_write_them(text: str, day: str) -> None:
    assert day_as_iso(text) == day


@given(st.dates(date(1930, 1, 1), date(2090, 1, 1)))
def test_a_day_that_a_spreadsheet_keeps_as_a_number_is_the_same_day(day: date) -> None:
    assert day_as_iso(str((day - date(1899, 12, 30)).days)) == day.isoformat()


def test_what_no_column_says_stays_and_an_empty_cell_empties() -> None:
    ann = a_person(family_name="Fir", email="ann@acme.example", title="Clerk")
    draft = _draft({"person_id": "ann", "title": "", "location": "Hull"}, before=ann)
    assert (draft.family_name, draft.email, draft.title) == ("Fir", "ann@acme.example", "")
    assert draft.particulars.location == "Hull"


def test_departments_are_meant_by_id_or_name_and_new_ones_founded_once() -> None:
    departments = DepartmentNames(by_id={"sales": "Sales and marketing"})
    named = ["sales", "SALES AND MARKETING", "Legal affairs", "legal affairs", "Légal-Affairs!"]
    assert [departments.id_of(each) for each in named] == [
        "sales",
        "sales",
        "legal-affairs",
        "legal-affairs",
        "legal-affairs-2",
    ]
    assert departments.founded == {"legal-affairs": "Legal affairs", "legal-affairs-2": "Légal-Affairs!"}


def test_a_manager_is_named_by_id_or_mail_address() -> None:
    holders = {"cleo@acme.example": "cleo"}
    said = {"person_id": "ann", "manager": "Cleo@ACME.example"}
    assert _draft(said, holder_of_email=holders).manager_id == "cleo"
    assert _draft({**said, "manager": "who@else.example"}).manager_id == "who@else.example"


def test_another_role_begins_today_where_no_column_says_since_when() -> None:
    ann = a_person(role_id="clerk", taken_on=date(2020, 1, 1))
    assert _draft({"role_id": "guide"}, before=ann).taken_on == ""
    assert _draft({"role_id": "clerk"}, before=ann).taken_on == "2020-01-01"


def test_whoever_is_in_a_file_without_last_days_is_here() -> None:
    gone = a_person(hired_on=date(2020, 1, 1), left_on=date(2024, 1, 1))
    assert _draft({"person_id": "ann"}, before=gone).left_on == ""
    assert _draft({"person_id": "ann", "left_on": "2024-01-01"}, before=gone).left_on == "2024-01-01"
    leaving = a_person(left_on=date(2027, 1, 1))
    assert _draft({"person_id": "ann"}, before=leaving).left_on == "2027-01-01"


def test_columns_with_a_number_are_the_positions_beside_the_first() -> None:
    said = {
        "given_name": "Ann",
        "role_id": "clerk",
        "role_id_2": "guide",
        "department_2": "sales",
        "title_3": "",
    }
    profile = profile_from(_draft(said))
    assert [each.role_id for each in profile.positions] == ["clerk", "guide"]


TEXTS = st.sampled_from(["", "x", "Hull"])
DAYS = st.sampled_from(["", "2020-01-01", "2024-06-30"])


@given(st.fixed_dictionaries({"title": TEXTS, "role_id_2": TEXTS, "location": TEXTS, "taken_on_2": DAYS}))
def test_a_row_that_says_what_is_known_changes_nothing(said: dict[str, str]) -> None:
    ann = a_person(hired_on=date(2019, 1, 1))
    once = change(ann, profile_from(_draft({"given_name": "Ann", **said}, before=ann)), today=TODAY)
    known = texts_of(once.profile)
    again: Profile = profile_from(_draft(dict(known), before=once))
    assert change(once, again, today=TODAY) is once


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from([None, *"abcdefgh"]), min_size=1))
def test_managers_come_before_those_whom_they_lead(manager_of: dict[str, str | None]) -> None:
    ordered = top_down(manager_of, above_of=manager_of)
    assert sorted(ordered) == sorted(manager_of)
    for person_id, manager_id in manager_of.items():
        if manager_id in manager_of and not circle_closed_by(
            person_id, above=manager_id, above_of=manager_of
        ):
            assert _in_a_circle(manager_id, manager_of) or ordered.index(manager_id) < ordered.index(
                person_id
            )


def _in_a_circle(member: str, manager_of: dict[str, str | None]) -> bool:
    """Going up from here never ends."""
    seen: list[str] = []
    above: str | None = member
    while above is not None and above not in seen:
        seen.append(above)
        above = manager_of.get(above)
    return above is not None


def test_the_last_day_of_all_says_that_no_last_day_is_known() -> None:
    assert _draft({"person_id": "ann", "left_on": "31.12.9999"}).left_on == ""
    with pytest.raises(InvalidFieldsError):
        profile_from(replace(_draft({"person_id": "ann", "given_name": "Ann"}), left_on="9999-12-31"))
