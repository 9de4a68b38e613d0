"""Requests in the contract's words."""

from cairn.common.v1 import money_pb2
from cairn.learners.v1 import events_pb2, requests_pb2
from cairn_learners.adapters import messages
from cairn_learners.domain.learning_requests import LearningRequest, RequestKind, RequestState

KINDS = {
    RequestKind.PATH: requests_pb2.REQUEST_KIND_PATH,
    RequestKind.AID: requests_pb2.REQUEST_KIND_AID,
    RequestKind.COST: requests_pb2.REQUEST_KIND_COST,
}
STATES = {
    RequestState.SUBMITTED: requests_pb2.REQUEST_STATE_SUBMITTED,
    RequestState.APPROVED: requests_pb2.REQUEST_STATE_APPROVED,
    RequestState.REFUSED: requests_pb2.REQUEST_STATE_REFUSED,
    RequestState.WITHDRAWN: requests_pb2.REQUEST_STATE_WITHDRAWN,
}


def request(found: LearningRequest) -> requests_pb2.LearningRequest:
    """A request, without its credentials."""
    message = requests_pb2.LearningRequest(
        request_id=found.request_id,
        version=found.version,
        person_id=found.person_id,
        kind=KINDS[found.kind],
        path_id=found.path_id or "",
        note=found.note,
        submitted_at=messages.timestamp(found.submitted_at),
        state=STATES[found.state],
    )
    if found.amount:
        message.amount.CopyFrom(
            money_pb2.Money(currency=found.amount.currency, minor_units=found.amount.minor_units)
        )
    if decision := found.decision:
        message.decision.CopyFrom(
            requests_pb2.RequestDecision(
                state=STATES[decision.state],
                reason=decision.reason,
                due_on=messages.day(decision.due_on),
                decided_by=decision.decided_by or "",
                on_behalf_of=decision.on_behalf_of or "",
                decided_at=messages.timestamp(decision.decided_at),
            )
        )
    return message


def request_state(found: LearningRequest) -> events_pb2.LearningRequestState:
    """A request as its event tells it."""
    decision = found.decision
    return events_pb2.LearningRequestState(
        request_id=found.request_id,
        version=found.version,
        person_id=found.person_id,
        kind=KINDS[found.kind],
        path_id=found.path_id or "",
        credential_ids=found.credential_ids,
        submitted_at=messages.timestamp(found.submitted_at),
        state=STATES[found.state],
        decided_by=(decision.decided_by or "") if decision else "",
        on_behalf_of=(decision.on_behalf_of or "") if decision else "",
        decided_at=messages.timestamp(decision.decided_at) if decision else None,
    )
