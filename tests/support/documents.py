"""Documents as people upload them, good and bad."""

import io
import zipfile
from collections.abc import Sequence

import docx
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen import canvas


def pdf(*lines: str, pages: int = 1) -> bytes:
    """A PDF with these lines on each page; without any, as a scanner makes it: nothing but a picture."""
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer)
    for _ in range(pages):
        page.rect(50, 50, 100, 100)
        for number, line in enumerate(lines):
            page.drawString(72, 760 - 14 * number, line)
        page.showPage()
    page.save()
    return buffer.getvalue()


def encrypted_pdf(password: str) -> bytes:
    """A PDF that nobody reads without the password."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("Java"))))
    writer.encrypt(password, algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def word_document(*paragraphs: str, table: Sequence[str] = ()) -> bytes:
    """A DOCX document with these paragraphs, then a table of one row."""
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        cells = document.add_table(1, len(table)).rows[0].cells
        for cell, text in zip(cells, table, strict=True):
            cell.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def bomb(unpacked_bytes: int) -> bytes:
    """A DOCX document that is small as it comes and huge once unpacked."""
    buffer = io.BytesIO(word_document("Java"))
    with (
        zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/huge.xml", "w") as part,
    ):
        for _ in range(unpacked_bytes // 1_000_000):
            part.write(b" " * 1_000_000)
    return buffer.getvalue()
