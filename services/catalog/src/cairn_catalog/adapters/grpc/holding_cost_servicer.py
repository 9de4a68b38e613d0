"""The RPC of HoldingCostService."""
# ruff: noqa: N802, ARG002 (the contract's names; every RPC is handed its context)

from collections.abc import Callable, Mapping

import grpc

from cairn.catalog.v1 import holding_cost_pb2 as pb
from cairn.catalog.v1 import holding_cost_pb2_grpc
from cairn_catalog.adapters.contract.enums import PAYERS
from cairn_catalog.adapters.contract.money import money_state
from cairn_catalog.application.holding_cost import cost_of_holding
from cairn_catalog.application.ports import Catalogue
from cairn_catalog.domain.holding_cost import CostItem, CostLine
from cairn_platform.grpc import call as calls

ITEMS: Mapping[CostItem, "pb.CostItem.ValueType"] = {
    CostItem.PRICE: pb.COST_ITEM_PRICE,
    CostItem.SUBSCRIPTION: pb.COST_ITEM_SUBSCRIPTION,
    CostItem.EXAM: pb.COST_ITEM_EXAM,
    CostItem.RENEWAL: pb.COST_ITEM_RENEWAL,
}


class HoldingCostServicer(holding_cost_pb2_grpc.HoldingCostServiceServicer):
    """Answers for the tenant of the call's token. `catalogue_of` gives what a tenant sees."""

    def __init__(self, *, catalogue_of: Callable[[str], Catalogue]) -> None:
        self._catalogue_of = catalogue_of

    def GetHoldingCost(
        self, request: pb.GetHoldingCostRequest, context: grpc.ServicerContext
    ) -> pb.GetHoldingCostResponse:
        """What a credential costs over some years, line by line."""
        credential, account = cost_of_holding(
            self._catalogue_of(calls.current.get().principal.tenant_id),
            request.credential_id,
            years=request.years,
            weekly_hours=request.weekly_hours,
        )
        return pb.GetHoldingCostResponse(
            credential_id=credential.id,
            credential_version=credential.version,
            months=account.months or 0,
            lines=[_line(each) for each in account.lines],
            total=money_state(account.total),
            shares=[
                pb.PayerShare(payer=PAYERS[payer], amount=money_state(amount))
                for payer, amount in account.shares
            ],
            complete=account.complete,
            remarks=account.remarks,
        )


def _line(line: CostLine) -> pb.CostLine:
    return pb.CostLine(
        item=ITEMS[line.item],
        each=money_state(line.each),
        times=line.times or 0,
        amount=money_state(line.amount),
        explanation=line.explanation,
    )
