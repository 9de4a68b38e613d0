"""One trace, from the request at the gateway to the read model, through gRPC, MongoDB, the outbox, Kafka and the consumer."""

import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from opentelemetry import trace
from opentelemetry.instrumentation.pymongo import PymongoInstrumentor
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from cairn_catalog.bootstrap import catalog_servicer, curation_servicer, migrate_database
from cairn_platform.kafka.publisher import KafkaPublisher
from cairn_platform.kafka.relay import Relay
from cairn_platform.mongo.connection import connect
from cairn_platform.mongo.outbox import Outbox
from cairn_platform.observability import traces
from cairn_platform.observability.exporting import export_traces
from cairn_platform.settings import KafkaSettings, MongoSettings
from tests.support.catalog.calling import catalog_endpoint
from tests.support.gateway.running import issuer_keys, running, settings
from tests.support.observability.collector import Collector, collector
from tests.support.platform.workers import OnlyOne
from tests.support.reporting.running import ReportingRun, RunPublisher
from tests.support.waiting import wait_until

NAME = "Stonecutting by Ann Mason"


@dataclass(frozen=True)
class Traced:
    """What an operator's collector has of one request."""

    collector: Collector
    run: str
    database: str

    def only(self, name: str) -> Span:
        """The one span of this name."""
        (found,) = self.collector.named(name)
        return found


@pytest.fixture(scope="module")
def _collector() -> Iterator[Collector]:
    with collector() as found, pytest.MonkeyPatch.context() as patch:
        patch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", found.url)
        patch.setattr(traces, "_enabled", False)
        export_traces("test", ratio=1.0)
        yield found
        PymongoInstrumentor().uninstrument()


@pytest.fixture(scope="module")
def traced(_collector: Collector, mongo_url: str, kafka_settings: KafkaSettings) -> Iterator[Traced]:
    """A skill was published by REST and has reached reporting."""
    mongo = MongoSettings(url=mongo_url, database=f"cairn_test_{uuid.uuid4().hex[:12]}")
    database = connect(mongo)
    run = ReportingRun(
        run=f"r{uuid.uuid4().hex[:10]}",
        mongo=mongo,
        kafka=kafka_settings.model_copy(update={"partitions": 1}),
        database=database,
    )
    try:
        migrate_database(database)
        run.prepare()
        _publish_skill_and_wait(run, mongo)
        provider: Any = trace.get_tracer_provider()
        provider.force_flush()
        yield Traced(_collector, run.run, mongo.database)
    finally:
        run.clear()
        database.client.drop_database(mongo.database)
        database.client.close()


def _publish_skill_and_wait(run: ReportingRun, mongo: MongoSettings) -> None:
    publisher = RunPublisher(inner=KafkaPublisher(run.kafka), run=run.run)
    relay = Relay(outbox=Outbox(run.database), publisher=publisher, turn=OnlyOne())
    stop = threading.Event()
    relaying = threading.Thread(target=relay.run, args=(stop,))
    with (
        catalog_endpoint(catalog_servicer(run.database), curation_servicer(run.database)) as catalog,
        issuer_keys(catalog.mint) as jwks_url,
    ):
        token = catalog.mint.token(
            aud=["cairn-gateway", "cairn-catalog"], realm_access={"roles": ["tenant-admin"]}
        )
        chosen = settings(target=catalog.target, jwks_url=jwks_url, mongo=mongo)
        relaying.start()
        try:
            with running(chosen, token=token) as gateway, run.working():
                answer = gateway.client.put(
                    "/api/v1/skills/stonecutting", json={"name": NAME}, headers={"If-None-Match": "*"}
                )
                assert answer.status_code == 201, answer.text
                wait_until(lambda: bool(run.facts("acme").skills(["stonecutting"])), what="the skill")
        finally:
            stop.set()
            relaying.join(timeout=20)


def test_every_hop_of_a_request_is_a_span_of_the_same_trace(traced: Traced) -> None:
    root = traced.only("PUT /api/v1/skills/{skill_id}")
    call = traced.only("cairn.catalog.v1.CatalogService/PublishSkill")
    published = traced.only("publish cairn.catalog.skill.v1")
    applied = traced.only(f"apply cairn.catalog.skill.v1.{traced.run}")
    assert root.parent_span_id == b""
    assert call.parent_span_id == root.span_id
    assert (published.parent_span_id, applied.parent_span_id) == (call.span_id, call.span_id)
    assert {span.trace_id for span in (call, published, applied)} == {root.trace_id}


def test_the_commands_of_the_store_stand_below_what_caused_them(traced: Traced) -> None:
    call = traced.only("cairn.catalog.v1.CatalogService/PublishSkill")
    applied = traced.only(f"apply cairn.catalog.skill.v1.{traced.run}")
    (committed,) = traced.collector.named("admin.commitTransaction")
    assert committed.parent_span_id == call.span_id
    updates = traced.collector.named(f"{traced.database}.update")
    assert applied.span_id in {update.parent_span_id for update in updates}


def test_what_no_request_caused_is_no_trace(traced: Traced) -> None:
    """Polls of the outbox, pings, leases: there were dozens of them meanwhile."""
    root = traced.only("PUT /api/v1/skills/{skill_id}")
    assert {span.trace_id for span in traced.collector.spans()} == {root.trace_id}


def test_spans_hold_nothing_that_people_entered(traced: Traced) -> None:
    sent = b"".join(traced.collector.bodies)
    for entered in (NAME, "stonecutting", "sub-1", "ann@acme.example", "Bearer"):
        assert entered.encode() not in sent
