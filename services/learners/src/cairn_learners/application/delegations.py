"""Lines, handed over from day to day, and taken back."""

from cairn_learners.application.achievements import own_id
from cairn_learners.application.orders import DELEGATED_ACTS, DELEGATIONS, PEOPLE
from cairn_learners.application.people import LONGEST_QUERY
from cairn_learners.application.ports import PeopleFilter
from cairn_learners.application.scope import Scope
from cairn_learners.domain import fields
from cairn_learners.domain.day_spans import Withdrawal, span_of
from cairn_learners.domain.delegated_acts import DelegatedAct
from cairn_learners.domain.delegations import (
    Delegation,
    DelegationDraft,
    already_handed_over,
    candidates,
    check_candidate,
    check_draft,
    withdraw,
)
from cairn_learners.domain.errors import OwnMatterError
from cairn_learners.domain.people import Person
from cairn_learners.domain.reach import HR, MANAGER, TENANT_ADMIN, Reach
from cairn_platform.changes import Change, decide_again
from cairn_platform.errors import AlreadyExistsError, NotFoundError, RoleRequiredError
from cairn_platform.idempotency import Once
from cairn_platform.paging import Page, PageRequest


def hand_over(scope: Scope, *, draft: DelegationDraft, once: Once | None) -> Delegation:
    """Hands a line to somebody from day to day: a manager the own one, hr and tenant-admin anybody's, but not to themselves.

    Raises NoPersonError, RoleRequiredError, OwnMatterError, InvalidFieldsError, NotFoundError for whom the line cannot be handed to, and
    AlreadyExistsError where it is in these hands already.
    """
    reach = scope.reach()
    manager_id = draft.manager_id or own_id(reach)
    _check_may_hand_over(scope, reach, manager_id)
    check_draft(draft, manager_id=manager_id)
    span = span_of(from_on=draft.from_on, until_on=draft.until_on, today=scope.today)
    if draft.delegate_id == reach.own_id:
        raise OwnMatterError
    check_candidate(
        draft.delegate_id, manager_id=manager_id, lines=scope.lines, anybody=manager_id != reach.own_id
    )
    delegation = Delegation(
        delegation_id=scope.new_id(),
        version=1,
        manager_id=manager_id,
        delegate_id=draft.delegate_id,
        span=span,
        reason=draft.reason.strip(),
        handed_over_by=reach.own_id,
        handed_over_at=scope.now,
        withdrawal=None,
    )

    def decide() -> Delegation:
        guard = scope.store.guard(f"delegations:{manager_id}")
        if already_handed_over(delegation, before=scope.store.delegations.of_manager(manager_id)):
            raise AlreadyExistsError("delegation")
        change = Change(aggregate=delegation, happened="handed_over", happened_at=scope.now)
        scope.store.commit([change], guards=[guard], once=once, result=delegation)
        return delegation

    return decide_again(decide)


def take_back(scope: Scope, *, delegation_id: str, reason: str) -> Delegation:
    """Ends a delegation now: for its manager, its delegate, hr and tenant-admin.

    Raises NotFoundError, InvalidFieldsError and AlreadyDecidedError.
    """
    reach = scope.reach()

    def decide() -> Delegation:
        withdrawal = Withdrawal(
            withdrawn_by=reach.own_id, on_behalf_of=None, withdrawn_at=scope.now, reason=reason.strip()
        )
        taken_back = withdraw(_seen(scope, reach, delegation_id), withdrawal)
        change = Change(aggregate=taken_back, happened="taken_back", happened_at=scope.now)
        scope.store.commit([change])
        return taken_back

    return decide_again(decide)


def list_delegations(scope: Scope, *, person_id: str, page: PageRequest) -> Page[Delegation]:
    """Those in which a person is manager or delegate, the newest first; an empty id asks for all, or for the own ones.

    For oneself, hr and tenant-admin: NotFoundError for everybody else.
    """
    reach = scope.reach()
    if not reach.everybody:
        own = own_id(reach)
        if person_id not in {"", own}:
            raise NotFoundError("person")
        person_id = own
    found = scope.store.delegations.list(
        person_id or None, after=DELEGATIONS.after(page), at_most=page.size + 1
    )
    return DELEGATIONS.page(found, page)


def list_acts(scope: Scope, *, delegation_id: str, page: PageRequest) -> Page[DelegatedAct]:
    """What the delegate did for the manager while the delegation lasted, the newest first; for whoever sees the delegation."""
    delegation = _seen(scope, scope.reach(), delegation_id)
    found = scope.store.delegations.acts(delegation, after=DELEGATED_ACTS.after(page), at_most=page.size + 1)
    return DELEGATED_ACTS.page(found, page)


def list_candidates(scope: Scope, *, query: str, page: PageRequest) -> Page[Person]:
    """To whom the caller can hand the own line, by name. Raises NoPersonError and RoleRequiredError for who has none."""
    fields.refuse(fields.text("query", query, longest=LONGEST_QUERY))
    reach = scope.reach()
    own = own_id(reach)
    _check_may_hand_over(scope, reach, own)
    which = PeopleFilter(text=query, person_ids=candidates(own, lines=scope.lines), department_ids=None)
    return PEOPLE.page(scope.store.list_people(which, after=PEOPLE.after(page), at_most=page.size + 1), page)


def _check_may_hand_over(scope: Scope, reach: Reach, manager_id: str) -> None:
    """The own line, which only who has one can hand over: what was handed to oneself is not handed on."""
    if manager_id == reach.own_id:
        if not reach.own_line:
            raise RoleRequiredError(MANAGER)
    elif not reach.everybody:
        raise RoleRequiredError(HR, TENANT_ADMIN)
    elif not scope.lines.below(manager_id):
        raise NotFoundError("team")


def _seen(scope: Scope, reach: Reach, delegation_id: str) -> Delegation:
    delegation = scope.store.delegations.get(delegation_id)
    if delegation is None:
        raise NotFoundError("delegation")
    if not reach.everybody and reach.own_id not in {delegation.manager_id, delegation.delegate_id}:
        raise NotFoundError("delegation")
    return delegation
