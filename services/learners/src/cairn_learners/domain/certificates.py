"""What an issuer printed on a certificate: until when it says that it is valid, its number, and where to look it up."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from cairn_learners.domain import fields
from cairn_platform.errors import FieldViolation

LONGEST_NUMBER = 100
_LAST_YEAR = 2999


@dataclass(frozen=True, kw_only=True)
class CertificateDraft:
    """What is printed, as somebody writes it; an empty text is not printed."""

    expires_on: str
    number: str
    verification_url: str


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """What is printed: the last valid day, None for none; number and link are empty where there are none."""

    expires_on: date | None
    number: str
    verification_url: str


NOTHING_PRINTED = CertificateDraft(expires_on="", number="", verification_url="")


def check_certificate(
    field: str, draft: CertificateDraft, *, issued_on: date | None
) -> Iterator[FieldViolation]:
    """The last valid day is not before the issue date and not after the year 2999; the link is http or https."""
    for each in fields.day("expires_on", draft.expires_on):
        yield replace(each, field=f"{field}.expires_on")
    expires_on = fields.parsed_day(draft.expires_on)
    if expires_on and issued_on and expires_on < issued_on:
        message = "It cannot expire before it was issued."
        yield FieldViolation(f"{field}.expires_on", "BEFORE_ISSUE", message)
    if expires_on and expires_on.year > _LAST_YEAR:
        message = "What never ends has no end: leave it out."
        yield FieldViolation(f"{field}.expires_on", "OUT_OF_RANGE", message)
    yield from fields.line(f"{field}.number", draft.number, longest=LONGEST_NUMBER)
    if draft.verification_url:
        yield from fields.link(f"{field}.verification_url", draft.verification_url)


def certificate_of(draft: CertificateDraft) -> Certificate:
    """What is printed, which `check_certificate` let pass."""
    return Certificate(
        expires_on=fields.parsed_day(draft.expires_on),
        number=draft.number.strip(),
        verification_url=draft.verification_url,
    )
