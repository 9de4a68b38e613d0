"""How entries are stored: what is validated, and which indexes serve the lists.

`_BY_VERSION` says what changed without reading it.
`name_key` and `search_texts` repeat the names as they are ordered and searched. `_id` is `<tenant_id>:<entry_id>`.
"""

from typing import Any, ClassVar

import mongoengine as me

_ALIKE = {"auto_create_index": False, "index_cls": False, "strict": True}
_BY_VERSION = ["tenant_id", "entry_id", "version"]
_BY_NAME = ["tenant_id", "name_key", "entry_id", "_id"]


def _meta(collection: str, *further_indexes: list[str]) -> dict[str, Any]:
    return {**_ALIKE, "collection": collection, "indexes": [_BY_NAME, _BY_VERSION, *further_indexes]}


class EntryDocument(me.Document):
    """What every entry has."""

    id = me.StringField(primary_key=True)
    tenant_id = me.StringField(required=True)
    version = me.IntField(required=True, min_value=1)
    entry_id = me.StringField(required=True)
    name = me.StringField(required=True)
    name_key = me.StringField(required=True)
    search_texts = me.ListField(me.StringField())

    meta: ClassVar[dict[str, Any]] = {**_ALIKE, "abstract": True}


class Part(me.EmbeddedDocument):
    """What stands inside an entry."""

    meta: ClassVar[dict[str, Any]] = {"abstract": True, "strict": True}


class IssuerDocument(EntryDocument):
    """An issuer."""

    aliases = me.ListField(me.StringField())
    website = me.StringField()

    meta: ClassVar[dict[str, Any]] = _meta("issuers")


class PlatformDocument(EntryDocument):
    """A platform."""

    website = me.StringField()

    meta: ClassVar[dict[str, Any]] = _meta("platforms")


class SkillDocument(EntryDocument):
    """A skill."""

    esco_uri = me.StringField()
    aliases = me.ListField(me.StringField())
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

    meta: ClassVar[dict[str, Any]] = _meta(
        "credentials",
        ["tenant_id", "kind", "name_key", "entry_id", "_id"],
        ["tenant_id", "issuer_id", "name_key", "entry_id", "_id"],
        ["tenant_id", "skills_granted.skill_id", "name_key", "entry_id", "_id"],
    )


class MemberPart(Part):
    """A credential or a stack: one of the two ids."""

    credential_id = me.StringField()
    stack_id = me.StringField()


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
    goal = me.EmbeddedDocumentField(MemberPart, required=True)
    note = me.StringField()


class LearningPathDocument(EntryDocument):
    """A learning path."""

    description = me.StringField()
    steps = me.EmbeddedDocumentListField(StepPart, required=True)

    meta: ClassVar[dict[str, Any]] = _meta("learning_paths")


class RequirementPart(Part):
    """A requirement of a role: a skill or a credential."""

    requirement_id = me.StringField(required=True)
    skill = me.EmbeddedDocumentField(SkillLevelPart)
    credential_id = me.StringField()


class RoleDocument(EntryDocument):
    """A role."""

    description = me.StringField()
    requirements = me.EmbeddedDocumentListField(RequirementPart)

    meta: ClassVar[dict[str, Any]] = _meta("roles")


class LadderDocument(EntryDocument):
    """A ladder."""

    role_ids = me.ListField(me.StringField(), required=True)

    meta: ClassVar[dict[str, Any]] = _meta("ladders")


DOCUMENTS: tuple[type[EntryDocument], ...] = (
    IssuerDocument,
    PlatformDocument,
    SkillDocument,
    CredentialDocument,
    StackDocument,
    LearningPathDocument,
    RoleDocument,
    LadderDocument,
)
