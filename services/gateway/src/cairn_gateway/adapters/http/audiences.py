"""Dynamic audiences: rules over what is known of people, saved under a name."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from cairn.learners.v1 import audiences_pb2 as messages
from cairn_gateway.adapters.grpc.upstream import Upstream
from cairn_gateway.adapters.http import paging, preconditions
from cairn_gateway.adapters.http.caller import Asking, Creating
from cairn_gateway.adapters.http.locating import in_body
from cairn_gateway.adapters.http.model import Answer, Draft, Flag, Instant, Page, PageQuery
from cairn_gateway.adapters.http.preconditions import ExpectedOrNew
from cairn_gateway.adapters.http.problems import responses
from cairn_gateway.adapters.http.refusals import locating
from cairn_gateway.adapters.http.translation import answer, request


class RuleKind(StrEnum):
    """What a rule is made of: every rule below it, any of them, not the one below it, or a condition."""

    ALL_OF = "all_of"
    ANY_OF = "any_of"
    NOT = "not"
    CONDITION = "condition"


class RuleComparison(StrEnum):
    """How a condition compares an attribute with its values."""

    IS_ANY_OF = "is_any_of"
    CONTAINS = "contains"
    BEFORE = "before"
    ON_OR_AFTER = "on_or_after"
    AT_LEAST = "at_least"
    LESS_THAN = "less_than"


class RuleValueKind(StrEnum):
    """What the values of a condition are: ids of something, texts, a day, or an ISO 8601 duration."""

    ROLE = "role"
    DEPARTMENT = "department"
    PERSON = "person"
    CREDENTIAL = "credential"
    TEXT = "text"
    DAY = "day"
    DURATION = "duration"


class RuleAnswer(StrEnum):
    """What a rule says of a person. Who is not known to be in is out, and told apart from who is known to be out."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Rule(Draft):
    """A rule: a tree of at most 5 levels and 40 conditions."""

    kind: RuleKind
    """What it is."""
    rules: Annotated[list["Rule"], Field(default_factory=list)]
    """The rules below it; none of a condition."""
    attribute: str | None = None
    """What a condition asks about: the name of an attribute, or `own.` and the name of one of the employer's own."""
    comparison: RuleComparison | None = None
    """How a condition compares."""
    values: Annotated[list[str], Field(default_factory=list)]
    """What it compares with, at most 100."""


class AudienceAttribute(Answer):
    """Something that rules may ask about people."""

    name: str
    """Its name in rules."""
    label: str
    """What people call it."""
    comparisons: list[RuleComparison]
    """How it may be compared."""
    values: RuleValueKind
    """What it is compared with."""
    takes_one_value: bool
    """It is compared with exactly one value."""


class AudienceAttributes(Answer):
    """What rules may ask about people."""

    items: list[AudienceAttribute]
    """In the order in which they are offered."""


class DynamicAudience(Answer):
    """A rule under a name. Who is in follows from the rule; nobody is listed."""

    audience_id: str
    """A slug or UUID."""
    version: int
    """Grows by one with each change."""
    name: str
    """What people call it."""
    rule: Rule
    """Who is in."""
    retired: bool
    """It is not assigned to any more."""
    sentence: str
    """The rule as a sentence."""
    made_by: str | None
    """Who saved it first: a person id; null when an API client did."""
    changed_at: Instant
    """When it was changed last."""


class DynamicAudiencePage(Page[DynamicAudience]):
    """Audiences by name."""


class DynamicAudienceDraft(Draft):
    """An audience as it shall be."""

    audience_id: str | None = None
    """A slug or UUID; null for a new UUID."""
    name: Annotated[str, Field(max_length=200)]
    """What people call it."""
    rule: Rule
    """Who is in."""
    retired: Flag = False
    """It is not assigned to any more; refused while an assignment to it goes on."""


class RulePreviewDraft(Draft):
    """A rule that is not saved yet."""

    rule: Rule
    """Who would be in."""


class AudienceMember(Answer):
    """Somebody in an audience."""

    person_id: str
    """The person."""
    name: str
    """Given name and family name."""
    title: str | None
    """The title of the primary position; null for none."""


class AudienceMemberPage(Page[AudienceMember]):
    """People by name."""


class RulePreview(Answer):
    """What a rule says, and of whom it is true now."""

    sentence: str
    """The rule as a sentence."""
    member_count: int
    """Of how many people it is true, of those whom the caller leads."""
    unknown_count: int
    """Of how many it cannot be told, because something is not known of them."""
    members: list[AudienceMember]
    """The first 50 of whom it is true, by name."""


class RuleTrace(Answer):
    """What a part of a rule says of a person, and why."""

    answer: RuleAnswer
    """What it says."""
    clause: str
    """The part, as it reads behind "who"."""
    found: list[str]
    """What was found of the person; empty where nothing is known."""
    changes_at: Instant | None
    """When time alone may change the answer next; null for never."""
    parts: list["RuleTrace"]
    """The same for every rule below it."""


class MembershipExplained(Answer):
    """Why somebody is in an audience or out of it."""

    person_id: str
    """The person."""
    is_in: bool
    """The person is in the audience now."""
    sentence: str
    """The rule as a sentence."""
    trace: RuleTrace
    """Why, from the whole rule down to what was found of the person."""
    left_on: date | None
    """The last day of who has left, and is out of every audience whatever the rule says; null for who works here."""


router = APIRouter(prefix="/audiences", tags=["audiences"])


@router.get("", operation_id="listAudiences", summary="List dynamic audiences")
async def list_audiences(upstream: Asking, query: Annotated[PageQuery, Query()]) -> DynamicAudiencePage:
    """The audiences that are not retired, by name. For everybody who leads somebody, hr and tenant-admin."""
    found = await upstream.read(
        upstream.audiences.ListAudiences, messages.ListAudiencesRequest(page=paging.asked(query))
    )
    items = [answer(DynamicAudience, each) for each in found.audiences]
    return DynamicAudiencePage(items=items, next_cursor=paging.next_cursor(found.page))


@router.post(
    "",
    operation_id="createAudience",
    summary="Save a new dynamic audience",
    status_code=201,
    responses={**preconditions.CREATED, **responses(409)},
)
async def create_audience(
    upstream: Creating, draft: DynamicAudienceDraft, response: Response
) -> DynamicAudience:
    """For everybody who leads somebody, hr and tenant-admin."""
    saved = await _save(upstream, draft, draft.audience_id, 0)
    preconditions.show_created(response, saved.version, f"/api/v1/audiences/{saved.audience_id}")
    return saved


@router.post(
    "/preview", operation_id="previewAudience", summary="See whom a rule is true of", responses=responses()
)
async def preview_audience(upstream: Asking, draft: RulePreviewDraft) -> RulePreview:
    """What a rule says, and of whom it is true now, of those whom the caller leads; changes nothing."""
    async with locating(in_body()):
        found = await upstream.read(
            upstream.audiences.PreviewAudience, request(draft, messages.PreviewAudienceRequest)
        )
    return answer(RulePreview, found)


@router.get("/attributes", operation_id="listAudienceAttributes", summary="List what rules may ask about")
async def list_attributes(upstream: Asking) -> AudienceAttributes:
    """What rules may ask about people. The employer's own attributes are asked about by `own.` and their names."""
    found = await upstream.read(
        upstream.audiences.ListAudienceAttributes, messages.ListAudienceAttributesRequest()
    )
    return AudienceAttributes(items=[answer(AudienceAttribute, each) for each in found.attributes])


@router.get(
    "/{audience_id}",
    operation_id="getAudience",
    summary="Get a dynamic audience",
    responses={200: {"headers": preconditions.ETAG}, **responses(404)},
)
async def get_audience(upstream: Asking, audience_id: str, response: Response) -> DynamicAudience:
    """An audience. For everybody who leads somebody, hr and tenant-admin."""
    found = await upstream.read(
        upstream.audiences.GetAudience, messages.GetAudienceRequest(audience_id=audience_id)
    )
    preconditions.show_version(response, found.audience.version)
    return answer(DynamicAudience, found.audience)


@router.put(
    "/{audience_id}",
    operation_id="putAudience",
    summary="Change or save a dynamic audience",
    responses={**preconditions.put_answers(DynamicAudience), **responses(404, 409, 412, 428)},
)
async def put_audience(
    upstream: Asking,
    audience_id: str,
    draft: DynamicAudienceDraft,
    expected: ExpectedOrNew,
    response: Response,
) -> DynamicAudience:
    """Changes an audience (If-Match) or saves one with this id (If-None-Match: *). Managers change their own only.

    Assignments to it that go on are looked at again for everybody.
    """
    preconditions.same_id("audience_id", draft.audience_id, audience_id)
    saved = await _save(upstream, draft, audience_id, expected)
    location = f"/api/v1/audiences/{audience_id}"
    preconditions.show_saved(response, saved.version, location, created=expected == 0)
    return saved


@router.get(
    "/{audience_id}/members",
    operation_id="listAudienceMembers",
    summary="List who is in a dynamic audience now",
    responses=responses(404),
)
async def list_members(
    upstream: Asking, audience_id: str, query: Annotated[PageQuery, Query()]
) -> AudienceMemberPage:
    """Who is in an audience now, by name, of those whom the caller leads."""
    asked = messages.ListAudienceMembersRequest(audience_id=audience_id, page=paging.asked(query))
    found = await upstream.read(upstream.audiences.ListAudienceMembers, asked)
    items = [answer(AudienceMember, each) for each in found.members]
    return AudienceMemberPage(items=items, next_cursor=paging.next_cursor(found.page))


@router.get(
    "/{audience_id}/people/{person_id}",
    operation_id="explainMembership",
    summary="Why somebody is in or out",
    responses=responses(404),
)
async def explain_membership(upstream: Asking, audience_id: str, person_id: str) -> MembershipExplained:
    """The trace of the rule for one person in the caller's line."""
    asked = messages.ExplainMembershipRequest(audience_id=audience_id, person_id=person_id)
    found = await upstream.read(upstream.audiences.ExplainMembership, asked)
    return answer(MembershipExplained, found)


async def _save(
    upstream: Upstream, draft: DynamicAudienceDraft, audience_id: str | None, expected: int
) -> DynamicAudience:
    audience = request(draft, messages.DynamicAudience)
    audience.audience_id = audience_id or ""
    async with locating(in_body(wrapper="audience")):
        saved = await upstream.write(
            upstream.audiences.SaveAudience,
            messages.SaveAudienceRequest(audience=audience, expected_version=expected),
        )
    return answer(DynamicAudience, saved.audience)
