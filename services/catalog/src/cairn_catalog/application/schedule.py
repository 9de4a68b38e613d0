"""Scheduling revisions of published entries, for a tenant's admins."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Generic

from cairn_catalog.application.ports import Catalogue, Revisions
from cairn_catalog.application.publication import (
    Publication,
    publication_of,
    require_impact_confirmed,
)
from cairn_catalog.application.tenant_admin import require_tenant_admin
from cairn_catalog.domain.entry import E, E_co, Entry
from cairn_catalog.domain.proposal import Proposal
from cairn_catalog.domain.publication import own_before
from cairn_catalog.domain.revision import (
    Position,
    RevisionState,
    ScheduledRevision,
    check_effective_on,
    day_of,
    problems_of,
    schedule,
    withdraw,
)
from cairn_catalog.domain.view import Seen
from cairn_platform.changes import Change, decide_again
from cairn_platform.errors import (
    FieldViolation,
    InvalidFieldsError,
    NotFoundError,
    PageTokenInvalidError,
    RefusedError,
)
from cairn_platform.idempotency import Once
from cairn_platform.identity import Principal
from cairn_platform.paging import Page, PageRequest, page_of

PAGE_KEY_LENGTH = 3
SHOWN = (RevisionState.WAITING, RevisionState.FAILED)
"""The states of the revisions that somebody still has to look at."""

ProposeAgain = Callable[[Entry], Proposal[Entry]]
"""How an entry that was sound when it was scheduled is proposed by the rules of today."""


@dataclass(frozen=True, kw_only=True)
class Scheduled(Generic[E_co]):
    """A published entry as it is until the day of its revision, and the revision."""

    seen: Seen[E_co]
    revision: ScheduledRevision


def schedule_revision(
    catalogue: Catalogue,
    revisions: Revisions,
    *,
    principal: Principal,
    proposal: Proposal[E],
    expected_version: int | None,
    effective_on: date,
    replaces: int | None,
    confirmed_impact: str,
    once: Once | None,
    now: datetime,
) -> Scheduled[E]:
    """Keeps an edit of a published entry for its day; `expected_version` None edits the present version.

    It has to fit today, as on its day. Raises what `publish_entry` raises, InvalidFieldsError for what is not published, and what the
    domain's `schedule` raises about another revision that waits; `replaces` is the version of the one whose place it takes.
    """
    require_tenant_admin(principal)

    def decide() -> Scheduled[E]:
        before = revisions.of(proposal.kind, proposal.id)
        published = catalogue.seen(proposal.kind, [proposal.id]).get(proposal.id)
        expected = _present_version(catalogue, proposal) if expected_version is None else expected_version
        publication = publication_of(catalogue, proposal, expected_version=expected, retired_allowed=())
        present = publication.present
        if present is None or published is None or present.entry.is_draft:
            raise _wrong(
                "NOT_ALLOWED", "Only what is published is revised on a later day; this is not published."
            )
        if publication.changes_nothing:
            raise _wrong("NOT_ALLOWED", "The revision would change nothing.")
        require_impact_confirmed(catalogue, publication, digest=confirmed_impact)
        revision = schedule(
            publication.published.entry,
            revises_version=publication.published.entry.version - 1,
            effective_on=effective_on,
            before=before,
            replaces=replaces,
            now=now,
        )
        scheduled = Scheduled(seen=present, revision=revision)
        kept = Change(aggregate=revision, happened=None, happened_at=now)
        revisions.commit([kept], guards=(), once=once, result=scheduled)
        return scheduled

    return decide_again(decide)


def replace_revision(
    catalogue: Catalogue,
    revisions: Revisions,
    *,
    principal: Principal,
    proposal: Proposal[Entry],
    effective_on: str,
    expected_version: int,
    confirmed_impact: str,
    now: datetime,
) -> ScheduledRevision:
    """Puts another revision in the place of the one that waits in `expected_version`; raises what `schedule_revision` raises."""
    day = check_effective_on(effective_on, today=day_of(now))
    if day is None:
        raise _wrong("NOT_LATER", "Name a day after today; to edit the entry at once, withdraw the revision.")
    return schedule_revision(
        catalogue,
        revisions,
        principal=principal,
        proposal=proposal,
        expected_version=None,
        effective_on=day,
        replaces=expected_version,
        confirmed_impact=confirmed_impact,
        once=None,
        now=now,
    ).revision


def withdraw_revision(
    revisions: Revisions,
    *,
    principal: Principal,
    kind: type[Entry],
    entry_id: str,
    expected_version: int,
    now: datetime,
) -> ScheduledRevision:
    """Takes back a revision that waits or failed; raises RoleRequiredError, NotFoundError and StaleVersionError."""
    require_tenant_admin(principal)

    def decide() -> ScheduledRevision:
        withdrawn = withdraw(revisions.of(kind, entry_id), expected_version=expected_version, now=now)
        change = Change(aggregate=withdrawn, happened=None, happened_at=now)
        revisions.commit([change], guards=(), once=None, result=None)
        return withdrawn

    return decide_again(decide)


def get_revision(
    catalogue: Catalogue,
    revisions: Revisions,
    *,
    principal: Principal,
    kind: type[Entry],
    entry_id: str,
    propose_again: ProposeAgain,
) -> ScheduledRevision:
    """The entry's scheduled revision; of one that waits, with what would stand in its way today.

    Raises RoleRequiredError and NotFoundError.
    """
    require_tenant_admin(principal)
    revision = revisions.of(kind, entry_id)
    if revision is None:
        raise NotFoundError("scheduled revision")
    if not revision.waits:
        return revision
    try:
        publication_on_its_day(catalogue, revision, propose_again=propose_again)
    except RefusedError as refusal:
        return replace(revision, problems=problems_of(refusal))
    return revision


def list_revisions(
    revisions: Revisions, *, principal: Principal, states: Sequence[RevisionState], page: PageRequest
) -> Page[ScheduledRevision]:
    """One page of the tenant's scheduled revisions, the earliest day first; without states, those that wait and that failed."""
    require_tenant_admin(principal)
    found = revisions.listed(states=states or SHOWN, after=_after(page), at_most=page.size + 1)
    return page_of(found, request=page, key=lambda revision: revision.position)


def publication_on_its_day(
    catalogue: Catalogue, revision: ScheduledRevision, *, propose_again: ProposeAgain
) -> Publication[Entry]:
    """What applying the revision does; raises RefusedError where it does not fit: everything that it names has to be in use."""
    return publication_of(
        catalogue,
        propose_again(revision.proposed),
        expected_version=revision.revises_version,
        retired_allowed=(),
    )


def _present_version(catalogue: Catalogue, proposal: Proposal[Entry]) -> int:
    present = own_before(catalogue.with_drafts().seen(proposal.kind, [proposal.id]).get(proposal.id))
    return present.version if present else 0


def _after(page: PageRequest) -> Position | None:
    match page.after:
        case None:
            return None
        case (str(day), str(called), str(entry_id)):
            return day, called, entry_id
    raise PageTokenInvalidError


def _wrong(reason: str, message: str) -> InvalidFieldsError:
    return InvalidFieldsError([FieldViolation("effective_on", reason, message)])
