"""python -m drills [NAME …] [--scale 0.1] [--json FILE]: runs the drills, prints their figures, and fails when one breaks its promise."""

import argparse
import json
import logging
import os
import platform
import signal
import sys
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil
import structlog
from rich.console import Console
from rich.table import Table

from drills import broken_links, drains, issuer_away, kill_storm, sink_away, store_deaths, zombies
from drills.figures import Figure, exactly
from drills.stand import Stand, stand

DRILLS: Mapping[str, Callable[..., Sequence[Figure]]] = {
    "kill-storm": kill_storm.run,
    "store-deaths": store_deaths.run,
    "zombies": zombies.run,
    "issuer-away": issuer_away.run,
    "broken-links": broken_links.run,
    "drains": drains.run,
    "sink-away": sink_away.run,
}

_TERMINATED = 143
_console = Console(width=None if sys.stdout.isatty() else 160)


def main(arguments: Sequence[str]) -> int:
    """Runs the drills that are named, or all; the exit status is 1 when a promise is broken."""
    parser = argparse.ArgumentParser(prog="python -m drills", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(DRILLS)}; none for all")
    parser.add_argument(
        "--scale", type=float, default=1.0, help="of events, kills and seconds; 1 is what is promised"
    )
    parser.add_argument(
        "--json", type=Path, default=Path("test-results/drills.json"), help="where the figures go"
    )
    chosen = parser.parse_args(arguments)
    unknown = set(chosen.names) - set(DRILLS)
    if unknown:
        parser.error(f"no such drill: {', '.join(sorted(unknown))}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(_TERMINATED))  # so that nothing is left running
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    logging.getLogger("kafka").setLevel(logging.CRITICAL)
    results: dict[str, Any] = {}
    with stand(
        say=lambda sentence: _console.print(f"[dim]{datetime.now(tz=UTC):%H:%M:%S}[/] {sentence}")
    ) as found:
        for name in chosen.names or DRILLS:
            results[name] = _run(found, name, scale=chosen.scale)
    _keep(chosen.json, results, scale=chosen.scale)
    return 0 if all(figure["kept"] for each in results.values() for figure in each["figures"]) else 1


def _run(found: Stand, name: str, *, scale: float) -> dict[str, Any]:
    found.say(f"[bold]{name}[/]")
    begun = time.monotonic()
    try:
        figures = DRILLS[name](found, scale=scale)
    except Exception:  # noqa: BLE001 (a drill that cannot go on is a broken promise, and the others still run)
        _console.print(traceback.format_exc(), style="red", markup=False)
        figures = [exactly("the drill went through", "no", "yes")]
    seconds = time.monotonic() - begun
    _show(name, figures, seconds)
    return {"seconds": round(seconds, 1), "figures": [asdict(figure) for figure in figures]}


def _show(name: str, figures: Sequence[Figure], seconds: float) -> None:
    table = Table(title=f"{name} ({seconds:.0f} s)", title_justify="left")
    for column in ("figure", "value", "promised", ""):
        table.add_column(column)
    for figure in figures:
        verdict = "" if not figure.promise else "kept" if figure.kept else "BROKEN"
        table.add_row(
            figure.name,
            f"{figure.value} {figure.unit}".strip(),
            figure.promise,
            verdict,
            style=None if figure.kept else "red",
        )
    _console.print(table)


def _keep(file: Path, results: Mapping[str, Any], *, scale: float) -> None:
    machine = {
        "system": platform.platform(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
        "load_at_end": os.getloadavg()[0],
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    when = datetime.now(tz=UTC).isoformat(timespec="seconds")
    document = {"when": when, "machine": machine, "scale": scale, "drills": results}
    file.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    _console.print(f"The figures are in {file}.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
