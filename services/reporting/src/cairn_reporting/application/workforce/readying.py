"""How ready the people of an index are: the same answers as person by person, by set algebra."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pyroaring import BitMap

from cairn_reporting.application.pipeline import OnTheWay, StandAlike
from cairn_reporting.application.ports import Facts
from cairn_reporting.application.readiness_figures import CountedReadiness
from cairn_reporting.application.workforce.comparing import ComparedAlike
from cairn_reporting.application.workforce.entries import Entries
from cairn_reporting.domain.catalogue import Role
from cairn_reporting.domain.dimensions import Dimension
from cairn_reporting.domain.readiness import ReadinessState
from cairn_reporting.domain.readiness_figures import ReadinessFigures
from cairn_reporting.domain.workforce_index.index import WorkforceIndex
from cairn_reporting.domain.workforce_index.moment import Moment
from cairn_reporting.domain.workforce_index.role_states import ready_or_not, role_states

States = Mapping[ReadinessState, BitMap]


@dataclass(frozen=True, slots=True)
class Asking:
    """What tells of the roles that people are compared with, at one moment."""

    roles: Mapping[str, Role]
    people: Mapping[str, BitMap]
    moment: Moment
    irreplaceable: frozenset[str]

    def states(self) -> Mapping[str, States]:
        """Who of those who are compared with a role is in which state, by role id; whether readiness will end is not looked at."""
        return {
            role_id: ready_or_not(
                role,
                people=self.people[role_id],
                moment=self.moment,
                irreplaceable=self.irreplaceable,
            )
            for role_id, role in self.roles.items()
        }

    def ready(self) -> BitMap:
        """Who is ready for a role."""
        return BitMap.union(BitMap(), *(each[ReadinessState.READY] for each in self.states().values()))


def asking(
    index: WorkforceIndex,
    *,
    compared: Sequence[ComparedAlike],
    entries: Entries,
    facts: Facts,
    as_of: datetime,
) -> Asking:
    """Of the people who are compared, at `as_of`."""
    roles = {each.role.role_id: each.role for each in compared}
    conditions = entries.conditions(roles.values(), credential_ids=index.credential_ids, facts=facts)
    people: dict[str, BitMap] = {}
    for each in compared:
        people[each.role.role_id] = people.get(each.role.role_id, BitMap()) | each.people
    return Asking(
        roles=roles,
        people=people,
        moment=Moment(index, conditions, at=as_of),
        irreplaceable=entries.irreplaceable(roles.values(), facts=facts),
    )


def states_by_role(
    index: WorkforceIndex,
    *,
    compared: Sequence[ComparedAlike],
    entries: Entries,
    facts: Facts,
    as_of: datetime,
) -> Sequence[States]:
    """For each role who of those who are compared with it is in which state."""
    asked = asking(index, compared=compared, entries=entries, facts=facts, as_of=as_of)
    return [
        role_states(
            role,
            people=asked.people[role_id],
            moment=asked.moment,
            irreplaceable=asked.irreplaceable,
        )
        for role_id, role in asked.roles.items()
    ]


def in_states(states: Sequence[States], asked: Collection[ReadinessState]) -> BitMap:
    """Who is in one of the states that are asked for, whatever the role."""
    return BitMap.union(BitMap(), *(by_role[state] for by_role in states for state in asked))


def on_the_way(
    index: WorkforceIndex,
    *,
    people: BitMap,
    compared: Sequence[ComparedAlike],
    until: datetime,
    entries: Entries,
    facts: Facts,
    as_of: datetime,
) -> OnTheWay:
    """Who is how far on the way to which role, and for whom of the others something begins by `until`."""
    asked = asking(index, compared=compared, entries=entries, facts=facts, as_of=as_of)
    standing: list[StandAlike] = []
    changing = BitMap()
    states = asked.states()
    for role_id, role in asked.roles.items():
        waiting = asked.people[role_id] - states[role_id][ReadinessState.READY]
        for requirement in role.requirements if waiting else ():
            changing |= waiting & asked.moment.changing(requirement.demand, until=until)
    for each in compared:
        for state, some in states[each.role.role_id].items():
            person_ids = index.person_ids(some & each.people)
            standing.append(StandAlike(person_ids, role=each.role, choice=each.choice, state=state))
    everybody = BitMap.union(BitMap(), *(each.people for each in compared))
    return OnTheWay(
        standing=standing,
        changing=frozenset(index.person_ids(changing)),
        without_role_count=len(people - everybody),
    )


def counted(
    index: WorkforceIndex,
    *,
    people: BitMap,
    states: Sequence[States],
    group_by: Dimension | None,
    as_of: datetime,
) -> CountedReadiness:
    """The figures of the people, in all and group by group."""
    together = {state: in_states(states, [state]) for state in ReadinessState}
    groups = {}
    for group, members in index.groups.by(group_by, at=as_of) if group_by else ():
        here = members & people
        if here:
            groups[group] = ReadinessFigures(
                {state: some.intersection_cardinality(here) for state, some in together.items()}
            )
    return CountedReadiness(
        in_all=ReadinessFigures({state: len(some) for state, some in together.items()}), groups=groups
    )
