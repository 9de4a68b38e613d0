"""A download of ESCO's shape, generated: the columns, sizes and dirt of the real one, none of its words."""

import csv
import random
from collections.abc import Iterable, Sequence
from pathlib import Path

SKILL = "http://data.europa.eu/esco/skill/"
OCCUPATION = "http://data.europa.eu/esco/occupation/"

_SYLLABLES = ("ka", "lo", "mi", "ne", "pra", "qui", "ros", "sta", "tur", "vel", "wen", "zi")
_SKILL_COLUMNS = (
    "conceptType",
    "conceptUri",
    "skillType",
    "reuseLevel",
    "preferredLabel",
    "altLabels",
    "hiddenLabels",
    "status",
    "modifiedDate",
    "scopeNote",
    "definition",
    "inScheme",
    "description",
)
_OCCUPATION_COLUMNS = (
    "conceptType",
    "conceptUri",
    "iscoGroup",
    "preferredLabel",
    "altLabels",
    "hiddenLabels",
    "status",
    "modifiedDate",
    "regulatedProfessionNote",
    "scopeNote",
    "definition",
    "inScheme",
    "description",
    "code",
)


def write_esco_download(
    directory: Path, *, skills: int, occupations: int, skills_per_occupation: int, seed: int
) -> None:
    """Writes the files that are read: skills in English and German, occupations, and both kinds of relations."""
    chance = random.Random(seed)
    directory.mkdir(parents=True, exist_ok=True)
    uris = [f"{SKILL}{number:08x}-0000-4000-8000-000000000000" for number in range(skills)]
    for language in ("en", "de"):
        _write(
            directory / f"skills_{language}.csv",
            _SKILL_COLUMNS,
            (_skill(uri, language, chance) for uri in uris),
        )
    jobs = [f"{OCCUPATION}{number:08x}-0000-4000-8000-000000000000" for number in range(occupations)]
    _write(directory / "occupations_en.csv", _OCCUPATION_COLUMNS, (_occupation(uri, chance) for uri in jobs))
    _write(
        directory / "occupationSkillRelations_en.csv",
        ("occupationUri", "relationType", "skillType", "skillUri"),
        (
            (job, chance.choice(("essential", "optional")), "skill/competence", uri)
            for job in jobs
            for uri in chance.sample(uris, min(skills_per_occupation, skills))
        ),
    )
    _write(
        directory / "broaderRelationsSkillPillar_en.csv",
        ("conceptType", "conceptUri", "broaderType", "broaderUri"),
        (
            ("KnowledgeSkillCompetence", uri, "KnowledgeSkillCompetence", uris[index // 10])
            for index, uri in enumerate(uris)
            if index >= 10
        ),
    )


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows(rows)


def _words(chance: random.Random, count: int) -> str:
    return " ".join("".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))) for _ in range(count))


def _skill(uri: str, language: str, chance: random.Random) -> Sequence[str]:
    label = f"{_words(chance, 3)} {uri[-36:-28]} {language}"
    others = "\n".join(_words(chance, 3) for _ in range(chance.randint(0, 9)))
    kind = chance.choice(("skill/competence", "knowledge"))
    scheme = "http://data.europa.eu/esco/concept-scheme/skills"
    return (
        "KnowledgeSkillCompetence",
        uri,
        kind,
        "cross-sector",
        label,
        others,
        "",
        "released",
        "2024-01-01",
        "",
        "",
        scheme,
        _words(chance, 20),
    )


def _occupation(uri: str, chance: random.Random) -> Sequence[str]:
    label = f"{_words(chance, 2)} {uri[-36:-28]}"
    scheme = "http://data.europa.eu/esco/concept-scheme/occupations"
    return (
        "Occupation",
        uri,
        "2654",
        label,
        "",
        "",
        "released",
        "2024-01-01",
        "",
        "",
        "",
        scheme,
        _words(chance, 30),
        "2654.1",
    )
