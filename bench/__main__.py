"""`python -m bench [NAME …]`: runs benches and writes what they measured to bench/results/<name>.json; without names, all of them."""

import argparse
import importlib
import json
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bench.machine import described

RESULTS = Path(__file__).parent / "results"
BENCHES = (
    "progress_by_grpc",
    "person_by_rest",
    "events_to_read_model",
    "list_of_people",
    "import_people",
    "assign_10000",
    "acknowledged_to_visible",
    "due_run",
    "gap_report",
    "readiness_report",
    "trends_report",
    "ingest",
    "team_gaps_by_grpc",
    "long_history",
    "rebuild",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs what was asked for; the exit status says whether all of it ran, not whether a goal was reached."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of: {', '.join(BENCHES)}")
    chosen = parser.parse_args(arguments).names or BENCHES
    # Whatever a bench started or stored is ended and erased when the bench is told to stop.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    for name in chosen:
        machine, began = described(), time.monotonic()
        result = importlib.import_module(f"bench.{name}").measured()
        report = {"bench": name, "machine": machine, **result, "seconds": round(time.monotonic() - began)}
        text = json.dumps(report, indent=2) + "\n"
        (RESULTS / f"{name}.json").write_text(text)
        sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
