"""The RPC of FocusService."""

from collections.abc import Callable, Iterable
from datetime import datetime

import grpc

from cairn.reporting.v1 import focus_pb2 as contract
from cairn.reporting.v1 import focus_pb2_grpc as contract_grpc
from cairn_platform.grpc import call as calls
from cairn_reporting.adapters.grpc.answers import freshness_message
from cairn_reporting.application.focus import PersonFocus, get_focus
from cairn_reporting.application.ports import Facts
from cairn_reporting.domain.catalogue import Catalogue
from cairn_reporting.domain.focus import FocusState, NextStep
from cairn_reporting.domain.focus_sentence import focus_sentence

FOCUS_SERVICE_NAME = contract.DESCRIPTOR.services_by_name["FocusService"].full_name

_STATES = {
    FocusState.NOTHING: contract.FOCUS_STATE_NOTHING,
    FocusState.SCATTERED: contract.FOCUS_STATE_SCATTERED,
    FocusState.STARTING: contract.FOCUS_STATE_STARTING,
    FocusState.MIXED: contract.FOCUS_STATE_MIXED,
    FocusState.FOCUSED: contract.FOCUS_STATE_FOCUSED,
}


class FocusServicer(contract_grpc.FocusServiceServicer):
    """Answers for the tenant of the caller's token, which the platform verified."""

    def __init__(self, *, facts_of: Callable[[str], Facts], clock: Callable[[], datetime]) -> None:
        self._facts_of = facts_of
        self._clock = clock

    def GetFocus(  # noqa: N802 (the contract's name)
        self, request: contract.GetFocusRequest, _context: grpc.ServicerContext
    ) -> contract.GetFocusResponse:
        """How focused somebody's collection of credentials is."""
        principal = calls.current.get().principal
        return focus_answer(
            get_focus(
                principal=principal,
                person_id=request.person_id or None,
                facts=self._facts_of(principal.tenant_id),
                now=self._clock(),
            )
        )


def focus_answer(found: PersonFocus) -> contract.GetFocusResponse:
    """The focus of one person's collection."""
    focus, catalogue = found.focus, found.catalogue
    return contract.GetFocusResponse(
        person_id=found.person_id,
        state=_STATES[focus.state],
        explanation=focus_sentence(focus, catalogue=catalogue),
        held_count=focus.held_count,
        specialisation=focus.specialisation or "",
        deepening=_named(sorted(focus.deepening), catalogue),
        complete_stacks=[catalogue.stack_name(stack_id) for stack_id in focus.complete_stacks],
        next_step=_next_step(focus.next_step, catalogue) if focus.next_step else None,
        freshness=freshness_message(found.freshness),
    )


def _next_step(step: NextStep, catalogue: Catalogue) -> contract.FocusNextStep:
    return contract.FocusNextStep(
        stack_id=step.stack_id,
        stack_name=step.name,
        held_count=step.held_count,
        missing=_named(step.missing, catalogue),
    )


def _named(credential_ids: Iterable[str], catalogue: Catalogue) -> list[contract.FocusCredential]:
    return [
        contract.FocusCredential(credential_id=each, name=catalogue.credential_name(each))
        for each in credential_ids
    ]
