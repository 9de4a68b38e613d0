"""CSV and its like, whatever the encoding and the delimiter."""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence

from charset_normalizer import from_bytes

from cairn_gateway.adapters.documents.unreadable import UnreadableError
from cairn_gateway.adapters.tables.csv_file import BEGINS_FORMULA

_MARKED = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What spreadsheets write where it is not UTF-8: the code pages of Windows, and those of East Asia.
_CODE_PAGES = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp932", "gb18030", "big5", "cp949"]
_WESTERN = "cp1252"
_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f]")
_SAMPLE_BYTES = 64 * 1024
_DELIMITERS = (",", ";", "\t", "|")
_LONGEST_CELL = 1_000_000
# Excel's own way to name the delimiter, in a line before the header.
_NAMES_DELIMITER = "sep="


def rows_of_delimited(content: bytes) -> Iterator[Sequence[str]]:
    """Its rows. Raises UnreadableError."""
    text = _decoded(content)
    if _NO_TEXT.search(text):
        raise UnreadableError("UNKNOWN_FORMAT", "The file is no spreadsheet and no CSV.")
    delimiter, text = _delimiter(text)
    csv.field_size_limit(_LONGEST_CELL)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield [_as_meant(cell) for cell in row]
    except csv.Error as error:
        raise UnreadableError("BROKEN", f"The file cannot be read as CSV: {error}.") from error


def _decoded(content: bytes) -> str:
    encoding = _encoding(content)
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == _WESTERN:
            return content.decode(_WESTERN, errors="replace")
        message = f"The file looks like {encoding}, but is not all of it. Save it as UTF-8."
        raise UnreadableError("UNKNOWN_ENCODING", message) from error


def _encoding(content: bytes) -> str:
    """By its mark; UTF-16 without one by its zeros; UTF-8 where it can be; else the code page that fits best."""
    for mark, encoding in _MARKED:
        if content.startswith(mark):
            return encoding
    sample = content[:_SAMPLE_BYTES]
    if zeros := sample.count(0):
        even = sample[::2].count(0)
        return "utf-16-be" if even > zeros - even else "utf-16-le"
    try:
        content.decode()
    except UnicodeDecodeError:
        return _code_page(sample)
    return "utf-8"


def _code_page(sample: bytes) -> str:
    """The Western one where nothing speaks for another: it is what Windows writes, and its accents look plausible in others too."""
    matches = list(from_bytes(sample, cp_isolation=_CODE_PAGES))
    best = min((each.chaos for each in matches), default=0.0)
    western = next((each for each in matches if each.encoding == _WESTERN), None)
    if not matches or (western is not None and western.chaos <= best and western.alphabets):
        return _WESTERN
    return str(matches[0].encoding)


def _delimiter(text: str) -> tuple[str, str]:
    """The delimiter, and the text behind the line that names it: the one that occurs most often in the header, outside of quotes."""
    first, _, rest = text.partition("\n")
    named = first.strip().lower()
    if named.startswith(_NAMES_DELIMITER) and len(named) == len(_NAMES_DELIMITER) + 1:
        return named[-1], rest
    outside = "".join(first.split('"')[::2])
    return max(_DELIMITERS, key=outside.count), text


def _as_meant(cell: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from taking the cell for a formula, as in our own files."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(BEGINS_FORMULA) else cell
