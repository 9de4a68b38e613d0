"""Contents of files in memory; passes the same suite as GridFS and S3 (tests/ports/learners/test_file_contents.py)."""

from collections.abc import Iterable, Iterator

from cairn_learners.application.evidence_files import ContentLostError


class MemoryContents:
    """One tenant's files."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def write(self, file_id: str, chunks: Iterable[bytes]) -> None:
        """As a whole or not at all."""
        self.files[file_id] = b"".join(chunks)

    def read(self, file_id: str) -> Iterator[bytes]:
        """In one piece."""
        if file_id not in self.files:
            raise ContentLostError(file_id)
        yield self.files[file_id]

    def remove(self, file_id: str) -> None:
        """May be repeated."""
        self.files.pop(file_id, None)
