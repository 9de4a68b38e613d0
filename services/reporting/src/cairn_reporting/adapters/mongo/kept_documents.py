"""What reporting keeps beside its read models, as mongoengine defines it: fields and indexes."""

import mongoengine
from mongoengine import fields

from cairn_reporting.domain.exports import ExportState, Sight


def kept_meta(collection: str, *indexes: dict[str, object]) -> dict[str, object]:
    """What every collection of reporting's own says of itself, with its indexes."""
    return {
        "collection": collection,
        "auto_create_index": False,
        "index_cls": False,
        "strict": True,
        "indexes": list(indexes),
    }


class OwnerDocument(mongoengine.EmbeddedDocument):
    """Who asked, as the token said then."""

    subject = fields.StringField(required=True)
    roles = fields.ListField(fields.StringField())
    client_id = fields.StringField()


class ReportExportDocument(mongoengine.Document):
    """A job that makes a report."""

    id = fields.StringField(primary_key=True)
    tenant_id = fields.StringField(required=True)
    version = fields.IntField(required=True, min_value=1)
    export_id = fields.StringField(required=True)
    owner = fields.EmbeddedDocumentField(OwnerDocument, required=True)
    question = fields.BinaryField(required=True)
    format = fields.StringField()
    state = fields.StringField(required=True, choices=[each.value for each in ExportState])
    sight = fields.StringField(required=True, choices=[each.value for each in Sight])
    cursor = fields.StringField()
    part_count = fields.IntField(required=True, min_value=0)
    row_count = fields.IntField(required=True, min_value=0)
    done_count = fields.IntField(required=True, min_value=0)
    total_count = fields.IntField(required=True, min_value=0)
    problem_reason = fields.StringField()
    problem = fields.StringField()
    accepted_at = fields.DateTimeField(required=True)
    finished_at = fields.DateTimeField()
    expires_at = fields.DateTimeField()
    saved_report_id = fields.StringField()
    webhook_endpoint_id = fields.StringField()
    is_cleared = fields.BooleanField(required=True)

    meta = kept_meta("report_exports", {"fields": ["tenant_id", "owner.subject", "-accepted_at"]})
