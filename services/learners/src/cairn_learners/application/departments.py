"""Departments: looked up, founded, changed."""

from collections.abc import Sequence

from cairn_learners.application import orders
from cairn_learners.application.people import MOST_IDS
from cairn_learners.application.ports import DEPARTMENTS
from cairn_learners.application.scope import Scope
from cairn_learners.domain import fields
from cairn_learners.domain.departments import (
    Department,
    DepartmentDraft,
    change_department,
    check_department,
    found_department,
)
from cairn_learners.domain.reach import ROLES, TENANT_ADMIN
from cairn_platform.changes import Change, decide_again
from cairn_platform.errors import AlreadyExistsError, NotFoundError, StaleVersionError
from cairn_platform.idempotency import Once
from cairn_platform.identity import require_any_role
from cairn_platform.paging import Page, PageRequest


def get_department(scope: Scope, *, department_id: str) -> Department:
    """A department, for everybody in the tenant; NotFoundError."""
    require_any_role(scope.principal, *ROLES)
    department = scope.store.department(department_id)
    if department is None:
        raise NotFoundError("department")
    return department


def list_departments(scope: Scope, *, department_ids: Sequence[str], page: PageRequest) -> Page[Department]:
    """The departments by name, for everybody in the tenant; only these, unless none are named. Raises InvalidFieldsError for too many."""
    require_any_role(scope.principal, *ROLES)
    fields.refuse(fields.at_most("department_ids", len(department_ids), limit=MOST_IDS))
    found = scope.store.list_departments(
        department_ids or None, after=orders.DEPARTMENTS.after(page), at_most=page.size + 1
    )
    return orders.DEPARTMENTS.page(found, page)


def save_department(
    scope: Scope, *, draft: DepartmentDraft, expected_version: int, once: Once | None
) -> Department:
    """Founds a department (`expected_version` 0) or changes one. Needs tenant-admin.

    Raises InvalidFieldsError for what is wrong with the fields, a tree that would be a circle included; AlreadyExistsError when there is
    such a department already; NotFoundError and StaleVersionError when there is none, or another version.
    """
    require_any_role(scope.principal, TENANT_ADMIN)
    check_department(draft)
    department_id = draft.department_id or scope.new_id()

    def decide() -> Department:
        guard = scope.store.guard(DEPARTMENTS)
        before = scope.store.department(department_id)
        tree = scope.store.department_tree()
        if before is None:
            if expected_version:
                raise NotFoundError("department")
            after = found_department(draft, department_id=department_id, tree=tree)
        elif not expected_version:
            raise AlreadyExistsError("department")
        elif before.version != expected_version:
            raise StaleVersionError
        else:
            after = change_department(before, draft, tree=tree)
        # What is new closes no circle: nothing is a part of it yet.
        moved = before is not None and before.parent_department_id != after.parent_department_id
        happened = "changed" if before else "founded"
        scope.store.commit(
            [] if after is before else [Change(aggregate=after, happened=happened, happened_at=scope.now)],
            guards=[guard] if moved else [],
            once=once,
            result=after,
        )
        return after

    return decide_again(decide)
