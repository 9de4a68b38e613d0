"""The gateway's documents: their fields and indexes.

No collection is one tenant's: a session and a link are found by their secret, before the tenant is known, and a logout token
names a session.
"""

import mongoengine

_META = {"auto_create_index": False, "index_cls": False, "strict": True}


class SessionDocument(mongoengine.Document):
    """A portal session; `_id` is the hash of the cookie's secret."""

    id = mongoengine.StringField(primary_key=True)
    tenant_id = mongoengine.StringField(required=True)
    subject = mongoengine.StringField(required=True)
    issuer_session_id = mongoengine.StringField(required=True)
    csrf_token = mongoengine.StringField(required=True)
    generation = mongoengine.IntField(required=True, min_value=1)
    access_token = mongoengine.StringField(required=True)
    refresh_token = mongoengine.StringField(required=True)
    id_token = mongoengine.StringField(required=True)
    access_expires_at = mongoengine.DateTimeField(required=True)
    expires_at = mongoengine.DateTimeField(required=True)
    renewal_leased_until = mongoengine.DateTimeField()

    meta = {  # noqa: RUF012 (mongoengine reads it from the class)
        **_META,
        "collection": "sessions",
        "indexes": [
            {"fields": ["expires_at"], "expireAfterSeconds": 0},
            {"fields": ["issuer_session_id"]},
            {"fields": ["subject"]},
        ],
    }


class LogoutTokenDocument(mongoengine.Document):
    """A logout that was carried out; `_id` is the token's `jti`."""

    id = mongoengine.StringField(primary_key=True)
    expires_at = mongoengine.DateTimeField(required=True)

    meta = {  # noqa: RUF012 (mongoengine reads it from the class)
        **_META,
        "collection": "logout_tokens",
        "indexes": [{"fields": ["expires_at"], "expireAfterSeconds": 0}],
    }


class DownloadLinkDocument(mongoengine.Document):
    """A link that gives one file, once; `_id` is the hash of its secret."""

    id = mongoengine.StringField(primary_key=True)
    export_id = mongoengine.StringField(required=True)
    access_token = mongoengine.StringField(required=True)
    expires_at = mongoengine.DateTimeField(required=True)

    meta = {  # noqa: RUF012 (mongoengine reads it from the class)
        **_META,
        "collection": "download_links",
        "indexes": [{"fields": ["expires_at"], "expireAfterSeconds": 0}],
    }


DOCUMENTS = (SessionDocument, LogoutTokenDocument, DownloadLinkDocument)
