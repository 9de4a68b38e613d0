"""`python -m cairn_catalog serve | work [--republish] | migrate | publish-public DIR | import-taxonomy KIND PATH |
merge-issuer DUPLICATE INTO`."""

import argparse
import sys
from pathlib import Path

from cairn_catalog import bootstrap
from cairn_catalog.domain.taxonomy.versions import TaxonomyKind
from cairn_catalog.settings import SERVICE
from cairn_platform.observability.observing import observe


def main(arguments: list[str]) -> int:
    """Runs one command and returns its exit status."""
    parser = argparse.ArgumentParser(prog="cairn_catalog", description="The credential catalogue of Cairn.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("serve", help="answer CatalogService")
    working = commands.add_parser(
        "work", help="apply revisions on their day, and carry events from the outbox to Kafka"
    )
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
    importing = commands.add_parser(
        "import-taxonomy", help="bring a taxonomy's download into the public catalogue"
    )
    importing.add_argument("kind", choices=[kind.value for kind in TaxonomyKind])
    importing.add_argument(
        "path", type=Path, help="the directory of the download; for role ladders the CSV file"
    )
    importing.add_argument("--title", help="what its publisher calls it; default: the kind")
    importing.add_argument("--version", required=True, help="which version of it, such as v1.2.0")
    importing.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
    merging = commands.add_parser("merge-issuer", help="make a public issuer one with another")
    merging.add_argument("issuer_id", help="the duplicate")
    merging.add_argument("into_issuer_id", help="the issuer that it is the same as")
    merging.add_argument("--apply", action="store_true", help="do it; without, say what would be changed")
    asked = parser.parse_args(arguments)
    observe(SERVICE)
    match asked.command:
        case "serve":
            return bootstrap.serve()
        case "migrate":
            return bootstrap.migrate()
        case "publish-public":
            return bootstrap.publish_public_catalogue(asked.directory, out=sys.stdout, errors=sys.stderr)
        case "import-taxonomy":
            return bootstrap.import_public(
                TaxonomyKind(asked.kind),
                asked.path,
                title=asked.title or asked.kind,
                version=asked.version,
                dry_run=asked.dry_run,
                out=sys.stdout,
                errors=sys.stderr,
            )
        case "merge-issuer":
            return bootstrap.merge_public_issuers(
                asked.issuer_id, asked.into_issuer_id, apply=asked.apply, out=sys.stdout, errors=sys.stderr
            )
        case _:
            return bootstrap.republish() if asked.republish else bootstrap.work()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
