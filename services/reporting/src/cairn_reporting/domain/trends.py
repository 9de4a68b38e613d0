"""How readiness, gaps and credentials of a set of people went from month to month."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from cairn_reporting.domain.demands import CredentialDemand, SkillDemand
from cairn_reporting.domain.periods import Period

GapDemand = SkillDemand | CredentialDemand
Key = TypeVar("Key")
Counted = tuple[int, int]
"""How many things there are, and how many people stand behind them."""


@dataclass(frozen=True, slots=True)
class PersonMonth:
    """One of the people of a month's end: whether ready, None where no role was found; what the roles asked for and what of it was
    lacking; the credentials that counted; and which began and ceased to count since the month before ended, each as often as it did.
    """

    is_ready: bool | None
    asked: frozenset[GapDemand]
    lacking: frozenset[GapDemand]
    valid: frozenset[str]
    gained: tuple[str, ...]
    lapsed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TrendFigures:
    """The people at a month's end. A gap is one thing that is asked of one person, who has it not.

    Since the month before: gaps opened; were closed, being asked for still; or are gone, being asked for no more. `behind` says how many
    people stand behind each figure, for who may not see persons.
    """

    people_count: int
    compared_count: int
    ready: int
    gaps_open: int
    gaps_opened: int
    gaps_closed: int
    gaps_gone: int
    credentials_valid: int
    credentials_gained: int
    credentials_lapsed: int
    behind: tuple[int, ...]

    @classmethod
    def told(cls, *, people: int, compared: int, ready: int, counted: Sequence[Counted]) -> "TrendFigures":
        """Of so many people. Counted are gaps that are open, were opened, were closed and are gone; then credentials that are valid,
        were gained and lapsed.
        """
        things = [count for count, _ in counted]
        return cls(
            people_count=people,
            compared_count=compared,
            ready=ready,
            gaps_open=things[0],
            gaps_opened=things[1],
            gaps_closed=things[2],
            gaps_gone=things[3],
            credentials_valid=things[4],
            credentials_gained=things[5],
            credentials_lapsed=things[6],
            behind=(people, compared, ready, compared - ready, *(behind for _, behind in counted)),
        )


def trend_figures(now: Mapping[str, PersonMonth], before: Mapping[str, PersonMonth]) -> TrendFigures:
    """The figures of a month's end, from those of the people then and of the people at the end of the month before, by person id."""
    lacking = {person_id: each.lacking for person_id, each in now.items()}
    since = gaps_since(now, before)
    compared = [each for each in now.values() if each.is_ready is not None]
    ready = sum(bool(each.is_ready) for each in compared)
    valid = [len(each.valid) for each in now.values()]
    gained = [len(each.gained) for each in now.values()]
    lapsed = [len(each.lapsed) for each in now.values()]
    gaps = [_sizes(each) for each in (lacking, since.opened, since.closed, since.gone)]
    return TrendFigures.told(
        people=len(now),
        compared=len(compared),
        ready=ready,
        counted=[
            (sum(counts), sum(count > 0 for count in counts)) for counts in (*gaps, valid, gained, lapsed)
        ],
    )


@dataclass(frozen=True, slots=True)
class GapsSince:
    """What became of gaps since the month before, by person id: which opened, which were closed, which are asked for no more."""

    opened: Mapping[str, frozenset[GapDemand]]
    closed: Mapping[str, frozenset[GapDemand]]
    gone: Mapping[str, frozenset[GapDemand]]


def gaps_since(now: Mapping[str, PersonMonth], before: Mapping[str, PersonMonth]) -> GapsSince:
    """Of the people at a month's end and of those at the end of the month before, by person id."""
    nothing: frozenset[GapDemand] = frozenset()
    lacking = {person_id: each.lacking for person_id, each in now.items()}
    lacked = {person_id: each.lacking for person_id, each in before.items()}
    asked = {person_id: each.asked for person_id, each in now.items()}
    over = {each: lacked[each] - lacking.get(each, nothing) for each in lacked}
    return GapsSince(
        opened={each: lacking[each] - lacked.get(each, nothing) for each in lacking},
        closed={each: over[each] & asked.get(each, nothing) for each in over},
        gone={each: over[each] - asked.get(each, nothing) for each in over},
    )


def counting(periods: Mapping[Key, Sequence[Period]], *, at: datetime) -> frozenset[Key]:
    """Those whose periods contain the instant."""
    return frozenset(key for key, of_key in periods.items() if any(each.contains(at) for each in of_key))


def begun(periods: Mapping[Key, Sequence[Period]], *, after: datetime, until: datetime) -> tuple[Key, ...]:
    """Those of which a period began after the one instant and not after the other, each as often as one did."""
    return tuple(
        key for key, of_key in periods.items() for each in of_key if after < each.valid_from <= until
    )


def ended(periods: Mapping[Key, Sequence[Period]], *, after: datetime, until: datetime) -> tuple[Key, ...]:
    """Those of which a period ended then."""
    return tuple(
        key
        for key, of_key in periods.items()
        for each in of_key
        if each.valid_until is not None and after < each.valid_until <= until
    )


def _sizes(sets: Mapping[str, Collection[GapDemand]]) -> list[int]:
    return [len(each) for each in sets.values()]
