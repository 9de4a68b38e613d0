"""Scheduled revisions over gRPC, and the worker that applies them: killed, doubled, late, and with one that cannot be read."""

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import grpc
import pytest
from pymongo import MongoClient

from cairn.catalog.v1 import curation_pb2, revisions_pb2_grpc
from cairn.catalog.v1 import revisions_pb2 as pb
from cairn_catalog.adapters.contract.forms import PLATFORM
from cairn_catalog.bootstrap import (
    catalog_servicer,
    curation_servicer,
    revising,
    revision_servicer,
    tenant_catalogue,
    tenant_revisions,
)
from cairn_catalog.domain.platform import Platform
from cairn_catalog.domain.revision import RevisionState, day_of
from cairn_platform.changes import Change
from cairn_platform.clock import utc_now
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.due_schedule import COLLECTION, DueSchedule
from tests.support.catalog import samples
from tests.support.catalog.calling import Caller, CatalogEndpoint, catalog_endpoint, refusal_of
from tests.support.catalog.overdue import leave_overdue, overdue_since
from tests.support.catalog.samples import changed
from tests.support.catalog.stored import StoredCatalogues

_REPOSITORY = Path(__file__).resolve().parents[3]
_TOMORROW = (day_of(utc_now()) + timedelta(days=1)).isoformat()
_OWN = changed(samples.PLATFORM, platform_id="own", name="Own")
_RENAMED = changed(_OWN, name="Renamed")


@pytest.fixture
def asking(catalogues: StoredCatalogues) -> Iterator[CatalogEndpoint]:
    """CatalogService and RevisionService over the same database."""
    database = catalogues.database
    add = partial(revisions_pb2_grpc.add_RevisionServiceServicer_to_server, revision_servicer(database))
    with catalog_endpoint(catalog_servicer(database), curation_servicer(database), further=[add]) as found:
        found.caller("acme", "tenant-admin").publish(PLATFORM, _OWN)
        yield found


def _call(caller: Caller, method: str, request: Any) -> Any:
    return caller.call_on(revisions_pb2_grpc.RevisionServiceStub, method, request)


def _get(caller: Caller) -> pb.GetRevisionResponse:
    request = pb.GetRevisionRequest(kind=curation_pb2.ENTRY_KIND_PLATFORM, entry_id="own")
    answer: pb.GetRevisionResponse = _call(caller, "GetRevision", request)
    return answer


def _withdraw(caller: Caller, *, expected: int = 1) -> pb.WithdrawRevisionResponse:
    request = pb.WithdrawRevisionRequest(
        kind=curation_pb2.ENTRY_KIND_PLATFORM, entry_id="own", expected_version=expected
    )
    answer: pb.WithdrawRevisionResponse = _call(caller, "WithdrawRevision", request)
    return answer


def _replace(caller: Caller, *, expected: int = 1, impact: str = "") -> pb.ReplaceRevisionResponse:
    request = pb.ReplaceRevisionRequest(
        entry=pb.AnyEntry(platform=changed(_OWN, name="Another")),
        effective_on=_TOMORROW,
        expected_version=expected,
        confirmed_impact=impact,
    )
    answer: pb.ReplaceRevisionResponse = _call(caller, "ReplaceRevision", request)
    return answer


# Over gRPC


def test_an_edit_for_a_later_day_waits_and_every_read_says_so(asking: CatalogEndpoint) -> None:
    admin, reader = asking.caller("acme", "tenant-admin"), asking.caller("acme", "employee")
    answered = admin.publish(PLATFORM, _RENAMED, expected=1, effective_on=_TOMORROW)
    assert (answered.name, answered.version, answered.lifecycle.revision_due_on) == ("Own", 1, _TOMORROW)
    assert reader.get(PLATFORM, "own") == answered
    assert [each.lifecycle.revision_due_on for each in reader.listed(PLATFORM, platform_ids=["own"])] == [
        _TOMORROW
    ]
    found = _get(admin)
    assert (found.entry.platform.name, found.revision.state) == ("Renamed", pb.REVISION_STATE_WAITING)
    assert refusal_of(
        lambda: admin.publish(PLATFORM, _RENAMED, expected=1, effective_on=_TOMORROW)
    ).reason == "REVISION_WAITING"  # fmt: skip


def test_a_revision_is_replaced_and_withdrawn(asking: CatalogEndpoint) -> None:
    admin = asking.caller("acme", "tenant-admin")
    admin.publish(PLATFORM, _RENAMED, expected=1, effective_on=_TOMORROW)
    unseen = refusal_of(lambda: _replace(admin))
    assert (unseen.status, unseen.reason) == (grpc.StatusCode.FAILED_PRECONDITION, "IMPACT_NOT_CONFIRMED")
    replaced = _replace(admin, impact=admin.impact(PLATFORM, "own").digest)
    assert (replaced.revision.version, replaced.revision.name) == (2, "Another")
    listed = _call(admin, "ListRevisions", pb.ListRevisionsRequest())
    assert list(listed.revisions) == [replaced.revision]
    withdrawn = _withdraw(admin, expected=2)
    assert withdrawn.revision.state == pb.REVISION_STATE_WITHDRAWN
    assert admin.get(PLATFORM, "own").lifecycle.revision_due_on == ""


@pytest.mark.parametrize("day", ["2020-01-01", "soon"])
def test_a_day_that_cannot_be_is_named_where_it_stands(asking: CatalogEndpoint, day: str) -> None:
    admin = asking.caller("acme", "tenant-admin")
    refusal = refusal_of(lambda: admin.publish(PLATFORM, _RENAMED, expected=1, effective_on=day))
    assert [field for field, _ in refusal.fields] == ["effective_on"]


# The worker


def _leave_overdue(catalogues: StoredCatalogues, *entry_ids: str, tenant_id: str = "acme") -> None:
    """Each entry has been published, and its revision waits since the day before yesterday."""
    for entry_id in entry_ids:
        tenant_catalogue(catalogues.database, tenant_id).commit([_published(entry_id)])
        renamed = changed(_OWN, platform_id=entry_id, name=f"{entry_id} renamed")
        leave_overdue(catalogues.database, renamed, expected=1, tenant_id=tenant_id)


def _published(entry_id: str) -> Any:
    entry = replace(samples.sound(changed(_OWN, platform_id=entry_id)), version=1)
    return Change(aggregate=entry, happened="published", happened_at=utc_now())


def _states(catalogues: StoredCatalogues, tenant_id: str = "acme") -> Counter[RevisionState]:
    revisions = tenant_revisions(catalogues.database, tenant_id)
    found = revisions.listed(states=tuple(RevisionState), after=None, at_most=500)
    return Counter(each.state for each in found)


def _revised(catalogues: StoredCatalogues) -> Counter[str]:
    """How often others are told of a revision, by tenant and entry."""
    told = [each for each in catalogues.events() if each.type.endswith(".revised.v1")]
    return Counter(each.key for each in told)


def _due(catalogues: StoredCatalogues) -> int:
    return len(DueSchedule(catalogues.database, work="revisions").due(now=utc_now(), after=None, at_most=500))


def _round(catalogues: StoredCatalogues) -> None:
    """A worker does what is due."""
    with revising(catalogues.database) as work:
        work.round(threading.Event())


def _killed_worker(catalogues: StoredCatalogues, mongo_url: str, *, save: int, moment: str) -> int:
    """The exit status of a worker that dies around its save of this number."""
    command = [sys.executable, "-m", "tests.support.catalog.revising_worker"]
    arguments = [catalogues.database.name, str(save), moment]
    environment = {**os.environ, "MONGO_URL": mongo_url}
    return subprocess.run(
        [*command, *arguments], env=environment, cwd=_REPOSITORY, timeout=60, check=False
    ).returncode


def _forget_leases(catalogues: StoredCatalogues, mongo_url: str) -> None:
    """As if the dead worker's time were over."""
    with MongoClient[Document](mongo_url) as client:
        client[catalogues.database.name]["leases"].delete_many({})


@pytest.mark.parametrize("moment", ["BEFORE", "AFTER"])
def test_a_worker_killed_around_its_save_leaves_nothing_half_done_and_nothing_twice(
    catalogues: StoredCatalogues, mongo_url: str, moment: str
) -> None:
    ids = [f"p{number:02}" for number in range(6)]
    _leave_overdue(catalogues, *ids)
    assert _killed_worker(catalogues, mongo_url, save=3, moment=moment) == -signal.SIGKILL
    done = 2 if moment == "BEFORE" else 3
    assert _states(catalogues) == {RevisionState.APPLIED: done, RevisionState.WAITING: 6 - done}
    assert sum(_revised(catalogues).values()) == done
    _forget_leases(catalogues, mongo_url)
    _round(catalogues)
    assert _states(catalogues) == {RevisionState.APPLIED: 6}
    assert _revised(catalogues) == {f"acme:{each}": 1 for each in ids}
    assert _due(catalogues) == 0


def test_two_workers_that_both_think_it_is_their_turn_apply_each_once(catalogues: StoredCatalogues) -> None:
    ids = [f"p{number:02}" for number in range(20)]
    _leave_overdue(catalogues, *ids)

    class EverybodysTurn:
        """A lease that keeps nobody out."""

        def hold(self) -> bool:
            """Yes."""
            return True

        def release(self) -> None:
            """Nobody waits."""

    def round_of_everybody() -> None:
        with revising(catalogues.database) as work:
            work._turn = EverybodysTurn()
            work.round(threading.Event())

    workers = [threading.Thread(target=round_of_everybody) for _ in range(3)]
    for each in workers:
        each.start()
    for each in workers:
        each.join(timeout=60)
    assert _states(catalogues) == {RevisionState.APPLIED: 20}
    assert _revised(catalogues) == {f"acme:{each}": 1 for each in ids}


def test_revisions_of_all_tenants_are_applied_and_what_is_late_happened_on_its_day(
    catalogues: StoredCatalogues,
) -> None:
    for tenant_id in ("acme", "globex"):
        _leave_overdue(catalogues, "own", tenant_id=tenant_id)
    _round(catalogues)
    day = overdue_since()
    late = [each for each in catalogues.events() if each.type.endswith(".revised.v1")]
    assert sorted((each.tenant_id, each.time) for each in late) == [("acme", day), ("globex", day)]
    for tenant_id in ("acme", "globex"):
        assert catalogues.of(tenant_id).seen(Platform, ["own"])["own"].entry.name == "own renamed"


def test_one_that_cannot_be_read_holds_no_other_up(catalogues: StoredCatalogues, mongo_url: str) -> None:
    _leave_overdue(catalogues, "aaa", "own")
    with MongoClient[Document](mongo_url) as client:
        stored = client[catalogues.database.name]["scheduled_revisions"]
        stored.update_one({"entry_id": "aaa"}, {"$set": {"entry": {}}})
    _round(catalogues)
    assert catalogues.of("acme").seen(Platform, ["own"])["own"].entry.version == 2
    assert _due(catalogues) == 1


def test_what_is_due_is_found_by_an_index(catalogues: StoredCatalogues, mongo_url: str) -> None:
    with MongoClient[Document](mongo_url) as client:
        found = client[catalogues.database.name][COLLECTION].find(
            {"work": "revisions", "due_at": {"$lte": datetime.now(tz=UTC)}}, sort=[("due_at", 1), ("_id", 1)]
        )
        stages = str(found.explain()["queryPlanner"]["winningPlan"])
    assert "IXSCAN" in stages
    assert "SORT" not in stages
