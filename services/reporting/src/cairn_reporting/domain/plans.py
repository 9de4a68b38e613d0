"""What people are to learn by when, and what they will then have proven."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from cairn_reporting.domain.achievements import Achievement
from cairn_reporting.domain.catalogue import Path, Stack
from cairn_reporting.domain.periods import Period
from cairn_reporting.domain.what_if import credentials_of


@dataclass(frozen=True, slots=True)
class Enrolment:
    """One person on one learning path: `due_on` is the last day to complete it, None where there is none."""

    enrolment_id: str
    person_id: str
    path_id: str
    due_on: date | None
    withdrawn: bool

    def promises_from(self) -> datetime | None:
        """The first instant, in UTC, at which the path is to be complete; None for a path without a due date, and for one taken back."""
        if self.due_on is None or self.withdrawn:
            return None
        return datetime.combine(self.due_on + timedelta(days=1), time(), UTC)


def planned_achievements(
    enrolments: Iterable[Enrolment], *, paths: Mapping[str, Path], stacks: Mapping[str, Stack], now: datetime
) -> tuple[Achievement, ...]:
    """What these enrolments bring if each path is completed on its last day, and not before: what its steps ask for, of several ways
    the first, from then on without an end that were known. A path whose last day is over promises nothing any more.
    """
    found: list[Achievement] = []
    for enrolment in enrolments:
        begins, path = enrolment.promises_from(), paths.get(enrolment.path_id)
        if begins is None or begins <= now or path is None:
            continue
        found.extend(
            Achievement(
                achievement_id=f"plan:{enrolment.enrolment_id}:{credential_id}",
                person_id=enrolment.person_id,
                credential_id=credential_id,
                verified=True,
                periods=(Period(valid_from=begins, valid_until=None),),
            )
            for credential_id in sorted(credentials_of(path, stacks=stacks))
        )
    return tuple(found)
