"""Enters the demo into a running stack: the public catalogue and two employers with their history.

Everything goes the way that it would in production: the public catalogue by the operator's command, an employer's data
through the REST API by its own API clients. So events, outbox and read models are exercised, and no database is written
to. Doing it again changes nothing.
"""

import os
import sys
import threading
from collections.abc import Callable

from cairn_local.commands import last_lines, run_command
from cairn_local.demo_access import DemoAccess, DemoTenant
from cairn_local.demo_tenants import DEMO_TENANTS
from cairn_local.endpoints import Endpoints
from cairn_local.errors import Reason, StackError
from cairn_local.parallel import side_by_side
from cairn_local.progress import Steps
from cairn_local.seeding.demo_files import EmployerFiles
from cairn_local.seeding.employer import Employer, size
from cairn_local.seeding.tenant_api import RefusedRequestError, TenantApi
from cairn_local.settings import REPOSITORY, StackSettings

_CATALOGUE = REPOSITORY / "demo" / "catalogue"
_CATALOGUE_TIMEOUT_SECONDS = 120.0


def seed_demo(*, settings: StackSettings, demo: DemoAccess, progress: Steps) -> None:
    """Enter what the stack lacks of the demo, and return when the reports know of it.

    StackError when the demo's files are wrong or a service does not answer in time. It may be ended at any moment and
    done again.
    """
    cancelled = threading.Event()
    _publish_catalogue(settings, progress, cancelled)
    enter_tenants(demo, progress=progress, cancelled=cancelled)


def enter_tenants(demo: DemoAccess, *, progress: Steps, cancelled: threading.Event) -> None:
    """Enter the demo's employers through the REST API of a Cairn that has the public catalogue; setting `cancelled` ends it."""
    side_by_side(
        *(_entering(tenant, demo, progress, cancelled) for tenant in demo.tenants), cancelled=cancelled
    )


def _publish_catalogue(settings: StackSettings, progress: Steps, cancelled: threading.Event) -> None:
    log = settings.logs_dir / "publish-public.log"
    with progress.step("Publish the public catalogue"):
        status = run_command(
            [sys.executable, "-m", "cairn_catalog", "publish-public", str(_CATALOGUE)],
            log=log,
            environment={**os.environ, **Endpoints.of(settings).environment()},
            timeout_seconds=_CATALOGUE_TIMEOUT_SECONDS,
            cancelled=cancelled,
        )
        if status != 0:
            raise StackError(
                Reason.PROCESS_FAILED,
                f"The public catalogue could not be published: {last_lines(log)}; the whole log is {log}.",
            )


def _entering(
    tenant: DemoTenant, demo: DemoAccess, progress: Steps, cancelled: threading.Event
) -> Callable[[], None]:
    def step() -> None:
        files = EmployerFiles.read(DEMO_TENANTS / tenant.alias)
        with (
            progress.step(f"Enter {tenant.name}", total=size(files)) as shown,
            _api(tenant, demo, "tenant-admin", cancelled) as admin,
            _api(tenant, demo, "hr", cancelled) as hr,
        ):
            try:
                Employer(files=files, admin=admin, hr=hr, step=shown).enter()
            except RefusedRequestError as error:
                raise StackError(Reason.BAD_DEMO_DATA, f"{tenant.name}: {error}") from error

    return step


def _api(tenant: DemoTenant, demo: DemoAccess, role: str, cancelled: threading.Event) -> TenantApi:
    client = next((each for each in tenant.api_clients if role in each.roles), None)
    if client is None:
        raise StackError(
            Reason.BAD_DEMO_DATA,
            f"{tenant.name} needs an API client with the role {role} in its tenant.yaml.",
        )
    return TenantApi(
        gateway_url=demo.gateway_url, token_url=demo.token_url, client=client, cancelled=cancelled
    )
