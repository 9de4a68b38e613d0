"""The gateway's commands: serve, migrate, provision, openapi."""

import argparse
import json
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; the exit status says whether it worked."""
    parser = argparse.ArgumentParser(prog="cairn_gateway", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("openapi", help="print the OpenAPI document")
    chosen = parser.parse_args(arguments)
    if chosen.command == "openapi":
        from cairn_gateway.adapters.http.app import create_app  # noqa: PLC0415

        json.dump(create_app().openapi(), sys.stdout, indent=2, ensure_ascii=False)
        sys.stdout.write("\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
