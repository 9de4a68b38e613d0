"""The text of a PDF or DOCX document, within limits; a document without one is refused with a reason."""

from cairn_gateway.adapters.documents.unreadable import UnreadableError

CHARACTERS_AT_MOST = 1_000_000

_PDF_BEGINS_WITHIN = 1024


def text_of(content: bytes) -> str:
    """The document's text, told from its content and not from its name. Raises UnreadableError."""
    # Each library is imported where it is needed: that is most of what a short document takes.
    if b"%PDF-" in content[:_PDF_BEGINS_WITHIN]:
        from cairn_gateway.adapters.documents.pdf import text_of_pdf  # noqa: PLC0415

        text = text_of_pdf(content)
    elif content.startswith(b"PK"):
        from cairn_gateway.adapters.documents.word import text_of_docx  # noqa: PLC0415

        text = text_of_docx(content)
    else:
        raise UnreadableError("UNKNOWN_FORMAT", "The file is neither a PDF nor a DOCX document.")
    if not any(character.isalpha() for character in text):
        raise UnreadableError(
            "NO_TEXT", "The document has no text; a scanned page is only a picture of it. Paste the text."
        )
    return text[:CHARACTERS_AT_MOST]
