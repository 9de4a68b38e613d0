"""Cairn's own images, run as a deployment runs them: nobody's user, no rights, a root file system that nothing can write."""

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from testcontainers.core.container import DockerContainer
from testcontainers.core.wait_strategies import HealthcheckWaitStrategy

from tests.support.backing import Identity
from tests.support.containers.stores import ContainerStores

GRPC_PORT = 7100
GATEWAY_PORT = 8000
SERVICES = ("catalog", "learners", "reporting")
GATEWAY = "gateway"
# Process → the port on which it says how it is.
PROCESSES: Mapping[str, int] = {
    **{f"{service}-{part}": GRPC_PORT for service in SERVICES for part in ("serve", "work")},
    GATEWAY: GATEWAY_PORT,
}
CONFINED: Mapping[str, Any] = {
    "read_only": True,
    "cap_drop": ["ALL"],
    "security_opt": ["no-new-privileges"],
}
_REALM = "cairn"
_CLIENT_SECRET = "the portal's own secret"
_HEALTHY_WITHIN_SECONDS = 150


class JobFailedError(Exception):
    """A job ended with another exit status than 0; the message is what it wrote."""


class CairnInContainers:
    """A realm, topics and indexes by the jobs' image, and the seven processes of a Cairn."""

    def __init__(self, stores: ContainerStores, keycloak: Identity) -> None:
        """Nothing runs yet."""
        self._stores = stores
        self._keycloak = keycloak
        self.processes = {name: self._process(name) for name in PROCESSES}

    @property
    def issuer(self) -> str:
        """The issuer that tokens fetched from this machine name."""
        return f"{self._keycloak.keycloak_url}/realms/{_REALM}"

    def prepare(self, *, spec: Mapping[str, Any], folder: Path) -> None:
        """What a deployment's jobs do before the first start; the file with the spec lies in `folder`."""
        file = folder / "spec.json"
        file.write_text(json.dumps({**spec, "realm": _REALM}), encoding="utf-8")
        file.chmod(0o644)
        jobs: list[tuple[str, ...]] = [("cairn_gateway", "provision", "--spec", "/spec.json")]
        jobs += [(f"cairn_{name}", "migrate") for name in (*SERVICES, GATEWAY)]
        with ThreadPoolExecutor(max_workers=2) as pool:
            list(pool.map(lambda job: self.run_job(*job, mounted={file: "/spec.json"}), jobs))

    def run_job(self, *command: str, mounted: Mapping[Path, str] | None = None) -> None:
        """Runs a command of the jobs' image to its end. Raises JobFailedError."""
        job = self._confined("jobs", command)
        for source, target in (mounted or {}).items():
            job.with_volume_mapping(source, target)
        with job:
            status = job.wait()
            if status != 0:
                said = b"".join(job.get_logs()).decode()
                raise JobFailedError(f"{' '.join(command)} ended with {status}: {said}")

    def start(self) -> None:
        """Starts every process and waits until each is healthy by its own check."""
        with ThreadPoolExecutor() as pool:
            list(pool.map(lambda container: container.start(), self.processes.values()))

    def stop(self) -> None:
        """Removes them."""
        for container in self.processes.values():
            container.stop()

    def address(self, name: str) -> str:
        """Where a process answers on this machine."""
        container = self.processes[name]
        return f"{container.get_container_host_ip()}:{container.get_exposed_port(PROCESSES[name])}"

    def _process(self, name: str) -> DockerContainer:
        service, _, part = name.partition("-")
        healthy = HealthcheckWaitStrategy().with_startup_timeout(_HEALTHY_WITHIN_SECONDS)
        container = self._confined(service, (f"cairn_{service}", part or "serve"))
        return container.with_network_aliases(name).with_exposed_ports(PROCESSES[name]).waiting_for(healthy)

    def _confined(self, image: str, command: tuple[str, ...]) -> DockerContainer:
        return (
            DockerContainer(self._stores.images.name(image))
            .with_command(list(command))
            .with_network(self._stores.network)
            .with_envs(**self._environment())
            .with_tmpfs_mount("/tmp")  # noqa: S108
            .with_kwargs(**CONFINED)
        )

    def _environment(self) -> dict[str, str]:
        keys = f"{self._stores.INSIDE_KEYCLOAK_URL}/realms/{_REALM}/protocol/openid-connect/certs"
        targets = {f"CAIRN_GATEWAY_{name.upper()}_TARGET": f"{name}-serve:{GRPC_PORT}" for name in SERVICES}
        return {
            "CAIRN_MONGO_URL": self._stores.INSIDE_MONGO_URL,
            "CAIRN_KAFKA_BOOTSTRAP_SERVERS": self._stores.INSIDE_KAFKA_BOOTSTRAP,
            "CAIRN_IDENTITY_ISSUER": self.issuer,
            "CAIRN_IDENTITY_JWKS_URL": keys,
            "CAIRN_GATEWAY_PUBLIC_URL": "http://localhost:8000",
            "CAIRN_GATEWAY_OIDC_CLIENT_SECRET": _CLIENT_SECRET,
            "CAIRN_PROVISION_KEYCLOAK_URL": self._stores.INSIDE_KEYCLOAK_URL,
            "CAIRN_PROVISION_ADMIN_USERNAME": self._keycloak.keycloak_admin_username,
            "CAIRN_PROVISION_ADMIN_PASSWORD": self._keycloak.keycloak_admin_password,
            "CAIRN_PROVISION_TIMEOUT_SECONDS": "180",
            **targets,
        }
