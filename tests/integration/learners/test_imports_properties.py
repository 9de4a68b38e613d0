"""Whatever a file says: the dry run tells what applying does, the same file twice changes nothing, and a rollback brings back what was."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cairn_learners.application import imports
from cairn_learners.application.import_ports import ImportScope
from cairn_learners.domain.imports import Import, ImportKind, ImportMode, Requester
from tests.support.learners.builders import NOW
from tests.support.learners.importing import batches_of, worked_through
from tests.support.learners.mongo_world import MongoWorld

HEADERS = ("person_id", "given_name", "manager", "department", "hired_on", "left_on")
IDS = ["a", "b", "c", "d", "e"]
ROW = st.tuples(
    st.sampled_from(IDS),
    st.sampled_from(["Ann", "Bo", ""]),
    st.sampled_from(["", *IDS, "nobody"]),
    st.sampled_from(["", "Sales", "Legal"]),
    st.sampled_from(["", "2020-01-01", "2025-01-01"]),
    st.sampled_from(["", "2024-06-30", "never"]),
)
FILE = st.lists(ROW, max_size=6)
Rows = Sequence[tuple[str, ...]]


def _scope(world: MongoWorld) -> ImportScope:
    tenant_id = f"t{uuid.uuid4().hex[:10]}"
    requester = Requester(subject="s", roles=frozenset({"tenant-admin"}), client_id="c", person_id=None)
    return ImportScope(
        principal=imports.principal_of(requester, tenant_id=tenant_id),
        store=world.imports(tenant_id),
        now=NOW,
        new_id=lambda: str(uuid.uuid4()),
    )


def _checked(world: MongoWorld, scope: ImportScope, rows: Rows) -> Import:
    file = imports.File(kind=ImportKind.PEOPLE, name="", digest="", headers=HEADERS)
    job = imports.start_import(scope, file, once=None)
    imports.add_rows(scope, import_id=job.import_id, first=2, rows=rows)
    imports.map_columns(scope, import_id=job.import_id, mapping=())
    return _worked(world, scope, job)


def _applied(world: MongoWorld, scope: ImportScope, job: Import) -> Import:
    imports.apply_import(scope, import_id=job.import_id, mode=ImportMode.GOOD_ROWS, left_on=None)
    return _worked(world, scope, job)


def _worked(world: MongoWorld, scope: ImportScope, job: Import) -> Import:
    worked_through(world)
    return imports.get_import(scope, import_id=job.import_id)


def _people(scope: ImportScope) -> Mapping[str, Any]:
    return scope.store.people(IDS)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)
@given(first=FILE, second=FILE)
def test_a_dry_run_tells_what_applying_does_and_a_rollback_brings_back_what_was(
    world: MongoWorld, first: Rows, second: Rows
) -> None:
    scope = _scope(world)
    with batches_of(2):
        _applied(world, scope, _checked(world, scope, first))
        before = _people(scope)
        checked = _checked(world, scope, second)
        assert _people(scope) == before
        done = _applied(world, scope, checked)
        rows = scope.store.import_rows(done.import_id, after=0, at_most=99, outcome=None)
        of_the_file = [row for row in rows if row.cells]
        assert [row.done.finding.outcome for row in of_the_file if row.done] == [
            row.found.outcome for row in of_the_file if row.found
        ]
        again = _checked(world, scope, second)
        assert (again.found.created, again.found.changed) == (0, 0)
        if not done.may_be_rolled_back(now=NOW):
            assert _people(scope) == before
            return
        imports.roll_back_import(scope, import_id=done.import_id)
        back = _worked(world, scope, done)
    assert back.kept_count == 0
    after = _people(scope)
    for person_id, person in after.items():
        if person_id in before:
            assert (person.profile, person.past_roles, person.past_employments) == (
                before[person_id].profile,
                before[person_id].past_roles,
                before[person_id].past_employments,
            )
        else:
            assert not person.is_employed_on(scope.today)
