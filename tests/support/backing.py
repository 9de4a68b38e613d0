"""The one provider of Kafka, MongoDB and Keycloak for the tests, and of the whole running Cairn.

Endpoints given by the environment are used as they are: CAIRN_TEST_MONGO_URL and CAIRN_TEST_KAFKA_BOOTSTRAP for the stores, or
CAIRN_TEST_STATE_DIR for a stack that runs already (`.local` for the one of `make run`). With CAIRN_TEST_IMAGES (`cairn:0.1.0`, as
`make images` names them) the stores run in containers. Otherwise one native stack is started, once, on ports and with data of its
own, and stopped at the end; tests isolate by tenant, database or topic.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from cairn_local.programs import KAFKA, MONGO, STORES
from cairn_local.stack import Stack, StackSettings

if TYPE_CHECKING:
    from tests.support.containers.stores import ContainerStores

_PORTS_SHIFTED_BY = 10_000
# A receiver of webhooks may listen on this machine, which is refused where it is not allowed.
_TELLS_THIS_MACHINE = {
    "CAIRN_WEBHOOKS_ALLOW_HTTP": "true",
    "CAIRN_WEBHOOKS_ALLOWED_NETWORKS": "127.0.0.0/8",
}
_LOGS_KEPT_IN = Path(__file__).resolve().parents[2] / "test-results" / "logs"


class Identity(Protocol):
    """Where Keycloak answers, and with what it is administered."""

    @property
    def keycloak_url(self) -> str:
        """Its address."""

    @property
    def keycloak_admin_username(self) -> str:
        """The administrator's name."""

    @property
    def keycloak_admin_password(self) -> str:
        """The administrator's password."""


@dataclass(frozen=True, kw_only=True)
class Backing:
    """Where the stores answer; `stack` is there when they are a native stack's, `containers` when they run in containers."""

    mongo_url: str
    kafka_bootstrap: str
    stack: Stack | None = None
    containers: "ContainerStores | None" = None

    @property
    def identity(self) -> Identity:
        """Keycloak; AssertionError when only MongoDB and Kafka were given."""
        if self.containers is not None and self.containers.keycloak is not None:
            return self.containers.keycloak
        assert self.stack is not None, "this test needs Keycloak: unset CAIRN_TEST_MONGO_URL"
        return self.stack.endpoints


@contextmanager
def backing(*, whole: bool, keycloak: bool) -> Iterator[Backing]:
    """MongoDB and Kafka, Keycloak if wanted, and with `whole` all of Cairn with the demo in it, until the end of the block."""
    mongo_url = os.environ.get("CAIRN_TEST_MONGO_URL")
    if mongo_url:
        yield Backing(mongo_url=mongo_url, kafka_bootstrap=os.environ["CAIRN_TEST_KAFKA_BOOTSTRAP"])
        return
    images = os.environ.get("CAIRN_TEST_IMAGES")
    if images:
        with _in_containers(images, keycloak=keycloak) as found:
            yield found
        return
    running = os.environ.get("CAIRN_TEST_STATE_DIR")
    if running:
        yield _of(Stack(StackSettings(state_dir=Path(running).resolve())))
        return
    state_dir = Path(tempfile.mkdtemp(prefix="cairn-test-"))
    stack = Stack(
        StackSettings.shifted(by=_PORTS_SHIFTED_BY, state_dir=state_dir),
        dies_with_parent=True,
        environment=dict.fromkeys(("reporting-serve", "reporting-work"), _TELLS_THIS_MACHINE),
    )
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


@contextmanager
def _in_containers(images: str, *, keycloak: bool) -> Iterator[Backing]:
    # testcontainers takes a second to import, which other runs save
    from tests.support.containers.images import Images  # noqa: PLC0415
    from tests.support.containers.stores import stores_in_containers  # noqa: PLC0415

    with stores_in_containers(Images.named(images), keycloak=keycloak) as found:
        yield Backing(mongo_url=found.mongo_url, kafka_bootstrap=found.kafka_bootstrap, containers=found)


def _of(stack: Stack) -> Backing:
    return Backing(
        mongo_url=stack.endpoints.mongo_url,
        kafka_bootstrap=stack.endpoints.kafka_bootstrap_servers,
        stack=stack,
    )
