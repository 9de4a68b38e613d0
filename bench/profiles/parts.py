"""How an answer is taken apart: the CPU of each part by the median of many answers, then cProfile's list of functions."""

import cProfile
import io
import os
import pstats
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

_FUNCTIONS = 25
_FOLDERS = re.compile(r"/\S*/(?:site-packages|src|lib/python3\.\d+)/|" + re.escape(str(Path.cwd())) + "/")


class Parts:
    """The parts of answers, timed by this thread's CPU."""

    def __init__(self) -> None:
        self._seconds: dict[str, list[float]] = {}

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Around one part of one answer."""
        began = time.thread_time()
        yield
        self._seconds.setdefault(name, []).append(time.thread_time() - began)

    def medians(self) -> Mapping[str, float]:
        """Microseconds of CPU of each part."""
        return {name: median(each) * 1e6 for name, each in self._seconds.items()}


def told(title: str, parts: Mapping[str, float], *, unit: str) -> str:
    """The parts as a table; the load says how far to trust them."""
    lines = [f"{name:<48} {microseconds:>9.1f} µs" for name, microseconds in parts.items()]
    load = f"Python {sys.version.split()[0]}, load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    return "\n".join([title, load, "", f"CPU of this process {unit}, medians:", *lines, "", ""])


def functions(work: Callable[[], object]) -> str:
    """cProfile's functions by their own time. It slows Python down more than C, so the order counts, not the seconds."""
    profile = cProfile.Profile()
    profile.runcall(work)
    text = io.StringIO()
    pstats.Stats(profile, stream=text).sort_stats("tottime").print_stats(_FUNCTIONS)
    return _FOLDERS.sub("", _without_blanks(text.getvalue().splitlines()))


def _without_blanks(lines: Sequence[str]) -> str:
    return "\n".join(line.rstrip() for line in lines if line.strip()) + "\n"
