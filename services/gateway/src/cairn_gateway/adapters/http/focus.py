"""Whether a collection of credentials deepens something: the routes /me/focus and /people/{id}/focus."""

from enum import StrEnum

from fastapi import APIRouter

from cairn.reporting.v1 import focus_pb2 as messages
from cairn_gateway.adapters.grpc.upstream import Upstream
from cairn_gateway.adapters.http.caller import Asking
from cairn_gateway.adapters.http.model import Answer, Count
from cairn_gateway.adapters.http.problems import responses
from cairn_gateway.adapters.http.report_parts import Freshness
from cairn_gateway.adapters.http.translation import answer


class FocusState(StrEnum):
    """How focused a collection is."""

    NOTHING = "nothing"
    SCATTERED = "scattered"
    STARTING = "starting"
    MIXED = "mixed"
    FOCUSED = "focused"


class FocusCredential(Answer):
    """A credential by its name."""

    credential_id: str
    """Its id."""
    name: str
    """Its name."""


class FocusNextStep(Answer):
    """The stack that is nearest to completion."""

    stack_id: str
    """The stack."""
    stack_name: str
    """Its name."""
    held_count: Count
    """How many of its credentials are held."""
    missing: list[FocusCredential]
    """Credentials that would complete it."""


class Focus(Answer):
    """How much of what somebody holds deepens one specialisation."""

    person_id: str
    """Whose."""
    state: FocusState
    """How focused it is: from three credentials on scattered where fewer than half deepen a specialisation and no stack is complete,
    mixed from a half on, focused from two thirds on.
    """
    explanation: str
    """Why, and what would be next, in a sentence or two."""
    held_count: Count
    """How many credentials count now."""
    specialisation: str | None
    """The specialisation that most of them deepen; null where none does."""
    deepening: list[FocusCredential]
    """Those that deepen a specialisation or stand in a complete stack."""
    complete_stacks: list[str]
    """The complete stacks, by name."""
    next_step: FocusNextStep | None
    """What would be the better next step; null where no stack can be completed."""
    freshness: Freshness
    """How fresh the answer is."""


router = APIRouter()


@router.get(
    "/me/focus",
    operation_id="getMyFocus",
    summary="Get the caller's focus",
    tags=["me"],
    responses=responses(409),
)
async def get_my_focus(upstream: Asking) -> Focus:
    """How much of what the caller holds deepens one specialisation, and the stack that is nearest to completion."""
    return await _focus_of(upstream, person_id=None)


@router.get(
    "/people/{person_id}/focus",
    operation_id="getPersonFocus",
    summary="Get a person's focus",
    tags=["people"],
    responses=responses(404),
)
async def get_person_focus(upstream: Asking, person_id: str) -> Focus:
    """How much of what a person holds deepens one specialisation, and the stack that is nearest to completion."""
    return await _focus_of(upstream, person_id=person_id)


async def _focus_of(upstream: Upstream, *, person_id: str | None) -> Focus:
    found = await upstream.report(
        upstream.focus.GetFocus, messages.GetFocusRequest(person_id=person_id or "")
    )
    return answer(Focus, found)
