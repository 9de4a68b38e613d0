"""Files through the gateway: handed on as they arrive, never shown by a browser, refused with what is wrong."""

import hashlib
from collections.abc import Iterator

import httpx
import pytest

from cairn.learners.v1 import evidence_pb2 as contract
from cairn_gateway.adapters.http.evidence_files import BODY_BYTES_AT_MOST
from cairn_platform.errors import FieldViolation, InvalidFieldsError, NotFoundError
from tests.support.gateway.fake_services import FakeServices
from tests.support.gateway.running import Gateway
from tests.support.learners.proofs import PDF

URL = "/api/v1/evidence-files"
CONTENT = PDF + bytes(3_000_000)
FILE = contract.EvidenceFile(
    file_id="f",
    name='Zeugnis "Äpfel".pdf',
    media_type="application/pdf",
    size=len(CONTENT),
    sha256=hashlib.sha256(CONTENT).hexdigest(),
)


def upload(gateway: Gateway, content: bytes | Iterator[bytes] = CONTENT, **params: str) -> httpx.Response:
    headers = {"Content-Type": "application/pdf"}
    return gateway.client.post(URL, params={"name": "a.pdf", **params}, content=content, headers=headers)


def test_a_file_is_handed_on_piece_by_piece_with_what_is_said_of_it(
    gateway: Gateway, services: FakeServices
) -> None:
    services.replies["UploadEvidenceFile"] = lambda _: contract.UploadEvidenceFileResponse(file=FILE)
    answered = upload(gateway, person_id="ann")
    assert answered.status_code == 200
    assert answered.json() == {
        "file_id": "f",
        "name": FILE.name,
        "media_type": "application/pdf",
        "size": len(CONTENT),
        "sha256": FILE.sha256,
    }
    header, *chunks = services.only("UploadEvidenceFile").request
    assert header.header == contract.EvidenceFileHeader(person_id="ann", name="a.pdf")
    assert b"".join(each.chunk for each in chunks) == CONTENT
    assert len(chunks) > 10 and max(len(each.chunk) for each in chunks) < 1_000_000


def test_a_file_of_unknown_length_is_taken_too(gateway: Gateway, services: FakeServices) -> None:
    assert upload(gateway, iter([PDF, PDF])).status_code == 200
    _, *chunks = services.only("UploadEvidenceFile").request
    assert b"".join(each.chunk for each in chunks) == PDF + PDF


def test_a_refused_file_says_why_although_it_was_not_taken_to_its_end(
    gateway: Gateway, services: FakeServices
) -> None:
    services.replies["UploadEvidenceFile"] = InvalidFieldsError(
        [FieldViolation("file", "FILE_TYPE_REFUSED", "Give a PDF.")]
    )
    answered = upload(gateway)
    assert answered.status_code == 422
    (wrong,) = answered.json()["errors"]
    assert (wrong["reason"], wrong["pointer"]) == ("FILE_TYPE_REFUSED", "")


@pytest.mark.parametrize("announced", [True, False])
def test_what_is_larger_than_any_file_may_be_is_refused(gateway: Gateway, announced: bool) -> None:
    large = bytes(BODY_BYTES_AT_MOST + 1)
    pieces = (large[start : start + 1_000_000] for start in range(0, len(large), 1_000_000))
    answered = upload(gateway, large if announced else pieces)
    assert answered.status_code == 413
    assert answered.headers["content-type"] == "application/problem+json"


def test_a_file_needs_a_name_and_a_caller(gateway: Gateway) -> None:
    assert gateway.client.post(URL, content=PDF).status_code == 422
    assert httpx.post(f"{gateway.url}{URL}?name=a", content=PDF).status_code == 401


def test_a_file_is_downloaded_as_a_file_that_no_browser_opens(
    gateway: Gateway, services: FakeServices
) -> None:
    def parts(_: contract.DownloadEvidenceFileRequest) -> list[contract.DownloadEvidenceFileResponse]:
        return [
            contract.DownloadEvidenceFileResponse(file=FILE),
            *(
                contract.DownloadEvidenceFileResponse(chunk=CONTENT[start : start + 250_000])
                for start in range(0, len(CONTENT), 250_000)
            ),
        ]

    services.replies["DownloadEvidenceFile"] = parts  # type: ignore[assignment]
    answered = gateway.client.get(f"{URL}/f/content")
    assert answered.content == CONTENT
    headers = answered.headers
    assert headers["content-type"] == "application/pdf"
    assert headers["content-disposition"] == (
        "attachment; filename=\"Zeugnis __pfel_.pdf\"; filename*=UTF-8''Zeugnis%20%22%C3%84pfel%22.pdf"
    )
    assert headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"
    assert headers["content-length"] == str(len(CONTENT))


def test_a_file_that_is_not_there_is_a_problem_and_not_a_file(
    gateway: Gateway, services: FakeServices
) -> None:
    services.replies["DownloadEvidenceFile"] = NotFoundError("file")
    for _ in range(6):
        answered = gateway.client.get(f"{URL}/f/content")
        assert answered.status_code == 404
        assert answered.headers["content-type"] == "application/problem+json"
