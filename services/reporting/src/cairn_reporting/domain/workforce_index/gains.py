"""What people gained, and when: each verified achievement from when on it counted first, in columns."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from cairn_reporting.domain.achievements import Achievement
from cairn_reporting.domain.workforce_index.holders import bitmap_of, members_of, microseconds, stretch_of

_WAITING_AT_MOST = 4096
_BYTES_A_ROW = 33
_BYTES_A_CHANGE = 400

_Row = tuple[int, int, int, int, int, bool]


class _Columns(NamedTuple):
    """One row for each period of an achievement: whose, of which credential, when it counted first, the period, and whether it is the
    one that stands for the achievement.
    """

    people: NDArray[np.uint32]
    credentials: NDArray[np.uint32]
    gained: NDArray[np.int64]
    begins: NDArray[np.int64]
    ends: NDArray[np.int64]
    stands: NDArray[np.bool_]


class Gains:
    """Everybody's achievements by when they were gained. Changes wait until something is asked, and cost no more than their person."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._columns = _columns([])
        self._waiting: dict[int, Sequence[_Row]] = {}

    def put(self, person: int, achievements: Iterable[Achievement]) -> None:
        """The person's verified achievements, in the place of what was known."""
        self._waiting[person] = [row for each in achievements for row in self._rows(person, each)]
        if len(self._waiting) > _WAITING_AT_MOST:
            self.settle()

    def within(self, since: int, until: int, *, people: BitMap) -> Mapping[str, NDArray[np.uint32]]:
        """By credential whose achievements were gained from the one instant on and before the other: a person for each of them."""
        self.settle()
        columns = self._columns
        return self._by_credential(columns.stands & self._of_span(since, until) & self._of(people))

    def counting_at(
        self, instant: int, *, gained_since: int, until: int, people: BitMap
    ) -> Mapping[str, BitMap]:
        """By credential for whom an achievement that was gained in that time counts at the instant."""
        self.settle()
        columns = self._columns
        counts = (columns.begins <= instant) & (instant < columns.ends)
        found = self._by_credential(counts & self._of_span(gained_since, until) & self._of(people))
        return {credential_id: bitmap_of(np.unique(theirs)) for credential_id, theirs in found.items()}

    def of_each(self, people: BitMap) -> Mapping[int, Sequence[tuple[str, int]]]:
        """What each of these people gained, and when."""
        self.settle()
        columns = self._columns
        rows = np.flatnonzero(columns.stands & self._of(people))
        credential_ids = list(self._numbers)
        found: dict[int, list[tuple[str, int]]] = {}
        for person, number, gained in zip(
            columns.people[rows].tolist(),
            columns.credentials[rows].tolist(),
            columns.gained[rows].tolist(),
            strict=True,
        ):
            found.setdefault(person, []).append((credential_ids[number], gained))
        return found

    def settle(self) -> None:
        """Brings what waits into the columns."""
        if not self._waiting:
            return
        changed = np.fromiter(self._waiting, dtype=np.uint32, count=len(self._waiting))
        was, more = self._columns, _columns([row for rows in self._waiting.values() for row in rows])
        kept = ~np.isin(was.people, changed)
        self._columns = _Columns(
            np.concatenate([was.people[kept], more.people]),
            np.concatenate([was.credentials[kept], more.credentials]),
            np.concatenate([was.gained[kept], more.gained]),
            np.concatenate([was.begins[kept], more.begins]),
            np.concatenate([was.ends[kept], more.ends]),
            np.concatenate([was.stands[kept], more.stands]),
        )
        self._waiting = {}

    def bytes_taken(self) -> int:
        """About how much memory it takes."""
        return _BYTES_A_ROW * len(self._columns.people) + _BYTES_A_CHANGE * len(self._waiting)

    def _rows(self, person: int, achievement: Achievement) -> Iterator[_Row]:
        if achievement.gained_at is None:
            return
        number = self._numbers.setdefault(achievement.credential_id, len(self._numbers))
        gained = microseconds(achievement.gained_at)
        for place, period in enumerate(achievement.periods):
            yield (person, number, gained, *stretch_of(period), place == 0)

    def _of_span(self, since: int, until: int) -> NDArray[np.bool_]:
        return (since <= self._columns.gained) & (self._columns.gained < until)

    def _of(self, people: BitMap) -> NDArray[np.bool_]:
        return np.isin(self._columns.people, members_of(people))

    def _by_credential(self, rows: NDArray[np.bool_]) -> Mapping[str, NDArray[np.uint32]]:
        numbers, people = self._columns.credentials[rows], self._columns.people[rows]
        order = np.argsort(numbers, kind="stable")
        starts = np.searchsorted(numbers[order], np.arange(len(self._numbers) + 1))
        ordered = people[order]
        return {
            credential_id: ordered[starts[number] : starts[number + 1]]
            for credential_id, number in self._numbers.items()
            if starts[number] < starts[number + 1]
        }


def _columns(rows: Sequence[_Row]) -> _Columns:
    people, credentials, gained, begins, ends, stands = zip(*rows, strict=True) if rows else ((),) * 6
    return _Columns(
        np.array(people, dtype=np.uint32),
        np.array(credentials, dtype=np.uint32),
        np.array(gained, dtype=np.int64),
        np.array(begins, dtype=np.int64),
        np.array(ends, dtype=np.int64),
        np.array(stands, dtype=np.bool_),
    )
