"""Role ladders as a table: which skill at which level each level of a role asks for.

The columns are those of the UK government's Digital and Data framework: Role Family, Role, Role Level, Skill Name, Skill Level and Role
Type. The framework is dirty as published, and read so:

- `NOT IN USE`, or nothing, as a role's level: the role has no levels, and is one role by its own name.
- `NOT IN USE`, or nothing, as a skill's level: the role asks for the skill without saying how well; awareness is enough.
- Spaces around a value mean nothing, nor does a row in which every column is empty.

The order of a ladder's rungs is nowhere in the table, and never guessed from it: a column Rung of one's own (whole numbers) declares it,
or a person arranges the roles afterwards.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cairn_catalog.domain.entry import folded
from cairn_catalog.domain.ladder import RUNGS_AT_LEAST, Ladder, LadderKind, propose_ladder
from cairn_catalog.domain.proposal import ID_AT_MOST, Proposal
from cairn_catalog.domain.proposed_lifecycle import AS_IT_IS
from cairn_catalog.domain.role import ProposedRequirement, propose_role
from cairn_catalog.domain.skill import ProficiencyLevel, SkillLevel, propose_skill
from cairn_catalog.domain.taxonomy.reading import Finding, Place, Proposed, Row, Severity, Taxonomy
from cairn_catalog.domain.taxonomy.skill_register import SkillRegister, slug

FAMILY, ROLE, ROLE_LEVEL, SKILL, SKILL_LEVEL, ROLE_TYPE, RUNG = COLUMNS = (
    "Role Family",
    "Role",
    "Role Level",
    "Skill Name",
    "Skill Level",
    "Role Type",
    "Rung",
)
REQUIRED_COLUMNS = (ROLE, ROLE_LEVEL, SKILL, SKILL_LEVEL)
NOT_IN_USE = "not in use"

_LEVELS: Mapping[str, ProficiencyLevel] = {
    **{level.name.casefold(): level for level in ProficiencyLevel if level},
    **{str(level.value): level for level in ProficiencyLevel if level},
}

Track = tuple[str, str]
"""A role family and a role: the levels of one track are the rungs of one ladder."""


@dataclass(frozen=True, kw_only=True)
class _Ask:
    place: Place
    skill: str
    level: ProficiencyLevel


@dataclass(kw_only=True)
class _RoleLevel:
    """One role that the table describes, over several rows."""

    place: Place
    name: str
    role_type: str
    rungs: set[str] = field(default_factory=set)
    asks: dict[str, _Ask] = field(default_factory=dict)


class _Reading:
    """Gathers the rows of one table."""

    def __init__(self) -> None:
        self.tracks: dict[Track, dict[str, _RoleLevel]] = {}
        self.findings: list[Finding] = []

    def take(self, row: Row) -> None:
        """One row: a role asks for a skill."""
        if not any(row.text(column) for column in COLUMNS):
            return
        missing = [column for column in (ROLE, SKILL) if not row.text(column)]
        for column in missing:
            self._say(row, Severity.ERROR, column, f"The row has no {column}.")
        level = self._skill_level(row)
        if missing or level is None:
            return
        role = self._role(row)
        if row.text(RUNG):
            role.rungs.add(row.text(RUNG))
        ask = _Ask(place=row.place, skill=row.text(SKILL), level=level)
        earlier = role.asks.setdefault(folded(ask.skill), ask)
        if earlier.level is not level:
            self._say(
                row,
                Severity.ERROR,
                SKILL_LEVEL,
                f"Line {earlier.place.line} asks for this skill at another level.",
            )

    def _role(self, row: Row) -> _RoleLevel:
        name = row.text(ROLE_LEVEL)
        if name.casefold() in {"", NOT_IN_USE}:
            name = row.text(ROLE)
        track = self.tracks.setdefault((row.text(FAMILY), row.text(ROLE)), {})
        return track.setdefault(
            folded(name), _RoleLevel(place=row.place, name=name, role_type=row.text(ROLE_TYPE))
        )

    def _skill_level(self, row: Row) -> ProficiencyLevel | None:
        text = row.text(SKILL_LEVEL)
        if text.casefold() in {"", NOT_IN_USE}:
            said = f"`{text}`" if text else "No level"
            self._say(
                row,
                Severity.NOTE,
                SKILL_LEVEL,
                f"{said}: asked for without saying how well; awareness is enough.",
            )
            return ProficiencyLevel.AWARENESS
        level = _LEVELS.get(text.casefold())
        if level is None:
            known = ", ".join(each.name.capitalize() for each in ProficiencyLevel if each)
            self._say(row, Severity.ERROR, SKILL_LEVEL, f"`{text}` is no level; there are {known}.")
        return level

    def _say(self, row: Row, severity: Severity, column: str, message: str) -> None:
        self.findings.append(Finding(place=row.place, severity=severity, column=column, message=message))


def read_role_ladders(rows: Iterable[Row], *, register: SkillRegister, source_note: str) -> Taxonomy:
    """The skills, roles and declared ladders of the table.

    A skill that `register` knows by name, or by another name, is taken as it is; any other is new. A role's id is made of its track's and
    its own name, so that the same table leads to the same entries again.
    """
    reading = _Reading()
    for row in rows:
        reading.take(row)
    proposed: list[Proposed] = []
    unarranged: dict[str, Sequence[str]] = {}
    skill_ids = _skill_ids(reading, register=register, source_note=source_note, proposed=proposed)
    for (family, role), levels in reading.tracks.items():
        ids = [_role_id(role, level.name) for level in levels.values()]
        for role_id, level in zip(ids, levels.values(), strict=True):
            proposed.append(_proposed_role(role_id, level, family=family, role=role, skill_ids=skill_ids))
        order = _declared_order(ids, list(levels.values()), reading.findings)
        if order:
            place = next(iter(levels.values())).place
            proposed.append(Proposed(place=place, proposal=_ladder(role, order)))
        elif len(ids) > 1:
            unarranged[role] = ids
    return Taxonomy(proposed=proposed, findings=reading.findings, unarranged=unarranged)


def _skill_ids(
    reading: _Reading, *, register: SkillRegister, source_note: str, proposed: list[Proposed]
) -> Mapping[str, str]:
    """The id of each skill that the table names, by its folded name; new ones are proposed."""
    found: dict[str, str] = {}
    for key, ask in _asks(reading):
        if key in found:
            continue
        known = register.called(ask.skill)
        if known is None:
            new_id = register.free_id(ask.skill, else_with="ladder")
            proposal = propose_skill(
                skill_id=new_id,
                name=ask.skill,
                esco_uri="",
                aliases=(),
                translations=(),
                broader_skill_ids=(),
                source_note=source_note,
                lifecycle=AS_IT_IS,
            )
            proposed.append(Proposed(place=ask.place, proposal=proposal))
            if proposal.entry:
                register.add(proposal.entry)
        found[key] = known.id if known else new_id
    return found


def _asks(reading: _Reading) -> Iterator[tuple[str, _Ask]]:
    for levels in reading.tracks.values():
        for level in levels.values():
            yield from level.asks.items()


def _role_id(role: str, level: str) -> str:
    return f"{slug(role)}.{slug(level)}"[:ID_AT_MOST]


def _proposed_role(
    role_id: str, level: _RoleLevel, *, family: str, role: str, skill_ids: Mapping[str, str]
) -> Proposed:
    proposal = propose_role(
        role_id=role_id,
        name=level.name,
        description=" · ".join(part for part in (family, role, level.role_type) if part),
        occupation_uri="",
        requirements=[
            ProposedRequirement(
                requirement_id="", demand=SkillLevel(skill_id=skill_ids[key], level=ask.level), weight=None
            )
            for key, ask in level.asks.items()
        ],
        lifecycle=AS_IT_IS,
    )
    return Proposed(place=level.place, proposal=proposal)


def _declared_order(
    ids: Sequence[str], levels: Sequence[_RoleLevel], findings: list[Finding]
) -> Sequence[str]:
    """The ids in the order that the table declares; nothing where it declares none, or none that makes sense."""
    if not any(level.rungs for level in levels) or len(levels) < RUNGS_AT_LEAST:
        return ()
    rungs = [next(iter(level.rungs)) if len(level.rungs) == 1 else "" for level in levels]
    for level, rung in zip(levels, rungs, strict=True):
        if not rung.isdecimal() or rungs.count(rung) > 1:
            message = "Each level of a role needs one whole number of its own as its rung, or none has any."
            findings.append(Finding(place=level.place, severity=Severity.ERROR, column=RUNG, message=message))
            return ()
    return [role_id for _, role_id in sorted(zip(map(int, rungs), ids, strict=True))]


def _ladder(role: str, order: Sequence[str]) -> Proposal[Ladder]:
    return propose_ladder(
        ladder_id=slug(role), name=role, kind=LadderKind.PROMOTION, role_ids=order, lifecycle=AS_IT_IS
    )
