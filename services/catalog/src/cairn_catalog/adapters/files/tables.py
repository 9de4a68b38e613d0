"""Tables in files: comma or tab separated text with a header."""

import csv
import io
from collections.abc import Iterator, Sequence

from cairn_catalog.domain.taxonomy.reading import Place, Row

COMMA, TAB = ",", "\t"
FIELD_AT_MOST = 1_000_000


class UnreadableTableError(Exception):
    """The file is no table that can be read; the message says why, for people."""


def decoded(content: bytes, *, file: str) -> str:
    """The text of a file, UTF-8 with or without a byte order mark, or as older spreadsheets write it (Windows-1252)."""
    if b"\0" in content:
        raise UnreadableTableError(f"{file} is no text.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def rows(text: str, *, file: str, delimiter: str, columns: Sequence[str]) -> Iterator[Row]:
    """The rows of a table whose header has at least these columns; raises UnreadableTableError where it has not, or is no table."""
    csv.field_size_limit(FIELD_AT_MOST)
    lines = io.StringIO(text, newline="")
    if delimiter == TAB:  # such files quote nothing
        reader = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE, strict=True)
    else:
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        missing = [column for column in columns if column not in header]
        if missing:
            raise UnreadableTableError(f"{file} has no column {', '.join(missing)}.")
        begins = reader.line_num + 1
        for values in reader:
            fields = dict(zip(header, values, strict=False))
            yield Row(place=Place(file=file, line=begins), fields=fields)
            begins = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableTableError(f"{file}, line {reader.line_num}: {error}.") from error
