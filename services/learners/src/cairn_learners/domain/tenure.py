"""How long somebody has held which role: what a change of position adds to what is known of that."""

from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Position:
    """What somebody does in the organization, for whom, and since when. None where nothing is named or known."""

    title: str
    role_id: str | None
    department_id: str | None
    manager_id: str | None
    taken_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class RoleHeld:
    """A role that was held before; `left_on` is the first day on which it was not held any more."""

    role_id: str
    taken_on: date
    left_on: date


def dated(position: Position, *, after: Position, today: date) -> Position:
    """The position with its first day, where nobody says it: what is known of the same role stays, another role is held from today on."""
    if position.taken_on is not None or position.role_id is None:
        return position
    same = position.role_id == after.role_id
    return replace(position, taken_on=after.taken_on if same else today)


def role_left(before: Position, *, after: Position, today: date) -> tuple[RoleHeld, ...]:
    """The role that the change to `after` ends, if it is known since when it was held.

    Another role since the same day, or an earlier one, is taken for a correction: then the role before it was never held.
    """
    if before.role_id is None or before.taken_on is None or before.role_id == after.role_id:
        return ()
    until = after.taken_on or today
    if until <= before.taken_on:
        return ()
    return (RoleHeld(role_id=before.role_id, taken_on=before.taken_on, left_on=until),)
