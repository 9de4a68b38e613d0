"""Applying a scheduled revision on its day, without anybody asking."""

from datetime import datetime

from cairn_catalog.application.ports import Catalogue, Revisions
from cairn_catalog.application.schedule import ProposeAgain, publication_on_its_day
from cairn_catalog.domain.entry import Entry
from cairn_catalog.domain.revision import ScheduledRevision, applied, failed, problems_of
from cairn_platform.changes import Change, decide_again
from cairn_platform.errors import RefusedError


def apply_revision(
    catalogue: Catalogue,
    revisions: Revisions,
    *,
    kind: type[Entry],
    entry_id: str,
    propose_again: ProposeAgain,
    now: datetime,
) -> ScheduledRevision | None:
    """Makes the entry what its due revision says, or keeps the revision as failed with the reason; None where there is nothing to do.

    The entry, its event and the revision are saved together, so it happens once, whoever else tries. For the users it happened when the
    revision's day began, however late this is.
    """

    def decide() -> ScheduledRevision | None:
        revision = revisions.of(kind, entry_id)
        if revision is None or not revision.waits or revision.due_at > now:
            return None
        try:
            publication = publication_on_its_day(catalogue, revision, propose_again=propose_again)
        except RefusedError as refusal:
            settled = failed(revision, problems=problems_of(refusal), now=now)
            revisions.commit([_kept(settled, now)], guards=(), once=None, result=None)
            return settled
        settled = applied(revision, now=now)
        revisions.commit(
            [publication.change(at=revision.due_at), _kept(settled, now)],
            guards=publication.guards,
            once=None,
            result=None,
        )
        return settled

    return decide_again(decide)


def _kept(revision: ScheduledRevision, now: datetime) -> Change[ScheduledRevision]:
    return Change(aggregate=revision, happened=None, happened_at=now)
