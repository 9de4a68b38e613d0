"""A running CatalogService on a port of its own, and callers with tokens of their own."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

import grpc
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from cairn.catalog.v1 import catalog_service_pb2 as pb
from cairn.catalog.v1 import catalog_service_pb2_grpc, curation_pb2, curation_pb2_grpc
from cairn_catalog.adapters.contract.entry_kinds import ENTRY_KINDS
from cairn_catalog.adapters.contract.forms import Form
from cairn_catalog.adapters.grpc.curation_servicer import CurationServicer
from cairn_catalog.adapters.grpc.servicer import CatalogServicer
from cairn_platform.auth.keyset import KeySet
from cairn_platform.auth.verifier import TokenVerifier
from cairn_platform.grpc.server import CallInterceptor
from tests.support.tokens import ISSUER, Mint

_SECONDS = 10.0
AUDIENCE = "cairn-catalog"


@dataclass(frozen=True)
class Refusal:
    """What a call was refused with."""

    status: grpc.StatusCode
    reason: str
    message: str
    fields: tuple[tuple[str, str], ...]


class RefusedCallError(Exception):
    """A call was refused."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(f"{refusal.status.name} {refusal.reason}: {refusal.message}")
        self.refusal = refusal


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Somebody who calls with a token."""

    channel: grpc.Channel
    metadata: tuple[tuple[str, str], ...]

    def call(self, method: str, request: Any, *, key: str = "") -> Any:
        """The answer; raises RefusedCallError."""
        return self.call_on(catalog_service_pb2_grpc.CatalogServiceStub, method, request, key=key)

    def call_on(
        self, service: Callable[[grpc.Channel], Any], method: str, request: Any, *, key: str = ""
    ) -> Any:
        """The answer of another service on the same server; raises RefusedCallError."""
        metadata = (*self.metadata, ("idempotency-key", key)) if key else self.metadata
        try:
            return getattr(service(self.channel), method)(request, timeout=_SECONDS, metadata=metadata)
        except grpc.RpcError as error:
            raise RefusedCallError(_refusal(error)) from error

    def get(self, form: Form[Any, Any], entry_id: str) -> Any:
        """The entry with this id."""
        request = getattr(pb, f"Get{_name(form)}Request")(**{form.kind.id_field: entry_id})
        return getattr(self.call(f"Get{_name(form)}", request), form.field)

    def list_page(self, form: Form[Any, Any], **asked: Any) -> Any:
        """The answer of the kind's List call."""
        return self.call(f"List{_name(form)}s", getattr(pb, f"List{_name(form)}sRequest")(**asked))

    def listed(self, form: Form[Any, Any], **asked: Any) -> list[Any]:
        """The entries of one page."""
        return list(getattr(self.list_page(form, **asked), f"{form.field}s"))

    def publish(
        self, form: Form[Any, Any], message: Any, *, expected: int = 0, key: str = "", effective_on: str = ""
    ) -> Any:
        """The entry as published, after a look at what that touches where the service wants one."""
        name = f"Publish{_name(form)}"
        fields = {form.field: message, "expected_version": expected, "effective_on": effective_on}
        request = getattr(pb, f"{name}Request")(**fields)
        try:
            answer = self.call(name, request, key=key)
        except RefusedCallError as error:
            if error.refusal.reason != "IMPACT_NOT_CONFIRMED":
                raise
            request.confirmed_impact = self.impact(form, str(getattr(message, form.kind.id_field))).digest
            answer = self.call(name, request, key=key)
        return getattr(answer, form.field)

    def impact(self, form: Form[Any, Any], entry_id: str) -> curation_pb2.GetImpactResponse:
        """What a change of the entry touches."""
        request = curation_pb2.GetImpactRequest(kind=ENTRY_KINDS[form.kind], entry_id=entry_id)
        found: curation_pb2.GetImpactResponse = self.call_on(
            curation_pb2_grpc.CurationServiceStub, "GetImpact", request
        )
        return found


@dataclass(frozen=True, kw_only=True)
class CatalogEndpoint:
    """Where CatalogService answers, and who makes its tokens."""

    target: str
    channel: grpc.Channel
    mint: Mint

    def caller(self, tenant_id: str, *roles: str, **claims: Any) -> Caller:
        """Somebody of the tenant with these roles; `claims` spoil the token."""
        claims = {"organization": {tenant_id: {"id": "1"}}, "realm_access": {"roles": [*roles]}, **claims}
        token = self.mint.token(sub=f"{tenant_id}-{'-'.join(roles)}", **claims)
        return Caller(channel=self.channel, metadata=(("authorization", f"Bearer {token}"),))

    def stranger(self) -> Caller:
        """Somebody without a token."""
        return Caller(channel=self.channel, metadata=())


@contextmanager
def catalog_endpoint(
    servicer: CatalogServicer,
    curation: CurationServicer,
    *,
    further: Sequence[Callable[[grpc.Server], None]] = (),
) -> Iterator[CatalogEndpoint]:
    """Serves until the end of the block; `further` add more services to the same server."""
    add_catalog = partial(catalog_service_pb2_grpc.add_CatalogServiceServicer_to_server, servicer)
    add_curation = partial(curation_pb2_grpc.add_CurationServiceServicer_to_server, curation)
    with services_endpoint([add_catalog, add_curation, *further]) as found:
        yield found


@contextmanager
def services_endpoint(services: Iterable[Callable[[grpc.Server], None]]) -> Iterator[CatalogEndpoint]:
    """Serves what these add to the server until the end of the block."""
    mint = Mint()
    verifier = TokenVerifier(keys=KeySet(mint.jwks), issuer=ISSUER, audience=AUDIENCE)
    server = grpc.server(
        ThreadPoolExecutor(max_workers=8),
        interceptors=[CallInterceptor(verifier=verifier, deadline_seconds=_SECONDS)],
    )
    for add in services:
        add(server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        target = f"127.0.0.1:{port}"
        with grpc.insecure_channel(target) as channel:
            yield CatalogEndpoint(target=target, channel=channel, mint=mint)
    finally:
        server.stop(grace=1).wait()


def refusal_of(call: Callable[[], Any]) -> Refusal:
    """What the call is refused with; AssertionError when it is not."""
    try:
        answer = call()
    except RefusedCallError as error:
        return error.refusal
    raise AssertionError(f"not refused: {answer}")


def _refusal(error: grpc.RpcError) -> Refusal:
    status = rpc_status.from_call(cast("grpc.Call", error))
    assert status is not None, f"a refusal without details: {error}"
    info, bad = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
    for detail in status.details:
        for known in (info, bad):
            detail.Unpack(known)
    assert info.domain == "cairn"
    fields = tuple((each.field, each.reason) for each in bad.field_violations)
    return Refusal(error.code(), info.reason, status.message, fields)


def _name(form: Form[Any, Any]) -> str:
    return str(form.message.DESCRIPTOR.name)
