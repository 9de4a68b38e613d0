"""Which role the people of an index are compared with: the same as in `comparisons`, for many at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from pyroaring import BitMap

from cairn_platform.errors import NotFoundError
from cairn_reporting.application.ports import Facts
from cairn_reporting.application.skill_gaps import GapQuestion, asked_list
from cairn_reporting.application.workforce.entries import Entries
from cairn_reporting.domain.catalogue import Role
from cairn_reporting.domain.comparison import FOR_GAPS, RoleChoice, next_role_id
from cairn_reporting.domain.dimensions import Dimension
from cairn_reporting.domain.workforce_index.groups import Aim
from cairn_reporting.domain.workforce_index.index import WorkforceIndex
from cairn_reporting.domain.workforce_index.shortages import Compared


@dataclass(frozen=True, slots=True)
class ComparedAlike:
    """People who are compared with the same role for the same reason; no choice where it was asked for by name."""

    people: BitMap
    role: Role
    choice: RoleChoice | None


def compared_with_one(
    index: WorkforceIndex,
    *,
    people: BitMap,
    role_id: str | None,
    choices: Sequence[RoleChoice],
    entries: Entries,
    facts: Facts,
    as_of: datetime,
) -> Sequence[ComparedAlike]:
    """Each of the people at most once: with the role asked for by name, else with the first that the choices give; whom no role is
    found for is left out.

    Raises NotFoundError for a role asked for that is not there.
    """
    if role_id is not None:
        role = entries.roles({role_id}, facts=facts).get(role_id)
        if role is None:
            raise NotFoundError("role")
        return [ComparedAlike(people, role, None)]
    found: list[ComparedAlike] = []
    left = people
    for choice in choices:
        chosen = list(roles_chosen(index, choice=choice, entries=entries, facts=facts, as_of=as_of))
        roles = entries.roles({each for each, _ in chosen}, facts=facts)
        alike = [
            ComparedAlike(members & left, roles[each], choice) for each, members in chosen if each in roles
        ]
        found.extend(each for each in alike if each.people)
        left = left - BitMap.union(BitMap(), *(each.people for each in alike))
    return found


def roles_chosen(
    index: WorkforceIndex, *, choice: RoleChoice, entries: Entries, facts: Facts, as_of: datetime
) -> Iterator[tuple[str, BitMap]]:
    """The roles that the choice gives, and to whom; the same role may come more than once."""
    if choice is RoleChoice.TARGET:
        yield from index.groups.by(Aim.TARGET_ROLE, at=as_of)
        return
    ladders = entries.ladders(facts=facts) if choice is RoleChoice.NEXT else ()
    for role_id, members in index.groups.by(Aim.OWN_ROLE, at=as_of):
        chosen = next_role_id(role_id=role_id, ladders=ladders) if choice is RoleChoice.NEXT else role_id
        if chosen:
            yield chosen, members


def compared_for_gaps(
    index: WorkforceIndex,
    *,
    people: BitMap,
    question: GapQuestion,
    entries: Entries,
    facts: Facts,
    as_of: datetime,
) -> Iterator[Compared]:
    """Who is held against what; whom no role is found for is left out. Raises NotFoundError for a role asked for that is not there."""
    granting = entries.granting(index.credential_ids, facts=facts)
    if question.demands:
        yield Compared(people, granting.asked_by(asked_list(question.demands)))
        return
    if question.role_id is not None:
        role = entries.roles({question.role_id}, facts=facts).get(question.role_id)
        if role is None:
            raise NotFoundError("role")
        yield Compared(people, granting.asked_by(role))
        return
    choice = question.choice or FOR_GAPS
    chosen = _chosen_for_gaps(index, people=people, choice=choice, entries=entries, facts=facts, as_of=as_of)
    roles = entries.roles({role_id for role_id, _ in chosen}, facts=facts)
    for role_id, here in chosen:
        if role_id in roles:
            yield Compared(here, granting.asked_by(roles[role_id]))


def _chosen_for_gaps(
    index: WorkforceIndex,
    *,
    people: BitMap,
    choice: RoleChoice,
    entries: Entries,
    facts: Facts,
    as_of: datetime,
) -> Sequence[tuple[str, BitMap]]:
    """The roles that the choice gives, of several positions those of all, and to whom of these people."""
    if choice is RoleChoice.OWN:
        return [each for each in index.groups.by_among(people, Dimension.ROLE, at=as_of) if each[0]]
    chosen = roles_chosen(index, choice=choice, entries=entries, facts=facts, as_of=as_of)
    return [(role_id, here) for role_id, members in chosen if (here := members & people)]
