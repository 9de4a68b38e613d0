"""Many people at once."""

from collections.abc import Sequence

from cairn_learners.application.ports import REPORTING_LINE
from cairn_learners.application.save_person import changed
from cairn_learners.application.scope import Scope
from cairn_learners.application.surroundings import surroundings_of
from cairn_learners.domain import fields
from cairn_learners.domain.people import Person, PersonDraft
from cairn_learners.domain.people_import import decide_people, read_rows
from cairn_learners.domain.reach import TENANT_ADMIN
from cairn_learners.domain.rows import MOST_ROWS, Row, in_order, written
from cairn_platform.changes import decide_again
from cairn_platform.identity import require_any_role


def import_people(scope: Scope, *, drafts: Sequence[PersonDraft]) -> list[Row[Person]]:
    """Registers or changes many people, each row decided for itself; the good rows are saved together. Needs tenant-admin.

    A row wins over what is there; one that says what is there already writes nothing. Raises InvalidFieldsError for too many rows.
    """
    require_any_role(scope.principal, TENANT_ADMIN)
    fields.refuse(fields.at_most("people", len(drafts), limit=MOST_ROWS))

    sound, refusals = read_rows(drafts)

    def decide() -> list[Row[Person]]:
        store = scope.store
        guard = store.guard(REPORTING_LINE)
        existing = store.people({each.person_id for each in sound})
        manager_of = store.reporting_lines().above_of
        decided = decide_people(
            sound,
            existing=existing,
            manager_of=manager_of,
            surroundings=surroundings_of([each.profile for each in sound], store=store, people=manager_of),
            today=scope.today,
        )
        people = written(decided)
        moved = any(
            person.person_id in existing and existing[person.person_id].manager_id != person.manager_id
            for person in people
        )
        if people:
            store.commit([changed(scope, person) for person in people], guards=[guard] if moved else [])
        return in_order([*refusals, *decided])

    return decide_again(decide)
