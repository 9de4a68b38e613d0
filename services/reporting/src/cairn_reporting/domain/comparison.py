"""Which role a person is compared with."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from cairn_reporting.domain.catalogue import Ladder, Role
from cairn_reporting.domain.workforce import Person


class RoleChoice(Enum):
    """Which of a person's roles."""

    OWN = "own"
    TARGET = "target"
    NEXT = "next"


FOR_READINESS = (RoleChoice.TARGET, RoleChoice.NEXT, RoleChoice.OWN)
"""Readiness looks ahead: at the role aimed at, else at the next rung of a ladder, else at the own role."""

FOR_PROMOTION = (RoleChoice.TARGET, RoleChoice.NEXT)
"""A promotion leads to the role aimed at, else to the next rung of a ladder."""

FOR_GAPS = RoleChoice.OWN
"""A gap is measured against what people do now."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The role that somebody is compared with, and which of the person's roles it is.

    No choice where the role was asked for by name.
    """

    role: Role
    choice: RoleChoice | None


def next_role_id(*, role_id: str, ladders: Iterable[Ladder]) -> str | None:
    """The next rung of the first ladder, by ladder id, that has the role.

    None at the top of that ladder, and for a role that is on no ladder.
    """
    first = min(
        (ladder for ladder in ladders if role_id in ladder.role_ids),
        key=lambda ladder: ladder.ladder_id,
        default=None,
    )
    return first.rung_after(role_id) if first else None


def candidates(
    *, person: Person, choices: Iterable[RoleChoice], ladders: Iterable[Ladder]
) -> Iterator[tuple[RoleChoice, str]]:
    """The ids of the roles that the choices give for this person, in the order of the choices."""
    known_ladders = tuple(ladders)
    for choice in choices:
        match choice:
            case RoleChoice.OWN:
                role_id = person.role_id
            case RoleChoice.TARGET:
                role_id = person.target_role_id
            case RoleChoice.NEXT:
                own = person.role_id
                role_id = next_role_id(role_id=own, ladders=known_ladders) if own else None
        if role_id:
            yield choice, role_id


def comparison_for(
    *, person: Person, choices: Iterable[RoleChoice], roles: Mapping[str, Role], ladders: Iterable[Ladder]
) -> Comparison | None:
    """The first of the choices that gives a role of the catalogue; None where none does."""
    for choice, role_id in candidates(person=person, choices=choices, ladders=ladders):
        if role_id in roles:
            return Comparison(role=roles[role_id], choice=choice)
    return None


def roles_for(
    *, person: Person, choice: RoleChoice, roles: Mapping[str, Role], ladders: Iterable[Ladder]
) -> tuple[Role, ...]:
    """The roles of the catalogue that the choice gives for this person: of several positions the roles of all."""
    if choice is RoleChoice.OWN:
        role_ids: Iterable[str] = person.role_ids
    else:
        role_ids = (each for _, each in candidates(person=person, choices=(choice,), ladders=ladders))
    return tuple(roles[role_id] for role_id in role_ids if role_id in roles)
