"""Requests in memory."""

from collections.abc import Mapping, Sequence

from cairn_learners.application import orders
from cairn_learners.application.ports import RequestFilter
from cairn_learners.domain.learning_requests import LearningRequest, RequestState


class FakeRequests:
    """One tenant's requests, by id."""

    def __init__(self, requests: Mapping[str, LearningRequest]) -> None:
        self._requests = requests

    def get(self, request_id: str) -> LearningRequest | None:
        """By id."""
        return self._requests.get(request_id)

    def waiting_of(self, person_id: str) -> Sequence[LearningRequest]:
        """Undecided."""
        found = self._requests.values()
        return [
            each for each in found if each.person_id == person_id and each.state is RequestState.SUBMITTED
        ]

    def list(self, which: RequestFilter, *, after: str | None, at_most: int) -> Sequence[LearningRequest]:
        """The newest first."""
        found = [
            each
            for each in self._requests.values()
            if (which.person_ids is None or each.person_id in which.person_ids)
            and which.state in (None, each.state)
            and (after is None or orders.by_submitted_at(each) < after)
        ]
        return sorted(found, key=orders.by_submitted_at, reverse=True)[:at_most]
