"""How ready the people of an index are: the same answers as person by person, by set algebra."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from pyroaring import BitMap

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
from cairn_reporting.domain.workforce_index.role_states import role_states

States = Mapping[ReadinessState, BitMap]


def states_by_role(
    index: WorkforceIndex,
    *,
    compared: Sequence[ComparedAlike],
    entries: Entries,
    facts: Facts,
    as_of: datetime,
) -> Sequence[tuple[Role, States]]:
    """For each role who of those who are compared with it is in which state."""
    roles = {each.role.role_id: each.role for each in compared}
    conditions = entries.conditions(
        roles.values(), credential_ids=frozenset(index.credential_ids), facts=facts
    )
    irreplaceable = entries.irreplaceable(roles.values(), facts=facts)
    moment = Moment(index, conditions, at=as_of)
    people: dict[str, BitMap] = {}
    for each in compared:
        people[each.role.role_id] = people.get(each.role.role_id, BitMap()) | each.people
    return [
        (role, role_states(role, people=people[role_id], moment=moment, irreplaceable=irreplaceable))
        for role_id, role in roles.items()
    ]


def counted(
    index: WorkforceIndex,
    *,
    people: BitMap,
    states: Sequence[States],
    group_by: Dimension | None,
    as_of: datetime,
) -> CountedReadiness:
    """The figures of the people, in all and group by group."""
    together = {state: BitMap.union(BitMap(), *(each[state] for each in states)) for state in ReadinessState}
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
