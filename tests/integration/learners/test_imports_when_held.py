"""Files about credentials that people have already: each counts, is skipped, is history, or stands in the place of what is there."""

import pytest

from cairn.learners.v1 import imports_pb2 as contract
from cairn.learners.v1 import learners_service_pb2 as learners
from cairn.learners.v1 import progress_pb2
from tests.support.learners.company import Company
from tests.support.learners.importing import ACHIEVEMENTS, Importing, batches_of
from tests.support.learners.mongo_world import MongoWorld

HEADERS = ("person_id", "credential", "issue date")
EACH_COUNTS = learners.ACHIEVEMENT_IMPORT_MODE_EACH_COUNTS
SKIP = learners.ACHIEVEMENT_IMPORT_MODE_SKIP
HISTORY = learners.ACHIEVEMENT_IMPORT_MODE_HISTORY
REPLACE = learners.ACHIEVEMENT_IMPORT_MODE_REPLACE_IF_NEWER
HELD = [("ann", "badge", "2025-12-01")]
LATER = [("ann", "badge", day) for day in ("2026-02-01", "2025-11-25", "2026-09-01", "2026-06-01")]


@pytest.fixture
def importing(company: Company, world: MongoWorld) -> Importing:
    """hana imports, and Ann holds the badge already."""
    importing = Importing(company, world, who="hana")
    importing.apply(importing.check(HEADERS, HELD, kind=ACHIEVEMENTS))
    return importing


def held(company: Company) -> dict[str, progress_pb2.Achievement]:
    """What Ann has of the badge, by issue date."""
    found = company.ask("hana", learners.ListAchievementsRequest(person_id="ann")).achievements
    return {each.issued_on: each for each in found}


@pytest.mark.parametrize("rows_at_once", [1, 3, 500])
@pytest.mark.parametrize(
    ("when_held", "added", "counting"),
    [(EACH_COUNTS, 4, 5), (SKIP, 0, 1), (HISTORY, 4, 1), (REPLACE, 1, 1)],
)
def test_the_mode_says_what_becomes_of_rows_in_whatever_order_and_the_dry_run_says_the_same(
    importing: Importing, when_held: int, added: int, counting: int, rows_at_once: int
) -> None:
    with batches_of(rows_at_once):
        job = importing.check(HEADERS, LATER, kind=ACHIEVEMENTS, when_held=when_held)
        assert (job.found.created, job.found.unchanged) == (added, 4 - added)
        done = importing.apply(job)
        assert (done.applied.created, done.applied.unchanged) == (added, 4 - added)
    assert done.when_held == when_held
    found = held(importing.company)
    assert len(found) == 1 + added
    assert sum(each.counts for each in found.values()) == counting


def test_what_is_replaced_says_by_what_and_taking_the_import_back_reinstates_it(
    importing: Importing, company: Company
) -> None:
    before = held(company)["2025-12-01"]
    done = importing.apply(importing.check(HEADERS, LATER, kind=ACHIEVEMENTS, when_held=REPLACE))
    replaced, newer = held(company)["2025-12-01"], held(company)["2026-09-01"]
    assert replaced.standing == progress_pb2.STANDING_LAPSED
    assert replaced.marks[-1].superseded_by == newer.achievement_id
    assert replaced.marks[-1].reason == "An import put the one of 1 September 2026 in its place."
    assert replaced.periods[-1].last_valid_on == "2026-08-31"
    back = importing.roll_back(done)
    assert (back.restored_count, back.kept_count) == (1, 0)
    again = held(company)["2025-12-01"]
    assert again.counts
    assert again.periods == before.periods
    assert not held(company)["2026-09-01"].counts


def test_only_achievements_are_held(company: Company) -> None:
    start = contract.StartImportRequest(kind=contract.IMPORT_KIND_PEOPLE, headers=["person_id"])
    job = company.ask("tess", start).import_job
    asked = contract.MapImportColumnsRequest(import_id=job.import_id, when_held=SKIP)
    assert company.violations("tess", asked) == [("when_held", "NOT_OF_THIS_KIND")]
