"""The RPCs of CurationService."""
# ruff: noqa: N802, ARG002 (the contract's names; every RPC is handed its context)

from collections.abc import Callable
from datetime import datetime
from typing import Any

import grpc

from cairn.catalog.v1 import curation_pb2 as pb
from cairn.catalog.v1 import curation_pb2_grpc
from cairn_catalog.adapters.contract.entry_kinds import ENTRY_KINDS, entry_kind
from cairn_catalog.application.impact import impact_of
from cairn_catalog.application.ports import Catalogue
from cairn_catalog.application.retire import retire_entry
from cairn_catalog.domain.naming import Named
from cairn_platform.grpc import call as calls
from cairn_platform.identity import Principal

Context = grpc.ServicerContext


class CurationServicer(curation_pb2_grpc.CurationServiceServicer):
    """Answers for the tenant of the call's token."""

    def __init__(self, *, catalogue_of: Callable[[str], Catalogue], clock: Callable[[], datetime]) -> None:
        self._catalogue_of = catalogue_of
        self._clock = clock

    def GetImpact(self, request: pb.GetImpactRequest, context: Context) -> pb.GetImpactResponse:
        """Which entries name an entry, and whether stacks contain themselves through it."""
        principal, catalogue = self._called()
        impact = impact_of(
            catalogue,
            principal=principal,
            kind=entry_kind("kind", request.kind),
            entry_id=request.entry_id,
        )
        return pb.GetImpactResponse(
            referrers=[
                pb.EntryReference(kind=ENTRY_KINDS[type(each)], entry_id=each.id, name=each.name)
                for each in impact.referrers
            ],
            cycle=impact.cycle,
            digest=impact.digest,
        )

    def RetireEntry(self, request: pb.RetireEntryRequest, context: Context) -> pb.RetireEntryResponse:
        """Takes an entry out of use."""
        principal, catalogue = self._called()
        kind: type[Any] = entry_kind("kind", request.kind)
        named = {
            Named(entry_kind(f"referrers[{index}].kind", each.kind), each.entry_id)
            for index, each in enumerate(request.referrers)
        }
        entry = retire_entry(
            catalogue,
            principal=principal,
            kind=kind,
            entry_id=request.entry_id,
            expected_version=request.expected_version,
            reason=request.reason,
            named=named,
            now=self._clock(),
        ).entry
        retired_on = entry.lifecycle.retired_on
        return pb.RetireEntryResponse(
            version=entry.version, retired_on=retired_on.isoformat() if retired_on else ""
        )

    def _called(self) -> tuple[Principal, Catalogue]:
        principal = calls.current.get().principal
        return principal, self._catalogue_of(principal.tenant_id)
