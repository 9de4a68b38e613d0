"""O*NET's text files: occupations, and the skills, knowledge and technologies that they need.

Elements of Skills and Knowledge and examples of Technology Skills become skills; occupations become roles. O*NET rates each element for
each occupation: its importance (scale IM, 1 to 5) and the level needed (scale LV, 0 to 7). What is important is a must-have, what is of
some importance helps, the rest is left out, as is what O*NET itself advises to suppress. The level is read by `LEVELS`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from cairn_catalog.domain.entry import folded
from cairn_catalog.domain.proposal import TEXT_AT_MOST
from cairn_catalog.domain.proposed_lifecycle import AS_IT_IS
from cairn_catalog.domain.role import REQUIREMENTS_AT_MOST, ProposedRequirement, propose_role
from cairn_catalog.domain.skill import ProficiencyLevel, SkillLevel, propose_skill
from cairn_catalog.domain.taxonomy.reading import Finding, Place, Proposed, Row, Severity, Taxonomy
from cairn_catalog.domain.taxonomy.skill_register import SkillRegister, slug

IMPORTANT_FROM = 3.0
"""From this importance on an element is a must-have."""
HELPFUL_FROM = 2.0
"""From this importance on an element helps."""
LEVELS = (
    (2.0, ProficiencyLevel.AWARENESS),
    (4.0, ProficiencyLevel.WORKING),
    (5.5, ProficiencyLevel.PRACTITIONER),
    (7.0, ProficiencyLevel.EXPERT),
)
"""O*NET's levels up to which each of ours goes."""
HELPFUL_WEIGHT = 1


class OnetFile(Enum):
    """The files that are read, by name, with the columns that they need."""

    OCCUPATIONS = "Occupation Data"
    SKILLS = "Skills"
    KNOWLEDGE = "Knowledge"
    TECHNOLOGIES = "Technology Skills"

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns without which the file cannot be read."""
        return _COLUMNS[self]


_CODE, _ELEMENT, _SCALE, _VALUE, _EXAMPLE = (
    "O*NET-SOC Code",
    "Element Name",
    "Scale ID",
    "Data Value",
    "Example",
)
_RATINGS = (_CODE, _ELEMENT, _SCALE, _VALUE)
_COLUMNS: Mapping[OnetFile, tuple[str, ...]] = {
    OnetFile.OCCUPATIONS: (_CODE, "Title", "Description"),
    OnetFile.SKILLS: _RATINGS,
    OnetFile.KNOWLEDGE: _RATINGS,
    OnetFile.TECHNOLOGIES: (_CODE, _EXAMPLE),
}


@dataclass(frozen=True, kw_only=True)
class OnetTables:
    """The tables; those of files that were not given are empty."""

    occupations: Iterable[Row]
    skills: Iterable[Row]
    knowledge: Iterable[Row]
    technologies: Iterable[Row]


@dataclass(kw_only=True)
class _Rating:
    """How important an element is for an occupation, and at which level; None is not rated."""

    place: Place
    element: str
    importance: float | None = None
    level: float | None = None


def read_onet(tables: OnetTables, *, register: SkillRegister, source_note: str) -> Taxonomy:
    """The skills and roles of the files. A skill that `register` knows by name, or by another name, is taken as it is."""
    findings: list[Finding] = []
    proposed: list[Proposed] = []
    ratings = _ratings([*tables.skills, *tables.knowledge], findings)
    technologies = _technologies(tables.technologies)
    skill_ids: dict[str, str] = {}
    named = [(each.element, each.place) for rated in ratings.values() for each in rated.values()]
    named += [(example, place) for examples in technologies.values() for example, place in examples.values()]
    for name, place in named:
        if folded(name) not in skill_ids:
            skill_ids[folded(name)] = _skill_id(name, place, register, source_note, proposed)
    for row in tables.occupations:
        code, title = row.text(_CODE), row.text("Title")
        if not code or not title:
            column = "Title" if code else _CODE
            findings.append(_error(row, column, f"The row has no {column}."))
            continue
        asked = ratings.get(code, {})
        requirements = [
            *_rated(asked, skill_ids),
            *_used(technologies.get(code, {}), skill_ids, beside=asked),
        ]
        proposal = propose_role(
            role_id=f"onet-{slug(code)}",
            name=title,
            description=row.text("Description")[:TEXT_AT_MOST],
            occupation_uri="",
            requirements=requirements[:REQUIREMENTS_AT_MOST],
            lifecycle=AS_IT_IS,
        )
        proposed.append(Proposed(place=row.place, proposal=proposal))
    return Taxonomy(proposed=proposed, findings=findings, unarranged={})


def proficiency(level: float) -> ProficiencyLevel:
    """Our level for one of O*NET's, 0 to 7: below 2 awareness, below 4 working, below 5.5 practitioner, else expert."""
    return next((ours for up_to, ours in LEVELS if level < up_to), ProficiencyLevel.EXPERT)


def _ratings(rows: Iterable[Row], findings: list[Finding]) -> dict[str, dict[str, _Rating]]:
    """By occupation and by element's folded name."""
    found: defaultdict[str, dict[str, _Rating]] = defaultdict(dict)
    for row in rows:
        if "Y" in {row.text("Recommend Suppress"), row.text("Not Relevant")}:
            continue
        name = row.text(_ELEMENT)
        rating = found[row.text(_CODE)].setdefault(folded(name), _Rating(place=row.place, element=name))
        try:
            value = float(row.text(_VALUE))
        except ValueError:
            findings.append(_error(row, _VALUE, f"`{row.text(_VALUE)}` is no number."))
            continue
        match row.text(_SCALE):
            case "IM":
                rating.importance = value
            case "LV":
                rating.level = value
    return found


def _technologies(rows: Iterable[Row]) -> dict[str, dict[str, tuple[str, Place]]]:
    found: defaultdict[str, dict[str, tuple[str, Place]]] = defaultdict(dict)
    for row in rows:
        if example := row.text(_EXAMPLE):
            found[row.text(_CODE)].setdefault(folded(example), (example, row.place))
    return found


def _skill_id(
    name: str, place: Place, register: SkillRegister, source_note: str, proposed: list[Proposed]
) -> str:
    if known := register.called(name):
        return known.id
    skill_id = register.free_id(name, else_with="onet")
    proposal = propose_skill(
        skill_id=skill_id,
        name=name,
        esco_uri="",
        aliases=(),
        translations=(),
        broader_skill_ids=(),
        source_note=source_note,
        lifecycle=AS_IT_IS,
    )
    proposed.append(Proposed(place=place, proposal=proposal))
    if proposal.entry:
        register.add(proposal.entry)
    return skill_id


def _rated(ratings: Mapping[str, _Rating], skill_ids: Mapping[str, str]) -> Iterator[ProposedRequirement]:
    for key, rating in sorted(ratings.items(), key=lambda each: -(each[1].importance or 0.0)):
        if (rating.importance or 0.0) >= HELPFUL_FROM:
            demand = SkillLevel(skill_id=skill_ids[key], level=proficiency(rating.level or 0.0))
            weight = None if (rating.importance or 0.0) >= IMPORTANT_FROM else HELPFUL_WEIGHT
            yield ProposedRequirement(requirement_id="", demand=demand, weight=weight)


def _used(
    technologies: Mapping[str, object], skill_ids: Mapping[str, str], *, beside: Mapping[str, object]
) -> Iterator[ProposedRequirement]:
    for key in technologies:
        if key not in beside:
            demand = SkillLevel(skill_id=skill_ids[key], level=ProficiencyLevel.AWARENESS)
            yield ProposedRequirement(requirement_id="", demand=demand, weight=HELPFUL_WEIGHT)


def _error(row: Row, column: str, message: str) -> Finding:
    return Finding(place=row.place, severity=Severity.ERROR, column=column, message=message)
