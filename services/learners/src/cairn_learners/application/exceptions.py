"""Exceptions: granted, withdrawn, looked up."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from cairn_learners.application.achievements import known_credential, seen_achievement
from cairn_learners.application.scope import Scope
from cairn_learners.domain import fields
from cairn_learners.domain.achievements import Decision
from cairn_learners.domain.assignments import Enrolment
from cairn_learners.domain.catalogue import CredentialGoal, LearningPath
from cairn_learners.domain.day_spans import DaySpan, Withdrawal
from cairn_learners.domain.errors import LearningPathNotYetKnownError
from cairn_learners.domain.granted_exceptions import (
    Equivalence,
    ExceptionDraft,
    ExceptionKind,
    Exemption,
    Extension,
    GrantedException,
    PriorLearning,
    Terms,
    already_granted,
    check_draft,
    check_extends,
    check_looked_back,
    exempt_until,
    withdraw,
)
from cairn_learners.domain.policy_versions import in_force
from cairn_learners.domain.reach import HR, ROLES, TENANT_ADMIN, Reach, check_may_grant, check_seen
from cairn_learners.domain.zoned_calendar import ZonedCalendar, calendar_in
from cairn_platform.changes import Change, decide_again
from cairn_platform.errors import AlreadyExistsError, FieldViolation, InvalidFieldsError, NotFoundError
from cairn_platform.idempotency import Once
from cairn_platform.identity import require_any_role


def exempt_people(scope: Scope, *, path_id: str, person_ids: Iterable[str]) -> Mapping[str, date]:
    """Who of these need not do the path today, each with the last day of it; in one query."""
    by_person: dict[str, list[GrantedException]] = {}
    for each in scope.store.exceptions.in_force(person_ids, today=scope.today):
        if each.person_id:
            by_person.setdefault(each.person_id, []).append(each)
    found = {
        person_id: exempt_until(granted, path_id=path_id, today=scope.today)
        for person_id, granted in by_person.items()
    }
    return {person_id: until for person_id, until in found.items() if until}


def grant_exception(scope: Scope, *, draft: ExceptionDraft, once: Once | None) -> GrantedException:
    """Grants an exception to a person, for a manager above, hr and tenant-admin, never for oneself; or to everybody, for the latter two.

    Raises NotFoundError and RoleRequiredError for whom it is granted to, OwnMatterError, InvalidFieldsError, AlreadyExistsError where the
    same is granted already, LearningPathNotYetKnownError and CredentialNotYetKnownError.
    """
    reach = scope.reach()
    _check_may_grant(scope, reach, draft.person_id or None)
    span = check_draft(draft, today=scope.today)
    terms = _terms(scope, reach, draft, span)
    granted = GrantedException(
        exception_id=scope.new_id(),
        version=1,
        person_id=draft.person_id or None,
        terms=terms,
        span=span,
        reason=draft.reason.strip(),
        granted_by=reach.own_id,
        on_behalf_of=reach.on_behalf_of(draft.person_id),
        granted_at=scope.now,
        withdrawal=None,
    )

    def decide() -> GrantedException:
        guard = scope.store.guard(_exceptions_of(granted.person_id))
        if already_granted(granted, before=scope.store.exceptions.of(granted.person_id)):
            raise AlreadyExistsError("exception")
        change = Change(aggregate=granted, happened="granted", happened_at=scope.now)
        scope.commit([change], guards=[guard], once=once, result=granted)
        return granted

    return decide_again(decide)


def withdraw_exception(scope: Scope, *, exception_id: str, reason: str) -> GrantedException:
    """Takes an exception back, for whoever may grant it: from now on it does nothing.

    Raises NotFoundError, RoleRequiredError, OwnMatterError, InvalidFieldsError and AlreadyDecidedError.
    """
    reach = scope.reach()

    def decide() -> GrantedException:
        granted = _seen(scope, reach, exception_id)
        _check_may_grant(scope, reach, granted.person_id)
        withdrawal = Withdrawal(
            withdrawn_by=reach.own_id,
            on_behalf_of=reach.on_behalf_of(granted.person_id or ""),
            withdrawn_at=scope.now,
            reason=reason.strip(),
        )
        withdrawn = withdraw(granted, withdrawal)
        change = Change(aggregate=withdrawn, happened="withdrawn", happened_at=scope.now)
        scope.commit([change])
        return withdrawn

    return decide_again(decide)


def get_exception(scope: Scope, *, exception_id: str) -> GrantedException:
    """An exception, for whoever sees the person; one that holds for everybody, for every account with a role."""
    return _seen(scope, scope.reach(), exception_id)


def list_exceptions(scope: Scope, *, person_id: str) -> Sequence[GrantedException]:
    """A person's exceptions, the newest first, lapsed and withdrawn ones too; an empty id asks for those that hold for everybody."""
    reach = scope.reach()
    if person_id:
        check_seen(reach, person_id, resource="person")
        scope.person(person_id)
    return scope.store.exceptions.of(person_id or None)


def _exceptions_of(person_id: str | None) -> str:
    """What is committed against by whoever grants an exception."""
    return f"exceptions:{person_id or ''}"


def _check_may_grant(scope: Scope, reach: Reach, person_id: str | None) -> None:
    if person_id is None:
        require_any_role(scope.principal, HR, TENANT_ADMIN)
        return
    check_may_grant(reach, person_id)
    scope.person(person_id)


def _seen(scope: Scope, reach: Reach, exception_id: str) -> GrantedException:
    granted = scope.store.exceptions.get(exception_id)
    if granted is None:
        raise NotFoundError("exception")
    if granted.person_id is None:
        require_any_role(scope.principal, *ROLES)
    else:
        check_seen(reach, granted.person_id, resource="exception")
    return granted


def _terms(scope: Scope, reach: Reach, draft: ExceptionDraft, span: DaySpan) -> Terms:
    match draft.kind:
        case ExceptionKind.EQUIVALENCE:
            return Equivalence(
                credential_id=known_credential(scope, draft.credential_id).credential_id,
                counts_credential_id=known_credential(scope, draft.counts_credential_id).credential_id,
            )
        case ExceptionKind.EXEMPTION:
            _check_step(known_path(scope, draft.path_id), draft.step_id)
            return Exemption(path_id=draft.path_id, step_id=draft.step_id or None)
        case ExceptionKind.EXTENSION:
            enrolment = _enrolment(scope, draft)
            check_extends(span, due_on=enrolment.due_on)
            return Extension(path_id=draft.path_id, enrolment_id=enrolment.enrolment_id)
        case ExceptionKind.PRIOR_LEARNING:
            return _prior_learning(scope, reach, draft)
    raise ValueError("the checks let an exception through that is none")


def _prior_learning(scope: Scope, reach: Reach, draft: ExceptionDraft) -> PriorLearning:
    enrolment, path = _enrolment(scope, draft), known_path(scope, draft.path_id)
    _check_step(path, draft.step_id)
    happened_on = fields.parsed_day(draft.happened_on)
    if draft.achievement_id:
        achievement = seen_achievement(scope, reach, draft.achievement_id)
        if achievement.person_id != draft.person_id or achievement.decision is not Decision.VERIFIED:
            message = "This has to be a verified achievement of the person."
            raise InvalidFieldsError([FieldViolation("achievement_id", "NOT_VERIFIED", message)])
        happened_on = achievement.issued_on
    if happened_on is None:
        raise ValueError("the checks let prior learning through that is none")
    check_looked_back(
        happened_on=happened_on,
        enrolled_at=enrolment.enrolled_at,
        look_back_days=draft.look_back_days,
        calendar=_calendar(scope, path, draft),
    )
    return PriorLearning(
        path_id=draft.path_id,
        enrolment_id=enrolment.enrolment_id,
        step_id=draft.step_id,
        achievement_id=draft.achievement_id or None,
        happened_on=happened_on,
        look_back_days=draft.look_back_days,
    )


def _calendar(scope: Scope, path: LearningPath, draft: ExceptionDraft) -> ZonedCalendar:
    """In the time zone that is named, else in that of the policy of the step's credential, else in UTC."""
    name = draft.timezone or "UTC"
    goal = next(step.goal for step in path.steps if step.step_id == draft.step_id)
    if not draft.timezone and isinstance(goal, CredentialGoal):
        policy = scope.store.policies().get(goal.credential_id)
        version = in_force(policy.versions, scope.today) if policy else None
        if version:
            return version.policy.calendar
    calendar = calendar_in(name)
    if calendar is None:
        raise LookupError(f"the time zone database has no {name}")
    return calendar


def _enrolment(scope: Scope, draft: ExceptionDraft) -> Enrolment:
    found = scope.store.enrolments_on(draft.path_id, person_ids=[draft.person_id]).get(draft.person_id)
    if found is None:
        raise NotFoundError("enrolment")
    return found


def known_path(scope: Scope, path_id: str) -> LearningPath:
    """The learning path; LearningPathNotYetKnownError where the service has no copy of it."""
    path = scope.store.learning_paths([path_id]).get(path_id)
    if path is None:
        raise LearningPathNotYetKnownError(path_id)
    return path


def _check_step(path: LearningPath, step_id: str) -> None:
    if step_id and not path.has_step(step_id):
        raise NotFoundError("step")
