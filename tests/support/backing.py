"""The one provider of Kafka, MongoDB and Keycloak for the tests, and of the whole running Cairn.

Endpoints given by the environment are used as they are: CAIRN_TEST_MONGO_URL and CAIRN_TEST_KAFKA_BOOTSTRAP for the stores, or
CAIRN_TEST_STATE_DIR for a stack that runs already (`.local` for the one of `make run`). Otherwise one native stack is started, once, on
ports and with data of its own, and stopped at the end; tests isolate by tenant, database or topic.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cairn_local.endpoints import Endpoints
from cairn_local.programs import KAFKA, MONGO, STORES
from cairn_local.stack import Stack, StackSettings

_PORTS_SHIFTED_BY = 10_000
_LOGS_KEPT_IN = Path(__file__).resolve().parents[2] / "test-results" / "logs"


@dataclass(frozen=True, kw_only=True)
class Backing:
    """Where the stores answer; `stack` is there when this run started them or knows who did."""

    mongo_url: str
    kafka_bootstrap: str
    stack: Stack | None

    @property
    def endpoints(self) -> Endpoints:
        """Where everything else answers; AssertionError when only MongoDB and Kafka were given."""
        assert self.stack is not None, "this test needs a stack, not only stores: unset CAIRN_TEST_MONGO_URL"
        return self.stack.endpoints


@contextmanager
def backing(*, whole: bool, keycloak: bool) -> Iterator[Backing]:
    """MongoDB and Kafka, Keycloak if wanted, and with `whole` all of Cairn with the demo in it, until the end of the block."""
    mongo_url = os.environ.get("CAIRN_TEST_MONGO_URL")
    if mongo_url:
        yield Backing(
            mongo_url=mongo_url, kafka_bootstrap=os.environ["CAIRN_TEST_KAFKA_BOOTSTRAP"], stack=None
        )
        return
    running = os.environ.get("CAIRN_TEST_STATE_DIR")
    if running:
        yield _of(Stack(StackSettings(state_dir=Path(running).resolve())))
        return
    state_dir = Path(tempfile.mkdtemp(prefix="cairn-test-"))
    stack = Stack(StackSettings.shifted(by=_PORTS_SHIFTED_BY, state_dir=state_dir), dies_with_parent=True)
    try:
        if whole:
            stack.up()
        else:
            stack.up(stores_only=True, stores=STORES if keycloak else (MONGO, KAFKA))
        yield _of(stack)
    finally:
        stack.down()
        shutil.copytree(state_dir / "logs", _LOGS_KEPT_IN, dirs_exist_ok=True)
        shutil.rmtree(state_dir, ignore_errors=True)


def _of(stack: Stack) -> Backing:
    return Backing(
        mongo_url=stack.endpoints.mongo_url,
        kafka_bootstrap=stack.endpoints.kafka_bootstrap_servers,
        stack=stack,
    )
