"""One tenant's files in MongoDB, by GridFS. A file's id in the store begins with the tenant, as every document's does."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from gridfs import GridFSBucket
from gridfs.errors import CorruptGridFile, NoFile
from pymongo.database import Database

from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.tenant import document_id

BUCKET = "tenant_files"
_CHUNK_BYTES = 255 * 1024
_FIRST_CHUNK: dict[str, Any] = {"projection": {"files_id": 1}, "sort": [("files_id", 1), ("n", 1)]}


class FileLostError(Exception):
    """The file is not there, or not as a whole."""


class TenantFiles:
    """The files of one tenant. No method takes a tenant."""

    def __init__(self, database: Database[Document], *, tenant_id: str) -> None:
        self._bucket = GridFSBucket(database, bucket_name=BUCKET, chunk_size_bytes=_CHUNK_BYTES)
        self._chunks = database[f"{BUCKET}.chunks"]
        self._tenant_id = tenant_id

    def write(self, file_id: str, chunks: Iterable[bytes]) -> None:
        """Keeps a file under a new id; where the chunks end with an exception, nothing is kept."""
        with self._bucket.open_upload_stream_with_id(self._id(file_id), filename=file_id) as stream:
            for chunk in chunks:
                stream.write(chunk)

    def read(self, file_id: str) -> Iterator[bytes]:
        """The file, in chunks. Raises FileLostError."""
        try:
            with self._bucket.open_download_stream(self._id(file_id)) as stream:
                while chunk := stream.readchunk():
                    yield chunk
        except (NoFile, CorruptGridFile) as error:
            raise FileLostError(file_id) from error

    def remove(self, file_id: str) -> None:
        """Leaves nothing of a file, also where it was never wholly written; may be repeated."""
        try:
            self._bucket.delete(self._id(file_id))
        except NoFile:
            return

    def begun(self, prefix: str) -> Iterator[tuple[str, datetime]]:
        """The ids that begin so, also of what was never wholly written, and when the writing of each began, by the writer's clock."""
        first = self._id(prefix)
        behind = first[:-1] + chr(ord(first[-1]) + 1)
        # One step of the index for each file, however many chunks it has.
        while chunk := self._chunks.find_one({"files_id": {"$gte": first, "$lt": behind}}, **_FIRST_CHUNK):
            first = chunk["files_id"] + "\0"
            yield chunk["files_id"].removeprefix(self._id("")), chunk["_id"].generation_time

    def _id(self, file_id: str) -> str:
        return document_id(self._tenant_id, file_id)


def ensure_files(database: Database[Document]) -> None:
    """Makes the bucket's collections and the indexes that GridFS reads by."""
    database[f"{BUCKET}.files"].create_index([("filename", 1), ("uploadDate", 1)])
    database[f"{BUCKET}.chunks"].create_index([("files_id", 1), ("n", 1)], unique=True)
