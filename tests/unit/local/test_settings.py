"""Two stacks beside each other share nothing but the cache."""

from pathlib import Path

import pytest

from cairn_local.credentials import Credentials
from cairn_local.endpoints import Endpoints
from cairn_local.errors import Reason, StackError
from cairn_local.settings import REPOSITORY, ExternalInfra, Infra, StackSettings


def test_folders_lie_below_the_clone_unless_they_are_absolute(tmp_path: Path) -> None:
    assert StackSettings(state_dir=Path(".local")).state_dir == REPOSITORY / ".local"
    assert StackSettings(state_dir=tmp_path).state_dir == tmp_path


def test_a_shifted_stack_shares_no_port_with_the_default_one(tmp_path: Path) -> None:
    shifted = StackSettings.shifted(by=10000, state_dir=tmp_path)
    assert not set(shifted.ports().values()) & set(StackSettings.model_construct().ports().values())
    assert len(set(shifted.ports().values())) == len(shifted.ports())


def test_with_external_infrastructure_only_the_services_ports_matter() -> None:
    ports = StackSettings(infra=Infra.EXTERNAL).ports()
    assert "GATEWAY_PORT" in ports
    assert not [name for name in ports if name.startswith(("KAFKA", "MONGO", "KEYCLOAK"))]


def test_missing_external_endpoints_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("KAFKA_BOOTSTRAP_SERVERS", "MONGO_URL", "PROVISION_KEYCLOAK_URL"):
        monkeypatch.setenv(f"CAIRN_{name}", "there")
    monkeypatch.delenv("CAIRN_PROVISION_ADMIN_USERNAME", raising=False)
    monkeypatch.delenv("CAIRN_PROVISION_ADMIN_PASSWORD", raising=False)
    with pytest.raises(
        StackError, match="CAIRN_PROVISION_ADMIN_USERNAME, CAIRN_PROVISION_ADMIN_PASSWORD"
    ) as missing:
        ExternalInfra.from_environment()
    assert missing.value.reason is Reason.BAD_SETTING


def test_secrets_are_made_once_and_are_their_owners_only(tmp_path: Path) -> None:
    first = Credentials.of(tmp_path)
    assert Credentials.of(tmp_path) == first
    assert (tmp_path / "secrets.json").stat().st_mode & 0o777 == 0o600
    assert Credentials.of(tmp_path / "other").keycloak_admin_password != first.keycloak_admin_password


def test_secrets_do_not_show_when_endpoints_are_printed(tmp_path: Path) -> None:
    credentials = Credentials.of(tmp_path)
    printed = repr(Endpoints.native(StackSettings(state_dir=tmp_path), credentials))
    assert credentials.keycloak_admin_password not in printed
    assert credentials.portal_client_secret not in printed
