"""What answers and events of the contract say alike about the terms of assignments and who asks for an enrolment."""

from cairn.learners.v1 import assignment_terms_pb2, progress_pb2
from cairn_learners.adapters import messages
from cairn_learners.domain.assignments import Ask, OnLeaving, Stage, Terms
from cairn_learners.domain.due import Anchor, Due, due_draft

STAGES = {
    Stage.BEING_GIVEN: progress_pb2.ASSIGNMENT_STAGE_BEING_GIVEN,
    Stage.GIVEN: progress_pb2.ASSIGNMENT_STAGE_GIVEN,
    Stage.STOPPED: progress_pb2.ASSIGNMENT_STAGE_STOPPED,
}
ANCHORS = {
    Anchor.ASSIGNMENT: assignment_terms_pb2.DUE_ANCHOR_ASSIGNMENT,
    Anchor.HIRE: assignment_terms_pb2.DUE_ANCHOR_HIRE,
    Anchor.POSITION_START: assignment_terms_pb2.DUE_ANCHOR_POSITION_START,
}
ON_LEAVING = {
    OnLeaving.KEEP: assignment_terms_pb2.ON_LEAVING_KEEP,
    OnLeaving.WITHDRAW: assignment_terms_pb2.ON_LEAVING_WITHDRAW,
}


def terms(found: Terms) -> assignment_terms_pb2.AssignmentTerms:
    """By when, and for whom from now on."""
    return assignment_terms_pb2.AssignmentTerms(
        due=_due(found.due),
        due_for_joiners=_due(found.due_for_joiners),
        basis_on=messages.day(found.basis_on),
        standing=found.standing,
        on_leaving=ON_LEAVING[found.on_leaving],
    )


def ask(found: Ask) -> assignment_terms_pb2.EnrolmentAsk:
    """An assignment that asks for an enrolment."""
    return assignment_terms_pb2.EnrolmentAsk(
        assignment_id=found.assignment_id,
        due_on=messages.day(found.due_on),
        asked_at=messages.timestamp(found.asked_at),
        withdrawn_at=messages.timestamp(found.withdrawn_at),
    )


def _due(due: Due | None) -> assignment_terms_pb2.DueRule | None:
    if due is None:
        return None
    said = due_draft(due)
    return assignment_terms_pb2.DueRule(
        due_on=said.due_on,
        anchor=ANCHORS[Anchor(said.anchor)] if said.anchor else assignment_terms_pb2.DUE_ANCHOR_UNSPECIFIED,
        duration=said.duration,
        before_expiry_of=said.before_expiry_of,
    )
