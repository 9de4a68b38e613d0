"""Workbooks: XLSX, ODS and XLS. The values of cells, as text; of a formula what it last came to, which is text like any other."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from cairn_gateway.adapters.documents.unreadable import UnreadableError

PARTS_AT_MOST = 5_000
UNPACKED_BYTES_AT_MOST = 512 * 1024 * 1024

Value = str | int | float | bool | date | datetime | time | timedelta


def rows_of_workbook(content: bytes) -> Iterator[Sequence[str]]:
    """The rows of its first visible sheet that has any. Raises UnreadableError."""
    if content.startswith(b"PK"):
        _require_small(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for meta in book.sheets_metadata:
            if meta.visible is not SheetVisibleEnum.Visible or meta.typ is not SheetTypeEnum.WorkSheet:
                continue
            sheet = book.get_sheet_by_name(meta.name)
            if sheet.total_height:
                yield from ([_text(value) for value in row] for row in sheet.iter_rows())
                return
    except PasswordError as error:
        raise UnreadableError("ENCRYPTED", "The workbook is protected by a password.") from error
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableError("BROKEN", "The file is no workbook, or a broken one.") from error


def _require_small(content: bytes) -> None:
    """Refuses an archive that would be huge once unpacked; a part never yields more than its entry says."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except zipfile.BadZipFile as error:
        raise UnreadableError("BROKEN", "The file is no workbook, or a broken one.") from error
    if len(parts) > PARTS_AT_MOST or sum(part.file_size for part in parts) > UNPACKED_BYTES_AT_MOST:
        raise UnreadableError(
            "TOO_LARGE_UNPACKED", f"Unpacked, a workbook has at most {UNPACKED_BYTES_AT_MOST:,} bytes."
        )


def _text(value: Value) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time.min:
            return value.date().isoformat()
        case datetime():
            return value.isoformat(sep=" ", timespec="seconds")
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)
