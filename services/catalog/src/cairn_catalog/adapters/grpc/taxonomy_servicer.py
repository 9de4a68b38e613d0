"""The RPCs of TaxonomyService."""
# ruff: noqa: N802, ARG002 (the contract's names; every RPC is handed its context)

import hashlib
from collections.abc import Callable
from datetime import datetime

import grpc

from cairn.catalog.v1 import taxonomy_pb2 as pb
from cairn.catalog.v1 import taxonomy_pb2_grpc
from cairn_catalog.adapters.contract.taxonomy import import_answer, import_state
from cairn_catalog.adapters.files.tables import COMMA, UnreadableTableError, decoded, rows
from cairn_catalog.application.import_taxonomy import ImportHistory, import_taxonomy
from cairn_catalog.application.ports import Catalogue
from cairn_catalog.application.tenant_admin import require_tenant_admin
from cairn_catalog.domain.proposal import NAME_AT_MOST
from cairn_catalog.domain.taxonomy.role_ladders import REQUIRED_COLUMNS, read_role_ladders
from cairn_catalog.domain.taxonomy.versions import TaxonomyKind, TaxonomySource
from cairn_platform.errors import FieldViolation, InvalidFieldsError
from cairn_platform.grpc import call as calls

CSV_BYTES_AT_MOST = 1_000_000
_FILE = "role ladders"

Context = grpc.ServicerContext


class TaxonomyServicer(taxonomy_pb2_grpc.TaxonomyServiceServicer):
    """Answers for the tenant of the call's token; `catalogue_of` and `history_of` give what a tenant has."""

    def __init__(
        self,
        *,
        catalogue_of: Callable[[str], Catalogue],
        history_of: Callable[[str], ImportHistory],
        new_id: Callable[[], str],
        clock: Callable[[], datetime],
    ) -> None:
        self._catalogue_of = catalogue_of
        self._history_of = history_of
        self._new_id = new_id
        self._clock = clock

    def ImportRoleLadders(
        self, request: pb.ImportRoleLaddersRequest, context: Context
    ) -> pb.ImportRoleLaddersResponse:
        """Brings role ladders in, or says what that would do."""
        principal = calls.current.get().principal
        require_tenant_admin(principal)
        _check(request)
        note = f"{request.title} {request.version}".strip()
        try:
            table = list(
                rows(decoded(request.csv, file=_FILE), file=_FILE, delimiter=COMMA, columns=REQUIRED_COLUMNS)
            )
        except UnreadableTableError as error:
            raise InvalidFieldsError([FieldViolation("csv", "UNREADABLE", str(error))]) from error
        outcome = import_taxonomy(
            self._catalogue_of(principal.tenant_id),
            self._history_of(principal.tenant_id),
            read=lambda register: read_role_ladders(table, register=register, source_note=note),
            source=TaxonomySource(
                kind=TaxonomyKind.ROLE_LADDERS,
                title=request.title.strip(),
                version=request.version.strip(),
                sha256=hashlib.sha256(request.csv).hexdigest(),
            ),
            into_public=False,
            dry_run=request.dry_run,
            new_id=self._new_id,
            now=self._clock(),
        )
        return import_answer(outcome)

    def ListTaxonomyImports(
        self, request: pb.ListTaxonomyImportsRequest, context: Context
    ) -> pb.ListTaxonomyImportsResponse:
        """Which taxonomies were brought in."""
        history = self._history_of(calls.current.get().principal.tenant_id)
        return pb.ListTaxonomyImportsResponse(imports=[import_state(each) for each in history.imports()])


def _check(request: pb.ImportRoleLaddersRequest) -> None:
    violations = []
    if not request.csv:
        violations.append(FieldViolation("csv", "REQUIRED", "Send a CSV file."))
    if len(request.csv) > CSV_BYTES_AT_MOST:
        violations.append(FieldViolation("csv", "TOO_LONG", f"At most {CSV_BYTES_AT_MOST} bytes."))
    if not request.title.strip():
        violations.append(FieldViolation("title", "REQUIRED", "Say what the ladders are called."))
    violations += [
        FieldViolation(field, "TOO_LONG", f"At most {NAME_AT_MOST} characters.")
        for field in ("title", "version")
        if len(getattr(request, field)) > NAME_AT_MOST
    ]
    if violations:
        raise InvalidFieldsError(violations)
