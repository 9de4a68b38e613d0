"""`python -m bench.profiles [NAME …]`: profiles answers in this process and writes bench/results/profiles/<name>.txt."""

import argparse
import importlib
import sys
from collections.abc import Sequence
from pathlib import Path

RESULTS = Path(__file__).parents[1] / "results" / "profiles"
PROFILES = ("progress", "team_gaps", "person_by_rest", "list_of_people")


def main(arguments: Sequence[str] | None = None) -> int:
    """Profiles what was asked for, or all."""
    parser = argparse.ArgumentParser(prog="python -m bench.profiles", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of: {', '.join(PROFILES)}")
    RESULTS.mkdir(exist_ok=True)
    for name in parser.parse_args(arguments).names or PROFILES:
        text = importlib.import_module(f"bench.profiles.{name}").profiled()
        (RESULTS / f"{name}.txt").write_text(text)
        sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
