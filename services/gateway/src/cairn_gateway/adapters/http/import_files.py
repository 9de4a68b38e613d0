"""Files for imports: templates to fill, and the rows of an import that are wrong, to be put right and sent again."""

from collections.abc import AsyncIterator, Sequence
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse

from cairn.common.v1.paging_pb2 import PageRequest
from cairn.learners.v1 import imports_pb2 as messages
from cairn_gateway.adapters.grpc.upstream import Upstream
from cairn_gateway.adapters.http.caller import Asking
from cairn_gateway.adapters.http.import_bodies import FileImportKind
from cairn_gateway.adapters.http.model import Draft, Flag
from cairn_gateway.adapters.http.problems import ProblemError, responses
from cairn_gateway.adapters.http.translation import word
from cairn_gateway.adapters.tables import csv_file, xlsx_file
from cairn_gateway.adapters.tables.columns import Column, ColumnKind, Row
from cairn_gateway.adapters.tables.csv_file import CsvFile, safe_text
from cairn_gateway.adapters.tables.table_file import TableFile, written
from cairn_gateway.adapters.tables.xlsx_file import XlsxFile

ERROR_HEADER = "Error"

_ROWS_OF_A_PAGE = 500
_KIND = messages.DESCRIPTOR.enum_types_by_name["ImportKind"]


class TableForm(StrEnum):
    """Which kind of file."""

    CSV = "csv"
    XLSX = "xlsx"


class TemplateQuery(Draft):
    """Which kind of file is asked for."""

    format: TableForm = TableForm.XLSX
    """Which kind of file."""


class ErrorFileQuery(TemplateQuery):
    """Which rows are asked for."""

    all_rows: Flag = False
    """Every row of the file, not only those that are wrong."""


_MEDIA_TYPES = {TableForm.CSV: csv_file.MEDIA_TYPE, TableForm.XLSX: xlsx_file.MEDIA_TYPE}
_FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file.",
        "content": {
            media_type.split(";")[0]: {"schema": {"type": "string"}} for media_type in _MEDIA_TYPES.values()
        },
    }
}

errors = APIRouter(prefix="/imports", tags=["imports"])
templates = APIRouter(prefix="/import-templates", tags=["imports"])


@templates.get(
    "/{kind}",
    operation_id="getImportTemplate",
    summary="Download a template",
    response_class=StreamingResponse,
    responses={**_FILES, **responses(404)},
)
async def get_template(
    upstream: Asking, kind: FileImportKind, query: Annotated[TemplateQuery, Query()]
) -> StreamingResponse:
    """A file to fill: a header, a row of examples, and in a workbook a sheet with what each column means."""
    found = await upstream.read(upstream.imports.ListImportKinds, messages.ListImportKindsRequest())
    described = next((each for each in found.kinds if word(_KIND, each.kind) == kind), None)
    if described is None:
        raise ProblemError("NOT_FOUND", "There is no such template for the caller.")
    columns = [
        Column(name=each.name, kind=ColumnKind.TEXT, definition=_definition(each))
        for each in described.fields
    ]
    examples = [tuple(each.example for each in described.fields)]
    return await _file_answer(f"{kind}-template", query.format, columns, _once(examples))


@errors.get(
    "/{import_id}/errors",
    operation_id="getImportErrors",
    summary="Download the rows that are wrong",
    response_class=StreamingResponse,
    responses={**_FILES, **responses(404)},
)
async def get_errors(
    upstream: Asking, import_id: str, query: Annotated[ErrorFileQuery, Query()]
) -> StreamingResponse:
    """The same columns as in the file that was sent, with one more that says what is wrong. A cell never begins a formula."""
    found = await upstream.read(upstream.imports.GetImport, messages.GetImportRequest(import_id=import_id))
    form = query.format
    headers = [*found.import_job.headers, ERROR_HEADER]
    columns = [
        Column(name=safe_text(each) if form is TableForm.CSV else each, kind=ColumnKind.TEXT, definition=each)
        for each in headers
    ]
    rows = _rows(upstream, import_id, width=len(headers) - 1, all_rows=query.all_rows)
    return await _file_answer(f"import-errors-{import_id}", form, columns, rows)


async def _rows(
    upstream: Upstream, import_id: str, *, width: int, all_rows: bool
) -> AsyncIterator[Sequence[Row]]:
    """The cells of each row, and what is wrong with it."""
    outcome = messages.IMPORT_OUTCOME_UNSPECIFIED if all_rows else messages.IMPORT_OUTCOME_REFUSED
    token, more = "", True
    while more:
        found = await upstream.read(
            upstream.imports.ListImportRows,
            messages.ListImportRowsRequest(
                import_id=import_id,
                outcome=outcome,
                page=PageRequest(page_size=_ROWS_OF_A_PAGE, page_token=token),
            ),
        )
        yield [
            (*row.cells[:width], *[""] * (width - len(row.cells)), row.message)
            for row in found.rows
            if row.cells
        ]
        token = found.page.next_page_token
        more = bool(token)


async def _once(rows: Sequence[Row]) -> AsyncIterator[Sequence[Row]]:
    yield rows


async def _file_answer(
    name: str, form: TableForm, columns: Sequence[Column], rows: AsyncIterator[Sequence[Row]]
) -> StreamingResponse:
    """The table as a file. What fails before its first part is there is answered with a problem document."""
    file: TableFile = (
        CsvFile(columns) if form is TableForm.CSV else XlsxFile(columns, name="Rows", about={"file": name})
    )
    parts = written(file, rows)
    first = await anext(parts, b"")

    async def all_parts() -> AsyncIterator[bytes]:
        yield first
        async for part in parts:
            yield part

    return StreamingResponse(
        all_parts(),
        media_type=_MEDIA_TYPES[form],
        headers={
            "Content-Disposition": f'attachment; filename="{name}.{form.value}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def _definition(field: messages.ImportField) -> str:
    return f"{field.note} Needed in every row." if field.required else field.note
