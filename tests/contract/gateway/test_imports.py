"""Files on their way in and out: what is sent becomes rows for learners, and what is wrong comes back as a file."""

import io
import json
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from cairn.learners.v1 import imports_pb2 as messages
from cairn.learners.v1 import learners_service_pb2 as learners
from cairn_gateway.adapters.http.import_bodies import FileImportKind
from cairn_platform.errors import FieldViolation, InvalidFieldsError
from tests.support.gateway.fake_services import FakeServices
from tests.support.gateway.running import Gateway
from tests.support.gateway.samples import sample

FILE = "Employee ID;First name\r\n1;Jürgen\r\n2;=1+1\r\n".encode("cp1252")


@pytest.fixture(autouse=True)
def waiting(services: FakeServices) -> None:
    """An import that was just begun waits for its rows."""
    job = messages.Import(
        import_id="x", kind=messages.IMPORT_KIND_PEOPLE, state=messages.IMPORT_STATE_RECEIVING
    )
    services.replies["StartImport"] = lambda _: messages.StartImportResponse(import_job=job)


def _send(gateway: Gateway, content: bytes = FILE, *, kind: str = "people", **more: str) -> Any:
    return gateway.client.post(
        "/api/v1/imports", files={"file": ("people.csv", content)}, data={"kind": kind, **more}
    )


def test_a_file_becomes_an_import_with_its_rows(gateway: Gateway, services: FakeServices) -> None:
    answer = _send(gateway)
    assert answer.status_code == 201
    assert answer.headers["location"] == "/api/v1/imports/x"
    started = services.only("StartImport").request
    assert (started.kind, started.file_name, list(started.headers)) == (
        messages.IMPORT_KIND_PEOPLE,
        "people.csv",
        ["Employee ID", "First name"],
    )
    added = services.only("AddImportRows").request
    assert (added.first, [list(row.cells) for row in added.rows]) == (2, [["1", "Jürgen"], ["2", "=1+1"]])
    assert list(services.only("MapImportColumns").request.mapping) == []


@pytest.mark.parametrize("kind", list(FileImportKind))
def test_a_file_is_about_anything_that_can_be_imported(
    gateway: Gateway, services: FakeServices, kind: FileImportKind
) -> None:
    assert _send(gateway, kind=kind).status_code == 201
    started = services.only("StartImport").request
    assert messages.ImportKind.Name(started.kind) == f"IMPORT_KIND_{kind.upper()}"


def test_a_large_file_goes_on_in_batches(gateway: Gateway, services: FakeServices) -> None:
    rows = "\n".join(str(number) for number in range(1200))
    assert _send(gateway, f"person_id\n{rows}\n".encode()).status_code == 201
    batches = [(each.first, len(each.rows)) for each in services.requests("AddImportRows")]
    assert batches == [(2, 500), (502, 500), (1002, 200)]


def test_a_mapping_may_be_sent_along(gateway: Gateway, services: FakeServices) -> None:
    assert _send(gateway, mapping=json.dumps(["person_id", "given_name"])).status_code == 201
    assert list(services.only("MapImportColumns").request.mapping) == ["person_id", "given_name"]


def test_what_becomes_of_what_is_held_may_be_sent_along(gateway: Gateway, services: FakeServices) -> None:
    assert _send(gateway, kind="achievements", when_held="replace_if_newer").status_code == 201
    asked = services.only("MapImportColumns").request.when_held
    assert asked == learners.ACHIEVEMENT_IMPORT_MODE_REPLACE_IF_NEWER


def test_a_file_whose_columns_are_not_recognised_waits_for_its_mapping(
    gateway: Gateway, services: FakeServices
) -> None:
    services.replies["MapImportColumns"] = InvalidFieldsError([FieldViolation("mapping", "REQUIRED", "")])
    assert _send(gateway).status_code == 201
    refused = _send(gateway, mapping=json.dumps(["", ""]))
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/mapping")


@pytest.mark.parametrize(
    ("content", "more", "pointer"),
    [
        (b"", {}, "/file"),
        (b"PK\x03\x04 no workbook", {}, "/file"),
        (FILE, {"kind": "cats"}, "/kind"),
        (FILE, {"mapping": "person_id"}, "/mapping"),
        (FILE, {"what": "else"}, "/what"),
        (FILE, {"kind": "achievements", "when_held": "forget"}, "/when_held"),
        (FILE, {"when_held": "skip"}, "/when_held"),
    ],
)
def test_what_is_no_file_of_rows_is_refused(
    gateway: Gateway, services: FakeServices, content: bytes, more: dict[str, str], pointer: str
) -> None:
    answer = _send(gateway, content, **more)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert not services.requests("AddImportRows")


def test_a_file_that_was_sent_before_with_the_same_key_is_not_sent_on(
    gateway: Gateway, services: FakeServices
) -> None:
    job = sample(messages.Import)
    job.state = messages.IMPORT_STATE_CHECKED
    services.replies["StartImport"] = lambda _: messages.StartImportResponse(import_job=job)
    assert _send(gateway).status_code == 201
    assert not services.requests("AddImportRows")


def test_a_body_that_is_no_form_is_refused(gateway: Gateway) -> None:
    assert gateway.client.post("/api/v1/imports", json={"kind": "people"}).status_code == 415


def _wrong(request: messages.ListImportRowsRequest) -> messages.ListImportRowsResponse:
    assert request.outcome == messages.IMPORT_OUTCOME_REFUSED
    row = messages.ImportRow(number=3, cells=["2", "=1+1"], message="Nobody has such a name.")
    return messages.ListImportRowsResponse(rows=[row])


def test_wrong_rows_come_back_as_the_same_file_with_what_is_wrong(
    gateway: Gateway, services: FakeServices
) -> None:
    services.replies["ListImportRows"] = _wrong
    job = messages.Import(import_id="x", headers=["Employee ID", "First name"])
    services.replies["GetImport"] = lambda _: messages.GetImportResponse(import_job=job)
    answer = gateway.client.get("/api/v1/imports/x/errors?format=csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="import-errors-x.csv"'
    assert answer.content.decode("utf-8-sig") == (
        "Employee ID,First name,Error\r\n2,'=1+1,Nobody has such a name.\r\n"
    )
    workbook = gateway.client.get("/api/v1/imports/x/errors?format=xlsx").content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(workbook)).get_sheet_by_index(0).to_python()
    assert rows == [["Employee ID", "First name", "Error"], ["2", "=1+1", "Nobody has such a name."]]


def test_a_template_has_a_header_and_an_example(gateway: Gateway, services: FakeServices) -> None:
    fields = [
        messages.ImportField(name="person_id", note="Your own number.", example="e-1", required=True),
        messages.ImportField(name="given_name", note="The given name.", example="Ann"),
    ]
    kind = messages.ImportKindDescription(kind=messages.IMPORT_KIND_PEOPLE, fields=fields)
    services.replies["ListImportKinds"] = lambda _: messages.ListImportKindsResponse(kinds=[kind])
    answer = gateway.client.get("/api/v1/import-templates/people?format=csv")
    assert answer.content.decode("utf-8-sig") == "person_id,given_name\r\ne-1,Ann\r\n"
    workbook = gateway.client.get("/api/v1/import-templates/people").content
    about = CalamineWorkbook.from_filelike(io.BytesIO(workbook)).get_sheet_by_index(1).to_python()
    assert ["person_id", "Your own number. Needed in every row."] in about
    assert gateway.client.get("/api/v1/import-templates/achievements").status_code == 404
