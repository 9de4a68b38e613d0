"""Whom a tenant trusts."""

from dataclasses import dataclass
from enum import Enum

from cairn_catalog.domain.proposal import TEXT_AT_MOST
from cairn_platform.errors import FieldViolation, InvalidFieldsError


class TrustVerdict(Enum):
    """Whether a tenant trusts an issuer; unset leaves the public statement standing."""

    UNSET = "unset"
    TRUSTED = "trusted"
    NOT_TRUSTED = "not_trusted"


@dataclass(frozen=True, kw_only=True)
class IssuerTrust:
    """A tenant's own trust in an issuer, and why; it stands in the place of the public statement, for that tenant only."""

    issuer_id: str
    version: int
    verdict: TrustVerdict
    reason: str


def stated_trust(
    *, issuer_id: str, before: IssuerTrust | None, verdict: TrustVerdict, reason: str
) -> IssuerTrust:
    """What the tenant says now. A verdict has a reason; what is taken back has none. Raises InvalidFieldsError."""
    trimmed = reason.strip()
    if verdict is not TrustVerdict.UNSET and not trimmed:
        raise InvalidFieldsError([FieldViolation("trust.reason", "REQUIRED", "Say why.")])
    if len(trimmed) > TEXT_AT_MOST:
        message = f"At most {TEXT_AT_MOST} characters fit here."
        raise InvalidFieldsError([FieldViolation("trust.reason", "TOO_LONG", message)])
    return IssuerTrust(
        issuer_id=issuer_id,
        version=before.version + 1 if before else 1,
        verdict=verdict,
        reason="" if verdict is TrustVerdict.UNSET else trimmed,
    )
