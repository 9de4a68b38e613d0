"""ESCO's official CSV download: skills, occupations and the relations between them, labels in English and German.

Skills become skills: the preferred label is the name, the others are aliases, German labels a translation. Occupations become roles that
ask for their essential skills, and are helped by their optional ones; ESCO says nothing of levels, so awareness is enough.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from cairn_catalog.domain.entry import folded
from cairn_catalog.domain.proposal import ID_AT_MOST, NAME_AT_MOST, NAMES_AT_MOST, TEXT_AT_MOST
from cairn_catalog.domain.proposed_lifecycle import AS_IT_IS
from cairn_catalog.domain.role import REQUIREMENTS_AT_MOST, ProposedRequirement, propose_role
from cairn_catalog.domain.skill import ProficiencyLevel, SkillLevel, Translation, propose_skill
from cairn_catalog.domain.taxonomy.reading import Finding, Place, Proposed, Row, Severity, Taxonomy
from cairn_catalog.domain.taxonomy.skill_register import SkillRegister, slug

OPTIONAL_WEIGHT = 1
"""How much an optional skill of an occupation counts among what helps."""


class EscoFile(Enum):
    """The files of the download that are read, by the beginning of their names, with the columns that they need."""

    SKILLS = "skills"
    OCCUPATIONS = "occupations"
    OCCUPATION_SKILLS = "occupationSkillRelations"
    BROADER_SKILLS = "broaderRelationsSkillPillar"

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns without which the file cannot be read."""
        return _COLUMNS[self]


_COLUMNS: Mapping[EscoFile, tuple[str, ...]] = {
    EscoFile.SKILLS: ("conceptUri", "preferredLabel", "altLabels"),
    EscoFile.OCCUPATIONS: ("conceptUri", "preferredLabel", "altLabels", "description"),
    EscoFile.OCCUPATION_SKILLS: ("occupationUri", "relationType", "skillUri"),
    EscoFile.BROADER_SKILLS: ("conceptUri", "broaderUri"),
}


@dataclass(frozen=True, kw_only=True)
class EscoTables:
    """The download's tables. `skills` and `occupations` are in English; `german_skills` is empty where that file was not given."""

    skills: Iterable[Row]
    german_skills: Iterable[Row]
    occupations: Iterable[Row]
    occupation_skills: Iterable[Row]
    broader_skills: Iterable[Row]


@dataclass(frozen=True, kw_only=True)
class _Concept:
    """A skill of ESCO."""

    place: Place
    uri: str
    label: str
    other_labels: tuple[str, ...]


def read_esco(tables: EscoTables, *, register: SkillRegister, source_note: str) -> Taxonomy:
    """The skills and roles of the download.

    A skill that stands for a concept already keeps its id. One without a concept that has a concept's name becomes that concept's: it
    keeps its id and its own names, and takes ESCO's beside them. Everything else is new.
    """
    findings: list[Finding] = []
    concepts = list(_concepts(tables.skills, findings))
    german = {each.uri: each for each in _concepts(tables.german_skills, findings)}
    standing = _standing_for(concepts, register=register, findings=findings)
    broader = _broader(tables.broader_skills, ids=standing)
    proposed = [
        _skill(
            each,
            standing[each.uri],
            register=register,
            german=german.get(each.uri),
            broader=broader,
            source_note=source_note,
        )
        for each in concepts
    ]
    relations = _relations(tables.occupation_skills, standing, findings)
    proposed += [
        _occupation(row, relations.get(row.text("conceptUri"), {}), findings) for row in tables.occupations
    ]
    return Taxonomy(proposed=proposed, findings=findings, unarranged={})


def _concepts(rows: Iterable[Row], findings: list[Finding]) -> Iterator[_Concept]:
    for row in rows:
        if row.text("status") not in {"", "released"}:
            findings.append(_note(row, "status", f"Left out: its status is {row.text('status')}."))
            continue
        uri, label = row.text("conceptUri"), row.text("preferredLabel")
        if not uri or not label:
            column = "preferredLabel" if uri else "conceptUri"
            findings.append(
                Finding(
                    place=row.place,
                    severity=Severity.ERROR,
                    column=column,
                    message=f"The row has no {column}.",
                )
            )
            continue
        yield _Concept(place=row.place, uri=uri, label=label, other_labels=_labels(row, beside=label))


def _labels(row: Row, *, beside: str) -> tuple[str, ...]:
    """The alternative labels, one a line in the column, each once."""
    kept = {folded(each.strip()): each.strip() for each in row.text("altLabels").splitlines() if each.strip()}
    kept.pop(folded(beside), None)
    return tuple(each for each in kept.values() if len(each) <= NAME_AT_MOST)[:NAMES_AT_MOST]


def _standing_for(
    concepts: Sequence[_Concept], *, register: SkillRegister, findings: list[Finding]
) -> dict[str, str]:
    """The skill's id for each concept's URI, new ones included."""
    standing = {each.uri: found.id for each in concepts if (found := register.of_concept(each.uri))}
    taken = set(standing.values())
    for names_of in (lambda each: (each.label,), lambda each: each.other_labels):
        claims: defaultdict[str, list[_Concept]] = defaultdict(list)
        for each in concepts:
            if each.uri in standing:
                continue
            for own in {
                found.id for name in names_of(each) if (found := register.called(name)) and not found.esco_uri
            }:
                if own not in taken:
                    claims[own].append(each)
        for own, claimants in claims.items():
            if len(claimants) == 1 and claimants[0].uri not in standing:
                standing[claimants[0].uri] = own
                taken.add(own)
                findings.append(_mapped(claimants[0], own))
            elif len(claimants) > 1:
                findings.append(_ambiguous(claimants, own))
    new_ids: set[str] = set()
    for each in concepts:
        if each.uri not in standing:
            suffix = slug(each.uri.rsplit("/", 1)[-1])[:8]
            new_id = register.free_id(each.label, else_with=suffix)
            standing[each.uri] = new_id if new_id not in new_ids else f"{new_id[: ID_AT_MOST - 9]}-{suffix}"
            new_ids.add(standing[each.uri])
    return standing


def _skill(
    concept: _Concept,
    skill_id: str,
    *,
    register: SkillRegister,
    german: _Concept | None,
    broader: Mapping[str, Sequence[str]],
    source_note: str,
) -> Proposed:
    known = register.known(skill_id)
    is_own = known is not None and not known.esco_uri
    name = known.name if known and is_own else concept.label
    names = (concept.label, *concept.other_labels, *(known.aliases if known and is_own else ()))
    aliases = {folded(each): each for each in reversed(names) if folded(each) != folded(name)}
    translations = (
        (Translation(language="de", name=german.label, aliases=german.other_labels),) if german else ()
    )
    proposal = propose_skill(
        skill_id=skill_id,
        name=name,
        esco_uri=concept.uri,
        aliases=list(reversed(aliases.values()))[:NAMES_AT_MOST],
        translations=translations,
        broader_skill_ids=broader.get(skill_id, ()),
        source_note=source_note,
        lifecycle=AS_IT_IS,
    )
    return Proposed(place=concept.place, proposal=proposal)


def _broader(rows: Iterable[Row], *, ids: Mapping[str, str]) -> dict[str, list[str]]:
    """The ids of the broader skills of each skill; ESCO's groups of skills are no skills."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        narrower, broader = ids.get(row.text("conceptUri")), ids.get(row.text("broaderUri"))
        if narrower and broader and broader not in found[narrower]:
            found[narrower].append(broader)
    return found


def _relations(
    rows: Iterable[Row], ids: Mapping[str, str], findings: list[Finding]
) -> dict[str, dict[str, bool]]:
    """For each occupation's URI, the ids of its skills, each with whether it is essential."""
    found: defaultdict[str, dict[str, bool]] = defaultdict(dict)
    for row in rows:
        skill_id = ids.get(row.text("skillUri"))
        if skill_id is None:
            findings.append(_note(row, "skillUri", "Left out: no file has this skill."))
            continue
        essential = row.text("relationType") == "essential"
        occupation = found[row.text("occupationUri")]
        occupation[skill_id] = essential or occupation.get(skill_id, False)
    return found


def _occupation(row: Row, skills: Mapping[str, bool], findings: list[Finding]) -> Proposed:
    by_need = sorted(skills.items(), key=lambda each: not each[1])
    if len(by_need) > REQUIREMENTS_AT_MOST:
        findings.append(
            _note(row, "conceptUri", f"Only the first {REQUIREMENTS_AT_MOST} of its skills were taken.")
        )
    uri, label = row.text("conceptUri"), row.text("preferredLabel")
    proposal = propose_role(
        role_id=f"{slug(label)[:80]}-{slug(uri.rsplit('/', 1)[-1])[:8]}",
        name=label,
        description=row.text("description")[:TEXT_AT_MOST],
        occupation_uri=uri,
        requirements=[
            ProposedRequirement(
                requirement_id="",
                demand=SkillLevel(skill_id=skill_id, level=ProficiencyLevel.AWARENESS),
                weight=None if essential else OPTIONAL_WEIGHT,
            )
            for skill_id, essential in by_need[:REQUIREMENTS_AT_MOST]
        ],
        lifecycle=AS_IT_IS,
    )
    return Proposed(place=row.place, proposal=proposal)


def _note(row: Row, column: str, message: str) -> Finding:
    return Finding(place=row.place, severity=Severity.NOTE, column=column, message=message)


def _mapped(concept: _Concept, skill_id: str) -> Finding:
    message = f"The skill {skill_id} of the catalogue now stands for {concept.label}."
    return Finding(place=concept.place, severity=Severity.NOTE, column="preferredLabel", message=message)


def _ambiguous(claimants: Sequence[_Concept], skill_id: str) -> Finding:
    labels = ", ".join(each.label for each in claimants)
    message = (
        f"The skill {skill_id} of the catalogue could stand for several: {labels}. It was left as it is."
    )
    return Finding(place=claimants[0].place, severity=Severity.NOTE, column="altLabels", message=message)
