"""Revisions whose day was the day before yesterday and that nobody has applied yet, as after an outage of the workers."""

from datetime import datetime, timedelta
from typing import Any

from pymongo.database import Database

from cairn_catalog.application.schedule import schedule_revision
from cairn_catalog.bootstrap import tenant_catalogue, tenant_revisions
from cairn_catalog.domain.revision import day_of, start_of
from cairn_platform.clock import utc_now
from cairn_platform.mongo.connection import Document
from tests.support.catalog.samples import principal, proposal, shown_impact


def overdue_since() -> datetime:
    """When these revisions were to take effect."""
    return start_of(day_of(utc_now()) - timedelta(days=2))


def leave_overdue(database: Database[Document], message: Any, *, expected: int, tenant_id: str) -> None:
    """Schedules the revision as somebody did days before its day."""
    catalogue = tenant_catalogue(database, tenant_id)
    schedule_revision(
        catalogue,
        tenant_revisions(database, tenant_id),
        principal=principal(tenant_id),
        proposal=proposal(message),
        expected_version=expected,
        effective_on=overdue_since().date(),
        replaces=None,
        confirmed_impact=shown_impact(catalogue, message),
        once=None,
        now=overdue_since() - timedelta(days=3),
    )
