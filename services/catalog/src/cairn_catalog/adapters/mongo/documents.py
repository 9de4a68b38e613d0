"""How entries are stored: what is validated, and which indexes serve the lists.

`_BY_VERSION` says what changed without reading it.
`name_key` and `search_texts` repeat the names as they are ordered and searched, `names` which entries this one names.
`_id` is `<tenant_id>:<entry_id>`.
"""

from typing import Any, ClassVar

import mongoengine as me

_ALIKE = {"auto_create_index": False, "index_cls": False, "strict": True}
_BY_VERSION = ["tenant_id", "entry_id", "version"]
_BY_NAME = ["tenant_id", "name_key", "entry_id", "_id"]
_BY_NAMED = ["tenant_id", "names"]


def _meta(collection: str, *further_indexes: list[str]) -> dict[str, Any]:
    return {
        **_ALIKE,
        "collection": collection,
        "indexes": [_BY_NAME, _BY_VERSION, _BY_NAMED, *further_indexes],
    }


class Part(me.EmbeddedDocument):
    """What stands inside an entry."""

    meta: ClassVar[dict[str, Any]] = {"abstract": True, "strict": True}


class LifecyclePart(Part):
    """Where an entry stands in its life; days are YYYY-MM-DD."""

    state = me.StringField(required=True)
    retired_on = me.StringField()
    retirement_reason = me.StringField()


class EntryDocument(me.Document):
    """What every entry has."""

    id = me.StringField(primary_key=True)
    tenant_id = me.StringField(required=True)
    version = me.IntField(required=True, min_value=1)
    entry_id = me.StringField(required=True)
    name = me.StringField(required=True)
    name_key = me.StringField(required=True)
    search_texts = me.ListField(me.StringField())
    lifecycle = me.EmbeddedDocumentField(LifecyclePart)
    names = me.ListField(me.StringField())

    meta: ClassVar[dict[str, Any]] = {**_ALIKE, "abstract": True}


class RecognitionPart(Part):
    """How widely an issuer is recognised."""

    extent = me.StringField(required=True)
    source = me.StringField()


class IssuerDocument(EntryDocument):
    """An issuer."""

    aliases = me.ListField(me.StringField())
    website = me.StringField()
    recognition = me.EmbeddedDocumentField(RecognitionPart)
    merged_into = me.StringField()

    meta: ClassVar[dict[str, Any]] = _meta("issuers")


class PlatformDocument(EntryDocument):
    """A platform."""

    website = me.StringField()

    meta: ClassVar[dict[str, Any]] = _meta("platforms")


class TranslationPart(Part):
    """A skill's labels in another language."""

    language = me.StringField(required=True)
    name = me.StringField(required=True)
    aliases = me.ListField(me.StringField())


class SkillDocument(EntryDocument):
    """A skill."""

    esco_uri = me.StringField()
    aliases = me.ListField(me.StringField())
    translations = me.EmbeddedDocumentListField(TranslationPart)
    broader_skill_ids = me.ListField(me.StringField())
    source_note = me.StringField()

    meta: ClassVar[dict[str, Any]] = _meta("skills")


class SkillLevelPart(Part):
    """A skill at a level, 1 to 4."""

    skill_id = me.StringField(required=True)
    level = me.IntField(required=True, min_value=1, max_value=4)


class MoneyPart(Part):
    """An amount in the currency's minor unit."""

    currency = me.StringField(required=True, min_length=3, max_length=3)
    minor_units = me.IntField(required=True, min_value=1)


class CostPart(Part):
    """What a credential costs."""

    basis = me.StringField(required=True)
    price = me.EmbeddedDocumentField(MoneyPart)
    subscription_per_month = me.EmbeddedDocumentField(MoneyPart)
    exam_fee = me.EmbeddedDocumentField(MoneyPart)
    renewal_fee = me.EmbeddedDocumentField(MoneyPart)
    renewal_interval = me.StringField()
    audit_available = me.BooleanField()
    financial_aid_available = me.BooleanField()
    usual_payer = me.StringField()


class PrerequisitePart(Part):
    """What has to be there before: a credential or months of experience."""

    credential_id = me.StringField()
    experience_months = me.IntField(min_value=1)
    note = me.StringField()


class IntensityPart(Part):
    """How dense a bootcamp is."""

    load = me.StringField(required=True)
    hours_per_week = me.IntField(min_value=1)
    weeks = me.IntField(min_value=1)


class ReviewsPart(Part):
    """What learners say."""

    count = me.IntField(min_value=1)
    average_hundredths = me.IntField(min_value=100, max_value=500)
    moved_on_percent = me.IntField(min_value=0, max_value=100)


class EmployersPart(Part):
    """What employers say."""

    acknowledged = me.BooleanField()
    statement = me.StringField()


class FrameworkPart(Part):
    """Which framework of skills or qualifications is followed."""

    aligned = me.BooleanField()
    framework = me.StringField()


class SignalsPart(Part):
    """What is known about how good a credential is; null is unknown."""

    graded_assessment = me.BooleanField()
    proctored = me.BooleanField()
    hands_on_project = me.BooleanField()
    instruction_beyond_video = me.BooleanField()
    reviews = me.EmbeddedDocumentField(ReviewsPart)
    employers = me.EmbeddedDocumentField(EmployersPart)
    framework = me.EmbeddedDocumentField(FrameworkPart)
    content_updated_on = me.StringField()
    source_note = me.StringField()


class CredentialDocument(EntryDocument):
    """A credential; `validity` is an ISO 8601 duration."""

    kind = me.StringField(required=True)
    issuer_id = me.StringField(required=True)
    platform_id = me.StringField()
    skills_granted = me.EmbeddedDocumentListField(SkillLevelPart)
    effort_hours = me.IntField(min_value=1)
    cost = me.EmbeddedDocumentField(CostPart, required=True)
    validity = me.StringField()
    website = me.StringField()
    source_note = me.StringField()
    illustrative = me.BooleanField(required=True)
    prerequisites = me.EmbeddedDocumentListField(PrerequisitePart)
    post_nominal = me.StringField()
    intensity = me.EmbeddedDocumentField(IntensityPart)
    project_count = me.IntField(min_value=1)
    quality_signals = me.EmbeddedDocumentField(SignalsPart)

    meta: ClassVar[dict[str, Any]] = _meta(
        "credentials",
        ["tenant_id", "kind", "name_key", "entry_id", "_id"],
        ["tenant_id", "issuer_id", "name_key", "entry_id", "_id"],
        ["tenant_id", "skills_granted.skill_id", "name_key", "entry_id", "_id"],
    )


class IdsPart(Part):
    """A credential or a stack: one of the two ids."""

    credential_id = me.StringField()
    stack_id = me.StringField()

    meta: ClassVar[dict[str, Any]] = {"abstract": True, "strict": True}


class GoalPart(IdsPart):
    """What a step is for, or one way to fill a member's place."""


class MemberPart(IdsPart):
    """A member of a stack: a credential, a stack, or one of several."""

    one_of = me.EmbeddedDocumentListField(GoalPart)
    equivalent_credential_ids = me.ListField(me.StringField())


class StackDocument(EntryDocument):
    """A stack."""

    specialisation = me.StringField()
    rule = me.StringField(required=True)
    required_count = me.IntField(required=True, min_value=0)
    members = me.EmbeddedDocumentListField(MemberPart, required=True)

    meta: ClassVar[dict[str, Any]] = _meta("stacks")


class StepPart(Part):
    """A step of a path."""

    step_id = me.StringField(required=True)
    goal = me.EmbeddedDocumentField(GoalPart, required=True)
    note = me.StringField()


class LearningPathDocument(EntryDocument):
    """A learning path."""

    description = me.StringField()
    steps = me.EmbeddedDocumentListField(StepPart, required=True)

    meta: ClassVar[dict[str, Any]] = _meta("learning_paths")


class ExperiencePart(Part):
    """Months of work, in a role or in any."""

    months = me.IntField(required=True, min_value=1)
    role_id = me.StringField()


class TimeInRolePart(Part):
    """Months in the present role."""

    months = me.IntField(required=True, min_value=1)


class DemandPart(Part):
    """What a role asks for: one of these."""

    skill = me.EmbeddedDocumentField(SkillLevelPart)
    credential_id = me.StringField()
    stack_id = me.StringField()
    experience = me.EmbeddedDocumentField(ExperiencePart)
    time_in_role = me.EmbeddedDocumentField(TimeInRolePart)

    meta: ClassVar[dict[str, Any]] = {"abstract": True, "strict": True}


class AlternativeDemandPart(DemandPart):
    """What an alternative asks for."""


class AlternativePart(Part):
    """One way to meet a requirement."""

    all_of = me.EmbeddedDocumentListField(AlternativeDemandPart, required=True)


class RequirementPart(DemandPart):
    """A requirement of a role; without a weight it is a must-have."""

    requirement_id = me.StringField(required=True)
    weight = me.IntField(min_value=1, max_value=100)
    any_of = me.EmbeddedDocumentListField(AlternativePart)


class RoleDocument(EntryDocument):
    """A role."""

    description = me.StringField()
    occupation_uri = me.StringField()
    requirements = me.EmbeddedDocumentListField(RequirementPart)

    meta: ClassVar[dict[str, Any]] = _meta("roles")


class LadderDocument(EntryDocument):
    """A ladder."""

    kind = me.StringField()
    role_ids = me.ListField(me.StringField(), required=True)

    meta: ClassVar[dict[str, Any]] = _meta("ladders")


class TaxonomyImportDocument(me.Document):
    """One taxonomy that was brought in."""

    id = me.StringField(primary_key=True)
    tenant_id = me.StringField(required=True)
    version = me.IntField(required=True, min_value=1)
    import_id = me.StringField(required=True)
    kind = me.StringField(required=True)
    title = me.StringField()
    taxonomy_version = me.StringField()
    sha256 = me.StringField(required=True)
    entry_count = me.IntField(required=True, min_value=0)
    imported_at = me.DateTimeField(required=True)

    meta: ClassVar[dict[str, Any]] = {
        **_ALIKE,
        "collection": "taxonomy_imports",
        "indexes": [["tenant_id", "imported_at"]],
    }


class IssuerTrustDocument(me.Document):
    """A tenant's own trust in an issuer."""

    id = me.StringField(primary_key=True)
    tenant_id = me.StringField(required=True)
    version = me.IntField(required=True, min_value=1)
    issuer_id = me.StringField(required=True)
    verdict = me.StringField(required=True)
    reason = me.StringField()

    meta: ClassVar[dict[str, Any]] = {
        **_ALIKE,
        "collection": "issuer_trusts",
        "indexes": [["tenant_id", "issuer_id"]],
    }


class ProblemPart(Part):
    """Why a scheduled revision does not fit."""

    field = me.StringField(required=True)
    reason = me.StringField(required=True)
    description = me.StringField(required=True)


class ScheduledRevisionDocument(me.Document):
    """The scheduled revision of an entry; `entry` is the document that the entry is to have, without version."""

    id = me.StringField(primary_key=True)
    tenant_id = me.StringField(required=True)
    version = me.IntField(required=True, min_value=1)
    kind = me.StringField(required=True)
    entry_id = me.StringField(required=True)
    entry = me.DictField(required=True)
    revises_version = me.IntField(required=True, min_value=0)
    effective_on = me.StringField(required=True)
    state = me.StringField(required=True)
    scheduled_at = me.DateTimeField(required=True)
    settled_at = me.DateTimeField()
    problems = me.EmbeddedDocumentListField(ProblemPart)

    meta: ClassVar[dict[str, Any]] = {
        **_ALIKE,
        "collection": "scheduled_revisions",
        "indexes": [["tenant_id", "effective_on", "kind", "entry_id", "state"]],
    }


DOCUMENTS: tuple[type[me.Document], ...] = (
    IssuerDocument,
    PlatformDocument,
    SkillDocument,
    CredentialDocument,
    StackDocument,
    LearningPathDocument,
    RoleDocument,
    LadderDocument,
    TaxonomyImportDocument,
    ScheduledRevisionDocument,
)
