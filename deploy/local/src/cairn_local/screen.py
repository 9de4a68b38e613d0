"""What the stack shows people: addresses, demo accounts, processes."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import psutil
from rich.box import SIMPLE_HEAD
from rich.console import RenderableType
from rich.markup import escape
from rich.table import Table

from cairn_local.demo_access import DemoAccess, DemoTenant
from cairn_local.endpoints import Endpoints
from cairn_local.supervision import ProcessState

_MEGABYTE = 1024 * 1024


def welcome(access: DemoAccess, *, endpoints: Endpoints, demo_file: Path) -> Iterator[RenderableType]:
    """Everything somebody needs to begin."""
    for tenant in access.tenants:
        yield ""
        yield accounts_table(tenant)
    yield ""
    yield addresses_table(
        {
            "Portal": access.gateway_url,
            "API": f"{access.gateway_url}/api/docs",
            "Keycloak": f"{endpoints.keycloak_url}/admin/cairn/console",
            "For scripts": str(demo_file),
        }
    )


def stores_table(endpoints: Endpoints) -> Table:
    """The addresses of the stores."""
    return addresses_table(
        {
            "MongoDB": endpoints.mongo_url,
            "Kafka": endpoints.kafka_bootstrap_servers,
            "Keycloak": endpoints.keycloak_url,
        }
    )


def addresses_table(addresses: dict[str, str]) -> Table:
    """What is where."""
    table = Table.grid(padding=(0, 2))
    for what, where in addresses.items():
        table.add_row(f"[bold]{what}[/]", escape(where))
    return table


def accounts_table(tenant: DemoTenant) -> Table:
    """Who can sign in at one tenant, and the tenant's API clients."""
    table = Table(
        title=escape(f"{tenant.name} ({tenant.alias})"),
        title_justify="left",
        title_style="bold",
        box=SIMPLE_HEAD,
        pad_edge=False,
    )
    for column in ("Account", "Password or secret", "Roles"):
        table.add_column(column, overflow="fold")
    for account in tenant.accounts:
        table.add_row(*map(escape, (account.username, account.password, ", ".join(account.roles))))
    table.add_section()
    for client in tenant.api_clients:
        table.add_row(*map(escape, (client.client_id, client.client_secret, ", ".join(client.roles))))
    return table


def processes_table(processes: Sequence[ProcessState]) -> Table:
    """Every program, its state and its memory."""
    table = Table()
    for column in ("Program", "State", "Process", "Memory", ""):
        table.add_column(column, justify="right" if column in {"Process", "Memory"} else "left")
    total = 0.0
    for process in processes:
        memory = _memory_mb(process.pid)
        total += memory
        table.add_row(
            process.name,
            process.state.lower(),
            str(process.pid or ""),
            f"{memory:.0f} MB" if memory else "",
            process.description if process.has_failed else process.description.partition(", ")[2],
        )
    table.add_row("", "", "", f"{total:.0f} MB", "together", style="bold")
    return table


def _memory_mb(pid: int | None) -> float:
    try:
        return psutil.Process(pid).memory_info().rss / _MEGABYTE if pid else 0.0
    except psutil.NoSuchProcess:
        return 0.0
