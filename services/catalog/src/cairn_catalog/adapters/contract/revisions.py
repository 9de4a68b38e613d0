"""Scheduled revisions as the contract's messages."""

from collections.abc import Mapping

from cairn.catalog.v1 import revisions_pb2 as pb
from cairn_catalog.adapters.contract.entry_kinds import ENTRY_KINDS
from cairn_catalog.domain.revision import RevisionState, ScheduledRevision

REVISION_STATES: Mapping[RevisionState, pb.RevisionState.ValueType] = {
    RevisionState.WAITING: pb.REVISION_STATE_WAITING,
    RevisionState.APPLIED: pb.REVISION_STATE_APPLIED,
    RevisionState.FAILED: pb.REVISION_STATE_FAILED,
    RevisionState.WITHDRAWN: pb.REVISION_STATE_WITHDRAWN,
}


def revision_message(revision: ScheduledRevision) -> pb.Revision:
    """How the revision stands."""
    message = pb.Revision(
        kind=ENTRY_KINDS[type(revision.proposed)],
        entry_id=revision.proposed.id,
        name=revision.proposed.name,
        version=revision.version,
        state=REVISION_STATES[revision.state],
        effective_on=revision.effective_on.isoformat(),
        revises_version=revision.revises_version,
        problems=[
            pb.RevisionProblem(field=each.field, reason=each.reason, detail=each.description)
            for each in revision.problems
        ],
    )
    message.scheduled_at.FromDatetime(revision.scheduled_at)
    if revision.settled_at is not None:
        message.settled_at.FromDatetime(revision.settled_at)
    return message
