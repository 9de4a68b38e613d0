"""The programs of the stack: what is started, with which command and environment, in which order."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from cairn_local.artifacts import Artifacts, keycloak_command
from cairn_local.endpoints import Endpoints
from cairn_local.settings import REPOSITORY, StackSettings

MONGO = "mongo"
KAFKA = "kafka"
KEYCLOAK = "keycloak"
GATEWAY = "gateway"
STORES = (MONGO, KAFKA, KEYCLOAK)
SERVICES = ("catalog", "learners", "reporting")
APPS = (*(f"{service}-{part}" for service in SERVICES for part in ("serve", "work")), GATEWAY)

_KAFKA_LOGGING = REPOSITORY / "deploy" / "local" / "kafka" / "log4j2.properties"


class Group(StrEnum):
    """Programs that start and stop together: stores first, services last; the other way round at the end."""

    INFRA = "infra"
    APP = "app"


def full_name(name: str) -> str:
    """A program's name in the supervisor."""
    return f"{Group.INFRA if name in STORES else Group.APP}:{name}"


@dataclass(frozen=True, kw_only=True)
class Program:
    """One supervised process."""

    name: str
    group: Group
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)


def store_programs(settings: StackSettings, endpoints: Endpoints, artifacts: Artifacts) -> list[Program]:
    """MongoDB, Kafka and Keycloak, all on the loopback address only."""
    keycloak_dir = settings.state_dir / "keycloak"
    mongo = (
        str(artifacts.mongod),
        f"--dbpath={settings.state_dir / 'mongo'}",
        f"--port={settings.mongo_port}",
        "--bind_ip=127.0.0.1",
        "--nounixsocket",
        "--replSet=rs0",
        "--wiredTigerCacheSizeGB=0.25",
        "--oplogSize=256",
        "--setParameter=diagnosticDataCollectionEnabled=false",
        # What a process killed within a transaction had touched can be written again after so long; the default is a minute.
        "--setParameter=transactionLifetimeLimitSeconds=15",
    )
    keycloak = keycloak_command(
        artifacts.java,
        artifacts.keycloak_home,
        "start",
        "--optimized",
        "--http-enabled=true",
        "--http-host=127.0.0.1",
        f"--http-port={settings.keycloak_port}",
        f"--http-management-port={settings.keycloak_management_port}",
        f"--hostname={endpoints.keycloak_url}",
        "--cache=local",  # without it Keycloak opens cluster ports on every interface
        "--log-level=info,io.smallrye.health:error",
        jvm=(f"-Dquarkus.transaction-manager.object-store.directory={keycloak_dir / 'transactions'}",),
    )
    return [
        Program(name=MONGO, group=Group.INFRA, command=mongo),
        Program(name=KAFKA, group=Group.INFRA, command=kafka_command(settings, artifacts)),
        Program(
            name=KEYCLOAK,
            group=Group.INFRA,
            command=keycloak,
            environment={
                "KC_BOOTSTRAP_ADMIN_USERNAME": endpoints.keycloak_admin_username,
                "KC_BOOTSTRAP_ADMIN_PASSWORD": endpoints.keycloak_admin_password,
                "KC_DB_URL": f"jdbc:h2:file:{keycloak_dir / 'database'};NON_KEYWORDS=VALUE;DB_CLOSE_ON_EXIT=FALSE",
            },
        ),
    ]


def service_programs(settings: StackSettings, endpoints: Endpoints) -> list[Program]:
    """The three services, their workers, and the gateway."""
    targets = {
        "catalog": (endpoints.catalog_target, settings.catalog_work_port),
        "learners": (endpoints.learners_target, settings.learners_work_port),
        "reporting": (endpoints.reporting_target, settings.reporting_work_port),
    }
    common = {**endpoints.environment(), "PYTHONUNBUFFERED": "1"}
    own = {"reporting": endpoints.reporting_environment()}
    programs = []
    for service, (target, work_port) in targets.items():
        both = {**common, **own.get(service, {})}
        serve = {**both, "CAIRN_GRPC_LISTEN": target}
        work = {**both, "CAIRN_HEALTH_LISTEN": f"127.0.0.1:{work_port}"}
        programs += [
            _python(f"{service}-serve", f"cairn_{service}", "serve", serve),
            _python(f"{service}-work", f"cairn_{service}", "work", work),
        ]
    gateway = {**common, **endpoints.gateway_environment(listen=f"127.0.0.1:{settings.gateway_port}")}
    return [*programs, _python(GATEWAY, "cairn_gateway", "serve", gateway)]


def kafka_command(settings: StackSettings, artifacts: Artifacts) -> tuple[str, ...]:
    """The broker's start line."""
    return (
        *kafka_java(artifacts, f"-Dlog4j2.configurationFile={_KAFKA_LOGGING}"),
        "kafka.Kafka",
        str(settings.state_dir / "kafka" / "server.properties"),
    )


def kafka_java(artifacts: Artifacts, *options: str) -> tuple[str, ...]:
    """A Java with Kafka's jars and a heap for one machine."""
    return (
        artifacts.java,
        "-Xms64m",
        "-Xmx384m",
        "-XX:+UseSerialGC",
        *options,
        "-cp",
        f"{artifacts.kafka_libs}/*",
    )


def kafka_properties(settings: StackSettings) -> str:
    """One node that is broker and controller; everything internal is kept once."""
    return f"""\
process.roles=broker,controller
node.id=1
controller.quorum.bootstrap.servers=127.0.0.1:{settings.kafka_controller_port}
listeners=PLAINTEXT://127.0.0.1:{settings.kafka_port},CONTROLLER://127.0.0.1:{settings.kafka_controller_port}
advertised.listeners=PLAINTEXT://{settings.kafka_advertised or f"127.0.0.1:{settings.kafka_port}"}
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
log.dirs={settings.state_dir / "kafka" / "data"}
offsets.topic.replication.factor=1
offsets.topic.num.partitions=8
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=8
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
auto.create.topics.enable=false
log.cleaner.dedupe.buffer.size=16777216
"""


def _python(name: str, module: str, command: str, environment: Mapping[str, str]) -> Program:
    return Program(
        name=name, group=Group.APP, command=(sys.executable, "-m", module, command), environment=environment
    )
