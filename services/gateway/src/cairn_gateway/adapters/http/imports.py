"""Imports of files: sent, mapped, looked at, applied, stopped, taken back."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from cairn.learners.v1 import imports_pb2 as messages
from cairn.learners.v1 import learners_service_pb2 as learners
from cairn_gateway.adapters.http import paging
from cairn_gateway.adapters.http.achievements import AchievementImportMode
from cairn_gateway.adapters.http.caller import AccessToken, Asking, within
from cairn_gateway.adapters.http.import_bodies import BODY, FileImportKind, sent_file, table_in
from cairn_gateway.adapters.http.locating import in_body
from cairn_gateway.adapters.http.model import Answer, Day, Draft, Flag, Instant, Page, PageQuery
from cairn_gateway.adapters.http.preconditions import IdempotencyKey
from cairn_gateway.adapters.http.problems import ProblemError, responses
from cairn_gateway.adapters.http.refusals import locating
from cairn_gateway.adapters.http.translation import answer, number, request

SECONDS = 110.0
"""So long may a large file take to be read and handed on."""
_KIND = messages.DESCRIPTOR.enum_types_by_name["ImportKind"]
_OUTCOME = messages.DESCRIPTOR.enum_types_by_name["ImportOutcome"]
_WHEN_HELD = learners.DESCRIPTOR.enum_types_by_name["AchievementImportMode"]


class FileImportState(StrEnum):
    """Where an import stands."""

    RECEIVING = "receiving"
    CHECKING = "checking"
    CHECKED = "checked"
    APPLYING = "applying"
    APPLIED = "applied"
    ROLLING_BACK = "rolling_back"
    ROLLED_BACK = "rolled_back"
    CANCELLED = "cancelled"
    FAILED = "failed"


class FileImportMode(StrEnum):
    """What is done where rows are wrong: nothing at all, or only the good rows."""

    ALL_OR_NOTHING = "all_or_nothing"
    GOOD_ROWS = "good_rows"


class FileImportOutcome(StrEnum):
    """What becomes of a row; `gone` is of somebody who is there and in no row."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    GONE = "gone"


class FileImportField(Answer):
    """A field that a column can fill."""

    name: str
    """What it is called in a mapping, and as the header in a template."""
    note: str
    """What to write."""
    example: str | None
    """An example; null where there is none."""
    required: bool
    """Some column has to fill it."""


class FileImportKindDescription(Answer):
    """What can be imported."""

    kind: FileImportKind
    """What the rows are about."""
    fields: list[FileImportField]
    """What columns can fill. For people also `attribute.` with the name of an attribute."""


class FileImportKinds(Answer):
    """What the caller may import."""

    kinds: list[FileImportKindDescription]
    """One for each kind."""


class FileImportCounts(Answer):
    """How many rows come to what."""

    created: int
    """Not there before."""
    changed: int
    """Changed."""
    unchanged: int
    """As the row says already."""
    refused: int
    """Wrong."""
    gone: int
    """Who is there and in no row."""


class FileImport(Answer):
    """An import."""

    import_id: str
    """UUID."""
    version: int
    """Grows by one with each step."""
    kind: FileImportKind
    """What the rows are about."""
    file_name: str | None
    """The file's name."""
    digest: str
    """SHA-256 of the file, in hexadecimal."""
    headers: list[str]
    """The headers of the file's columns."""
    mapping: list[str]
    """Which field each column fills, by the column's place; empty for none."""
    state: FileImportState
    """Where it stands."""
    accepted_at: Instant
    """When it was accepted."""
    total_count: int
    """How many rows the file has."""
    done_count: int
    """How many of them are through in the present state."""
    found: FileImportCounts
    """What the dry run found."""
    gone_are_listed: bool
    """Who is gone is listed, and can be marked as left; false where that is more than half of all people."""
    mode: FileImportMode
    """What was decided on wrong rows."""
    left_on: Day | None
    """The last day that whoever is gone was given; null where they stay as they are."""
    applied: FileImportCounts
    """What was done."""
    restored_count: int
    """How many rows were taken back."""
    kept_count: int
    """How many could not be, since somebody changed it after the import."""
    problem: str | None
    """What stood in its way; null for nothing."""
    finished_at: Instant | None
    """When it ended; null while it has not."""
    rows_kept_until: Instant
    """Until then its rows can be read and it can be taken back."""
    can_roll_back: bool
    """It can be taken back now."""
    requested_by: str | None
    """Who decided last: a person id; null for an API client."""
    when_held: AchievementImportMode | None
    """Of achievements: what becomes of a row about a credential that the person has already; null for other kinds."""


class FileImportPage(Page[FileImport]):
    """Imports, the newest first."""


class FileImportChange(Answer):
    """What a row makes of one field."""

    field: str
    """The field."""
    old: str | None
    """What it was; null for nothing."""
    new: str | None
    """What it becomes; null for nothing."""


class FileImportRow(Answer):
    """One row of an import, or somebody who is in none."""

    number: int
    """Which row of the file, with the header as 1; who is in no row stands behind the last."""
    cells: list[str]
    """What the file says, column by column; empty for who is in no row."""
    outcome: FileImportOutcome | None
    """What was done for it, or else what was found; null where it was not looked at yet."""
    id: str | None
    """Whom or what it is about; null where that cannot be said."""
    field: str | None
    """Which field is wrong; null for none."""
    reason: str | None
    """Why it was refused, as a reason in capitals; null otherwise."""
    message: str | None
    """The same for people."""
    changes: list[FileImportChange]
    """What it changes."""
    restored: bool
    """It was taken back."""
    kept_because: str | None
    """Why it could not be taken back; null otherwise."""


class FileImportRowPage(Page[FileImportRow]):
    """Rows in the order of the file."""


class FileImportMapping(Draft):
    """Which field each column fills."""

    mapping: Annotated[list[str], Field(min_length=1, max_length=200)]
    """By the column's place; empty for none."""
    when_held: AchievementImportMode | None = None
    """Of achievements: what becomes of a row about a credential that the person has already; null leaves it as it is."""


class FileImportApplication(Draft):
    """The decision on an import that was looked at."""

    mode: FileImportMode
    """What is done where rows are wrong."""
    left_on: Day | None = None
    """The last day of whoever is in no row; null: they stay as they are."""


class FileImportCancellation(Draft):
    """A stop."""

    undo: Flag = False
    """What was applied already is taken back at once; otherwise it stays, and can be rolled back later."""


class FileImportRowQuery(PageQuery):
    """Which rows are asked for."""

    outcome: FileImportOutcome | None = None
    """Only rows that come to this."""


# It takes files, and looks at the body's media type itself.
sending = APIRouter(prefix="/imports", tags=["imports"])
router = APIRouter(prefix="/imports", tags=["imports"])
kinds = APIRouter(prefix="/import-kinds", tags=["imports"])


@sending.post(
    "",
    operation_id="startImport",
    summary="Send a file to import",
    status_code=201,
    openapi_extra={"requestBody": BODY},
    responses={201: {"headers": {"Location": {"schema": {"type": "string"}, "description": "The import."}}}},
)
async def start_import(
    asked: Request, token: AccessToken, response: Response, idempotency_key: IdempotencyKey = None
) -> FileImport:
    """Takes a file, CSV, XLSX, ODS or XLS, and has its rows looked at: nothing is changed before `application`.

    Columns are understood as they were the last time, or by their headers. Where a needed one is not recognised, the import waits in
    the state `receiving` for its mapping. People and departments need tenant-admin; achievements and assignments hr or tenant-admin.
    """
    sent = await sent_file(asked)
    upstream = within(asked, token, seconds=SECONDS, idempotency_key=idempotency_key)
    kind = number(_KIND, sent.kind)
    async with table_in(sent) as table, locating(in_body()):
        started = await upstream.write(
            upstream.imports.StartImport,
            messages.StartImportRequest(
                kind=kind,  # type: ignore[arg-type]
                file_name=sent.name,
                digest=sent.digest,
                headers=table.header,
            ),
        )
        job, first = started.import_job, 2
        response.headers["Location"] = f"/api/v1/imports/{job.import_id}"
        if job.state != messages.IMPORT_STATE_RECEIVING:
            # The same file was sent with the same key before.
            return answer(FileImport, job)
        async for rows in table.batches:
            batch = messages.AddImportRowsRequest(
                import_id=job.import_id,
                first=first,
                rows=[messages.ImportCells(cells=row) for row in rows],
            )
            job = (await upstream.write(upstream.imports.AddImportRows, batch)).import_job
            first += len(rows)
    mapping = messages.MapImportColumnsRequest(
        import_id=job.import_id,
        mapping=sent.mapping,
        when_held=number(_WHEN_HELD, sent.when_held),  # type: ignore[arg-type]
    )
    try:
        async with locating(in_body()):
            job = (await upstream.write(upstream.imports.MapImportColumns, mapping)).import_job
    except ProblemError as error:
        # A column that every row needs was not recognised: then the file waits for somebody to say which one it is.
        if sent.mapping or error.reason != "INVALID_FIELDS":
            raise
    return answer(FileImport, job)


@router.get("", operation_id="listImports", summary="List imports")
async def list_imports(upstream: Asking, query: Annotated[PageQuery, Query()]) -> FileImportPage:
    """The imports, the newest first: of the kinds that the caller may import."""
    found = await upstream.read(
        upstream.imports.ListImports, messages.ListImportsRequest(page=paging.asked(query))
    )
    return FileImportPage(
        items=[answer(FileImport, each) for each in found.imports], next_cursor=paging.next_cursor(found.page)
    )


@router.get("/{import_id}", operation_id="getImport", summary="Get an import", responses=responses(404))
async def get_import(upstream: Asking, import_id: str) -> FileImport:
    """An import as it stands, with its progress."""
    found = await upstream.read(upstream.imports.GetImport, messages.GetImportRequest(import_id=import_id))
    return answer(FileImport, found.import_job)


@router.get(
    "/{import_id}/rows",
    operation_id="listImportRows",
    summary="List the rows of an import",
    responses=responses(404),
)
async def list_rows(
    upstream: Asking, import_id: str, query: Annotated[FileImportRowQuery, Query()]
) -> FileImportRowPage:
    """Rows in the order of the file, with what each of them changes or why it is refused."""
    found = await upstream.read(
        upstream.imports.ListImportRows,
        messages.ListImportRowsRequest(
            import_id=import_id,
            outcome=number(_OUTCOME, query.outcome),  # type: ignore[arg-type]
            page=paging.asked(query),
        ),
    )
    return FileImportRowPage(
        items=[answer(FileImportRow, each) for each in found.rows], next_cursor=paging.next_cursor(found.page)
    )


@router.post(
    "/{import_id}/mapping",
    operation_id="mapImportColumns",
    summary="Say which field each column fills",
    responses=responses(404, 409),
)
async def map_columns(upstream: Asking, import_id: str, draft: FileImportMapping) -> FileImport:
    """Says which field each column fills, and has all rows looked at again. It is remembered for files with the same headers."""
    async with locating(in_body()):
        done = await upstream.write(
            upstream.imports.MapImportColumns,
            request(draft, messages.MapImportColumnsRequest, import_id=import_id),
        )
    return answer(FileImport, done.import_job)


@router.post(
    "/{import_id}/application",
    operation_id="applyImport",
    summary="Apply an import",
    responses=responses(404, 409),
)
async def apply_import(upstream: Asking, import_id: str, draft: FileImportApplication) -> FileImport:
    """Has an import applied that was looked at. It goes on in the background; ask for the import to see how far it is."""
    async with locating(in_body()):
        done = await upstream.write(
            upstream.imports.ApplyImport, request(draft, messages.ApplyImportRequest, import_id=import_id)
        )
    return answer(FileImport, done.import_job)


@router.post(
    "/{import_id}/cancellation",
    operation_id="cancelImport",
    summary="Stop an import",
    responses=responses(404, 409),
)
async def cancel_import(upstream: Asking, import_id: str, draft: FileImportCancellation) -> FileImport:
    """Stops an import. What was applied stays, or is taken back with `undo`."""
    async with locating(in_body()):
        done = await upstream.write(
            upstream.imports.CancelImport, request(draft, messages.CancelImportRequest, import_id=import_id)
        )
    return answer(FileImport, done.import_job)


@router.post(
    "/{import_id}/rollback",
    operation_id="rollBackImport",
    summary="Take an import back",
    responses=responses(404, 409),
)
async def roll_back_import(upstream: Asking, import_id: str) -> FileImport:
    """Has taken back what the import did, row by row, where nobody changed it since: as new facts, nothing is removed."""
    done = await upstream.write(
        upstream.imports.RollBackImport, messages.RollBackImportRequest(import_id=import_id)
    )
    return answer(FileImport, done.import_job)


@kinds.get("", operation_id="listImportKinds", summary="List what can be imported")
async def list_kinds(upstream: Asking) -> FileImportKinds:
    """What the caller may import, and which fields a file's columns can fill."""
    found = await upstream.read(upstream.imports.ListImportKinds, messages.ListImportKindsRequest())
    return answer(FileImportKinds, found)
