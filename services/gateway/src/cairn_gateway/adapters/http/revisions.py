"""Scheduled revisions: edits of published entries that wait for their day. They are made by a PUT that names a later day."""

from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response
from pydantic import Field, create_model

from cairn.catalog.v1 import revisions_pb2 as messages
from cairn_gateway.adapters.http import paging, preconditions
from cairn_gateway.adapters.http.caller import Asking
from cairn_gateway.adapters.http.catalogue import DraftT, EntryT, Kind, effective_day
from cairn_gateway.adapters.http.curation import EntryKind, number_of
from cairn_gateway.adapters.http.locating import in_body
from cairn_gateway.adapters.http.model import Answer, Day, Instant, Page, PageQuery
from cairn_gateway.adapters.http.preconditions import ConfirmedImpact, ExpectedVersion
from cairn_gateway.adapters.http.problems import responses
from cairn_gateway.adapters.http.refusals import locating
from cairn_gateway.adapters.http.translation import answer, number


class RevisionState(StrEnum):
    """What became of a scheduled revision: it waits for its day, was applied, did not fit on its day, or was taken back."""

    WAITING = "waiting"
    APPLIED = "applied"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class RevisionProblem(Answer):
    """Why a revision does not fit."""

    field: str
    """The field of the entry, such as `skills_granted[0].skill_id`; `entry` for the entry as a whole."""
    reason: str
    """The reason, for programs, such as RETIRED_REFERENCE or ENTRY_CHANGED."""
    detail: str
    """The reason, for people."""


class ScheduledRevision(Answer):
    """A scheduled revision, without what it says."""

    kind: EntryKind
    """What it revises."""
    entry_id: str
    """Which one."""
    name: str
    """The name that the entry has after it."""
    version: int
    """Grows by one whenever the entry's scheduled revision is scheduled, replaced, withdrawn, applied or fails."""
    state: RevisionState
    """What became of it."""
    effective_on: Day
    """Its day; it begins at 00:00 UTC."""
    revises_version: int
    """The version of the entry that it revises; 0 where it makes the tenant's own version of a public one."""
    scheduled_at: Instant
    """When it was scheduled."""
    settled_at: Instant | None
    """When it was applied, failed or was withdrawn; null while it waits."""
    problems: list[RevisionProblem]
    """Why it failed; of one that waits, asked for by its entry, why it would fail if today were its day."""


class ScheduledRevisionPage(Page[ScheduledRevision]):
    """Scheduled revisions, the earliest day first."""


class RevisionsQuery(PageQuery):
    """Which revisions are asked for."""

    state: Annotated[list[RevisionState], Field(default_factory=list)]
    """Only those that stand like this; without it, those that wait and those that failed."""


everywhere = APIRouter(prefix="/revisions", tags=["revisions"])


@everywhere.get("", operation_id="listRevisions", summary="List scheduled revisions")
async def list_revisions(
    upstream: Asking, query: Annotated[RevisionsQuery, Query()]
) -> ScheduledRevisionPage:
    """The edits that wait for their day, and those that did not fit on it. Needs tenant-admin."""
    states: list[Any] = [number(messages.RevisionState.DESCRIPTOR, state) for state in query.state]
    found = await upstream.read(
        upstream.revisions.ListRevisions,
        messages.ListRevisionsRequest(page=paging.asked(query), states=states),
    )
    items = [answer(ScheduledRevision, each) for each in found.revisions]
    return ScheduledRevisionPage(items=items, next_cursor=paging.next_cursor(found.page))


def routes(kind: Kind[DraftT, EntryT]) -> APIRouter:
    """The routes of the scheduled revisions of one kind of entry."""
    router = APIRouter(prefix=f"/{kind.plural}/{{{kind.id_field}}}/revision", tags=[kind.plural])
    entry_kind = number_of(kind)
    whole: Any = create_model(
        f"{kind.name}Revision",
        __base__=ScheduledRevision,
        __doc__=f"The scheduled revision of a {kind.noun}.",
        entry=(kind.draft, Field(description=f"The {kind.noun} as the revision wants it.")),
    )

    async def get(upstream: Asking, entry_id: str, response: Response) -> Any:
        asked = messages.GetRevisionRequest(kind=entry_kind, entry_id=entry_id)
        found = await upstream.read(upstream.revisions.GetRevision, asked)
        preconditions.show_version(response, found.revision.version)
        wanted = answer(kind.draft, getattr(found.entry, kind.field))
        return answer(whole, found.revision, entry=wanted)

    async def put(
        upstream: Asking,
        entry_id: str,
        draft: DraftT,
        expected: ExpectedVersion,
        *,
        impact: ConfirmedImpact = None,
        response: Response,
    ) -> ScheduledRevision:
        effective_on = effective_day(draft)
        asked = messages.ReplaceRevisionRequest(
            effective_on=effective_on.isoformat() if effective_on else "",
            expected_version=expected,
            confirmed_impact=impact or "",
        )
        getattr(asked.entry, kind.field).CopyFrom(kind.sent(draft, entry_id))
        async with locating(in_body(wrapper="entry", flattened=(kind.field, "goal"))):
            replaced = await upstream.write(upstream.revisions.ReplaceRevision, asked)
        preconditions.show_version(response, replaced.revision.version)
        return answer(ScheduledRevision, replaced.revision)

    async def delete(
        upstream: Asking, entry_id: str, expected: ExpectedVersion, response: Response
    ) -> ScheduledRevision:
        asked = messages.WithdrawRevisionRequest(
            kind=entry_kind, entry_id=entry_id, expected_version=expected
        )
        withdrawn = await upstream.write(upstream.revisions.WithdrawRevision, asked)
        preconditions.show_version(response, withdrawn.revision.version)
        return answer(ScheduledRevision, withdrawn.revision)

    alias = Annotated[str, Path(alias=kind.id_field)]
    for handler in (get, put, delete):
        handler.__annotations__["entry_id"] = alias
    put.__annotations__["draft"] = kind.edit
    router.add_api_route(
        "",
        get,
        methods=["GET"],
        operation_id=f"get{kind.name}Revision",
        summary=f"Get the scheduled revision of a {kind.noun}",
        description="As it was last scheduled, whatever became of it. Needs tenant-admin.",
        response_model=whole,
        responses={200: {"headers": preconditions.ETAG}, **responses(404)},
    )
    router.add_api_route(
        "",
        put,
        methods=["PUT"],
        operation_id=f"replace{kind.name}Revision",
        summary=f"Replace the scheduled revision of a {kind.noun}",
        description=(
            "Puts another revision in the place of the one that waits (If-Match with the revision's ETag). The body is an edit of the "
            "entry with a later day, and X-Cairn-Impact what the edit was shown to touch. Needs tenant-admin."
        ),
        response_model=ScheduledRevision,
        responses={200: {"headers": preconditions.ETAG}, **responses(404, 409, 412, 428)},
    )
    router.add_api_route(
        "",
        delete,
        methods=["DELETE"],
        operation_id=f"withdraw{kind.name}Revision",
        summary=f"Withdraw the scheduled revision of a {kind.noun}",
        description="Takes back one that waits or has failed (If-Match with the revision's ETag). Needs tenant-admin.",
        response_model=ScheduledRevision,
        responses={200: {"headers": preconditions.ETAG}, **responses(404, 412, 428)},
    )
    return router
