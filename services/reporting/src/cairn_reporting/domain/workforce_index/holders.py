"""Who holds one thing, and when."""

from array import array
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from cairn_reporting.domain.periods import Period
from cairn_reporting.domain.workforce_index.spans import Spans

Stretch = tuple[int, int]
"""Half-open, in microseconds."""

SINCE_EVER = int(np.iinfo(np.int64).min)
FOR_EVER = int(np.iinfo(np.int64).max)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_WAITING_AT_MOST = 4096
_BYTES_A_ROW = 20
_BYTES_A_CHANGE = 300


def microseconds(instant: datetime) -> int:
    """The instant as the columns have it."""
    return (instant - _EPOCH) // _MICROSECOND


def start_of(day: date) -> int:
    """The day's first instant in UTC as the columns have it."""
    return microseconds(datetime.combine(day, time(), UTC))


def stretch_of(period: Period) -> Stretch:
    """The period as the columns have it."""
    ends = FOR_EVER if period.valid_until is None else microseconds(period.valid_until)
    return microseconds(period.valid_from), ends


class Holders:
    """The people who hold one thing: a bitmap of those who do now, and every stretch in columns, for other dates.

    The bitmap is true from `_since` until `_due`, when somebody begins or ends to hold it; `move_to` takes it further. Changes wait
    until another date is asked for, so that one costs no more than its person.
    """

    __slots__ = ("_begins", "_due", "_ends", "_holding", "_people", "_since", "_waiting")

    def __init__(self, *, now: int) -> None:
        self._people: NDArray[np.uint32] = np.empty(0, dtype=np.uint32)
        self._begins: NDArray[np.int64] = np.empty(0, dtype=np.int64)
        self._ends: NDArray[np.int64] = np.empty(0, dtype=np.int64)
        self._waiting: dict[int, Sequence[Stretch]] = {}
        self._holding = BitMap()
        self._since, self._due = now, FOR_EVER

    @property
    def due(self) -> int:
        """Until when the bitmap is true."""
        return self._due

    def put(self, person: int, stretches: Sequence[Stretch]) -> None:
        """When the person holds it, in the place of what was known; never, where it is empty."""
        self._waiting[person] = stretches
        now = self._since
        if any(begins <= now < ends for begins, ends in stretches):
            self._holding.add(person)
        else:
            self._holding.discard(person)
        for stretch in stretches:
            for instant in stretch:
                if now < instant < self._due:
                    self._due = instant
        if len(self._waiting) > _WAITING_AT_MOST:
            self.settle()

    def move_to(self, now: int) -> None:
        """Makes the bitmap one of who holds it at `now`."""
        if self._since <= now < self._due:
            return
        self.settle()
        self._holding = self._computed(now)
        self._since = now
        self._due = min(_first_after(self._begins, now), _first_after(self._ends, now))

    def at(self, instant: int) -> BitMap:
        """Who holds it at the instant. To be read only."""
        if self._since <= instant < self._due:
            return self._holding
        self.settle()
        return self._computed(instant)

    def for_ever_from(self, instant: int) -> BitMap:
        """Whose stretch at the instant has no end."""
        self.settle()
        return bitmap_of(self._people[(self._begins <= instant) & (self._ends == FOR_EVER)])

    def beginning(self, *, after: int, until: int) -> BitMap:
        """Who has a stretch that begins after the one instant and not after the other."""
        self.settle()
        return bitmap_of(self._people[(after < self._begins) & (self._begins <= until)])

    def until_after(self, instant: int) -> BitMap:
        """Who has a stretch that ends after the instant."""
        self.settle()
        return bitmap_of(self._people[instant < self._ends])

    def spans(self, people: BitMap | None) -> Spans:
        """Every stretch of these people; None: of everybody."""
        self.settle()
        if people is None:
            return Spans(self._people, self._begins, self._ends)
        theirs = np.isin(self._people, members_of(people))
        return Spans(self._people[theirs], self._begins[theirs], self._ends[theirs])

    def ending(self, instant: int, *, until: int) -> BitMap:
        """Who holds it at the instant in a stretch that ends by `until`."""
        self.settle()
        counts = (self._begins <= instant) & (instant < self._ends) & (self._ends <= until)
        return bitmap_of(self._people[counts])

    def settle(self) -> None:
        """Brings what waits into the columns, which stay in the order of people: bitmaps are made of them the faster."""
        if not self._waiting:
            return
        changed = np.fromiter(self._waiting, dtype=np.uint32, count=len(self._waiting))
        kept = ~np.isin(self._people, changed)
        rows = [(person, *stretch) for person, stretches in self._waiting.items() for stretch in stretches]
        people = np.concatenate([self._people[kept], np.array([row[0] for row in rows], dtype=np.uint32)])
        order = np.argsort(people, kind="stable")
        self._people = people[order]
        self._begins = _with(self._begins[kept], [row[1] for row in rows])[order]
        self._ends = _with(self._ends[kept], [row[2] for row in rows])[order]
        self._waiting = {}

    def bytes_taken(self) -> int:
        """About how much memory it takes."""
        return (
            _BYTES_A_ROW * len(self._people)
            + _BYTES_A_CHANGE * len(self._waiting)
            + 2 * len(self._holding)
            + 500
        )

    def _computed(self, instant: int) -> BitMap:
        return bitmap_of(self._people[(self._begins <= instant) & (instant < self._ends)])


def bitmap_of(people: NDArray[np.uint32]) -> BitMap:
    """The people as a bitmap."""
    return BitMap(array("I", people.tobytes()))


def members_of(people: BitMap) -> NDArray[np.uint32]:
    """The people as a column, in order."""
    return np.frombuffer(people.to_array(), dtype=np.uint32)


def _with(column: NDArray[np.int64], more: Iterable[int]) -> NDArray[np.int64]:
    return np.concatenate([column, np.array(list(more), dtype=np.int64)])


def _first_after(column: NDArray[np.int64], instant: int) -> int:
    later = column[column > instant]
    return int(later.min()) if len(later) else FOR_EVER
