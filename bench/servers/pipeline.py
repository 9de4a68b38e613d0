"""The two halves of the way from outbox to read model, each a process: the platform's own loops on a run's own topics and database.

    python -m bench.servers.pipeline relay RUN DATABASE
    python -m bench.servers.pipeline follow RUN DATABASE

MONGO_URL and KAFKA_BOOTSTRAP come from the environment.
"""

import os
import sys
import threading
from collections.abc import Sequence

from cairn_platform.kafka.publisher import KafkaPublisher
from cairn_platform.kafka.relay import Relay
from cairn_platform.mongo.connection import connect
from cairn_platform.mongo.outbox import Outbox
from cairn_platform.settings import KafkaSettings, MongoSettings
from tests.support.platform.workers import OnlyOne
from tests.support.reporting.running import ReportingRun


def main(arguments: Sequence[str]) -> None:
    """Runs until it is ended."""
    part, run, name = arguments
    mongo = MongoSettings(url=os.environ["MONGO_URL"], database=name)
    kafka = KafkaSettings(bootstrap_servers=os.environ["KAFKA_BOOTSTRAP"])
    database = connect(mongo)
    if part == "follow":
        reporting = ReportingRun(run=run, mongo=mongo, kafka=kafka, database=database)
        reporting.loop().run(threading.Event())
        return
    relay = Relay(outbox=Outbox(database), publisher=KafkaPublisher(kafka), turn=OnlyOne())
    relay.run(threading.Event())


if __name__ == "__main__":
    main(sys.argv[1:])
