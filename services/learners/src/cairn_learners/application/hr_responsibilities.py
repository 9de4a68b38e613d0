"""Who is responsible as HR for which departments: given, taken back, listed."""

from cairn_learners.application.orders import HR_RESPONSIBILITIES
from cairn_learners.application.scope import Scope
from cairn_learners.domain.day_spans import Withdrawal, open_span_of
from cairn_learners.domain.hr_responsibilities import (
    HrResponsibility,
    HrResponsibilityDraft,
    already_given,
    check_draft,
    take_back,
)
from cairn_learners.domain.reach import HR, TENANT_ADMIN
from cairn_platform.changes import Change, decide_again
from cairn_platform.errors import AlreadyExistsError, NotFoundError
from cairn_platform.idempotency import Once
from cairn_platform.identity import require_any_role
from cairn_platform.paging import Page, PageRequest


def give_responsibility(scope: Scope, *, draft: HrResponsibilityDraft, once: Once | None) -> HrResponsibility:
    """Makes a person responsible for departments. For hr and tenant-admin.

    Raises RoleRequiredError, InvalidFieldsError, NotFoundError for a person or department that is not there, and AlreadyExistsError for
    who is responsible for just these already.
    """
    require_any_role(scope.principal, HR, TENANT_ADMIN)
    check_draft(draft)
    span = open_span_of(from_on=draft.from_on, until_on=draft.until_on, today=scope.today)
    scope.person(draft.person_id)
    for each in draft.department_ids:
        if scope.store.department(each) is None:
            raise NotFoundError("department")
    given = HrResponsibility(
        responsibility_id=scope.new_id(),
        version=1,
        person_id=draft.person_id,
        department_ids=tuple(draft.department_ids),
        span=span,
        given_by=scope.reach().own_id,
        given_at=scope.now,
        withdrawal=None,
    )

    def decide() -> HrResponsibility:
        guard = scope.store.guard(f"hr-responsibilities:{given.person_id}")
        if already_given(given, before=scope.store.hr_responsibilities.of_person(given.person_id)):
            raise AlreadyExistsError("hr responsibility")
        change = Change(aggregate=given, happened="given", happened_at=scope.now)
        scope.store.commit([change], guards=[guard], once=once, result=given)
        return given

    return decide_again(decide)


def take_responsibility_back(scope: Scope, *, responsibility_id: str, reason: str) -> HrResponsibility:
    """Ends a responsibility now. For hr and tenant-admin.

    Raises RoleRequiredError, NotFoundError, InvalidFieldsError and AlreadyDecidedError.
    """
    own_id = scope.reach().own_id

    def decide() -> HrResponsibility:
        before = get_responsibility(scope, responsibility_id=responsibility_id)
        withdrawal = Withdrawal(
            withdrawn_by=own_id, on_behalf_of=None, withdrawn_at=scope.now, reason=reason.strip()
        )
        after = take_back(before, withdrawal)
        scope.store.commit([Change(aggregate=after, happened="taken_back", happened_at=scope.now)])
        return after

    return decide_again(decide)


def get_responsibility(scope: Scope, *, responsibility_id: str) -> HrResponsibility:
    """A responsibility. For hr and tenant-admin; NotFoundError for one that is not there."""
    require_any_role(scope.principal, HR, TENANT_ADMIN)
    found = scope.store.hr_responsibilities.get(responsibility_id)
    if found is None:
        raise NotFoundError("hr responsibility")
    return found


def list_responsibilities(scope: Scope, *, person_id: str, page: PageRequest) -> Page[HrResponsibility]:
    """Those of a person, or (an empty id) everybody's, the newest first. For hr and tenant-admin."""
    require_any_role(scope.principal, HR, TENANT_ADMIN)
    found = scope.store.hr_responsibilities.list(
        person_id or None, after=HR_RESPONSIBILITIES.after(page), at_most=page.size + 1
    )
    return HR_RESPONSIBILITIES.page(found, page)
