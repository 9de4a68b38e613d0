"""Imports, asked for: sent, mapped, decided on, watched. The worker does what is decided: see `run_import`."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from cairn_learners.application.import_ports import ImportScope, RememberedMapping
from cairn_learners.application.orders import IMPORTS
from cairn_learners.domain import fields, imports
from cairn_learners.domain.achievement_import import WhenHeld
from cairn_learners.domain.import_columns import check_mapping, header_key, suggested
from cairn_learners.domain.import_rows import ImportRow, Outcome, in_full, row_of
from cairn_learners.domain.imports import MAY_IMPORT, Import, ImportKind, ImportMode, Requester
from cairn_learners.domain.reach import HR, TENANT_ADMIN
from cairn_platform.changes import Change, decide_again
from cairn_platform.errors import FieldViolation, NotFoundError, RoleRequiredError
from cairn_platform.idempotency import Once
from cairn_platform.identity import Principal, require_any_role
from cairn_platform.paging import Page, PageRequest, page_of

Kept = Import | ImportRow | RememberedMapping

MOST_COLUMNS = 200
MOST_ROWS_A_CALL = 500
LONGEST_CELL = 2_000


@dataclass(frozen=True, kw_only=True)
class File:
    """A file that is about to be sent; `digest` is of its bytes."""

    kind: ImportKind
    name: str
    digest: str
    headers: tuple[str, ...]


def start_import(scope: ImportScope, file: File, *, once: Once | None) -> Import:
    """An import that waits for its rows. Its columns are understood as the last time, else by their headers.

    Raises RoleRequiredError, and InvalidFieldsError for a table without columns or with too many.
    """
    require_any_role(scope.principal, *MAY_IMPORT[file.kind])
    fields.refuse(
        fields.line("file_name", file.name, longest=fields.LONGEST_NAME),
        fields.required("headers", "".join(file.headers)),
        fields.at_most("headers", len(file.headers), limit=MOST_COLUMNS),
        *(fields.text(f"headers[{place}]", each, longest=200) for place, each in enumerate(file.headers)),
    )
    remembered = scope.store.remembered_mapping(file.kind, header_key(file.headers))
    job = Import(
        import_id=scope.new_id(),
        version=1,
        kind=file.kind,
        file_name=file.name,
        digest=file.digest,
        headers=file.headers,
        mapping=remembered.mapping if remembered else suggested(file.kind, file.headers),
        requester=_requester(scope),
        state=imports.ImportState.RECEIVING,
        accepted_at=scope.now,
    )
    scope.store.commit([_kept(scope, job)], once=once, result=job)
    return job


def add_rows(scope: ImportScope, *, import_id: str, first: int, rows: Sequence[Sequence[str]]) -> Import:
    """Adds rows of the file, of which `first` is the number of the first. Sent again, they are there once.

    Raises NotFoundError, ImportMovedOnError, and InvalidFieldsError for too many rows or too much in a cell.
    """
    fields.refuse(fields.at_most("rows", len(rows), limit=MOST_ROWS_A_CALL), _too_much(rows, first=first))

    def decide() -> Import:
        job = _job(scope, import_id)
        numbers = range(first, first + len(rows))
        there = {each.number for each in scope.store.numbered_rows(import_id, numbers)}
        new = [
            row_of(job, number, cells)
            for number, cells in zip(numbers, rows, strict=True)
            if number not in there
        ]
        after = imports.received(job, rows=len(new))
        scope.store.commit([_kept(scope, after), *(_kept(scope, each) for each in new)])
        return after

    return decide_again(decide)


def map_columns(
    scope: ImportScope, *, import_id: str, mapping: Sequence[str], when_held: WhenHeld | None = None
) -> Import:
    """Says which field each column fills, an empty list: as it was understood, and has all rows looked at.

    Of achievements `when_held` says what becomes of a row about a credential that the person has already; None leaves that as it was.

    It is remembered for files with the same headers. Raises NotFoundError, ImportMovedOnError and InvalidFieldsError.
    """

    def decide() -> Import:
        job = _job(scope, import_id)
        chosen = tuple(mapping) or job.mapping
        check_mapping(job.kind, chosen, headers=job.headers)
        after = imports.mapped(job, chosen, when_held=when_held)
        key = header_key(job.headers)
        before = scope.store.remembered_mapping(job.kind, key)
        changes: list[Change[Kept]] = [_kept(scope, after)]
        if before is None or before.mapping != chosen:
            version = before.version + 1 if before else 1
            remembered = RememberedMapping(kind=job.kind, header_key=key, version=version, mapping=chosen)
            changes.append(_kept(scope, remembered))
        scope.store.commit(changes)
        return after

    return decide_again(decide)


def apply_import(scope: ImportScope, *, import_id: str, mode: ImportMode, left_on: date | None) -> Import:
    """Has the import applied; with `left_on`, whoever is not in the file leaves with that day as the last.

    Raises NotFoundError, ImportMovedOnError unless it was looked at, and InvalidFieldsError for all or nothing with a wrong row.
    """
    return _changed(
        scope,
        import_id,
        lambda job: imports.begun(job, mode=mode, left_on=left_on, requester=_requester(scope)),
    )


def cancel_import(scope: ImportScope, *, import_id: str, undo: bool) -> Import:
    """Stops the import; what was applied stays, or is taken back with `undo`. Raises NotFoundError and ImportMovedOnError."""
    return _changed(scope, import_id, lambda job: imports.cancelled(job, undo=undo, now=scope.now))


def roll_back_import(scope: ImportScope, *, import_id: str) -> Import:
    """Has taken back what the import did, where nobody changed it since. Raises NotFoundError and ImportMovedOnError."""
    return _changed(
        scope,
        import_id,
        lambda job: imports.rolled_back(job, requester=_requester(scope), now=scope.now),
    )


def get_import(scope: ImportScope, *, import_id: str) -> Import:
    """An import as it stands. Raises NotFoundError."""
    return _job(scope, import_id)


def list_imports(scope: ImportScope, *, page: PageRequest) -> Page[Import]:
    """The imports of the kinds that the caller may import, the newest first."""
    require_any_role(scope.principal, HR, TENANT_ADMIN)
    found = scope.store.list_imports(after=IMPORTS.after(page), at_most=page.size + 1)
    listed = IMPORTS.page(found, page)
    mine = [each for each in listed.items if not scope.principal.roles.isdisjoint(MAY_IMPORT[each.kind])]
    return Page(mine, listed.next_token)


def list_rows(
    scope: ImportScope, *, import_id: str, outcome: Outcome | None, page: PageRequest
) -> Page[ImportRow]:
    """The import's rows in the order of the file; with `outcome`, those that come to it. Raises NotFoundError."""
    job = _job(scope, import_id)
    after = page.after[0] if page.after else 0
    found = scope.store.import_rows(
        import_id, after=after if isinstance(after, int) else 0, at_most=page.size + 1, outcome=outcome
    )
    rows = [in_full(row, mapping=job.mapping) for row in found]
    return page_of(rows, request=page, key=lambda row: (row.number,))


def principal_of(requester: Requester, *, tenant_id: str) -> Principal:
    """Who asked, as the principal in whose name the worker goes on."""
    return Principal(
        tenant_id=tenant_id,
        subject=requester.subject,
        roles=requester.roles,
        client_id=requester.client_id,
        email=None,
        email_verified=False,
    )


def _changed(scope: ImportScope, import_id: str, change: Callable[[Import], Import]) -> Import:
    def decide() -> Import:
        after = change(_job(scope, import_id))
        scope.store.commit([_kept(scope, after)])
        return after

    return decide_again(decide)


def _job(scope: ImportScope, import_id: str) -> Import:
    """The import; one of a kind that the caller may not import is not there for the caller."""
    require_any_role(scope.principal, HR, TENANT_ADMIN)
    job = scope.store.import_job(import_id)
    if job is None:
        raise NotFoundError("import")
    if scope.principal.roles.isdisjoint(MAY_IMPORT[job.kind]):
        raise RoleRequiredError(*MAY_IMPORT[job.kind])
    return job


def _requester(scope: ImportScope) -> Requester:
    own = scope.own_person()
    return Requester(
        subject=scope.principal.subject,
        roles=scope.principal.roles,
        client_id=scope.principal.client_id,
        person_id=own.person_id if own else None,
    )


def _too_much(rows: Sequence[Sequence[str]], *, first: int) -> Iterator[FieldViolation]:
    for number, cells in enumerate(rows, start=first):
        if len(cells) > MOST_COLUMNS or any(len(each) > LONGEST_CELL for each in cells):
            message = f"Row {number} has more than {MOST_COLUMNS} cells, or one of more than {LONGEST_CELL} characters."
            yield FieldViolation("rows", "TOO_LONG", message)
            return


def _kept(scope: ImportScope, aggregate: Kept) -> Change[Kept]:
    return Change(aggregate=aggregate, happened=None, happened_at=scope.now)
