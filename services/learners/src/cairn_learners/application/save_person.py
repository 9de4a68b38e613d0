"""One person, registered or changed."""

from cairn_learners.application.ports import REPORTING_LINE
from cairn_learners.application.scope import Scope
from cairn_learners.application.surroundings import surroundings_of
from cairn_learners.domain import fields
from cairn_learners.domain.errors import RoleNotYetKnownError
from cairn_learners.domain.people import (
    Person,
    PersonDraft,
    change,
    check_line,
    check_references,
    choose_target_role,
    profile_from,
    register,
)
from cairn_learners.domain.reach import TENANT_ADMIN, check_seen
from cairn_platform.changes import Change, decide_again
from cairn_platform.errors import AlreadyExistsError, NotFoundError, StaleVersionError
from cairn_platform.idempotency import Once
from cairn_platform.identity import require_any_role


def save_person(scope: Scope, *, draft: PersonDraft, expected_version: int, once: Once | None) -> Person:
    """Registers a person (`expected_version` 0) or changes one. Needs tenant-admin.

    Raises InvalidFieldsError for what is wrong with the fields, a reporting line that would be a circle included; RoleNotYetKnownError;
    AlreadyExistsError when somebody has this id already; NotFoundError and StaleVersionError when nobody has it, or in another version.
    """
    require_any_role(scope.principal, TENANT_ADMIN)
    profile = profile_from(draft)
    person_id = draft.person_id or scope.new_id()

    def decide() -> Person:
        guard = scope.store.guard(REPORTING_LINE)
        before = scope.store.person(person_id)
        _check_version(before, expected_version)
        manager_of = scope.store.reporting_lines().above_of
        check_line(person_id, profile.position.manager_id, manager_of=manager_of)
        check_references(
            person_id, profile, surroundings=surroundings_of([profile], store=scope.store, people=manager_of)
        )
        after = change(before, profile, today=scope.today) if before else register(person_id, profile)
        # Who is new closes no circle: nobody is led by them yet.
        moved = before is not None and before.manager_id != after.manager_id
        scope.store.commit(
            [] if after is before else [changed(scope, after)],
            guards=[guard] if moved else [],
            once=once,
            result=after,
        )
        return after

    return decide_again(decide)


def choose_role(scope: Scope, *, person_id: str, role_id: str, expected_version: int) -> Person:
    """Sets the role that a person wants to be ready for; an empty one takes the choice back. For whoever sees the person.

    Raises NotFoundError, StaleVersionError and RoleNotYetKnownError.
    """
    fields.refuse(fields.identifier("role_id", role_id))
    check_seen(scope.reach(), person_id, resource="person")

    def decide() -> Person:
        before = scope.person(person_id)
        if before.version != expected_version:
            raise StaleVersionError
        if role_id and role_id not in scope.store.known_roles([role_id]):
            raise RoleNotYetKnownError(role_id)
        after = choose_target_role(before, role_id or None)
        if after is not before:
            scope.commit([changed(scope, after)])
        return after

    return decide_again(decide)


def changed(scope: Scope, person: Person) -> Change[Person]:
    """A new state of a person, and what happened."""
    happened = "registered" if person.version == 1 else "changed"
    return Change(aggregate=person, happened=happened, happened_at=scope.now)


def _check_version(before: Person | None, expected_version: int) -> None:
    if before is None and expected_version:
        raise NotFoundError("person")
    if before is not None and not expected_version:
        raise AlreadyExistsError("person")
    if before is not None and before.version != expected_version:
        raise StaleVersionError
