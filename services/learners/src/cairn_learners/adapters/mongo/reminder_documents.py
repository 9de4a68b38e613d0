"""How is stored what people were told, and what they and their tenant wish of it. Times of day are texts as HH:MM."""

from collections.abc import Mapping
from datetime import date

import mongoengine
from mongoengine import fields

from cairn_learners.application import orders
from cairn_learners.domain.deliveries import Delivery, DeliveryState
from cairn_learners.domain.notifications import Escalation, Notification, NotificationItem, ToldStep
from cairn_learners.domain.reminder_settings import (
    LeadTime,
    Preferences,
    ReminderSettings,
    clock_of,
    clock_text,
)
from cairn_learners.domain.reminders import Step, StepKind, SubjectKind
from cairn_learners.domain.telling_times import QuietHours
from cairn_platform.mongo.connection import Document


def _meta(collection: str, *indexes: dict[str, object]) -> dict[str, object]:
    return {
        "collection": collection,
        "auto_create_index": False,
        "index_cls": False,
        "strict": True,
        "indexes": list(indexes),
    }


class ReminderSettingsDocument(mongoengine.Document):
    """A tenant's settings."""

    id = fields.StringField(primary_key=True)
    tenant_id = fields.StringField(required=True)
    version = fields.IntField(required=True, min_value=1)
    began_at = fields.DateTimeField(required=True)
    before_expiry = fields.ListField(fields.DictField())
    before_due = fields.ListField(fields.DictField())
    escalate_after = fields.DictField(null=True)
    time_zone = fields.StringField(required=True)
    quiet = fields.DictField(null=True)

    meta = _meta("reminder_settings")


class PreferencesDocument(mongoengine.Document):
    """A person's preferences."""

    id = fields.StringField(primary_key=True)
    tenant_id = fields.StringField(required=True)
    version = fields.IntField(required=True, min_value=1)
    person_id = fields.StringField(required=True)
    time_zone = fields.StringField()
    own_quiet = fields.BooleanField(required=True)
    quiet = fields.DictField(null=True)
    digest_at = fields.StringField()
    by_mail = fields.BooleanField(required=True)

    meta = _meta("notification_preferences")


class ToldStepDocument(mongoengine.Document):
    """One step that was told, under its key: written once."""

    id = fields.StringField(primary_key=True)
    tenant_id = fields.StringField(required=True)
    version = fields.IntField(required=True, min_value=1)
    key = fields.StringField(required=True)
    person_id = fields.StringField(required=True)
    told_at = fields.DateTimeField(required=True)
    notification_id = fields.StringField()

    meta = _meta("told_steps", {"fields": ["tenant_id", "person_id", "told_at"]})


class NotificationDocument(mongoengine.Document):
    """A message to a person."""

    id = fields.StringField(primary_key=True)
    tenant_id = fields.StringField(required=True)
    version = fields.IntField(required=True, min_value=1)
    notification_id = fields.StringField(required=True)
    person_id = fields.StringField(required=True)
    created_at = fields.DateTimeField(required=True)
    items = fields.ListField(fields.DictField(), required=True)
    read_at = fields.DateTimeField()
    told_order = fields.StringField(required=True)

    meta = _meta(
        "notifications",
        {"fields": ["tenant_id", "person_id", "told_order"]},
        {"fields": ["tenant_id", "person_id", "read_at"]},
    )


class EscalationDocument(mongoengine.Document):
    """Somebody is late, and the manager is to be told."""

    id = fields.StringField(primary_key=True)
    tenant_id = fields.StringField(required=True)
    version = fields.IntField(required=True, min_value=1)
    escalation_id = fields.StringField(required=True)
    manager_id = fields.StringField(required=True)
    person_id = fields.StringField(required=True)
    subject_id = fields.StringField(required=True)
    path_id = fields.StringField()
    due_on = fields.StringField(required=True)
    days = fields.IntField(required=True)
    raised_at = fields.DateTimeField(required=True)
    told = fields.BooleanField(required=True)

    meta = _meta("escalations", {"fields": ["tenant_id", "manager_id", "told", "raised_at"]})


class DeliveryDocument(mongoengine.Document):
    """A notification on its way by mail."""

    id = fields.StringField(primary_key=True)
    tenant_id = fields.StringField(required=True)
    version = fields.IntField(required=True, min_value=1)
    notification_id = fields.StringField(required=True)
    person_id = fields.StringField(required=True)
    state = fields.StringField(required=True, choices=("waiting", "sent", "failed"))
    attempts = fields.IntField(required=True, min_value=0)
    next_attempt_at = fields.DateTimeField(required=True)
    created_at = fields.DateTimeField(required=True)
    settled_at = fields.DateTimeField()
    fault = fields.StringField()
    mailed_order = fields.StringField(required=True)

    meta = _meta(
        "notification_deliveries",
        {"fields": ["tenant_id", "state", "mailed_order"]},
        {"fields": ["tenant_id", "mailed_order"]},
    )


REMINDER_DOCUMENTS = (
    ReminderSettingsDocument,
    PreferencesDocument,
    ToldStepDocument,
    NotificationDocument,
    EscalationDocument,
    DeliveryDocument,
)


def settings_document(settings: ReminderSettings) -> Document:
    """The fields of a tenant's settings."""
    late = settings.escalate_after
    return {
        "began_at": settings.began_at,
        "before_expiry": [_lead_document(each) for each in settings.before_expiry],
        "before_due": [_lead_document(each) for each in settings.before_due],
        "escalate_after": _lead_document(late) if late else None,
        "time_zone": settings.time_zone,
        "quiet": _quiet_document(settings.quiet),
    }


def settings_from(document: Document) -> ReminderSettings:
    """The settings that a document holds."""
    late = document["escalate_after"]
    return ReminderSettings(
        version=document["version"],
        began_at=document["began_at"],
        before_expiry=tuple(LeadTime(**each) for each in document["before_expiry"]),
        before_due=tuple(LeadTime(**each) for each in document["before_due"]),
        escalate_after=LeadTime(**late) if late else None,
        time_zone=document["time_zone"],
        quiet=_quiet_from(document["quiet"]),
    )


def preferences_document(preferences: Preferences) -> Document:
    """The fields of a person's preferences."""
    return {
        "person_id": preferences.person_id,
        "time_zone": preferences.time_zone,
        "own_quiet": preferences.own_quiet,
        "quiet": _quiet_document(preferences.quiet),
        "digest_at": clock_text(preferences.digest_at) if preferences.digest_at else None,
        "by_mail": preferences.by_mail,
    }


def preferences_from(document: Document) -> Preferences:
    """The preferences that a document holds."""
    return Preferences(
        person_id=document["person_id"],
        version=document["version"],
        time_zone=document["time_zone"],
        own_quiet=document["own_quiet"],
        quiet=_quiet_from(document["quiet"]),
        digest_at=clock_of(document["digest_at"]) if document["digest_at"] else None,
        by_mail=document["by_mail"],
    )


def told_document(told: ToldStep) -> Document:
    """The fields of a step that was told."""
    return {
        "key": told.key,
        "person_id": told.person_id,
        "told_at": told.told_at,
        "notification_id": told.notification_id,
    }


def told_from(document: Document) -> ToldStep:
    """The step that a document says was told."""
    return ToldStep(
        key=document["key"],
        version=document["version"],
        person_id=document["person_id"],
        told_at=document["told_at"],
        notification_id=document["notification_id"],
    )


def notification_document(notification: Notification) -> Document:
    """The fields of a notification."""
    return {
        "notification_id": notification.notification_id,
        "person_id": notification.person_id,
        "created_at": notification.created_at,
        "items": [
            {
                "kind": each.kind.value,
                "step": each.step.kind.value,
                "days": each.step.days,
                "subject_id": each.subject_id,
                "path_id": each.path_id,
                "person_id": each.person_id,
                "until": each.until.isoformat(),
                "why": list(each.why),
                "assigned_path_id": each.assigned_path_id,
            }
            for each in notification.items
        ],
        "read_at": notification.read_at,
        "told_order": orders.by_told_at(notification),
    }


def notification_from(document: Document) -> Notification:
    """The notification that a document holds."""
    return Notification(
        notification_id=document["notification_id"],
        version=document["version"],
        person_id=document["person_id"],
        created_at=document["created_at"],
        items=tuple(
            NotificationItem(
                kind=SubjectKind(each["kind"]),
                step=Step(kind=StepKind(each["step"]), days=each["days"]),
                subject_id=each["subject_id"],
                path_id=each["path_id"],
                person_id=each["person_id"],
                until=date.fromisoformat(each["until"]),
                why=tuple(each["why"]),
                assigned_path_id=each["assigned_path_id"],
            )
            for each in document["items"]
        ),
        read_at=document["read_at"],
    )


def escalation_document(escalation: Escalation) -> Document:
    """The fields of an escalation."""
    return {
        "escalation_id": escalation.escalation_id,
        "manager_id": escalation.manager_id,
        "person_id": escalation.person_id,
        "subject_id": escalation.subject_id,
        "path_id": escalation.path_id,
        "due_on": escalation.due_on.isoformat(),
        "days": escalation.days,
        "raised_at": escalation.raised_at,
        "told": escalation.told,
    }


def escalation_from(document: Document) -> Escalation:
    """The escalation that a document holds."""
    return Escalation(
        escalation_id=document["escalation_id"],
        version=document["version"],
        manager_id=document["manager_id"],
        person_id=document["person_id"],
        subject_id=document["subject_id"],
        path_id=document["path_id"],
        due_on=date.fromisoformat(document["due_on"]),
        days=document["days"],
        raised_at=document["raised_at"],
        told=document["told"],
    )


def delivery_document(delivery: Delivery) -> Document:
    """The fields of a mail on its way."""
    return {
        "notification_id": delivery.notification_id,
        "person_id": delivery.person_id,
        "state": delivery.state.value,
        "attempts": delivery.attempts,
        "next_attempt_at": delivery.next_attempt_at,
        "created_at": delivery.created_at,
        "settled_at": delivery.settled_at,
        "fault": delivery.fault,
        "mailed_order": orders.by_mailed_at(delivery),
    }


def delivery_from(document: Document) -> Delivery:
    """The mail that a document holds."""
    return Delivery(
        notification_id=document["notification_id"],
        version=document["version"],
        person_id=document["person_id"],
        state=DeliveryState(document["state"]),
        attempts=document["attempts"],
        next_attempt_at=document["next_attempt_at"],
        created_at=document["created_at"],
        settled_at=document["settled_at"],
        fault=document["fault"],
    )


def _lead_document(lead: LeadTime) -> Document:
    return {"days": lead.days, "since": lead.since}


def _quiet_document(quiet: QuietHours | None) -> Document | None:
    return {"begins": clock_text(quiet.begins), "ends": clock_text(quiet.ends)} if quiet else None


def _quiet_from(document: Mapping[str, str] | None) -> QuietHours | None:
    if document is None:
        return None
    return QuietHours(begins=clock_of(document["begins"]), ends=clock_of(document["ends"]))
