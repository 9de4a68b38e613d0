"""Open edX's event bus over a topic of the bench's own: its packages, its events, and its consumer turn by turn."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kafka import KafkaAdminClient, KafkaConsumer, TopicPartition
from kafka.structs import OffsetAndMetadata

from bench.openedx.registry import schema_registry
from bench.processes import REPOSITORY
from cairn_platform.kafka.topics import ensure_topics
from cairn_platform.settings import KafkaSettings

_REQUIREMENTS = Path(__file__).with_name("requirements.txt")
_SECONDS_TO_INSTALL, _SECONDS_TO_PUBLISH = 600, 600


@dataclass(frozen=True, kw_only=True)
class OpenEdxConsumer:
    """A running consumer with an empty receiver."""

    process: "subprocess.Popen[str]"

    def take(self, events: int) -> int:
        """Lets it take so many, and returns when it has."""
        if self.process.stdin is None or self.process.stdout is None:
            raise RuntimeError("the consumer was started without pipes")
        self.process.stdin.write(f"{events}\n")
        self.process.stdin.flush()
        _require("done", self.process)
        return events


@contextmanager
def openedx_consumer(kafka: KafkaSettings, *, events: int) -> Iterator[OpenEdxConsumer]:
    """A consumer in front of so many events, until the end of the block."""
    name = f"bench-openedx-{uuid.uuid4().hex[:10]}"
    python = _python()
    ensure_topics(kafka, [name])
    with schema_registry() as registry:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "bench.openedx.django_settings",
            "KAFKA_BOOTSTRAP": kafka.bootstrap_servers,
            "SCHEMA_REGISTRY": registry,
        }
        try:
            subprocess.run(
                [python, "-m", "bench.openedx.publish", name, str(events)],
                cwd=REPOSITORY,
                env=environment,
                check=True,
                timeout=_SECONDS_TO_PUBLISH,
            )
            _begin_at_the_start(kafka, name)
            with _consuming(python, name, environment) as process:
                yield OpenEdxConsumer(process=process)
        finally:
            admin = KafkaAdminClient(**kafka.connection())
            admin.delete_topics([name])
            admin.close()


@contextmanager
def _consuming(python: str, name: str, environment: Mapping[str, str]) -> Iterator["subprocess.Popen[str]"]:
    process = subprocess.Popen(
        [python, "-m", "bench.openedx.consume", name, name],
        cwd=REPOSITORY,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        _require("ready", process)
        yield process
    finally:
        process.kill()
        process.wait()


def _require(word: str, process: "subprocess.Popen[str]") -> None:
    said = process.stdout.readline().strip() if process.stdout else ""
    if said != word:
        raise RuntimeError(f"Open edX's consumer said {said!r} instead of {word!r}")


def _begin_at_the_start(kafka: KafkaSettings, name: str) -> None:
    """A new group of this consumer would begin at the end, and miss what was published."""
    consumer = KafkaConsumer(**kafka.connection(), group_id=name, enable_auto_commit=False)
    partitions = [TopicPartition(name, number) for number in range(kafka.partitions)]
    consumer.assign(partitions)
    consumer.commit({each: OffsetAndMetadata(0, "", -1) for each in partitions})
    consumer.close(autocommit=False)


def _python() -> str:
    """The Python of a virtual environment of the bus's own, which is made when it is not there."""
    folder = REPOSITORY / ".local" / "bench-openedx"
    python = folder / "bin" / "python"
    made = folder / ".made"
    if not made.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", "-r", _REQUIREMENTS],
            check=True,
            timeout=_SECONDS_TO_INSTALL,
        )
        made.touch()
    return str(python)
