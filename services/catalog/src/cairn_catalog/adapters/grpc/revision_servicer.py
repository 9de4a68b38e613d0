"""The RPCs of RevisionService."""
# ruff: noqa: N802, ARG002 (the contract's names; every RPC is handed its context)

from collections.abc import Callable, Iterable
from datetime import datetime

import grpc

from cairn.catalog.v1 import revisions_pb2 as pb
from cairn.catalog.v1 import revisions_pb2_grpc
from cairn.common.v1 import paging_pb2
from cairn_catalog.adapters.contract.entry_kinds import any_entry, entry_kind, propose_again, proposed_entry
from cairn_catalog.adapters.contract.revisions import REVISION_STATES, revision_message
from cairn_catalog.adapters.grpc.entry_calls import in_request
from cairn_catalog.application.ports import Catalogue, Revisions
from cairn_catalog.application.schedule import (
    PAGE_KEY_LENGTH,
    get_revision,
    list_revisions,
    replace_revision,
    withdraw_revision,
)
from cairn_catalog.domain.revision import RevisionState
from cairn_platform.errors import FieldViolation, InvalidFieldsError
from cairn_platform.grpc import call as calls
from cairn_platform.paging import page_request

Context = grpc.ServicerContext

_STATES = {number: state for state, number in REVISION_STATES.items()}


class RevisionServicer(revisions_pb2_grpc.RevisionServiceServicer):
    """Answers for the tenant of the call's token."""

    def __init__(
        self,
        *,
        catalogue_of: Callable[[str], Catalogue],
        revisions_of: Callable[[str], Revisions],
        clock: Callable[[], datetime],
    ) -> None:
        self._catalogue_of = catalogue_of
        self._revisions_of = revisions_of
        self._clock = clock

    def GetRevision(self, request: pb.GetRevisionRequest, context: Context) -> pb.GetRevisionResponse:
        """The scheduled revision of an entry."""
        principal = calls.current.get().principal
        revision = get_revision(
            self._catalogue_of(principal.tenant_id),
            self._revisions_of(principal.tenant_id),
            principal=principal,
            kind=entry_kind("kind", request.kind),
            entry_id=request.entry_id,
            propose_again=propose_again,
        )
        return pb.GetRevisionResponse(revision=revision_message(revision), entry=any_entry(revision.proposed))

    def ListRevisions(self, request: pb.ListRevisionsRequest, context: Context) -> pb.ListRevisionsResponse:
        """The scheduled revisions of the tenant."""
        principal = calls.current.get().principal
        page = page_request(
            page_size=request.page.page_size,
            page_token=request.page.page_token,
            key_length=PAGE_KEY_LENGTH,
        )
        found = list_revisions(
            self._revisions_of(principal.tenant_id),
            principal=principal,
            states=_states(request.states),
            page=page,
        )
        return pb.ListRevisionsResponse(
            revisions=[revision_message(each) for each in found.items],
            page=paging_pb2.PageInfo(next_page_token=found.next_token),
        )

    def ReplaceRevision(
        self, request: pb.ReplaceRevisionRequest, context: Context
    ) -> pb.ReplaceRevisionResponse:
        """Puts another revision in the place of the one that waits."""
        principal = calls.current.get().principal
        form, proposal = proposed_entry("entry", request.entry)
        try:
            revision = replace_revision(
                self._catalogue_of(principal.tenant_id),
                self._revisions_of(principal.tenant_id),
                principal=principal,
                proposal=proposal,
                effective_on=request.effective_on,
                expected_version=request.expected_version,
                confirmed_impact=request.confirmed_impact,
                now=self._clock(),
            )
        except InvalidFieldsError as error:
            raise in_request(error, f"entry.{form.field}") from error
        return pb.ReplaceRevisionResponse(revision=revision_message(revision))

    def WithdrawRevision(
        self, request: pb.WithdrawRevisionRequest, context: Context
    ) -> pb.WithdrawRevisionResponse:
        """Takes a revision back."""
        principal = calls.current.get().principal
        revision = withdraw_revision(
            self._revisions_of(principal.tenant_id),
            principal=principal,
            kind=entry_kind("kind", request.kind),
            entry_id=request.entry_id,
            expected_version=request.expected_version,
            now=self._clock(),
        )
        return pb.WithdrawRevisionResponse(revision=revision_message(revision))


def _states(numbers: Iterable["pb.RevisionState.ValueType"]) -> list[RevisionState]:
    asked = list(numbers)
    unknown = [
        FieldViolation(f"states[{index}]", "OUT_OF_RANGE", "There is no such state.")
        for index, number in enumerate(asked)
        if number not in _STATES
    ]
    if unknown:
        raise InvalidFieldsError(unknown)
    return [_STATES[number] for number in asked]
