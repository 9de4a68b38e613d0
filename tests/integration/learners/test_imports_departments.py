"""Departments imported: in any order of the file, by id or by name, and never in a circle."""

import pytest

from cairn.learners.v1 import imports_pb2 as contract
from cairn.learners.v1 import learners_service_pb2 as learners
from cairn.learners.v1 import organization_pb2
from tests.support.learners.company import Company
from tests.support.learners.importing import ALL_OR_NOTHING, DEPARTMENTS, Importing, Rows, batches_of
from tests.support.learners.mongo_world import MongoWorld

HEADERS = ("Department number", "Department", "Parent department")
CREATED, CHANGED = contract.IMPORT_OUTCOME_CREATED, contract.IMPORT_OUTCOME_CHANGED
REFUSED = contract.IMPORT_OUTCOME_REFUSED

Tree = dict[str, tuple[str, str]]


@pytest.fixture
def importing(company: Company, world: MongoWorld) -> Importing:
    """tess imports."""
    return Importing(company, world)


def _tree(world: MongoWorld) -> Tree:
    """Every department that the company did not have before, with its name and what it is a part of."""
    found = world.database["departments"].find({"tenant_id": "acme"})
    return {each["department_id"]: (each["name"], each["parent_department_id"] or "") for each in found}


def _new(world: MongoWorld, before: Tree) -> Tree:
    return {key: each for key, each in _tree(world).items() if before.get(key) != each}


def _done(importing: Importing, rows: Rows, *, headers: tuple[str, ...] = HEADERS) -> contract.Import:
    with batches_of(2):
        return importing.apply(importing.check(headers, rows, kind=DEPARTMENTS))


def _counts(counts: contract.ImportCounts) -> tuple[int, int, int, int]:
    return (counts.created, counts.changed, counts.unchanged, counts.refused)


def test_what_is_a_part_may_stand_before_the_whole_in_the_file(
    importing: Importing, world: MongoWorld
) -> None:
    before = _tree(world)
    done = _done(
        importing,
        [
            ("n-uk", "UK", "north"),
            ("n-se", "Sweden", "North Europe"),
            ("north", "North Europe", "world"),
            ("world", "World", ""),
        ],
    )
    assert _counts(done.applied) == (4, 0, 0, 0)
    assert _new(world, before) == {
        "world": ("World", ""),
        "north": ("North Europe", "world"),
        "n-uk": ("UK", "north"),
        "n-se": ("Sweden", "north"),
    }
    assert world.told() == ["department founded"] * 4


def test_the_same_file_twice_changes_nothing(importing: Importing, world: MongoWorld) -> None:
    rows = [("", "Analytics", "Data"), ("", "Data", "")]
    assert _counts(_done(importing, rows).applied) == (2, 0, 0, 0)
    told = world.told()
    assert _counts(_done(importing, rows).applied) == (0, 0, 2, 0)
    assert world.told() == told


def test_without_a_column_for_ids_departments_go_by_their_names(
    importing: Importing, world: MongoWorld
) -> None:
    before = _tree(world)
    done = _done(importing, [("Jura", "Stäbe"), ("Stäbe", "")], headers=("Abteilung", "Part of"))
    assert _counts(done.applied) == (2, 0, 0, 0)
    assert _new(world, before) == {"stabe": ("Stäbe", ""), "jura": ("Jura", "stabe")}


def test_two_that_change_places_are_no_circle_on_the_way(importing: Importing, world: MongoWorld) -> None:
    _done(importing, [("a", "A", ""), ("b", "B", "a"), ("c", "C", "b")])
    done = _done(importing, [("a", "A", "b"), ("b", "B", "c"), ("c", "C", "")])
    assert _counts(done.applied) == (0, 3, 0, 0)
    tree = _tree(world)
    assert [tree[each] for each in "abc"] == [("A", "b"), ("B", "c"), ("C", "")]


def test_wrong_rows_are_told_and_the_good_ones_applied(
    importing: Importing, company: Company, world: MongoWorld
) -> None:
    before = _tree(world)
    _done(importing, [("s1", "Sales", ""), ("s2", "Sales", "s1")])
    rows = [
        ("a", "A", "b"),
        ("b", "B", "c"),
        ("c", "C", "a"),
        ("d", "D", "nowhere at all"),
        ("e", "E", "d"),
        ("f", "", ""),
        ("g", "G", ""),
        ("g", "G again", ""),
        ("h", "H", "Sales"),
        ("not an id", "I", ""),
        ("j", "J", "j"),
    ]
    job = importing.check(HEADERS, rows, kind=DEPARTMENTS)
    refused = {each.number: (each.field, each.reason) for each in importing.rows(job, outcome=REFUSED)}
    place = "parent_department_id"
    assert refused == {
        # The row of c closes the circle; b leaned on it, and a on b.
        2: (place, "UNKNOWN_REFERENCE"),
        3: (place, "UNKNOWN_REFERENCE"),
        4: (place, "CYCLE"),
        5: (place, "UNKNOWN_REFERENCE"),
        6: (place, "UNKNOWN_REFERENCE"),
        7: ("name", "REQUIRED"),
        9: ("department_id", "DUPLICATE"),
        10: ("parent", "AMBIGUOUS"),
        11: ("department_id", "NOT_AN_ID"),
        12: (place, "CYCLE"),
    }
    apply = contract.ApplyImportRequest(import_id=job.import_id, mode=ALL_OR_NOTHING)
    assert company.violations("tess", apply) == [("mode", "ROWS_REFUSED")]
    assert _counts(importing.apply(job).applied) == (1, 0, 0, 10)
    assert _new(world, before).keys() == {"s1", "s2", "g"}


def test_a_column_that_is_not_there_leaves_the_place_as_it_is(
    importing: Importing, world: MongoWorld
) -> None:
    _done(importing, [("a", "A", ""), ("b", "B", "a")])
    job = importing.check(("department_id", "name"), [("b", "Better")], kind=DEPARTMENTS)
    [changed] = importing.rows(job, outcome=CHANGED)
    assert [(each.field, each.old, each.new) for each in changed.changes] == [("name", "B", "Better")]
    importing.apply(job)
    assert _tree(world)["b"] == ("Better", "a")


def test_taking_back_puts_names_and_places_back_and_leaves_what_was_founded(
    importing: Importing, company: Company, world: MongoWorld
) -> None:
    _done(importing, [("a", "A", ""), ("b", "B", ""), ("c", "C", "a")])
    done = _done(importing, [("a", "A", "b"), ("b", "Bee", ""), ("c", "Cee", "a"), ("new", "New", "c")])
    somebodys = organization_pb2.Department(department_id="c", name="Somebody's", parent_department_id="a")
    company.ask("tess", learners.SaveDepartmentRequest(department=somebodys, expected_version=2))
    back = importing.roll_back(done)
    assert (back.restored_count, back.kept_count) == (2, 2)
    tree = _tree(world)
    assert [tree[each] for each in ("a", "b", "c", "new")] == [
        ("A", ""),
        ("B", ""),
        ("Somebody's", "a"),
        ("New", "c"),
    ]
    kept = {each.id: each.kept_because for each in importing.rows(back) if each.kept_because}
    assert kept["c"] == "Somebody changed it since."
    assert "people may be in it" in kept["new"]


def test_departments_do_not_leave(importing: Importing, company: Company) -> None:
    job = importing.check(HEADERS, [("a", "A", "")], kind=DEPARTMENTS)
    assert (job.found.gone, job.gone_are_listed) == (0, True)
    apply = contract.ApplyImportRequest(import_id=job.import_id, mode=ALL_OR_NOTHING, left_on="2026-11-21")
    assert company.violations("tess", apply) == [("left_on", "NOT_ALLOWED")]


def test_only_whoever_may_change_departments_imports_them(company: Company) -> None:
    start = contract.StartImportRequest(kind=DEPARTMENTS, file_name="f.csv", headers=["name"])
    assert company.refusal("hana", start) == "ROLE_REQUIRED"
