"""Looking after the catalogue: for each kind of entry, what a change of one touches, and taking it out of use."""

from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Path, Response
from pydantic import Field

from cairn.catalog.v1 import curation_pb2 as messages
from cairn.learners.v1 import entry_usage_pb2 as usage
from cairn_gateway.adapters.http import preconditions
from cairn_gateway.adapters.http.caller import Asking
from cairn_gateway.adapters.http.catalogue import Kind
from cairn_gateway.adapters.http.locating import in_body
from cairn_gateway.adapters.http.model import Answer, Day, Draft
from cairn_gateway.adapters.http.preconditions import ExpectedOrNew
from cairn_gateway.adapters.http.problems import responses
from cairn_gateway.adapters.http.refusals import locating
from cairn_gateway.adapters.http.translation import answer, request


class EntryKind(StrEnum):
    """What kind of entry something is."""

    ISSUER = "issuer"
    PLATFORM = "platform"
    SKILL = "skill"
    CREDENTIAL = "credential"
    STACK = "stack"
    LEARNING_PATH = "learning_path"
    ROLE = "role"
    LADDER = "ladder"


class EntryReference(Draft):
    """One entry, named."""

    kind: EntryKind
    """What it is."""
    entry_id: str
    """Its id."""
    name: str | None = None
    """Its name; ignored when sent."""


class PeopleTouched(Answer):
    """How many people have to do with an entry."""

    holders: int
    """People who hold the credential, verified and valid now."""
    claimants: int
    """People whose claim of the credential waits for a decision."""
    enrolled: int
    """People who are on the path."""
    in_role: int
    """People whose position is the role."""
    aiming: int
    """People who want to be ready for the role."""


_HELD_BY_PEOPLE = frozenset({"credential", "learning_path", "role"})


class Impact(Answer):
    """What a change of an entry touches."""

    referrers: list[EntryReference]
    """The entries in use that name it, as the caller's tenant sees them."""
    cycle: list[str]
    """Where a stack contains itself by this one: the ids on the way, from it and back to it; empty where there is no such way."""
    people: PeopleTouched
    """How many people have to do with it."""
    digest: str
    """What an edit of the published entry sends as X-Cairn-Impact: another one when the entry or what names it has changed since."""


class RetirementDraft(Draft):
    """Why an entry is taken out of use, and what names it."""

    reason: str
    """Why."""
    referrers: Annotated[list[EntryReference], Field(default_factory=list)]
    """Every entry in use that names it, as its impact lists them: nothing loses what it names unseen."""


class Retirement(Answer):
    """An entry as it was retired."""

    version: int
    """Its version now."""
    retired_on: Day
    """The day of its retirement, in UTC."""


def number_of(kind: Kind[Any, Any]) -> "messages.EntryKind.ValueType":
    """The kind's number in the contract."""
    return messages.EntryKind.Value(f"ENTRY_KIND_{kind.field.upper()}")


def routes(kind: Kind[Any, Any]) -> APIRouter:
    """The routes of one kind of entry."""
    router = APIRouter(prefix=f"/{kind.plural}/{{{kind.id_field}}}", tags=[kind.plural])
    entry_kind = number_of(kind)

    async def get_impact(upstream: Asking, entry_id: str) -> Impact:
        asked = messages.GetImpactRequest(kind=entry_kind, entry_id=entry_id)
        found = await upstream.read(upstream.curation.GetImpact, asked)
        counted = {kind.id_field: entry_id} if kind.field in _HELD_BY_PEOPLE else {}
        people = await upstream.read(
            upstream.entry_usage.CountEntryUsage, usage.CountEntryUsageRequest(**counted)
        )
        return answer(Impact, found, people=answer(PeopleTouched, people))

    async def retire(
        upstream: Asking, entry_id: str, draft: RetirementDraft, expected: ExpectedOrNew, response: Response
    ) -> Retirement:
        asked = request(draft, messages.RetireEntryRequest, kind=entry_kind, entry_id=entry_id)
        asked.expected_version = expected
        async with locating(in_body()):
            retired = await upstream.write(upstream.curation.RetireEntry, asked)
        preconditions.show_version(response, retired.version)
        return answer(Retirement, retired)

    alias = Annotated[str, Path(alias=kind.id_field)]
    get_impact.__annotations__["entry_id"] = retire.__annotations__["entry_id"] = alias
    router.add_api_route(
        "/impact",
        get_impact,
        methods=["GET"],
        operation_id=f"get{kind.name}Impact",
        summary=f"Get what a change of a {kind.noun} touches",
        description=f"Which entries in use name the {kind.noun}, and how many people have to do with it. Needs tenant-admin.",
        response_model=Impact,
        responses=responses(404),
    )
    router.add_api_route(
        "/retirement",
        retire,
        methods=["POST"],
        operation_id=f"retire{kind.name}",
        summary=f"Take a {kind.noun} out of use",
        description=(
            "Whoever holds it keeps it, and it can still be looked up; lists and search leave it out. Every entry in use that names it "
            "has to be named. A public entry (If-None-Match: *) is retired for the tenant only. Needs tenant-admin."
        ),
        response_model=Retirement,
        responses={200: {"headers": preconditions.ETAG}, **responses(404, 409, 412, 428)},
    )
    return router
