"""Files as evidence: uploaded before a claim names them, downloaded by right."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse

from cairn.learners.v1 import evidence_pb2 as contract
from cairn_gateway.adapters.http.caller import AccessToken, within
from cairn_gateway.adapters.http.evidence_parts import EvidenceFile
from cairn_gateway.adapters.http.file_transfers import FileTransfers, safe_headers
from cairn_gateway.adapters.http.model import Draft
from cairn_gateway.adapters.http.problems import Located, responses
from cairn_gateway.adapters.http.refusals import locating
from cairn_gateway.adapters.http.translation import answer

PATH = "/evidence-files"
BODY_BYTES_AT_MOST = 20 * 1024 * 1024 + 1
"""One more than the service takes, so that it is the service that says so."""
_SECONDS = 60.0
_MEDIA_TYPES = (
    "application/octet-stream",
    "application/pdf",
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
)
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_BODY = {"required": True, "content": dict.fromkeys(_MEDIA_TYPES, _BINARY)}
_FILE: dict[str, Any] = {"description": "The file.", "content": dict.fromkeys(_MEDIA_TYPES, _BINARY)}


class EvidenceFileQuery(Draft):
    """What is said of a file beside its content."""

    name: str
    """What it is called; its ending is set by its content."""
    person_id: str | None = None
    """Whose proof it is; without it the caller's own."""


router = APIRouter(prefix=PATH, tags=["achievements"])


@router.post(
    "",
    operation_id="uploadEvidenceFile",
    summary="Upload a file that is to be evidence",
    openapi_extra={"requestBody": _BODY},
    responses=responses(404),
)
async def upload(
    request: Request, token: AccessToken, query: Annotated[EvidenceFileQuery, Query()]
) -> EvidenceFile:
    """The body is the file: a PDF, or an image as PNG, JPEG, GIF or WebP, of at most 20 MB, told by its content. It waits a day for a
    claim, or an entry of the renewal log, that names it.
    """
    transfers: FileTransfers = request.app.state.transfers
    async with transfers.turn(), locating(_located):
        upstream = within(request, token, seconds=_SECONDS)
        received = await upstream.send(upstream.evidence.UploadEvidenceFile, _parts(request, query))
    return answer(EvidenceFile, received.file)


@router.get(
    "/{file_id}/content",
    operation_id="downloadEvidenceFile",
    summary="Download a file that is evidence",
    response_class=StreamingResponse,
    responses={200: _FILE, **responses(404, 409)},
)
async def download(request: Request, token: AccessToken, file_id: str) -> StreamingResponse:
    """Found to be what was uploaded before any of it is sent. For the person, a manager above, hr, tenant-admin and reviewers."""
    transfers: FileTransfers = request.app.state.transfers
    await transfers.begin()
    try:
        upstream = within(request, token, seconds=_SECONDS)
        parts = upstream.receive(
            upstream.evidence.DownloadEvidenceFile, contract.DownloadEvidenceFileRequest(file_id=file_id)
        )
        file = (await anext(parts)).file
    except BaseException:
        transfers.end()
        raise
    return StreamingResponse(
        _content(parts, transfers),
        media_type=file.media_type,
        headers=safe_headers(name=file.name, size=file.size, sha256=file.sha256),
    )


async def _parts(
    request: Request, query: EvidenceFileQuery
) -> AsyncIterator[contract.UploadEvidenceFileRequest]:
    header = contract.EvidenceFileHeader(person_id=query.person_id or "", name=query.name)
    yield contract.UploadEvidenceFileRequest(header=header)
    async for chunk in request.stream():
        if chunk:
            yield contract.UploadEvidenceFileRequest(chunk=chunk)


async def _content(
    parts: AsyncIterator[contract.DownloadEvidenceFileResponse], transfers: FileTransfers
) -> AsyncIterator[bytes]:
    try:
        async for part in parts:
            yield part.chunk
    finally:
        transfers.end()


def _located(field: str) -> Located:
    """The file is the whole body; all else of it is said in the query."""
    return Located(pointer="") if field == "file" else Located(parameter=field)
