"""Open edX's consumer with an empty receiver: `python -m bench.openedx.consume TOPIC GROUP`.

It says "ready"; each line on stdin lets it take so many events more, and then it says "done". Its own fetching goes on meanwhile.
"""

import os
import sys

import django
from edx_event_bus_kafka import KafkaEventConsumer
from openedx_events.learning.signals import CERTIFICATE_CREATED


class _Receiver:
    """Takes a certificate and does nothing with it; after as many as it was told, it waits here to be told again."""

    def __init__(self) -> None:
        self._left = _told("ready")

    def __call__(self, **_: object) -> None:
        self._left -= 1
        if not self._left:
            self._left = _told("done")


def _told(word: str) -> int:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()
    line = sys.stdin.readline()
    if not line:
        os._exit(0)
    return int(line)


def main() -> None:
    """Follows the topic until stdin ends."""
    topic, group = sys.argv[1:]
    django.setup()
    receiver = _Receiver()
    CERTIFICATE_CREATED.connect(receiver)
    KafkaEventConsumer(topic, group).consume_indefinitely()


if __name__ == "__main__":
    main()
