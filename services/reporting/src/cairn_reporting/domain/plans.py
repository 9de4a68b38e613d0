"""What people are to learn by when, and what they will then have proven."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from cairn_reporting.domain.achievements import Achievement
from cairn_reporting.domain.allowances import Allowance, AllowanceKind
from cairn_reporting.domain.catalogue import Path, Stack
from cairn_reporting.domain.periods import Period
from cairn_reporting.domain.what_if import credentials_of

_SPARING = {AllowanceKind.EXEMPT, AllowanceKind.LEARNED}


@dataclass(frozen=True, slots=True)
class Enrolment:
    """One person on one learning path: `due_on` is the last day to complete it, None where there is none."""

    enrolment_id: str
    person_id: str
    path_id: str
    due_on: date | None
    withdrawn: bool

    def promise(self, *, allowances: Iterable[Allowance], today: date) -> "Promise | None":
        """When the path is to be complete, and without which of its steps, by what is granted.

        None for a path without a due date, for one taken back, and where the person need not do it on the day on which it is due.
        """
        if self.due_on is None or self.withdrawn:
            return None
        own = [each for each in allowances if self._is_meant_by(each)]
        longer = (each.until_on for each in own if each.kind is AllowanceKind.LONGER and each.holds_on(today))
        due_on = max((self.due_on, *longer))
        spared = {each.step_id for each in own if each.kind in _SPARING and each.holds_on(due_on)}
        if None in spared:
            return None
        return Promise(
            begins=datetime.combine(due_on + timedelta(days=1), time(), UTC),
            spared_step_ids=frozenset(each for each in spared if each is not None),
        )

    def _is_meant_by(self, allowance: Allowance) -> bool:
        return (allowance.person_id, allowance.path_id) == (
            self.person_id,
            self.path_id,
        ) and allowance.enrolment_id in {None, self.enrolment_id}


@dataclass(frozen=True, slots=True)
class Promise:
    """That a path will be complete from an instant on, in UTC; nobody has to do the steps that are spared for it."""

    begins: datetime
    spared_step_ids: frozenset[str]


def planned_achievements(
    enrolments: Iterable[Enrolment],
    *,
    allowances: Iterable[Allowance],
    paths: Mapping[str, Path],
    stacks: Mapping[str, Stack],
    now: datetime,
) -> tuple[Achievement, ...]:
    """What these enrolments bring if each path is completed on its last day, and not before: what its steps ask for, of several ways
    the first, from then on without an end that were known. A path whose last day is over promises nothing any more, nor does a step
    that is not asked of the person on that day: what was learned before stands for it in the path, and is not the credential.
    """
    found: list[Achievement] = []
    of_person: dict[str, list[Allowance]] = {}
    for allowance in allowances:
        of_person.setdefault(allowance.person_id, []).append(allowance)
    today = now.astimezone(UTC).date()
    for enrolment in enrolments:
        granted = of_person.get(enrolment.person_id, ())
        promise = enrolment.promise(allowances=granted, today=today)
        path = paths.get(enrolment.path_id)
        if promise is None or promise.begins <= now or path is None:
            continue
        asked = path.without(promise.spared_step_ids)
        found.extend(
            Achievement(
                achievement_id=f"plan:{enrolment.enrolment_id}:{credential_id}",
                person_id=enrolment.person_id,
                credential_id=credential_id,
                verified=True,
                periods=(Period(valid_from=promise.begins, valid_until=None),),
            )
            for credential_id in sorted(credentials_of(asked, stacks=stacks))
        )
    return tuple(found)
