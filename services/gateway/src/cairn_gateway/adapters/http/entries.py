"""What the entries of the catalogue look like: as a client sends them, and as the gateway answers."""

from enum import StrEnum
from typing import Annotated, TypeVar

from pydantic import Field, create_model

from cairn_gateway.adapters.http.entry_parts import (
    Cost,
    CredentialKind,
    Intensity,
    IssuerTrust,
    LadderKind,
    Lifecycle,
    PathStep,
    Prerequisite,
    QualitySignals,
    Recognition,
    RoleRequirement,
    SkillLevel,
    SkillTranslation,
    StackMember,
    StackRule,
)
from cairn_gateway.adapters.http.model import Answer, Count, Day, Draft, Flag, Page

DraftT = TypeVar("DraftT", bound="EntryDraft")


class Origin(StrEnum):
    """Where an entry comes from, seen from the caller's tenant: Cairn's public catalogue, the tenant's own entry, or the
    tenant's own version of a public one.
    """

    PUBLIC = "public"
    TENANT = "tenant"
    OVERRIDE = "override"


class EntryDraft(Draft):
    """An entry as a client wants it to be. `version` and `origin` of an answer may be sent along; they are ignored."""

    lifecycle: Lifecycle | None = None
    """Where it stands in its life."""


def edit_of(draft: type[DraftT], name: str) -> type[DraftT]:
    """The schema of an edit: the draft, and the day from which on it holds."""
    return create_model(
        f"{name}Edit",
        __base__=draft,
        __doc__=draft.__doc__,
        effective_on=(
            Day | None,
            Field(
                default=None,
                description=(
                    "The day on which the edit takes effect, at 00:00 UTC; null or today is at once. A later day is for what is published "
                    "only: the edit waits as the entry's scheduled revision."
                ),
            ),
        ),
    )


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
    recognition: Recognition | None = None
    """How widely it is recognised, as publicly known; null is unknown."""
    merged_into: str | None = None
    """The issuer that it was found to be the same as; null unless it was merged."""


class Issuer(IssuerDraft, Entry):
    """Who vouches for a credential, such as Google or PMI."""

    issuer_id: str
    """Slug or UUID, unique in the tenant's view of the catalogue."""
    trust: IssuerTrust | None
    """What the caller's tenant itself thinks of it; null is not said."""


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
    translations: Annotated[list[SkillTranslation], Field(default_factory=list)]
    """Its labels in other languages, each language once."""
    broader_skill_ids: Annotated[list[str], Field(default_factory=list)]
    """Skills that this one is a part of, as the taxonomy has them."""
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
    prerequisites: Annotated[list[Prerequisite], Field(default_factory=list)]
    """What has to be there before; all of these."""
    post_nominal: str | None = None
    """The letters that its holder may write behind the name, such as PMP; never for a badge, a nanodegree or a bootcamp."""
    intensity: Intensity | None = None
    """How dense it is; for a bootcamp only."""
    project_count: Count | None = None
    """How many projects have to be passed; for a nanodegree only."""
    quality_signals: QualitySignals | None = None
    """What is known about how good it is; null is nothing."""


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
    occupation_uri: str | None = None
    """The occupation's URI in ESCO that the role was made from; null where it was not."""
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
    kind: LadderKind | None = None
    """What it is climbed for; sent without, a promotion."""
    role_ids: list[str]
    """The rungs in the order that a person declared, at least two, each once."""


class Ladder(LadderDraft, Entry):
    """Roles as rungs, from the first to the last. A change of career is a ladder too."""

    ladder_id: str
    """Slug or UUID, unique in the tenant's view of the catalogue."""


class LadderPage(Page[Ladder]):
    """Ladders, ordered by name."""
