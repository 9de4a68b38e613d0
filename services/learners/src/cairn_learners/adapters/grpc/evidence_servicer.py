"""The RPCs of EvidenceService."""
# ruff: noqa: N802, ARG002 (the contract's names; every RPC is handed its context)

from collections.abc import Iterator

import filetype
import grpc

from cairn.learners.v1 import evidence_pb2 as contract
from cairn.learners.v1 import evidence_pb2_grpc as contract_grpc
from cairn_learners.adapters.evidence_messages import evidence_file
from cairn_learners.adapters.grpc.tenant_calls import TenantCallsWithFiles
from cairn_learners.application import evidence_files as use_cases
from cairn_platform.errors import FieldViolation, InvalidFieldsError

SERVICE_NAME = contract.DESCRIPTOR.services_by_name["EvidenceService"].full_name


class EvidenceServicer(TenantCallsWithFiles, contract_grpc.EvidenceServiceServicer):
    """Answers for the tenant of the call's token."""

    def UploadEvidenceFile(
        self,
        request_iterator: Iterator[contract.UploadEvidenceFileRequest],
        context: grpc.ServicerContext,
    ) -> contract.UploadEvidenceFileResponse:
        """Takes a file in."""
        scope = self._scope()
        first = next(request_iterator, contract.UploadEvidenceFileRequest())
        if not first.HasField("header"):
            raise InvalidFieldsError([FieldViolation("header", "REQUIRED", "The header comes first.")])
        received = use_cases.receive_file(
            scope,
            self._contents(scope),
            person_id=first.header.person_id,
            name=first.header.name,
            chunks=(each.chunk for each in request_iterator),
            media_type_of=filetype.guess_mime,
        )
        if received.known is None:
            raise ValueError("a file that arrived is known")
        return contract.UploadEvidenceFileResponse(file=evidence_file(received.known))

    def DownloadEvidenceFile(
        self, request: contract.DownloadEvidenceFileRequest, context: grpc.ServicerContext
    ) -> Iterator[contract.DownloadEvidenceFileResponse]:
        """A file and its content."""
        scope = self._scope()
        known, chunks = use_cases.open_file(scope, self._contents(scope), file_id=request.file_id)
        yield contract.DownloadEvidenceFileResponse(file=evidence_file(known))
        for chunk in chunks:
            yield contract.DownloadEvidenceFileResponse(chunk=chunk)
