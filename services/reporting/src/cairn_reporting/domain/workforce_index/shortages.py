"""The gap of sets of people as set algebra: its cost goes with what is asked for, not with how many people there are."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from pyroaring import BitMap

from cairn_reporting.domain.catalogue import Credential, Role
from cairn_reporting.domain.demands import CredentialDemand, SkillDemand
from cairn_reporting.domain.gaps import gap_demands
from cairn_reporting.domain.workforce_index.index import Source, credential, word

HIGHEST_LEVEL = 4


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """What a line of a gap can name, and through which sources it is held. One object for each demand: it is known by itself."""

    demand: SkillDemand | CredentialDemand
    sources: frozenset[Source]


@dataclass(frozen=True, slots=True)
class Compared:
    """People of whom the same is asked."""

    people: BitMap
    asked: Sequence[Asked]


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
        self._known: dict[SkillDemand | CredentialDemand, Asked] = {}
        self._by_role: dict[str, tuple[Role, Sequence[Asked]]] = {}

    def sources(self, demand: SkillDemand | CredentialDemand) -> frozenset[Source]:
        """Whoever holds one of them meets the demand, and nobody else does."""
        return self._asked(demand).sources

    def asked_by(self, role: Role) -> Sequence[Asked]:
        """Whatever of that which the role asks for a line of a gap can name."""
        known = self._by_role.get(role.role_id)
        if known is None or known[0] is not role:
            demands = dict.fromkeys(gap_demands([role]))
            known = self._by_role[role.role_id] = role, tuple(map(self._asked, demands))
        return known[1]

    def _asked(self, demand: SkillDemand | CredentialDemand) -> Asked:
        found = self._known.get(demand)
        if found is None:
            found = self._known[demand] = Asked(demand, frozenset(self._sources(demand)))
        return found

    def _sources(self, demand: SkillDemand | CredentialDemand) -> Iterable[Source]:
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
    *, compared: Iterable[Compared], holders: Callable[[Source], BitMap], held: frozenset[Source] | None
) -> Sequence[Shortage]:
    """For everything that a line of a gap can name, who of these people is asked for it and who of them has it not.

    `held`: what these people hold, where it is known; nothing else is looked at. None: anything.
    """
    # Several demands are met by the same source, and at another date each is a computation.
    known = cache(holders)
    asking: dict[Asked, list[BitMap]] = {}
    for each in compared:
        for asked in each.asked:
            asking.setdefault(asked, []).append(each.people)
    found = []
    for asked, sets in asking.items():
        demanded = BitMap.union(*sets) if len(sets) > 1 else sets[0]
        if demanded:
            short = demanded
            for source in asked.sources if held is None else asked.sources & held:
                short = short - known(source)
            found.append(Shortage(asked.demand, demanded, short))
    return found
