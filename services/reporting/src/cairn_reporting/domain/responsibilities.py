"""Who is responsible as HR for which departments, from day to day."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class HrResponsibility:
    """`person_id` is responsible for the departments and all below them, on both days and between; `until_on` is None without an end."""

    responsibility_id: str
    person_id: str
    department_ids: tuple[str, ...]
    from_on: date
    until_on: date | None
    taken_back: bool

    def in_force(self, day: date) -> bool:
        """It holds on this day."""
        return not self.taken_back and self.from_on <= day and (self.until_on is None or day <= self.until_on)
