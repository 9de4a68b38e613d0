"""The only place where the gateway's parts are put together."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import uvicorn
from fastapi import FastAPI
from pymongo.errors import PyMongoError
from starlette.types import ASGIApp

from cairn_gateway.adapters.grpc.services import open_services
from cairn_gateway.adapters.http.app import create_app
from cairn_gateway.adapters.http.caller import Access
from cairn_gateway.adapters.http.edge import Edge
from cairn_gateway.adapters.http.pages import add_pages
from cairn_gateway.adapters.http.sign_in import PortalAccess, token_source
from cairn_gateway.adapters.mongo.connection import connect
from cairn_gateway.adapters.mongo.documents import DOCUMENTS
from cairn_gateway.adapters.mongo.session_store import MongoSessionStore
from cairn_gateway.adapters.oidc.client import OidcClient
from cairn_gateway.adapters.oidc.sign_in import SignIn
from cairn_gateway.adapters.oidc.tokens import IssuerTokens
from cairn_gateway.application.portal_sessions import PortalSessions
from cairn_gateway.settings import (
    AUDIENCE,
    GatewayMongoSettings,
    HttpSettings,
    OidcSettings,
    UpstreamSettings,
    from_environment,
)
from cairn_platform.auth.verifier import token_verifier
from cairn_platform.clock import utc_now
from cairn_platform.mongo.connection import connect as connect_sync
from cairn_platform.mongo.indexes import ensure_indexes
from cairn_platform.process import configure_logs
from cairn_platform.settings import IdentitySettings, MongoSettings

_CHECK_SECONDS = 2.0


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that the serving gateway is told from outside."""

    http: HttpSettings
    upstream: UpstreamSettings
    mongo: MongoSettings
    identity: IdentitySettings
    oidc: OidcSettings


def settings_from_environment() -> Settings:
    """The settings as the environment says. Raises SettingsError."""
    return Settings(
        http=from_environment(HttpSettings),
        upstream=from_environment(UpstreamSettings),
        mongo=from_environment(GatewayMongoSettings),
        identity=from_environment(IdentitySettings),
        oidc=from_environment(OidcSettings),
    )


def build(settings: Settings) -> ASGIApp:
    """The gateway as an ASGI application; connections are made when its lifespan begins, and none is waited for."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with _parts(app, settings):
            yield

    app = create_app(lifespan=lifespan)
    add_pages(app, portal_dir=settings.http.portal_dir)
    return Edge(app, max_body_bytes=settings.http.max_body_bytes, secure=settings.http.secure)


@asynccontextmanager
async def _parts(app: FastAPI, settings: Settings) -> AsyncIterator[None]:
    verifier, keys = token_verifier(settings.identity, audience=AUDIENCE)
    database = connect(settings.mongo)
    services = open_services(settings.upstream)
    oidc = OidcClient(
        settings=settings.oidc,
        issuer=settings.identity.issuer,
        redirect_uri=f"{settings.http.public_url}/auth/callback",
    )
    issuer_tokens = IssuerTokens(
        keys=keys, issuer=settings.identity.issuer, client_id=settings.oidc.client_id
    )
    sign_in = SignIn(
        client=oidc,
        client_id=settings.oidc.client_id,
        tokens=issuer_tokens,
        verifier=verifier,
        secret=settings.oidc.client_secret.get_secret_value(),
        clock=utc_now,
    )
    sessions = PortalSessions(store=MongoSessionStore(database), issuer=sign_in, clock=utc_now)

    async def checks() -> Mapping[str, bool]:
        try:
            async with asyncio.timeout(_CHECK_SECONDS):
                await database.command("ping")
                answers = True
        except (PyMongoError, TimeoutError):
            answers = False
        return {"mongodb": answers, "issuer_keys": not keys.is_empty}

    app.state.access = Access(
        services=services,
        token_of=token_source(verifier=verifier, sessions=sessions),
        deadline_seconds=settings.upstream.deadline_seconds,
    )
    app.state.portal = PortalAccess(
        sessions=sessions, sign_in=sign_in, issuer_tokens=issuer_tokens, public_url=settings.http.public_url
    )
    app.state.checks = checks
    keys.start()
    try:
        yield
    finally:
        await services.close()
        await oidc.close()
        await database.client.close()


def serve() -> None:
    """Serves until SIGTERM or SIGINT; requests under way may end."""
    configure_logs("gateway")
    settings = settings_from_environment()
    host, _, port = settings.http.listen.rpartition(":")
    uvicorn.run(
        build(settings),
        host=host,
        port=int(port),
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=settings.http.drain_seconds,
    )


def migrate() -> None:
    """Makes the indexes of the gateway's database."""
    configure_logs("gateway")
    database = connect_sync(from_environment(GatewayMongoSettings))
    try:
        ensure_indexes(database, DOCUMENTS)
    finally:
        database.client.close()
