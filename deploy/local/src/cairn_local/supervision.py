"""Supervision by `supervisor`: its configuration, its start, and the orders it is given over its socket."""

import contextlib
import ctypes
import hashlib
import http.client
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import tempfile
import time
import xmlrpc.client
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import psutil

from cairn_local.errors import Reason, StackError
from cairn_local.programs import Group, Program, full_name

DRAIN_SECONDS = 20
"""How long a program may take to end after it was asked to."""

STACK_MARK = "CAIRN_LOCAL_STACK_MARK"
"""The environment variable by which the processes of one stack are known, also when their supervisor is gone."""

_LONGEST_SOCKET_PATH = 90
_ANSWER_SECONDS = 10.0
_START_SECONDS = 15.0
_STOP_SECONDS = len(Group) * DRAIN_SECONDS + 15.0
_PR_SET_PDEATHSIG = 1
_PRIORITY = {Group.INFRA: 100, Group.APP: 200}


@dataclass(frozen=True, kw_only=True)
class ProcessState:
    """What the supervisor says of one program."""

    name: str
    group: str
    state: str
    pid: int | None
    description: str

    @property
    def has_failed(self) -> bool:
        """Whether it should run and does not."""
        return self.state in {"BACKOFF", "FATAL", "EXITED", "UNKNOWN"}


@dataclass(frozen=True, kw_only=True)
class Happening:
    """Something that happened to a program without having been ordered."""

    program: str
    sentence: str


def mark_of(state_dir: Path) -> str:
    """The value of STACK_MARK for the stack of this folder."""
    return hashlib.sha256(str(state_dir.resolve()).encode()).hexdigest()[:16]


def socket_path(state_dir: Path) -> Path:
    """The control socket; a socket's path has to be short, so a deep folder gets one among the temporary files."""
    path = state_dir / "run" / "supervisor.sock"
    if len(str(path)) <= _LONGEST_SOCKET_PATH:
        return path
    return Path(tempfile.gettempdir()) / f"cairn-{mark_of(state_dir)}.sock"


def render_configuration(programs: Sequence[Program], *, state_dir: Path, directory: Path) -> str:
    """supervisord's configuration: nothing starts by itself, everything that dies is started again."""
    run, logs = state_dir / "run", state_dir / "logs"
    sections = [
        _section("unix_http_server", {"file": str(socket_path(state_dir)), "chmod": "0600"}),
        _section(
            "supervisord",
            {
                "nodaemon": "true",
                "silent": "true",
                "directory": str(directory),
                "logfile": str(logs / "supervisord.log"),
                "logfile_maxbytes": "5MB",
                "logfile_backups": "1",
                "pidfile": str(run / "supervisord.pid"),
                "childlogdir": str(logs),
                # Supervisor warns when it runs as root and was not told so.
                **({"user": "root"} if os.geteuid() == 0 else {}),
            },
        ),
        _section(
            "rpcinterface:supervisor",
            {"supervisor.rpcinterface_factory": "supervisor.rpcinterface:make_main_rpcinterface"},
        ),
        _section("supervisorctl", {"serverurl": f"unix://{socket_path(state_dir)}"}),
    ]
    mark = mark_of(state_dir)
    sections += [_program_section(program, mark=mark, logs=logs) for program in programs]
    for group in Group:
        names = [program.name for program in programs if program.group is group]
        if names:
            sections.append(
                _section(f"group:{group}", {"programs": ",".join(names), "priority": str(_PRIORITY[group])})
            )
    return "\n".join(sections)


class Supervisor:
    """The supervisor of the stack in `state_dir`, running or not."""

    def __init__(self, state_dir: Path) -> None:
        self._state_dir = state_dir
        self._socket = socket_path(state_dir)
        self._child: subprocess.Popen[bytes] | None = None

    def launch(self, configuration: str, *, environment: Mapping[str, str], dies_with_parent: bool) -> None:
        """Start supervisord in a session of its own (Ctrl-C in the terminal does not reach it) and wait for it.

        With `dies_with_parent`, the kernel ends it (and it its programs, in order) when this process dies.
        """
        run = self._state_dir / "run"
        run.mkdir(parents=True, exist_ok=True)
        file = run / "supervisord.conf"
        file.touch(mode=0o600)
        file.chmod(0o600)
        file.write_text(configuration, encoding="utf-8")
        with (self._state_dir / "logs" / "supervisord.out").open("wb") as output:
            self._child = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", "supervisor.supervisord", "-c", str(file)],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=dict(environment),
                start_new_session=True,
                preexec_fn=_die_with_parent if dies_with_parent else None,  # noqa: PLW1509
            )
        deadline = time.monotonic() + _START_SECONDS
        while not self.answers():
            if self._child.poll() is not None or time.monotonic() > deadline:
                raise StackError(
                    Reason.PROCESS_FAILED,
                    f"The supervisor did not start; see {self._state_dir / 'logs' / 'supervisord.out'}.",
                )
            time.sleep(0.05)

    def answers(self) -> bool:
        """Whether it runs."""
        try:
            return bool(self._ask("supervisor.getPID"))
        except StackError:
            return False

    def process_id(self) -> int:
        """Its own process id."""
        return cast("int", self._ask("supervisor.getPID"))

    def start(self, names: Iterable[str]) -> None:
        """Order the programs to start; returns before they are ready."""
        for name in names:
            try:
                self._ask("supervisor.startProcess", full_name(name), False)
            except xmlrpc.client.Fault as fault:
                if fault.faultString.startswith("ALREADY_STARTED"):
                    continue
                raise StackError(
                    Reason.PROCESS_FAILED, f"{name} could not be started: {fault.faultString}."
                ) from fault

    def stop(self, names: Collection[str]) -> None:
        """Stop the programs together, with time to drain, and wait until they have ended."""
        for name in names:
            try:
                self._ask("supervisor.stopProcess", full_name(name), False)
            except xmlrpc.client.Fault as fault:
                if not fault.faultString.startswith("NOT_RUNNING"):
                    raise StackError(
                        Reason.PROCESS_FAILED, f"{name} could not be stopped: {fault.faultString}."
                    ) from fault
        deadline = time.monotonic() + DRAIN_SECONDS + 5.0
        while any(state.name in names and state.pid for state in self.processes()):
            if time.monotonic() > deadline:
                raise StackError(Reason.NOT_READY_IN_TIME, f"{', '.join(names)} did not stop in time.")
            time.sleep(0.05)

    def processes(self) -> list[ProcessState]:
        """Every program and its state."""
        return [
            ProcessState(
                name=info["name"],
                group=info["group"],
                state=info["statename"],
                pid=info["pid"] or None,
                description=info["description"],
            )
            for info in self._ask("supervisor.getAllProcessInfo")
        ]

    def state_of(self, name: str) -> ProcessState:
        """One program's state."""
        for state in self.processes():
            if state.name == name:
                return state
        raise StackError(Reason.NOT_RUNNING, f"The stack has no program {name!r}.")

    def shutdown(self) -> None:
        """Stop all programs, services before stores, then the supervisor; returns when everything has ended."""
        supervisor = psutil.Process(self.process_id())
        self._ask("supervisor.shutdown")
        try:
            if self._child is not None:
                self._child.wait(_STOP_SECONDS)
            else:
                supervisor.wait(_STOP_SECONDS)
        except (psutil.TimeoutExpired, subprocess.TimeoutExpired) as error:
            raise StackError(
                Reason.NOT_READY_IN_TIME, f"The stack did not stop within {_STOP_SECONDS:.0f} s; try again."
            ) from error

    def _ask(self, method: str, *arguments: object) -> Any:  # XML-RPC is untyped
        connection = _UnixConnection(self._socket)
        try:
            connection.request(
                "POST",
                "/RPC2",
                xmlrpc.client.dumps(arguments, method),  # type: ignore[arg-type]
                {"Content-Type": "text/xml"},
            )
            answer = connection.getresponse().read()
        except (OSError, http.client.HTTPException) as error:
            raise StackError(Reason.NOT_RUNNING, "The stack is not running.") from error
        finally:
            connection.close()
        values, _ = xmlrpc.client.loads(answer)
        return values[0]


def leftovers(state_dir: Path) -> list[psutil.Process]:
    """Processes of this stack whose supervisor was killed, so that nobody looks after them any more."""
    mark = mark_of(state_dir)
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(STACK_MARK) == mark:
                found.append(process)
        except psutil.Error:
            continue
    return found


def stop_leftovers(state_dir: Path) -> int:
    """End them, with time to drain; how many there were."""
    found = leftovers(state_dir)
    for process in found:
        _signal(process, signal.SIGCONT)
        _signal(process, signal.SIGTERM)
    _, alive = psutil.wait_procs(found, timeout=DRAIN_SECONDS)
    for process in alive:
        _signal(process, signal.SIGKILL)
    psutil.wait_procs(alive, timeout=5)
    return len(found)


def read_happenings(lines: Iterable[str]) -> Iterator[Happening]:
    """What supervisord's log says about programs that died, came back, or were given up."""
    for line in lines:
        if died := re.search(r"exited: (\S+) \((.+); not expected\)", line):
            yield Happening(
                program=died[1], sentence=f"{died[1]} has died ({died[2]}); it is being started again."
            )
        elif given_up := re.search(r"gave up: (\S+) entered FATAL state", line):
            yield Happening(
                program=given_up[1],
                sentence=f"{given_up[1]} dies again and again and has been given up; see its log.",
            )
        elif back := re.search(r"success: (\S+) entered RUNNING state", line):
            yield Happening(program=back[1], sentence=f"{back[1]} is running again.")


class _UnixConnection(http.client.HTTPConnection):
    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=_ANSWER_SECONDS)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(_ANSWER_SECONDS)
        self.sock.connect(str(self._path))


def _program_section(program: Program, *, mark: str, logs: Path) -> str:
    environment = {"MALLOC_ARENA_MAX": "2", **program.environment, STACK_MARK: mark}
    return _section(
        f"program:{program.name}",
        {
            "command": shlex.join(program.command),
            "autostart": "false",
            "autorestart": "true",
            "startsecs": "1",
            "startretries": "30",
            "stopsignal": "TERM",
            "stopwaitsecs": str(DRAIN_SECONDS),
            "stopasgroup": "true",
            "killasgroup": "true",
            "redirect_stderr": "true",
            "stdout_logfile": str(logs / f"{program.name}.log"),
            "stdout_logfile_maxbytes": "10MB",
            "stdout_logfile_backups": "1",
            "environment": ",".join(f"{name}={_quoted(name, value)}" for name, value in environment.items()),
        },
    )


def _section(name: str, options: Mapping[str, str]) -> str:
    for value in options.values():
        if " ;" in value or " #" in value:
            raise StackError(
                Reason.BAD_SETTING,
                f"{value!r} cannot be told to the supervisor: it takes what follows ' ;' or ' #' for a comment.",
            )
    lines = [f"{option}={value.replace('%', '%%')}" for option, value in options.items()]
    return "\n".join([f"[{name}]", *lines, ""])


def _quoted(name: str, value: str) -> str:
    if "\n" in value or ('"' in value and "'" in value):
        raise StackError(
            Reason.BAD_SETTING, f"{name} holds a line break or both kinds of quotes; choose another value."
        )
    return f"'{value}'" if '"' in value else f'"{value}"'


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _signal(process: psutil.Process, number: int) -> None:
    with contextlib.suppress(psutil.NoSuchProcess):
        process.send_signal(number)
