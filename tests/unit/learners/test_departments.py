"""Departments form a tree."""

import pytest

from cairn_learners.domain.departments import (
    DepartmentDraft,
    change_department,
    check_department,
    found_department,
)
from cairn_platform.errors import InvalidFieldsError
from tests.support.learners.builders import a_department, lines

TREE = lines(company=None, sales="company", inside="sales")


def _draft(name: str = "Sales", parent: str = "", department_id: str = "sales") -> DepartmentDraft:
    return DepartmentDraft(department_id=department_id, name=name, parent_department_id=parent)


def _refusal(error: InvalidFieldsError) -> list[tuple[str, str]]:
    return [(each.field, each.reason) for each in error.violations]


def test_a_department_has_a_name() -> None:
    with pytest.raises(InvalidFieldsError) as refused:
        check_department(_draft(name=" ", parent="a b", department_id="a/b"))
    assert _refusal(refused.value) == [
        ("department_id", "NOT_AN_ID"),
        ("name", "REQUIRED"),
        ("parent_department_id", "NOT_AN_ID"),
    ]


def test_a_department_is_founded_in_its_place() -> None:
    founded = found_department(_draft(" Outside ", "sales"), department_id="outside", tree=TREE)
    assert (founded.name, founded.parent_department_id, founded.version) == ("Outside", "sales", 1)


def test_its_place_has_to_be_there() -> None:
    with pytest.raises(InvalidFieldsError) as refused:
        found_department(_draft(parent="legal"), department_id="outside", tree=TREE)
    assert _refusal(refused.value) == [("parent_department_id", "UNKNOWN_REFERENCE")]


@pytest.mark.parametrize("parent", ["sales", "inside"])
def test_a_tree_that_would_become_a_circle_is_refused_naming_the_line(parent: str) -> None:
    with pytest.raises(InvalidFieldsError) as refused:
        change_department(a_department("sales", parent="company"), _draft(parent=parent), tree=TREE)
    [violation] = refused.value.violations
    assert (violation.field, violation.reason) == ("parent_department_id", "CYCLE")
    assert "sales is a part of " in violation.description


def test_a_new_department_is_no_part_of_itself() -> None:
    with pytest.raises(InvalidFieldsError) as refused:
        found_department(_draft(parent="outside"), department_id="outside", tree=TREE)
    assert _refusal(refused.value) == [("parent_department_id", "CYCLE")]


def test_a_change_is_a_new_version_and_no_change_is_none() -> None:
    sales = a_department("sales", parent="company")
    assert change_department(sales, _draft(parent="company"), tree=TREE) is sales
    moved = change_department(sales, _draft("Sales"), tree=TREE)
    assert (moved.version, moved.parent_department_id) == (2, None)
