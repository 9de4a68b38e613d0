"""Files imported: looked at, applied, cut short, stopped and taken back."""

from typing import Any

import pytest

from cairn.learners.v1 import imports_pb2 as contract
from cairn.learners.v1 import learners_service_pb2 as learners
from cairn.learners.v1 import organization_pb2
from tests.support.learners.company import Company
from tests.support.learners.importing import ACHIEVEMENTS, ALL_OR_NOTHING, Importing, batches_of
from tests.support.learners.mongo_world import MongoWorld

HEADERS = (
    "Employee ID",
    "First name",
    "Last name",
    "E-mail",
    "Job title",
    "Department",
    "Manager",
    "Hire date",
)
CHECKED, APPLIED = contract.IMPORT_STATE_CHECKED, contract.IMPORT_STATE_APPLIED
CREATED, CHANGED = contract.IMPORT_OUTCOME_CREATED, contract.IMPORT_OUTCOME_CHANGED
REFUSED, GONE = contract.IMPORT_OUTCOME_REFUSED, contract.IMPORT_OUTCOME_GONE


@pytest.fixture
def importing(company: Company, world: MongoWorld) -> Importing:
    """tess imports."""
    return Importing(company, world)


def _row(person_id: str, *, manager: str = "", department: str = "", **said: str) -> tuple[str, ...]:
    given = said.get("given", person_id.capitalize())
    return (
        person_id,
        given,
        "",
        said.get("email", ""),
        said.get("title", ""),
        department,
        manager,
        "01.02.2024",
    )


def _counts(counts: contract.ImportCounts) -> tuple[int, int, int, int]:
    return (counts.created, counts.changed, counts.unchanged, counts.refused)


def _person(company: Company, person_id: str) -> organization_pb2.Person:
    found: organization_pb2.Person = company.ask(
        "tess", learners.GetPersonRequest(person_id=person_id)
    ).person
    return found


def _everybody(world: MongoWorld) -> dict[str, Any]:
    return {
        each["person_id"]: {name: value for name, value in each.items() if name != "version"}
        for each in world.database["people"].find({"tenant_id": "acme"})
    }


def test_a_file_is_looked_at_without_doing_anything_and_then_applied(
    importing: Importing, company: Company, world: MongoWorld
) -> None:
    rows = [
        _row("eva", manager="dan@acme.example", department="Legal affairs", title="=1+1"),
        _row("dan", manager="cleo", email="dan@acme.example"),
        _row("ann", given="Anna", manager="ben", department="Inside"),
    ]
    before = _everybody(world)
    job = importing.check(HEADERS, rows)
    assert (job.state, _counts(job.found)) == (CHECKED, (2, 1, 0, 0))
    assert (_everybody(world), world.told()) == (before, [])
    [changed] = importing.rows(job, outcome=CHANGED)
    changes = {each.field: (each.old, each.new) for each in changed.changes}
    assert changes == {
        "given_name": ("Ann", "Anna"),
        "family_name": ("Fir", ""),
        "hired_on": ("", "2024-02-01"),
    }

    new = {
        each.id: {said.field: said.new for said in each.changes}
        for each in importing.rows(job, outcome=CREATED)
    }
    assert new["eva"] == {
        "person_id": "eva",
        "given_name": "Eva",
        "title": "=1+1",
        "department": "Legal affairs",
        "manager": "dan@acme.example",
        "hired_on": "2024-02-01",
    }

    done = importing.apply(job, mode=ALL_OR_NOTHING)
    assert (done.state, _counts(done.applied), done.done_count) == (APPLIED, (2, 1, 0, 0), 3)
    eva = _person(company, "eva")
    assert (eva.position.manager_id, eva.position.department_id) == ("dan", "legal-affairs")
    assert (eva.position.title, eva.hired_on) == ("=1+1", "2024-02-01")
    assert world.told() == ["department founded", "person changed", *["person registered"] * 2]


def test_the_same_file_twice_changes_nothing(importing: Importing, world: MongoWorld) -> None:
    rows = [_row("eva", manager="dan", department="Legal"), _row("dan", manager="cleo")]
    importing.apply(importing.check(HEADERS, rows))
    told = world.told()
    again = importing.check(HEADERS, rows)
    assert _counts(again.found) == (0, 0, 2, 0)
    assert _counts(importing.apply(again).applied) == (0, 0, 2, 0)
    assert world.told() == told


def test_wrong_rows_are_told_row_by_row_and_the_good_ones_applied(
    importing: Importing, company: Company
) -> None:
    rows = [
        _row("eva", manager="nobody-at-all"),
        _row("fay", manager="gus"),
        _row("gus", manager="fay"),
        _row("hal", email="not a mail"),
        _row("ian"),
        _row("ian"),
        _row(""),
        _row("joe", manager="eva"),
    ]
    job = importing.check(HEADERS, rows)
    assert _counts(job.found) == (1, 0, 0, 7)
    refused = {each.number: (each.field, each.reason) for each in importing.rows(job, outcome=REFUSED)}
    assert refused == {
        2: ("position.manager_id", "UNKNOWN_REFERENCE"),
        3: ("position.manager_id", "UNKNOWN_REFERENCE"),
        4: ("position.manager_id", "CYCLE"),
        5: ("email", "NOT_AN_EMAIL"),
        7: ("person_id", "DUPLICATE"),
        8: ("person_id", "REQUIRED"),
        9: ("position.manager_id", "UNKNOWN_REFERENCE"),
    }
    circle = next(each for each in importing.rows(job) if each.number == 4)
    assert "gus is led by fay is led by gus" in circle.message
    apply = contract.ApplyImportRequest(import_id=job.import_id, mode=ALL_OR_NOTHING)
    assert company.violations("tess", apply) == [("mode", "ROWS_REFUSED")]
    # The row of fay leaned on that of gus, which closes the circle.
    assert _counts(importing.apply(job).applied) == (1, 0, 0, 7)
    assert _person(company, "ian").given_name == "Ian"


def test_who_is_in_no_row_is_listed_and_leaves_if_that_is_decided(
    importing: Importing, company: Company
) -> None:
    known = ("cleo", "ben", "ann", "bob", "zoe", "tess")
    rows = [(each, each.capitalize()) for each in known]
    job = importing.check(("person_id", "given_name"), rows)
    assert sorted(each.id for each in importing.rows(job, outcome=GONE)) == ["hana", "yan"]
    done = importing.apply(job, left_on="2026-11-21")
    assert done.applied.gone == 2
    assert _person(company, "hana").left_on == "2026-11-21"
    back = importing.roll_back(done)
    assert (back.restored_count, back.kept_count) == (2, 0)
    assert _person(company, "hana").left_on == ""


def test_a_file_of_a_few_people_is_not_taken_for_everybody(importing: Importing, company: Company) -> None:
    job = importing.check(("person_id", "given_name"), [("ann", "Ann")])
    assert (job.gone_are_listed, job.found.gone) == (False, 7)
    assert importing.rows(job, outcome=GONE) == []
    apply = contract.ApplyImportRequest(import_id=job.import_id, mode=ALL_OR_NOTHING, left_on="2026-11-21")
    assert company.violations("tess", apply) == [("left_on", "TOO_MANY_GONE")]


def test_a_worker_that_ends_in_the_middle_is_gone_on_from_without_a_double(
    importing: Importing, world: MongoWorld
) -> None:
    rows = [_row(f"p{number:02}", manager="cleo") for number in range(20)]
    with batches_of(3):
        job = importing.check(HEADERS, rows)
        half = importing.apply(job, turns=12)
        assert 0 < half.done_count < 20
        importing.work()
    done = importing.get(job.import_id)
    assert (done.state, _counts(done.applied), done.done_count) == (APPLIED, (20, 0, 0, 0), 20)
    assert world.told() == ["person registered"] * 20


def test_what_was_applied_before_a_stop_stays_and_can_be_taken_back(
    importing: Importing, company: Company
) -> None:
    rows = [_row(f"p{number:02}", manager="cleo") for number in range(9)]
    with batches_of(3):
        job = importing.apply(importing.check(HEADERS, rows), turns=6)
        stopped = importing.cancel(job)
        importing.work()
    assert stopped.state == contract.IMPORT_STATE_CANCELLED
    assert 0 < stopped.applied.created < 9
    assert stopped.can_roll_back
    back = importing.roll_back(stopped)
    assert (back.state, back.restored_count) == (
        contract.IMPORT_STATE_ROLLED_BACK,
        stopped.applied.created,
    )
    assert _person(company, "p00").left_on == "2026-11-21"


def test_an_import_is_taken_back_where_nobody_changed_anything_since(
    importing: Importing, company: Company, world: MongoWorld
) -> None:
    rows = [_row("ann", given="Anna", manager="zoe"), _row("bob", given="Bobby", manager="ann")]
    before = _everybody(world)
    with batches_of(1):
        done = importing.apply(importing.check(HEADERS, rows))
        bob = _person(company, "bob")
        bob.position.title = "Chief"
        company.ask("tess", learners.SavePersonRequest(person=bob, expected_version=bob.version))
        back = importing.roll_back(done)
    assert (back.restored_count, back.kept_count) == (1, 1)
    after = _everybody(world)
    assert after["ann"] == before["ann"]
    assert after["bob"]["title"] == "Chief"
    [kept] = [each for each in importing.rows(back) if each.kept_because]
    assert (kept.id, kept.kept_because) == ("bob", "Somebody changed it since.")
    again = contract.RollBackImportRequest(import_id=done.import_id)
    assert company.refusal("tess", again) == "IMPORT_MOVED_ON"


def test_people_who_change_places_in_the_line_are_moved_from_the_top_down(
    importing: Importing, company: Company
) -> None:
    rows = [_row("cleo", manager="ann"), _row("ben", manager="cleo"), _row("ann", manager="")]
    with batches_of(1):
        done = importing.apply(importing.check(HEADERS, rows))
    assert _counts(done.applied) == (0, 3, 0, 0)
    assert _person(company, "cleo").position.manager_id == "ann"


def test_all_or_nothing_turns_back_where_a_row_turns_out_wrong_on_the_way(
    importing: Importing, company: Company, world: MongoWorld
) -> None:
    rows = [_row("ann", given="Anna", manager="ben"), _row("eva", email="eva@acme.example", manager="ann")]
    before = _everybody(world)
    with batches_of(1):
        job = importing.check(HEADERS, rows)
        taken = organization_pb2.Person(person_id="max", given_name="Max", email="eva@acme.example")
        company.ask("tess", learners.SavePersonRequest(person=taken))
        importing.apply(job, mode=ALL_OR_NOTHING)
        importing.work()
    done = importing.get(job.import_id)
    assert done.state == contract.IMPORT_STATE_FAILED
    assert "taken back" in done.problem
    assert _everybody(world)["ann"] == before["ann"]


def test_columns_are_mapped_otherwise_and_that_is_remembered(importing: Importing, company: Company) -> None:
    headers = ("Number", "Called", "Place", "Cost")
    rows = [("eva", "Eva", "Hull", "4711")]
    first = company.ask(
        "tess", contract.StartImportRequest(kind=contract.IMPORT_KIND_PEOPLE, headers=headers)
    ).import_job
    assert list(first.mapping) == ["", "", "", ""]
    wrong = contract.MapImportColumnsRequest(import_id=first.import_id, mapping=["person_id", "", "", ""])
    company.ask("tess", wrong)
    mapping = ["person_id", "given_name", "location", "attribute.cost_centre"]
    company.ask("tess", contract.MapImportColumnsRequest(import_id=first.import_id, mapping=mapping))
    importing.work()
    importing.apply(importing.check(headers, rows))
    eva = _person(company, "eva")
    assert (eva.location, [(each.name, each.value) for each in eva.attributes]) == (
        "Hull",
        [("cost_centre", "4711")],
    )


@pytest.mark.parametrize(
    "mapping", [[""], ["person_id", "person_id"], ["person_id", "nonsense"], ["given_name", ""]]
)
def test_a_mapping_that_cannot_be_is_refused(company: Company, mapping: list[str]) -> None:
    start = contract.StartImportRequest(kind=contract.IMPORT_KIND_PEOPLE, headers=["a", "b"])
    job = company.ask("tess", start).import_job
    asked = contract.MapImportColumnsRequest(import_id=job.import_id, mapping=mapping)
    assert company.refusal("tess", asked) == "INVALID_FIELDS"


def test_rows_that_are_sent_again_are_there_once(company: Company) -> None:
    start = contract.StartImportRequest(kind=contract.IMPORT_KIND_PEOPLE, headers=["person_id"])
    job = company.ask("tess", start).import_job
    rows = contract.AddImportRowsRequest(
        import_id=job.import_id, first=2, rows=[contract.ImportCells(cells=["eva"])]
    )
    company.ask("tess", rows)
    assert company.ask("tess", rows).import_job.total_count == 1


def test_achievements_are_imported_once_and_taken_back_by_revoking_them(
    importing: Importing, company: Company
) -> None:
    importing.who = "hana"
    headers = ("person_id", "credential", "issue date", "status")
    rows = [
        ("ann", "badge", "2026-03-01", ""),
        ("ann", "nothing", "2026-03-01", ""),
        ("bob", "html", "x", ""),
    ]
    job = importing.check(headers, [*rows, rows[0]], kind=ACHIEVEMENTS)
    assert _counts(job.found) == (1, 0, 1, 2)
    done = importing.apply(job)
    assert _counts(done.applied) == (1, 0, 1, 2)
    assert _counts(importing.check(headers, rows, kind=ACHIEVEMENTS).found) == (0, 0, 1, 2)
    listed = learners.ListAchievementsRequest(person_id="ann")
    assert company.ask("hana", listed).achievements[0].counts
    back = importing.roll_back(done)
    assert (back.restored_count, back.kept_count) == (1, 0)
    assert not company.ask("hana", listed).achievements[0].counts


def test_only_whoever_may_change_people_imports_them(company: Company, importing: Importing) -> None:
    start = contract.StartImportRequest(kind=contract.IMPORT_KIND_PEOPLE, headers=["person_id"])
    for who in ("ann", "cleo", "hana", "nobody"):
        assert company.refusal(who, start) == "ROLE_REQUIRED"
    job = importing.check(("person_id", "given_name"), [("eva", "Eva")])
    for asked in (
        contract.GetImportRequest(import_id=job.import_id),
        contract.MapImportColumnsRequest(import_id=job.import_id),
        contract.ApplyImportRequest(import_id=job.import_id, mode=ALL_OR_NOTHING),
        contract.CancelImportRequest(import_id=job.import_id),
        contract.RollBackImportRequest(import_id=job.import_id),
        contract.ListImportRowsRequest(import_id=job.import_id),
        contract.AddImportRowsRequest(import_id=job.import_id),
    ):
        assert company.refusal("hana", asked) == "ROLE_REQUIRED"
        assert company.refusal("ann", asked) == "ROLE_REQUIRED"
        assert company.refusal("stranger", asked) == "NOT_FOUND"
    assert list(company.ask("hana", contract.ListImportsRequest()).imports) == []
    assert [each.import_id for each in company.ask("tess", contract.ListImportsRequest()).imports] == [
        job.import_id
    ]


def test_rights_are_looked_at_again_when_an_import_runs(importing: Importing, company: Company) -> None:
    job = importing.send(("person_id", "given_name"), [("eva", "Eva")])
    tess = _person(company, "tess")
    tess.left_on = "2026-11-21"
    company.ask("tess", learners.SavePersonRequest(person=tess, expected_version=tess.version))
    importing.work()
    assert importing.get(job.import_id).state == contract.IMPORT_STATE_FAILED
