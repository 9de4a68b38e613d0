"""Job ads over HTTP: texts and documents reach the catalogue, each bad one is refused by name, and a person is compared."""

import asyncio
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import httpx
import pytest

from cairn.catalog.v1 import entries_pb2 as entries
from cairn.catalog.v1 import job_ads_pb2 as messages
from cairn.reporting.v1 import reporting_service_pb2 as reporting
from cairn_gateway.adapters.documents import reading
from cairn_gateway.adapters.documents.pdf import PAGES_AT_MOST
from cairn_gateway.adapters.documents.unreadable import UnreadableError
from cairn_gateway.adapters.documents.word import UNPACKED_BYTES_AT_MOST
from cairn_gateway.adapters.http.job_ad_bodies import ADS_AT_MOST, BODY_BYTES_AT_MOST, FILE_BYTES_AT_MOST
from cairn_platform.errors import FieldViolation, InvalidFieldsError, NotFoundError
from tests.support.documents import bomb, encrypted_pdf, pdf, word_document
from tests.support.gateway.fake_services import FakeServices
from tests.support.gateway.running import Gateway
from tests.support.gateway.samples import sample

URL = "/api/v1/job-ads/analysis"
File = tuple[str, bytes]


def _upload(gateway: Gateway, *files: File, part: str = "files") -> httpx.Response:
    return gateway.client.post(URL, files=[(part, file) for file in files])


def _wrong(answer: httpx.Response) -> list[tuple[str, str]]:
    return [(each["pointer"], each["reason"]) for each in answer.json()["errors"]]


def _asked_texts(services: FakeServices) -> list[str]:
    return [each.text for each in services.only("AnalyseJobAds").request.ads]


def test_texts_reach_the_catalogue_as_they_are(gateway: Gateway, services: FakeServices) -> None:
    texts = ["Java\n• 😀 Go", "  SQL "]
    answer = gateway.client.post(URL, json={"ads": [{"text": text} for text in texts]})
    assert answer.status_code == 200
    assert _asked_texts(services) == texts
    assert [ad["text"] for ad in answer.json()["ads"]] == texts


def test_documents_are_read_in_order_and_shown_as_they_were_read(
    gateway: Gateway, services: FakeServices
) -> None:
    answer = _upload(
        gateway,
        ("a.pdf", pdf("Requirements:", "Experience with Kubernetes and", "container platforms")),
        ("b.docx", word_document("Java is required.", table=["Go", "Rust"])),
    )
    assert answer.status_code == 200, answer.text
    texts = [
        "Requirements:\nExperience with Kubernetes and container platforms",
        "Java is required.\nGo\nRust",
    ]
    assert [text.strip() for text in _asked_texts(services)] == texts
    assert [ad["name"] for ad in answer.json()["ads"]] == ["a.pdf", "b.docx"]


def test_a_document_is_told_by_its_content_and_not_by_its_name(
    gateway: Gateway, services: FakeServices
) -> None:
    assert _upload(gateway, ("ad.docx", pdf("Java"))).status_code == 200
    assert [text.strip() for text in _asked_texts(services)] == ["Java"]


# What is wrong with each: read by one request, so that one reader starts for all of them.
BAD_DOCUMENTS: Mapping[str, tuple[bytes, str]] = {
    "program.docx": (b"MZ\x90\x00 a program", "UNKNOWN_FORMAT"),
    "no-archive.docx": (b"PK\x03\x04 no archive", "BROKEN"),
    "bomb.docx": (bomb(UNPACKED_BYTES_AT_MOST * 2), "TOO_LARGE_UNPACKED"),
    "no-words.docx": (word_document(""), "NO_TEXT"),
    "cut.pdf": (pdf("Java")[:200], "BROKEN"),
    "garbage.pdf": (b"%PDF-1.7\n" + b"\x00" * 100, "BROKEN"),
    "scanned.pdf": (pdf(), "NO_TEXT"),
    "encrypted.pdf": (encrypted_pdf("secret"), "ENCRYPTED"),
    "long.pdf": (pdf("Java", pages=PAGES_AT_MOST + 1), "TOO_MANY_PAGES"),
    "empty.pdf": (b"", "UNKNOWN_FORMAT"),
}


def test_each_document_without_a_text_is_refused_by_its_place(
    gateway: Gateway, services: FakeServices
) -> None:
    bad = [(name, content) for name, (content, _) in BAD_DOCUMENTS.items()]
    answer = _upload(gateway, ("good.pdf", pdf("Java")), *bad)
    assert (answer.status_code, answer.json()["reason"]) == (422, "INVALID_FIELDS")
    reasons = [reason for _, reason in BAD_DOCUMENTS.values()]
    assert _wrong(answer) == [(f"/files/{number}", reason) for number, reason in enumerate(reasons, 1)]
    for name, error in zip(BAD_DOCUMENTS, answer.json()["errors"], strict=True):
        assert error["detail"].startswith(f"{name}: ")
    assert not services.requests("AnalyseJobAds")


def test_a_document_above_the_limit_is_refused(gateway: Gateway) -> None:
    answer = _upload(gateway, ("ad.pdf", pdf("Java") + b" " * FILE_BYTES_AT_MOST))
    assert (answer.status_code, answer.json()["reason"]) == (413, "BODY_TOO_LARGE")
    assert _wrong(answer) == [("/files/0", "TOO_LARGE")]


def test_a_body_above_the_limit_is_refused_before_it_is_read(gateway: Gateway) -> None:
    assert BODY_BYTES_AT_MOST < 20 * 1024 * 1024
    answer = _upload(gateway, ("ad.pdf", b" " * 20 * 1024 * 1024))
    assert (answer.status_code, answer.json()["reason"]) == (413, "BODY_TOO_LARGE")


def test_too_many_documents_are_refused(gateway: Gateway) -> None:
    answer = _upload(gateway, *[("a.pdf", b"%PDF-")] * (ADS_AT_MOST + 1))
    assert (answer.status_code, _wrong(answer)) == (422, [("/files", "OUT_OF_RANGE")])


def test_a_part_of_another_name_is_refused(gateway: Gateway) -> None:
    answer = _upload(gateway, ("a.pdf", pdf("Java")), part="document")
    assert (answer.status_code, _wrong(answer)) == (422, [("/document", "UNKNOWN_FIELD")])


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({"ads": []}, ("/ads", "TOO_SHORT")),
        ({"ads": [{"text": "Java"}] * 51}, ("/ads", "TOO_LONG")),
        ({}, ("/ads", "REQUIRED")),
        ({"ads": [{"text": "Java", "title": "x"}]}, ("/ads/0/title", "UNKNOWN_FIELD")),
        ({"ads": [{"text": 3}]}, ("/ads/0/text", "STRING_TYPE")),
    ],
)
def test_a_body_that_is_no_list_of_ads_is_refused(
    gateway: Gateway, body: Any, wrong: tuple[str, str]
) -> None:
    answer = gateway.client.post(URL, json=body)
    assert (answer.status_code, _wrong(answer)) == (422, [wrong])


def test_what_is_neither_json_nor_a_form_is_refused(gateway: Gateway) -> None:
    answer = gateway.client.post(URL, content=b"Java", headers={"Content-Type": "text/plain"})
    assert (answer.status_code, answer.json()["reason"]) == (415, "NOT_JSON")
    answer = gateway.client.post(URL, content=b"{", headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["reason"]) == (400, "MALFORMED_JSON")
    answer = gateway.client.post(URL, content=b"x", headers={"Content-Type": "multipart/form-data"})
    assert (answer.status_code, answer.json()["reason"]) == (422, "INVALID_FIELDS")


@pytest.mark.parametrize(("files", "pointer"), [((), "/ads/1/text"), (("a.pdf", "b.pdf"), "/files/1")])
def test_what_the_catalogue_calls_wrong_is_named_as_it_was_sent(
    gateway: Gateway, services: FakeServices, files: Sequence[str], pointer: str
) -> None:
    services.replies["AnalyseJobAds"] = InvalidFieldsError(
        [FieldViolation("ads[1].text", "TOO_LONG", "Too long.")]
    )
    if files:
        answer = _upload(gateway, *[(name, pdf("Java")) for name in files])
    else:
        answer = gateway.client.post(URL, json={"ads": [{"text": "Java"}] * 2})
    assert (answer.status_code, _wrong(answer)) == (422, [(pointer, "TOO_LONG")])


def test_who_is_asked_before_documents_are_read(gateway: Gateway) -> None:
    answer = httpx.post(f"{gateway.url}{URL}", files={"files": ("a.pdf", pdf("Java"))})
    assert (answer.status_code, answer.json()["reason"]) == (401, "TOKEN_MISSING")


def test_what_the_catalogue_knows_becomes_a_draft_of_a_role(gateway: Gateway, services: FakeServices) -> None:
    services.replies["AnalyseJobAds"] = lambda _: messages.AnalyseJobAdsResponse(
        skills=[
            messages.AskedFor(
                key="catalogue:java",
                skill_id="java",
                ad_count=2,
                must_have=True,
                level=entries.PROFICIENCY_LEVEL_EXPERT,
                kind=messages.ASKED_KIND_TECHNOLOGY,
                source=messages.ASKED_SOURCE_CATALOGUE,
            ),
            messages.AskedFor(
                key="catalogue:sql",
                skill_id="sql",
                ad_count=1,
                kind=messages.ASKED_KIND_TECHNOLOGY,
                source=messages.ASKED_SOURCE_CATALOGUE,
            ),
            messages.AskedFor(
                key="phrase:x", ad_count=1, kind=messages.ASKED_KIND_TASK, source=messages.ASKED_SOURCE_PHRASE
            ),
        ],
        certifications=[
            messages.AskedFor(
                key="catalogue:pmp",
                credential_id="pmp",
                ad_count=1,
                must_have=True,
                kind=messages.ASKED_KIND_CERTIFICATION,
                source=messages.ASKED_SOURCE_CATALOGUE,
            )
        ],
    )
    answer = gateway.client.post(URL, json={"ads": [{"text": "a"}, {"text": "b"}]})
    proposal = answer.json()["role_proposal"]
    assert proposal["lifecycle"]["state"] == "draft"
    asked = [(each["skill"], each["credential_id"], each["weight"]) for each in proposal["requirements"]]
    assert asked == [
        ({"skill_id": "java", "level": 4}, None, None),
        ({"skill_id": "sql", "level": 2}, None, 50),
        (None, "pmp", None),
    ]
    named = {**proposal, "name": "Developer"}
    assert gateway.client.post("/api/v1/roles", json=named).status_code == 201
    assert len(services.only("PublishRole").request.role.requirements) == 3


def test_a_person_is_compared_by_what_reporting_says(gateway: Gateway, services: FakeServices) -> None:
    services.replies["GetSkillProfile"] = lambda _: reporting.GetSkillProfileResponse(
        person_id="p1",
        skills=[
            reporting.HeldSkill(skill_id="java", level=entries.PROFICIENCY_LEVEL_PRACTITIONER),
            reporting.HeldSkill(skill_id="sql", level=entries.PROFICIENCY_LEVEL_AWARENESS),
        ],
        freshness=sample(reporting.Freshness),
    )
    wanted = [
        {"skill_id": "java", "level": 3},
        {"skill_id": "sql", "level": 2, "must_have": False},
        {"skill_id": "go"},
    ]
    answer = gateway.client.post(
        "/api/v1/job-ads/comparison", json={"person_id": "p1", "skills": wanted}
    ).json()
    assert services.only("GetSkillProfile").request.person_id == "p1"
    assert {name: [each["skill_id"] for each in answer[name]] for name in ("held", "short", "missing")} == {
        "held": ["java"],
        "short": ["sql"],
        "missing": ["go"],
    }
    assert answer["short"][0] == {"skill_id": "sql", "must_have": False, "asked_level": 2, "held_level": 1}


def test_without_a_name_it_is_oneself_that_is_compared(gateway: Gateway, services: FakeServices) -> None:
    gateway.client.post("/api/v1/job-ads/comparison", json={"skills": [{"skill_id": "java"}]})
    assert services.only("GetSkillProfile").request.person_id == ""


def test_whom_reporting_does_not_show_is_not_compared(gateway: Gateway, services: FakeServices) -> None:
    services.replies["GetSkillProfile"] = NotFoundError("person")
    answer = gateway.client.post(
        "/api/v1/job-ads/comparison", json={"person_id": "p9", "skills": [{"skill_id": "java"}]}
    )
    assert (answer.status_code, answer.json()["reason"]) == (404, "NOT_FOUND")


def test_a_reader_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_READER", (sys.executable, "-c", "import time; time.sleep(60)"))
    monkeypatch.setattr(reading, "SECONDS_AT_MOST", 1.0)
    (result,) = asyncio.run(reading.texts_of([pdf("Java")]))
    assert isinstance(result, UnreadableError)
    assert result.reason == "TOO_COMPLEX"
