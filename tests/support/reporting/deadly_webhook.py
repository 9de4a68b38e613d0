"""A worker of webhooks that kills itself with SIGKILL, run as a process of its own:

    python -m tests.support.reporting.deadly_webhook DATABASE DELIVERY

The receiver has answered then, and nothing says so. MONGO_URL and the settings of webhooks come from the environment.
"""

import os
import signal
import sys
from collections.abc import Mapping

from cairn_platform.clock import utc_now
from cairn_platform.due import DueItem
from cairn_platform.mongo.connection import connect
from cairn_platform.settings import MongoSettings
from cairn_reporting import bootstrap
from cairn_reporting.adapters.http.webhook_receiver import HttpReceiver
from cairn_reporting.adapters.mongo.webhooks import WEBHOOKS_WORK
from cairn_reporting.domain.webhook_deliveries import ReceiverAnswer


class DeadlyReceiver(HttpReceiver):
    """Dies when it has its answer."""

    def send(self, url: str, *, headers: Mapping[str, str], payload: bytes) -> ReceiverAnswer:
        """Sends, and dies."""
        super().send(url, headers=headers, payload=payload)
        os.kill(os.getpid(), signal.SIGKILL)
        raise AssertionError("still alive")


def main(database_name: str, delivery_id: str) -> None:
    """Sends the message until the process is dead."""
    vars(bootstrap)["HttpReceiver"] = DeadlyReceiver
    database = connect(MongoSettings(url=os.environ["MONGO_URL"], database=database_name))
    perform = bootstrap.webhook_work(bootstrap.Stores(database))
    perform(DueItem(tenant_id="acme", aggregate_id=delivery_id, due_at=utc_now(), work=WEBHOOKS_WORK))


if __name__ == "__main__":
    main(*sys.argv[1:])
