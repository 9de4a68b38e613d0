"""How good credentials in MongoDB are, as each tenant sees it."""

from collections.abc import Iterator
from functools import partial

import grpc
import pytest

from cairn.catalog.v1 import entries_pb2, quality_pb2_grpc
from cairn.catalog.v1 import quality_pb2 as pb
from cairn_catalog.adapters.contract.forms import CREDENTIAL, ISSUER
from cairn_catalog.adapters.mongo.issuer_trusts import MongoIssuerTrusts
from cairn_catalog.bootstrap import catalog_servicer, curation_servicer, quality_servicer
from cairn_catalog.domain.issuer_trust import IssuerTrust, TrustVerdict
from cairn_platform.changes import Change
from tests.support.catalog import samples
from tests.support.catalog.calling import Caller, CatalogEndpoint, catalog_endpoint, refusal_of
from tests.support.catalog.samples import NOW, changed
from tests.support.catalog.stored import StoredCatalogues

_ISSUER = changed(
    samples.ISSUER,
    issuer_id="ours",
    recognition=entries_pb2.Recognition(extent=entries_pb2.RECOGNITION_EXTENT_WIDELY, source="Job ads"),
)
_CREDENTIAL = changed(
    samples.CREDENTIAL,
    credential_id="exam",
    issuer_id="ours",
    quality_signals=entries_pb2.QualitySignals(
        graded_assessment=True,
        proctored=True,
        employers=entries_pb2.EmployerAcknowledgment(acknowledged=True),
        source_note="Its page",
    ),
)


@pytest.fixture
def asking(catalogues: StoredCatalogues) -> Iterator[CatalogEndpoint]:
    """CatalogService and QualityService over the same database."""
    add = partial(
        quality_pb2_grpc.add_QualityServiceServicer_to_server, quality_servicer(catalogues.database)
    )
    with catalog_endpoint(
        catalog_servicer(catalogues.database), curation_servicer(catalogues.database), further=[add]
    ) as found:
        admin = found.caller("acme", "tenant-admin")
        admin.publish(ISSUER, _ISSUER)
        admin.publish(CREDENTIAL, _CREDENTIAL)
        yield found


def _quality(caller: Caller, credential_id: str = "exam") -> pb.GetQualityResponse:
    request = pb.GetQualityRequest(credential_id=credential_id)
    answer: pb.GetQualityResponse = caller.call_on(quality_pb2_grpc.QualityServiceStub, "GetQuality", request)
    return answer


def test_the_grade_comes_with_every_signal_and_what_is_unknown(asking: CatalogEndpoint) -> None:
    found = _quality(asking.caller("acme", "employee"))
    assert (found.credential_id, found.credential_version, found.grade) == (
        "exam",
        1,
        pb.QUALITY_GRADE_STRONG,
    )
    assert len(found.lines) == len(pb.QualitySignal.values()) - 1
    assert found.points == sum(line.points for line in found.lines)
    assert pb.QUALITY_SIGNAL_REVIEWS in found.unknown
    assert list(found.caps) == []


def test_the_tenants_own_trust_counts(asking: CatalogEndpoint, catalogues: StoredCatalogues) -> None:
    said = IssuerTrust(issuer_id="ours", version=1, verdict=TrustVerdict.NOT_TRUSTED, reason="Diploma mill")
    trusts = MongoIssuerTrusts(catalogues.database, tenant_id="acme", clock=lambda: NOW)
    trusts.commit(Change(aggregate=said, happened="stated", happened_at=NOW))
    found = _quality(asking.caller("acme"))
    assert found.grade == pb.QUALITY_GRADE_LIGHT
    assert [list(cap.signals) for cap in found.caps] == [[pb.QUALITY_SIGNAL_ISSUER]]


def test_another_tenants_credential_is_not_found(asking: CatalogEndpoint) -> None:
    refusal = refusal_of(lambda: _quality(asking.caller("globex", "tenant-admin")))
    assert refusal.status is grpc.StatusCode.NOT_FOUND


def test_nobody_asks_without_a_token(asking: CatalogEndpoint) -> None:
    assert refusal_of(lambda: _quality(asking.stranger())).status is grpc.StatusCode.UNAUTHENTICATED
