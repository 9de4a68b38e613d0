"""Somebody leaves, returns, and works in several positions at once: one person, one history."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn_learners.domain.employment import Employment
from cairn_learners.domain.people import Person, change, profile_from
from cairn_learners.domain.tenure import Position, RoleHeld
from cairn_platform.errors import InvalidFieldsError
from tests.support.learners.builders import TODAY, a_draft, a_person, lines

HIRED = date(2020, 1, 1)
LAST_DAY = date(2024, 6, 30)
BACK = date(2026, 2, 1)
ONE_DAY = timedelta(days=1)
CLERK = a_person(role_id="clerk", taken_on=HIRED, hired_on=HIRED)


def _position(role_id: str | None, *, taken_on: date | None = None) -> Position:
    return Position(title="", role_id=role_id, department_id=None, manager_id=None, taken_on=taken_on)


def _said(person: Person, **said: object) -> Person:
    return change(person, replace(person.profile, **said), today=TODAY)  # type: ignore[arg-type]


LEFT = _said(CLERK, left_on=LAST_DAY)
RETURNED = _said(LEFT, left_on=None, hired_on=BACK, position=_position("clerk"))


def test_the_last_day_counts_and_the_day_after_it_does_not() -> None:
    assert LEFT.is_employed_on(LAST_DAY)
    assert not LEFT.is_employed_on(LAST_DAY + ONE_DAY)


def test_leaving_removes_nothing() -> None:
    assert (LEFT.person_id, LEFT.profile.position, LEFT.past_roles) == ("ann", CLERK.profile.position, ())


def test_whoever_returns_stays_the_same_person_with_the_employment_before() -> None:
    assert RETURNED.person_id == CLERK.person_id
    assert RETURNED.past_employments == (Employment(hired_on=HIRED, left_on=LAST_DAY),)
    assert RETURNED.is_employed_on(TODAY)


def test_a_role_ends_with_the_employment_and_begins_with_the_next() -> None:
    assert RETURNED.past_roles == (RoleHeld(role_id="clerk", taken_on=HIRED, left_on=LAST_DAY + ONE_DAY),)
    assert RETURNED.profile.position.taken_on == BACK


def test_a_position_that_is_said_to_be_older_than_the_return_begins_with_it() -> None:
    profile = replace(LEFT.profile, left_on=None, hired_on=BACK)
    once = change(LEFT, profile, today=TODAY)
    assert once.profile.position.taken_on == BACK
    assert change(once, profile, today=TODAY) is once


def test_a_last_day_that_is_taken_back_was_never_one() -> None:
    stayed = _said(LEFT, left_on=None)
    assert stayed.past_employments == ()
    assert stayed.profile == CLERK.profile


def test_what_was_said_of_an_earlier_employment_stays() -> None:
    with pytest.raises(InvalidFieldsError, match="An earlier employment lasted until 2024-06-30"):
        _said(RETURNED, hired_on=LAST_DAY)


def test_nobody_leaves_before_the_first_day() -> None:
    with pytest.raises(InvalidFieldsError, match="last day lies before the first"):
        profile_from(a_draft(hired_on="2026-02-01", left_on="2026-01-31"))
    profile_from(a_draft(hired_on="2026-02-01", left_on="2026-02-01"))


def test_a_second_position_is_held_beside_the_first() -> None:
    both = _said(CLERK, further_positions=(_position("guide"),))
    assert both.past_roles == ()
    assert [each.taken_on for each in both.profile.positions] == [HIRED, TODAY]


def test_a_second_position_that_becomes_the_first_keeps_its_first_day() -> None:
    both = _said(CLERK, further_positions=(_position("guide", taken_on=date(2022, 5, 1)),))
    guide = _said(both, position=_position("guide"), further_positions=())
    assert guide.profile.position.taken_on == date(2022, 5, 1)
    assert guide.past_roles == (RoleHeld(role_id="clerk", taken_on=HIRED, left_on=TODAY),)


def test_positions_that_change_places_end_no_role() -> None:
    both = _said(CLERK, further_positions=(_position("guide", taken_on=date(2022, 5, 1)),))
    swapped = _said(both, position=_position("guide"), further_positions=(_position("clerk"),))
    assert swapped.past_roles == ()
    assert [each.taken_on for each in swapped.profile.positions] == [date(2022, 5, 1), HIRED]


def test_a_role_that_was_held_in_two_positions_at_once_counts_once() -> None:
    both = _said(CLERK, further_positions=(_position("clerk", taken_on=date(2022, 5, 1)),))
    left = _said(both, position=_position(None), further_positions=())
    assert left.past_roles == (RoleHeld(role_id="clerk", taken_on=HIRED, left_on=TODAY),)


def test_who_has_left_is_in_no_team_but_keeps_the_line_together() -> None:
    line = replace(lines(cleo=None, ben="cleo", ann="ben", dora="ben"), gone=frozenset({"ben", "dora"}))
    assert line.below("cleo") == {"ann"}
    assert line.directly_below("cleo") == frozenset()
    assert line.directly_below("ben") == {"ann"}
    assert line.with_somebody_below == {"ben"}


@given(
    days=st.lists(st.dates(date(2000, 1, 1), date(2030, 1, 1)), min_size=2, max_size=8, unique=True),
    role_ids=st.lists(st.sampled_from(["clerk", "guide", None]), min_size=8, max_size=8),
)
def test_however_often_somebody_comes_and_goes_no_two_times_of_one_history_overlap(
    days: list[date], role_ids: list[str | None]
) -> None:
    person = a_person(role_id=role_ids[0], hired_on=date(1999, 1, 1), taken_on=date(1999, 1, 1))
    for place, day in enumerate(sorted(days)):
        if place % 2 == 0:
            person = _said(person, left_on=day)
        else:
            person = _said(person, left_on=None, hired_on=day, position=_position(role_ids[place]))
    ends = [each.left_on for each in person.past_employments]
    assert ends == sorted(set(ends))
    for role_id in ("clerk", "guide"):
        held = [each for each in person.past_roles if each.role_id == role_id]
        assert all(one.left_on <= other.taken_on for one, other in pairwise(held))
