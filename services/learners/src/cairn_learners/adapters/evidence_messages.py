"""Evidence as the contract words it, both ways."""

from cairn.learners.v1 import evidence_pb2, progress_pb2
from cairn_learners.domain.achievements import Evidence, KnownFile


def evidence(found: Evidence) -> progress_pb2.Evidence:
    """A link or a file that is evidence."""
    return progress_pb2.Evidence(
        url=found.url,
        description=found.description,
        file_id=found.file.file_id if found.file else "",
        file=evidence_file(found.file) if found.file else None,
    )


def sent_evidence(message: progress_pb2.Evidence) -> Evidence:
    """What is sent as evidence: of a file no more than its id."""
    return Evidence(
        url=message.url,
        description=message.description,
        file=KnownFile(file_id=message.file_id) if message.file_id else None,
    )


def evidence_file(known: KnownFile) -> evidence_pb2.EvidenceFile:
    """What is known of a file."""
    return evidence_pb2.EvidenceFile(
        file_id=known.file_id,
        name=known.name,
        media_type=known.media_type,
        size=known.size,
        sha256=known.sha256,
    )
