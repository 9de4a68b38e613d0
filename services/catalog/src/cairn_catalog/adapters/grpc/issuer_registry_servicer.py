"""The RPCs of IssuerRegistryService."""
# ruff: noqa: N802, ARG002 (the contract's names; every RPC is handed its context)

from collections.abc import Callable
from datetime import datetime

import grpc

from cairn.catalog.v1 import issuer_registry_pb2 as pb
from cairn.catalog.v1 import issuer_registry_pb2_grpc
from cairn_catalog.adapters.contract.enums import VERDICTS, member
from cairn_catalog.adapters.contract.trust import trust_message
from cairn_catalog.application.issuer_registry import (
    IssuerTrusts,
    merge_issuer,
    resolve_issuer,
    state_trust,
)
from cairn_catalog.application.ports import Catalogue
from cairn_catalog.domain.issuer_trust import TrustVerdict
from cairn_platform.grpc import call as calls

Context = grpc.ServicerContext


class IssuerRegistryServicer(issuer_registry_pb2_grpc.IssuerRegistryServiceServicer):
    """Answers for the tenant of the call's token."""

    def __init__(
        self,
        *,
        catalogue_of: Callable[[str], Catalogue],
        trusts_of: Callable[[str], IssuerTrusts],
        clock: Callable[[], datetime],
    ) -> None:
        self._catalogue_of = catalogue_of
        self._trusts_of = trusts_of
        self._clock = clock

    def ResolveIssuer(self, request: pb.ResolveIssuerRequest, context: Context) -> pb.ResolveIssuerResponse:
        """Which issuers a name may mean."""
        tenant_id = calls.current.get().principal.tenant_id
        found = resolve_issuer(self._catalogue_of(tenant_id), request.name)
        return pb.ResolveIssuerResponse(
            candidates=[
                pb.IssuerCandidate(
                    issuer_id=each.issuer.id,
                    name=each.issuer.name,
                    matched_name=each.matched_name,
                    confidence=each.confidence,
                )
                for each in found.candidates
            ],
            certain=found.certain,
        )

    def MergeIssuer(self, request: pb.MergeIssuerRequest, context: Context) -> pb.MergeIssuerResponse:
        """Makes an issuer of the tenant's own one with another."""
        principal = calls.current.get().principal
        merged = merge_issuer(
            self._catalogue_of(principal.tenant_id),
            principal=principal,
            issuer_id=request.issuer_id,
            into_issuer_id=request.into_issuer_id,
            expected_version=request.expected_version,
            now=self._clock(),
        )
        return pb.MergeIssuerResponse(version=merged.issuer.version, credential_ids=merged.credential_ids)

    def SetIssuerTrust(
        self, request: pb.SetIssuerTrustRequest, context: Context
    ) -> pb.SetIssuerTrustResponse:
        """Says whether the caller's tenant trusts an issuer."""
        principal = calls.current.get().principal
        stated = state_trust(
            self._trusts_of(principal.tenant_id),
            self._catalogue_of(principal.tenant_id),
            principal=principal,
            issuer_id=request.issuer_id,
            verdict=member(VERDICTS, request.trust.verdict) or TrustVerdict.UNSET,
            reason=request.trust.reason,
            now=self._clock(),
        )
        return pb.SetIssuerTrustResponse(trust=trust_message(stated))
