"""`python -m cairn_learners serve | work [--rebuild | --replay | --republish] | migrate`."""

import argparse
import sys

from cairn_learners import bootstrap
from cairn_learners.settings import SERVICE
from cairn_platform.observability.observing import observe


def main(arguments: list[str]) -> int:
    """Runs one command and returns its exit status."""
    parser = argparse.ArgumentParser(prog="cairn_learners", description="Learner progress of Cairn.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("serve", help="answer LearnersService")
    working = commands.add_parser("work", help="carry own events to Kafka, and the catalogue's here")
    once = working.add_mutually_exclusive_group()
    once.add_argument(
        "--rebuild",
        action="store_true",
        help="build the copies of the catalogue afresh from Kafka while the old ones serve, then switch",
    )
    once.add_argument("--replay", action="store_true", help="apply the events that were refused again")
    once.add_argument(
        "--republish",
        action="store_true",
        help="write the present state of all facts to Kafka again, where a cluster has lost its topics",
    )
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
        case _ if asked.republish:
            return bootstrap.republish()
        case _:
            return bootstrap.work()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
