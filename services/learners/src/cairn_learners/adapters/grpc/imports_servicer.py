"""The RPCs of ImportService."""
# ruff: noqa: N802, ARG002 (the contract's names; every RPC is handed its context)

from collections.abc import Mapping
from datetime import date
from typing import Protocol, TypeVar

import grpc

from cairn.common.v1 import paging_pb2
from cairn.learners.v1 import imports_pb2 as contract
from cairn.learners.v1 import imports_pb2_grpc as contract_grpc
from cairn_learners.adapters import import_messages as words
from cairn_learners.adapters.grpc import answers, requests
from cairn_learners.adapters.grpc.tenant_calls import CallsOf
from cairn_learners.application import imports
from cairn_learners.application.import_ports import ImportScope, ImportStore
from cairn_learners.domain import fields
from cairn_learners.domain.achievement_import import WhenHeld
from cairn_learners.domain.import_rows import Outcome
from cairn_learners.domain.imports import MAY_IMPORT, Import, ImportKind, ImportMode
from cairn_platform.errors import FieldViolation, InvalidFieldsError
from cairn_platform.grpc.call import Answers, answered_once
from cairn_platform.paging import PageRequest, page_request

SERVICE_NAME = contract.DESCRIPTOR.services_by_name["ImportService"].full_name
_KINDS: Mapping[int, ImportKind] = {number: kind for kind, number in words.KINDS.items()}
_MODES: Mapping[int, ImportMode] = {number: mode for mode, number in words.MODES.items()}
_WHEN_HELD: Mapping[int, WhenHeld] = {number: each for each, number in words.WHEN_HELD.items()}
_OUTCOMES: Mapping[int, Outcome] = {number: outcome for outcome, number in words.OUTCOMES.items()}

T = TypeVar("T")


class AnsweringImportStore(ImportStore, Answers, Protocol):
    """A store that keeps the first answers to repeated requests too."""


class ImportServicer(CallsOf[AnsweringImportStore, ImportScope], contract_grpc.ImportServiceServicer):
    """Answers for the tenant of the call's token."""

    scope_type = ImportScope

    def ListImportKinds(
        self, request: contract.ListImportKindsRequest, context: grpc.ServicerContext
    ) -> contract.ListImportKindsResponse:
        """What the caller may import."""
        roles = self._scope().principal.roles
        kinds = [kind for kind, may in MAY_IMPORT.items() if not roles.isdisjoint(may)]
        return contract.ListImportKindsResponse(kinds=[words.kind_description(each) for each in kinds])

    def StartImport(
        self, request: contract.StartImportRequest, context: grpc.ServicerContext
    ) -> contract.StartImportResponse:
        """Begins an import."""
        file = imports.File(
            kind=_known("kind", request.kind, _KINDS),
            name=request.file_name,
            digest=request.digest,
            headers=tuple(request.headers),
        )
        scope, store = self._called()
        return answered_once(
            request,
            answers=store,
            response=contract.StartImportResponse,
            respond=lambda job: contract.StartImportResponse(import_job=self._said(job)),
            perform=lambda once: imports.start_import(scope, file, once=once),
        )

    def AddImportRows(
        self, request: contract.AddImportRowsRequest, context: grpc.ServicerContext
    ) -> contract.AddImportRowsResponse:
        """Adds rows."""
        job = imports.add_rows(
            self._scope(),
            import_id=request.import_id,
            first=request.first,
            rows=[list(row.cells) for row in request.rows],
        )
        return contract.AddImportRowsResponse(import_job=self._said(job))

    def MapImportColumns(
        self, request: contract.MapImportColumnsRequest, context: grpc.ServicerContext
    ) -> contract.MapImportColumnsResponse:
        """Says which field each column fills."""
        asked = request.when_held
        job = imports.map_columns(
            self._scope(),
            import_id=request.import_id,
            mapping=tuple(request.mapping),
            when_held=_known("when_held", asked, _WHEN_HELD) if asked else None,
        )
        return contract.MapImportColumnsResponse(import_job=self._said(job))

    def ApplyImport(
        self, request: contract.ApplyImportRequest, context: grpc.ServicerContext
    ) -> contract.ApplyImportResponse:
        """Has it applied."""
        fields.refuse(fields.day("left_on", request.left_on))
        left_on: date | None = fields.parsed_day(request.left_on)
        job = imports.apply_import(
            self._scope(),
            import_id=request.import_id,
            mode=_known("mode", request.mode, _MODES),
            left_on=left_on,
        )
        return contract.ApplyImportResponse(import_job=self._said(job))

    def CancelImport(
        self, request: contract.CancelImportRequest, context: grpc.ServicerContext
    ) -> contract.CancelImportResponse:
        """Stops it."""
        job = imports.cancel_import(self._scope(), import_id=request.import_id, undo=request.undo)
        return contract.CancelImportResponse(import_job=self._said(job))

    def RollBackImport(
        self, request: contract.RollBackImportRequest, context: grpc.ServicerContext
    ) -> contract.RollBackImportResponse:
        """Takes it back."""
        job = imports.roll_back_import(self._scope(), import_id=request.import_id)
        return contract.RollBackImportResponse(import_job=self._said(job))

    def GetImport(
        self, request: contract.GetImportRequest, context: grpc.ServicerContext
    ) -> contract.GetImportResponse:
        """An import."""
        job = imports.get_import(self._scope(), import_id=request.import_id)
        return contract.GetImportResponse(import_job=self._said(job))

    def ListImports(
        self, request: contract.ListImportsRequest, context: grpc.ServicerContext
    ) -> contract.ListImportsResponse:
        """Imports, the newest first."""
        page = imports.list_imports(self._scope(), page=requests.page(request.page))
        return contract.ListImportsResponse(
            imports=[self._said(each) for each in page.items], page=answers.page_info(page)
        )

    def ListImportRows(
        self, request: contract.ListImportRowsRequest, context: grpc.ServicerContext
    ) -> contract.ListImportRowsResponse:
        """Rows in the order of the file."""
        asked = request.outcome
        page = imports.list_rows(
            self._scope(),
            import_id=request.import_id,
            outcome=_known("outcome", asked, _OUTCOMES) if asked else None,
            page=_row_page(request.page),
        )
        return contract.ListImportRowsResponse(
            rows=[words.import_row(each) for each in page.items], page=answers.page_info(page)
        )

    def _said(self, job: Import) -> contract.Import:
        return words.import_job(job, can_roll_back=job.may_be_rolled_back(now=self._clock()))


def _known(field: str, number: int, words_: Mapping[int, T]) -> T:
    """What a number of the contract means; InvalidFieldsError for one that means nothing."""
    if number not in words_:
        raise InvalidFieldsError([FieldViolation(field, "OUT_OF_RANGE", "There is no such choice.")])
    return words_[number]


def _row_page(asked: paging_pb2.PageRequest) -> PageRequest:
    """Pages of rows go by the row's number."""
    return page_request(page_size=asked.page_size, page_token=asked.page_token, key_length=1)
