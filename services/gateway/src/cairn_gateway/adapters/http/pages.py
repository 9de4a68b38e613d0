"""Files for browsers: the portal, and the API's documentation. Nothing comes from elsewhere."""

from importlib.resources import files
from pathlib import Path

import structlog
from fastapi import APIRouter, FastAPI
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

_log = structlog.get_logger()

_NOT_PAGES = ("api", "auth")
_FOR_EVER = "public, max-age=31536000, immutable"

docs = APIRouter(prefix="/api/docs", include_in_schema=False)

_DOCS_PAGE = """\
<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Cairn: the API</title>
  <link rel="stylesheet" href="/api/docs/files/swagger-ui.css">
  <link rel="icon" href="/api/docs/files/favicon-32x32.png">
</head>
<body>
  <div id="docs"></div>
  <script src="/api/docs/files/swagger-ui-bundle.js"></script>
  <script src="/api/docs/start.js"></script>
</body>
</html>
"""
_DOCS_SCRIPT = """\
fetch("/auth/session")
  .then((answer) => (answer.ok ? answer.json() : null))
  .then((session) => {
    SwaggerUIBundle({
      url: "/api/openapi.json",
      dom_id: "#docs",
      deepLinking: true,
      validatorUrl: null,
      requestInterceptor: (request) => {
        if (session) request.headers["X-Cairn-CSRF"] = session.csrf_token;
        return request;
      },
    });
  });
"""


@docs.get("")
async def show_docs() -> HTMLResponse:
    """The documentation, which can be tried with a bearer token or the portal's session."""
    return HTMLResponse(_DOCS_PAGE)


@docs.get("/start.js")
async def start_docs() -> Response:
    """What starts the documentation; a file of its own, since the page allows no script inside it."""
    return Response(_DOCS_SCRIPT, media_type="text/javascript")


class PortalFiles(StaticFiles):
    """The portal's files; every path that is not a file is the portal's own, and gets its start page."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """A file that the build has named by its content is good for ever; the start page is asked for anew."""
        if path.split("/", 1)[0] in _NOT_PAGES:
            raise HTTPException(status_code=404)
        try:
            response = await super().get_response(path, scope)
        except HTTPException as error:
            if error.status_code != 404 or path.startswith("assets/"):  # noqa: PLR2004
                raise
            response = await super().get_response("index.html", scope)
        lasts = path.startswith("assets/")
        response.headers["Cache-Control"] = _FOR_EVER if lasts else "no-cache"
        return response


def add_pages(app: FastAPI, *, portal_dir: Path) -> None:
    """Adds the documentation and the portal. Where the portal is not built, its paths are not found."""
    app.include_router(docs)
    app.mount("/api/docs/files", StaticFiles(directory=str(files("fastapi_swagger") / "resources")))
    if portal_dir.is_dir():
        # Not a mount: that would take the paths of the API with another method too, and make 404 of 405.
        app.router.default = PortalFiles(directory=portal_dir, html=True)
    else:
        _log.warning("portal_not_built")
