"""Who asks, by whose knowledge: what the servicers of reports begin with."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime

from google.protobuf.timestamp_pb2 import Timestamp

from cairn.reporting.v1 import reporting_service_pb2 as contract
from cairn.reporting.v1.pipeline_pb2 import ReportPipelineRequest
from cairn.reporting.v1.trends_pb2 import ReportTrendsRequest
from cairn.reporting.v1.worth_pb2 import ReportWorthRequest
from cairn_platform.grpc import call as calls
from cairn_platform.identity import Principal
from cairn_reporting.adapters.grpc import requests
from cairn_reporting.application.ports import Facts, FactsOf
from cairn_reporting.application.reach import may_reach_many
from cairn_reporting.application.workforce.tenant import TenantWorkforce
from cairn_reporting.application.workforce.tenants import WorkforceOf

AboutMany = (
    contract.ReportSkillGapsRequest
    | contract.ReportReadinessRequest
    | contract.ReportRecertificationRequest
    | ReportTrendsRequest
    | ReportPipelineRequest
    | ReportWorthRequest
)
"""What is asked of a workforce."""


@dataclass(frozen=True, slots=True)
class Asking:
    """The caller, the facts of today that give rights, those to answer by and when these were known, None for now; and the present."""

    principal: Principal
    rights: Facts
    facts: Facts
    known_at: datetime | None
    now: datetime


def asking(*, known_at: Timestamp | None, facts_of: FactsOf, clock: Callable[[], datetime]) -> Asking:
    """For the tenant of the caller's token; raises InvalidFieldsError for what cannot be known yet."""
    return asking_as(calls.current.get().principal, known_at=known_at, facts_of=facts_of, now=clock())


def asking_as(
    principal: Principal, *, known_at: Timestamp | None, facts_of: FactsOf, now: datetime
) -> Asking:
    """The same in somebody's name."""
    rights = facts_of(principal.tenant_id)
    known = requests.known_instant(known_at, now=now)
    facts = rights if known is None else facts_of(principal.tenant_id, known_at=known)
    return Asking(principal=principal, rights=rights, facts=facts, known_at=known, now=now)


def workforce_for(
    request: AboutMany,
    *,
    principal: Principal,
    rights: Facts,
    workforces: WorkforceOf,
) -> AbstractContextManager[TenantWorkforce | None]:
    """The tenant's workforce for what is known today about many; what was known then, and whoever is named, is looked up.

    For who may ask about a small team alone, not the whole tenant is loaded. Raises WorkforceLoadingError.
    """
    if request.HasField("known_at") or request.people.person_ids:
        return nullcontext()
    return workforces(
        principal.tenant_id, worth_loading=lambda: may_reach_many(principal=principal, facts=rights)
    )
