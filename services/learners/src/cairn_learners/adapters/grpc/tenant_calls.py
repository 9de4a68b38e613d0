"""What each servicer begins a call with: who calls, and the facts of the caller's tenant."""

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from cairn_learners.application.ports import LearnersStore
from cairn_learners.application.scope import Scope
from cairn_platform.grpc import call as calls
from cairn_platform.grpc.call import Answers


class AnsweringStore(LearnersStore, Answers, Protocol):
    """A store that keeps the first answers to repeated requests too."""


class TenantCalls:
    """Answers for the tenant of the caller's token, which the platform verified."""

    def __init__(
        self,
        *,
        store_of: Callable[[str], AnsweringStore],
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._store_of = store_of
        self._clock = clock
        self._new_id = new_id

    def _called(self) -> tuple[Scope, AnsweringStore]:
        """What is known of the call under way, and its tenant's store."""
        principal = calls.current.get().principal
        store = self._store_of(principal.tenant_id)
        return Scope(principal=principal, store=store, now=self._clock(), new_id=self._new_id), store

    def _scope(self) -> Scope:
        """What is known of the call under way."""
        scope, _ = self._called()
        return scope
