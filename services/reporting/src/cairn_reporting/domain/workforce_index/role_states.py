"""How ready many people are for a role: what `readiness_of` says of each of them, as set algebra."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from cairn_reporting.domain.catalogue import Requirement, Role
from cairn_reporting.domain.demands import CredentialDemand
from cairn_reporting.domain.readiness import NEARLY_SHARE, ReadinessState
from cairn_reporting.domain.ready_periods import HELPFUL_SHARE
from cairn_reporting.domain.workforce_index.holders import bitmap_of, members_of
from cairn_reporting.domain.workforce_index.moment import Moment
from cairn_reporting.domain.workforce_index.spans import weighing

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Standing:
    """Who of the people meets one requirement, and of whom there is nothing to judge it by."""

    requirement: Requirement
    met: BitMap
    unknown: BitMap

    @property
    def weight(self) -> int:
        """Among what helps; a must-have weighs as much as any other."""
        return 1 if self.requirement.weight is None else self.requirement.weight


def role_states(
    role: Role, *, people: BitMap, moment: Moment, irreplaceable: frozenset[str]
) -> Mapping[ReadinessState, BitMap]:
    """Each of the people in one state. `irreplaceable` are the ids of licences and degrees."""
    found = ready_or_not(role, people=people, moment=moment, irreplaceable=irreplaceable)
    ready = found[ReadinessState.READY]
    for_ever = _for_ever(role, ready=ready, moment=moment)
    return {**found, ReadinessState.READY: for_ever, ReadinessState.READY_UNTIL: ready - for_ever}


def ready_or_not(
    role: Role, *, people: BitMap, moment: Moment, irreplaceable: frozenset[str]
) -> Mapping[ReadinessState, BitMap]:
    """The same where it does not matter whether readiness will end: who is ready until an instant is among the ready."""
    standings = [_standing(each, people=people, moment=moment) for each in role.requirements]
    musts = [each for each in standings if each.requirement.weight is None]
    helpful = [each for each in standings if each.requirement.weight is not None]
    tally = _Tally(people)
    blocked = BitMap.union(
        BitMap(), *(people - each.met for each in musts if _is_irreplaceable(each.requirement, irreplaceable))
    )
    asked, met = tally.asked(musts), tally.met(musts)
    helping = tally.counted(helpful) > 0
    asked = asked + helping
    met = met + (helping & (tally.met(helpful) >= float(HELPFUL_SHARE) * tally.asked(helpful)))
    judged = (asked > 0) | (not role.requirements)
    ready = tally.where(judged & (met == asked)) - blocked
    nearly = tally.where(judged & (met >= float(NEARLY_SHARE) * asked)) - blocked - ready
    return {
        ReadinessState.READY: ready,
        ReadinessState.NEARLY: nearly,
        ReadinessState.NOT_YET: people - ready - nearly - blocked,
        ReadinessState.BLOCKED: blocked,
    }


def _for_ever(role: Role, *, ready: BitMap, moment: Moment) -> BitMap:
    """Who of those who are ready stays so, as things are known."""
    found = ready
    for each in role.requirements:
        if found and each.weight is None:
            now = _standing(each, people=found, moment=moment)
            found = now.unknown | moment.for_ever(each.demand, among=now.met)
    helpful = [each for each in role.requirements if each.weight is not None]
    return _helped_for_ever(helpful, people=found, moment=moment) if found and helpful else found


def _helped_for_ever(helpful: Sequence[Requirement], *, people: BitMap, moment: Moment) -> BitMap:
    """Of whom half of what helps is met from now on without an end, be it by one thing after the other.

    When what is met is looked at only for those of whom enough will be met for ever at last, but not all of that yet.
    """
    tally = _Tally(people)
    now = [_standing(each, people=people, moment=moment) for each in helpful]
    lasting = [replace(each, met=moment.for_ever(each.requirement.demand, among=each.met)) for each in now]
    at_last = [replace(each, met=moment.at_last(each.requirement.demand, among=people)) for each in now]
    asked = tally.asked(now)
    half = float(HELPFUL_SHARE) * asked
    found = tally.where(tally.met(lasting) >= half)
    undecided = tally.where(tally.met(at_last) >= half) - found
    for of_whom in np.unique(asked):
        some = undecided & tally.where(asked == of_whom)
        if some:
            spans = [(each.weight, moment.spans(each.requirement.demand, people=some)) for each in now]
            found |= moment.from_now_on(weighing(ceil(HELPFUL_SHARE * int(of_whom)), spans))
    return found


def _standing(requirement: Requirement, *, people: BitMap, moment: Moment) -> _Standing:
    met = moment.meeting(requirement.demand) & people
    return _Standing(
        requirement=requirement, met=met, unknown=moment.unknown(requirement.demand, among=people - met)
    )


def _is_irreplaceable(requirement: Requirement, irreplaceable: frozenset[str]) -> bool:
    demand = requirement.demand
    return isinstance(demand, CredentialDemand) and demand.credential_id in irreplaceable


class _Tally:
    """Counts for each of some people, by their places among them."""

    def __init__(self, people: BitMap) -> None:
        self._people = members_of(people)

    def met(self, standings: Sequence[_Standing]) -> Counts:
        """What is met, by weight."""
        return self._sum([(each.weight, each.met) for each in standings])

    def asked(self, standings: Sequence[_Standing]) -> Counts:
        """What there are facts for, by weight."""
        return sum((each.weight for each in standings), self._zeros()) - self._sum(
            [(each.weight, each.unknown) for each in standings]
        )

    def counted(self, standings: Sequence[_Standing]) -> Counts:
        """How much of it there are facts for."""
        return len(standings) - self._sum([(1, each.unknown) for each in standings])

    def where(self, chosen: NDArray[np.bool_]) -> BitMap:
        """Those of the people."""
        return bitmap_of(self._people[chosen])

    def _sum(self, weighed: Sequence[tuple[int, BitMap]]) -> Counts:
        found = self._zeros()
        for weight, some in weighed:
            if some:
                found[np.searchsorted(self._people, members_of(some))] += weight
        return found

    def _zeros(self) -> Counts:
        return np.zeros(len(self._people), dtype=np.int64)
