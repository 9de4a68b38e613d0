"""The doctor says what a machine lacks, in one sentence each, before anything is installed."""

import socket
from pathlib import Path

import pytest

from cairn_local import doctor
from cairn_local.doctor import (
    DEFAULT_PORTS,
    Finding,
    available_memory_mb,
    check_disk,
    check_java,
    check_memory,
    check_ports,
    check_tools,
    java_major,
    node_major,
    report,
)
from cairn_local.settings import StackSettings


@pytest.mark.parametrize(
    ("printed", "major"),
    [
        ('openjdk version "17.0.15" 2025-04-15\nOpenJDK Runtime Environment', 17),
        ('java version "1.8.0_392"', 8),
        ('openjdk version "25" 2025-09-16', 25),
        ("command not found", None),
    ],
)
def test_it_reads_what_java_prints(printed: str, major: int | None) -> None:
    assert java_major(printed) == major


@pytest.mark.parametrize(("printed", "major"), [("v20.20.2\n", 20), ("v8.1.0", 8), ("", None)])
def test_it_reads_what_node_prints(printed: str, major: int | None) -> None:
    assert node_major(printed) == major


def test_memory_is_what_the_kernel_says() -> None:
    assert available_memory_mb("MemTotal: 9 kB\nMemAvailable:    4194304 kB\n", "max\n", "5") == 4096


def test_memory_is_less_where_a_control_group_limits_it() -> None:
    two_gigabytes, half_a_gigabyte = str(2 << 30), str(1 << 29)
    assert available_memory_mb("MemAvailable: 4194304 kB\n", two_gigabytes, half_a_gigabyte) == 1536


def test_too_little_memory_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "MEMORY_NEEDED_MB", 10**9)
    assert "of free memory" in (check_memory().problem or "")


def test_too_little_disk_is_a_problem(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(doctor, "DISK_NEEDED_MB", 10**12)
    assert "of free disk" in (check_disk(tmp_path).problem or "")


def test_a_taken_port_is_named_with_the_setting_that_moves_it() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        (finding,) = check_ports({"MONGO_PORT": port})
    assert finding.problem is not None
    assert f"Port {port} is taken" in finding.problem
    assert "CAIRN_LOCAL_MONGO_PORT" in finding.problem
    (freed,) = check_ports({"MONGO_PORT": port})
    assert freed.problem is None


def test_missing_tools_are_named_with_their_packages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    problems = " ".join(finding.problem or "" for finding in [*check_tools(), check_java()])
    for words in ("mvn is not on PATH", "apt install maven", "java is not on PATH", "openjdk-17"):
        assert words in problems


def test_problems_go_to_standard_error_one_sentence_each(capsys: pytest.CaptureFixture[str]) -> None:
    findings = [
        Finding("mvn", "/usr/bin/mvn"),
        Finding("node", "missing", "node is not on PATH; install it."),
    ]
    assert report(findings, verbose=True) == 1
    printed = capsys.readouterr()
    assert printed.err == "node is not on PATH; install it.\n"
    assert "✓ mvn" in printed.out
    assert "✗ node" in printed.out


def test_the_doctor_looks_at_the_ports_that_the_stack_uses() -> None:
    assert StackSettings.model_construct().ports() == DEFAULT_PORTS
