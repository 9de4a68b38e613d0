"""The ads in a request's body: texts as JSON, or documents as multipart/form-data."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import Field, ValidationError
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from cairn_gateway.adapters.documents.reading import NoReaderError, texts_of
from cairn_gateway.adapters.documents.unreadable import UnreadableError
from cairn_gateway.adapters.grpc.upstream import ServiceRefusedError
from cairn_gateway.adapters.http.locating import Locate, in_body
from cairn_gateway.adapters.http.model import Draft
from cairn_gateway.adapters.http.problems import Located, ProblemError, WrongField

FILE_BYTES_AT_MOST = 5 * 1024 * 1024
BODY_BYTES_AT_MOST = 12 * 1024 * 1024
ADS_AT_MOST = 50

_JSON = "application/json"
_MULTIPART = "multipart/form-data"


class JobAdDraft(Draft):
    """One job ad."""

    text: str
    """Its text: 1 to 20,000 characters."""


class JobAdsDraft(Draft):
    """The ads to read."""

    ads: Annotated[list[JobAdDraft], Field(min_length=1, max_length=ADS_AT_MOST)]
    """1 to 50 ads, all together of at most 400,000 characters."""


@dataclass(frozen=True)
class SentAd:
    """An ad as text; `name` is the file's that it was read from."""

    name: str | None
    text: str


@dataclass(frozen=True)
class SentAds:
    """The ads of a request, and where a field of the service's request stands in it."""

    ads: Sequence[SentAd]
    locate: Locate


async def sent_ads(request: Request) -> SentAds:
    """The ads of the request. Raises ProblemError or RequestValidationError for what is no ad."""
    media_type = request.headers.get("content-type", "").split(";", 1)[0].strip().lower()
    if media_type == _MULTIPART:
        return SentAds(await _uploaded(request), _in_files)
    if media_type == _JSON:
        return SentAds(await _pasted(request), in_body())
    raise ProblemError("NOT_JSON", f"Send the ads as {_JSON}, or documents as {_MULTIPART}.")


async def _pasted(request: Request) -> list[SentAd]:
    try:
        draft = JobAdsDraft.model_validate_json(await request.body())
    except ValidationError as error:
        raise RequestValidationError(
            [{**wrong, "loc": ("body", *wrong["loc"])} for wrong in error.errors()]
        ) from error
    return [SentAd(None, ad.text) for ad in draft.ads]


async def _uploaded(request: Request) -> list[SentAd]:
    try:
        form = await request.form(max_files=ADS_AT_MOST + 1, max_fields=1)
    except HTTPException as error:
        raise _refused("", "MALFORMED", f"The body is no multipart/form-data: {error.detail}") from error
    try:
        files = _files(form)
        contents = [await file.read() for file in files]
    finally:
        await form.close()
    try:
        texts = await texts_of(contents)
    except NoReaderError as error:
        raise ServiceRefusedError("UNAVAILABLE", "Too many documents are being read; try again.") from error
    wrong = [
        WrongField(
            Located(pointer=f"/files/{number}"), found.reason, f"{files[number].filename}: {found.detail}"
        )
        for number, found in enumerate(texts)
        if isinstance(found, UnreadableError)
    ]
    if wrong:
        raise ProblemError("INVALID_FIELDS", "One or more documents cannot be read.", wrong)
    return [
        SentAd(file.filename, text)
        for file, text in zip(files, texts, strict=True)
        if not isinstance(text, UnreadableError)
    ]


def _files(form: FormData) -> list[UploadFile]:
    unknown = sorted({name for name in form if name != "files"})
    if unknown:
        raise _refused(unknown[0], "UNKNOWN_FIELD", "Send the documents as parts with the name `files`.")
    files = [part for part in form.getlist("files") if isinstance(part, UploadFile)]
    if len(files) != len(form.getlist("files")):
        raise _refused("files", "NOT_A_FILE", "A part named `files` is a file with a file name.")
    if not 1 <= len(files) <= ADS_AT_MOST:
        raise _refused("files", "OUT_OF_RANGE", f"Send 1 to {ADS_AT_MOST} documents.")
    _require_small(files)
    return files


def _require_small(files: Sequence[UploadFile]) -> None:
    wrong = [
        WrongField(
            Located(pointer=f"/files/{number}"),
            "TOO_LARGE",
            f"{file.filename}: a document has at most {FILE_BYTES_AT_MOST:,} bytes; this one has {file.size or 0:,}.",
        )
        for number, file in enumerate(files)
        if (file.size or 0) > FILE_BYTES_AT_MOST
    ]
    if wrong:
        raise ProblemError("BODY_TOO_LARGE", "One or more documents are too large.", wrong)


def _refused(field: str, reason: str, detail: str) -> ProblemError:
    pointer = f"/{field}" if field else ""
    return ProblemError("INVALID_FIELDS", detail, [WrongField(Located(pointer=pointer), reason, detail)])


def _in_files(path: str) -> Located:
    """`ads[3].text` is the fourth file."""
    located = in_body()(path).pointer or ""
    parts = located.split("/")
    return Located(pointer="/".join(["", "files", *parts[2:3]]))


def _inlined(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema whose one definition stands where it is used."""
    definitions = schema.pop("$defs")
    schema["properties"]["ads"]["items"] = definitions["JobAdDraft"]
    return schema


BODY: dict[str, Any] = {
    "required": True,
    "content": {
        _JSON: {"schema": _inlined(JobAdsDraft.model_json_schema())},
        _MULTIPART: {
            "schema": {
                "type": "object",
                "required": ["files"],
                "properties": {
                    "files": {
                        "type": "array",
                        "minItems": 1,
                        "maxItems": ADS_AT_MOST,
                        "items": {"type": "string", "contentMediaType": "application/octet-stream"},
                        "description": f"PDF and DOCX documents, each of at most {FILE_BYTES_AT_MOST:,} bytes and 40 pages.",
                    }
                },
            }
        },
    },
}
