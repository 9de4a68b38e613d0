"""What a process writes: JSON lines that lead to a request, an event and a place in the code, and to nobody's data."""

import json
import subprocess
import sys
import textwrap
from typing import Any


def _lines(program: str) -> list[dict[str, Any]]:
    """What a process of its own logs, since logging is set up once in each."""
    prelude = """
        import logging
        import structlog
        from cairn_platform.observability.logs import configure_logs
        configure_logs("catalog")
        log = structlog.get_logger()
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(prelude) + textwrap.dedent(program)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stderr == ""
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_line_names_the_service_in_every_thread() -> None:
    (line,) = _lines(
        """
        import threading
        thread = threading.Thread(target=lambda: log.info("said", number=3))
        thread.start()
        thread.join()
        """
    )
    assert (line["event"], line["service"], line["level"], line["number"]) == ("said", "catalog", "info", 3)
    assert line["timestamp"].endswith("Z")


def test_what_is_bound_is_in_every_line_of_ours_and_of_the_libraries() -> None:
    lines = _lines(
        """
        structlog.contextvars.bind_contextvars(correlation_id="c-1", tenant_id="acme")
        log.info("ours")
        logging.getLogger("kafka.client").warning("Node %s is gone", 1)
        logging.getLogger("uvicorn.error").info("not worth a line")
        """
    )
    assert [(line["event"], line.get("logger")) for line in lines] == [
        ("ours", None),
        ("Node 1 is gone", "kafka.client"),
    ]
    assert {(line["correlation_id"], line["tenant_id"], line["service"]) for line in lines} == {
        ("c-1", "acme", "catalog")
    }


def test_an_exception_is_logged_by_kind_and_place_but_not_by_what_it_quotes() -> None:
    (line,) = _lines(
        """
        def save(name):
            raise ValueError(f"{name} is no name")
        try:
            try:
                save("Ann Mason")
            except ValueError as error:
                raise RuntimeError("while Ann Mason was saved") from error
        except RuntimeError:
            log.exception("call_failed")
        """
    )
    assert "ValueError\n" in line["exception"] and line["exception"].endswith("RuntimeError")
    assert "in save" in line["exception"]
    assert "Mason is" not in line["exception"] and "Mason was" not in line["exception"]


def test_an_exception_of_a_connection_says_what_failed() -> None:
    (line,) = _lines(
        """
        try:
            raise ConnectionRefusedError(111, "Connection refused")
        except OSError:
            logging.getLogger("pymongo.topology").exception("lost")
        """
    )
    assert line["exception"].endswith("ConnectionRefusedError: [Errno 111] Connection refused")
