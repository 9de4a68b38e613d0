"""Tables as files say the same in each format, and nothing in them runs."""

import asyncio
import csv
import io
import zipfile
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, date, datetime, timedelta, timezone

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from cairn_gateway.adapters.http.model import Answer, Day, Instant
from cairn_gateway.adapters.tables.columns import Column, ColumnKind, Row, columns_of, row_of
from cairn_gateway.adapters.tables.csv_file import CsvFile
from cairn_gateway.adapters.tables.parquet_file import ParquetFile
from cairn_gateway.adapters.tables.table_file import TableFile, written
from cairn_gateway.adapters.tables.xlsx_file import MOST_ROWS, SheetFullError, XlsxFile


class _Stone(Answer):
    """A row."""

    name: str
    """What it is called."""
    weight: int | None
    """How heavy it is, in kg."""
    share: float
    """How much of it is granite."""
    standing: bool
    """It stands."""
    laid_on: Day | None
    """On which day it was laid."""
    seen_at: Instant
    """When it was seen last."""


_COLUMNS = columns_of(_Stone)
_SEEN = datetime(2026, 11, 22, 23, 30, 5, tzinfo=timezone(timedelta(hours=2)))
_ROWS = (
    ("Ada", 12, 0.5, True, date(2026, 2, 28), _SEEN),
    ("=2+5", None, 1.0, False, None, _SEEN),
)
_MAKERS: Sequence[Callable[[Sequence[Column]], TableFile]] = (
    CsvFile,
    lambda columns: XlsxFile(columns, name="stones", about={"as_of": "2026-11-22"}),
    lambda columns: ParquetFile(columns, about={"as_of": "2026-11-22"}),
)


def _bytes(file: TableFile, *batches: Sequence[Row]) -> bytes:
    async def coming() -> AsyncIterator[Sequence[Row]]:
        for rows in batches:
            yield rows

    async def whole() -> bytes:
        return b"".join([part async for part in written(file, coming())])

    return asyncio.run(whole())


def _from_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_schema_says_names_kinds_and_definitions() -> None:
    assert [(each.name, each.kind) for each in _COLUMNS] == [
        ("name", ColumnKind.TEXT),
        ("weight", ColumnKind.INTEGER),
        ("share", ColumnKind.NUMBER),
        ("standing", ColumnKind.FLAG),
        ("laid_on", ColumnKind.DAY),
        ("seen_at", ColumnKind.INSTANT),
    ]
    assert _COLUMNS[1].definition == "How heavy it is, in kg."
    filled = _Stone(name="Ada", weight=None, share=1.0, standing=True, laid_on=None, seen_at=_SEEN)
    assert row_of(filled) == ("Ada", None, 1.0, True, None, _SEEN)


def test_a_column_without_a_definition_or_with_several_values_is_refused() -> None:
    class Unexplained(Answer):
        name: str

    class Several(Answer):
        names: list[str]
        """Many."""

    with pytest.raises(TypeError, match=r"Unexplained\.name has no definition"):
        columns_of(Unexplained)
    with pytest.raises(TypeError, match=r"Several\.names is not one value"):
        columns_of(Several)


def test_csv_opens_as_utf8_and_writes_instants_in_utc() -> None:
    content = _bytes(CsvFile(_COLUMNS), _ROWS[:1], _ROWS[1:])
    assert content.startswith(b"\xef\xbb\xbfname,weight,share,standing,laid_on,seen_at\r\n")
    assert _from_csv(content)[1:] == [
        ["Ada", "12", "0.5", "true", "2026-02-28", "2026-11-22T21:30:05Z"],
        ["'=2+5", "", "1.0", "false", "", "2026-11-22T21:30:05Z"],
    ]


@given(st.text(min_size=1))
def test_no_cell_of_a_csv_begins_a_formula(text: str) -> None:
    columns = [Column(name="text", kind=ColumnKind.TEXT, definition="A text.")]
    [[_], [cell]] = _from_csv(_bytes(CsvFile(columns), [(text,)]))
    assert cell in {text, f"'{text}"}
    assert cell[0] not in "=+-@\t\r\n"


def test_a_workbook_has_typed_cells_a_frozen_header_and_what_the_columns_mean() -> None:
    content = _bytes(XlsxFile(_COLUMNS, name="stones", about={"as_of": "2026-11-22"}), _ROWS)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names == ["stones", "About"]
    header, first, second = book.get_sheet_by_name("stones").to_python()
    assert header == [column.name for column in _COLUMNS]
    assert first == ["Ada", 12.0, 0.5, True, date(2026, 2, 28), datetime(2026, 11, 22, 21, 30, 5)]  # noqa: DTZ001
    assert second[:2] == ["=2+5", ""]
    about = {row[0]: row[1] for row in book.get_sheet_by_name("About").to_python()}
    assert about["as_of"] == "2026-11-22"
    assert about["weight"] == "How heavy it is, in kg."
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert 'state="frozen"' in sheet
    assert "<f>" not in sheet


def test_a_workbook_takes_no_more_rows_than_a_sheet_holds() -> None:
    file = XlsxFile(_COLUMNS, name="stones", about={})
    with pytest.raises(SheetFullError, match=f"{MOST_ROWS:,}"):
        file.add([_ROWS[0]] * (MOST_ROWS + 1))


def test_parquet_keeps_types_definitions_and_what_the_table_is_about() -> None:
    content = _bytes(ParquetFile(_COLUMNS, about={"as_of": "2026-11-22"}), _ROWS[:1], _ROWS[1:])
    table = pq.read_table(io.BytesIO(content))
    assert table.to_pylist()[0] == {
        "name": "Ada",
        "weight": 12,
        "share": 0.5,
        "standing": True,
        "laid_on": date(2026, 2, 28),
        "seen_at": _SEEN.astimezone(UTC),
    }
    assert table.column("weight").to_pylist() == [12, None]
    assert table.schema.field("weight").metadata[b"definition"] == b"How heavy it is, in kg."
    assert table.schema.metadata[b"as_of"] == b"2026-11-22"


@pytest.mark.parametrize("make", _MAKERS)
def test_a_table_without_rows_is_a_file_all_the_same(make: Callable[[Sequence[Column]], TableFile]) -> None:
    assert _bytes(make(_COLUMNS))
