"""What eases the path of somebody: more time for it, or that it, or a step of it, need not be done."""

from dataclasses import dataclass
from datetime import date
from enum import Enum


class AllowanceKind(Enum):
    """What is granted, as far as it changes a plan."""

    LONGER = "longer"
    EXEMPT = "exempt"
    LEARNED = "learned before"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What is granted to somebody for a path, or one step of it, from the first to the last day; `enrolment_id` None: for each enrolment
    on it.
    """

    allowance_id: str
    person_id: str
    kind: AllowanceKind
    path_id: str
    step_id: str | None
    enrolment_id: str | None
    from_on: date
    until_on: date
    withdrawn: bool

    def holds_on(self, day: date) -> bool:
        """It has begun, has not lapsed, and nobody took it back."""
        return not self.withdrawn and self.from_on <= day <= self.until_on
