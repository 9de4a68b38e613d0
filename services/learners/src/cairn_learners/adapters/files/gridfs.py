"""Contents of files in MongoDB, by GridFS."""

from collections.abc import Iterable, Iterator

from pymongo.database import Database

from cairn_learners.application.evidence_files import ContentLostError
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.files import FileLostError, TenantFiles


class GridFsContents:
    """Implements `FileContents`."""

    def __init__(self, database: Database[Document], *, tenant_id: str) -> None:
        self._files = TenantFiles(database, tenant_id=tenant_id)

    def write(self, file_id: str, chunks: Iterable[bytes]) -> None:
        """Keeps a file under a new id."""
        self._files.write(file_id, chunks)

    def read(self, file_id: str) -> Iterator[bytes]:
        """The file, in chunks."""
        try:
            yield from self._files.read(file_id)
        except FileLostError as error:
            raise ContentLostError(file_id) from error

    def remove(self, file_id: str) -> None:
        """Leaves nothing of a file."""
        self._files.remove(file_id)
