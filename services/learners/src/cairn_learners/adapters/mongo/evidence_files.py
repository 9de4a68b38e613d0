"""What is known of files that are evidence, as documents; nobody else is told of them."""

from dataclasses import asdict

from google.protobuf.message import Message

from cairn_learners.adapters.mongo.documents import EvidenceFileDocument
from cairn_learners.domain.achievements import Evidence, KnownFile
from cairn_learners.domain.evidence_files import EvidenceFile, FileState
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.store import Due, Kind

UNATTACHED_WORK = "unattached-evidence"
"""The work of removing files that became evidence of nothing."""


def evidence_document(evidence: Evidence) -> Document:
    """A link or a file as it stands in what it is evidence of."""
    link = {"url": evidence.url, "description": evidence.description}
    return {**link, "file": asdict(evidence.file)} if evidence.file else link


def evidence_from(document: Document) -> Evidence:
    """The evidence that a document holds."""
    file = document.get("file")
    return Evidence(
        url=document["url"],
        description=document["description"],
        file=KnownFile(**file) if file else None,
    )


def _document(file: EvidenceFile) -> Document:
    return {
        "file_id": file.file_id,
        "person_id": file.person_id,
        "uploaded_by": file.uploaded_by,
        "name": file.name,
        "received_at": file.received_at,
        "state": file.state.value,
        "known": asdict(file.known) if file.known else None,
    }


def _file(document: Document) -> EvidenceFile:
    known = document["known"]
    return EvidenceFile(
        file_id=document["file_id"],
        version=document["version"],
        person_id=document["person_id"],
        uploaded_by=document["uploaded_by"],
        name=document["name"],
        received_at=document["received_at"],
        state=FileState(document["state"]),
        known=KnownFile(**known) if known else None,
    )


def _no_event(file: EvidenceFile) -> Message:
    raise TypeError(f"nobody is told of the file {file.file_id}")


EVIDENCE_FILES = Kind(
    aggregate=EvidenceFile,
    document=EvidenceFileDocument,
    identify=lambda file: file.file_id,
    to_document=_document,
    from_document=_file,
    to_event=_no_event,
    event_key=lambda file: file.person_id,
    is_told=lambda _: False,
    due=Due(work=UNATTACHED_WORK, at=lambda file: file.due_at),
)
