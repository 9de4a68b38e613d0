"""The file in a request's body: multipart/form-data with the file, what it is about, and how its columns are meant."""

import hashlib
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from cairn_gateway.adapters.documents.reading import NoReaderError
from cairn_gateway.adapters.documents.unreadable import UnreadableError
from cairn_gateway.adapters.grpc.upstream import ServiceRefusedError
from cairn_gateway.adapters.http.problems import Located, ProblemError, WrongField
from cairn_gateway.adapters.spreadsheets.reading import SentTable, reading

FILE_BYTES_AT_MOST = 50 * 1024 * 1024
BODY_BYTES_AT_MOST = FILE_BYTES_AT_MOST + 1024 * 1024

_PARTS = {"file", "kind", "mapping", "when_held"}
_WHEN_HELD = ("each_counts", "skip", "history", "replace_if_newer")
_MULTIPART = "multipart/form-data"


class FileImportKind(StrEnum):
    """What the rows of a file are about."""

    PEOPLE = "people"
    DEPARTMENTS = "departments"
    ACHIEVEMENTS = "achievements"
    ASSIGNMENTS = "assignments"


@dataclass(frozen=True)
class SentFile:
    """A file that was sent; an empty `mapping` leaves it to the service to understand the columns, `when_held` None says nothing."""

    kind: FileImportKind
    name: str
    digest: str
    content: bytes
    mapping: Sequence[str]
    when_held: str | None


async def sent_file(request: Request) -> SentFile:
    """The file of the request. Raises ProblemError for what is none."""
    media_type = request.headers.get("content-type", "").split(";", 1)[0].strip().lower()
    if media_type != _MULTIPART:
        raise ProblemError("NOT_JSON", f"Send the file as {_MULTIPART}.")
    try:
        form = await request.form(max_files=1, max_fields=len(_PARTS))
    except HTTPException as error:
        raise _refused("", "MALFORMED", f"The body is no {_MULTIPART}: {error.detail}") from error
    try:
        file = _file(form)
        content = await file.read()
    finally:
        await form.close()
    if len(content) > FILE_BYTES_AT_MOST:
        raise ProblemError("BODY_TOO_LARGE", f"A file has at most {FILE_BYTES_AT_MOST:,} bytes.")
    return SentFile(
        kind=_kind(form),
        name=file.filename or "",
        digest=hashlib.sha256(content).hexdigest(),
        content=content,
        mapping=_mapping(form),
        when_held=_when_held(form),
    )


@asynccontextmanager
async def table_in(sent: SentFile) -> AsyncIterator[SentTable]:
    """The table of the file, while it is read. Raises ProblemError where it cannot be."""
    try:
        async with reading(sent.content) as table:
            yield table
    except NoReaderError as error:
        raise ServiceRefusedError("UNAVAILABLE", "Too many files are being read; try again.") from error
    except UnreadableError as error:
        raise _refused("file", error.reason, error.detail) from error


def _file(form: FormData) -> UploadFile:
    unknown = sorted({name for name in form if name not in _PARTS})
    if unknown:
        raise _refused(
            unknown[0],
            "UNKNOWN_FIELD",
            "Send the parts `file`, `kind` and, if you like, `mapping` and `when_held`.",
        )
    file = form.get("file")
    if not isinstance(file, UploadFile):
        raise _refused("file", "NOT_A_FILE", "The part named `file` is a file with a file name.")
    return file


def _kind(form: FormData) -> FileImportKind:
    try:
        return FileImportKind(str(form.get("kind", "")))
    except ValueError as error:
        *most, last = FileImportKind
        detail = f"Say what the file is about: {', '.join(most)} or {last}."
        raise _refused("kind", "UNKNOWN_VALUE", detail) from error


def _when_held(form: FormData) -> str | None:
    said = str(form.get("when_held", "")) or None
    if said is not None and said not in _WHEN_HELD:
        raise _refused(
            "when_held", "UNKNOWN_VALUE", f"One of {', '.join(_WHEN_HELD[:-1])} and {_WHEN_HELD[-1]}."
        )
    if said is not None and _kind(form) is not FileImportKind.ACHIEVEMENTS:
        raise _refused("when_held", "NOT_OF_THIS_KIND", "This is said of achievements only.")
    return said


def _mapping(form: FormData) -> Sequence[str]:
    text = str(form.get("mapping", "")) or "[]"
    try:
        mapping = json.loads(text)
    except ValueError as error:
        raise _refused("mapping", "MALFORMED", "The mapping is a list of names in JSON.") from error
    if not isinstance(mapping, list) or not all(isinstance(name, str) for name in mapping):
        raise _refused("mapping", "MALFORMED", "The mapping is a list of names in JSON.")
    return mapping


def _refused(field: str, reason: str, detail: str) -> ProblemError:
    pointer = f"/{field}" if field else ""
    return ProblemError("INVALID_FIELDS", detail, [WrongField(Located(pointer=pointer), reason, detail)])


BODY: dict[str, Any] = {
    "required": True,
    "content": {
        _MULTIPART: {
            "schema": {
                "type": "object",
                "required": ["file", "kind"],
                "properties": {
                    "file": {
                        "type": "string",
                        "contentMediaType": "application/octet-stream",
                        "description": f"CSV, XLSX, ODS or XLS of at most {FILE_BYTES_AT_MOST:,} bytes.",
                    },
                    "kind": {
                        "type": "string",
                        "enum": list(FileImportKind),
                        "description": "What the rows are about.",
                    },
                    "mapping": {
                        "type": "string",
                        "description": "Which field each column fills, as a list of names in JSON; empty for none.",
                    },
                    "when_held": {
                        "type": "string",
                        "enum": list(_WHEN_HELD),
                        "description": "Of achievements: what becomes of a row about a credential that the person has already.",
                    },
                },
            }
        }
    },
}
