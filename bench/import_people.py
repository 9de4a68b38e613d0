"""A file of 50,000 people, cold: read, stored, looked at, applied with its events, the same file again, and taken back."""

import asyncio
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from pymongo.database import Database

from cairn_gateway.adapters.spreadsheets.reading import reading
from cairn_learners import bootstrap
from cairn_learners.adapters.kafka.projections import PROJECTIONS
from cairn_learners.adapters.mongo.imports import MongoImports
from cairn_learners.adapters.mongo.known_catalogues import KnownCatalogues
from cairn_learners.application import imports
from cairn_learners.application.import_ports import ImportScope
from cairn_learners.domain.imports import Import, ImportKind, ImportMode, Requester
from cairn_platform.clock import utc_now
from cairn_platform.mongo.connection import Document, connect
from cairn_platform.mongo.projection import ReadModels
from cairn_platform.settings import MongoSettings
from tests.support.backing import backing

GOAL_SECONDS = 120
PEOPLE = 50_000
_SPAN_OF_CONTROL = 8
_DEPARTMENTS = 200


def measured() -> Mapping[str, object]:
    """Runs the bench."""
    with backing(whole=False, keycloak=False) as stores, _database(stores.mongo_url) as database:
        return _measured(database)


def _measured(database: Database[Document]) -> Mapping[str, object]:
    seconds: dict[str, float] = {}

    def timed(step: str, run: Callable[[], Import]) -> Import:
        began = time.perf_counter()
        done = run()
        seconds[step] = round(time.perf_counter() - began, 1)
        return done

    scope = _scope(database)
    content = _file()
    sent = timed("read_and_store", lambda: asyncio.run(_send(scope, content)))
    checked = timed("dry_run", lambda: _looked_at(database, scope, sent))
    applied = timed("apply", lambda: _applied(database, scope, checked))
    again = asyncio.run(_send(scope, content))
    unchanged = timed("dry_run_again", lambda: _looked_at(database, scope, again))
    back = timed("roll_back", lambda: _taken_back(database, scope, applied))
    first = sum(seconds[step] for step in ("read_and_store", "dry_run", "apply"))
    return {
        "people": PEOPLE,
        "file_bytes": len(content),
        "seconds_by_step": seconds,
        "seconds_in_all": round(first, 1),
        "created": applied.applied.created,
        "unchanged_again": unchanged.found.unchanged,
        "taken_back": back.restored_count,
        "events": database["outbox"].count_documents({"tenant_id": scope.principal.tenant_id}),
        "goal_seconds": GOAL_SECONDS,
        "goal_reached": first <= GOAL_SECONDS,
    }


def _file() -> bytes:
    lines = ["person_id,given_name,family_name,email,title,department,manager,hired_on,location"]
    for number in range(PEOPLE):
        manager = f"e-{number // _SPAN_OF_CONTROL}" if number >= _SPAN_OF_CONTROL else ""
        department = f"Department {number % _DEPARTMENTS}"
        lines.append(
            f"e-{number},Given {number},Family {number},p{number}@bench.example,Analyst,{department},{manager},"
            "2024-02-01,Hull"
        )
    # Managers behind those whom they lead.
    return "\n".join([lines[0], *reversed(lines[1:])]).encode()


async def _send(scope: ImportScope, content: bytes) -> Import:
    async with reading(content) as table:
        file = imports.File(kind=ImportKind.PEOPLE, name="people.csv", digest="", headers=tuple(table.header))
        job, first = imports.start_import(scope, file, once=None), 2
        async for rows in table.batches:
            imports.add_rows(scope, import_id=job.import_id, first=first, rows=rows)
            first += len(rows)
    return imports.map_columns(scope, import_id=job.import_id, mapping=())


def _looked_at(database: Database[Document], scope: ImportScope, job: Import) -> Import:
    return _worked(database, scope, job)


def _applied(database: Database[Document], scope: ImportScope, job: Import) -> Import:
    imports.apply_import(scope, import_id=job.import_id, mode=ImportMode.ALL_OR_NOTHING, left_on=None)
    return _worked(database, scope, job)


def _taken_back(database: Database[Document], scope: ImportScope, job: Import) -> Import:
    imports.roll_back_import(scope, import_id=job.import_id)
    return _worked(database, scope, job)


def _worked(database: Database[Document], scope: ImportScope, job: Import) -> Import:
    with bootstrap.importing(bootstrap.Stores(database)) as worker:
        worker.round(threading.Event())
    return imports.get_import(scope, import_id=job.import_id)


def _scope(database: Database[Document]) -> ImportScope:
    store = MongoImports(
        database,
        tenant_id="bench",
        read_models=ReadModels(database, PROJECTIONS),
        catalogues=KnownCatalogues(),
        clock=utc_now,
    )
    requester = Requester(
        subject="bench", roles=frozenset({"tenant-admin"}), client_id="bench", person_id=None
    )
    return ImportScope(
        principal=imports.principal_of(requester, tenant_id="bench"),
        store=store,
        now=utc_now(),
        new_id=lambda: str(uuid.uuid4()),
    )


@contextmanager
def _database(mongo_url: str) -> Iterator[Database[Document]]:
    database = connect(MongoSettings(url=mongo_url, database=f"bench_imports_{uuid.uuid4().hex[:8]}"))
    bootstrap.migrate_database(database)
    try:
        yield database
    finally:
        database.client.drop_database(database.name)
        database.client.close()
