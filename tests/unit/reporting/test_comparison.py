"""Which role a person is compared with."""

from dataclasses import replace

import pytest

from cairn_reporting.domain.catalogue import Ladder
from cairn_reporting.domain.comparison import (
    FOR_GAPS,
    FOR_READINESS,
    Comparison,
    RoleChoice,
    comparison_for,
    next_role_id,
    roles_for,
)
from cairn_reporting.domain.workforce import Person, Position
from tests.support.reporting.builders import person, role

ROLES = {role_id: role(role_id=role_id) for role_id in ("junior", "senior", "lead", "head", "architect")}
LADDERS = (
    Ladder(ladder_id="b-craft", role_ids=("junior", "architect")),
    Ladder(ladder_id="a-line", role_ids=("junior", "senior", "lead", "head")),
    Ladder(ladder_id="c-late", role_ids=("head", "architect")),
)


def _compared(who: Person, choices: tuple[RoleChoice, ...]) -> tuple[str, RoleChoice | None] | None:
    found: Comparison | None = comparison_for(person=who, choices=choices, roles=ROLES, ladders=LADDERS)
    return (found.role.role_id, found.choice) if found else None


def test_readiness_looks_at_the_target_first() -> None:
    who = person("ada", role_id="junior", target_role_id="head")
    assert _compared(who, FOR_READINESS) == ("head", RoleChoice.TARGET)


def test_readiness_looks_at_the_next_rung_where_no_target_was_chosen() -> None:
    assert _compared(person("ada", role_id="senior"), FOR_READINESS) == ("lead", RoleChoice.NEXT)


def test_readiness_looks_at_the_own_role_at_the_top_of_the_ladder() -> None:
    assert _compared(person("ada", role_id="architect"), FOR_READINESS) == ("architect", RoleChoice.OWN)


def _gap_roles(who: Person, choice: RoleChoice) -> list[str]:
    found = roles_for(person=who, choice=choice, roles=ROLES, ladders=LADDERS)
    return [each.role_id for each in found]


def test_a_gap_is_measured_against_the_own_roles_alone() -> None:
    who = person("ada", role_id="junior", target_role_id="head")
    assert _gap_roles(who, FOR_GAPS) == ["junior"]
    assert _gap_roles(person("bob", target_role_id="head"), FOR_GAPS) == []


def test_a_gap_of_who_holds_several_positions_is_measured_against_all_their_roles_once() -> None:
    beside = tuple(Position(role_id, None, None) for role_id in ("architect", "junior", "unknown", None))
    who = replace(person("ada", role_id="junior"), further_positions=beside)
    assert _gap_roles(who, FOR_GAPS) == ["junior", "architect"]
    assert _gap_roles(who, RoleChoice.NEXT) == ["senior"]


def test_a_role_that_has_not_arrived_is_passed_over() -> None:
    who = person("ada", role_id="senior", target_role_id="brand-new")
    assert _compared(who, FOR_READINESS) == ("lead", RoleChoice.NEXT)
    assert _compared(who, (RoleChoice.TARGET,)) is None


def test_who_has_no_role_at_all_is_compared_with_none() -> None:
    assert _compared(person("ada"), FOR_READINESS) is None


@pytest.mark.parametrize(
    ("role_id", "following"),
    [("junior", "senior"), ("senior", "lead"), ("head", None), ("architect", None), ("unknown", None)],
)
def test_the_next_rung_is_that_of_the_first_ladder_by_id(role_id: str, following: str | None) -> None:
    assert next_role_id(role_id=role_id, ladders=LADDERS) == following
    assert next_role_id(role_id=role_id, ladders=LADDERS[::-1]) == following
