"""What a credential costs to get and to keep: the route /credentials/{credential_id}/cost."""

from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from cairn.catalog.v1 import holding_cost_pb2 as messages
from cairn_gateway.adapters.http.caller import Asking
from cairn_gateway.adapters.http.entry_parts import Money, Payer
from cairn_gateway.adapters.http.model import Answer, Draft
from cairn_gateway.adapters.http.problems import responses
from cairn_gateway.adapters.http.translation import answer


class CostItem(StrEnum):
    """What a line is paid for."""

    PRICE = "price"
    SUBSCRIPTION = "subscription"
    EXAM = "exam"
    RENEWAL = "renewal"


class CostLine(Answer):
    """One line of the account."""

    item: CostItem
    """What is paid."""
    each: Money | None
    """What is paid each time; null where it is unknown."""
    times: int
    """How often it is paid; 0 where that is unknown or never."""
    amount: Money | None
    """Both together; null where it is unknown."""
    explanation: str
    """The line in words."""


class PayerShare(Answer):
    """Who pays how much of it."""

    payer: Payer | None
    """Who; null where the catalogue does not say."""
    amount: Money
    """How much."""


class HoldingCost(Answer):
    """What a credential costs over some years."""

    credential_id: str
    """The credential, as the caller's tenant sees it."""
    credential_version: int
    """Its version that this is computed from."""
    months: int | None
    """How many months of learning are expected at that pace; null is unknown."""
    lines: list[CostLine]
    """What is paid, in the order in which it falls due."""
    total: Money | None
    """The sum of the lines that are known; null where none is, such as for what is free."""
    shares: list[PayerShare]
    """Who pays how much of the total, as usual for this credential."""
    complete: bool
    """Whether every line is known; if not, the total is a lower bound."""
    remarks: list[str]
    """What else matters, in words."""


class HoldingCostQuery(Draft):
    """For how long, and at which pace."""

    years: Annotated[int, Field(ge=1, le=50)] = 3
    """For how many years it is to be held."""
    weekly_hours: Annotated[int, Field(ge=1, le=80)] = 5
    """How many hours a week the learner has."""


router = APIRouter(prefix="/credentials", tags=["credentials"])


@router.get(
    "/{credential_id}/cost",
    operation_id="getHoldingCost",
    summary="What a credential costs",
    responses=responses(404),
)
async def get_holding_cost(
    upstream: Asking, credential_id: str, query: Annotated[HoldingCostQuery, Query()]
) -> HoldingCost:
    """What the credential costs to get and to keep for some years, line by line, in its own currency."""
    asked = messages.GetHoldingCostRequest(
        credential_id=credential_id, years=query.years, weekly_hours=query.weekly_hours
    )
    found = await upstream.read(upstream.holding_cost.GetHoldingCost, asked)
    return answer(HoldingCost, found)
