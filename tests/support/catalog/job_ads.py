"""Reading ads with a small catalogue and Cairn's own dictionary."""

from collections.abc import Sequence
from functools import cache

from cairn_catalog.adapters.files.job_ads_dictionary_files import dictionary
from cairn_catalog.domain.credential import Credential
from cairn_catalog.domain.job_ads.analysis import Analysis, Asked, analyse
from cairn_catalog.domain.job_ads.terms import Lexicon, public_lexicon
from cairn_catalog.domain.lifecycle import IN_USE
from cairn_catalog.domain.skill import Skill

ESCO = "http://data.europa.eu/esco/skill/"


def skill(skill_id: str, name: str, *aliases: str, esco: bool = False) -> Skill:
    """A published skill."""
    return Skill(
        id=skill_id,
        version=1,
        name=name,
        lifecycle=IN_USE,
        esco_uri=f"{ESCO}{skill_id}" if esco else "",
        aliases=aliases,
        source_note="",
        translations=(),
        broader_skill_ids=(),
    )


CATALOGUE: tuple[Skill | Credential, ...] = (
    skill("python", "Python (computer programming)", "Py3K", esco=True),
    skill("sql", "SQL", "Structured Query Language", esco=True),
    skill("manage-ict-projects", "manage ICT projects", "run IT projects", esco=True),
    skill("canvas", "Canvas (learning management systems)", "Canvas", esco=True),
    skill("project-management", "project management", "managing projects"),
)


@cache
def lexicon() -> Lexicon:
    """The catalogue's five skills and the dictionary."""
    return public_lexicon(CATALOGUE, dictionary=dictionary())


def read(*texts: str) -> Analysis:
    """What the ads ask for."""
    return analyse(texts, lexicon())


def names(*texts: str) -> set[str]:
    """The names of what is known among the skills that the ads ask for."""
    return {each.term.name for each in read(*texts).skills if each.source.value != "phrase"}


def one(texts: str | Sequence[str], name: str) -> Asked:
    """The skill, licence or certification of this name that the ads ask for."""
    analysis = read(*([texts] if isinstance(texts, str) else texts))
    everything = (*analysis.skills, *analysis.licences, *analysis.certifications)
    found = [each for each in everything if each.term.name == name]
    assert found, f"{name} is not among {[each.term.name for each in everything]}"
    return found[0]
