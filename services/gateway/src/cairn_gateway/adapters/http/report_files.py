"""Reports as files: the format that the client wants, and the answer that sends one."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from fastapi import Request
from fastapi.responses import StreamingResponse

from cairn_gateway.adapters.http.model import Answer, Draft, Instant
from cairn_gateway.adapters.http.problems import ProblemError
from cairn_gateway.adapters.tables import csv_file, parquet_file, xlsx_file
from cairn_gateway.adapters.tables.columns import columns_of, row_of
from cairn_gateway.adapters.tables.csv_file import CsvFile
from cairn_gateway.adapters.tables.parquet_file import ParquetFile
from cairn_gateway.adapters.tables.table_file import TableFile, written
from cairn_gateway.adapters.tables.xlsx_file import SheetFullError, XlsxFile


class FileFormat(StrEnum):
    """How a report is sent."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"


_MEDIA_TYPES: Mapping[FileFormat, str] = {
    FileFormat.JSON: "application/json",
    FileFormat.CSV: csv_file.MEDIA_TYPE,
    FileFormat.XLSX: xlsx_file.MEDIA_TYPE,
    FileFormat.PARQUET: parquet_file.MEDIA_TYPE,
}
_BARE = {media_type.split(";")[0]: file_format for file_format, media_type in _MEDIA_TYPES.items()}

FILES_DESCRIBED: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            media_type.split(";")[0]: {"schema": {"type": "string", "format": "binary"}}
            for file_format, media_type in _MEDIA_TYPES.items()
            if file_format is not FileFormat.JSON
        }
    }
}


class FormatQuery(Draft):
    """How the answer is sent."""

    format: FileFormat | None = None
    """As JSON, or as a table in a file; without it the header `Accept` decides, and JSON where that says nothing."""


class JsonOnlyQuery(FormatQuery):
    """What is no table is never a file."""

    format: Literal[FileFormat.JSON] | None = None
    """Always JSON."""


@dataclass(frozen=True, kw_only=True)
class ReportTable:
    """A report as a table: batches of rows that all have the one schema, and the instant that it is true for."""

    name: str
    schema: type[Answer]
    batches: AsyncIterator[Sequence[Answer]]
    as_of: Instant
    fresh_as_of: Instant | None


def wanted_format(query: FormatQuery, request: Request) -> FileFormat:
    """The format asked for, else the one that `Accept` likes best. Raises ProblemError for an `Accept` that none fits."""
    if query.format is not None:
        return query.format
    accepted = request.headers.get("accept", "")
    if not accepted.strip():
        return FileFormat.JSON
    for media_range in _by_preference(accepted):
        if media_range in _BARE:
            return _BARE[media_range]
        if media_range in {"*/*", "application/*"}:
            return FileFormat.JSON
        if media_range == "text/*":
            return FileFormat.CSV
    raise ProblemError("NOT_ACCEPTABLE", f"It can be sent as {', '.join(_BARE)}.")


async def file_answer(file_format: FileFormat, table: ReportTable) -> StreamingResponse:
    """The table as a file. What fails before its first part is there is answered with a problem document, not with half a file.

    Raises ProblemError for more rows than a sheet of a workbook holds, which has no part before its end.
    """
    parts = written(_file(file_format, table), _rows(table.batches))
    try:
        first = await anext(parts, b"")
    except SheetFullError as full:
        raise ProblemError(
            "REPORT_TOO_LARGE", f"{full} Take it as CSV or Parquet, or ask for fewer people."
        ) from full
    name = f"{table.name}-{table.as_of:%Y-%m-%d}.{file_format.value}"
    return StreamingResponse(
        _with_first(first, parts),
        media_type=_MEDIA_TYPES[file_format],
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Link": f'</api/v1/reports/{table.name}/columns>; rel="describedby"',
            "Vary": "Accept",
            "X-Content-Type-Options": "nosniff",
        },
    )


async def once(rows: Sequence[Answer]) -> AsyncIterator[Sequence[Answer]]:
    """All rows in one batch, of a report that comes in one piece."""
    yield rows


def _file(file_format: FileFormat, table: ReportTable) -> TableFile:
    columns = columns_of(table.schema)
    about = {
        "report": table.name,
        "as_of": table.as_of.isoformat(),
        "fresh_as_of": table.fresh_as_of.isoformat() if table.fresh_as_of else "",
    }
    if file_format is FileFormat.XLSX:
        return XlsxFile(columns, name=table.name, about=about)
    if file_format is FileFormat.PARQUET:
        return ParquetFile(columns, about=about)
    return CsvFile(columns)


async def _rows(batches: AsyncIterator[Sequence[Answer]]) -> AsyncIterator[Sequence[Any]]:
    async for batch in batches:
        yield [row_of(each) for each in batch]


async def _with_first(first: bytes, others: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for part in others:
        yield part


def _by_preference(accepted: str) -> list[str]:
    """The media ranges of an `Accept` header, the best liked first (RFC 9110, section 12.5.1), without those that are refused."""
    ranges: list[tuple[float, str]] = []
    for part in accepted.split(","):
        name, *parameters = (each.strip().lower() for each in part.split(";"))
        quality = next((each[2:] for each in parameters if each.startswith("q=")), "1")
        try:
            ranges.append((float(quality), name))
        except ValueError:
            continue
    return [name for quality, name in sorted(ranges, key=lambda each: -each[0]) if quality > 0]
