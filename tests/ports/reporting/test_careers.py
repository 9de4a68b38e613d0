"""What every implementation of the port `Facts` knows of other days."""

from datetime import date
from typing import Any

from cairn.learners.v1 import events_pb2, organization_pb2
from cairn_reporting.application.ports import PeopleSelection
from tests.support.reporting.builders import day
from tests.support.reporting.events import event
from tests.support.reporting.world import World


def _tell(world: World, version: int, number: int, **fields: Any) -> None:
    ada = events_pb2.PersonState(person_id="ada", **fields)
    world.apply([event(ada, tenant_id="acme", version=version, at=day(number))])


def _on(world: World, number: int, *, known_at: int | None = None, **selection: Any) -> Any:
    """Ada as of a day, where the selection finds her then."""
    facts = world.facts("acme", known_at=None if known_at is None else day(known_at))
    asked = PeopleSelection(**selection)
    found = facts.careers(asked, since=day(number).date())
    then = [each.on(day(number).date()) for each in found]
    return next((each for each in then if asked.fits(each)), None)


def test_what_was_told_counts_from_its_day_on_and_the_first_of_it_for_ever_back(world: World) -> None:
    _tell(world, 1, 100, department_id="it", manager_id="bob", location="Riga")
    _tell(world, 2, 200, department_id="sales", manager_id="cleo", location="Riga", target_role_id="lead")
    for number, department_id, manager_id in ((0, "it", "bob"), (199, "it", "bob"), (200, "sales", "cleo")):
        then = _on(world, number)
        assert (then.department_id, then.manager_id, then.location) == (department_id, manager_id, "Riga")
    assert (_on(world, 199).target_role_id, _on(world, 200).target_role_id) == (None, "lead")


def test_people_are_selected_by_where_they_were(world: World) -> None:
    _tell(world, 1, 100, department_id="it", manager_id="bob", role_id="engineer")
    _tell(world, 2, 200, department_id="sales", manager_id="cleo", role_id="seller")
    earlier: dict[str, Any] = {"department_ids": {"it"}, "manager_ids": {"bob"}, "role_id": "engineer"}
    later: dict[str, Any] = {"department_ids": {"sales"}, "manager_ids": {"cleo"}, "role_id": "seller"}
    for each, before in earlier.items():
        after = later[each]
        assert _on(world, 199, **{each: before}) and not _on(world, 199, **{each: after})
        assert _on(world, 200, **{each: after}) and not _on(world, 200, **{each: before})
    assert _on(world, 150, **earlier)
    assert not _on(world, 150, **{**earlier, "role_id": "seller"})


def test_another_role_brings_its_place_with_it_from_the_day_on_which_it_was_taken(world: World) -> None:
    _tell(world, 1, 0, role_id="engineer", department_id="it")
    _tell(world, 2, 50, role_id="lead", department_id="it", manager_id="bob", taken_on="2026-01-21")
    assert [(_on(world, each).role_id, _on(world, each).manager_id) for each in (19, 20, 50)] == [
        ("engineer", None),
        ("lead", "bob"),
        ("lead", "bob"),
    ]


def test_who_joins_again_is_in_the_new_place_from_the_first_day_of_work(world: World) -> None:
    _tell(world, 1, 0, role_id="engineer", department_id="it", hired_on="2020-01-01", left_on="2026-01-05")
    left = organization_pb2.Employment(hired_on="2020-01-01", left_on="2026-01-05")
    _tell(
        world, 2, 40, role_id="engineer", department_id="data", hired_on="2026-02-01", past_employments=[left]
    )
    assert [_on(world, each).department_id for each in (30, 31)] == ["it", "data"]


def test_a_role_of_which_it_is_known_when_it_was_held_was_held_then_wherever_it_is_told(world: World) -> None:
    past = organization_pb2.RoleHeld(role_id="clerk", taken_on="2026-01-11", left_on="2026-01-21")
    _tell(world, 1, 100, role_id="engineer", taken_on="2026-01-21", department_id="it", past_roles=[past])
    assert [_on(world, each).role_id for each in (9, 10, 19, 20)] == [
        "engineer",
        "clerk",
        "clerk",
        "engineer",
    ]
    assert _on(world, 10, role_id="clerk", department_ids={"it"})
    assert not _on(world, 20, role_id="clerk")


def test_late_and_double_versions_give_the_same_history(world: World) -> None:
    for version, number, department_id in (
        (3, 200, "data"),
        (1, 0, "it"),
        (3, 200, "data"),
        (2, 100, "sales"),
    ):
        _tell(world, version, number, department_id=department_id)
    assert [_on(world, each).department_id for each in (99, 100, 199, 200)] == [
        "it",
        "sales",
        "sales",
        "data",
    ]
    assert _on(world, 150, department_ids={"sales"})


def test_what_was_not_known_yet_is_not_told(world: World) -> None:
    _tell(world, 1, 0, department_id="it")
    _tell(world, 2, 100, department_id="sales")
    _tell(world, 3, 200, department_id="data")
    assert [_on(world, each, known_at=150).department_id for each in (99, 100, 300)] == [
        "it",
        "sales",
        "sales",
    ]
    assert not _on(world, 150, known_at=199, department_ids={"data"})
    assert _on(world, 150, known_at=199, department_ids={"sales"})


def test_departments_stood_elsewhere(world: World) -> None:
    for version, number, parent in ((1, 0, "company"), (2, 100, "sales"), (3, 200, "")):
        data = events_pb2.DepartmentState(department_id="data", parent_department_id=parent)
        world.apply([event(data, tenant_id="acme", version=version, at=day(number))])
    (department,) = world.facts("acme").departments()
    days = [date(2025, 1, 1), *(day(each).date() for each in (99, 100, 199, 200))]
    assert [department.parent_on(each) for each in days] == ["company", "company", "sales", "sales", None]
    assert department.parent_department_id is None
    (known,) = world.facts("acme", known_at=day(150)).departments()
    assert known.parent_on(day(300).date()) == "sales"
