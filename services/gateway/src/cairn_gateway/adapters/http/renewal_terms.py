"""What renewing a credential takes, as a policy says it."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from cairn_gateway.adapters.http.model import Draft, Flag

Credits = Annotated[str, Field(max_length=50, examples=["60", "1.25"])]


class RenewalKind(StrEnum):
    """What renews a credential."""

    EXAM = "exam"
    ASSESSMENT = "assessment"
    PATH = "path"
    CREDENTIAL = "credential"
    CREDITS = "credits"


class CreditUnit(StrEnum):
    """What credits are counted in."""

    PDU = "pdu"
    CEU = "ceu"
    CPE = "cpe"
    PDC = "pdc"


class CreditCategory(Draft):
    """What credits of one category have to amount to in a cycle."""

    category: str
    """The category."""
    minimum: Credits | None = None
    """At least so many; null asks for none."""
    cap: Credits | None = None
    """At most so many count; null is without a limit."""


class CreditRule(Draft):
    """How many credits a cycle takes. Those of categories that are not named here count too."""

    unit: CreditUnit
    """What they are counted in."""
    amount: Credits
    """How many a cycle takes."""
    carry_over: Credits | None = None
    """At most so many of what is left over count for the next cycle."""
    categories: Annotated[list[CreditCategory], Field(max_length=20, default_factory=list)]
    """The categories with a minimum or a limit."""


class RenewalOption(Draft):
    """One way to renew. All that it asks for has to happen in one cycle; it takes effect when the window opens or the last of it
    happened, whichever is later.
    """

    option_id: str
    """Unique in the policy."""
    kind: RenewalKind
    """What renews."""
    path_id: str | None = None
    """For `path`: the path, every step of it anew in the cycle."""
    credential_ids: Annotated[list[str], Field(max_length=50, default_factory=list)]
    """For `credential`: any of these; a higher one renews the lower."""
    credits: CreditRule | None = None
    """For `credits`: how many."""
    needs_fee: Flag = False
    """A fee has to be paid too."""
    needs_attestation: Flag = False
    """An attestation has to be given too."""
    extends: str | None = None
    """By how much it extends; null is the policy's validity. Not with the bases `fixed` and `never`."""
    refused_when_late: Flag = False
    """It renews nothing any more once the grace is over."""
