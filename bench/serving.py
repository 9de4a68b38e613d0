"""Cairn's own processes, as they are deployed, over a database that holds a company."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bench.company import TENANT, Company
from bench.issuer import Issuer
from bench.processes import free_port, started
from tests.support.backing import backing
from tests.support.learners.databases import fenced_database

THREADS = 16
HR = "hr-of-the-bench"


@dataclass(frozen=True, kw_only=True)
class Serving:
    """A process that serves: its id, and where."""

    pid: int
    target: str
    mongo_url: str
    database: str


@contextmanager
def learners_serving(company: Company, issuer: Issuer) -> Iterator[Serving]:
    """learners over MongoDB, until the end of the block; the database goes with it."""
    with backing(whole=False, keycloak=False) as stores, fenced_database(stores.mongo_url) as database:
        company.put_into(database.world)
        name = database.world.database.name
        with _learners(
            "cairn_learners", "serve", issuer=issuer, mongo_url=stores.mongo_url, database=name
        ) as serving:
            yield serving


@contextmanager
def learners_serving_by_aio(like: Serving, issuer: Issuer) -> Iterator[Serving]:
    """The same service on grpc.aio, over the same database."""
    with _learners(
        "bench.servers.learners_aio", issuer=issuer, mongo_url=like.mongo_url, database=like.database
    ) as serving:
        yield serving


@contextmanager
def _learners(*command: str, issuer: Issuer, mongo_url: str, database: str) -> Iterator[Serving]:
    port = free_port()
    target = f"127.0.0.1:{port}"
    environment = {
        **issuer.environment(),
        "CAIRN_MONGO_URL": mongo_url,
        "CAIRN_MONGO_DATABASE": database,
        "CAIRN_GRPC_LISTEN": target,
        "CAIRN_GRPC_THREADS": str(THREADS),
    }
    with started(*command, port=port, environment=environment) as pid:
        yield Serving(pid=pid, target=target, mongo_url=mongo_url, database=database)


@contextmanager
def gateway_serving(learners: Serving, issuer: Issuer) -> Iterator[Serving]:
    """The gateway in front of learners, until the end of the block."""
    port = free_port()
    target = f"127.0.0.1:{port}"
    environment = {
        **issuer.environment(),
        "CAIRN_MONGO_URL": learners.mongo_url,
        "CAIRN_MONGO_DATABASE": learners.database,
        "CAIRN_GATEWAY_LISTEN": target,
        "CAIRN_GATEWAY_LEARNERS_TARGET": learners.target,
        "CAIRN_GATEWAY_OIDC_CLIENT_SECRET": "unused",
    }
    with started("cairn_gateway", "serve", port=port, environment=environment) as pid:
        yield Serving(pid=pid, target=target, mongo_url=learners.mongo_url, database=learners.database)


def hr_token(issuer: Issuer) -> str:
    """HR's API client, which may see everybody."""
    return issuer.token(tenant_id=TENANT, subject=HR, roles=["hr"])
