"""How long somebody has held which role: what a change of positions adds to what is known of that."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest


@dataclass(frozen=True, kw_only=True)
class Position:
    """What somebody does in the organization, for whom, and since when. None where nothing is named or known."""

    title: str
    role_id: str | None
    department_id: str | None
    manager_id: str | None
    taken_on: date | None = None


# What somebody does who works at once in several: the primary one first.
Positions = Sequence[Position]


@dataclass(frozen=True, kw_only=True)
class RoleHeld:
    """A role that was held before; `left_on` is the first day on which it was not held any more."""

    role_id: str
    taken_on: date
    left_on: date


def dated(positions: Positions, *, after: Positions, since: date) -> tuple[Position, ...]:
    """The positions with their first days, where nobody says them.

    What is known of the same role stays, whichever of the positions it was held in; another role is held from `since` on.
    """
    known = _known_days(after)

    def first_day(position: Position) -> date | None:
        if position.taken_on is not None or position.role_id is None:
            return position.taken_on
        return known.get(position.role_id, since)

    return tuple(replace(each, taken_on=first_day(each)) for each in positions)


def roles_left(before: Positions, *, after: Positions, today: date) -> tuple[RoleHeld, ...]:
    """The roles that no position has after the change, as far as it is known since when they were held.

    A role ends on the first day of the one that comes into its place. If that is the same day or an earlier one, it is taken for a
    correction: then the role before it was never held.
    """
    held_before, held_after = ({each.role_id for each in positions} for positions in (before, after))
    left: dict[str, RoleHeld] = {}
    for old, new in zip_longest(before, after):
        if old is None or old.role_id is None or old.taken_on is None or old.role_id in held_after:
            continue
        until = new.taken_on if new is not None and new.role_id not in held_before else None
        _leave(left, old.role_id, taken_on=old.taken_on, left_on=until or today)
    return tuple(left.values())


def roles_ended(positions: Positions, *, left_on: date) -> tuple[RoleHeld, ...]:
    """Every role of the positions, ended on that day with the employment."""
    ended: dict[str, RoleHeld] = {}
    for each in positions:
        if each.role_id is not None and each.taken_on is not None:
            _leave(ended, each.role_id, taken_on=each.taken_on, left_on=left_on)
    return tuple(ended.values())


def _leave(left: dict[str, RoleHeld], role_id: str, *, taken_on: date, left_on: date) -> None:
    """Adds a role; one that was held in two positions at once counts once, from its earliest day on."""
    if role_id in left:
        taken_on, left_on = (
            min(taken_on, left[role_id].taken_on),
            max(left_on, left[role_id].left_on),
        )
    if taken_on < left_on:
        left[role_id] = RoleHeld(role_id=role_id, taken_on=taken_on, left_on=left_on)


def _known_days(positions: Positions) -> dict[str, date | None]:
    known: dict[str, date | None] = {}
    for each in positions:
        if each.role_id is not None and known.get(each.role_id) is None:
            known[each.role_id] = each.taken_on
    return known
