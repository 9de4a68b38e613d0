"""How many of some people are in each of many groups: one look at each person, however many groups there are."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

Counts = NDArray[np.int64]


class GroupNumbers:
    """In which of some groups people are. Each column has one group for each person; who is in several has more in further columns."""

    def __init__(self, groups: Sequence[BitMap], *, people_count: int) -> None:
        self._count = len(groups)
        self._columns: list[NDArray[np.int32]] = []
        for number, members in enumerate(groups):
            self._put(number, numbers_of(members), people_count=people_count)

    def count(self, people: BitMap) -> Counts:
        """How many of the people each group has, in the order of the groups."""
        return self.count_rows(numbers_of(people))

    def count_rows(self, numbers: NDArray[np.uint32]) -> Counts:
        """The same of rows, each about one of the people: how many each group has."""
        counts = np.zeros(self._count + 1, dtype=np.int64)
        for column in self._columns:
            counts += np.bincount(column[numbers], minlength=self._count + 1)
        return counts[: self._count]

    def _put(self, number: int, people: NDArray[np.uint32], *, people_count: int) -> None:
        nowhere = self._count
        for column in self._columns:
            is_free = column[people] == nowhere
            column[people[is_free]] = number
            people = people[~is_free]
            if not len(people):
                return
        if len(people):
            further = np.full(people_count, nowhere, dtype=np.int32)
            further[people] = number
            self._columns.append(further)


def numbers_of(people: BitMap) -> NDArray[np.uint32]:
    """The people in their order."""
    return np.frombuffer(people.to_array(), dtype=np.uint32)
