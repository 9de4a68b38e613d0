"""The demo's tenants in a Cairn on Kubernetes: `demo.py spec` prints what to provision, `demo.py enter …` enters their data."""

import argparse
import sys
import threading
from pathlib import Path

import yaml
from rich.console import Console

from cairn_local import demo_tenants
from cairn_local.demo_access import DemoAccess
from cairn_local.endpoints import Endpoints
from cairn_local.progress import PlainSteps
from cairn_local.seed import enter_tenants


def main() -> None:
    """Runs one command."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("spec")
    entering = commands.add_parser("enter")
    entering.add_argument("--gateway", required=True, help="the gateway's URL from here")
    entering.add_argument("--keycloak", required=True, help="Keycloak's URL from here")
    entering.add_argument("--result", type=Path, required=True, help="where to write demo.json")
    asked = parser.parse_args()
    if asked.command == "spec":
        sys.stdout.write(yaml.safe_dump(yaml.safe_load(_spec())))
        return
    access = demo_access(gateway_url=asked.gateway, keycloak_url=asked.keycloak)
    enter_tenants(access, progress=PlainSteps(Console()), cancelled=threading.Event())
    access.write(asked.result)


def demo_access(*, gateway_url: str, keycloak_url: str) -> DemoAccess:
    """What a script needs to use the demo's tenants there."""
    tenants = demo_tenants.read_tenants()
    endpoints = Endpoints(
        gateway_url=gateway_url,
        keycloak_url=keycloak_url,
        keycloak_admin_username="",
        keycloak_admin_password="",
        portal_client_secret="",
        webhook_key="",
        mongo_url="",
        kafka_bootstrap_servers="",
        catalog_target="",
        learners_target="",
        reporting_target="",
    )
    return demo_tenants.demo_access(
        tenants, endpoints=endpoints, organization_ids={tenant.alias: "" for tenant in tenants}
    )


def _spec() -> str:
    return demo_tenants.provisioning_spec(demo_tenants.read_tenants())


if __name__ == "__main__":
    main()
