"""How every service works: it carries its own events to Kafka, brings those that it follows into its read models, or both."""

import uuid
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import timedelta

from pymongo.database import Database

from cairn_platform.clock import utc_now
from cairn_platform.following import Following
from cairn_platform.kafka.consumer import ConsumerLoop, State
from cairn_platform.kafka.dead_letters import DeadLetters
from cairn_platform.kafka.publisher import KafkaPublisher
from cairn_platform.kafka.read_model_handler import ReadModelHandler
from cairn_platform.kafka.relay import Relay
from cairn_platform.mongo.connection import Document, answers
from cairn_platform.mongo.lag import KeptLag, keep_lag
from cairn_platform.mongo.leases import Lease
from cairn_platform.mongo.outbox import Outbox
from cairn_platform.observability import metrics
from cairn_platform.observability.lag_watch import LagWatch
from cairn_platform.observability.outbox_watch import OutboxWatch
from cairn_platform.observability.settings import MetricsSettings
from cairn_platform.process import Loop, work
from cairn_platform.settings import KafkaSettings, WorkSettings

_RELAY_TERM = timedelta(seconds=10)


def work_service(
    settings: WorkSettings,
    *,
    kafka: KafkaSettings,
    database: Database[Document],
    relays: bool,
    follows: Following | None,
    further: Mapping[str, Loop] | None = None,
) -> int:
    """Works until it is told to stop: relays the outbox, follows events, or both, and runs `further` loops of the service's own.

    Returns the exit status: 1 to be started afresh.
    Ready while MongoDB answers and no refusals have stopped the consumer.
    """
    loops: dict[str, Loop] = dict(further or {})
    watches: dict[str, Loop] = {}
    consumer: ConsumerLoop | None = None
    # A publisher for each loop: they are threads of their own, and the relay closes its producer after a fault.
    with ExitStack() as ending:
        if relays:
            loops["relay"] = ending.enter_context(_relay(database, kafka)).run
            watches["outbox_watch"] = OutboxWatch(Outbox(database), database=database.name, clock=utc_now).run
        if follows is not None:
            refusals_in_a_row = settings.refusals_in_a_row
            consumer = ending.enter_context(_consumer(follows, kafka, refusals_in_a_row=refusals_in_a_row))
            loops["events"] = consumer.run
            topics = follows.read_models.contracts
            # Not only for metrics: answers from the read models say how far these are behind.
            loops["lag_watch"] = LagWatch(
                kafka,
                group=follows.group,
                topics=topics,
                tell=lambda events: keep_lag(database, KeptLag(events=events, measured_at=utc_now())),
            ).run

        def follows_still() -> bool:
            return consumer is None or consumer.state is State.RUNNING

        exposed = MetricsSettings()
        if exposed.port:
            if follows is not None:
                metrics.CONSUMER_RUNNING.labels(follows.group).set_function(follows_still)
            metrics.expose_metrics(exposed)
            loops |= watches
        return work(loops, settings=settings, ready=lambda: follows_still() and answers(database))


@contextmanager
def _relay(database: Database[Document], kafka: KafkaSettings) -> Iterator[Relay]:
    publisher = KafkaPublisher(kafka)
    lease = Lease(database, name="relay", holder=uuid.uuid4().hex, term=_RELAY_TERM, clock=utc_now)
    try:
        yield Relay(outbox=Outbox(database), publisher=publisher, turn=lease)
    finally:
        publisher.close()
        lease.release()


@contextmanager
def _consumer(follows: Following, kafka: KafkaSettings, *, refusals_in_a_row: int) -> Iterator[ConsumerLoop]:
    publisher = KafkaPublisher(kafka)
    try:
        yield ConsumerLoop(
            settings=kafka,
            group=follows.group,
            contracts=follows.read_models.contracts,
            handler=ReadModelHandler(follows.read_models),
            dead_letters=DeadLetters(service=follows.service, publisher=publisher),
            refusals_in_a_row=refusals_in_a_row,
        )
    finally:
        publisher.close()
