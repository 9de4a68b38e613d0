"""The HTTP server and its end: not ready first, then closed to what is new, then done with what is under way."""

import threading
from types import FrameType

import structlog
import uvicorn

_log = structlog.get_logger()


class DrainingServer(uvicorn.Server):
    """Tells of its end by `draining`, and goes on accepting for `delay_seconds` after that."""

    def __init__(self, config: uvicorn.Config, *, draining: threading.Event, delay_seconds: float) -> None:
        super().__init__(config)
        self._draining = draining
        self._delay_seconds = delay_seconds

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begins to drain; told a second time, ends at once."""
        if self._draining.is_set():
            super().handle_exit(sig, frame)
            return
        self._draining.set()
        _log.info("draining", delay_seconds=self._delay_seconds)
        ending = threading.Timer(self._delay_seconds, super().handle_exit, (sig, frame))
        ending.daemon = True
        ending.start()
