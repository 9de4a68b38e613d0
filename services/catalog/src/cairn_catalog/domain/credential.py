"""Credentials: proofs that somebody can do something, as their issuers offer them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import ClassVar

from cairn_catalog.domain.cost import Cost, ProposedCost, check_cost
from cairn_catalog.domain.entry import Entry
from cairn_catalog.domain.issuer import Issuer
from cairn_catalog.domain.platform import Platform
from cairn_catalog.domain.proposal import FieldChecks, Proposal
from cairn_catalog.domain.proposed_lifecycle import ProposedLifecycle, check_lifecycle
from cairn_catalog.domain.quality_signals import (
    ProposedQualitySignals,
    QualitySignals,
    check_quality_signals,
)
from cairn_catalog.domain.skill import SkillLevel, check_skill_level
from cairn_catalog.domain.validity import Validity, check_validity

SKILLS_AT_MOST = 100
EFFORT_HOURS_AT_MOST = 20_000
PREREQUISITES_AT_MOST = 50
EXPERIENCE_MONTHS_AT_MOST = 600
HOURS_IN_A_WEEK = 168
WEEKS_AT_MOST = 520
PROJECTS_AT_MOST = 100


class CredentialKind(Enum):
    """What kind of proof a credential is. Nothing stands in for a licence or a degree unless a role names an alternative."""

    PROFESSIONAL_CERTIFICATE = "professional_certificate"
    DIGITAL_BADGE = "digital_badge"
    NANODEGREE = "nanodegree"
    INDUSTRY_CERTIFICATION = "industry_certification"
    LICENCE = "licence"
    BOOTCAMP = "bootcamp"
    DEGREE = "degree"


WITHOUT_POST_NOMINAL = frozenset(
    {CredentialKind.DIGITAL_BADGE, CredentialKind.NANODEGREE, CredentialKind.BOOTCAMP}
)
"""What nobody writes behind a name."""


class StudyLoad(Enum):
    """How much of a week a course takes: instead of a job, or beside one."""

    UNKNOWN = "unknown"
    FULL_TIME = "full_time"
    PART_TIME = "part_time"


@dataclass(frozen=True, kw_only=True)
class Intensity:
    """How dense a bootcamp is; hours and weeks are None where unknown."""

    load: StudyLoad
    hours_per_week: int | None
    weeks: int | None


@dataclass(frozen=True, kw_only=True)
class Prerequisite:
    """What has to be there before a credential can be had: another credential, or experience in its field. One of the two is None."""

    credential_id: str | None
    experience_months: int | None
    note: str


@dataclass(frozen=True, kw_only=True)
class Credential(Entry):
    """A proof that somebody can do something, as its issuer offers it.

    `platform_id` is empty where there is no one place to learn for it; `effort_hours` is None where unknown; `validity`, counted from the
    issue date, is None where it never ends; `illustrative` marks facts that are a good guess, not looked up. All `prerequisites` are
    needed. `post_nominal` is what its holder writes behind the name, empty where that is nothing; `intensity` is None for all but a
    bootcamp, `project_count` for all but a nanodegree, and where it is unknown.
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
    prerequisites: tuple[Prerequisite, ...]
    post_nominal: str
    intensity: Intensity | None
    project_count: int | None
    quality_signals: QualitySignals


def propose_credential(
    *,
    credential_id: str,
    name: str,
    kind: CredentialKind | None,
    issuer_id: str,
    platform_id: str,
    skills_granted: Sequence[SkillLevel],
    effort_hours: int | None,
    cost: ProposedCost,
    validity: str,
    website: str,
    source_note: str,
    illustrative: bool,
    prerequisites: Sequence[Prerequisite],
    post_nominal: str,
    intensity: Intensity | None,
    project_count: int | None,
    quality_signals: ProposedQualitySignals,
    lifecycle: ProposedLifecycle,
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
    kept_cost = check_cost(check, cost)
    period = check_validity(check, "validity", validity)
    kept_website = check.url("website", website)
    kept_note = check.text("source_note", source_note)
    kept_prerequisites = _check_prerequisites(check, credential_id, prerequisites)
    kept_post_nominal = _check_post_nominal(check, kind, post_nominal)
    _check_intensity(check, kind, intensity)
    _check_projects(check, kind, project_count)
    signals = check_quality_signals(check, quality_signals)
    life = check_lifecycle(check, lifecycle)
    credential = (
        None
        if kind is None
        else Credential(
            id=credential_id,
            version=0,
            name=kept_name,
            lifecycle=life,
            kind=kind,
            issuer_id=issuer_id,
            platform_id=platform_id,
            skills_granted=skills,
            effort_hours=effort_hours,
            cost=kept_cost,
            validity=period,
            website=kept_website,
            source_note=kept_note,
            illustrative=illustrative,
            prerequisites=kept_prerequisites,
            post_nominal=kept_post_nominal,
            intensity=intensity,
            project_count=project_count,
            quality_signals=signals,
        )
    )
    return check.proposal(Credential, credential_id, credential)


def _check_prerequisites(
    check: FieldChecks, credential_id: str, prerequisites: Sequence[Prerequisite]
) -> tuple[Prerequisite, ...]:
    """A prerequisite is another credential or some months of experience; each credential is named once."""
    check.count("prerequisites", prerequisites, at_least=0, at_most=PREREQUISITES_AT_MOST)
    for index, each in enumerate(prerequisites):
        field = f"prerequisites[{index}]"
        if each.credential_id is not None:
            check.reference(f"{field}.credential_id", Credential, each.credential_id)
            if credential_id and each.credential_id == credential_id:
                check.refuse(f"{field}.credential_id", "CYCLE", "A credential does not presuppose itself.")
        elif each.experience_months is not None:
            check.whole_number(
                f"{field}.experience_months",
                each.experience_months,
                at_least=1,
                at_most=EXPERIENCE_MONTHS_AT_MOST,
            )
        else:
            check.refuse(field, "REQUIRED", "Name a credential, or months of experience.")
    check.distinct(
        (
            (f"prerequisites[{index}].credential_id", each.credential_id)
            for index, each in enumerate(prerequisites)
            if each.credential_id
        ),
        "Another prerequisite names the same credential.",
    )
    return tuple(
        replace(each, note=check.text(f"prerequisites[{index}].note", each.note))
        for index, each in enumerate(prerequisites)
    )


def _check_post_nominal(check: FieldChecks, kind: CredentialKind | None, post_nominal: str) -> str:
    """Letters behind the name are one line. Badges, nanodegrees and bootcamps never carry any."""
    kept = check.line("post_nominal", post_nominal)
    if kept and kind is not None and kind in WITHOUT_POST_NOMINAL:
        check.refuse(
            "post_nominal",
            "NOT_ALLOWED",
            f"A {kind.value.replace('_', ' ')} carries no letters behind the name.",
        )
    return kept


def _check_intensity(check: FieldChecks, kind: CredentialKind | None, intensity: Intensity | None) -> None:
    """A bootcamp says how dense it is; nothing else does."""
    if kind is not CredentialKind.BOOTCAMP:
        if intensity is not None:
            check.refuse("intensity", "NOT_ALLOWED", "Only a bootcamp has an intensity.")
        return
    if intensity is None:
        return
    for field, value, at_most in (
        ("hours_per_week", intensity.hours_per_week, HOURS_IN_A_WEEK),
        ("weeks", intensity.weeks, WEEKS_AT_MOST),
    ):
        if value is not None:
            check.whole_number(f"intensity.{field}", value, at_least=1, at_most=at_most)


def _check_projects(check: FieldChecks, kind: CredentialKind | None, project_count: int | None) -> None:
    """A nanodegree counts its projects; nothing else does."""
    if project_count is None:
        return
    check.whole_number("project_count", project_count, at_least=1, at_most=PROJECTS_AT_MOST)
    if kind is not CredentialKind.NANODEGREE:
        check.refuse("project_count", "NOT_ALLOWED", "Only a nanodegree counts its projects.")
