"""How a worker lives: its loops in threads, one health port, and an end that loses nothing."""

import signal
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

import grpc
import structlog

from cairn_platform.grpc.server import Readiness
from cairn_platform.settings import WorkSettings

log = structlog.get_logger()

Loop = Callable[[threading.Event], None]
_JOIN_SECONDS = 15.0


def work(loops: Mapping[str, Loop], *, settings: WorkSettings, ready: Callable[[], bool]) -> int:
    """Runs the loops until SIGTERM or SIGINT, and returns the exit status: 1 when a loop died, so that the supervisor starts afresh."""
    stop = threading.Event()
    died: list[str] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())

    def run(name: str, loop: Loop) -> None:
        try:
            loop(stop)
        except Exception:
            log.exception("loop_died", loop=name)
            died.append(name)
            stop.set()

    server = grpc.server(ThreadPoolExecutor(max_workers=2, thread_name_prefix="health"))
    readiness = Readiness(server, ready=ready)
    server.add_insecure_port(settings.health_listen)
    server.start()
    readiness.watch()
    threads = [threading.Thread(target=run, args=(name, loop), name=name) for name, loop in loops.items()]
    for thread in threads:
        thread.start()
    log.info("working", loops=list(loops))
    stop.wait()
    readiness.drain()
    for thread in threads:
        thread.join(timeout=_JOIN_SECONDS)
    server.stop(grace=1).wait()
    log.info("stopped", died=died)
    return 1 if died else 0
