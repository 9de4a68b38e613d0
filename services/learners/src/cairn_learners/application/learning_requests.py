"""Requests: submitted by employees, decided by managers, looked up with how far it has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cairn_learners.application.achievements import own_id
from cairn_learners.application.assignments import assign_path
from cairn_learners.application.exceptions import known_path
from cairn_learners.application.orders import LEARNING_REQUESTS
from cairn_learners.application.ports import RequestFilter
from cairn_learners.application.scope import Scope
from cairn_learners.domain import fields
from cairn_learners.domain.achievements import Achievement
from cairn_learners.domain.assignments import Audience
from cairn_learners.domain.errors import CredentialNotYetKnownError
from cairn_learners.domain.learning_requests import (
    LearningRequest,
    RequestDecision,
    RequestDraft,
    RequestState,
    decided,
    submitted,
)
from cairn_learners.domain.progress import CredentialProgress, Holdings
from cairn_learners.domain.reach import Reach, check_is_oneself, check_may_approve, check_seen
from cairn_platform.changes import Change, decide_again
from cairn_platform.errors import AlreadyExistsError, FieldViolation, InvalidFieldsError, NotFoundError
from cairn_platform.idempotency import Once
from cairn_platform.paging import Page, PageRequest


@dataclass(frozen=True, kw_only=True)
class RequestSeen:
    """A request, and where its person stands with each of its credentials now."""

    request: LearningRequest
    progress: Mapping[str, CredentialProgress]


def submit_request(scope: Scope, *, draft: RequestDraft, once: Once | None) -> RequestSeen:
    """Asks for something, for oneself. Raises NoPersonError, InvalidFieldsError, AlreadyExistsError where the same waits already,
    LearningPathNotYetKnownError and CredentialNotYetKnownError.
    """
    person_id = own_id(scope.reach())
    request = submitted(draft, request_id=scope.new_id(), person_id=person_id, now=scope.now)
    if request.path_id:
        _path_in_use(scope, request.path_id)
    known = scope.store.credentials(request.credential_ids)
    for credential_id in request.credential_ids:
        if credential_id not in known:
            raise CredentialNotYetKnownError(credential_id)

    def decide() -> RequestSeen:
        guard = scope.store.guard(f"requests:{person_id}")
        if any(_asks_the_same(each, request) for each in scope.store.requests.waiting_of(person_id)):
            raise AlreadyExistsError("request")
        [seen] = _seen(scope, [request])
        change = Change(aggregate=request, happened="submitted", happened_at=scope.now)
        scope.store.commit([change], guards=[guard], once=once, result=seen)
        return seen

    return decide_again(decide)


def decide_request(
    scope: Scope, *, request_id: str, state: RequestState, reason: str, due_on: str, expected_version: int
) -> RequestSeen:
    """Approves or refuses a request, for a manager above and hr, never for oneself; withdraws it, for oneself only.

    An approved path of the catalogue enrols the person. Should that be cut short after the approval, approving it again does the rest.
    Raises NotFoundError, OwnMatterError, NotOneselfError, RoleRequiredError, InvalidFieldsError, AlreadyDecidedError and
    StaleVersionError.
    """
    fields.refuse(fields.day("due_on", due_on))
    reach = scope.reach()

    def decide() -> LearningRequest:
        request = _request(scope, reach, request_id)
        if state is RequestState.WITHDRAWN:
            check_is_oneself(reach, request.person_id, resource="request")
        else:
            check_may_approve(reach, request.person_id)
        if state is RequestState.APPROVED and request.path_id:
            if request.state is RequestState.APPROVED:
                return request
            _path_in_use(scope, request.path_id)
        decision = RequestDecision(
            state=state,
            reason=reason.strip(),
            due_on=fields.parsed_day(due_on),
            decided_by=reach.own_id,
            on_behalf_of=reach.on_behalf_of(request.person_id),
            decided_at=scope.now,
        )
        after = decided(request, decision, expected_version=expected_version, today=scope.today)
        scope.commit([Change(aggregate=after, happened=state.value, happened_at=scope.now)])
        return after

    request = decide_again(decide)
    if request.state is RequestState.APPROVED:
        _enrol(scope, request)
    return _seen(scope, [request])[0]


def get_request(scope: Scope, *, request_id: str) -> RequestSeen:
    """A request, for oneself, a manager above, hr and tenant-admin; NotFoundError for everybody else."""
    return _seen(scope, [_request(scope, scope.reach(), request_id)])[0]


def list_requests(
    scope: Scope, *, person_id: str, state: RequestState | None, page: PageRequest
) -> Page[RequestSeen]:
    """Requests within the caller's reach, the newest first. Raises NotFoundError for a person outside."""
    reach = scope.reach()
    if person_id:
        check_seen(reach, person_id, resource="person")
        scope.person(person_id)
    which = RequestFilter(person_ids=frozenset({person_id}) if person_id else reach.seen, state=state)
    found = LEARNING_REQUESTS.page(
        scope.store.requests.list(which, after=LEARNING_REQUESTS.after(page), at_most=page.size + 1), page
    )
    return Page(_seen(scope, found.items), found.next_token)


def _asks_the_same(one: LearningRequest, other: LearningRequest) -> bool:
    return (one.kind, one.path_id, set(one.credential_ids)) == (
        other.kind,
        other.path_id,
        set(other.credential_ids),
    )


def _request(scope: Scope, reach: Reach, request_id: str) -> LearningRequest:
    request = scope.store.requests.get(request_id)
    if request is None:
        raise NotFoundError("request")
    check_seen(reach, request.person_id, resource="request")
    return request


def _path_in_use(scope: Scope, path_id: str) -> None:
    path = known_path(scope, path_id)
    if path.retired:
        raise InvalidFieldsError([FieldViolation("path_id", "RETIRED", f"{path.name} is out of use.")])


def _enrol(scope: Scope, request: LearningRequest) -> None:
    """Nobody is put on a path twice, so this may be repeated."""
    if request.path_id and request.decision:
        assign_path(
            scope,
            path_id=request.path_id,
            audience=Audience(person_ids=(request.person_id,), team_ids=(), include_sub_teams=False),
            due_on=request.decision.due_on.isoformat() if request.decision.due_on else "",
            note="",
            once=None,
        )


def _seen(scope: Scope, requests: Sequence[LearningRequest]) -> list[RequestSeen]:
    """With where their people stand, in one query."""
    wanted = {credential_id for each in requests for credential_id in each.credential_ids}
    people = {each.person_id for each in requests if each.credential_ids}
    achievements: dict[str, list[Achievement]] = {}
    if wanted:
        for achievement in scope.store.achievements_of(people, credential_ids=wanted):
            achievements.setdefault(achievement.person_id, []).append(achievement)
    held = {each: Holdings(achievements.get(each, ()), now=scope.now) for each in people}
    return [
        RequestSeen(
            request=each,
            progress={key: held[each.person_id].of(key) for key in each.credential_ids},
        )
        for each in requests
    ]
