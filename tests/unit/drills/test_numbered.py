"""A drill sees what it is there to see: what is lost, doubled or other than it should be."""

import pytest

from drills.numbered import Differences, Oracle

ORACLE = {"a": (2, 7), "b": (1, 3)}


def _differences(*rows: tuple[str, int, int]) -> tuple[int, int, int]:
    found = Differences()
    found.count(rows, ORACLE)
    return found.lost, found.doubled, found.wrong


def test_the_oracle_counts_versions_and_keeps_the_last_number() -> None:
    oracle = Oracle()
    assert [oracle.apply(oracle.people, each, number) for number, each in enumerate("aab")] == [1, 2, 1]
    assert oracle.people == {"a": (2, 1), "b": (1, 2)}


def test_equal_is_equal() -> None:
    assert _differences(("a", 2, 7), ("b", 1, 3)) == (0, 0, 0)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("a", 2, 7)], (1, 0, 0)),
        ([("a", 1, 5), ("b", 1, 3)], (1, 0, 0)),
        ([("a", 2, 7), ("b", 1, 3), ("b", 1, 3)], (0, 1, 0)),
        ([("a", 2, 7), ("b", 2, 3)], (0, 1, 0)),
        ([("a", 2, 7), ("b", 1, 3), ("c", 1, 9)], (0, 1, 0)),
        ([("a", 2, 6), ("b", 1, 3)], (0, 0, 1)),
    ],
)
def test_what_differs_is_told_apart(rows: list[tuple[str, int, int]], expected: tuple[int, int, int]) -> None:
    assert _differences(*rows) == expected
