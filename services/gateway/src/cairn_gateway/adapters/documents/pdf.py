"""The text of a PDF document."""

import io
import re

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from cairn_gateway.adapters.documents.unreadable import UnreadableError

PAGES_AT_MOST = 40

_ENDS_LINE = re.compile(r"[.:;!?•]\s*$|^\s*$")
_GOES_ON = re.compile(r"^\s*[a-zà-ÿ(,]")


def text_of_pdf(content: bytes) -> str:
    """The text of its pages, lines that are only broken at the margin joined. Raises UnreadableError."""
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableError("ENCRYPTED", "The PDF is protected by a password.")
        if len(reader.pages) > PAGES_AT_MOST:
            raise UnreadableError(
                "TOO_MANY_PAGES",
                f"A document has at most {PAGES_AT_MOST} pages; this has {len(reader.pages)}.",
            )
        return "\n\n".join(_unwrapped(page.extract_text()) for page in reader.pages)
    except (PyPdfError, ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadableError("BROKEN", "The PDF is broken and cannot be read.") from error


def _unwrapped(text: str) -> str:
    """The lines of a page, those joined that are one sentence only broken at the margin."""
    lines: list[str] = []
    for line in text.splitlines():
        if lines and not _ENDS_LINE.search(lines[-1]) and _GOES_ON.match(line):
            lines[-1] = f"{lines[-1].rstrip()} {line.lstrip()}"
        else:
            lines.append(line)
    return "\n".join(lines)
