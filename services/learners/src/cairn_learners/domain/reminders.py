"""What somebody is reminded of, and when: each step of each subject once, however long nobody looked.

A subject is something that ends or is due: a person's credential, an enrolment, somebody of the line who is late. It has moments, one
for each step. What is said of a moment that was told is a key; the keys of all that was told are all that has to be remembered.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from cairn_learners.domain.telling_times import TellingTimes


class SubjectKind(Enum):
    """What somebody is reminded of."""

    CERTIFICATION = "certification"
    ENROLMENT = "enrolment"
    ESCALATION = "escalation"


class StepKind(Enum):
    """At what step of a subject."""

    WINDOW_OPENS = "window_opens"
    BEFORE = "before"
    GRACE_BEGINS = "grace_begins"
    LAPSED = "lapsed"
    OVERDUE = "overdue"
    ESCALATED = "escalated"


_PLACES = {kind: place for place, kind in enumerate(StepKind)}


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step; `days` is how many days before the end with BEFORE, after it with ESCALATED, else 0."""

    kind: StepKind
    days: int = 0

    @property
    def key(self) -> str:
        """Names the step among those of one subject."""
        return f"{self.kind.value}-{self.days}" if self.days else self.kind.value


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A step, and for when it is planned, quiet hours left aside."""

    step: Step
    planned_at: datetime


@dataclass(frozen=True, kw_only=True)
class Subject:
    """Something that ends on the day `until`.

    `subject_id` is the credential's or the enrolment's id, `person_id` whom it is about. It was known since `known_at`, and after `over_at`
    there is nothing left that a reminder of what lay before could do. `moments` are in the order of time.
    """

    kind: SubjectKind
    subject_id: str
    person_id: str
    until: date
    known_at: datetime
    over_at: datetime
    moments: tuple[Moment, ...]
    why: tuple[str, ...] = ()

    def key_of(self, step: Step) -> str:
        """Names one step of this subject for this end, whatever end it had before."""
        return f"{self.person_id}:{self.kind.value}:{self.subject_id}:{self.until.isoformat()}:{step.key}"

    def outstanding(self, told: Collection[str]) -> list[Moment]:
        """What is still to be told.

        What lay before it became known is history, but for the last of it where it is not over: who hears of a credential a week
        before its end is told once that it ends.
        """
        later = [each for each in self.moments if each.planned_at >= self.known_at]
        earlier = [each for each in self.moments if each.planned_at < self.known_at]
        if earlier and self.known_at < self.over_at:
            later = [earlier[-1], *later]
        return [each for each in later if self.key_of(each.step) not in told] if told else later


@dataclass(frozen=True, kw_only=True)
class Told:
    """What is told of a subject at once: `step` is the newest, which says it, `keys` are of all steps that this settles."""

    subject: Subject
    step: Step
    keys: tuple[str, ...]


def ripe(
    subjects: Iterable[Subject], *, told: Collection[str], times: TellingTimes, now: datetime
) -> list[Told]:
    """What is to be told now: of each subject the newest step that was reached, which settles those before it.

    Nothing within quiet hours.
    """
    if not times.may_tell(now):
        return []
    found: list[Told] = []
    for subject in subjects:
        reached = [
            each
            for each in subject.outstanding(told)
            if each.planned_at <= now and times.told_at(each.planned_at) <= now
        ]
        if reached:
            keys = tuple(subject.key_of(each.step) for each in reached)
            found.append(Told(subject=subject, step=reached[-1].step, keys=keys))
    return found


def next_telling(
    subjects: Iterable[Subject], *, told: Collection[str], times: TellingTimes, now: datetime
) -> datetime | None:
    """When there is something to tell next, of what has not been told; None for never."""
    planned = sorted({each.planned_at for subject in subjects for each in subject.outstanding(told)})
    found: datetime | None = None
    for at in planned:
        # Nothing is told before it is planned for.
        if found is not None and at >= found:
            break
        told_at = times.told_next(at, now=now)
        found = told_at if found is None else min(found, told_at)
    return found


def in_order(moments: Iterable[Moment]) -> tuple[Moment, ...]:
    """The moments in the order of time; at the same instant what happens goes behind what lies before it."""
    return tuple(
        sorted(moments, key=lambda each: (each.planned_at, _PLACES[each.step.kind], -each.step.days))
    )
