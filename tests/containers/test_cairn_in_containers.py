"""Cairn's images before stores in containers: healthy, confined, one Cairn together, and gone in time."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from cairn_platform.probe import grpc_is_serving, url_is_ok
from tests.support.backing import Backing, Identity
from tests.support.containers.cairn import GATEWAY, PROCESSES, CairnInContainers

HR = "acme-hr"
HR_SECRET = "what only HR's script knows"
SPEC: dict[str, Any] = {
    "tenants": [
        {
            "alias": "acme",
            "name": "Acme",
            "api_clients": [{"client_id": HR, "client_secret": HR_SECRET, "roles": ["hr"]}],
        }
    ]
}
STOPPED_WITHIN_SECONDS = 20
# By itself, or of SIGTERM after its drain, as uvicorn does. Who has not ended in time is killed, which is 137.
IN_ORDER = {0, 143}
each_process = pytest.mark.parametrize("name", PROCESSES)


@pytest.fixture(scope="module")
def deployed(
    stores: Backing, identity: Identity, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[CairnInContainers]:
    assert stores.containers is not None, "run these tests by `make test-containers`"
    found = CairnInContainers(stores.containers, identity)
    found.prepare(spec=SPEC, folder=tmp_path_factory.mktemp("provision"))
    try:
        found.start()
        yield found
    finally:
        found.stop()


def inspected(deployed: CairnInContainers, name: str) -> dict[str, Any]:
    container = deployed.processes[name].get_wrapped_container()
    container.reload()
    assert isinstance(container.attrs, dict)
    return container.attrs


@each_process
def test_a_container_is_healthy_by_its_own_check(deployed: CairnInContainers, name: str) -> None:
    assert inspected(deployed, name)["State"]["Health"]["Status"] == "healthy"


@each_process
def test_a_process_says_from_outside_how_it_is(deployed: CairnInContainers, name: str) -> None:
    address = deployed.address(name)
    if name == GATEWAY:
        assert url_is_ok(f"http://{address}/livez")
        assert url_is_ok(f"http://{address}/readyz")
    else:
        assert grpc_is_serving(address)


@each_process
def test_a_process_is_nobody_and_can_write_nothing_but_its_tmp(
    deployed: CairnInContainers, name: str
) -> None:
    container = deployed.processes[name]
    assert container.exec(["id", "-u"]).output.decode().strip() == "10001"
    assert inspected(deployed, name)["Config"]["User"] == "10001:10001"
    for place in ("/opt/cairn/own/mark", "/usr/share/cairn/mark", "/mark"):
        assert container.exec(["touch", place]).exit_code != 0
    assert container.exec(["touch", "/tmp/mark"]).exit_code == 0  # noqa: S108


@each_process
def test_an_image_says_its_version_and_its_commit(deployed: CairnInContainers, name: str) -> None:
    labels = inspected(deployed, name)["Config"]["Labels"]
    assert labels["org.opencontainers.image.version"]
    assert re.fullmatch(r"[0-9a-f]{40}", labels["org.opencontainers.image.revision"])


def test_the_gateway_serves_the_portal(deployed: CairnInContainers) -> None:
    page = httpx.get(f"http://{deployed.address(GATEWAY)}/", timeout=10)
    assert page.status_code == 200
    scripts = re.findall(r'src="(/assets/[^"]+\.js)"', page.text)
    assert scripts
    assert url_is_ok(f"http://{deployed.address(GATEWAY)}{scripts[0]}")


def test_what_a_job_publishes_a_script_reads_through_gateway_and_service(deployed: CairnInContainers) -> None:
    deployed.run_job("cairn_catalog", "publish-public", "/usr/share/cairn/catalogue")
    token = httpx.post(
        f"{deployed.issuer}/protocol/openid-connect/token",
        data={"grant_type": "client_credentials", "client_id": HR, "client_secret": HR_SECRET},
        timeout=20,
    ).json()["access_token"]
    listed = httpx.get(
        f"http://{deployed.address(GATEWAY)}/api/v1/credentials",
        headers={"Authorization": f"Bearer {token}"},
        timeout=20,
    )
    assert listed.status_code == 200, listed.text
    assert listed.json()["items"]


@pytest.mark.parametrize("name", reversed(list(PROCESSES)))
def test_sigterm_ends_a_process_in_time_and_in_order(deployed: CairnInContainers, name: str) -> None:
    container = deployed.processes[name].get_wrapped_container()
    container.stop(timeout=STOPPED_WITHIN_SECONDS)
    container.reload()
    assert container.attrs["State"]["ExitCode"] in IN_ORDER, container.logs(tail=20).decode()
