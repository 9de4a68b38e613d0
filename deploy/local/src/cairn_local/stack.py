"""The stack of one machine: brought up in waves, taken down in order, its processes within reach of tests.

stack = Stack(StackSettings.shifted(by=10000, state_dir=Path("…")))
stack.up()                       # or up(stores_only=True), then provision(), migrate(), start_services()
stack.endpoints.mongo_url
stack.signal_process("learners-work", signal.SIGKILL)
stack.down()
"""

import fcntl
import json
import os
import shutil
import signal
import sys
import threading
import time
import uuid
from base64 import urlsafe_b64encode
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property

from cairn_local import artifacts, demo_tenants, doctor, programs, readiness
from cairn_local.artifacts import Artifacts
from cairn_local.commands import last_lines, run_command
from cairn_local.credentials import write_private
from cairn_local.demo_access import DemoAccess
from cairn_local.demo_tenants import TenantFile
from cairn_local.endpoints import Endpoints
from cairn_local.errors import Reason, StackError
from cairn_local.parallel import side_by_side
from cairn_local.programs import GATEWAY, KAFKA, KEYCLOAK, MONGO, SERVICES, STORES, Program
from cairn_local.progress import SilentSteps, Steps
from cairn_local.seed import seed_demo
from cairn_local.settings import REPOSITORY, Infra, StackSettings
from cairn_local.supervision import (
    ProcessState,
    Supervisor,
    leftovers,
    render_configuration,
    socket_path,
    stop_leftovers,
)
from cairn_platform import probe

__all__ = ["Stack", "StackSettings"]

_POLL_SECONDS = 0.2
_DEATHS_TOLERATED = 3


class Stack:
    """Kafka, MongoDB, Keycloak, the services and the gateway under one supervisor."""

    def __init__(
        self,
        settings: StackSettings,
        *,
        steps: Steps | None = None,
        dies_with_parent: bool = False,
        environment: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        """Nothing is started yet. With `dies_with_parent` the stack ends when this process does, however it ends.

        `environment` tells single programs, by name, something else than the stack would.
        """
        self.settings = settings
        self._environment = environment or {}
        self._steps = steps or SilentSteps()
        self._dies_with_parent = dies_with_parent
        self._supervisor = Supervisor(settings.state_dir)
        self._cancelled = threading.Event()

    @cached_property
    def endpoints(self) -> Endpoints:
        """Where everything answers; known before it is started."""
        return Endpoints.of(self.settings)

    @property
    def is_running(self) -> bool:
        """Whether its supervisor runs, started by this or another process."""
        return self._supervisor.answers()

    # --- up and down ---------------------------------------------------------------------------------------

    def up(self, *, stores_only: bool = False, stores: Collection[str] = STORES) -> None:
        """Bring everything up, seed the demo, and return when it is ready to be used.

        With `stores_only` the stores alone (and of those only `stores`), as they were left: nothing is provisioned
        or migrated. When something fails, what was started is stopped again.
        """
        self._cancelled.clear()
        with self._alone():
            self._refuse_when_it_cannot_start()
            brought = self._bring()
            try:
                self._launch(brought)
                if stores_only:
                    self._start_and_await(stores)
                else:
                    self._start_everything()
            except BaseException:
                self._cancelled.set()
                self._stop_everything()
                raise

    def down(self) -> bool:
        """Stop everything: services before stores, each with 20 s to drain. False when nothing ran."""
        self._cancelled.set()
        if self._stop_everything():
            return True
        left = stop_leftovers(self.settings.state_dir)
        if left:
            self._steps.note(f"Stopped {left} processes whose supervisor had been killed.")
        return left > 0

    def reset(self) -> None:
        """Stop everything and erase its data, logs and secrets; the cache of downloads stays."""
        self.down()
        state = self.settings.state_dir
        for name in ("mongo", "kafka", "keycloak", "logs", "run", "provision"):
            shutil.rmtree(state / name, ignore_errors=True)
        for name in ("demo.json", "secrets.json", "seeded"):
            (state / name).unlink(missing_ok=True)
        socket_path(state).unlink(missing_ok=True)
        self.__dict__.pop("endpoints", None)

    # --- the steps after the stores, each also by itself ------------------------------------------------------

    def provision(self) -> DemoAccess:
        """Make realm, clients, demo tenants and accounts as they should be; how to use them."""
        tenants = demo_tenants.read_tenants()
        accounts = {account.username for tenant in tenants for account in tenant.accounts}
        with self._steps.step(f"Provision {len(tenants)} tenants and {len(accounts)} accounts"):
            return self.provision_tenants(tenants)

    def provision_tenants(self, tenants: tuple[TenantFile, ...]) -> DemoAccess:
        """The same for other tenants than the demo's."""
        folder = self.settings.state_dir / "provision"
        spec, result = folder / "spec.json", folder / "result.json"
        write_private(spec, demo_tenants.provisioning_spec(tenants))
        self._run_python(
            ["-m", "cairn_gateway", "provision", "--spec", str(spec), "--result", str(result)],
            name="provision",
            environment=self.endpoints.provisioning_environment(),
            failure="Identity could not be provisioned",
        )
        organizations = json.loads(result.read_text(encoding="utf-8"))["organizations"]
        return demo_tenants.demo_access(tenants, endpoints=self.endpoints, organization_ids=organizations)

    def migrate(self) -> None:
        """Create topics and indexes: each service's own `migrate`, side by side."""
        modules = [f"cairn_{service}" for service in (*SERVICES, "gateway")]
        with self._steps.step("Create topics and indexes"):
            self._side_by_side(*(self._migration(module) for module in modules))

    def seed(self, access: DemoAccess) -> None:
        """Publish the public catalogue and enter the demo through the running services.

        Skipped when this very demo has been entered into this stack before; entering it again changes nothing.
        """
        stamp = self.settings.state_dir / "seeded"
        digest = demo_tenants.digest()
        own_stores = self.settings.infra is Infra.NATIVE  # others' may have been erased since
        if own_stores and stamp.exists() and stamp.read_text(encoding="ascii") == digest:
            return
        seed_demo(settings=self.settings, demo=access, progress=self._steps)
        stamp.write_text(digest, encoding="ascii")

    def start_services(self) -> None:
        """Start services, workers and gateway and wait until each says it is ready."""
        self._start_and_await(programs.APPS)

    # --- single processes ----------------------------------------------------------------------------------

    def processes(self) -> list[ProcessState]:
        """Every program and its state; StackError NOT_RUNNING when the stack is down."""
        return self._supervisor.processes()

    def pid(self, name: str) -> int:
        """The process id of a running program."""
        pid = self._supervisor.state_of(name).pid
        if pid is None:
            raise StackError(Reason.NOT_RUNNING, f"{name} is not running.")
        return pid

    def signal_process(self, name: str, number: signal.Signals) -> None:
        """Send a signal to a program; the supervisor starts it again when it dies of it."""
        os.kill(self.pid(name), number)

    def stop_process(self, name: str) -> None:
        """Stop one program as at the end, with time to drain; it stays stopped."""
        self._supervisor.stop([name])

    def start_process(self, name: str) -> None:
        """Start a stopped program and wait until it is ready."""
        self._cancelled.clear()
        self._start_and_await([name])

    def await_ready(self, name: str) -> None:
        """Wait until a program is ready, for instance after it was killed and started again."""
        self._cancelled.clear()
        self._await(name)

    # --- how ------------------------------------------------------------------------------------------------

    def _programs(self, brought: Artifacts | None) -> list[Program]:
        services = [
            replace(each, environment={**each.environment, **self._environment.get(each.name, {})})
            for each in programs.service_programs(self.settings, self.endpoints)
        ]
        if brought is None:
            return services
        return [*programs.store_programs(self.settings, self.endpoints, brought), *services]

    def _bring(self) -> Artifacts | None:
        if self.settings.infra is Infra.EXTERNAL:
            return None
        return artifacts.bring(
            cache_dir=self.settings.cache_dir,
            logs_dir=self.settings.logs_dir,
            steps=self._steps,
            cancelled=self._cancelled,
        )

    def _refuse_when_it_cannot_start(self) -> None:
        if self.is_running:
            raise StackError(
                Reason.ALREADY_RUNNING,
                f"A stack is already running in {self.settings.state_dir}; stop it first with `make down` "
                "(or Ctrl-C where it runs).",
            )
        if leftovers(self.settings.state_dir):
            with self._steps.step("Stop what a killed stack has left behind"):
                stop_leftovers(self.settings.state_dir)
        for finding in doctor.check_ports(self.settings.ports()):
            if finding.problem:
                raise StackError(Reason.PORT_TAKEN, finding.problem)
        memory = doctor.check_memory()
        if memory.problem:
            raise StackError(Reason.TOO_LITTLE_MEMORY, memory.problem)

    def _launch(self, brought: Artifacts | None) -> None:
        self.settings.logs_dir.mkdir(exist_ok=True)
        if brought is not None:
            (self.settings.state_dir / "mongo").mkdir(exist_ok=True)
            self._format_kafka(brought)
        self._supervisor.launch(
            render_configuration(
                self._programs(brought), state_dir=self.settings.state_dir, directory=REPOSITORY
            ),
            environment=_without_proxy_for_loopback(os.environ),
            dies_with_parent=self._dies_with_parent,
        )

    def _format_kafka(self, brought: Artifacts) -> None:
        folder = self.settings.state_dir / "kafka"
        folder.mkdir(parents=True, exist_ok=True)
        properties = folder / "server.properties"
        properties.write_text(programs.kafka_properties(self.settings), encoding="utf-8")
        if (folder / "data" / "meta.properties").exists():
            return
        with self._steps.step("Format Kafka's storage"):
            log = self.settings.logs_dir / "kafka-format.log"
            cluster_id = urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=").replace("-", "A", 1)
            status = run_command(
                [
                    *programs.kafka_java(brought),
                    "kafka.tools.StorageTool",
                    "format",
                    "--standalone",
                    "--ignore-formatted",
                    f"--cluster-id={cluster_id}",
                    f"--config={properties}",
                ],
                log=log,
                environment=os.environ,
                timeout_seconds=self.settings.start_timeout_seconds,
                cancelled=self._cancelled,
            )
        if status != 0:
            raise StackError(
                Reason.PROCESS_FAILED,
                f"Kafka's storage could not be formatted: {last_lines(log)}; see {log}.",
            )

    def _start_everything(self) -> None:
        """Keycloak takes longest: topics and indexes are made while it starts, and services start while it is provisioned."""
        demo_file = self.settings.state_dir / "demo.json"
        demo_file.unlink(missing_ok=True)
        accesses: list[DemoAccess] = []

        def identity() -> None:
            self._start_stores([KEYCLOAK])

        def data() -> None:
            self._start_stores([MONGO, KAFKA])
            self.migrate()

        def provision() -> None:
            accesses.append(self.provision())

        self._side_by_side(identity, data)
        self._side_by_side(provision, self.start_services)
        self.seed(accesses[0])
        accesses[0].write(demo_file)

    def _start_stores(self, stores: Collection[str]) -> None:
        if self.settings.infra is Infra.NATIVE:
            self._start_and_await(stores)

    def _start_and_await(self, names: Collection[str]) -> None:
        self._supervisor.start(names)
        self._side_by_side(*(self._awaiting(name) for name in names))

    def _awaiting(self, name: str) -> Callable[[], None]:
        def step() -> None:
            with self._steps.step(f"Start {name}"):
                self._await(name)

        return step

    def _await(self, name: str) -> None:
        deadline = time.monotonic() + self.settings.start_timeout_seconds
        deaths_before = self._deaths(name)
        is_ready = self._readiness_of(name)
        while not is_ready():
            if time.monotonic() > deadline:
                raise self._failure(name, "was not ready in time", Reason.NOT_READY_IN_TIME)
            if self._deaths(name) - deaths_before >= _DEATHS_TOLERATED:
                raise self._failure(name, "ends again and again", Reason.PROCESS_FAILED)
            if self._cancelled.wait(_POLL_SECONDS):
                raise StackError(Reason.CANCELLED, f"Starting {name} was stopped.")

    def _readiness_of(self, name: str) -> Callable[[], bool]:
        settings, endpoints = self.settings, self.endpoints
        looks: Mapping[str, Callable[[], bool]] = {
            MONGO: lambda: readiness.mongo_is_primary(settings.mongo_port),
            KAFKA: lambda: readiness.kafka_answers(settings.kafka_port),
            KEYCLOAK: lambda: probe.url_is_ok(
                f"http://127.0.0.1:{settings.keycloak_management_port}/health/ready"
            ),
            GATEWAY: lambda: probe.url_is_ok(f"http://127.0.0.1:{settings.gateway_port}/readyz"),
            "catalog-serve": lambda: probe.grpc_is_serving(endpoints.catalog_target),
            "learners-serve": lambda: probe.grpc_is_serving(endpoints.learners_target),
            "reporting-serve": lambda: probe.grpc_is_serving(endpoints.reporting_target),
            "catalog-work": lambda: probe.grpc_is_serving(f"127.0.0.1:{settings.catalog_work_port}"),
            "learners-work": lambda: probe.grpc_is_serving(f"127.0.0.1:{settings.learners_work_port}"),
            "reporting-work": lambda: probe.grpc_is_serving(f"127.0.0.1:{settings.reporting_work_port}"),
        }
        return looks[name]

    def _deaths(self, name: str) -> int:
        log = self.settings.logs_dir / "supervisord.log"
        return log.read_text(encoding="utf-8").count(f"exited: {name} (") if log.exists() else 0

    def _failure(self, name: str, what: str, reason: Reason) -> StackError:
        log = self.settings.logs_dir / f"{name}.log"
        return StackError(reason, f"{name} {what}: {last_lines(log)}; the whole log is {log}.")

    def _migration(self, module: str) -> Callable[[], None]:
        def step() -> None:
            self._run_python(
                ["-m", module, "migrate"],
                name=f"{module.removeprefix('cairn_')}-migrate",
                environment=self.endpoints.environment(),
                failure=f"{module} could not create its topics and indexes",
            )

        return step

    def _run_python(
        self,
        arguments: list[str],
        *,
        name: str,
        environment: Mapping[str, str],
        failure: str,
    ) -> None:
        log = self.settings.logs_dir / f"{name}.log"
        status = run_command(
            [sys.executable, *arguments],
            log=log,
            environment={**_without_proxy_for_loopback(os.environ), **environment},
            timeout_seconds=self.settings.start_timeout_seconds,
            cancelled=self._cancelled,
        )
        if status != 0:
            raise StackError(Reason.PROCESS_FAILED, f"{failure}: {last_lines(log)}; the whole log is {log}.")

    def _side_by_side(self, *steps: Callable[[], None]) -> None:
        side_by_side(*steps, cancelled=self._cancelled)

    def _stop_everything(self) -> bool:
        if not self.is_running:
            return False
        with self._steps.step("Stop services, then stores"):
            self._supervisor.shutdown()
        return True

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self.settings.state_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.settings.run_dir.mkdir(exist_ok=True)
        with (self.settings.run_dir / "lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise StackError(
                    Reason.ALREADY_RUNNING,
                    f"Another command is just starting a stack in {self.settings.state_dir}.",
                ) from error
            yield


def _without_proxy_for_loopback(environment: Mapping[str, str]) -> dict[str, str]:
    """A machine's HTTP proxy is not asked for what runs on the machine itself."""
    local = "localhost,127.0.0.1"
    exempt = {
        name: ",".join(filter(None, [environment.get(name), local])) for name in ("NO_PROXY", "no_proxy")
    }
    return {**environment, **exempt}
