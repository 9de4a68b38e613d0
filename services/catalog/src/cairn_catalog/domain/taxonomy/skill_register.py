"""Which skills are there already, so that a taxonomy adds none twice."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from cairn_catalog.domain.entry import folded
from cairn_catalog.domain.proposal import ID_AT_MOST
from cairn_catalog.domain.skill import Skill

_NOT_IN_A_SLUG = re.compile(r"[^a-z0-9]+")


def slug(text: str) -> str:
    """The text as an id people can read: `Programming (C++)` is `programming-c-plus-plus`; empty where nothing is left."""
    plain = unicodedata.normalize("NFKD", text.replace("+", " plus ").replace("#", " sharp "))
    ascii_only = plain.encode("ascii", "ignore").decode().casefold()
    return _NOT_IN_A_SLUG.sub("-", ascii_only).strip("-")[:ID_AT_MOST].strip("-")


@dataclass
class SkillRegister:
    """The skills of a catalogue, retired ones too, and those that a taxonomy adds while it is read."""

    skills: Iterable[Skill]
    _by_id: dict[str, Skill] = field(default_factory=dict, init=False)
    _ids_by_name: dict[str, list[str]] = field(default_factory=dict, init=False)
    _ids_by_other_name: dict[str, list[str]] = field(default_factory=dict, init=False)
    _id_by_concept: dict[str, str] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        for skill in self.skills:
            self.add(skill)

    def add(self, skill: Skill) -> None:
        """Knows the skill from now on; one with the same id is forgotten only as far as its id goes."""
        self._by_id[skill.id] = skill
        self._ids_by_name.setdefault(folded(skill.name), []).append(skill.id)
        for name in skill.other_names:
            self._ids_by_other_name.setdefault(folded(name), []).append(skill.id)
        if skill.esco_uri:
            self._id_by_concept[skill.esco_uri] = skill.id

    def known(self, skill_id: str) -> Skill | None:
        """The skill with this id."""
        return self._by_id.get(skill_id)

    def of_concept(self, uri: str) -> Skill | None:
        """The skill that stands for this concept of ESCO."""
        found = self._id_by_concept.get(uri)
        return self._by_id[found] if found else None

    def called(self, name: str) -> Skill | None:
        """The one skill with this name, or else the one with it among its other names; None where there is none, or no single one.

        A retired one is meant only where no skill in use is: its id and its names stay taken.
        """
        for retired in (False, True):
            for names in (self._ids_by_name, self._ids_by_other_name):
                ids = {
                    each for each in names.get(folded(name), ()) if self._by_id[each].is_retired is retired
                }
                if ids:
                    return self._by_id[ids.pop()] if len(ids) == 1 else None
        return None

    def free_id(self, name: str, *, else_with: str) -> str:
        """An id for a new skill of this name; one that is taken already gets `else_with` behind it."""
        plain = slug(name) or slug(else_with)
        if plain not in self._by_id:
            return plain
        return f"{plain[: ID_AT_MOST - len(else_with) - 1]}-{else_with}"
