"""Requests, whatever they are stored in."""

from datetime import timedelta

from cairn_learners.application.orders import by_submitted_at
from cairn_learners.application.ports import RequestFilter
from cairn_learners.domain.learning_requests import (
    LearningRequest,
    Money,
    RequestDecision,
    RequestKind,
    RequestState,
    decided,
)
from cairn_platform.changes import Change
from tests.ports.learners.conftest import World
from tests.support.learners.builders import NOW, TODAY, TOMORROW

EVERYTHING = RequestFilter(person_ids=None, state=None)


def a_request(
    request_id: str = "r1", *, person_id: str = "ann", hours_ago: int = 0, path_id: str | None = None
) -> LearningRequest:
    return LearningRequest(
        request_id=request_id,
        version=1,
        person_id=person_id,
        kind=RequestKind.PATH if path_id else RequestKind.COST,
        path_id=path_id,
        credential_ids=() if path_id else ("badge",),
        amount=None if path_id else Money(currency="EUR", minor_units=40_500),
        note="Please.",
        submitted_at=NOW - timedelta(hours=hours_ago),
        decision=None,
    )


def approved(request: LearningRequest) -> LearningRequest:
    decision = RequestDecision(
        state=RequestState.APPROVED,
        reason="",
        due_on=TOMORROW if request.path_id else None,
        decided_by="ben",
        on_behalf_of="cleo",
        decided_at=NOW,
    )
    return decided(request, decision, expected_version=1, today=TODAY)


def test_a_request_is_read_as_it_was_saved_and_decided(world: World) -> None:
    store = world.of()
    for request in (a_request("r1"), a_request("r2", path_id="path")):
        store.commit([Change(aggregate=request, happened="submitted", happened_at=NOW)])
        assert store.requests.get(request.request_id) == request
        after = approved(request)
        store.commit([Change(aggregate=after, happened="approved", happened_at=NOW)])
        assert store.requests.get(request.request_id) == after
    assert store.requests.get("unknown") is None


def test_requests_are_listed_the_newest_first_page_by_page(world: World) -> None:
    new, old = a_request("new"), a_request("old", hours_ago=9)
    done, bobs = approved(a_request("done", hours_ago=5)), a_request("bobs", person_id="bob", hours_ago=7)
    world.put(new, old, done, bobs)
    world.put(a_request("another-tenants"), tenant_id="other")
    store = world.of().requests
    assert list(store.list(EVERYTHING, after=None, at_most=9)) == [new, done, bobs, old]
    assert list(store.list(EVERYTHING, after=by_submitted_at(done), at_most=1)) == [bobs]
    anns = RequestFilter(person_ids=frozenset({"ann"}), state=RequestState.SUBMITTED)
    assert list(store.list(anns, after=None, at_most=9)) == [new, old]
    assert {each.request_id for each in store.waiting_of("ann")} == {"new", "old"}
