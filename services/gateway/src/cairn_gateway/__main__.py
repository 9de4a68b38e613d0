"""The gateway's commands."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from cairn_gateway.settings import SettingsError


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; the exit status says whether it worked."""
    parser = argparse.ArgumentParser(prog="python -m cairn_gateway", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("serve", help="serve the REST API and the portal until SIGTERM")
    commands.add_parser("migrate", help="make the indexes of the gateway's database")
    commands.add_parser("openapi", help="print the OpenAPI document")
    provisioning = commands.add_parser(
        "provision", help="provision identity: realm, clients, tenants, accounts"
    )
    provisioning.add_argument("--spec", type=Path, required=True, help="what to provision (JSON)")
    provisioning.add_argument(
        "--result", type=Path, help="where to write the outcome, secrets included (JSON)"
    )
    chosen = parser.parse_args(arguments)
    try:
        _COMMANDS[chosen.command](chosen)
    except SettingsError as error:
        return _failed(str(error))
    return 0


# What a command needs is imported when it runs: the OpenAPI document needs no Keycloak, provisioning no gRPC.
def _serve(_: argparse.Namespace) -> None:
    from cairn_gateway.bootstrap import serve  # noqa: PLC0415

    serve()


def _migrate(_: argparse.Namespace) -> None:
    from cairn_gateway.bootstrap import migrate  # noqa: PLC0415

    migrate()


def _openapi(_: argparse.Namespace) -> None:
    from cairn_gateway.adapters.http.app import create_app  # noqa: PLC0415

    json.dump(create_app().openapi(), sys.stdout, indent=2, ensure_ascii=False)
    sys.stdout.write("\n")


def _provision(chosen: argparse.Namespace) -> None:
    from cairn_gateway.adapters.keycloak import ProvisioningError, run  # noqa: PLC0415

    try:
        run(chosen.spec, chosen.result)
    except ProvisioningError as error:
        sys.exit(_failed(str(error)))


def _failed(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return 1


_COMMANDS: Mapping[str, Callable[[argparse.Namespace], None]] = {
    "serve": _serve,
    "migrate": _migrate,
    "openapi": _openapi,
    "provision": _provision,
}


if __name__ == "__main__":
    sys.exit(main())
