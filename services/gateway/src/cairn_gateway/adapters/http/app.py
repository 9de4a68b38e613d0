"""The HTTP application: routes, the answers to what goes wrong, and the OpenAPI document."""

from collections.abc import Sequence
from typing import Any

import structlog
from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from cairn_gateway.adapters.grpc.upstream import ServiceRefusedError
from cairn_gateway.adapters.http import (
    achievements,
    assignments,
    catalogue,
    me,
    organization,
    people,
    problems,
    progress,
    reports,
)
from cairn_gateway.adapters.http.locating import of_schema
from cairn_gateway.adapters.http.problems import ProblemError, WrongField, problem_response, responses
from cairn_gateway.adapters.http.refusals import IN_QUERY, problem_of

_DESCRIPTION = """\
Cairn turns micro-credentials into promotions: people, learning paths, achievements, readiness and skill gaps of one
organization.

**Access.** A bearer token of the issuer with the audience `cairn-gateway` that names exactly one organization, or the portal's
session. The organization comes from the token and from nowhere else.

**Lists** come in pages: send `next_cursor` as `cursor` until it is null.

**Changes** to a resource need `If-Match` with the ETag that was read, so that nobody's change is lost; `If-None-Match: *`
creates. Creations take an `Idempotency-Key`.

**Refusals** are problem documents (RFC 9457); `GET /api/problems` lists every type.

**Instants** are RFC 3339, days YYYY-MM-DD. What is not there is null.
"""

_log = structlog.get_logger()

_ONLY_WITH_BODY = frozenset({"400", "413", "415"})

# What pydantic calls an error, as a reason in capitals.
_SCHEMA_REASONS = {"missing": "REQUIRED", "extra_forbidden": "UNKNOWN_FIELD", "enum": "UNKNOWN_VALUE"}


def create_app() -> FastAPI:
    """The application without what it needs at work: `app.state.access` is set by bootstrap before the first request."""
    app = FastAPI(
        title="Cairn",
        version="1",
        summary="Stacked credentials along learning paths, and what they are worth.",
        description=_DESCRIPTION,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        separate_input_output_schemas=False,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        servers=[{"url": "/"}],
    )
    api = APIRouter(prefix="/api/v1", responses=responses(400, 401, 403, 413, 415, 422, 500, 503))
    for router in (
        me.router,
        people.router,
        organization.departments,
        organization.teams,
        progress.router,
        assignments.router,
        achievements.router,
        *(catalogue.routes(kind) for kind in catalogue.KINDS),
        reports.router,
    ):
        api.include_router(router)
    app.include_router(api)
    app.include_router(problems.router)
    _answer_what_goes_wrong(app)
    _document(app)
    return app


def _answer_what_goes_wrong(app: FastAPI) -> None:
    @app.exception_handler(ProblemError)
    async def refused(request: Request, error: ProblemError) -> JSONResponse:
        return problem_response(request, error.reason, error.detail, error.fields, error.headers)

    @app.exception_handler(ServiceRefusedError)
    async def refused_by_service(request: Request, error: ServiceRefusedError) -> JSONResponse:
        problem = problem_of(error, IN_QUERY)
        return problem_response(request, problem.reason, problem.detail, problem.fields)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        found: Sequence[Any] = error.errors()
        if any(wrong["type"] == "json_invalid" for wrong in found):
            return problem_response(request, "MALFORMED_JSON", "The body is not JSON.")
        return problem_response(
            request,
            "INVALID_FIELDS",
            "One or more fields are wrong.",
            [_wrong_field(wrong) for wrong in found],
        )

    @app.exception_handler(HTTPException)
    async def http_error(request: Request, error: HTTPException) -> JSONResponse:
        reason = {404: "NOT_FOUND", 405: "METHOD_NOT_ALLOWED", 400: "MALFORMED_JSON"}.get(
            error.status_code, "INTERNAL"
        )
        return problem_response(request, reason, "", headers=error.headers)


def _wrong_field(wrong: dict[str, Any]) -> WrongField:
    kind = str(wrong["type"])
    return WrongField(of_schema(wrong["loc"]), _SCHEMA_REASONS.get(kind, kind.upper()), str(wrong["msg"]))


def _document(app: FastAPI) -> None:
    """Makes the OpenAPI document say of problems what is true, and say it once."""
    generate = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _with_problems(generate())
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _with_problems(document: dict[str, Any]) -> dict[str, Any]:
    components = document["components"]
    schemas = components["schemas"]
    # FastAPI's own, which this API never answers with.
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    problem = problems.Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs"))
    schemas["Problem"] = problem
    components["schemas"] = dict(sorted(schemas.items()))
    components["responses"] = {}
    for operation in (found for path in document["paths"].values() for found in path.values()):
        answers = operation["responses"]
        for status in sorted(answers):
            answer = answers.pop(status)
            if problems.MEDIA_TYPE not in answer.get("content", {}):
                answers[status] = answer
            elif "requestBody" in operation or status not in _ONLY_WITH_BODY:
                components["responses"][f"Problem{status}"] = answer
                answers[status] = {"$ref": f"#/components/responses/Problem{status}"}
    components["responses"] = dict(sorted(components["responses"].items()))
    return document
