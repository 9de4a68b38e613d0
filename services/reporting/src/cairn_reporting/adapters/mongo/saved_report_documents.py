"""Saved reports and their runs, as mongoengine defines them: fields and indexes."""

import mongoengine
from mongoengine import fields

from cairn_reporting.adapters.mongo.kept_documents import OwnerDocument, kept_meta
from cairn_reporting.domain.saved_reports import PauseReason


class ScheduleDocument(mongoengine.EmbeddedDocument):
    """When a report is made by itself: one of the three says on which days."""

    is_daily = fields.BooleanField(required=True)
    iso_weekdays = fields.ListField(fields.IntField(min_value=1, max_value=7))
    month_day = fields.IntField(min_value=1, max_value=31)
    local_time = fields.StringField(required=True)
    time_zone = fields.StringField(required=True)


class PauseDocument(mongoengine.EmbeddedDocument):
    """That a schedule stands still."""

    reason = fields.StringField(required=True, choices=[each.value for each in PauseReason])
    problem = fields.StringField()
    paused_at = fields.DateTimeField(required=True)


class SavedReportDocument(mongoengine.Document):
    """A report that is kept by name."""

    id = fields.StringField(primary_key=True)
    tenant_id = fields.StringField(required=True)
    version = fields.IntField(required=True, min_value=1)
    saved_report_id = fields.StringField(required=True)
    owner = fields.EmbeddedDocumentField(OwnerDocument, required=True)
    name = fields.StringField()
    question = fields.BinaryField()
    written_question = fields.StringField()
    as_of_days = fields.IntField()
    format = fields.StringField()
    is_shared = fields.BooleanField(required=True)
    schedule = fields.EmbeddedDocumentField(ScheduleDocument)
    is_paused = fields.BooleanField(required=True)
    pause = fields.EmbeddedDocumentField(PauseDocument)
    next_run_at = fields.DateTimeField()
    created_at = fields.DateTimeField(required=True)
    is_removed = fields.BooleanField(required=True)

    meta = kept_meta("saved_reports", {"fields": ["tenant_id", "is_removed", "name"]})


class SavedReportRunDocument(mongoengine.Document):
    """One time that a saved report was made."""

    id = fields.StringField(primary_key=True)
    tenant_id = fields.StringField(required=True)
    version = fields.IntField(required=True, min_value=1)
    export_id = fields.StringField(required=True)
    saved_report_id = fields.StringField(required=True)
    asked_by = fields.StringField(required=True)
    due_at = fields.DateTimeField()
    missed_count = fields.IntField(required=True, min_value=0)
    started_at = fields.DateTimeField(required=True)

    meta = kept_meta("saved_report_runs", {"fields": ["tenant_id", "saved_report_id", "-started_at"]})


SAVED_REPORT_DOCUMENTS = (SavedReportDocument, SavedReportRunDocument)
