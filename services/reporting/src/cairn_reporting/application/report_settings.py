"""What a tenant settles about its reports."""

from cairn_platform.errors import StaleVersionError
from cairn_platform.identity import Principal, require_any_role
from cairn_reporting.application.ports import SettingsStore, Settled
from cairn_reporting.application.reach import HR, TENANT_ADMIN
from cairn_reporting.domain.settings import ReportSettings


def get_report_settings(*, principal: Principal, store: SettingsStore) -> Settled:
    """What is settled; the defaults, as version 0, where nothing is. For hr and tenant-admin."""
    require_any_role(principal, HR, TENANT_ADMIN)
    return store.load()


def set_report_settings(
    *, principal: Principal, settings: ReportSettings, expected_version: int, store: SettingsStore
) -> Settled:
    """Settles it anew, for reports of every date. For tenant-admin; StaleVersionError where somebody else did meanwhile."""
    require_any_role(principal, TENANT_ADMIN)
    settled = Settled(settings=settings, version=expected_version + 1)
    if not store.save(settled):
        raise StaleVersionError
    return settled
