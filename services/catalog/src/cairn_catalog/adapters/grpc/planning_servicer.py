"""The RPC of PlanningService."""
# ruff: noqa: N802, ARG002 (the contract's names; every RPC is handed its context)

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial

import grpc

from cairn.catalog.v1 import plans_pb2 as pb
from cairn.catalog.v1 import plans_pb2_grpc
from cairn_catalog.adapters.contract.plans import plan_request, plan_response
from cairn_catalog.application.issuer_registry import IssuerTrusts
from cairn_catalog.application.make_plan import plan_for
from cairn_catalog.application.ports import Catalogue
from cairn_catalog.domain.credential import Credential
from cairn_catalog.domain.quality import Grade
from cairn_platform.grpc import call as calls

# Of the two seconds in which a plan for 500 candidates and 40 skills is to be there; the rest is reading and explaining.
_SOLVER_SECONDS = 1.2


class PlanningServicer(plans_pb2_grpc.PlanningServiceServicer):
    """Answers for the tenant of the call's token. `catalogue_of` gives what a tenant sees, `trusts_of` whom it trusts, `grades_of` how
    good credentials are for it.
    """

    def __init__(
        self,
        *,
        catalogue_of: Callable[[str], Catalogue],
        trusts_of: Callable[[str], IssuerTrusts],
        grades_of: Callable[[str, Iterable[Credential]], Mapping[str, Grade]],
        clock: Callable[[], datetime],
    ) -> None:
        self._catalogue_of = catalogue_of
        self._trusts_of = trusts_of
        self._grades_of = grades_of
        self._clock = clock

    def MakePlan(self, request: pb.MakePlanRequest, context: grpc.ServicerContext) -> pb.MakePlanResponse:
        """The best plan, the two next best, and the comparison."""
        tenant_id = calls.current.get().principal.tenant_id
        answer = plan_for(
            self._catalogue_of(tenant_id),
            self._trusts_of(tenant_id),
            asked=plan_request(request),
            grades_of=partial(self._grades_of, tenant_id),
            today=self._clock().date(),
            seconds=_SOLVER_SECONDS,
        )
        return plan_response(answer)
