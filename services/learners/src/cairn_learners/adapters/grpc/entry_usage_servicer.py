"""The RPC of EntryUsageService."""
# ruff: noqa: N802, ARG002 (the contract's names; every RPC is handed its context)

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime

import grpc

from cairn.learners.v1 import entry_usage_pb2 as contract
from cairn.learners.v1 import entry_usage_pb2_grpc as contract_grpc
from cairn_learners.application.entry_usage import UsageCounts, count_usage
from cairn_platform.grpc import call as calls

SERVICE_NAME = contract.DESCRIPTOR.services_by_name["EntryUsageService"].full_name


class EntryUsageServicer(contract_grpc.EntryUsageServiceServicer):
    """Answers for the tenant of the call's token."""

    def __init__(self, *, counts_of: Callable[[str], UsageCounts], clock: Callable[[], datetime]) -> None:
        self._counts_of = counts_of
        self._clock = clock

    def CountEntryUsage(
        self, request: contract.CountEntryUsageRequest, context: grpc.ServicerContext
    ) -> contract.CountEntryUsageResponse:
        """Counts the people who have to do with an entry."""
        principal = calls.current.get().principal
        usage = count_usage(
            self._counts_of(principal.tenant_id),
            principal=principal,
            credential_id=request.credential_id,
            path_id=request.path_id,
            role_id=request.role_id,
            now=self._clock(),
        )
        return contract.CountEntryUsageResponse(**asdict(usage))
