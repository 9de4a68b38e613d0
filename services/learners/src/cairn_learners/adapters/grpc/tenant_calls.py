"""What each servicer begins a call with: who calls, and the facts of the caller's tenant."""

from collections.abc import Callable
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from cairn_learners.application.evidence_files import FileContents
from cairn_learners.application.ports import LearnersStore
from cairn_learners.application.scope import Scope
from cairn_platform.grpc import call as calls
from cairn_platform.grpc.call import Answers


class AnsweringStore(LearnersStore, Answers, Protocol):
    """A store that keeps the first answers to repeated requests too."""


StoreT = TypeVar("StoreT", bound=AnsweringStore)
ScopeT = TypeVar("ScopeT", bound=Scope)


class CallsOf(Generic[StoreT, ScopeT]):
    """Answers for the tenant of the caller's token, which the platform verified, from one kind of store."""

    scope_type: type[ScopeT]

    def __init__(
        self,
        *,
        store_of: Callable[[str], StoreT],
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._store_of = store_of
        self._clock = clock
        self._new_id = new_id

    def _called(self) -> tuple[ScopeT, StoreT]:
        """What is known of the call under way, and its tenant's store."""
        principal = calls.current.get().principal
        store = self._store_of(principal.tenant_id)
        scope = self.scope_type(principal=principal, store=store, now=self._clock(), new_id=self._new_id)
        return scope, store

    def _scope(self) -> ScopeT:
        """What is known of the call under way."""
        scope, _ = self._called()
        return scope


class TenantCalls(CallsOf[AnsweringStore, Scope]):
    """The same, from the store that most need."""

    scope_type = Scope


class TenantCallsWithFiles(TenantCalls):
    """The same, with the contents of the tenant's evidence files."""

    def __init__(
        self,
        *,
        store_of: Callable[[str], AnsweringStore],
        contents_of: Callable[[str], FileContents],
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        super().__init__(store_of=store_of, clock=clock, new_id=new_id)
        self._contents_of = contents_of

    def _contents(self, scope: Scope) -> FileContents:
        """The contents of the files of the call's tenant."""
        return self._contents_of(scope.principal.tenant_id)
