"""Departments and what is below them."""

from cairn_reporting.domain.workforce import Department, department_and_below

DEPARTMENTS = [
    Department("company", None),
    Department("it", "company"),
    Department("data", "it"),
    Department("science", "data"),
    Department("sales", "company"),
]


def test_a_department_holds_every_department_below_it() -> None:
    assert department_and_below(department_id="it", departments=DEPARTMENTS) == {"it", "data", "science"}
    assert department_and_below(department_id="science", departments=DEPARTMENTS[::-1]) == {"science"}


def test_a_circle_that_is_read_halfway_through_a_move_ends() -> None:
    circle = [Department("a", "b"), Department("b", "a")]
    assert department_and_below(department_id="a", departments=circle) == {"a", "b"}
