"""The HTTP application: routes, the answers to what goes wrong, and the OpenAPI document."""

from collections.abc import Sequence
from typing import Any

import structlog
from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pymongo.errors import ConnectionFailure, PyMongoError
from starlette.exceptions import HTTPException
from starlette.types import Lifespan

from cairn_gateway.adapters.grpc.upstream import ServiceRefusedError
from cairn_gateway.adapters.http import (
    achievements,
    assessments,
    assignment_jobs,
    assignments,
    audiences,
    catalogue,
    certifications,
    curation,
    delegations,
    evidence_files,
    exceptions,
    figure_explanations,
    focus,
    health,
    holding_cost,
    hr_responsibilities,
    import_bodies,
    import_files,
    imports,
    issuers,
    job_ads,
    me,
    notifications,
    organization,
    people,
    pipeline,
    plans,
    problems,
    progress,
    quality,
    recertification,
    renewal_policies,
    report_explanations,
    report_exports,
    report_rows,
    report_settings,
    reports,
    requests,
    reviews,
    revisions,
    saved_reports,
    search,
    sign_in,
    skill_profiles,
    taxonomies,
    timelines,
    trends,
    webhooks,
    what_if,
    worth,
)
from cairn_gateway.adapters.http.file_transfers import FileTransfers
from cairn_gateway.adapters.http.job_ad_bodies import BODY_BYTES_AT_MOST
from cairn_gateway.adapters.http.locating import of_schema
from cairn_gateway.adapters.http.problems import ProblemError, WrongField, problem_response, responses
from cairn_gateway.adapters.http.refusals import IN_QUERY, problem_of
from cairn_gateway.adapters.http.said_once import said_once
from cairn_gateway.adapters.http.schema_details import detail_of
from cairn_platform.errors import RefusedError

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

LARGER_BODIES = {
    "/api/v1/job-ads/analysis": BODY_BYTES_AT_MOST,
    "/api/v1/imports": import_bodies.BODY_BYTES_AT_MOST,
}
"""What paths that take more than others take, in bytes."""
STREAMED_BODIES = {f"/api/v1{evidence_files.PATH}": evidence_files.BODY_BYTES_AT_MOST}
"""What paths take, in bytes, whose bodies are handed on as they arrive."""

_API = "/api/v1"
_ONLY_WITH_BODY = frozenset({"400", "408", "413", "415"})
_TAGS = [
    {"name": "me", "description": "Who is calling, and where they stand."},
    {"name": "people", "description": "Who works for the organization."},
    {"name": "departments", "description": "The organization's parts."},
    {"name": "teams", "description": "Whom each manager leads."},
    {"name": "progress", "description": "Where people stand on paths and in stacks."},
    {"name": "assignments", "description": "Learning paths given to people and teams."},
    {"name": "achievements", "description": "Credentials that people claim, and what is decided about them."},
    {"name": "assessments", "description": "What people say about how well somebody does something."},
    {"name": "recertification", "description": "When credentials are renewed, and until when they count."},
    {"name": "notifications", "description": "What people are told of what ends and is due."},
    {"name": "imports", "description": "Files of people and of what they achieved."},
    {"name": "job-ads", "description": "What job ads ask for, and who has it."},
    {"name": "search", "description": "Finding what the catalogue has."},
    {"name": "taxonomies", "description": "Skills and roles from elsewhere."},
    {"name": "credentials", "description": "What can be achieved."},
    {"name": "issuers", "description": "Who vouches for credentials."},
    {"name": "platforms", "description": "Where one learns."},
    {"name": "skills", "description": "What one can be good at."},
    {"name": "stacks", "description": "Sets of credentials that deepen one specialisation."},
    {"name": "learning-paths", "description": "Ordered steps that a manager assigns."},
    {"name": "roles", "description": "What jobs demand."},
    {"name": "ladders", "description": "Roles as rungs."},
    {"name": "revisions", "description": "Edits of the catalogue that wait for their day."},
    {
        "name": "reports",
        "description": "Skill gaps, readiness, recertification, trends and the pipeline of many people.",
    },
    {"name": "webhooks", "description": "Who is told of what happened, and what became of it."},
    {"name": "plans", "description": "The cheapest or quickest set of credentials for a goal."},
    {"name": "session", "description": "The portal's session."},
    {"name": "problems", "description": "What refusals mean."},
]


# What pydantic calls an error, as a reason in capitals.
_SCHEMA_REASONS = {"missing": "REQUIRED", "extra_forbidden": "UNKNOWN_FIELD", "enum": "UNKNOWN_VALUE"}


def create_app(*, lifespan: Lifespan[FastAPI] | None = None) -> FastAPI:
    """The application. What its routes work with is put into `app.state` by `lifespan`: `access`, `portal` and `checks`."""
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
        openapi_tags=_TAGS,
        lifespan=lifespan,
        dependencies=[Depends(said_once)],
        # FastAPI's own spans and logs hold paths and queries, and so the names in them (see `observing`).
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    refusals = responses(400, 401, 403, 408, 413, 415, 422, 500, 503)
    # It takes documents too, and looks at the body's media type itself.
    app.include_router(job_ads.analysis, prefix=_API, responses=refusals)
    # Its body is a file, which tells its type itself.
    app.include_router(evidence_files.router, prefix=_API, responses=refusals)
    app.state.transfers = FileTransfers()
    app.include_router(imports.sending, prefix=_API, responses=refusals)
    # Each router stands in the application itself: FastAPI looks through every route again for each router around a router.
    for router in (
        me.router,
        people.router,
        organization.departments,
        organization.teams,
        progress.router,
        assignments.router,
        achievements.router,
        assessments.router,
        reviews.router,
        recertification.router,
        renewal_policies.router,
        certifications.router,
        delegations.router,
        hr_responsibilities.router,
        requests.router,
        notifications.router,
        timelines.router,
        timelines.feeds,
        exceptions.router,
        audiences.router,
        assignment_jobs.router,
        assignment_jobs.withdrawals,
        imports.kinds,
        import_files.templates,
        import_files.errors,
        imports.router,
        *(curation.routes(kind) for kind in catalogue.KINDS),
        *(revisions.routes(kind) for kind in catalogue.KINDS),
        revisions.everywhere,
        holding_cost.router,
        quality.router,
        issuers.router,
        search.router,
        taxonomies.router,
        job_ads.comparison,
        *(catalogue.routes(kind) for kind in catalogue.KINDS),
        focus.router,
        report_rows.router,
        report_explanations.router,
        figure_explanations.router,
        report_exports.starts,
        report_exports.router,
        report_exports.downloads,
        saved_reports.router,
        reports.router,
        skill_profiles.router,
        report_settings.router,
        webhooks.router,
        what_if.router,
        trends.router,
        pipeline.router,
        worth.router,
        plans.router,
    ):
        app.include_router(router, prefix=_API, responses=refusals, dependencies=[Depends(_takes_json)])
    app.include_router(sign_in.router)
    app.include_router(problems.router)
    app.include_router(health.router)
    _answer_what_goes_wrong(app)
    _document(app)
    return app


async def _takes_json(request: Request) -> None:
    """Refuses a body that does not say that it is JSON."""
    has_body = request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers
    media_type = request.headers.get("content-type", "").split(";", 1)[0].strip().lower()
    if has_body and media_type != "application/json":
        raise ProblemError("NOT_JSON", "Send the body as application/json.")


def _answer_what_goes_wrong(app: FastAPI) -> None:
    @app.exception_handler(ProblemError)
    async def refused(request: Request, error: ProblemError) -> JSONResponse:
        return problem_response(request, error.reason, error.detail, error.fields, error.headers)

    @app.exception_handler(RefusedError)
    async def refused_here(request: Request, error: RefusedError) -> JSONResponse:
        return problem_response(request, error.reason, str(error))

    @app.exception_handler(PyMongoError)
    async def store_failed(request: Request, error: PyMongoError) -> JSONResponse:
        if error.timeout or isinstance(error, ConnectionFailure):
            _log.warning("store_does_not_answer", error=type(error).__name__)
            return problem_response(request, "UNAVAILABLE", "")
        _log.error("store_failed", exc_info=error)
        return problem_response(request, "INTERNAL", "")

    @app.exception_handler(Exception)
    async def failed(request: Request, error: Exception) -> JSONResponse:
        _log.error("request_failed", exc_info=error)
        return problem_response(request, "INTERNAL", "")

    @app.exception_handler(ServiceRefusedError)
    async def refused_by_service(request: Request, error: ServiceRefusedError) -> JSONResponse:
        problem = problem_of(error, IN_QUERY)
        return problem_response(request, problem.reason, problem.detail, problem.fields, problem.headers)

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
    return WrongField(of_schema(wrong["loc"]), _SCHEMA_REASONS.get(kind, kind.upper()), detail_of(wrong))


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
