"""What a service refuses, as the problem that the HTTP client sees."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from cairn.catalog.v1 import catalog_service_pb2 as catalog
from cairn_gateway.adapters.grpc.upstream import ServiceRefusedError, Upstream
from cairn_gateway.adapters.http.locating import Locate, in_query
from cairn_gateway.adapters.http.problems import Located, ProblemError, WrongField


def problem_of(refusal: ServiceRefusedError, locate: Locate) -> ProblemError:
    """The problem for a service's refusal, its wrong fields named as they stand in the HTTP request."""
    if refusal.reason == "PAGE_TOKEN_INVALID":
        detail = "The cursor is not one that this list gave."
        return ProblemError(
            refusal.reason, detail, [WrongField(Located(parameter="cursor"), refusal.reason, detail)]
        )
    fields = [WrongField(locate(wrong.field), wrong.reason, wrong.detail) for wrong in refusal.violations]
    # The service's own sentence names the fields by its paths, which the client has never seen.
    detail = "One or more fields are wrong." if fields else refusal.detail
    headers = {"Retry-After": str(refusal.retry_after_seconds)} if refusal.retry_after_seconds else {}
    return ProblemError(refusal.reason, detail, fields, headers)


@asynccontextmanager
async def locating(locate: Locate) -> AsyncIterator[None]:
    """Names the fields of refusals within as `locate` says; without it they are taken for query parameters."""
    try:
        yield
    except ServiceRefusedError as refusal:
        raise problem_of(refusal, locate) from refusal


@asynccontextmanager
async def telling_late_from_unknown(
    upstream: Upstream,
    *,
    credential_id: str | None = None,
    path_id: str | None = None,
    role_id: str | None = None,
    skill_id: str | None = None,
) -> AsyncIterator[None]:
    """Asks the catalogue about an id that another service does not know.

    An entry that was published a moment ago has not reached that service yet: 409, try again. One that the catalogue does not know
    either is not found: 404.
    """
    try:
        yield
    except ServiceRefusedError as refusal:
        if refusal.reason == "CREDENTIAL_NOT_YET_KNOWN" and credential_id is not None:
            await upstream.read(
                upstream.catalog.GetCredential, catalog.GetCredentialRequest(credential_id=credential_id)
            )
        elif refusal.reason == "LEARNING_PATH_NOT_YET_KNOWN" and path_id is not None:
            await upstream.read(
                upstream.catalog.GetLearningPath, catalog.GetLearningPathRequest(path_id=path_id)
            )
        elif refusal.reason == "ROLE_NOT_YET_KNOWN" and role_id is not None:
            await upstream.read(upstream.catalog.GetRole, catalog.GetRoleRequest(role_id=role_id))
        elif refusal.reason == "SKILL_NOT_YET_KNOWN" and skill_id is not None:
            await upstream.read(upstream.catalog.GetSkill, catalog.GetSkillRequest(skill_id=skill_id))
        raise


IN_QUERY = in_query()
