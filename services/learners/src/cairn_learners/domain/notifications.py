"""What people are told: notifications in the portal, each with what it is about, and who is late in whose line."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from cairn_learners.domain.reminders import Step, StepKind, Subject, SubjectKind, Told

_NAMES = uuid.UUID("6f1f1a52-6a0e-4c7a-9b0c-6a1f6f0c2b11")


@dataclass(frozen=True, kw_only=True)
class NotificationItem:
    """One thing that a notification tells. `subject_id` is a credential's or an enrolment's id, `path_id` the enrolment's path, else empty.

    `person_id` is whom it is about; `assigned_path_id` the path that was assigned at once to renew, empty for none.
    """

    kind: SubjectKind
    step: Step
    subject_id: str
    path_id: str
    person_id: str
    until: date
    why: tuple[str, ...]
    assigned_path_id: str = ""

    @property
    def is_of_credential(self) -> bool:
        """It is about a credential, not about an enrolment."""
        return not self.path_id


@dataclass(frozen=True, kw_only=True)
class Notification:
    """One message to one person; only `read_at` ever changes."""

    notification_id: str
    version: int
    person_id: str
    created_at: datetime
    items: tuple[NotificationItem, ...]
    read_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ToldStep:
    """One step of one subject was told to a person: written once, by its key."""

    key: str
    version: int
    person_id: str
    told_at: datetime
    notification_id: str


@dataclass(frozen=True, kw_only=True)
class Escalation:
    """A manager is to be told that somebody of the line is late; `told` once that was done.

    `subject_id` is the enrolment's id, or that of the credential which ended; `path_id` is the enrolment's path, else empty.
    """

    escalation_id: str
    version: int
    manager_id: str
    person_id: str
    subject_id: str
    path_id: str
    due_on: date
    days: int
    raised_at: datetime
    told: bool


def notification_of(
    person_id: str, items: Sequence[NotificationItem], *, keys: Sequence[str], now: datetime
) -> Notification:
    """The message that tells these items; the keys of what it settles make its id, so the same is never told by another one."""
    return Notification(
        notification_id=deterministic_id("notification", person_id, *sorted(keys)),
        version=1,
        person_id=person_id,
        created_at=now,
        items=tuple(items),
        read_at=None,
    )


def item_of(told: Told, *, path_id: str, assigned_path_id: str) -> NotificationItem:
    """What a notification says of a subject."""
    return NotificationItem(
        kind=told.subject.kind,
        step=told.step,
        subject_id=told.subject.subject_id,
        path_id=path_id,
        person_id=told.subject.person_id,
        until=told.subject.until,
        why=told.subject.why,
        assigned_path_id=assigned_path_id,
    )


def escalation_of(subject: Subject, *, manager_id: str, path_id: str, days: int, now: datetime) -> Escalation:
    """Tells a manager that somebody is late; for this due date, or last valid day, it is the same whoever raises it."""
    return Escalation(
        escalation_id=deterministic_id(
            "escalation", subject.person_id, subject.subject_id, subject.until.isoformat()
        ),
        version=1,
        manager_id=manager_id,
        person_id=subject.person_id,
        subject_id=subject.subject_id,
        path_id=path_id,
        due_on=subject.until,
        days=days,
        raised_at=now,
        told=False,
    )


def item_of_escalation(escalation: Escalation) -> NotificationItem:
    """What a notification says to the manager."""
    return NotificationItem(
        kind=SubjectKind.ESCALATION,
        step=Step(kind=StepKind.ESCALATED, days=escalation.days),
        subject_id=escalation.subject_id,
        path_id=escalation.path_id,
        person_id=escalation.person_id,
        until=escalation.due_on,
        why=(),
    )


def was_told(escalation: Escalation) -> Escalation:
    """The escalation, done with."""
    return replace(escalation, version=escalation.version + 1, told=True)


def read(notification: Notification, *, now: datetime) -> Notification:
    """The notification, read; the same notification where it was read before."""
    if notification.read_at is not None:
        return notification
    return replace(notification, version=notification.version + 1, read_at=now)


def deterministic_id(*parts: str) -> str:
    """The same id for the same parts, so that doing a thing again makes the same and not another one."""
    return str(uuid.uuid5(_NAMES, "\x1f".join(parts)))
