"""The only place where the gateway's parts are put together."""

import asyncio
import threading
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import uvicorn
from fastapi import FastAPI
from pymongo.errors import PyMongoError
from starlette.types import ASGIApp

from cairn_gateway.adapters.grpc.services import open_services
from cairn_gateway.adapters.http.app import LARGER_BODIES, STREAMED_BODIES, create_app
from cairn_gateway.adapters.http.caller import Access
from cairn_gateway.adapters.http.edge import Edge
from cairn_gateway.adapters.http.pages import add_pages
from cairn_gateway.adapters.http.serving import DrainingServer
from cairn_gateway.adapters.http.sign_in import PortalAccess, token_source
from cairn_gateway.adapters.mongo.connection import connect
from cairn_gateway.adapters.mongo.documents import DOCUMENTS
from cairn_gateway.adapters.mongo.download_links import MongoDownloadLinks
from cairn_gateway.adapters.mongo.session_store import MongoSessionStore
from cairn_gateway.adapters.oidc.client import OidcClient
from cairn_gateway.adapters.oidc.sign_in import SignIn
from cairn_gateway.adapters.oidc.tokens import IssuerTokens
from cairn_gateway.application.download_links import DownloadLinks
from cairn_gateway.application.portal_sessions import PortalSessions
from cairn_gateway.settings import (
    AUDIENCE,
    SERVICE,
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
from cairn_platform.observability import metrics
from cairn_platform.observability.observing import observe
from cairn_platform.observability.settings import MetricsSettings
from cairn_platform.settings import DrainSettings, IdentitySettings, MongoSettings

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


def build(settings: Settings, *, draining: threading.Event) -> ASGIApp:
    """The gateway as an ASGI application; connections are made when its lifespan begins, and none is waited for.

    It is not ready while `draining` is set.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with _parts(app, settings, draining):
            yield

    app = create_app(lifespan=lifespan)
    add_pages(app, portal_dir=settings.http.portal_dir)
    return Edge(
        app,
        max_body_bytes=settings.http.max_body_bytes,
        larger_bodies=LARGER_BODIES,
        streamed_bodies=STREAMED_BODIES,
        secure=settings.http.secure,
    )


@asynccontextmanager
async def _parts(app: FastAPI, settings: Settings, draining: threading.Event) -> AsyncIterator[None]:
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
        return {
            "mongodb": answers,
            "issuer_keys": not keys.is_empty,
            "accepting": not draining.is_set(),
        }

    app.state.access = Access(
        services=services,
        token_of=token_source(verifier=verifier, sessions=sessions),
        deadline_seconds=settings.upstream.deadline_seconds,
    )
    app.state.portal = PortalAccess(
        sessions=sessions, sign_in=sign_in, issuer_tokens=issuer_tokens, public_url=settings.http.public_url
    )
    app.state.download_links = DownloadLinks(store=MongoDownloadLinks(database), clock=utc_now)
    app.state.checks = checks
    metrics.KEYS_AGE_SECONDS.labels(AUDIENCE).set_function(lambda: keys.age_seconds)
    keys.start()
    try:
        yield
    finally:
        await services.close()
        await oidc.close()
        await database.client.close()


def serve() -> None:
    """Serves until SIGTERM or SIGINT; requests under way may end."""
    observe(SERVICE)
    settings = settings_from_environment()
    drain = from_environment(DrainSettings)
    metrics.expose_metrics(from_environment(MetricsSettings))
    host, _, port = settings.http.listen.rpartition(":")
    draining = threading.Event()
    config = uvicorn.Config(
        build(settings, draining=draining),
        host=host,
        port=int(port),
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=settings.http.drain_seconds,
    )
    DrainingServer(config, draining=draining, delay_seconds=drain.delay_seconds).run()


def migrate() -> None:
    """Makes the indexes of the gateway's database."""
    observe(SERVICE)
    database = connect_sync(from_environment(GatewayMongoSettings))
    try:
        ensure_indexes(database, DOCUMENTS)
    finally:
        database.client.close()
