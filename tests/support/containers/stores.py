"""The three stores in containers, as testcontainers runs them."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from testcontainers.community.kafka import KafkaContainer
from testcontainers.community.keycloak import KeycloakContainer
from testcontainers.core.container import DockerContainer
from testcontainers.core.network import Network
from testcontainers.core.wait_strategies import LogMessageWaitStrategy

from cairn_local.readiness import mongo_is_primary
from tests.support.containers.images import Images
from tests.support.waiting import wait_until

_START_SECONDS = 300
_MONGO_PORT = 27017
_ADMIN = "admin"
_ADMIN_PASSWORD = "the administrator of a test"


@dataclass(frozen=True, kw_only=True)
class KeycloakAccess:
    """Where Keycloak answers, and with what it is administered."""

    keycloak_url: str
    keycloak_admin_username: str = _ADMIN
    keycloak_admin_password: str = field(default=_ADMIN_PASSWORD, repr=False)


@dataclass(frozen=True, kw_only=True)
class ContainerStores:
    """Where the stores answer: from this machine, and (`INSIDE_…`) from the containers of their network."""

    INSIDE_MONGO_URL = f"mongodb://mongo:{_MONGO_PORT}/?directConnection=true"
    INSIDE_KAFKA_BOOTSTRAP = "kafka:9092"
    INSIDE_KEYCLOAK_URL = "http://keycloak:8080"

    images: Images
    network: Network
    mongo_url: str
    kafka_bootstrap: str
    keycloak: KeycloakAccess | None


@contextmanager
def stores_in_containers(images: Images, *, keycloak: bool) -> Iterator[ContainerStores]:
    """MongoDB and Kafka, Keycloak if wanted, in a network of their own until the end of the block."""
    mongo = _mongo(images)
    kafka = _kafka(images)
    identity = _keycloak(images)
    wanted: dict[str, DockerContainer] = {"mongo": mongo, "kafka": kafka}
    if keycloak:
        wanted["keycloak"] = identity
    with Network() as network, ExitStack() as ends:
        for alias, container in wanted.items():
            container.with_network(network).with_network_aliases(alias)
            ends.callback(container.stop)
        with ThreadPoolExecutor() as pool:
            list(pool.map(_started, wanted.values()))
        host, port = mongo.get_container_host_ip(), mongo.get_exposed_port(_MONGO_PORT)
        member = f"localhost:{_MONGO_PORT}"
        wait_until(lambda: mongo_is_primary(port, member=member), seconds=_START_SECONDS, what="a primary")
        yield ContainerStores(
            images=images,
            network=network,
            mongo_url=f"mongodb://{host}:{port}/?directConnection=true",
            kafka_bootstrap=kafka.get_bootstrap_server(),
            keycloak=KeycloakAccess(keycloak_url=identity.get_url()) if keycloak else None,
        )


def _started(container: DockerContainer) -> None:
    if isinstance(container, KafkaContainer):
        container.start(timeout=_START_SECONDS)  # its own 30 s are few for a machine that is busy
    else:
        container.start()


def _mongo(images: Images) -> DockerContainer:
    """A replica set of one: MongoDbContainer knows none, and without there are no transactions."""
    listening = LogMessageWaitStrategy("Waiting for connections").with_startup_timeout(_START_SECONDS)
    container = DockerContainer(images.name("mongo"), healthcheck={"test": ["NONE"]})
    return container.with_exposed_ports(_MONGO_PORT).waiting_for(listening)


def _kafka(images: Images) -> KafkaContainer:
    container = KafkaContainer(images.name("kafka"))
    container.kraft_enabled = True  # with_kraft() compares the tag with Confluent's version numbers
    container.with_env("KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS", "8")
    return container


def _keycloak(images: Images) -> KeycloakContainer:
    """Production mode: the image has been built for it, which saves the build that `start-dev` begins with.

    It answers only when it is ready, for KeycloakContainer takes a 503 of the first seconds for a failure.
    """
    return KeycloakContainer(
        images.name("keycloak"),
        username=_ADMIN,
        password=_ADMIN_PASSWORD,
        cmd="start --optimized --http-enabled=true --hostname-strict=false --cache=local --server-async-bootstrap=false",
    )
