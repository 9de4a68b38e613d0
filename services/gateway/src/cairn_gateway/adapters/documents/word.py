"""The text of a DOCX document."""

import io
import zipfile
from collections.abc import Iterator

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table, _Cell

from cairn_gateway.adapters.documents.unreadable import UnreadableError

PARTS_AT_MOST = 2_000
UNPACKED_BYTES_AT_MOST = 20 * 1024 * 1024


def text_of_docx(content: bytes) -> str:
    """The text of its paragraphs and tables, a line each. Raises UnreadableError."""
    try:
        _require_small(zipfile.ZipFile(io.BytesIO(content)))
        document = docx.Document(io.BytesIO(content))
        return "\n".join(_lines(document))
    except (
        zipfile.BadZipFile,
        PackageNotFoundError,
        SyntaxError,  # what lxml's parser raises is one
        KeyError,
        ValueError,
        NotImplementedError,
        AttributeError,
    ) as error:
        raise UnreadableError("BROKEN", "The file is no DOCX document, or a broken one.") from error


def _require_small(archive: zipfile.ZipFile) -> None:
    """Refuses an archive that would be huge once unpacked; a part never yields more than its entry says."""
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableError("ENCRYPTED", "The document is protected by a password.")
    if len(parts) > PARTS_AT_MOST or sum(part.file_size for part in parts) > UNPACKED_BYTES_AT_MOST:
        raise UnreadableError(
            "TOO_LARGE_UNPACKED", f"Unpacked, a document has at most {UNPACKED_BYTES_AT_MOST:,} bytes."
        )


def _lines(container: Document | _Cell) -> Iterator[str]:
    for block in container.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                for cell in dict.fromkeys(row.cells):
                    yield from _lines(cell)
        else:
            yield block.text
