"""Assignments imported from files: given, given again, refused and taken back."""

import pytest

from cairn.learners.v1 import imports_pb2 as contract
from cairn.learners.v1 import learners_service_pb2 as learners
from tests.support.learners.builders import TOMORROW, YESTERDAY, an_assignment, an_audience, an_enrolment
from tests.support.learners.company import Company
from tests.support.learners.importing import ALL_OR_NOTHING, ASSIGNMENTS, Importing, batches_of
from tests.support.learners.mongo_world import MongoWorld

HEADERS = ("Employee ID", "Learning path", "Due date", "Comment")
DUE = TOMORROW.isoformat()


@pytest.fixture
def importing(company: Company, world: MongoWorld) -> Importing:
    """hana of hr imports."""
    return Importing(company, world, who="hana")


def _row(person: str, path_id: str = "path", due_on: str = DUE, note: str = "") -> tuple[str, ...]:
    return (person, path_id, due_on, note)


def _counts(counts: contract.ImportCounts) -> tuple[int, int, int, int]:
    return (counts.created, counts.changed, counts.unchanged, counts.refused)


def _enrolments(world: MongoWorld, person_id: str) -> list[tuple[str, str]]:
    found = world.imports("acme").enrolments_of(person_id)
    return sorted((each.path_id, each.due_on.isoformat() if each.due_on else "") for each in found)


def test_rows_of_a_path_day_and_note_become_one_assignment(
    importing: Importing, company: Company, world: MongoWorld
) -> None:
    rows = [_row("ann"), _row("bob", "short"), _row("ben"), _row("zoe", due_on=""), _row("yan", note="New.")]
    job = importing.check(HEADERS, rows, kind=ASSIGNMENTS)
    assert (_counts(job.found), world.told()) == ((5, 0, 0, 0), [])
    done = importing.apply(job, mode=ALL_OR_NOTHING)
    assert _counts(done.applied) == (5, 0, 0, 0)
    given = company.ask("hana", learners.ListAssignmentsRequest()).assignments
    assert sorted(
        (each.path_id, each.due_on, each.note, list(each.audience.person_ids), each.assigned_by)
        for each in given
    ) == [
        ("path", "", "", ["zoe"], "hana"),
        ("path", DUE, "", ["ann", "ben"], "hana"),
        ("path", DUE, "New.", ["yan"], "hana"),
        ("short", DUE, "", ["bob"], "hana"),
    ]
    assert _enrolments(world, "ann") == [("path", DUE)]


def test_the_same_file_twice_changes_nothing(importing: Importing, world: MongoWorld) -> None:
    rows = [_row("ann"), _row("bob", due_on=""), _row("ben", "short")]
    importing.apply(importing.check(HEADERS, rows, kind=ASSIGNMENTS))
    told = world.told()
    again = importing.check(HEADERS, rows, kind=ASSIGNMENTS)
    assert _counts(again.found) == (0, 0, 3, 0)
    assert _counts(importing.apply(again).applied) == (0, 0, 3, 0)
    assert world.told() == told


def test_who_is_on_the_path_is_asked_for_it_by_the_new_day_too(
    importing: Importing, world: MongoWorld
) -> None:
    world.put(an_assignment("early", audience=an_audience("ann")), an_enrolment("ann"))
    done = importing.apply(importing.check(HEADERS, [_row("ann")], kind=ASSIGNMENTS))
    assert _counts(done.applied) == (0, 1, 0, 0)
    assert _enrolments(world, "ann") == [("path", DUE)]
    importing.roll_back(done)
    assert _enrolments(world, "ann") == [("path", "")]


def test_wrong_rows_are_told_and_the_good_ones_given(importing: Importing, world: MongoWorld) -> None:
    rows = [
        _row("ann"),
        _row("ann", due_on=""),
        _row("nobody-at-all"),
        _row("nobody@acme.example"),
        _row("bob", "no-path"),
        _row("bob", due_on=YESTERDAY.isoformat()),
        _row("ben", due_on="soon"),
        _row("ben", ""),
        _row(""),
        _row("zoe", due_on="", note="x" * 1999),
    ]
    job = importing.check(HEADERS, rows, kind=ASSIGNMENTS)
    told = {each.number: (each.field, each.reason) for each in importing.rows(job) if each.reason}
    assert told == {
        3: ("person", "DUPLICATE"),
        4: ("person", "UNKNOWN_REFERENCE"),
        5: ("person", "UNKNOWN_REFERENCE"),
        6: ("", "LEARNING_PATH_NOT_YET_KNOWN"),
        7: ("due_on", "IN_PAST"),
        8: ("due_on", "NOT_A_DATE"),
        9: ("path_id", "REQUIRED"),
        10: ("person", "REQUIRED"),
        11: ("note", "TOO_LONG"),
    }
    importing.apply(job)
    assert _enrolments(world, "ann") == [("path", DUE)]
    assert _enrolments(world, "bob") == []


def test_taking_back_withdraws_what_the_import_asked_for_and_nothing_else(
    importing: Importing, world: MongoWorld
) -> None:
    world.put(an_assignment("early", audience=an_audience("bob")), an_enrolment("bob"))
    rows = [_row("ann"), _row("bob"), _row("ben", "short")]
    with batches_of(2):
        done = importing.apply(importing.check(HEADERS, rows, kind=ASSIGNMENTS))
        back = importing.roll_back(done)
    assert (back.state, back.restored_count, back.kept_count) == (
        contract.IMPORT_STATE_ROLLED_BACK,
        3,
        0,
    )
    asking = {
        (each.person_id, ask.assignment_id)
        for name in ("ann", "bob", "ben")
        for each in world.imports("acme").enrolments_of(name)
        for ask in each.asks
        if ask.withdrawn_at is None
    }
    assert len(asking) == 1 and next(iter(asking))[0] == "bob"
    again = importing.check(HEADERS, rows, kind=ASSIGNMENTS)
    assert _counts(importing.apply(again).applied) == (2, 1, 0, 0)


@pytest.mark.parametrize("turns", range(1, 5))
def test_an_import_that_is_cut_short_goes_on_without_a_double(
    importing: Importing, company: Company, turns: int
) -> None:
    people = ("ann", "bob", "ben", "zoe", "yan")
    with batches_of(2):
        job = importing.check(HEADERS, [_row(each) for each in people], kind=ASSIGNMENTS)
        importing.apply(job, turns=turns)
        importing.work()
    assert _counts(importing.get(job.import_id).applied) == (5, 0, 0, 0)
    given = company.ask("hana", learners.ListAssignmentsRequest()).assignments
    assert sorted(each for one in given for each in one.audience.person_ids) == sorted(people)


def test_only_hr_and_tenant_admins_import_assignments(company: Company) -> None:
    start = contract.StartImportRequest(kind=ASSIGNMENTS, headers=HEADERS)
    for who in ("ann", "cleo", "nobody"):
        assert company.refusal(who, start) == "ROLE_REQUIRED"
    for who in ("hana", "tess"):
        assert company.ask(who, start).import_job.import_id
