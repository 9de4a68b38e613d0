"""Every door of Cairn that takes an access token: the REST API, and the gRPC of each service.

Behind the gateway stand services that ask for no token, so that a token which the gateway lets in is not refused by somebody else.
"""

import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import grpc
import httpx
from google.rpc import error_details_pb2
from grpc_status import rpc_status
from pymongo.database import Database

import cairn_learners.bootstrap
import cairn_reporting.bootstrap
from cairn.catalog.v1 import catalog_service_pb2 as catalog
from cairn.catalog.v1 import catalog_service_pb2_grpc
from cairn.learners.v1 import learners_service_pb2 as learners
from cairn.learners.v1 import learners_service_pb2_grpc
from cairn.reporting.v1 import reporting_service_pb2 as reporting
from cairn.reporting.v1 import reporting_service_pb2_grpc
from cairn_catalog.bootstrap import catalog_servicer
from cairn_platform.auth.verifier import token_verifier
from cairn_platform.grpc.server import build_server
from cairn_platform.mongo.connection import Document, connect
from cairn_platform.settings import GrpcSettings, IdentitySettings, MongoSettings
from tests.support.gateway.fake_services import fake_services
from tests.support.gateway.running import free_port, issuer_keys, running, settings
from tests.support.tokens import ISSUER, Mint

ACCEPTED = "accepted"
_SECONDS = 10.0


@dataclass(frozen=True, kw_only=True)
class Door:
    """One way in. `knock` says ACCEPTED, or the reason for which the token was refused."""

    audience: str
    knock: Callable[[str], str]


@dataclass(frozen=True, kw_only=True)
class House:
    """All doors, by name, and the issuer whose tokens they take."""

    mint: Mint
    doors: dict[str, Door]


@contextmanager
def open_house(mongo_url: str) -> Iterator[House]:
    """The services and the gateway, serving until the end of the block, over a database in which nothing is."""
    database = connect(MongoSettings(url=mongo_url, database=f"cairn_test_{uuid.uuid4().hex[:12]}"))
    mint = Mint()
    try:
        with ExitStack() as stack:
            jwks_url = stack.enter_context(issuer_keys(mint))
            identity = IdentitySettings(issuer=ISSUER, jwks_url=jwks_url)
            doors = {
                name: stack.enter_context(_serving(identity, name=name, register=register))
                for name, register in _services(database).items()
            }
            behind = stack.enter_context(fake_services())
            gateway = stack.enter_context(running(settings(target=behind.target, jwks_url=jwks_url)))
            rest = Door(audience="cairn-gateway", knock=lambda token: _get(gateway.client, token))
            yield House(mint=mint, doors={"rest": rest, **doors})
    finally:
        database.client.close()


def _services(database: Database[Document]) -> dict[str, Callable[[grpc.Server], None]]:
    return {
        "catalog": lambda server: catalog_service_pb2_grpc.add_CatalogServiceServicer_to_server(
            catalog_servicer(database), server
        ),
        "learners": lambda server: learners_service_pb2_grpc.add_LearnersServiceServicer_to_server(
            cairn_learners.bootstrap.learners_servicer(cairn_learners.bootstrap.Stores(database)), server
        ),
        "reporting": lambda server: reporting_service_pb2_grpc.add_ReportingServiceServicer_to_server(
            cairn_reporting.bootstrap.reporting_servicer(cairn_reporting.bootstrap.Stores(database)), server
        ),
    }


@contextmanager
def _serving(
    identity: IdentitySettings, *, name: str, register: Callable[[grpc.Server], None]
) -> Iterator[Door]:
    target = f"127.0.0.1:{free_port()}"
    verifier, keys = token_verifier(identity, audience=f"cairn-{name}")
    server, readiness = build_server(
        GrpcSettings(listen=target),
        verifier=verifier,
        register=register,
        service_names=(),
        ready=lambda: True,
    )
    keys.refresh()
    server.start()
    try:
        with grpc.insecure_channel(target) as channel:
            yield _grpc_door(name, channel)
    finally:
        readiness.drain()
        server.stop(grace=0).wait()


def _get(client: httpx.Client, token: str) -> str:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    answer = client.get("/api/v1/credentials", headers=headers)
    if answer.status_code == httpx.codes.OK:
        return ACCEPTED
    assert answer.status_code == httpx.codes.UNAUTHORIZED, answer.text
    assert "www-authenticate" in answer.headers
    return str(answer.json()["reason"])


def _grpc_door(name: str, channel: grpc.Channel) -> Door:
    call: Callable[..., Any] = {
        "catalog": lambda **sent: catalog_service_pb2_grpc.CatalogServiceStub(channel).ListCredentials(
            catalog.ListCredentialsRequest(), **sent
        ),
        "learners": lambda **sent: learners_service_pb2_grpc.LearnersServiceStub(channel).GetSelf(
            learners.GetSelfRequest(), **sent
        ),
        "reporting": lambda **sent: reporting_service_pb2_grpc.ReportingServiceStub(channel).ReportSkillGaps(
            reporting.ReportSkillGapsRequest(), **sent
        ),
    }[name]

    def knock(token: str) -> str:
        metadata = (("authorization", f"Bearer {token}"),) if token else ()
        try:
            call(timeout=_SECONDS, metadata=metadata)
        except grpc.RpcError as error:
            return _reason(error)
        return ACCEPTED

    return Door(audience=f"cairn-{name}", knock=knock)


def _reason(error: Any) -> str:
    assert error.code() is grpc.StatusCode.UNAUTHENTICATED, error
    status = rpc_status.from_call(error)
    assert status is not None, f"a refusal without details: {error}"
    info = error_details_pb2.ErrorInfo()
    status.details[0].Unpack(info)
    return str(info.reason)
