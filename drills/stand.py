"""Where drills take place: a native stack of its own, all of whose links can be spoilt, and a tenant in it."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from pymongo.database import Database

from cairn_local.errors import StackError
from cairn_local.programs import service_programs
from cairn_local.settings import REPOSITORY
from cairn_local.stack import Stack, StackSettings
from cairn_platform.mongo.connection import Document, connect
from cairn_platform.settings import KafkaSettings, MongoSettings
from drills.links import Links
from tests.support.testbed import Testbed, make_testbed

SERVES = ("catalog-serve", "learners-serve", "reporting-serve")
WORKERS = ("catalog-work", "learners-work", "reporting-work")
_PORTS_SHIFTED_BY = 5_000


@dataclass(frozen=True, kw_only=True)
class Stand:
    """The running stack, and what drills do to it."""

    stack: Stack
    links: Links
    testbed: Testbed
    say: Callable[[str], None]

    @property
    def kafka(self) -> KafkaSettings:
        """How to reach the broker."""
        return KafkaSettings(bootstrap_servers=self.stack.endpoints.kafka_bootstrap_servers)

    def database(self, service: str) -> Database[Document]:
        """A service's database, past every link."""
        return connect(MongoSettings(url=self.stack.endpoints.mongo_url, database=f"cairn_{service}"))

    def pid(self, name: str) -> int | None:
        """The process id of a program; None while it is down."""
        try:
            return self.stack.pid(name)
        except StackError:
            return None

    def kill(self, name: str) -> None:
        """`kill -9`, as soon as the program is there."""
        while True:
            pid = self.pid(name)
            if pid is not None and _signalled(pid, signal.SIGKILL):
                return
            time.sleep(0.1)

    def end(self, name: str) -> float:
        """SIGTERM; how many seconds it took until the process was gone. The supervisor starts it again."""
        process = psutil.Process(self.stack.pid(name))
        begun = time.monotonic()
        process.terminate()
        process.wait(timeout=60)
        return time.monotonic() - begun

    def memory_mib(self, name: str) -> float:
        """The resident memory of a program."""
        pid = self.pid(name)
        return psutil.Process(pid).memory_info().rss / 2**20 if pid else 0.0

    @contextmanager
    def another(self, name: str, *, health_port: int) -> Iterator[int]:
        """A second process of a worker, beside the one of the stack, until the end of the block; its process id."""
        (program,) = [
            each for each in service_programs(self.stack.settings, self.stack.endpoints) if each.name == name
        ]
        environment = {
            **os.environ,
            **program.environment,
            **self.links.environment(self.stack.endpoints)[name],
            "CAIRN_HEALTH_LISTEN": f"127.0.0.1:{health_port}",
        }
        log = self.stack.settings.logs_dir / f"{name}-another.log"
        with log.open("ab") as output:
            process = subprocess.Popen(
                program.command, env=environment, cwd=REPOSITORY, stdout=output, stderr=subprocess.STDOUT
            )
        try:
            yield process.pid
        finally:
            process.send_signal(signal.SIGCONT)
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()


@contextmanager
def frozen(pid: int) -> Iterator[None]:
    """The process with SIGSTOP, until the end of the block."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        _signalled(pid, signal.SIGCONT)


@contextmanager
def stand(*, say: Callable[[str], None]) -> Iterator[Stand]:
    """A stack that is started for the drills and erased after them.

    CAIRN_DRILL_STATE_DIR names a folder in which it is kept instead, running, for the next drill.
    """
    kept = os.environ.get("CAIRN_DRILL_STATE_DIR")
    state_dir = Path(kept).resolve() if kept else Path(tempfile.mkdtemp(prefix="cairn-drill-"))
    settings = StackSettings.shifted(by=_PORTS_SHIFTED_BY, state_dir=state_dir)
    links = Links(settings)
    settings = settings.model_copy(update={"kafka_advertised": f"127.0.0.1:{links.kafka_port}"})
    bare = Stack(settings)
    stack = Stack(settings, dies_with_parent=not kept, environment=links.environment(bare.endpoints))
    with links.running():
        try:
            if not stack.is_running:
                say("Start the stack")
                stack.up(stores_only=True)
            stack.provision_tenants(())
            stack.migrate()
            stack.start_services()
            with tempfile.TemporaryDirectory() as folder:
                testbed = make_testbed(stack, Path(folder))
            yield Stand(stack=stack, links=links, testbed=testbed, say=say)
        finally:
            if not kept:
                stack.down()
                shutil.rmtree(state_dir, ignore_errors=True)


def _signalled(pid: int, number: signal.Signals) -> bool:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return False
    return True
