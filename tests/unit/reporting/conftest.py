"""ReportingService over facts in memory, on a real channel."""

from collections.abc import Iterator

import pytest

from cairn_reporting.adapters.grpc.focus_servicer import FocusServicer
from cairn_reporting.adapters.grpc.servicer import ReportingServicer
from cairn_reporting.adapters.grpc.settings_servicer import ReportSettingsServicer
from cairn_reporting.adapters.grpc.what_if_servicer import WhatIfServicer
from tests.support.reporting.calling import ReportingEndpoint, reporting_endpoint
from tests.support.reporting.company import NOW, days_from_now, everything
from tests.support.reporting.events import event
from tests.support.reporting.full_company import BY_DEFAULT, SETTLED_OTHERWISE, FullCompany
from tests.support.reporting.further_services import further_services
from tests.support.reporting.memory import InMemoryReadModels
from tests.support.reporting.responsibilities import responsible


@pytest.fixture(scope="session")
def reporting() -> Iterator[ReportingEndpoint]:
    """The two small companies, asked at NOW; fay is responsible as HR for the department data."""
    read_models = InMemoryReadModels()
    read_models.apply(everything())
    given = responsible("fay", "data")
    read_models.apply([event(given, tenant_id="acme", version=1, at=days_from_now(-1))])
    with reporting_endpoint(
        ReportingServicer(facts_of=read_models.facts, clock=lambda: NOW),
        focusing=FocusServicer(facts_of=read_models.facts, clock=lambda: NOW),
        settling=ReportSettingsServicer(store_of=read_models.settings, tell=lambda _: None),
        supposing=WhatIfServicer(facts_of=read_models.facts, clock=lambda: NOW),
        also=further_services(read_models, now=NOW),
    ) as endpoint:
        yield endpoint


@pytest.fixture(
    scope="session", params=[(1000, BY_DEFAULT), (300, SETTLED_OTHERWISE)], ids=["by default", "settled"]
)
def full_company(request: pytest.FixtureRequest) -> FullCompany:
    """Three years of a thousand people, and of some who have other rules."""
    return FullCompany(*request.param)
