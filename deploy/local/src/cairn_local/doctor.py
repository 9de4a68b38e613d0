"""Says whether this machine can run Cairn, before anything is installed: standard library only, any Python 3.8+.

Each problem is one sentence that says what is wrong and how to put it right.
"""

from __future__ import annotations

import argparse
import ctypes
import importlib.util
import os
import platform
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PYTHON_AT_LEAST = (3, 11)
JAVA_AT_LEAST = 17
NODE_AT_LEAST = 20
MEMORY_NEEDED_MB = 2560
DISK_NEEDED_MB = 3072
TOOL_TIMEOUT_SECONDS = 20

DEFAULT_PORTS = {
    "GATEWAY_PORT": 8000,
    "KEYCLOAK_PORT": 8080,
    "KEYCLOAK_MANAGEMENT_PORT": 9000,
    "KAFKA_PORT": 9092,
    "KAFKA_CONTROLLER_PORT": 9093,
    "MONGO_PORT": 27017,
    "CATALOG_PORT": 7101,
    "LEARNERS_PORT": 7102,
    "REPORTING_PORT": 7103,
    "CATALOG_WORK_PORT": 7111,
    "LEARNERS_WORK_PORT": 7112,
    "REPORTING_WORK_PORT": 7113,
}


class Finding(NamedTuple):
    """One thing that was looked at; `problem` is None when it is as it should be."""

    what: str
    seen: str
    problem: str | None = None


def java_major(version_output: str) -> int | None:
    """The major version in what `java -version` prints (`1.8.0_392` is 8); None when there is none."""
    found = re.search(r'version "(?:1\.)?(\d+)', version_output)
    return int(found.group(1)) if found else None


def node_major(version_output: str) -> int | None:
    """The major version in what `node --version` prints; None when there is none."""
    found = re.match(r"v(\d+)\.", version_output.strip())
    return int(found.group(1)) if found else None


def available_memory_mb(meminfo: str, cgroup_max: str | None, cgroup_current: str | None) -> int:
    """Memory that new programs can take: what the kernel says, or less when a control group limits it."""
    found = re.search(r"^MemAvailable:\s+(\d+) kB", meminfo, re.MULTILINE)
    available = int(found.group(1)) // 1024 if found else 0
    if cgroup_max and cgroup_current and cgroup_max.strip().isdigit():
        available = min(available, (int(cgroup_max) - int(cgroup_current)) // (1024 * 1024))
    return available


def port_is_taken(port: int) -> bool:
    """Whether some program listens on this port on the loopback address or on all addresses."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def java_executable() -> str | None:
    """The java that will be used: JAVA_HOME's when it is set, else the one on PATH."""
    home = os.environ.get("JAVA_HOME")
    if home:
        return shutil.which(str(Path(home) / "bin" / "java"))
    return shutil.which("java")


def check_platform() -> Finding:
    """Cairn's native stack runs on Linux on x86-64 or ARM64."""
    seen = f"{platform.system()} {platform.machine()}"
    if platform.system() == "Linux" and platform.machine() in {"x86_64", "aarch64"}:
        return Finding("platform", seen)
    return Finding(
        "platform",
        seen,
        f"The native stack runs on Linux (x86-64 or ARM64) only and this is {seen}; use a Linux machine.",
    )


def check_python() -> list[Finding]:
    """The Python that makes the virtual environment, and its venv module."""
    seen = platform.python_version()
    if sys.version_info[:2] < PYTHON_AT_LEAST:
        need = ".".join(map(str, PYTHON_AT_LEAST))
        return [
            Finding(
                "python3",
                seen,
                f"Python {need} or later is needed and python3 is {seen}; install it (Debian 12: apt install python3 python3-venv).",
            )
        ]
    if importlib.util.find_spec("ensurepip") is None:
        return [
            Finding(
                "python3",
                seen,
                "python3 cannot make virtual environments; install its venv module (Debian: apt install python3-venv).",
            )
        ]
    return [Finding("python3", seen)]


def check_java() -> Finding:
    """A JDK that runs Kafka, Keycloak and Maven."""
    java = java_executable()
    fix = f"install a JDK {JAVA_AT_LEAST} or later (Debian 12: apt install openjdk-17-jdk-headless)"
    if java is None:
        where = "JAVA_HOME has no bin/java" if os.environ.get("JAVA_HOME") else "java is not on PATH"
        return Finding("java", "missing", f"{where}; {fix}.")
    output = _output(java, "-version")
    major = java_major(output)
    if major is None or major < JAVA_AT_LEAST:
        seen = str(major) if major else "of unknown version"
        return Finding("java", seen, f"{java} is Java {seen} and {JAVA_AT_LEAST} or later is needed; {fix}.")
    return Finding("java", str(major))


def check_node() -> Finding:
    """Node, which builds the portal."""
    node = shutil.which("node")
    fix = f"install Node {NODE_AT_LEAST} or later (nodejs.org, or your distribution's package)"
    if node is None:
        return Finding("node", "missing", f"node is not on PATH; {fix}.")
    major = node_major(_output(node, "--version"))
    if major is None or major < NODE_AT_LEAST:
        return Finding(
            "node", str(major), f"node is version {major} and {NODE_AT_LEAST} or later is needed; {fix}."
        )
    return Finding("node", str(major))


def check_tools() -> list[Finding]:
    """The other command line tools, and the system libraries that mongod is linked against."""
    packages = {"mvn": "maven", "npm": "npm", "make": "make", "git": "git"}
    findings = []
    for tool, package in packages.items():
        path = shutil.which(tool)
        problem = None if path else f"{tool} is not on PATH; install it (Debian: apt install {package})."
        findings.append(Finding(tool, path or "missing", problem))
    for library, package in {"libcurl.so.4": "libcurl4", "libssl.so.3": "libssl3"}.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            findings.append(
                Finding(
                    library,
                    "missing",
                    f"MongoDB needs {library}; install it (Debian 12: apt install {package}).",
                )
            )
    return findings


def check_memory() -> Finding:
    """Memory for the whole stack."""
    available = available_memory_mb(
        _text("/proc/meminfo") or "",
        _text("/sys/fs/cgroup/memory.max"),
        _text("/sys/fs/cgroup/memory.current"),
    )
    seen = f"{available} MB free"
    if available < MEMORY_NEEDED_MB:
        return Finding(
            "memory",
            seen,
            f"The stack needs {MEMORY_NEEDED_MB} MB of free memory and there are {available} MB; close something and try again.",
        )
    return Finding("memory", seen)


def check_disk(folder: Path) -> Finding:
    """Disk for downloads and data."""
    free = shutil.disk_usage(folder).free // (1024 * 1024)
    seen = f"{free} MB free"
    if free < DISK_NEEDED_MB:
        return Finding(
            "disk",
            seen,
            f"{DISK_NEEDED_MB} MB of free disk are needed at {folder} and there are {free} MB; free some.",
        )
    return Finding("disk", seen)


def check_ports(ports: Mapping[str, int]) -> list[Finding]:
    """That every port of the stack is free; `ports` are by the name of the setting without its prefix."""
    findings = []
    for setting, port in ports.items():
        problem = None
        if port_is_taken(port):
            problem = (
                f"Port {port} is taken by another program; stop it (`ss -ltnp 'sport = :{port}'` shows it) "
                f"or choose another port with CAIRN_LOCAL_{setting}."
            )
        findings.append(Finding(f"port {port}", "taken" if problem else "free", problem))
    return findings


def stack_is_running(state_dir: Path) -> bool:
    """Whether the stack of this state folder runs: then its ports and its memory are rightly taken."""
    try:
        pid = int((state_dir / "run" / "supervisord.pid").read_text())
        os.kill(pid, 0)
    except (OSError, ValueError):
        return False
    return True


def examine(*, repository: Path, tools_only: bool, environment: Mapping[str, str]) -> list[Finding]:
    """Look at everything; with `tools_only` at what an installation needs, not at ports and memory."""
    findings = [
        check_platform(),
        *check_python(),
        check_java(),
        check_node(),
        *check_tools(),
        check_disk(repository),
    ]
    if tools_only:
        return findings
    state_dir = repository / environment.get("CAIRN_LOCAL_STATE_DIR", ".local")
    if stack_is_running(state_dir):
        return [*findings, Finding("stack", "running already: its ports and memory are not looked at")]
    external = environment.get("CAIRN_LOCAL_INFRA") == "external"
    ports = {
        setting: int(environment.get("CAIRN_LOCAL_" + setting, default))
        for setting, default in DEFAULT_PORTS.items()
        if not (external and setting.startswith(("KEYCLOAK", "KAFKA", "MONGO")))
    }
    return [*findings, check_memory(), *check_ports(ports)]


def report(findings: Sequence[Finding], *, verbose: bool) -> int:
    """Print what was found, problems last; the number of problems."""
    problems = [finding.problem for finding in findings if finding.problem]
    if verbose:
        for finding in findings:
            print(f"  {'✗' if finding.problem else '✓'} {finding.what}: {finding.seen}")  # noqa: T201
    for problem in problems:
        print(problem, file=sys.stderr)  # noqa: T201
    return len(problems)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line: exit status 0 when Cairn can run here, 1 when not."""
    parser = argparse.ArgumentParser(prog="doctor", description="Says whether this machine can run Cairn.")
    parser.add_argument("--tools-only", action="store_true", help="leave ports and memory out")
    parser.add_argument("--quiet", action="store_true", help="print problems only")
    options = parser.parse_args(arguments)
    findings = examine(
        repository=Path(__file__).resolve().parents[4], tools_only=options.tools_only, environment=os.environ
    )
    problems = report(findings, verbose=not options.quiet)
    if not problems and not options.quiet:
        print("This machine can run Cairn.")  # noqa: T201
    return 1 if problems else 0


def _output(*command: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=TOOL_TIMEOUT_SECONDS,
            check=False,
            text=True,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout


def _text(path: str) -> str | None:
    try:
        return Path(path).read_text(encoding="ascii")
    except OSError:
        return None


if __name__ == "__main__":
    sys.exit(main())
