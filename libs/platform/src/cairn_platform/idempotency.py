"""Creations that may be repeated: the first answer is kept for 24 hours, in the transaction that made it true."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from cairn_platform.errors import StaleVersionError

KEPT_FOR = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class Once:
    """What a repeated request is recognised by, and how its answer is written down.

    `key` is the caller's own; it counts for one `subject` (an account's `sub`) and one `method`. `fingerprint` is the SHA-256 of the
    request: another one under the same key is refused. `encode` turns the use case's result into the answer's bytes.
    """

    key: str
    subject: str
    method: str
    fingerprint: str
    encode: Callable[[Any], bytes]


class AnsweredMeanwhileError(StaleVersionError):
    """The same request came twice at the same moment, and the other was faster: its answer counts."""
