"""A company of eight, its accounts, and LearnersService for it: on a real channel, with real tokens, over whatever world is given.

cleo (manager) ── ben (manager) ── ann        hana (hr)
      └────────── bob                         tess (tenant-admin)
zoe (manager) ─── yan
"""

import socket
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import grpc
import pytest
from google.protobuf.message import Message
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from cairn.learners.v1 import (
    assessments_pb2_grpc,
    assignment_jobs_pb2_grpc,
    audiences_pb2_grpc,
    delegations_pb2_grpc,
    evidence_pb2,
    evidence_pb2_grpc,
    exceptions_pb2_grpc,
    hr_responsibilities_pb2_grpc,
    imports_pb2_grpc,
    reminders_pb2_grpc,
    renewals_pb2_grpc,
    requests_pb2_grpc,
    reviews_pb2_grpc,
)
from cairn.learners.v1 import learners_service_pb2_grpc as contract_grpc
from cairn_learners.adapters.grpc.assessment_servicer import AssessmentServicer
from cairn_learners.adapters.grpc.audience_servicer import AssignmentJobServicer, AudienceServicer
from cairn_learners.adapters.grpc.delegations_servicer import DelegationsServicer
from cairn_learners.adapters.grpc.evidence_servicer import EvidenceServicer
from cairn_learners.adapters.grpc.exceptions_servicer import ExceptionsServicer
from cairn_learners.adapters.grpc.hr_responsibilities_servicer import HrResponsibilitiesServicer
from cairn_learners.adapters.grpc.imports_servicer import AnsweringImportStore, ImportServicer
from cairn_learners.adapters.grpc.reminder_servicer import WITHOUT_TOKEN, ReminderServicer
from cairn_learners.adapters.grpc.renewal_servicer import RenewalServicer
from cairn_learners.adapters.grpc.requests_servicer import RequestsServicer
from cairn_learners.adapters.grpc.review_servicer import ReviewServicer
from cairn_learners.adapters.grpc.servicer import LearnersServicer
from cairn_learners.adapters.grpc.tenant_calls import AnsweringStore
from cairn_learners.adapters.mongo.reminders import MongoReminders
from cairn_learners.application.assessments import Assessments
from cairn_learners.application.evidence_files import FileContents
from cairn_learners.domain.catalogue import StackRule
from cairn_learners.settings import AUDIENCE
from cairn_platform.auth.keyset import KeySet
from cairn_platform.auth.verifier import TokenVerifier
from cairn_platform.grpc.server import build_server
from cairn_platform.mongo.opaque_links import OpaqueLinks
from cairn_platform.settings import GrpcSettings
from tests.support.learners.builders import (
    NOW,
    a_credential,
    a_department,
    a_path,
    a_person,
    a_stack,
    an_enrolment,
)
from tests.support.learners.fake_store import FakeWorld
from tests.support.learners.mongo_world import MongoWorld
from tests.support.learners.reminding import Reminding
from tests.support.tokens import ISSUER, Mint

World = FakeWorld | MongoWorld

TENANT = "acme"
ROLES: Mapping[str, list[str]] = {
    "cleo": ["employee", "manager"],
    "ben": ["employee", "manager"],
    "ann": ["employee"],
    "bob": ["employee"],
    "zoe": ["employee", "manager"],
    "yan": ["employee"],
    "hana": ["employee", "hr"],
    "pia": ["employee", "hr-partner"],
    "tess": ["employee", "tenant-admin"],
    "client": ["hr"],
    "rex": ["reviewer"],
    "stranger": ["employee", "manager", "hr", "tenant-admin"],
    "nobody": [],
}
"""`client` and `rex` are API clients, `stranger` has every role in another tenant, `nobody` has none in this one."""

PEOPLE = (
    a_person("cleo", family_name="Oak", account_subject="sub-cleo", department_id="sales"),
    a_person("ben", family_name="Elm", manager_id="cleo", account_subject="sub-ben", department_id="sales"),
    a_person("ann", family_name="Fir", manager_id="ben", account_subject="sub-ann", department_id="inside"),
    a_person("bob", family_name="Ash", manager_id="cleo", account_subject="sub-bob", department_id="inside"),
    a_person("zoe", family_name="Yew", account_subject="sub-zoe"),
    a_person("yan", family_name="Box", manager_id="zoe", account_subject="sub-yan"),
    a_person("hana", family_name="Bay", account_subject="sub-hana"),
    a_person("tess", family_name="Tea", account_subject="sub-tess"),
)


@dataclass
class Company:
    """Asks the service as one of the company, and sees what it says."""

    channel: grpc.Channel
    mint: Mint
    world: World = field(default_factory=FakeWorld)

    def move_into(self, world: World) -> None:
        """Fills an empty world with the company and its catalogue."""
        self.world = world
        world.put(*PEOPLE, a_department("sales"), a_department("inside", parent="sales"))
        world.know(a_credential("badge", validity="P1Y"), a_credential("html"), a_credential("css"))
        world.know(a_stack("web", "html", "css"), a_stack("order", "html", "css", rule=StackRule.ORDERED))
        world.know(a_path("badge", "stack:web"), a_path("html", path_id="short"), "analyst", "lead")
        world.know_skills("python", "sql")
        world.put(a_person("sam", account_subject="sub-stranger"), tenant_id="other")

    def ask(self, who: str, request: Message, *, key: str = "", **claims: Any) -> Any:
        """The answer to the request, whose RPC is that of its type."""
        name = type(request).__name__.removesuffix("Request")
        metadata = [("authorization", f"Bearer {self.token(who, **claims)}")]
        if key:
            metadata.append(("idempotency-key", key))
        stubs = (
            contract_grpc.LearnersServiceStub,
            renewals_pb2_grpc.RenewalServiceStub,
            reminders_pb2_grpc.ReminderServiceStub,
            reviews_pb2_grpc.ReviewServiceStub,
            assessments_pb2_grpc.AssessmentServiceStub,
            exceptions_pb2_grpc.ExceptionsServiceStub,
            audiences_pb2_grpc.AudienceServiceStub,
            assignment_jobs_pb2_grpc.AssignmentJobServiceStub,
            imports_pb2_grpc.ImportServiceStub,
            delegations_pb2_grpc.DelegationsServiceStub,
            hr_responsibilities_pb2_grpc.HrResponsibilitiesServiceStub,
            requests_pb2_grpc.RequestsServiceStub,
        )
        method: Any = next(filter(None, (getattr(stub(self.channel), name, None) for stub in stubs)))
        return method(request, metadata=metadata, timeout=30)

    def upload(
        self, who: str, content: bytes, *, name: str = "proof.pdf", person_id: str = ""
    ) -> evidence_pb2.EvidenceFile:
        """The file, uploaded in pieces."""
        header = evidence_pb2.EvidenceFileHeader(person_id=person_id, name=name)
        pieces = (content[start : start + 65536] for start in range(0, len(content), 65536))
        parts = [
            evidence_pb2.UploadEvidenceFileRequest(header=header),
            *(evidence_pb2.UploadEvidenceFileRequest(chunk=each) for each in pieces),
        ]
        stub = evidence_pb2_grpc.EvidenceServiceStub(self.channel)
        answer = stub.UploadEvidenceFile(iter(parts), metadata=self._metadata(who), timeout=30)
        return answer.file

    def download(self, who: str, file_id: str) -> tuple[evidence_pb2.EvidenceFile, bytes]:
        """What is known of a file, and its content."""
        stub = evidence_pb2_grpc.EvidenceServiceStub(self.channel)
        asked = evidence_pb2.DownloadEvidenceFileRequest(file_id=file_id)
        first, *rest = stub.DownloadEvidenceFile(asked, metadata=self._metadata(who), timeout=30)
        return first.file, b"".join(each.chunk for each in rest)

    def _metadata(self, who: str) -> tuple[tuple[str, str | bytes], ...]:
        return (("authorization", f"Bearer {self.token(who)}"),)

    def refusal(self, who: str, request: Message, *, key: str = "", **claims: Any) -> str:
        """The reason why the request is refused."""
        return self.refused(who, request, key=key, **claims)[0]

    def refused(self, who: str, request: Message, *, key: str = "", **claims: Any) -> tuple[str, str]:
        """The reason why the request is refused, and the sentence for people."""
        with pytest.raises(grpc.RpcError) as refused:
            self.ask(who, request, key=key, **claims)
        error: Any = refused.value
        info = error_details_pb2.ErrorInfo()
        rpc_status.from_call(error).details[0].Unpack(info)
        return info.reason, error.details()

    def violations(self, who: str, request: Message) -> list[tuple[str, str]]:
        """The wrong fields of the request, each with its reason."""
        with pytest.raises(grpc.RpcError) as refused:
            self.ask(who, request)
        found = error_details_pb2.BadRequest()
        rpc_status.from_call(refused.value).details[1].Unpack(found)  # type: ignore[arg-type]
        return [(each.field, each.reason) for each in found.field_violations]

    def reminders(self, tenant_id: str) -> MongoReminders:
        """What a tenant's people were told."""
        assert isinstance(self.world, MongoWorld), "reminders are kept in MongoDB only"
        return Reminding(self.world, now=NOW).store(tenant_id)

    def token(self, who: str, **claims: Any) -> str:
        """An access token of somebody."""
        tenant_id = "other" if who == "stranger" else TENANT
        own: dict[str, Any] = {
            "sub": f"sub-{who}",
            "organization": {tenant_id: {"id": "1"}},
            "realm_access": {"roles": ROLES.get(who, ["employee"])},
            "email": f"{who}@acme.example",
        }
        return self.mint.token(**{**own, **claims})

    def enrol(self, *people: str, path_id: str = "path") -> None:
        """Puts people on a path."""
        self.world.put(*(an_enrolment(each, path_id=path_id) for each in people))


class _Links:
    """The links in whatever database the company lives in now."""

    def __init__(self, company: "Callable[[], Company]") -> None:
        self._company = company

    def __getattr__(self, name: str) -> Any:
        world = self._company().world
        assert isinstance(world, MongoWorld), "links are kept in MongoDB only"
        return getattr(OpaqueLinks(world.database, purpose="calendar-feed"), name)


@contextmanager
def company_service() -> Iterator[Company]:
    """The service of a company, over the world that the company moves into."""
    mint = Mint()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"

    def store_of(tenant_id: str) -> AnsweringStore:
        return company.world.of(tenant_id)

    def assessments_of(tenant_id: str) -> Assessments:
        assert isinstance(company.world, MongoWorld), "assessments are kept in MongoDB only"
        return company.world.assessments(tenant_id)

    def imports_of(tenant_id: str) -> AnsweringImportStore:
        assert isinstance(company.world, MongoWorld), "imports are kept in MongoDB only"
        return company.world.imports(tenant_id)

    def contents_of(tenant_id: str) -> FileContents:
        return company.world.contents(tenant_id)

    def reminders_of(tenant_id: str) -> MongoReminders:
        return company.reminders(tenant_id)

    given: dict[str, Any] = {
        "store_of": store_of,
        "clock": lambda: NOW,
        "new_id": lambda: str(uuid.uuid4()),
    }

    def register(server: grpc.Server) -> None:
        contract_grpc.add_LearnersServiceServicer_to_server(
            LearnersServicer(**given, contents_of=contents_of), server
        )
        evidence_pb2_grpc.add_EvidenceServiceServicer_to_server(
            EvidenceServicer(**given, contents_of=contents_of), server
        )
        reviews_pb2_grpc.add_ReviewServiceServicer_to_server(ReviewServicer(**given), server)
        reminders_pb2_grpc.add_ReminderServiceServicer_to_server(
            ReminderServicer(**given, reminders_of=reminders_of, links=_Links(lambda: company)), server
        )
        renewals_pb2_grpc.add_RenewalServiceServicer_to_server(RenewalServicer(**given), server)
        assessments_pb2_grpc.add_AssessmentServiceServicer_to_server(
            AssessmentServicer(**given, assessments_of=assessments_of), server
        )
        exceptions_pb2_grpc.add_ExceptionsServiceServicer_to_server(ExceptionsServicer(**given), server)
        audiences_pb2_grpc.add_AudienceServiceServicer_to_server(AudienceServicer(**given), server)
        assignment_jobs_pb2_grpc.add_AssignmentJobServiceServicer_to_server(
            AssignmentJobServicer(**given), server
        )
        imports_pb2_grpc.add_ImportServiceServicer_to_server(
            ImportServicer(**{**given, "store_of": imports_of}), server
        )
        requests_pb2_grpc.add_RequestsServiceServicer_to_server(RequestsServicer(**given), server)
        delegations_pb2_grpc.add_DelegationsServiceServicer_to_server(DelegationsServicer(**given), server)
        hr_responsibilities_pb2_grpc.add_HrResponsibilitiesServiceServicer_to_server(
            HrResponsibilitiesServicer(**given), server
        )

    server, readiness = build_server(
        GrpcSettings(listen=address, deadline_seconds=30),
        verifier=TokenVerifier(keys=KeySet(mint.jwks), issuer=ISSUER, audience=AUDIENCE),
        register=register,
        service_names=(),
        ready=lambda: True,
        without_token=WITHOUT_TOKEN,
    )
    server.start()
    with grpc.insecure_channel(address) as channel:
        company = Company(channel, mint)
        yield company
    readiness.drain()
    server.stop(grace=0).wait()
