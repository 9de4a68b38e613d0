"""Files that show that something is true: what may be one, what is known of it, and what becomes of it."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from cairn_learners.domain import fields
from cairn_learners.domain.achievements import Evidence, KnownFile
from cairn_platform.errors import FieldViolation, InvalidFieldsError

LARGEST_FILE = 20 * 1024 * 1024
KEPT_UNATTACHED = timedelta(days=1)
MOST_WAITING = 20
EXTENSIONS: Mapping[str, str] = {
    "application/pdf": ".pdf",
    "image/gif": ".gif",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
}
"""What may be evidence, by media type, and how the names of such files end."""

# So many bytes tell what a file is.
_BEGINNING = 8192
# In a PDF the dictionary that says how it is encrypted is named in plain text, whatever else is compressed or encrypted.
_ENCRYPTED = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")
_LONGEST_ENCRYPTED = 64
_NOT_IN_NAMES = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_PDF = "application/pdf"


class FileState(Enum):
    """What became of a file: it is on its way, waits to be evidence of something, is that, is no longer wanted, or is gone."""

    RECEIVING = "receiving"
    WAITING = "waiting"
    ATTACHED = "attached"
    DISCARDED = "discarded"
    GONE = "gone"


@dataclass(frozen=True, kw_only=True)
class EvidenceFile:
    """A file about what a person did. `known` is None until all of it has arrived; `uploaded_by` is None for an API client."""

    file_id: str
    version: int
    person_id: str
    uploaded_by: str | None
    name: str
    received_at: datetime
    state: FileState
    known: KnownFile | None

    @property
    def due_at(self) -> datetime | None:
        """When it is removed unless it becomes evidence before; None where there is nothing to remove."""
        if self.state in {FileState.ATTACHED, FileState.GONE}:
            return None
        return self.received_at + KEPT_UNATTACHED


def announced(
    *, file_id: str, person_id: str, uploaded_by: str | None, name: str, waiting: int, now: datetime
) -> EvidenceFile:
    """A file that is about to arrive. One person has at most 20 that are evidence of nothing yet: InvalidFieldsError."""
    fields.refuse(fields.required("name", name), fields.at_most("file", waiting + 1, limit=MOST_WAITING))
    return EvidenceFile(
        file_id=file_id,
        version=1,
        person_id=person_id,
        uploaded_by=uploaded_by,
        name=name,
        received_at=now,
        state=FileState.RECEIVING,
        known=None,
    )


def arrived(file: EvidenceFile, *, media_type: str, size: int, sha256: str) -> EvidenceFile:
    """The file, all of it there. Its name ends as files of its type do, whatever it was called."""
    known = KnownFile(
        file_id=file.file_id,
        name=safe_name(file.name, media_type=media_type),
        media_type=media_type,
        size=size,
        sha256=sha256,
    )
    return replace(file, version=file.version + 1, state=FileState.WAITING, known=known)


def safe_name(name: str, *, media_type: str) -> str:
    """The last part of a name, without what no name should have, ending as files of the type do."""
    plain = _NOT_IN_NAMES.sub("", name.replace("\\", "/").rsplit("/", 1)[-1]).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    ending_of_type = EXTENSIONS[media_type]
    if not dot or f".{ending.lower()}" not in {*EXTENSIONS.values(), ".jpeg"}:
        stem = plain
    return f"{stem[: fields.LONGEST_NAME - len(ending_of_type)] or 'evidence'}{ending_of_type}"


def attached(file: EvidenceFile) -> EvidenceFile:
    """The file, as evidence of something from now on."""
    return replace(file, version=file.version + 1, state=FileState.ATTACHED)


def discarded(file: EvidenceFile) -> EvidenceFile:
    """The file, no longer wanted: nothing can make it evidence any more."""
    return replace(file, version=file.version + 1, state=FileState.DISCARDED)


def gone(file: EvidenceFile) -> EvidenceFile:
    """What is kept of a file whose bytes are removed."""
    return replace(file, version=file.version + 1, state=FileState.GONE)


def with_files(
    evidence: Sequence[Evidence], *, person_id: str, files: Mapping[str, EvidenceFile]
) -> tuple[tuple[Evidence, ...], list[EvidenceFile]]:
    """The evidence with what is known of its files, and the files as evidence from now on.

    A file is evidence of one thing, of the person whom it was uploaded for: InvalidFieldsError for any other.
    """
    found: list[Evidence] = []
    taken: dict[str, EvidenceFile] = {}
    violations: list[FieldViolation] = []
    for place, each in enumerate(evidence):
        if each.file is None:
            found.append(each)
            continue
        file = files.get(each.file.file_id)
        mine = file is not None and file.person_id == person_id and file.file_id not in taken
        if file is None or not mine or file.state is not FileState.WAITING:
            message = "There is no such upload that is not evidence of something already."
            violations.append(FieldViolation(f"evidence[{place}].file_id", "NOT_FOUND", message))
            continue
        taken[file.file_id] = attached(file)
        found.append(replace(each, file=file.known))
    if violations:
        raise InvalidFieldsError(violations)
    return tuple(found), list(taken.values())


class Inspection:
    """Looks at a file's bytes on their way: what they are, how many, and their SHA-256. What may not be evidence is refused on the way.

    `media_type_of` tells a type from a file's first bytes; neither its name nor what a sender says about it counts.
    """

    def __init__(self, *, media_type_of: Callable[[bytes], str | None]) -> None:
        self._media_type_of = media_type_of
        self._digest = hashlib.sha256()
        self._is_encrypted = False
        self.size = 0
        self.media_type = ""

    @property
    def sha256(self) -> str:
        """The digest of what has passed, in hexadecimal digits."""
        return self._digest.hexdigest()

    def passing(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """The chunks, looked at. Raises InvalidFieldsError for an empty, a too large and an encrypted file, and one of no fitting type."""
        beginning, seen_last = b"", b""
        for chunk in chunks:
            self._count(chunk)
            seen_last = self._look_for_encryption(seen_last + chunk)
            if self.media_type:
                yield chunk
                continue
            beginning += chunk
            if len(beginning) >= _BEGINNING:
                yield self._told(beginning)
        if not self.size:
            raise _refused("EMPTY_FILE", "The file is empty.")
        if not self.media_type:
            yield self._told(beginning)
        if self._is_encrypted and self.media_type == _PDF:
            raise _refused("ENCRYPTED_FILE", "The PDF is encrypted; save it without a password.")

    def _look_for_encryption(self, seen: bytes) -> bytes:
        self._is_encrypted = self._is_encrypted or _ENCRYPTED.search(seen) is not None
        return seen[-_LONGEST_ENCRYPTED:]

    def _count(self, chunk: bytes) -> None:
        self.size += len(chunk)
        if self.size > LARGEST_FILE:
            raise _refused("FILE_TOO_LARGE", f"A file has at most {LARGEST_FILE // 1024 // 1024} MB.")
        self._digest.update(chunk)

    def _told(self, beginning: bytes) -> bytes:
        media_type = self._media_type_of(beginning)
        if media_type is None or media_type not in EXTENSIONS:
            raise _refused("FILE_TYPE_REFUSED", "Give a PDF, or an image as PNG, JPEG, GIF or WebP.")
        self.media_type = media_type
        return beginning


def digest_of(chunks: Iterable[bytes]) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    digest = hashlib.sha256()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()


def _refused(reason: str, description: str) -> InvalidFieldsError:
    return InvalidFieldsError([FieldViolation("file", reason, description)])
