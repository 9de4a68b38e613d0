"""Reporting's own process, as it is deployed, over a database that holds an employer."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pymongo import MongoClient
from pymongo.database import Database

from bench.issuer import Issuer
from bench.processes import free_port, started
from bench.serving import THREADS, Serving
from cairn_platform.mongo.connection import Document
from tests.support.backing import backing

_SECONDS = "900"


@contextmanager
def reporting_serving(
    issuer: Issuer, *, fill: Callable[[Database[Document]], None], engine_mebibytes: int = 2048
) -> Iterator[tuple[Serving, Database[Document]]]:
    """Reporting over MongoDB, until the end of the block; the database goes with it. A question waits until its tenant is loaded; with 0
    for the engine everything is looked up person by person.
    """
    with backing(whole=False, keycloak=False) as stores:
        client: MongoClient[Document] = MongoClient(stores.mongo_url, tz_aware=True)
        name = f"cairn_bench_{uuid.uuid4().hex[:12]}"
        try:
            fill(client[name])
            port = free_port()
            target = f"127.0.0.1:{port}"
            environment = {
                **issuer.environment(),
                "CAIRN_MONGO_URL": stores.mongo_url,
                "CAIRN_MONGO_DATABASE": name,
                "CAIRN_GRPC_LISTEN": target,
                "CAIRN_GRPC_THREADS": str(THREADS),
                "CAIRN_GRPC_DEADLINE_SECONDS": _SECONDS,
                "CAIRN_ENGINE_MEBIBYTES": str(engine_mebibytes),
                "CAIRN_ENGINE_PATIENCE_SECONDS": _SECONDS,
            }
            with started("cairn_reporting", "serve", port=port, environment=environment) as pid:
                yield (
                    Serving(pid=pid, target=target, mongo_url=stores.mongo_url, database=name),
                    client[name],
                )
        finally:
            client.drop_database(name)
            client.close()
