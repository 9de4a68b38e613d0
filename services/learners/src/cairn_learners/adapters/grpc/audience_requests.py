"""From the contract's requests to what the use cases of audiences and assignment jobs take."""

from cairn.learners.v1 import assignment_jobs_pb2, assignment_terms_pb2, audiences_pb2
from cairn_learners.adapters.assignment_messages import ANCHORS, ON_LEAVING
from cairn_learners.adapters.audience_messages import COMPARISONS, RULE_KINDS
from cairn_learners.adapters.grpc.requests import audience
from cairn_learners.domain.assignment_request import AssignmentRequest, TermsDraft
from cairn_learners.domain.due import DueDraft
from cairn_learners.domain.dynamic_audiences import AudienceDraft
from cairn_learners.domain.rule_request import RuleDraft

_KINDS = {number: kind for kind, number in RULE_KINDS.items()}
_COMPARISONS = {number: comparison.value for comparison, number in COMPARISONS.items()}
_ANCHORS = {number: anchor.value for anchor, number in ANCHORS.items()}
_ON_LEAVING = {number: what.value for what, number in ON_LEAVING.items()}


def rule(message: audiences_pb2.Rule) -> RuleDraft:
    """A rule. What is no kind or comparison at all is none, which the domain does not take."""
    return RuleDraft(
        kind=_KINDS.get(message.kind, ""),
        rules=tuple(rule(each) for each in message.rules),
        attribute=message.attribute,
        comparison=_COMPARISONS.get(message.comparison, ""),
        values=tuple(message.values),
    )


def dynamic_audience(message: audiences_pb2.DynamicAudience) -> AudienceDraft:
    """What is said about an audience."""
    return AudienceDraft(
        audience_id=message.audience_id,
        name=message.name,
        rule=rule(message.rule),
        retired=message.retired,
    )


def assignment(
    message: assignment_jobs_pb2.PlanAssignmentRequest | assignment_jobs_pb2.RequestAssignmentRequest,
) -> AssignmentRequest:
    """What is to be assigned, to whom and on which terms."""
    return AssignmentRequest(
        path_id=message.path_id,
        audience=audience(message.audience),
        terms=_terms(message.terms),
        note=message.note if isinstance(message, assignment_jobs_pb2.RequestAssignmentRequest) else "",
    )


def _terms(message: assignment_terms_pb2.AssignmentTerms) -> TermsDraft:
    return TermsDraft(
        due=_due(message.due),
        due_for_joiners=_due(message.due_for_joiners),
        basis_on=message.basis_on,
        standing=message.standing,
        on_leaving=_ON_LEAVING.get(message.on_leaving, ""),
    )


def _due(message: assignment_terms_pb2.DueRule) -> DueDraft:
    return DueDraft(
        due_on=message.due_on,
        anchor=_ANCHORS.get(message.anchor, ""),
        duration=message.duration,
        before_expiry_of=message.before_expiry_of,
    )
