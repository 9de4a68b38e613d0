"""Departments and what is below them."""

from datetime import date

from cairn_reporting.domain.stages import Stage
from cairn_reporting.domain.workforce import Department, department_and_below, department_and_ever_below

DEPARTMENTS = [
    Department("company", None),
    Department("it", "company"),
    Department("data", "it"),
    Department("science", "data"),
    Department("sales", "company"),
]


def test_a_department_holds_every_department_below_it() -> None:
    assert department_and_below(department_id="it", departments=DEPARTMENTS) == {
        "it",
        "data",
        "science",
    }
    assert department_and_below(department_id="science", departments=DEPARTMENTS[::-1]) == {"science"}


def test_a_circle_that_is_read_halfway_through_a_move_ends() -> None:
    circle = [Department("a", "b"), Department("b", "a")]
    assert department_and_below(department_id="a", departments=circle) == {"a", "b"}


def test_a_department_is_found_where_it_was_on_the_day() -> None:
    moved = Department("science", "sales", (Stage(None, "data"), Stage(date(2026, 5, 1), "sales")))
    departments = [*DEPARTMENTS[:3], moved, DEPARTMENTS[4]]
    before, after = date(2026, 4, 30), date(2026, 5, 1)
    assert "science" in department_and_below(department_id="it", departments=departments, day=before)
    assert "science" not in department_and_below(department_id="it", departments=departments, day=after)
    assert department_and_below(department_id="sales", departments=departments) == {"sales", "science"}
    for each in ("it", "sales"):
        assert "science" in department_and_ever_below(department_id=each, departments=departments)
