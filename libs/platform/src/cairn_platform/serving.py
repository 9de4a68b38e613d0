"""How every service serves: one gRPC server over one database, behind one verifier of tokens."""

from collections.abc import Callable, Mapping

import grpc
from pymongo.database import Database

from cairn_platform.auth.verifier import token_verifier
from cairn_platform.grpc.server import build_server, serve_until_stopped
from cairn_platform.mongo.connection import Document, answers
from cairn_platform.observability import metrics
from cairn_platform.observability.settings import MetricsSettings
from cairn_platform.settings import DrainSettings, GrpcSettings, IdentitySettings


def serve_service(
    settings: GrpcSettings,
    *,
    database: Database[Document],
    audience: str,
    services: Mapping[str, Callable[[grpc.Server], None]],
    without_token: frozenset[str] = frozenset(),
) -> int:
    """Answers the gRPC services, each given by its full name and how it is added to a server, until it is told to stop.

    `without_token`: see `build_server`.

    Ready while MongoDB answers and the issuer's keys are known. Returns the exit status.
    """
    verifier, keys = token_verifier(IdentitySettings(), audience=audience)

    def register(server: grpc.Server) -> None:
        for add in services.values():
            add(server)

    server, readiness = build_server(
        settings,
        verifier=verifier,
        register=register,
        service_names=tuple(services),
        ready=lambda: not keys.is_empty and answers(database),
        without_token=without_token,
    )
    metrics.KEYS_AGE_SECONDS.labels(audience).set_function(lambda: keys.age_seconds)
    metrics.expose_metrics(MetricsSettings())
    keys.start()
    serve_until_stopped(
        server,
        readiness,
        delay_seconds=DrainSettings().delay_seconds,
        drain_seconds=settings.drain_seconds,
    )
    return 0
