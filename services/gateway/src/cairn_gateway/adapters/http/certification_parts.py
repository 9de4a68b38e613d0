"""What the life of a credential is made of in the REST API: certificates, periods with their reasons, marks and corrections."""

from enum import StrEnum

from cairn_gateway.adapters.http.model import Answer, Day, Draft, Instant


class Certificate(Draft):
    """What the issuer printed on a certificate."""

    expires_on: Day | None = None
    """The last valid day that is printed on it; it wins over what is computed."""
    number: str | None = None
    """Its number."""
    verification_url: str | None = None
    """Where anybody can look it up, http or https."""


class HeldPeriod(Answer):
    """A period in the life of a credential, and why these are its dates. One that never ends has null ends."""

    valid_from: Instant
    """The first instant."""
    valid_until: Instant | None
    """The first instant that no longer counts."""
    last_valid_on: Day | None
    """The last day that counts, in the policy's time zone: what people are shown."""
    window_opens_at: Instant | None
    """From when on it can be renewed; null where the policy has no window."""
    grace_until: Instant | None
    """When the grace after it is over; `valid_until` where there is none."""
    grace_counts: bool
    """The credential still counts in the grace."""
    policy_version: int
    """Which version of the policy made it; 0 is the catalogue's validity."""
    option_id: str | None
    """By which way to renew it was made; null where the achievement itself made it."""
    took_effect_at: Instant
    """When what made it took effect."""
    renewed_at: Instant | None
    """When what renewed it took effect; null while nothing has."""
    by_issuer: bool
    """The date printed on the certificate decided."""
    computed_until: Instant | None
    """Where the certificate's date decided: what the policy says; null where it says never, or nothing."""
    explanation: list[str]
    """Why, in sentences."""


class MarkKind(StrEnum):
    """What can befall a verified achievement."""

    REVOKED = "revoked"
    SUSPENDED = "suspended"
    REINSTATED = "reinstated"
    SUPERSEDED = "superseded"


class Mark(Answer):
    """Something that befell a verified achievement."""

    kind: MarkKind
    """What."""
    at: Instant
    """From when on."""
    reason: str
    """Why."""
    marked_by: str | None
    """Who says so: a person id; null for an API client."""
    marked_at: Instant
    """When it was said."""
    superseded_by: str | None
    """Of what was superseded: the achievement that an import put in its place."""


class Correction(Answer):
    """What was put right about an achievement, and what had been said before."""

    earlier_issued_on: Day
    """The day on the certificate as it was before."""
    earlier_certificate: Certificate
    """What had been printed on the certificate as it was said before."""
    reason: str
    """Why."""
    corrected_by: str | None
    """Who says so: a person id; null for an API client."""
    corrected_at: Instant
    """When."""


class ReckoningCause(StrEnum):
    """Why the periods of an achievement were reckoned anew."""

    VERIFIED = "verified"
    FACT = "fact"
    POLICY = "policy"
    CORRECTED = "corrected"


class Reckoning(Answer):
    """What the periods of an achievement were found to be at one time."""

    reckoned_at: Instant
    """When."""
    cause: ReckoningCause
    """Why."""
    periods: list[HeldPeriod]
    """The periods in the order of time."""
    without_effect: str | None
    """Why the achievement itself made no period; null where it made one."""
