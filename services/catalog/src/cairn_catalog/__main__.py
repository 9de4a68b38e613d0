"""`python -m cairn_catalog serve | work [--republish] | migrate | publish-public DIR`."""

import argparse
import sys
from pathlib import Path

from cairn_catalog import bootstrap
from cairn_catalog.settings import SERVICE
from cairn_platform.observability.observing import observe


def main(arguments: list[str]) -> int:
    """Runs one command and returns its exit status."""
    parser = argparse.ArgumentParser(prog="cairn_catalog", description="The credential catalogue of Cairn.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("serve", help="answer CatalogService")
    working = commands.add_parser("work", help="carry events from the outbox to Kafka")
    working.add_argument(
        "--republish",
        action="store_true",
        help="write the present state of all entries to Kafka again, where a cluster has lost its topics",
    )
    commands.add_parser("migrate", help="make collections, indexes and topics")
    publishing = commands.add_parser(
        "publish-public", help="publish the YAML files of a directory as the public catalogue"
    )
    publishing.add_argument(
        "directory", type=Path, help="holds issuers.yaml, skills.yaml, credentials.yaml, …"
    )
    asked = parser.parse_args(arguments)
    observe(SERVICE)
    match asked.command:
        case "serve":
            return bootstrap.serve()
        case "migrate":
            return bootstrap.migrate()
        case "publish-public":
            return bootstrap.publish_public_catalogue(asked.directory, out=sys.stdout, errors=sys.stderr)
        case _ if asked.republish:
            return bootstrap.republish()
        case _:
            return bootstrap.work()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
