"""Whose line is in whose hands, from day to day."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation:
    """The line of `manager_id` is in the hands of `delegate_id` from the first to the last day, both included, unless taken back."""

    delegation_id: str
    manager_id: str
    delegate_id: str
    from_on: date
    until_on: date
    taken_back: bool

    def in_force(self, day: date) -> bool:
        """It holds on this day."""
        return not self.taken_back and self.from_on <= day <= self.until_on
