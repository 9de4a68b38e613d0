"""Webhooks as mongoengine defines them: fields and indexes."""

import mongoengine
from mongoengine import fields

from cairn_reporting.domain.webhook_deliveries import DeliveryFault, DeliveryState
from cairn_reporting.domain.webhook_endpoints import DisabledBecause
from cairn_reporting.domain.webhook_events import WebhookEventType


def _meta(collection: str, *indexes: dict[str, object]) -> dict[str, object]:
    return {
        "collection": collection,
        "auto_create_index": False,
        "index_cls": False,
        "strict": True,
        "indexes": list(indexes),
    }


class SigningSecretDocument(mongoengine.EmbeddedDocument):
    """A sealed secret, and until when it is valid."""

    sealed = fields.BinaryField(required=True)
    valid_until = fields.DateTimeField()


class WebhookEndpointDocument(mongoengine.Document):
    """A URL that is told of what happens."""

    id = fields.StringField(primary_key=True)
    tenant_id = fields.StringField(required=True)
    version = fields.IntField(required=True, min_value=1)
    endpoint_id = fields.StringField(required=True)
    url = fields.StringField()
    description = fields.StringField()
    event_types = fields.ListField(fields.StringField(choices=[each.value for each in WebhookEventType]))
    secrets = fields.ListField(fields.EmbeddedDocumentField(SigningSecretDocument))
    disabled = fields.StringField(choices=[each.value for each in DisabledBecause])
    disabled_at = fields.DateTimeField()
    is_deleted = fields.BooleanField(required=True)
    created_at = fields.DateTimeField(required=True)
    changed_at = fields.DateTimeField(required=True)

    meta = _meta("webhook_endpoints", {"fields": ["tenant_id", "is_deleted", "created_at"]})


class EndpointHealthDocument(mongoengine.Document):
    """Since when everything fails at an endpoint."""

    id = fields.StringField(primary_key=True)
    tenant_id = fields.StringField(required=True)
    version = fields.IntField(required=True, min_value=1)
    endpoint_id = fields.StringField(required=True)
    failing_since = fields.DateTimeField()

    meta = _meta("webhook_health")


class AttemptDocument(mongoengine.EmbeddedDocument):
    """One request."""

    began_at = fields.DateTimeField(required=True)
    milliseconds = fields.IntField(required=True, min_value=0)
    status_code = fields.IntField()
    fault = fields.StringField(choices=[each.value for each in DeliveryFault])


class WebhookDeliveryDocument(mongoengine.Document):
    """A message on its way to one endpoint."""

    id = fields.StringField(primary_key=True)
    tenant_id = fields.StringField(required=True)
    version = fields.IntField(required=True, min_value=1)
    delivery_id = fields.StringField(required=True)
    endpoint_id = fields.StringField(required=True)
    message_id = fields.StringField(required=True)
    event_type = fields.StringField(required=True, choices=[each.value for each in WebhookEventType])
    payload = fields.BinaryField(required=True)
    state = fields.StringField(required=True, choices=[each.value for each in DeliveryState])
    attempt_count = fields.IntField(required=True, min_value=0)
    attempts = fields.ListField(fields.EmbeddedDocumentField(AttemptDocument))
    next_attempt_at = fields.DateTimeField(required=True)
    created_at = fields.DateTimeField(required=True)
    settled_at = fields.DateTimeField()
    forget_at = fields.DateTimeField()
    listed_at = fields.StringField(required=True)

    meta = _meta("webhook_deliveries", {"fields": ["tenant_id", "endpoint_id", "-listed_at"]})
