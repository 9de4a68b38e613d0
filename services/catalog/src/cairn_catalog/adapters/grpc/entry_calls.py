"""Get, list and publish, the same for every kind of entry: from the contract's messages to the use cases and back."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol, TypeVar

from cairn.catalog.v1 import catalog_service_pb2 as pb
from cairn.common.v1 import paging_pb2
from cairn_catalog.adapters.contract.forms import Form, M
from cairn_catalog.application.ports import Catalogue, Revisions
from cairn_catalog.application.publish import publish_entry
from cairn_catalog.application.read import PAGE_KEY_LENGTH, get_entry, list_entries
from cairn_catalog.application.schedule import Scheduled, schedule_revision
from cairn_catalog.application.tenant_admin import TENANT_ADMIN
from cairn_catalog.domain.entry import E
from cairn_catalog.domain.listing import Criteria
from cairn_catalog.domain.naming import Named
from cairn_catalog.domain.revision import check_effective_on, day_of
from cairn_catalog.domain.view import Seen
from cairn_platform.errors import InvalidFieldsError
from cairn_platform.grpc import call as calls
from cairn_platform.grpc.call import Answers, answered_once
from cairn_platform.idempotency import Once
from cairn_platform.paging import page_request

PublishRequest = (
    pb.PublishIssuerRequest
    | pb.PublishPlatformRequest
    | pb.PublishSkillRequest
    | pb.PublishCredentialRequest
    | pb.PublishStackRequest
    | pb.PublishLearningPathRequest
    | pb.PublishRoleRequest
    | pb.PublishLadderRequest
)
PublishResponse = (
    pb.PublishIssuerResponse
    | pb.PublishPlatformResponse
    | pb.PublishSkillResponse
    | pb.PublishCredentialResponse
    | pb.PublishStackResponse
    | pb.PublishLearningPathResponse
    | pb.PublishRoleResponse
    | pb.PublishLadderResponse
)
R = TypeVar("R", bound=PublishResponse)

_BESIDE_THE_ENTRY = frozenset({"expected_version", "effective_on"})


class AnsweringCatalogue(Catalogue, Answers, Protocol):
    """A tenant's catalogue that keeps the first answers too."""


class EntryCalls:
    """Answers for the tenant of the call's token. `catalogue_of` and `revisions_of` give what a tenant has."""

    def __init__(
        self,
        *,
        catalogue_of: Callable[[str], AnsweringCatalogue],
        revisions_of: Callable[[str], Revisions],
        new_id: Callable[[], str],
        clock: Callable[[], datetime],
    ) -> None:
        self._catalogue_of = catalogue_of
        self._revisions_of = revisions_of
        self._new_id = new_id
        self._clock = clock

    def get(self, form: Form[E, M], entry_id: str) -> M:
        """The entry with this id."""
        [message] = self._messages(form, [get_entry(self._readable(), form.kind, entry_id)])
        return message

    def listed(
        self, form: Form[E, M], criteria: Criteria, page: paging_pb2.PageRequest
    ) -> tuple[list[M], paging_pb2.PageInfo]:
        """One page of the entries that fit, and where it stands."""
        asked = page_request(page_size=page.page_size, page_token=page.page_token, key_length=PAGE_KEY_LENGTH)
        found = list_entries(self._readable(), form.kind, criteria=criteria, page=asked)
        info = paging_pb2.PageInfo(next_page_token=found.next_token)
        return self._messages(form, found.items), info

    def publish(
        self, form: Form[E, M], request: PublishRequest, message: M, *, respond: Callable[[M], R]
    ) -> R:
        """Publishes the entry in the request, once per idempotency key, or keeps it for its day.

        `respond` puts an entry into the answer.
        """
        catalogue = self._catalogue()
        proposal = form.propose(message)

        def perform(once: Once | None) -> Seen[E] | Scheduled[E]:
            principal, now = calls.current.get().principal, self._clock()
            try:
                later = check_effective_on(request.effective_on, today=day_of(now))
                if later is not None:
                    return schedule_revision(
                        catalogue,
                        self._revisions(),
                        principal=principal,
                        proposal=proposal,
                        expected_version=request.expected_version,
                        effective_on=later,
                        replaces=None,
                        confirmed_impact=request.confirmed_impact,
                        once=once,
                        now=now,
                    )
                return publish_entry(
                    catalogue,
                    principal=principal,
                    proposal=proposal,
                    expected_version=request.expected_version,
                    confirmed_impact=request.confirmed_impact,
                    once=once,
                    new_id=self._new_id,
                    now=now,
                )
            except InvalidFieldsError as error:
                raise in_request(error, form.field) from error

        return answered_once(
            request,
            answers=catalogue,
            response=type(respond(form.message())),
            respond=lambda outcome: respond(self._published(form, outcome)),
            perform=perform,
        )

    def _published(self, form: Form[E, M], outcome: Seen[E] | Scheduled[E]) -> M:
        if isinstance(outcome, Scheduled):
            return form.seen(outcome.seen, revision_due_on=outcome.revision.effective_on)
        [message] = self._messages(form, [outcome])
        return message

    def _messages(self, form: Form[E, M], found: Sequence[Seen[E]]) -> list[M]:
        waiting = self._revisions().waiting([each.entry for each in found])
        return [
            form.seen(each, revision_due_on=waiting.get(Named(form.kind, each.entry.id))) for each in found
        ]

    def _revisions(self) -> Revisions:
        return self._revisions_of(calls.current.get().principal.tenant_id)

    def _readable(self) -> Catalogue:
        """What the caller may read: drafts too, for the tenant's admins."""
        catalogue = self._catalogue()
        is_admin = TENANT_ADMIN in calls.current.get().principal.roles
        return catalogue.with_drafts() if is_admin else catalogue

    def _catalogue(self) -> AnsweringCatalogue:
        return self._catalogue_of(calls.current.get().principal.tenant_id)


def in_request(error: InvalidFieldsError, field: str) -> InvalidFieldsError:
    """The same violations, with the entry's fields where they stand in the request."""
    return InvalidFieldsError(
        [
            each if each.field in _BESIDE_THE_ENTRY else replace(each, field=f"{field}.{each.field}")
            for each in error.violations
        ]
    )
