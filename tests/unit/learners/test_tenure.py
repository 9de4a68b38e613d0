"""Since when somebody holds a role, and which were held before: what changes of position tell."""

from dataclasses import replace
from datetime import date, timedelta

from cairn_learners.domain.people import Person, change
from cairn_learners.domain.tenure import RoleHeld
from tests.support.learners.builders import TODAY, a_person

HIRED = date(2025, 3, 1)
CLERK = a_person(role_id="clerk", taken_on=HIRED)


def _moved(person: Person, *, role_id: str | None, taken_on: date | None = None) -> Person:
    position = replace(person.profile.position, role_id=role_id, taken_on=taken_on)
    return change(person, replace(person.profile, position=position), today=TODAY)


def test_another_role_ends_the_one_before_on_its_first_day() -> None:
    guide = _moved(CLERK, role_id="guide", taken_on=date(2026, 1, 1))
    assert guide.past_roles == (RoleHeld(role_id="clerk", taken_on=HIRED, left_on=date(2026, 1, 1)),)
    assert guide.profile.position.taken_on == date(2026, 1, 1)


def test_a_role_that_nobody_dates_is_held_from_today_on() -> None:
    guide = _moved(CLERK, role_id="guide")
    assert guide.profile.position.taken_on == TODAY
    assert guide.past_roles == (RoleHeld(role_id="clerk", taken_on=HIRED, left_on=TODAY),)


def test_what_is_known_of_the_same_role_stays_where_nobody_says_it_again() -> None:
    assert _moved(CLERK, role_id="clerk") is CLERK


def test_another_role_since_the_same_day_is_a_correction() -> None:
    corrected = _moved(CLERK, role_id="guide", taken_on=HIRED)
    assert corrected.past_roles == ()
    assert _moved(CLERK, role_id="guide", taken_on=HIRED - timedelta(days=1)).past_roles == ()


def test_a_role_of_which_nobody_knows_the_first_day_leaves_nothing_behind() -> None:
    undated = a_person(role_id="clerk")
    assert _moved(undated, role_id="guide").past_roles == ()


def test_whoever_leaves_a_role_for_none_has_held_it_up_to_today() -> None:
    without = _moved(CLERK, role_id=None)
    assert without.past_roles == (RoleHeld(role_id="clerk", taken_on=HIRED, left_on=TODAY),)
    assert without.profile.position.taken_on is None


def test_roles_add_up_in_the_order_in_which_they_were_left() -> None:
    back = _moved(_moved(CLERK, role_id="guide", taken_on=date(2025, 9, 1)), role_id="clerk")
    assert [each.role_id for each in back.past_roles] == ["clerk", "guide"]
    assert back.version == CLERK.version + 2
