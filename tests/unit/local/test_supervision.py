"""What the supervisor is told, and what its log says."""

import signal
from configparser import RawConfigParser
from pathlib import Path

import pytest
from supervisor.options import ServerOptions

from cairn_local.errors import Reason, StackError
from cairn_local.programs import Group, Program
from cairn_local.supervision import STACK_MARK, read_happenings, render_configuration, socket_path

AWKWARD = 'mongodb://u:p%40ss@h/?replicaSet=rs0,x;y="1"#z'


def parse(configuration: str, folder: Path) -> ServerOptions:
    """Read it as supervisord does."""
    for name in ("logs", "run"):
        (folder / name).mkdir(exist_ok=True)
    file = folder / "supervisord.conf"
    file.write_text(configuration, encoding="utf-8")
    options = ServerOptions()
    options.realize(["-c", str(file)], doc="")
    return options


def programs() -> list[Program]:
    return [
        Program(name="mongo", group=Group.INFRA, command=("/bin/mongod", "--dbpath=/with space/100%")),
        Program(
            name="gateway",
            group=Group.APP,
            command=("python", "serve"),
            environment={"CAIRN_MONGO_URL": AWKWARD},
        ),
    ]


def test_commands_and_environment_arrive_as_they_were_given(tmp_path: Path) -> None:
    options = parse(render_configuration(programs(), state_dir=tmp_path, directory=tmp_path), tmp_path)
    by_name = {
        process.name: process for group in options.process_group_configs for process in group.process_configs
    }
    assert by_name["gateway"].environment["CAIRN_MONGO_URL"] == AWKWARD
    assert by_name["mongo"].command == "/bin/mongod '--dbpath=/with space/100%'"
    assert STACK_MARK in by_name["mongo"].environment


def test_services_stop_before_stores_each_with_twenty_seconds(tmp_path: Path) -> None:
    options = parse(render_configuration(programs(), state_dir=tmp_path, directory=tmp_path), tmp_path)
    priorities = {group.name: group.priority for group in options.process_group_configs}
    assert priorities["app"] > priorities["infra"]
    for group in options.process_group_configs:
        for process in group.process_configs:
            assert process.stopwaitsecs == 20
            assert process.stopsignal == signal.SIGTERM
            assert not process.autostart
            assert process.stopasgroup
            assert process.killasgroup


def test_the_supervisor_listens_on_its_own_socket_only(tmp_path: Path) -> None:
    parser = RawConfigParser()
    parser.read_string(render_configuration(programs(), state_dir=tmp_path, directory=tmp_path))
    assert parser["unix_http_server"]["chmod"] == "0600"
    assert not parser.has_section("inet_http_server")


@pytest.mark.parametrize("value", ["\"'", "a\nb", "a ;b", "a #b"])
def test_a_value_that_the_supervisor_would_misread_is_refused(tmp_path: Path, value: str) -> None:
    program = Program(name="gateway", group=Group.APP, command=("x",), environment={"SECRET": value})
    with pytest.raises(StackError) as refused:
        render_configuration([program], state_dir=tmp_path, directory=tmp_path)
    assert refused.value.reason is Reason.BAD_SETTING


def test_a_deep_state_folder_gets_a_short_socket(tmp_path: Path) -> None:
    assert socket_path(Path("/srv/cairn")) == Path("/srv/cairn/run/supervisor.sock")
    assert len(str(socket_path(tmp_path / ("deep" * 40)))) < 100


def test_a_death_and_the_return_are_said_once_each() -> None:
    log = """\
2026-11-22 10:33:46,100 WARN exited: learners-work (terminated by SIGKILL; not expected)
2026-11-22 10:33:46,101 INFO spawned: 'learners-work' with pid 20016
2026-11-22 10:33:47,102 INFO success: learners-work entered RUNNING state, process has stayed up for > than 1 seconds
2026-11-22 10:33:48,102 WARN stopped: kafka (exit status 143)
2026-11-22 10:33:49,102 INFO gave up: gateway entered FATAL state, too many start retries too quickly
"""
    said = [(happening.program, happening.sentence) for happening in read_happenings(log.splitlines())]
    assert [program for program, _ in said] == ["learners-work", "learners-work", "gateway"]
    assert "has died (terminated by SIGKILL)" in said[0][1]
    assert "running again" in said[1][1]
    assert "given up" in said[2][1]
