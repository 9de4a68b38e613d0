"""What a schedule wants is made and told without anybody's doing: by the worker's own loops and clock, to a real receiver."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, timedelta
from functools import partial

import pytest
from pymongo.database import Database

from cairn.reporting.v1 import report_exports_pb2 as exports
from cairn.reporting.v1.saved_reports_pb2_grpc import add_SavedReportsServiceServicer_to_server
from cairn.reporting.v1.webhooks_pb2_grpc import add_WebhooksServiceServicer_to_server
from cairn_platform.clock import utc_now
from cairn_platform.mongo.connection import Document
from cairn_reporting.bootstrap import (
    Stores,
    due_loops,
    ensure_kept,
    exports_servicer,
    reporting_servicer,
    saved_reports_servicer,
    webhooks_servicer,
)
from tests.support.reporting.calling import ReportingEndpoint, reporting_endpoint
from tests.support.reporting.company import everything
from tests.support.reporting.hooking import Hooks, local_settings, verified
from tests.support.reporting.saving import Clock, draft, every_day, keep, look, runs
from tests.support.reporting.webhook_receiver import local_receiver
from tests.support.reporting.world import MongoWorld
from tests.support.waiting import wait_until


@pytest.fixture
def companies(fenced: Database[Document], world: MongoWorld) -> Stores:
    """The two small companies, whose messages may go to this machine."""
    world.apply(everything())
    ensure_kept(fenced)
    return Stores(fenced, webhooks=local_settings())


@pytest.fixture
def endpoint(companies: Stores) -> Iterator[ReportingEndpoint]:
    """The services; reports are kept three days ago."""
    kept_at = Clock(utc_now() - timedelta(days=3))
    saving = saved_reports_servicer(companies, clock=kept_at)
    with reporting_endpoint(
        reporting_servicer(companies),
        exporting=exports_servicer(companies),
        also=[
            partial(add_SavedReportsServiceServicer_to_server, saving),
            partial(add_WebhooksServiceServicer_to_server, webhooks_servicer(companies)),
        ],
    ) as answering:
        yield answering


@contextmanager
def _working(stores: Stores) -> Iterator[None]:
    """The worker's loops, each in a thread, until the end of the block."""
    stop = threading.Event()
    with due_loops(stores) as loops:
        threads = [threading.Thread(target=run, args=(stop,)) for run in loops.values()]
        for each in threads:
            each.start()
        try:
            yield
        finally:
            stop.set()
            for each in threads:
                each.join(timeout=20)


def test_a_report_that_its_schedule_has_made_is_told_as_ready_to_a_receiver_that_verifies_it(
    companies: Stores, endpoint: ReportingEndpoint
) -> None:
    hr, hooks = endpoint.caller("hr"), Hooks(endpoint=endpoint, stores=companies)
    with local_receiver() as receiver, local_receiver() as other:
        wants = hooks.create(receiver.url, "saved_report.ready")
        hooks.create(other.url, "report_export.failed", "report_export.expired")
        saved = keep(hr, draft(schedule=every_day(zone="UTC")))
        paused = keep(hr, draft(name="Paused", schedule=every_day(zone="UTC"), is_paused=True))
        by_hand = keep(hr, draft(name="By hand"))
        assert (runs(hr, saved), hooks.due()) == ([], [])
        with _working(companies):
            wait_until(lambda: bool(receiver.received), what="the message")
            wait_until(lambda: not hooks.due(), what="the worker to be done")
        (received,) = receiver.received
        assert other.received == []
    told = verified(wants.secret, received)
    (made,) = runs(hr, saved)
    assert told["type"] == "saved_report.ready"
    assert told["data"]["saved_report_id"] == saved.saved_report_id
    assert told["data"]["export_id"] == made.report_export.export_id
    assert made.report_export.state == exports.REPORT_EXPORT_STATE_DONE
    # It is the schedule's: of the latest instant that it wanted, with some missed before, and the next is to come.
    assert utc_now() - timedelta(days=1) < made.due_at.ToDatetime(tzinfo=UTC) <= utc_now()
    assert made.missed_count >= 1
    assert look(hr, saved).next_run_at.ToDatetime(tzinfo=UTC) > utc_now()
    assert (runs(hr, paused), runs(hr, by_hand)) == ([], [])
