"""Contents of files in an S3-compatible store: one bucket, each object's key below its tenant's."""

import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from cairn_learners.application.evidence_files import ContentLostError
from cairn_learners.settings import EvidenceSettings
from cairn_platform.errors import UnavailableError

if TYPE_CHECKING:
    from types_boto3_s3 import S3Client

_CHUNK_BYTES = 256 * 1024
# Parts of 5 MiB, the smallest that S3 takes, one after the other: an upload needs no more memory than two of them.
_TRANSFER = TransferConfig(
    multipart_threshold=5 * 1024 * 1024, multipart_chunksize=5 * 1024 * 1024, use_threads=False
)
_ABSENT = frozenset({"NoSuchKey", "404"})


def s3_client(settings: EvidenceSettings) -> "S3Client":
    """A client of the store; without keys it takes those of its surroundings, such as a role of the pod."""
    secret = settings.s3_secret_access_key
    return boto3.client(
        "s3",
        endpoint_url=settings.s3_endpoint or None,
        region_name=settings.s3_region,
        aws_access_key_id=settings.s3_access_key_id or None,
        aws_secret_access_key=secret.get_secret_value() if secret else None,
        config=Config(
            connect_timeout=3, read_timeout=10, retries={"total_max_attempts": 2, "mode": "standard"}
        ),
    )


class S3Contents:
    """Implements `FileContents`. Raises UnavailableError where the store does not answer."""

    def __init__(self, client: "S3Client", *, bucket: str, tenant_id: str) -> None:
        self._client = client
        self._bucket = bucket
        self._tenant_id = tenant_id

    def write(self, file_id: str, chunks: Iterable[bytes]) -> None:
        """Keeps a file under a new id."""
        try:
            self._client.upload_fileobj(
                io.BufferedReader(_Stream(iter(chunks)), _CHUNK_BYTES),
                self._bucket,
                self._key(file_id),
                Config=_TRANSFER,
            )
        except (BotoCoreError, ClientError) as error:
            raise UnavailableError from error

    def read(self, file_id: str) -> Iterator[bytes]:
        """The file, in chunks."""
        try:
            found = self._client.get_object(Bucket=self._bucket, Key=self._key(file_id))
            yield from found["Body"].iter_chunks(_CHUNK_BYTES)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") in _ABSENT:
                raise ContentLostError(file_id) from error
            raise UnavailableError from error
        except BotoCoreError as error:
            raise UnavailableError from error

    def remove(self, file_id: str) -> None:
        """Leaves nothing of a file; parts of an upload that was cut short are the bucket's lifecycle rule's to remove."""
        try:
            self._client.delete_object(Bucket=self._bucket, Key=self._key(file_id))
        except (BotoCoreError, ClientError) as error:
            raise UnavailableError from error

    def _key(self, file_id: str) -> str:
        return f"{self._tenant_id}/{file_id}"


class _Stream(io.RawIOBase):
    """Chunks, read as a file is."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        if not self._rest:
            self._rest = next(self._chunks, b"")
        taken = self._rest[: len(buffer)]
        buffer[: len(taken)] = taken
        self._rest = self._rest[len(taken) :]
        return len(taken)
