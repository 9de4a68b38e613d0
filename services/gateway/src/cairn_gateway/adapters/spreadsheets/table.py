"""A table as rows of text: a header, and rows as wide as it."""

from collections.abc import Iterator, Sequence

from cairn_gateway.adapters.documents.unreadable import UnreadableError

ROWS_AT_MOST = 100_000
COLUMNS_AT_MOST = 200

_ZIPPED, _OLD_WORKBOOK = b"PK", b"\xd0\xcf\x11\xe0"


def table_of(content: bytes) -> Iterator[Sequence[str]]:
    """The header and then the rows of a file, told from its content and not from its name; rows without any text are left out.

    Raises UnreadableError.
    """
    rows = (row for row in _rows(content) if any(cell.strip() for cell in row))
    header = next(rows, None)
    if header is None:
        raise UnreadableError("EMPTY", "The file has no rows.")
    width = max(place for place, cell in enumerate(header, start=1) if cell.strip())
    if width > COLUMNS_AT_MOST:
        raise UnreadableError("TOO_MANY_COLUMNS", f"A file has at most {COLUMNS_AT_MOST} columns.")
    yield [cell.strip() for cell in header[:width]]
    for number, row in enumerate(rows, start=1):
        if number > ROWS_AT_MOST:
            raise UnreadableError("TOO_MANY_ROWS", f"A file has at most {ROWS_AT_MOST:,} rows.")
        yield [*row[:width], *[""] * (width - len(row))]


def _rows(content: bytes) -> Iterator[Sequence[str]]:
    # Each library is imported where it is needed: that is most of what a short file takes.
    if content.startswith((_ZIPPED, _OLD_WORKBOOK)):
        from cairn_gateway.adapters.spreadsheets.workbook import rows_of_workbook  # noqa: PLC0415

        return rows_of_workbook(content)
    from cairn_gateway.adapters.spreadsheets.delimited import rows_of_delimited  # noqa: PLC0415

    return rows_of_delimited(content)
