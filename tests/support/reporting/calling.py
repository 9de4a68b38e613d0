"""A running ReportingService on a port of its own, and callers with tokens of their own."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, cast

import grpc
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from cairn.reporting.v1 import reporting_service_pb2_grpc as contract_grpc
from cairn.reporting.v1.explanations_pb2_grpc import (
    ReportExplanationsServiceStub,
    add_ReportExplanationsServiceServicer_to_server,
)
from cairn.reporting.v1.focus_pb2_grpc import FocusServiceStub, add_FocusServiceServicer_to_server
from cairn.reporting.v1.pipeline_pb2_grpc import PipelineServiceStub
from cairn.reporting.v1.report_exports_pb2_grpc import (
    ReportExportsServiceStub,
    add_ReportExportsServiceServicer_to_server,
)
from cairn.reporting.v1.report_settings_pb2_grpc import (
    ReportSettingsServiceStub,
    add_ReportSettingsServiceServicer_to_server,
)
from cairn.reporting.v1.saved_reports_pb2_grpc import SavedReportsServiceStub
from cairn.reporting.v1.trends_pb2_grpc import TrendsServiceStub
from cairn.reporting.v1.webhooks_pb2 import DESCRIPTOR as WEBHOOKS_DESCRIPTOR
from cairn.reporting.v1.webhooks_pb2_grpc import WebhooksServiceStub
from cairn.reporting.v1.what_if_pb2_grpc import WhatIfServiceStub, add_WhatIfServiceServicer_to_server
from cairn.reporting.v1.worth_pb2_grpc import WorthServiceStub
from cairn_platform.auth.keyset import KeySet
from cairn_platform.auth.verifier import TokenVerifier
from cairn_platform.grpc.server import CallInterceptor
from cairn_reporting.adapters.grpc.explanations_servicer import ReportExplanationsServicer
from cairn_reporting.adapters.grpc.exports_servicer import ReportExportsServicer
from cairn_reporting.adapters.grpc.focus_servicer import FocusServicer
from cairn_reporting.adapters.grpc.servicer import ReportingServicer
from cairn_reporting.adapters.grpc.settings_servicer import ReportSettingsServicer
from cairn_reporting.adapters.grpc.what_if_servicer import WhatIfServicer
from cairn_reporting.settings import AUDIENCE
from tests.support.tokens import ISSUER, Mint

_SECONDS = 10.0
_STUBS: Mapping[str, Callable[[grpc.Channel], Any]] = {
    "GetFocus": FocusServiceStub,
    "GetReportSettings": ReportSettingsServiceStub,
    "SetReportSettings": ReportSettingsServiceStub,
    "ReportWhatIf": WhatIfServiceStub,
    "ExplainSkillGap": ReportExplanationsServiceStub,
    "ExplainRecertification": ReportExplanationsServiceStub,
    "StartReportExport": ReportExportsServiceStub,
    "GetReportExport": ReportExportsServiceStub,
    "ListReportExports": ReportExportsServiceStub,
    "CancelReportExport": ReportExportsServiceStub,
    "ReadReportExport": ReportExportsServiceStub,
    **dict.fromkeys(
        WEBHOOKS_DESCRIPTOR.services_by_name["WebhooksService"].methods_by_name, WebhooksServiceStub
    ),
    "ReportTrends": TrendsServiceStub,
    "CreateSavedReport": SavedReportsServiceStub,
    "GetSavedReport": SavedReportsServiceStub,
    "ListSavedReports": SavedReportsServiceStub,
    "ChangeSavedReport": SavedReportsServiceStub,
    "DeleteSavedReport": SavedReportsServiceStub,
    "RunSavedReport": SavedReportsServiceStub,
    "ListSavedReportRuns": SavedReportsServiceStub,
    "ReportPipeline": PipelineServiceStub,
    "ReportWorth": WorthServiceStub,
}


@dataclass(frozen=True)
class Refusal:
    """What a call was refused with; `fields` are the wrong ones with their reasons."""

    status: grpc.StatusCode
    reason: str
    message: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class Caller:
    """Somebody who calls, with a token or without."""

    channel: grpc.Channel
    metadata: tuple[tuple[str, str], ...]

    def call(self, method: str, request: Any) -> Any:
        """The answer; raises grpc.RpcError."""
        service = _STUBS.get(method, contract_grpc.ReportingServiceStub)
        return getattr(service(self.channel), method)(request, timeout=_SECONDS, metadata=self.metadata)

    def refusal(self, method: str, request: Any) -> Refusal:
        """What the call is refused with; AssertionError when it is not."""
        try:
            answer = self.call(method, request)
        except grpc.RpcError as error:
            return _refusal(error)
        raise AssertionError(f"not refused: {answer}")

    def refusal_of_stream(self, method: str, request: Any) -> Refusal:
        """What a call that is answered in parts is refused with; AssertionError when it is not."""
        try:
            parts = list(self.call(method, request))
        except grpc.RpcError as error:
            return _refusal(error)
        raise AssertionError(f"not refused: {parts}")

    def with_metadata(self, *more: tuple[str, str]) -> "Caller":
        """The same caller, who also sends this."""
        return replace(self, metadata=(*self.metadata, *more))


@dataclass(frozen=True, kw_only=True)
class ReportingEndpoint:
    """Where ReportingService answers, and who makes its tokens."""

    channel: grpc.Channel
    mint: Mint

    def caller(
        self, *roles: str, tenant_id: str = "acme", subject: str = "somebody", **claims: Any
    ) -> Caller:
        """Somebody of the tenant with these roles; `claims` replace what a good token has."""
        good = {
            "aud": [AUDIENCE],
            "sub": subject,
            "organization": [tenant_id],
            "realm_access": {"roles": [*roles]},
        }
        token = self.mint.token(**{**good, **claims})
        return Caller(channel=self.channel, metadata=(("authorization", f"Bearer {token}"),))

    def stranger(self) -> Caller:
        """Somebody without a token."""
        return Caller(channel=self.channel, metadata=())


@contextmanager
def reporting_endpoint(
    servicer: ReportingServicer,
    *,
    focusing: FocusServicer | None = None,
    settling: ReportSettingsServicer | None = None,
    supposing: WhatIfServicer | None = None,
    exporting: ReportExportsServicer | None = None,
    explaining: ReportExplanationsServicer | None = None,
    also: Iterable[Callable[[grpc.Server], None]] = (),
) -> Iterator[ReportingEndpoint]:
    """Serves until the end of the block."""
    mint = Mint()
    verifier = TokenVerifier(keys=KeySet(mint.jwks), issuer=ISSUER, audience=AUDIENCE)
    server = grpc.server(
        ThreadPoolExecutor(max_workers=4),
        interceptors=[CallInterceptor(verifier=verifier, deadline_seconds=_SECONDS)],
    )
    contract_grpc.add_ReportingServiceServicer_to_server(servicer, server)
    if focusing:
        add_FocusServiceServicer_to_server(focusing, server)
    if settling:
        add_ReportSettingsServiceServicer_to_server(settling, server)
    if supposing:
        add_WhatIfServiceServicer_to_server(supposing, server)
    if explaining:
        add_ReportExplanationsServiceServicer_to_server(explaining, server)
    if exporting:
        add_ReportExportsServiceServicer_to_server(exporting, server)
    for add_to in also:
        add_to(server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
            yield ReportingEndpoint(channel=channel, mint=mint)
    finally:
        server.stop(grace=1).wait()


def _refusal(error: grpc.RpcError) -> Refusal:
    status = rpc_status.from_call(cast("grpc.Call", error))
    assert status is not None, f"a refusal without details: {error}"
    info, bad = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
    for detail in status.details:
        for known in (info, bad):
            detail.Unpack(known)
    fields = tuple((each.field, each.reason) for each in bad.field_violations)
    return Refusal(error.code(), info.reason, status.message, fields)
