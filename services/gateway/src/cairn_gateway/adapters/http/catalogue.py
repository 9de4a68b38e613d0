"""The catalogue: the same four routes for each of its eight kinds of entry."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Generic, TypeVar

from fastapi import APIRouter, Path, Query, Response
from google.protobuf.message import Message
from pydantic import Field

from cairn.catalog.v1 import catalog_service_pb2 as catalog
from cairn.catalog.v1 import entries_pb2 as messages
from cairn_gateway.adapters.grpc.upstream import Upstream
from cairn_gateway.adapters.http import entries, paging, preconditions
from cairn_gateway.adapters.http.caller import Asking, Creating
from cairn_gateway.adapters.http.entry_parts import CredentialKind, Lifecycle
from cairn_gateway.adapters.http.locating import in_body
from cairn_gateway.adapters.http.model import Page, PageQuery
from cairn_gateway.adapters.http.preconditions import ConfirmedImpact, ExpectedOrNew
from cairn_gateway.adapters.http.problems import responses
from cairn_gateway.adapters.http.refusals import locating
from cairn_gateway.adapters.http.translation import answer, number, request

DraftT = TypeVar("DraftT", bound=entries.EntryDraft)
EntryT = TypeVar("EntryT", bound=entries.Entry)


class EntriesQuery(PageQuery):
    """Which entries are asked for."""

    query: Annotated[str | None, Field(max_length=200)] = None
    """Only those whose name or alias contains this text, regardless of case."""
    include_retired: bool = False
    """Also those that are retired."""


class CredentialsQuery(EntriesQuery):
    """Which credentials are asked for."""

    kind: Annotated[list[CredentialKind], Field(default_factory=list)]
    """Only credentials of these kinds."""
    issuer_id: str | None = None
    """Only credentials of this issuer."""
    skill_id: str | None = None
    """Only credentials that grant this skill."""


@dataclass(frozen=True, kw_only=True)
class Kind(Generic[DraftT, EntryT]):
    """One kind of entry. The contract names the RPCs, their messages and fields of every kind alike."""

    plural: str
    noun: str
    name: str
    id_field: str
    draft: type[DraftT]
    entry: type[EntryT]
    page: type[Page[EntryT]]
    message: type[Message]

    @cached_property
    def edit(self) -> type[DraftT]:
        """What a client sends to edit one."""
        return entries.edit_of(self.draft, self.name)

    @property
    def field(self) -> str:
        """The field of the contract's requests and answers that holds an entry."""
        return self.noun.replace(" ", "_")

    def identity(self, entry: object) -> str:
        """The entry's id."""
        return str(getattr(entry, self.id_field))

    def location(self, entry_id: str) -> str:
        """The entry's path."""
        return f"/api/v1/{self.plural}/{entry_id}"

    async def list(self, upstream: Upstream, query: EntriesQuery, **filters: Any) -> Page[EntryT]:
        """One page of entries."""
        list_request = getattr(catalog, f"List{self.name}sRequest")
        found = await upstream.read(
            getattr(upstream.catalog, f"List{self.name}s"),
            list_request(
                page=paging.asked(query),
                query=query.query or "",
                include_retired=query.include_retired,
                **filters,
            ),
        )
        items = [answer(self.entry, entry) for entry in getattr(found, f"{self.field}s")]
        return self.page(items=items, next_cursor=paging.next_cursor(found.page))

    async def get(self, upstream: Upstream, entry_id: str) -> EntryT:
        """An entry by its id."""
        get_request = getattr(catalog, f"Get{self.name}Request")
        found = await upstream.read(
            getattr(upstream.catalog, f"Get{self.name}"), get_request(**{self.id_field: entry_id})
        )
        return answer(self.entry, getattr(found, self.field))

    def sent(self, draft: DraftT, entry_id: str | None) -> Message:
        """The entry that a client sent, under its id."""
        entry = request(draft, self.message)
        setattr(entry, self.id_field, entry_id or "")
        return entry

    async def publish(
        self, upstream: Upstream, draft: DraftT, entry_id: str | None, expected: int, impact: str | None
    ) -> EntryT:
        """Publishes a new entry (`expected` 0) or a revision of that version, at once or on its day; `impact` is what was confirmed."""
        effective_on = effective_day(draft)
        publish_request = getattr(catalog, f"Publish{self.name}Request")
        async with locating(in_body(wrapper=self.field, flattened=("goal",))):
            published = await upstream.write(
                getattr(upstream.catalog, f"Publish{self.name}"),
                publish_request(
                    **{self.field: self.sent(draft, entry_id)},
                    expected_version=expected,
                    effective_on=effective_on.isoformat() if effective_on else "",
                    confirmed_impact=impact or "",
                ),
            )
        return answer(self.entry, getattr(published, self.field))


def effective_day(edit: entries.EntryDraft) -> date | None:
    """The day from which on an edit is to hold, where it says one."""
    day: date | None = getattr(edit, "effective_on", None)
    return day


def is_scheduled(entry: entries.Entry, day: date | None) -> bool:
    """Whether the edit for that day waits, as the entry that it was answered with says."""
    lifecycle: Lifecycle | None = getattr(entry, "lifecycle", None)
    return day is not None and lifecycle is not None and lifecycle.revision_due_on == day


CREDENTIALS = Kind(
    plural="credentials",
    noun="credential",
    name="Credential",
    id_field="credential_id",
    draft=entries.CredentialDraft,
    entry=entries.Credential,
    page=entries.CredentialPage,
    message=messages.Credential,
)

KINDS: tuple[Kind[Any, Any], ...] = (
    CREDENTIALS,
    Kind(
        plural="issuers",
        noun="issuer",
        name="Issuer",
        id_field="issuer_id",
        draft=entries.IssuerDraft,
        entry=entries.Issuer,
        page=entries.IssuerPage,
        message=messages.Issuer,
    ),
    Kind(
        plural="platforms",
        noun="platform",
        name="Platform",
        id_field="platform_id",
        draft=entries.PlatformDraft,
        entry=entries.Platform,
        page=entries.PlatformPage,
        message=messages.Platform,
    ),
    Kind(
        plural="skills",
        noun="skill",
        name="Skill",
        id_field="skill_id",
        draft=entries.SkillDraft,
        entry=entries.Skill,
        page=entries.SkillPage,
        message=messages.Skill,
    ),
    Kind(
        plural="stacks",
        noun="stack",
        name="Stack",
        id_field="stack_id",
        draft=entries.StackDraft,
        entry=entries.Stack,
        page=entries.StackPage,
        message=messages.Stack,
    ),
    Kind(
        plural="learning-paths",
        noun="learning path",
        name="LearningPath",
        id_field="path_id",
        draft=entries.LearningPathDraft,
        entry=entries.LearningPath,
        page=entries.LearningPathPage,
        message=messages.LearningPath,
    ),
    Kind(
        plural="roles",
        noun="role",
        name="Role",
        id_field="role_id",
        draft=entries.RoleDraft,
        entry=entries.Role,
        page=entries.RolePage,
        message=messages.Role,
    ),
    Kind(
        plural="ladders",
        noun="ladder",
        name="Ladder",
        id_field="ladder_id",
        draft=entries.LadderDraft,
        entry=entries.Ladder,
        page=entries.LadderPage,
        message=messages.Ladder,
    ),
)


def routes(kind: Kind[DraftT, EntryT]) -> APIRouter:
    """The four routes of one kind of entry."""
    router = APIRouter(prefix=f"/{kind.plural}", tags=[kind.plural])
    _add_list(router, kind)

    async def create(upstream: Creating, draft: DraftT, response: Response) -> EntryT:
        entry = await kind.publish(
            upstream, draft, kind.identity(draft) if _names_id(draft) else None, 0, None
        )
        preconditions.show_created(response, entry.version, kind.location(kind.identity(entry)))
        return entry

    def _names_id(draft: DraftT) -> bool:
        return getattr(draft, kind.id_field) is not None

    async def get(upstream: Asking, entry_id: str, response: Response) -> EntryT:
        entry = await kind.get(upstream, entry_id)
        preconditions.show_version(response, entry.version, public=entry.origin is entries.Origin.PUBLIC)
        return entry

    async def put(
        upstream: Asking,
        entry_id: str,
        draft: DraftT,
        expected: ExpectedOrNew,
        *,
        impact: ConfirmedImpact = None,
        response: Response,
    ) -> EntryT:
        if _names_id(draft):
            preconditions.same_id(kind.id_field, kind.identity(draft), entry_id)
        entry = await kind.publish(upstream, draft, entry_id, expected, impact)
        if is_scheduled(entry, effective_day(draft)):
            public = entry.origin is entries.Origin.PUBLIC
            preconditions.show_accepted(
                response, entry.version, f"{kind.location(entry_id)}/revision", public=public
            )
        else:
            preconditions.show_saved(response, entry.version, kind.location(entry_id), created=expected == 0)
        return entry

    # FastAPI reads from the annotations what differs between the kinds: the body's schema and the name of the id.
    create.__annotations__["draft"] = kind.draft
    put.__annotations__["draft"] = kind.edit
    get.__annotations__["entry_id"] = put.__annotations__["entry_id"] = Annotated[
        str, Path(alias=kind.id_field)
    ]

    router.add_api_route(
        "",
        create,
        methods=["POST"],
        operation_id=f"create{kind.name}",
        summary=f"Publish a new {kind.noun}",
        description=f"Publishes a new {kind.noun}. Needs tenant-admin.",
        status_code=201,
        response_model=kind.entry,
        responses={**preconditions.CREATED, **responses(404, 409)},
    )
    router.add_api_route(
        f"/{{{kind.id_field}}}",
        get,
        methods=["GET"],
        operation_id=f"get{kind.name}",
        summary=f"Get a {kind.noun}",
        description="As the caller's tenant sees it: a version of its own stands in a public entry's place.",
        response_model=kind.entry,
        responses={200: {"headers": preconditions.ETAG}, **responses(404)},
    )
    router.add_api_route(
        f"/{{{kind.id_field}}}",
        put,
        methods=["PUT"],
        operation_id=f"put{kind.name}",
        summary=f"Revise or publish a {kind.noun}",
        description=(
            f"Publishes a revision (If-Match), or a new {kind.noun} with this id (If-None-Match: *), which for a public "
            "entry's id is the tenant's own version of it. An edit of what is published says in X-Cairn-Impact which impact it was "
            "shown, and may name a later day on which it takes effect. Needs tenant-admin."
        ),
        response_model=kind.entry,
        responses={
            **preconditions.put_answers(kind.entry),
            **preconditions.accepted_answer(kind.entry),
            **responses(404, 409, 412, 428),
        },
    )
    return router


def _add_list(router: APIRouter, kind: Kind[DraftT, EntryT]) -> None:
    async def list_entries(upstream: Asking, query: Annotated[EntriesQuery, Query()]) -> Page[EntryT]:
        return await kind.list(upstream, query)

    async def list_credentials(upstream: Asking, query: Annotated[CredentialsQuery, Query()]) -> Page[EntryT]:
        kinds = [number(messages.CredentialKind.DESCRIPTOR, wanted) for wanted in query.kind]
        return await kind.list(
            upstream, query, kinds=kinds, issuer_id=query.issuer_id or "", skill_id=query.skill_id or ""
        )

    router.add_api_route(
        "",
        list_credentials if kind.plural == CREDENTIALS.plural else list_entries,
        methods=["GET"],
        operation_id=f"list{kind.name}s",
        summary=f"List {kind.noun}s",
        description=f"The {kind.noun}s that the caller's tenant sees, public and own, ordered by name.",
        response_model=kind.page,
    )
