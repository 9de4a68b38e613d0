"""Refusals as RFC 9457 problem documents, by one total table from reason to problem type."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from starlette.datastructures import MutableHeaders

from cairn_gateway.adapters.http.model import Answer
from cairn_platform import correlation

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class ProblemKind:
    """A type of problem: its name in URLs, its title, its HTTP status, and when it comes."""

    slug: str
    title: str
    status: int
    meaning: str
    retry_after_seconds: int | None = None


def _kinds(rows: Sequence[tuple[str, int, str, str]]) -> dict[str, ProblemKind]:
    return {
        reason: ProblemKind(
            slug=reason.lower().replace("_", "-"),
            title=title,
            status=status,
            meaning=meaning,
            retry_after_seconds=1 if status == 503 or reason.endswith("_NOT_YET_KNOWN") else None,  # noqa: PLR2004
        )
        for reason, status, title, meaning in rows
    }


# Every reason of cairn.common.v1.ErrorReason, then the gateway's own.
KINDS: Mapping[str, ProblemKind] = _kinds(
    [
        (
            "TOKEN_MISSING",
            401,
            "Not signed in",
            "Neither a bearer token nor a portal session came with the request.",
        ),
        (
            "TOKEN_INVALID",
            401,
            "Token not accepted",
            "Signature, issuer, audience or form of the token is wrong.",
        ),
        ("TOKEN_EXPIRED", 401, "Token expired", "The token's time is over; get a new one."),
        (
            "TENANT_NOT_NAMED",
            401,
            "No single organization",
            "The token does not name exactly one organization; ask for the scope `organization:<alias>`.",
        ),
        ("ROLE_REQUIRED", 403, "Role required", "None of the caller's roles allows this."),
        ("OWN_CLAIM", 403, "Own claim", "Nobody decides on a claim of their own."),
        (
            "NO_PERSON",
            403,
            "No person",
            "The account belongs to nobody in this organization, so it has no self.",
        ),
        (
            "NOT_FOUND",
            404,
            "Not found",
            "It does not exist, or is out of the caller's reach; which of the two is told to nobody.",
        ),
        ("INVALID_FIELDS", 422, "Invalid fields", "One or more fields are wrong; `errors` names each."),
        ("PAGE_TOKEN_INVALID", 422, "Invalid cursor", "The cursor is not one that this list gave."),
        (
            "CREDENTIAL_NOT_YET_KNOWN",
            409,
            "Credential not yet known",
            "The credential was published a moment ago; the same request succeeds in a moment.",
        ),
        (
            "LEARNING_PATH_NOT_YET_KNOWN",
            409,
            "Learning path not yet known",
            "The learning path was published a moment ago; the same request succeeds in a moment.",
        ),
        (
            "ROLE_NOT_YET_KNOWN",
            409,
            "Role not yet known",
            "The role was published a moment ago; the same request succeeds in a moment.",
        ),
        (
            "SKILL_NOT_YET_KNOWN",
            409,
            "Skill not yet known",
            "The skill was published a moment ago; the same request succeeds in a moment.",
        ),
        (
            "IN_REVIEW",
            409,
            "In review",
            "Somebody else has taken the claim for review; it has to be handed back first.",
        ),
        (
            "EVIDENCE_CHANGED",
            409,
            "Evidence changed",
            "A file that is evidence is not what was uploaded, or is gone; nothing can be verified by it.",
        ),
        (
            "ACCOUNT_NOT_YET_KNOWN",
            409,
            "Account not yet known",
            "The account was linked a moment ago; the same request succeeds in a moment.",
        ),
        (
            "EXPORT_NOT_READY",
            409,
            "Export not ready",
            "The export has made nothing that could be read: it runs, or has ended without a result.",
        ),
        (
            "WEBHOOKS_NOT_SET_UP",
            409,
            "Webhooks not set up",
            "The operator has given no key that secrets of webhooks are kept with.",
        ),
        (
            "TOO_MANY_WEBHOOKS",
            409,
            "Too many webhooks",
            "The organization has as many webhook endpoints as it can have; delete one first.",
        ),
        (
            "WEBHOOK_DISABLED",
            409,
            "Webhook disabled",
            "Nothing is sent to a webhook endpoint that is disabled; enable it first.",
        ),
        (
            "EXPORT_GONE",
            410,
            "Export gone",
            "What the export made was kept for its time and is removed; ask for it again.",
        ),
        (
            "REPORT_TOO_LARGE",
            409,
            "Report too large",
            "The report would have more cells than anybody can use; ask for fewer people, skills or groups.",
        ),
        (
            "ROLE_WITHOUT_REQUIREMENTS",
            409,
            "Role without requirements",
            "The role demands nothing yet, so nobody can be compared with it.",
        ),
        (
            "REPORTS_REBUILDING",
            503,
            "Reports being rebuilt",
            "The reports answer meanwhile, but an export is taken up only when that is done.",
        ),
        (
            "WORKFORCE_LOADING",
            503,
            "Workforce being read",
            "Who works for the organization and what they hold is being read; Retry-After says when to ask again.",
        ),
        (
            "TOO_MANY_SAVED_REPORTS",
            409,
            "Too many saved reports",
            "The account, or the organization, keeps as many reports as it can; delete one first.",
        ),
        ("OWNER_LEFT", 403, "Owner left", "Who asked for it does not work here any more."),
        ("ALREADY_DECIDED", 409, "Already decided", "The claim has been verified or refused already."),
        (
            "IMPORT_MOVED_ON",
            409,
            "Import moved on",
            "The import is not in a state in which this can be done with it.",
        ),
        (
            "CHANGED_SINCE",
            409,
            "Changed since",
            "Somebody changed it after the import did, so the import does not take it back.",
        ),
        (
            "NO_ROLE_TO_COMPARE",
            409,
            "No role to compare with",
            "No role was asked for, and the person has none: neither a target, nor a next one, nor an own one.",
        ),
        (
            "REVISION_WAITING",
            409,
            "Revision waiting",
            "Another revision of the entry waits for its day; replace it or withdraw it.",
        ),
        ("ALREADY_EXISTS", 409, "Already exists", "There is an entry with this id already."),
        (
            "ALREADY_CLAIMED",
            409,
            "Already claimed",
            "The same person claims the same credential with the same issue date already.",
        ),
        (
            "IDEMPOTENCY_KEY_REUSED",
            409,
            "Idempotency key reused",
            "The idempotency key was used within 24 hours, with another request.",
        ),
        ("STALE_VERSION", 412, "Changed meanwhile", "Somebody changed it since it was read; read it again."),
        (
            "IMPACT_CHANGED",
            412,
            "Impact changed",
            "What the edit touches is not what X-Cairn-Impact confirms; `detail` says what it is now, look at it again.",
        ),
        (
            "IMPACT_NOT_CONFIRMED",
            428,
            "Impact not confirmed",
            "The edit changes what is published; look at its impact and send the impact's digest in X-Cairn-Impact.",
        ),
        (
            "NOT_ACCEPTABLE",
            406,
            "Not acceptable",
            "The header Accept allows none of the formats that there are.",
        ),
        ("UNAVAILABLE", 503, "Unavailable", "A part that is needed does not answer; try again in a moment."),
        ("DEADLINE_EXCEEDED", 503, "Too slow", "The answer would have come too late; try again in a moment."),
        ("INTERNAL", 500, "Internal error", "A fault of ours, logged with the correlation id."),
        ("MALFORMED_JSON", 400, "Malformed JSON", "The body is not JSON."),
        ("PRECONDITION_MALFORMED", 400, "Malformed precondition", 'If-Match takes one ETag such as "3".'),
        (
            "SESSION_ENDED",
            401,
            "Session ended",
            "The portal session has ended, here or at the issuer; sign in again.",
        ),
        ("CSRF_TOKEN_WRONG", 403, "CSRF token wrong", "X-Cairn-CSRF is not the token of GET /auth/session."),
        (
            "SIGN_IN_FAILED",
            400,
            "Sign-in failed",
            "The sign-in was not begun here, or was begun too long ago.",
        ),
        ("LOGOUT_TOKEN_INVALID", 400, "Logout token not accepted", "The logout token is not the issuer's."),
        (
            "METHOD_NOT_ALLOWED",
            405,
            "Method not allowed",
            "The resource has no such method; Allow lists them.",
        ),
        ("BODY_TOO_SLOW", 408, "Body too slow", "The body took too long to arrive."),
        ("BODY_TOO_LARGE", 413, "Body too large", "The body is larger than the gateway takes."),
        ("NOT_JSON", 415, "Not JSON", "The body's media type is not application/json."),
        (
            "PRECONDITION_REQUIRED",
            428,
            "Precondition required",
            "Send If-Match with the ETag that was read to change, If-None-Match: * to create.",
        ),
    ]
)


class FieldProblem(Answer):
    """One wrong field: exactly one of `pointer`, `parameter` and `header` says where it is."""

    pointer: str | None
    """JSON pointer into the request's body, such as /evidence/0/url."""
    parameter: str | None
    """The query or path parameter."""
    header: str | None
    """The request header."""
    reason: str
    """Why, for programs, such as IN_FUTURE."""
    detail: str
    """Why, for people."""


class Problem(Answer):
    """An RFC 9457 problem document."""

    type: str
    """The problem's type: a relative URL with its description. Stable."""
    title: str
    """The type, for people."""
    status: int
    """The HTTP status."""
    detail: str
    """What happened this time, for people."""
    instance: str
    """The path of the request."""
    reason: str
    """The type, for programs. Stable."""
    correlation_id: str
    """What to name when asking the operator about it."""
    errors: list[FieldProblem]
    """Each wrong field; empty unless the fields are the problem."""


class ProblemDescription(Answer):
    """A type of problem that this API answers with."""

    type: str
    """The relative URL of this description."""
    reason: str
    """The type, for programs."""
    title: str
    """The type, for people."""
    status: int
    """The HTTP status that it comes with."""
    meaning: str
    """When it comes."""


class ProblemCatalogue(Answer):
    """Every type of problem that this API answers with."""

    items: list[ProblemDescription]
    """By HTTP status, then reason."""


@dataclass(frozen=True)
class Located:
    """Where a wrong field is in the request."""

    pointer: str | None = None
    parameter: str | None = None
    header: str | None = None


@dataclass(frozen=True)
class WrongField:
    """A wrong field, found here or by a service."""

    where: Located
    reason: str
    detail: str


@dataclass
class ProblemError(Exception):
    """A request that is answered with a problem document."""

    reason: str
    detail: str
    fields: Sequence[WrongField] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


def problem_response(
    request: Request,
    reason: str,
    detail: str,
    fields: Sequence[WrongField] = (),
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """The problem document for a reason; a reason that the table lacks is a fault of ours."""
    kind = KINDS.get(reason)
    if kind is None:
        reason, kind, detail = "INTERNAL", KINDS["INTERNAL"], KINDS["INTERNAL"].meaning
    problem = Problem(
        type=f"/api/problems/{kind.slug}",
        title=kind.title,
        status=kind.status,
        detail=detail or kind.meaning,
        instance=request.url.path,
        reason=reason,
        correlation_id=correlation.current(),
        errors=[
            FieldProblem(
                pointer=wrong.where.pointer,
                parameter=wrong.where.parameter,
                header=wrong.where.header,
                reason=wrong.reason,
                detail=wrong.detail,
            )
            for wrong in fields
        ],
    )
    response = JSONResponse(problem.model_dump(mode="json"), status_code=kind.status, media_type=MEDIA_TYPE)
    _add_headers(response.headers, kind, headers or {})
    return response


def _add_headers(target: MutableHeaders, kind: ProblemKind, more: Mapping[str, str]) -> None:
    target["Cache-Control"] = "no-store"
    if kind.retry_after_seconds is not None:
        target["Retry-After"] = str(kind.retry_after_seconds)
    if kind.status == 401:  # noqa: PLR2004
        target["WWW-Authenticate"] = 'Bearer realm="cairn"'
    target.update(more)


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What a route's documentation says about the problems that it answers with."""
    return {status: _described(status) for status in statuses}


def _described(status: int) -> dict[str, Any]:
    kinds = [(reason, kind) for reason, kind in KINDS.items() if kind.status == status]
    described: dict[str, Any] = {
        "description": " · ".join(f"{reason}: {kind.meaning}" for reason, kind in kinds),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if any(kind.retry_after_seconds for _, kind in kinds):
        described["headers"] = {
            "Retry-After": {
                "schema": {"type": "integer"},
                "description": "Seconds to wait before trying again.",
            }
        }
    return described


def _description(reason: str, kind: ProblemKind) -> ProblemDescription:
    return ProblemDescription(
        type=f"/api/problems/{kind.slug}",
        reason=reason,
        title=kind.title,
        status=kind.status,
        meaning=kind.meaning,
    )


router = APIRouter(prefix="/api/problems", tags=["problems"])


@router.get("", operation_id="listProblems", summary="Every type of problem")
async def list_problems() -> ProblemCatalogue:
    """The types of problem that the API answers with, by status and reason."""
    ordered = sorted(KINDS.items(), key=lambda row: (row[1].status, row[0]))
    return ProblemCatalogue(items=[_description(reason, kind) for reason, kind in ordered])


@router.get(
    "/{slug}", operation_id="getProblem", summary="One type of problem", responses=responses(404, 422)
)
async def get_problem(slug: str) -> ProblemDescription:
    """What a problem document's `type` leads to."""
    for reason, kind in KINDS.items():
        if kind.slug == slug:
            return _description(reason, kind)
    raise ProblemError("NOT_FOUND", "There is no such problem type.")
