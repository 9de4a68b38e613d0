"""What the engine needs beside the facts: how far they are, and what changed since."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from cairn_reporting.application.ports import Lag, LatestEvent


@dataclass(frozen=True, slots=True)
class Position:
    """How far a tenant's facts are: in which generation of the read models, after which change of the tenant's own and of the public
    catalogue, under which version of what the tenant settled; and which the latest event is. How far everything was behind makes no
    other position.
    """

    generation: int
    own: int
    public: int
    settled: int
    latest: LatestEvent | None
    lag: Lag | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed between two positions: facts about these people, and whether anything that is not about one person."""

    person_ids: frozenset[str]
    others: bool


class Log(Protocol):
    """What changes in one tenant's facts, in order."""

    def position(self) -> Position:
        """How far the facts are now. To be asked for before the facts are read, so that nothing is missed."""

    def changes(self, *, since: Position, until: Position) -> Changes | None:
        """What changed; None where that is no longer known, or touches everything, so that all has to be read again."""

    def person_ids(self) -> Sequence[str]:
        """Everybody whom the facts know, by id."""

    def people_count(self) -> int:
        """How many people the facts know."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A tenant's index as bytes, true up to a position, and which code made it."""

    content: bytes
    position: Position
    made_by: str


class Snapshots(Protocol):
    """What is kept of one tenant's index, so that not all has to be read again."""

    def latest(self) -> Snapshot | None:
        """What was kept last; None where nothing is, or not as a whole."""

    def is_kept(self, position: Position, *, made_by: str) -> bool:
        """There is one of this code that is true up to this position."""

    def keep(self, snapshot: Snapshot) -> None:
        """Keeps it in the place of what was kept; where somebody else does so at the same time, one of the two stays."""


class SnapshotsOf(Protocol):
    """Where what is kept of a tenant comes from."""

    def __call__(self, tenant_id: str) -> Snapshots:
        """Of this tenant."""


class LogOf(Protocol):
    """Where a tenant's log comes from."""

    def __call__(self, tenant_id: str) -> Log:
        """The log of the tenant."""
