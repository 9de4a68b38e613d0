"""Workers that kill themselves with SIGKILL at a chosen step, run as processes of their own:

    python -m tests.support.platform.workers relay RUN DATABASE STEP
    python -m tests.support.platform.workers consumer RUN DATABASE STEP
    python -m tests.support.platform.workers rebuilding RUN DATABASE STEP

STEP is the name of the step after which the process dies, or `none`. MONGO_URL and KAFKA_BOOTSTRAP come from the environment.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Any

from cairn_platform.kafka.consumer import ConsumerLoop
from cairn_platform.kafka.dead_letters import DeadLetters
from cairn_platform.kafka.joining import JoiningConsumer
from cairn_platform.kafka.publisher import KafkaPublisher
from cairn_platform.kafka.read_model_handler import ReadModelHandler
from cairn_platform.kafka.rebuild import rebuild
from cairn_platform.kafka.relay import Relay
from cairn_platform.mongo.connection import connect
from cairn_platform.mongo.outbox import Outbox
from cairn_platform.mongo.projection import ReadModels
from cairn_platform.settings import KafkaSettings, MongoSettings
from tests.support.platform.stones import stone_projection


class Deadly:
    """Stands in front of a collaborator and kills the process right after the named method did its work."""

    def __init__(self, inner: object, *, dies_after: str) -> None:
        self._inner = inner
        self._dies_after = dies_after

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method: Callable[..., Any] = getattr(self._inner, name)
        if name != self._dies_after:
            return method

        def deadly(*args: object, **kwargs: object) -> object:
            outcome = method(*args, **kwargs)
            os.kill(os.getpid(), signal.SIGKILL)
            return outcome

        return deadly


class DeadlyReadModels(Deadly):
    """Read models that kill the process right after the named method did its work."""

    def __init__(self, inner: ReadModels, *, dies_after: str) -> None:
        super().__init__(inner, dies_after=dies_after)
        self.contracts = inner.contracts


class OnlyOne:
    """Always this one's turn."""

    def hold(self) -> bool:
        """Yes."""
        return True

    def release(self) -> None:
        """Nobody else waits."""


def relay(run: str, database: str, step: str) -> None:
    """Relays what waits in the outbox, once."""
    del run
    mongo = connect(MongoSettings(url=os.environ["MONGO_URL"], database=database))
    settings = KafkaSettings(bootstrap_servers=os.environ["KAFKA_BOOTSTRAP"])
    outbox: Any = Deadly(Outbox(mongo), dies_after=step)
    publisher: Any = Deadly(KafkaPublisher(settings), dies_after=step)
    Relay(outbox=outbox, publisher=publisher, turn=OnlyOne()).relay_once()


def consumer(run: str, database: str, step: str) -> None:
    """Follows the stones' topic until it is killed."""
    mongo = connect(MongoSettings(url=os.environ["MONGO_URL"], database=database))
    settings = KafkaSettings(bootstrap_servers=os.environ["KAFKA_BOOTSTRAP"])
    read_models = ReadModels(mongo, [stone_projection(run)])
    handler: Any = Deadly(ReadModelHandler(read_models), dies_after=step)
    publisher: Any = Deadly(KafkaPublisher(settings), dies_after=step)
    loop = ConsumerLoop(
        settings=settings,
        group=f"group-{database}",
        contracts=read_models.contracts,
        handler=handler,
        dead_letters=DeadLetters(service=f"test-{run}", publisher=publisher),
        refusals_in_a_row=5,
        connect=lambda: Deadly(JoiningConsumer(settings, group=f"group-{database}"), dies_after=step),
    )
    loop.run(threading.Event())


def rebuilding(run: str, database: str, step: str) -> None:
    """Rebuilds the read models."""
    mongo = connect(MongoSettings(url=os.environ["MONGO_URL"], database=database))
    settings = KafkaSettings(bootstrap_servers=os.environ["KAFKA_BOOTSTRAP"])
    models = ReadModels(mongo, [stone_projection(run)])
    read_models: Any = DeadlyReadModels(models, dies_after=step)
    rebuild(settings, read_models, turn=OnlyOne(), on_progress=lambda *_: None)


def main(arguments: Sequence[str]) -> None:
    """Runs the worker that the arguments name."""
    kind, run, database, step = arguments
    {"relay": relay, "consumer": consumer, "rebuilding": rebuilding}[kind](run, database, step)


if __name__ == "__main__":
    main(sys.argv[1:])
