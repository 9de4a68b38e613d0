"""Whether the gateway lives, and whether it is ready for requests."""

from collections.abc import Awaitable, Callable, Mapping

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from cairn_platform.observability import metrics

Checks = Callable[[], Awaitable[Mapping[str, bool]]]

router = APIRouter(include_in_schema=False)


@router.get("/livez")
async def livez() -> dict[str, str]:
    """The process answers."""
    return {"status": "alive"}


@router.get("/readyz")
async def readyz(request: Request) -> JSONResponse:
    """200 when every check holds, else 503; which of them does is in the body."""
    checks: Checks = request.app.state.checks
    found = dict(await checks())
    ready = all(found.values())
    metrics.READY.set(ready)
    return JSONResponse(
        {"status": "ready" if ready else "not ready", "checks": found}, status_code=200 if ready else 503
    )
