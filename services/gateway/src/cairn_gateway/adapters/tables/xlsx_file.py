"""Excel workbooks: typed cells, a header that stays in sight, and a second sheet with what the columns mean."""

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, time
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from cairn_gateway.adapters.tables.columns import Column, ColumnKind, Row
from cairn_gateway.adapters.tables.table_file import parts_of

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a sheet holds, below its header.
MOST_ROWS = 2**20 - 1
LONGEST_CELL = 32_767

_WIDTHS = {ColumnKind.TEXT: 28, ColumnKind.DAY: 12, ColumnKind.INSTANT: 20}
_OTHER_WIDTH = 14
_FORMATS = {
    ColumnKind.DAY: "yyyy-mm-dd",
    ColumnKind.INSTANT: "yyyy-mm-dd hh:mm:ss",
    ColumnKind.NUMBER: "0.00",
}


class SheetFullError(ValueError):
    """There are more rows than a sheet holds."""

    def __init__(self) -> None:
        super().__init__(f"A sheet holds {MOST_ROWS:,} rows below its header.")


class XlsxFile:
    """A table as a workbook. Text is text, whatever it begins with; instants are in UTC, since a cell knows no zone.

    `about` is what the second sheet says of the whole table, by name.
    """

    def __init__(self, columns: Sequence[Column], *, name: str, about: Mapping[str, str]) -> None:
        self._stored = tempfile.TemporaryFile()  # noqa: SIM115 - `parts_of` closes it
        self._book = xlsxwriter.Workbook(
            self._stored, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}
        )
        self._heading = self._book.add_format({"bold": True})
        self._sheet = self._book.add_worksheet(name)
        self._columns = columns
        self._formats = {kind: self._book.add_format({"num_format": form}) for kind, form in _FORMATS.items()}
        for place, column in enumerate(columns):
            self._sheet.set_column(place, place, _WIDTHS.get(column.kind, _OTHER_WIDTH))
            self._sheet.write_string(0, place, column.name, self._heading)
        self._sheet.freeze_panes(1, 0)
        self._about = about
        self._rows = 0

    def add(self, rows: Sequence[Row]) -> bytes:
        """Takes the next rows; a workbook is ready only at its end. Raises SheetFullError for more than a sheet holds."""
        if self._rows + len(rows) > MOST_ROWS:
            raise SheetFullError
        for row in rows:
            self._rows += 1
            for place, (column, value) in enumerate(zip(self._columns, row, strict=True)):
                if value is not None:
                    _WRITE[column.kind](self._sheet, self._rows, place, value, self._formats.get(column.kind))
        return b""

    def end(self) -> Iterator[bytes]:
        """Gives the workbook."""
        if self._rows:
            self._sheet.autofilter(0, 0, self._rows, len(self._columns) - 1)
        self._explain()
        self._book.close()
        return parts_of(self._stored)

    def _explain(self) -> None:
        sheet = self._book.add_worksheet("About")
        sheet.set_column(0, 0, _WIDTHS[ColumnKind.TEXT])
        sheet.set_column(1, 1, 110)
        lines = [*self._about.items(), ("", ""), *((each.name, each.definition) for each in self._columns)]
        for place, (name, said) in enumerate(lines):
            sheet.write_string(place, 0, name, self._heading)
            sheet.write_string(place, 1, said[:LONGEST_CELL])


def _text(sheet: Worksheet, row: int, place: int, value: Any, _form: Any) -> None:
    sheet.write_string(row, place, value[:LONGEST_CELL])


def _number(sheet: Worksheet, row: int, place: int, value: Any, form: Any) -> None:
    sheet.write_number(row, place, value, form)


def _flag(sheet: Worksheet, row: int, place: int, value: Any, _form: Any) -> None:
    sheet.write_boolean(row, place, value)


def _day(sheet: Worksheet, row: int, place: int, value: Any, form: Any) -> None:
    sheet.write_datetime(row, place, datetime.combine(value, time.min), form)


def _instant(sheet: Worksheet, row: int, place: int, value: Any, form: Any) -> None:
    sheet.write_datetime(row, place, value.astimezone(UTC).replace(tzinfo=None), form)


_WRITE: Mapping[ColumnKind, Callable[[Worksheet, int, int, Any, Any], None]] = {
    ColumnKind.TEXT: _text,
    ColumnKind.INTEGER: _number,
    ColumnKind.NUMBER: _number,
    ColumnKind.FLAG: _flag,
    ColumnKind.DAY: _day,
    ColumnKind.INSTANT: _instant,
}
