"""`python -m cairn_reporting serve | work [--rebuild | --replay] | migrate`."""

import argparse
import sys

from cairn_platform.observability.observing import observe
from cairn_reporting import bootstrap
from cairn_reporting.settings import SERVICE


def main(arguments: list[str]) -> int:
    """Runs one command and returns its exit status."""
    parser = argparse.ArgumentParser(prog="cairn_reporting", description="Workforce reporting of Cairn.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("serve", help="answer ReportingService")
    working = commands.add_parser("work", help="bring events into the read models")
    once = working.add_mutually_exclusive_group()
    once.add_argument(
        "--rebuild",
        action="store_true",
        help="build the read models afresh from Kafka while the old ones serve, then switch",
    )
    once.add_argument("--replay", action="store_true", help="apply the events that were refused again")
    commands.add_parser("migrate", help="make collections, indexes and topics")
    asked = parser.parse_args(arguments)
    observe(SERVICE)
    match asked.command:
        case "serve":
            return bootstrap.serve()
        case "migrate":
            return bootstrap.migrate()
        case _ if asked.rebuild:
            return bootstrap.rebuild()
        case _ if asked.replay:
            return bootstrap.replay()
        case _:
            return bootstrap.work()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
