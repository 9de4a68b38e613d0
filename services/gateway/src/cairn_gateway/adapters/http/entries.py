"""What the entries of the catalogue look like: as a client sends them, and as the gateway answers."""

from enum import StrEnum
from typing import Annotated, ClassVar, Self

from pydantic import Field, Strict, model_validator

from cairn_gateway.adapters.http.model import Answer, Count, Draft, Flag, Level, Page, exactly_one


class Origin(StrEnum):
    """Where an entry comes from, seen from the caller's tenant: Cairn's public catalogue, the tenant's own entry, or the
    tenant's own version of a public one.
    """

    PUBLIC = "public"
    TENANT = "tenant"
    OVERRIDE = "override"


class CredentialKind(StrEnum):
    """What kind of proof a credential is. Nothing stands in for a licence or a degree."""

    PROFESSIONAL_CERTIFICATE = "professional_certificate"
    DIGITAL_BADGE = "digital_badge"
    NANODEGREE = "nanodegree"
    INDUSTRY_CERTIFICATION = "industry_certification"
    LICENCE = "licence"
    BOOTCAMP = "bootcamp"
    DEGREE = "degree"


class CostBasis(StrEnum):
    """How a price is to be understood: free, paid once, paid each month while learning, or paid for the exam."""

    FREE = "free"
    ONE_PRICE = "one_price"
    MONTHLY = "monthly"
    EXAM_FEE = "exam_fee"


class StackRule(StrEnum):
    """How the members of a stack count: every one, `required_count` of them, or every one in this order."""

    ALL_OF = "all_of"
    N_OF = "n_of"
    ORDERED = "ordered"


class Money(Draft):
    """An amount of money in one currency, exact."""

    currency: str
    """ISO 4217, such as USD."""
    minor_units: Annotated[int, Strict(), Field(ge=0, le=2**53 - 1)]
    """The amount in the currency's minor unit: 4900 USD is 49 dollars."""


class Cost(Draft):
    """What a credential costs whoever takes it."""

    basis: CostBasis | None = None
    """How `price` is to be understood; null is unknown."""
    price: Money | None = None
    """The price; null where it is free or unknown."""


class SkillLevel(Draft):
    """A skill at a level: what a credential grants or a role asks for."""

    skill_id: str
    """The skill."""
    level: Level
    """At least this level: 1 awareness, 2 working, 3 practitioner, 4 expert."""


class StackMember(Draft):
    """One member of a stack: exactly one of the two is not null."""

    credential_id: str | None = None
    """A credential."""
    stack_id: str | None = None
    """Another stack, as a whole."""

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        exactly_one(self, "credential_id", "stack_id")
        return self


class PathStep(Draft):
    """One step of a learning path: exactly one of `credential_id` and `stack_id` is not null."""

    flattened: ClassVar[tuple[str, ...]] = ("goal",)

    step_id: str
    """Unique in the path; stays when the path is revised."""
    credential_id: str | None = None
    """The credential that completes the step."""
    stack_id: str | None = None
    """The stack that completes the step, as a whole."""
    note: str | None = None
    """What the learner should know about it."""

    @model_validator(mode="after")
    def _has_one_goal(self) -> Self:
        exactly_one(self, "credential_id", "stack_id")
        return self


class RoleRequirement(Draft):
    """One thing that a role asks for: exactly one of `skill` and `credential_id` is not null."""

    requirement_id: str
    """Unique in the role; stays when the role is revised."""
    skill: SkillLevel | None = None
    """A skill at a level or above."""
    credential_id: str | None = None
    """A credential by its id, currently valid. One of kind licence or degree blocks who lacks it."""

    @model_validator(mode="after")
    def _asks_for_one_thing(self) -> Self:
        exactly_one(self, "skill", "credential_id")
        return self


class EntryDraft(Draft):
    """An entry as a client wants it to be. `version` and `origin` of an answer may be sent along; they are ignored."""


class Entry(Answer):
    """An entry as the caller's tenant sees it."""

    version: int
    """Grows by one with each change."""
    origin: Origin
    """Where the entry comes from."""


class IssuerDraft(EntryDraft):
    """Who vouches for a credential, such as Google or PMI."""

    issuer_id: str | None = None
    """Slug or UUID, unique in the tenant's view of the catalogue; without it, a new one is made."""
    name: str
    """The name people know."""
    aliases: Annotated[list[str], Field(default_factory=list)]
    """Other names that mean the same issuer."""
    website: str | None = None
    """Its public site, http or https."""


class Issuer(IssuerDraft, Entry):
    """Who vouches for a credential, such as Google or PMI."""

    issuer_id: str
    """Slug or UUID, unique in the tenant's view of the catalogue."""


class IssuerPage(Page[Issuer]):
    """Issuers, ordered by name."""


class PlatformDraft(EntryDraft):
    """Where one learns, such as Coursera or edX; it need not be who vouches."""

    platform_id: str | None = None
    """Slug or UUID, unique in the tenant's view of the catalogue; without it, a new one is made."""
    name: str
    """The name people know."""
    website: str | None = None
    """Its public site, http or https."""


class Platform(PlatformDraft, Entry):
    """Where one learns, such as Coursera or edX; it need not be who vouches."""

    platform_id: str
    """Slug or UUID, unique in the tenant's view of the catalogue."""


class PlatformPage(Page[Platform]):
    """Platforms, ordered by name."""


class SkillDraft(EntryDraft):
    """Something one can be good at."""

    skill_id: str | None = None
    """Slug or UUID, unique in the tenant's view of the catalogue; without it, a new one is made."""
    name: str
    """The preferred label."""
    esco_uri: str | None = None
    """The concept's URI in ESCO; null for a skill that ESCO lacks."""
    aliases: Annotated[list[str], Field(default_factory=list)]
    """Other labels that mean the same skill."""
    source_note: str | None = None
    """Where the entry is from and under which licence."""


class Skill(SkillDraft, Entry):
    """Something one can be good at."""

    skill_id: str
    """Slug or UUID, unique in the tenant's view of the catalogue."""


class SkillPage(Page[Skill]):
    """Skills, ordered by name."""


class CredentialDraft(EntryDraft):
    """A proof that somebody can do something, as its issuer offers it."""

    credential_id: str | None = None
    """Slug or UUID, unique in the tenant's view of the catalogue; without it, a new one is made."""
    name: str
    """Its full name."""
    kind: CredentialKind
    """What kind of proof it is."""
    issuer_id: str
    """Who vouches for it."""
    platform_id: str | None = None
    """Where one learns for it; null where there is no one place."""
    skills_granted: Annotated[list[SkillLevel], Field(default_factory=list)]
    """What it proves while it is valid."""
    effort_hours: Count | None = None
    """Hours of work it usually takes; null is unknown."""
    cost: Cost | None = None
    """What it costs; null is unknown."""
    validity: str | None = None
    """How long it is valid from its issue date: an ISO 8601 duration of years, months, weeks and
    days such as P3Y; null never ends.
    """
    website: str | None = None
    """Its page at the issuer, http or https."""
    source_note: str | None = None
    """Where the facts are from."""
    illustrative: Flag = False
    """Some of the facts are a good guess, not looked up."""


class Credential(CredentialDraft, Entry):
    """A proof that somebody can do something, as its issuer offers it."""

    credential_id: str
    """Slug or UUID, unique in the tenant's view of the catalogue."""


class CredentialPage(Page[Credential]):
    """Credentials, ordered by name."""


class StackDraft(EntryDraft):
    """A curated set of credentials that deepens one specialisation."""

    stack_id: str | None = None
    """Slug or UUID, unique in the tenant's view of the catalogue; without it, a new one is made."""
    name: str
    """Its name."""
    specialisation: str | None = None
    """What it deepens, in some words."""
    rule: StackRule
    """How the members count."""
    required_count: Count | None = None
    """For `n_of`: how many of the members are needed; otherwise null."""
    members: list[StackMember]
    """The members; a stack never contains itself, directly or through others."""


class Stack(StackDraft, Entry):
    """A curated set of credentials that deepens one specialisation."""

    stack_id: str
    """Slug or UUID, unique in the tenant's view of the catalogue."""


class StackPage(Page[Stack]):
    """Stacks, ordered by name."""


class LearningPathDraft(EntryDraft):
    """Ordered steps that a manager assigns."""

    path_id: str | None = None
    """Slug or UUID, unique in the tenant's view of the catalogue; without it, a new one is made."""
    name: str
    """Its name."""
    description: str | None = None
    """What it leads to."""
    steps: list[PathStep]
    """The steps in order, at least one."""


class LearningPath(LearningPathDraft, Entry):
    """Ordered steps that a manager assigns."""

    path_id: str
    """Slug or UUID, unique in the tenant's view of the catalogue."""


class LearningPathPage(Page[LearningPath]):
    """Learning paths, ordered by name."""


class RoleDraft(EntryDraft):
    """What a job demands."""

    role_id: str | None = None
    """Slug or UUID, unique in the tenant's view of the catalogue; without it, a new one is made."""
    name: str
    """The job's name."""
    description: str | None = None
    """What the job is about."""
    requirements: list[RoleRequirement]
    """What it asks for."""


class Role(RoleDraft, Entry):
    """What a job demands."""

    role_id: str
    """Slug or UUID, unique in the tenant's view of the catalogue."""


class RolePage(Page[Role]):
    """Roles, ordered by name."""


class LadderDraft(EntryDraft):
    """Roles as rungs, from the first to the last. A change of career is a ladder too."""

    ladder_id: str | None = None
    """Slug or UUID, unique in the tenant's view of the catalogue; without it, a new one is made."""
    name: str
    """Its name."""
    role_ids: list[str]
    """The rungs in the order that a person declared, at least two, each once."""


class Ladder(LadderDraft, Entry):
    """Roles as rungs, from the first to the last. A change of career is a ladder too."""

    ladder_id: str
    """Slug or UUID, unique in the tenant's view of the catalogue."""


class LadderPage(Page[Ladder]):
    """Ladders, ordered by name."""
