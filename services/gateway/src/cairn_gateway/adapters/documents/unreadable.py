"""A document that has no text."""

from dataclasses import dataclass


@dataclass
class UnreadableError(Exception):
    """The document has no text that can be read: a reason in capitals, and a sentence for people."""

    reason: str
    detail: str
