"""What a use case hands to its store, and what it does when somebody else was faster. Pure: no storage here."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from cairn_platform.errors import StaleVersionError

T = TypeVar("T")


class Aggregate(Protocol):
    """A frozen dataclass that is loaded, decided on and saved as a whole. `version` is 1 for its first state and grows by one."""

    @property
    def version(self) -> int: ...


A_co = TypeVar("A_co", bound=Aggregate, covariant=True)


@dataclass(frozen=True, kw_only=True)
class Change(Generic[A_co]):
    """An aggregate's new state and what happened to it: `happened` is the last word of its event's type, such as `verified`.

    None is told to nobody: there is no event. `happened_at` is when it happened in the world of the users, which becomes the event's
    time.
    """

    aggregate: A_co
    happened: str | None
    happened_at: datetime


@dataclass(frozen=True, kw_only=True)
class Guard:
    """A rule over several aggregates, such as "no circle in the reporting line", as it was when it was checked.

    Writers of such a rule read the guard before they look, and commit with it: if another such writer committed in between, the
    commit raises ConflictError, so that the rule is looked at again.
    """

    name: str
    seen: int


class ConflictError(Exception):
    """Somebody else wrote between load and save; nothing was saved."""


DECISION_ATTEMPTS = 6
_FIRST_PAUSE_SECONDS = 0.01


def decide_again(decide: Callable[[], T]) -> T:
    """Runs load, decide and save, and again when somebody else was faster; after six times raises StaleVersionError."""
    for attempt in range(DECISION_ATTEMPTS):
        try:
            return decide()
        except ConflictError:
            time.sleep(_FIRST_PAUSE_SECONDS * 2**attempt)
    raise StaleVersionError
