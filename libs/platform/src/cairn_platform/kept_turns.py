"""A turn that is kept while something takes longer than its term: so the term can be short, and a worker that dies is soon replaced."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from pymongo.errors import PyMongoError

from cairn_platform.turns import Turn

log = structlog.get_logger()


@contextmanager
def kept(turn: Turn, *, every_seconds: float) -> Iterator[None]:
    """Holds the turn anew every so often, beside what is done inside the context, until that is done or somebody else has it."""
    done = threading.Event()
    beating = threading.Thread(target=_beat, args=(turn, done, every_seconds), name="kept-turn", daemon=True)
    beating.start()
    try:
        yield
    finally:
        done.set()
        beating.join()


def _beat(turn: Turn, done: threading.Event, every_seconds: float) -> None:
    held = True
    while held and not done.wait(every_seconds):
        try:
            held = turn.hold()
        except PyMongoError as error:
            log.warning("turn_not_held_anew", error=type(error).__name__)
