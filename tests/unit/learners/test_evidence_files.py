"""What may be evidence, by its content alone."""

import hashlib
from dataclasses import replace

import filetype
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn_learners.domain.achievements import Evidence, KnownFile
from cairn_learners.domain.evidence_files import (
    KEPT_UNATTACHED,
    LARGEST_FILE,
    EvidenceFile,
    FileState,
    Inspection,
    announced,
    arrived,
    attached,
    discarded,
    gone,
    safe_name,
    with_files,
)
from cairn_platform.errors import InvalidFieldsError
from tests.support.learners import proofs
from tests.support.learners.builders import NOW


def pieces(content: bytes, size: int) -> list[bytes]:
    return [content[start : start + size] for start in range(0, len(content), size)]


def inspected(content: bytes, *, size: int = 1000) -> tuple[Inspection, bytes]:
    inspection = Inspection(media_type_of=filetype.guess_mime)
    return inspection, b"".join(inspection.passing(pieces(content, size)))


def refusal(content: bytes, *, size: int = 1000) -> str:
    with pytest.raises(InvalidFieldsError) as refused:
        inspected(content, size=size)
    (violation,) = refused.value.violations
    return violation.reason


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (proofs.PDF, "application/pdf"),
        (proofs.PNG, "image/png"),
        (proofs.JPEG, "image/jpeg"),
        (proofs.GIF, "image/gif"),
        (proofs.WEBP, "image/webp"),
    ],
)
def test_a_pdf_or_an_image_passes_as_it_is_and_is_told_by_its_content(
    content: bytes, media_type: str
) -> None:
    for size in (1, 7, 1000):
        inspection, passed = inspected(content, size=size)
        assert passed == content
        assert (inspection.media_type, inspection.size) == (media_type, len(content))
        assert inspection.sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("content", [proofs.PROGRAM, proofs.PAGE, proofs.DRAWING, b"x", bytes(20_000)])
def test_anything_else_is_refused(content: bytes) -> None:
    assert refusal(content) == "FILE_TYPE_REFUSED"


def test_nothing_is_no_evidence() -> None:
    assert refusal(b"") == "EMPTY_FILE"


def test_twenty_megabytes_pass_and_one_byte_more_does_not() -> None:
    largest = proofs.PNG + bytes(LARGEST_FILE - len(proofs.PNG))
    assert inspected(largest, size=1 << 20)[0].size == LARGEST_FILE
    assert refusal(largest + b"x", size=1 << 20) == "FILE_TOO_LARGE"


@given(size=st.integers(1, len(proofs.ENCRYPTED_PDF)))
def test_an_encrypted_pdf_is_refused_wherever_its_pieces_end(size: int) -> None:
    assert refusal(proofs.ENCRYPTED_PDF, size=size) == "ENCRYPTED_FILE"


def test_only_what_encrypts_a_pdf_counts() -> None:
    assert inspected(proofs.PDF + b"% /Encrypt is a word\n")[1]
    assert inspected(proofs.PNG + b"/Encrypt 7 0 R")[1]


@pytest.mark.parametrize(
    ("name", "media_type", "safe"),
    [
        ("Certificate.pdf", "application/pdf", "Certificate.pdf"),
        ("scan.PDF", "image/png", "scan.png"),
        ("photo.jpeg", "image/jpeg", "photo.jpg"),
        ("report.v2", "application/pdf", "report.v2.pdf"),
        ("invoice.exe", "application/pdf", "invoice.exe.pdf"),
        ("../../etc/passwd", "image/png", "passwd.png"),
        ("C:\\proofs\\badge.png", "image/png", "badge.png"),
        ("a\r\nSet-Cookie: x", "image/png", "aSet-Cookie: x.png"),
        ("\u202egnp.exe", "image/png", "gnp.exe.png"),
        ("...", "image/gif", "evidence.gif"),
        ("x" * 400, "application/pdf", "x" * 196 + ".pdf"),
    ],
)
def test_a_name_is_one_part_and_ends_as_its_content_does(name: str, media_type: str, safe: str) -> None:
    assert safe_name(name, media_type=media_type) == safe


def a_file(file_id: str = "f", *, person_id: str = "ann") -> EvidenceFile:
    file = announced(
        file_id=file_id, person_id=person_id, uploaded_by=person_id, name="a.pdf", waiting=0, now=NOW
    )
    return arrived(file, media_type="application/pdf", size=3, sha256="aa")


def of_file(file_id: str) -> Evidence:
    return Evidence(url="", description="", file=KnownFile(file_id=file_id))


def test_a_file_becomes_evidence_of_one_thing_with_all_that_is_known_of_it() -> None:
    link = Evidence(url="https://e.example", description="")
    evidence, taken = with_files([link, of_file("f")], person_id="ann", files={"f": a_file()})
    assert evidence == (link, replace(of_file("f"), file=a_file().known))
    assert [each.state for each in taken] == [FileState.ATTACHED]


@pytest.mark.parametrize(
    "file", [None, a_file(person_id="bob"), attached(a_file()), discarded(a_file()), gone(a_file())]
)
def test_a_file_of_somebody_else_of_something_else_or_gone_is_not_there(file: EvidenceFile | None) -> None:
    with pytest.raises(InvalidFieldsError) as refused:
        with_files([of_file("f")], person_id="ann", files={"f": file} if file else {})
    assert [(each.field, each.reason) for each in refused.value.violations] == [
        ("evidence[0].file_id", "NOT_FOUND")
    ]


def test_a_file_is_not_evidence_twice() -> None:
    with pytest.raises(InvalidFieldsError):
        with_files([of_file("f"), of_file("f")], person_id="ann", files={"f": a_file()})


def test_what_is_evidence_of_nothing_is_due_to_be_removed_a_day_later() -> None:
    assert a_file().due_at == discarded(a_file()).due_at == NOW + KEPT_UNATTACHED
    assert attached(a_file()).due_at is None
    assert gone(discarded(a_file())).due_at is None


def test_somebody_has_so_many_files_waiting_and_no_more() -> None:
    with pytest.raises(InvalidFieldsError):
        announced(file_id="f", person_id="ann", uploaded_by="ann", name="a", waiting=20, now=NOW)
