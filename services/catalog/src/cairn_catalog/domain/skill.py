"""Skills, and how well somebody has them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import ClassVar

from cairn_catalog.domain.entry import Entry
from cairn_catalog.domain.proposal import FieldChecks, Proposal
from cairn_catalog.domain.proposed_lifecycle import ProposedLifecycle, check_lifecycle

_ESCO = "http://data.europa.eu/esco/"
_LANGUAGE = re.compile(r"[a-z]{2}")


class ProficiencyLevel(IntEnum):
    """How well somebody can do something."""

    NONE = 0
    AWARENESS = 1
    WORKING = 2
    PRACTITIONER = 3
    EXPERT = 4


@dataclass(frozen=True, kw_only=True)
class SkillLevel:
    """A skill at a level or above: what a credential grants or a role asks for."""

    skill_id: str
    level: ProficiencyLevel


@dataclass(frozen=True, kw_only=True)
class Translation:
    """A skill's labels in another language, by its ISO 639-1 code."""

    language: str
    name: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Skill(Entry):
    """Something one can be good at. `esco_uri` is its concept in ESCO, empty where ESCO lacks it.

    `broader_skill_ids` are skills that it is a part of.
    """

    called: ClassVar[str] = "skill"
    id_field: ClassVar[str] = "skill_id"

    esco_uri: str
    aliases: tuple[str, ...]
    translations: tuple[Translation, ...]
    broader_skill_ids: tuple[str, ...]
    source_note: str

    @property
    def other_names(self) -> tuple[str, ...]:
        """The aliases, and the labels in other languages."""
        translated = (name for each in self.translations for name in (each.name, *each.aliases))
        return (*self.aliases, *translated)


def propose_skill(
    *,
    skill_id: str,
    name: str,
    esco_uri: str,
    aliases: Sequence[str],
    translations: Sequence[Translation],
    broader_skill_ids: Sequence[str],
    source_note: str,
    lifecycle: ProposedLifecycle,
) -> Proposal[Skill]:
    """A skill has a name; its ESCO concept, if given, is a URI of ESCO."""
    check = FieldChecks()
    skill = Skill(
        id=check.identifier("skill_id", skill_id),
        version=0,
        name=check.name("name", name),
        esco_uri=check.url("esco_uri", esco_uri),
        aliases=check.names("aliases", aliases, beside=name),
        translations=tuple(
            _check_translation(check, f"translations[{index}]", each)
            for index, each in enumerate(translations)
        ),
        broader_skill_ids=tuple(
            check.reference(f"broader_skill_ids[{index}]", Skill, each)
            for index, each in enumerate(broader_skill_ids)
        ),
        source_note=check.text("source_note", source_note),
        lifecycle=check_lifecycle(check, lifecycle),
    )
    check.distinct(
        ((f"translations[{index}].language", each.language) for index, each in enumerate(translations)),
        "A skill is translated into a language once.",
    )
    check.distinct(
        ((f"broader_skill_ids[{index}]", each) for index, each in enumerate(broader_skill_ids)),
        "Name each broader skill once.",
    )
    if skill_id and skill_id in broader_skill_ids:
        check.refuse("broader_skill_ids", "CYCLE", "A skill is no part of itself.")
    if skill.esco_uri and not skill.esco_uri.startswith(_ESCO):
        check.refuse("esco_uri", "NOT_AN_ESCO_URI", f"The URI of an ESCO concept begins with {_ESCO}.")
    return check.proposal(Skill, skill_id, skill)


def _check_translation(check: FieldChecks, field: str, translation: Translation) -> Translation:
    if not _LANGUAGE.fullmatch(translation.language):
        check.refuse(f"{field}.language", "NOT_A_LANGUAGE", "Give an ISO 639-1 code, such as de.")
    return Translation(
        language=translation.language,
        name=check.name(f"{field}.name", translation.name),
        aliases=check.names(f"{field}.aliases", translation.aliases, beside=translation.name),
    )


def check_skill_level(check: FieldChecks, field: str, asked: SkillLevel) -> SkillLevel:
    """A skill level names a skill and a level from awareness up."""
    check.reference(f"{field}.skill_id", Skill, asked.skill_id)
    if asked.level is ProficiencyLevel.NONE:
        check.refuse(
            f"{field}.level", "REQUIRED", "Choose a level: awareness, working, practitioner or expert."
        )
    return asked
