"""CSV as spreadsheets open it without a question: UTF-8 with a mark at its beginning, CRLF, and no cell that begins a formula."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from cairn_gateway.adapters.tables.columns import Cell, Column, Row

MEDIA_TYPE = "text/csv; charset=utf-8"

# A spreadsheet takes a cell that begins so for a formula, whatever the quotes (OWASP, "CSV Injection").
BEGINS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_MARK = "\ufeff"


class CsvFile:
    """A table as CSV (RFC 4180). Instants are in UTC as ISO 8601, flags `true` and `false`, and nothing is an empty cell."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._text = io.StringIO(newline="")
        self._text.write(_MARK)
        self._writer = csv.writer(self._text)
        self._writer.writerow([column.name for column in columns])

    def add(self, rows: Sequence[Row]) -> bytes:
        """Takes the next rows; gives them as text, and the header with the first."""
        self._writer.writerows([_cell(each) for each in row] for row in rows)
        return self._taken()

    def end(self) -> Iterator[bytes]:
        """Gives the header where there was no row."""
        yield self._taken()

    def _taken(self) -> bytes:
        text = self._text.getvalue()
        self._text.seek(0)
        self._text.truncate()
        return text.encode()


def _cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, str):
        return safe_text(value)
    return str(value)


def safe_text(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(BEGINS_FORMULA) else text
