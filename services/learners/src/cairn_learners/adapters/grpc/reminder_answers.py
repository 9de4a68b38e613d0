"""From what the use cases give to ReminderService's answers, and from its requests to what they take."""

from cairn.learners.v1 import reminders_pb2 as contract
from cairn_learners.adapters import messages
from cairn_learners.application.names import Names
from cairn_learners.application.notifications import Mails
from cairn_learners.application.timeline import PlannedReminder, Timeline, TimelineEntry
from cairn_learners.domain.deliveries import Delivery, DeliveryState
from cairn_learners.domain.notifications import Notification, NotificationItem
from cairn_learners.domain.reminder_settings import (
    Preferences,
    PreferencesDraft,
    QuietHoursDraft,
    ReminderSettings,
    SettingsDraft,
    clock_text,
)
from cairn_learners.domain.reminders import StepKind, SubjectKind
from cairn_learners.domain.telling_times import QuietHours

SUBJECTS = {
    SubjectKind.CERTIFICATION: contract.REMINDER_SUBJECT_CERTIFICATION,
    SubjectKind.ENROLMENT: contract.REMINDER_SUBJECT_ENROLMENT,
    SubjectKind.ESCALATION: contract.REMINDER_SUBJECT_ESCALATION,
}
STEPS = {
    StepKind.WINDOW_OPENS: contract.REMINDER_STEP_WINDOW_OPENS,
    StepKind.BEFORE: contract.REMINDER_STEP_BEFORE,
    StepKind.GRACE_BEGINS: contract.REMINDER_STEP_GRACE_BEGINS,
    StepKind.LAPSED: contract.REMINDER_STEP_LAPSED,
    StepKind.OVERDUE: contract.REMINDER_STEP_OVERDUE,
    StepKind.ESCALATED: contract.REMINDER_STEP_ESCALATED,
}
STATES = {
    DeliveryState.WAITING: contract.DELIVERY_STATE_WAITING,
    DeliveryState.SENT: contract.DELIVERY_STATE_SENT,
    DeliveryState.FAILED: contract.DELIVERY_STATE_FAILED,
}


def notification(found: Notification, *, names: Names) -> contract.Notification:
    """A notification."""
    return contract.Notification(
        notification_id=found.notification_id,
        created_at=messages.timestamp(found.created_at),
        read_at=messages.timestamp(found.read_at),
        items=[_item(each, names=names) for each in found.items],
    )


def preferences(found: Preferences) -> contract.NotificationPreferences:
    """How a person wants to be told."""
    return contract.NotificationPreferences(
        version=found.version,
        time_zone=found.time_zone or "",
        own_quiet_hours=found.own_quiet,
        quiet_hours=_quiet(found.quiet),
        digest_at=clock_text(found.digest_at) if found.digest_at else "",
        by_mail=found.by_mail,
    )


def preferences_draft(asked: contract.NotificationPreferences) -> PreferencesDraft:
    """The same as it was written."""
    return PreferencesDraft(
        time_zone=asked.time_zone,
        own_quiet=asked.own_quiet_hours,
        quiet=_quiet_draft(asked.quiet_hours) if asked.HasField("quiet_hours") else None,
        digest_at=asked.digest_at,
        by_mail=asked.by_mail,
    )


def settings(found: ReminderSettings) -> contract.ReminderSettings:
    """How a tenant reminds."""
    late = found.escalate_after
    return contract.ReminderSettings(
        version=found.version,
        before_expiry_days=[each.days for each in found.before_expiry],
        before_due_days=[each.days for each in found.before_due],
        escalate_after_days=late.days if late else None,
        time_zone=found.time_zone,
        quiet_hours=_quiet(found.quiet),
    )


def settings_draft(asked: contract.ReminderSettings) -> SettingsDraft:
    """The same as it was written."""
    return SettingsDraft(
        before_expiry_days=tuple(asked.before_expiry_days),
        before_due_days=tuple(asked.before_due_days),
        escalate_after_days=asked.escalate_after_days if asked.HasField("escalate_after_days") else None,
        time_zone=asked.time_zone,
        quiet=_quiet_draft(asked.quiet_hours) if asked.HasField("quiet_hours") else None,
    )


def delivery_state(asked: contract.DeliveryState.ValueType) -> DeliveryState | None:
    """Which mails are asked for; None for all."""
    return next((state for state, number in STATES.items() if number == asked), None)


def deliveries(found: Mails) -> list[contract.NotificationDelivery]:
    """Mails."""
    return [_delivery(each, name=found.people.get(each.person_id, "")) for each in found.page.items]


def timeline(found: Timeline) -> contract.GetTimelineResponse:
    """A person's timeline."""
    return contract.GetTimelineResponse(
        person_id=found.person_id,
        entries=[_entry(each) for each in found.entries],
        time_zone=found.time_zone,
        as_of=messages.timestamp(found.as_of),
    )


def _item(item: NotificationItem, *, names: Names) -> contract.NotificationItem:
    return contract.NotificationItem(
        subject=SUBJECTS[item.kind],
        step=STEPS[item.step.kind],
        days=item.step.days,
        credential_id=item.subject_id if item.is_of_credential else "",
        enrolment_id="" if item.is_of_credential else item.subject_id,
        path_id=item.path_id,
        name=names.of(item),
        person_id=item.person_id,
        person_name=names.of_person(item) if item.kind is SubjectKind.ESCALATION else "",
        ends_on=messages.day(item.until),
        why=item.why,
        assigned_path_id=item.assigned_path_id,
        assigned_path_name=names.of_assigned(item),
    )


def _delivery(found: Delivery, *, name: str) -> contract.NotificationDelivery:
    return contract.NotificationDelivery(
        notification_id=found.notification_id,
        person_id=found.person_id,
        person_name=name,
        state=STATES[found.state],
        attempts=found.attempts,
        created_at=messages.timestamp(found.created_at),
        next_attempt_at=messages.timestamp(found.due_at),
        settled_at=messages.timestamp(found.settled_at),
        fault=found.fault,
    )


def _entry(found: TimelineEntry) -> contract.TimelineEntry:
    running = found.running
    return contract.TimelineEntry(
        subject=SUBJECTS[found.subject.kind],
        credential_id=running.credential_id if running else "",
        enrolment_id="" if running else found.subject.subject_id,
        path_id=found.path_id,
        name=found.name,
        ends_on=messages.day(found.subject.until),
        window_opens_at=messages.timestamp(running.period.dates.window_opens_at if running else None),
        lapses_at=messages.timestamp(running.lapses_at if running else None),
        why=found.subject.why,
        reminders=[_reminder(each) for each in found.reminders],
    )


def _reminder(found: PlannedReminder) -> contract.TimelineReminder:
    return contract.TimelineReminder(
        step=STEPS[found.step.kind],
        days=found.step.days,
        planned_at=messages.timestamp(found.planned_at),
        told_at=messages.timestamp(found.told_at),
    )


def _quiet(found: QuietHours | None) -> contract.QuietHours | None:
    if found is None:
        return None
    return contract.QuietHours(begins=clock_text(found.begins), ends=clock_text(found.ends))


def _quiet_draft(asked: contract.QuietHours) -> QuietHoursDraft:
    return QuietHoursDraft(begins=asked.begins, ends=asked.ends)
