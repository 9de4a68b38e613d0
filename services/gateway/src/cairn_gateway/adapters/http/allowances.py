"""What an exception does to somebody's progress, and what holds from day to day."""

from enum import StrEnum

from cairn_gateway.adapters.http.model import Answer, Day, Instant


class ExceptionKind(StrEnum):
    """What is granted: not to do a path or a step, longer for it, another credential counts, or it was learned before."""

    EXEMPTION = "exemption"
    EXTENSION = "extension"
    EQUIVALENCE = "equivalence"
    PRIOR_LEARNING = "prior_learning"


class SpanStatus(StrEnum):
    """Where something stands that holds for a span of days: derived from the day."""

    UPCOMING = "upcoming"
    ACTIVE = "active"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


class Withdrawal(Answer):
    """How something was taken back."""

    withdrawn_by: str | None
    """Who: a person id; null for an API client."""
    on_behalf_of: str | None
    """The manager for whom they stood in; null where for nobody."""
    withdrawn_at: Instant
    """When."""
    reason: str
    """Why."""


class Allowance(Answer):
    """An exception that decides where somebody stands."""

    exception_id: str
    """Which."""
    kind: ExceptionKind
    """What it grants."""
    until_on: Day
    """Its last day; it lapses by itself then."""
    explanation: str
    """What it does, until when and why, in a sentence."""
