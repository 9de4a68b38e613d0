"""Credentials: proofs that somebody can do something, as their issuers offer them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from cairn_catalog.domain.entry import Entry
from cairn_catalog.domain.issuer import Issuer
from cairn_catalog.domain.platform import Platform
from cairn_catalog.domain.proposal import FieldChecks, Proposal
from cairn_catalog.domain.skill import SkillLevel, check_skill_level
from cairn_catalog.domain.validity import NotADurationError, Validity

SKILLS_AT_MOST = 100
EFFORT_HOURS_AT_MOST = 20_000
MINOR_UNITS_AT_MOST = 10_000_000_000

_CURRENCY = re.compile(r"[A-Z]{3}")


class CredentialKind(Enum):
    """What kind of proof a credential is. Nothing stands in for a licence or a degree unless a role names an alternative."""

    PROFESSIONAL_CERTIFICATE = "professional_certificate"
    DIGITAL_BADGE = "digital_badge"
    NANODEGREE = "nanodegree"
    INDUSTRY_CERTIFICATION = "industry_certification"
    LICENCE = "licence"
    BOOTCAMP = "bootcamp"
    DEGREE = "degree"


class CostBasis(Enum):
    """How a price is to be understood."""

    UNKNOWN = "unknown"
    FREE = "free"
    ONE_PRICE = "one_price"
    MONTHLY = "monthly"
    EXAM_FEE = "exam_fee"


@dataclass(frozen=True, kw_only=True)
class Money:
    """An exact amount in a currency's minor unit (cents); `currency` is its ISO 4217 code."""

    currency: str
    minor_units: int


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What a credential costs whoever takes it; `price` is None where it is free or unknown."""

    basis: CostBasis
    price: Money | None


@dataclass(frozen=True, kw_only=True)
class Credential(Entry):
    """A proof that somebody can do something, as its issuer offers it.

    `platform_id` is empty where there is no one place to learn for it; `effort_hours` is None where unknown; `validity`, counted from the
    issue date, is None where it never ends; `illustrative` marks facts that are a good guess, not looked up.
    """

    called: ClassVar[str] = "credential"
    id_field: ClassVar[str] = "credential_id"

    kind: CredentialKind
    issuer_id: str
    platform_id: str
    skills_granted: tuple[SkillLevel, ...]
    effort_hours: int | None
    cost: Cost
    validity: Validity | None
    website: str
    source_note: str
    illustrative: bool


def propose_credential(
    *,
    credential_id: str,
    name: str,
    kind: CredentialKind | None,
    issuer_id: str,
    platform_id: str,
    skills_granted: Sequence[SkillLevel],
    effort_hours: int | None,
    cost: Cost,
    validity: str,
    website: str,
    source_note: str,
    illustrative: bool,
) -> Proposal[Credential]:
    """A credential has a name, a kind and an issuer that the catalogue knows, and grants each skill at one level.

    `kind` None is not said; `validity` is an ISO 8601 duration, or empty where it never ends.
    """
    check = FieldChecks()
    check.identifier("credential_id", credential_id)
    kept_name = check.name("name", name)
    check.given("kind", kind, "Say what kind of credential it is.")
    check.reference("issuer_id", Issuer, issuer_id)
    check.optional_reference("platform_id", Platform, platform_id)
    check.count("skills_granted", skills_granted, at_least=0, at_most=SKILLS_AT_MOST)
    skills = tuple(
        check_skill_level(check, f"skills_granted[{index}]", each)
        for index, each in enumerate(skills_granted)
    )
    check.distinct(
        ((f"skills_granted[{index}].skill_id", each.skill_id) for index, each in enumerate(skills_granted)),
        "A credential grants a skill at one level.",
    )
    if effort_hours is not None:
        check.whole_number("effort_hours", effort_hours, at_least=1, at_most=EFFORT_HOURS_AT_MOST)
    _check_cost(check, cost)
    period = _check_validity(check, validity)
    kept_website = check.url("website", website)
    kept_note = check.text("source_note", source_note)
    credential = (
        None
        if kind is None
        else Credential(
            id=credential_id,
            version=0,
            name=kept_name,
            kind=kind,
            issuer_id=issuer_id,
            platform_id=platform_id,
            skills_granted=skills,
            effort_hours=effort_hours,
            cost=cost,
            validity=period,
            website=kept_website,
            source_note=kept_note,
            illustrative=illustrative,
        )
    )
    return check.proposal(Credential, credential_id, credential)


def _check_cost(check: FieldChecks, cost: Cost) -> None:
    """A price has a basis other than free, a currency, and an amount above nothing."""
    if cost.price is None:
        return
    if cost.basis is CostBasis.UNKNOWN:
        check.refuse("cost.basis", "REQUIRED", "Say how the price is to be understood.")
    if cost.basis is CostBasis.FREE:
        check.refuse("cost.price", "NOT_ALLOWED", "What is free has no price.")
    if not _CURRENCY.fullmatch(cost.price.currency):
        check.refuse("cost.price.currency", "NOT_A_CURRENCY", "Give an ISO 4217 code, such as USD.")
    check.whole_number(
        "cost.price.minor_units", cost.price.minor_units, at_least=1, at_most=MINOR_UNITS_AT_MOST
    )


def _check_validity(check: FieldChecks, text: str) -> Validity | None:
    try:
        return Validity.parse(text) if text else None
    except NotADurationError as error:
        check.refuse("validity", "NOT_A_DURATION", str(error))
        return None
