"""Signatures of Standard Webhooks 1.0 (https://www.standardwebhooks.com): HMAC-SHA256 over id, timestamp and payload."""

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime

SECRET_BYTES = 32
_PREFIX = "whsec_"


def secret_text(random: bytes) -> str:
    """A signing secret as its receiver gets it."""
    return _PREFIX + base64.b64encode(random).decode()


def signed_headers(
    *, message_id: str, payload: bytes, secrets: Sequence[str], now: datetime
) -> Mapping[str, str]:
    """The headers of one attempt: a signature by each of the secrets, so that a receiver who knows any of them can verify it."""
    timestamp = str(int(now.timestamp()))
    content = b".".join((message_id.encode(), timestamp.encode(), payload))
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(_signature(content, secret) for secret in secrets),
    }


def _signature(content: bytes, secret: str) -> str:
    key = base64.b64decode(secret.removeprefix(_PREFIX))
    return "v1," + base64.b64encode(hmac.digest(key, content, hashlib.sha256)).decode()
