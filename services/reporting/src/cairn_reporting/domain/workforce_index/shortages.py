"""The gap of sets of people as set algebra: its cost goes with what is asked for, not with how many people there are."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from pyroaring import BitMap

from cairn_reporting.domain.catalogue import Credential, Role
from cairn_reporting.domain.demands import CredentialDemand, SkillDemand
from cairn_reporting.domain.gaps import gap_demands
from cairn_reporting.domain.workforce_index.index import Source, credential, word

HIGHEST_LEVEL = 4


@dataclass(frozen=True, slots=True)
class Compared:
    """People who are held against the same role."""

    people: BitMap
    role: Role


@dataclass(frozen=True, slots=True)
class Shortage:
    """Who is asked for something, and who of these has it not."""

    demand: SkillDemand | CredentialDemand
    demanded: BitMap
    short: BitMap


class Granting:
    """Through which sources something is held: a credential by itself; a skill by each credential that grants it, and by assessments."""

    def __init__(self, credentials: Iterable[Credential]) -> None:
        self._by_skill: dict[str, list[tuple[int, Source]]] = {}
        for each in credentials:
            for skill_id, level in each.grants.items():
                self._by_skill.setdefault(skill_id, []).append((level, credential(each.credential_id)))
        self._known: dict[SkillDemand | CredentialDemand, Sequence[Source]] = {}

    def sources(self, demand: SkillDemand | CredentialDemand) -> Sequence[Source]:
        """Whoever holds one of them meets the demand, and nobody else does."""
        found = self._known.get(demand)
        if found is None:
            found = self._known[demand] = self._sources(demand)
        return found

    def _sources(self, demand: SkillDemand | CredentialDemand) -> Sequence[Source]:
        match demand:
            case CredentialDemand(credential_id=credential_id):
                return [credential(credential_id)]
            case SkillDemand(skill_id=skill_id, level=asked):
                granted = self._by_skill.get(skill_id, ())
                return [
                    *(source for level, source in granted if level >= asked),
                    *(word(skill_id, level) for level in range(asked, HIGHEST_LEVEL + 1)),
                ]


def shortages(
    *,
    compared: Iterable[Compared],
    granting: Granting,
    holders: Callable[[Source], BitMap],
    held: Collection[Source] | None,
) -> Sequence[Shortage]:
    """For everything that a line of a gap can name, who of these people is asked for it and who of them has it not.

    `held`: what these people hold, where it is known; nothing else is looked at. None: anything.
    """
    # Several demands are met by the same source, and at another date each is a computation.
    known: dict[Source, BitMap] = {}
    asking: dict[SkillDemand | CredentialDemand, list[BitMap]] = {}
    for each in compared:
        for demand in dict.fromkeys(gap_demands([each.role])):
            asking.setdefault(demand, []).append(each.people)
    found = []
    for demand, sets in asking.items():
        demanded = _union(sets)
        if demanded:
            sources = [each for each in granting.sources(demand) if held is None or each in held]
            known.update((each, holders(each)) for each in sources if each not in known)
            having = _union([known[each] for each in sources])
            found.append(Shortage(demand=demand, demanded=demanded, short=demanded - having))
    return found


def _union(sets: Sequence[BitMap]) -> BitMap:
    return BitMap.union(*sets) if len(sets) > 1 else (sets[0] if sets else BitMap())
