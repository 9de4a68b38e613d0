"""A path is assigned to an audience, and each person in it is enrolled once."""

from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn_learners.domain.assignments import (
    MOST_PEOPLE_ENROLLED,
    Audience,
    as_seen_within,
    check_assignment,
    check_audience,
    give,
    people_in,
    start_step,
)
from cairn_learners.domain.hierarchy import Hierarchy
from cairn_learners.domain.reach import Reach, reach_of
from cairn_platform.errors import InvalidFieldsError, NotFoundError, RoleRequiredError
from tests.support.learners.builders import (
    NOW,
    TODAY,
    TOMORROW,
    YESTERDAY,
    an_assignment,
    an_audience,
    an_enrolment,
    lines,
)

LINES = lines(cleo=None, ben="cleo", ann="ben", abe="ben", bob="cleo", zoe=None, yan="zoe")


def _reach(own_id: str | None, *roles: str) -> Reach:
    return reach_of(roles=frozenset(roles), own_id=own_id, lines=LINES)


CLEO = _reach("cleo", "manager")
HR = _reach(None, "hr")


def _people(audience: Audience, reach: Reach = HR) -> list[str]:
    return people_in(audience, lines=LINES, reach=reach)


def _violations(error: InvalidFieldsError) -> list[tuple[str, str]]:
    return [(each.field, each.reason) for each in error.violations]


def test_an_audience_is_people_and_teams_and_each_person_counts_once() -> None:
    assert _people(an_audience("ann", "yan", "ann", teams=["ben"])) == ["abe", "ann", "yan"]


def test_a_team_is_who_reports_directly_or_with_sub_teams_everybody_below() -> None:
    assert _people(an_audience(teams=["cleo"])) == ["ben", "bob"]
    assert _people(an_audience(teams=["cleo"], sub_teams=True)) == ["abe", "ann", "ben", "bob"]


def test_a_manager_assigns_to_the_own_line_at_any_depth() -> None:
    assert _people(an_audience("ann", teams=["cleo", "ben"]), CLEO) == ["abe", "ann", "ben", "bob"]


@pytest.mark.parametrize(
    ("audience", "resource"),
    [
        (an_audience("nobody"), "person"),
        (an_audience("ann", "yan"), "person"),
        (an_audience(teams=["zoe"]), "team"),
        (an_audience(teams=["nobody"]), "team"),
        (an_audience(teams=["ann"]), "team"),
    ],
)
def test_whoever_is_outside_the_managers_line_does_not_exist_for_the_manager(
    audience: Audience, resource: str
) -> None:
    with pytest.raises(NotFoundError, match=f"There is no such {resource}."):
        _people(audience, CLEO)


def test_an_unknown_person_is_not_found_for_hr_either() -> None:
    with pytest.raises(NotFoundError):
        _people(an_audience("nobody"))


def test_a_manager_assigns_nothing_to_themselves() -> None:
    with pytest.raises(RoleRequiredError):
        _people(an_audience("cleo"), CLEO)


def test_an_assignment_is_for_somebody() -> None:
    with pytest.raises(InvalidFieldsError) as refused:
        check_audience(an_audience())
    assert _violations(refused.value) == [("audience", "REQUIRED")]


def test_an_audience_names_at_most_500_people_and_50_teams() -> None:
    ids = [f"p{number}" for number in range(501)]
    with pytest.raises(InvalidFieldsError) as refused:
        check_audience(an_audience(*ids, teams=ids[:51]))
    assert _violations(refused.value) == [
        ("audience.person_ids", "TOO_MANY"),
        ("audience.team_ids", "TOO_MANY"),
    ]


def test_more_people_than_fit_into_one_transaction_are_refused() -> None:
    many: dict[str, str | None] = {
        "boss": None,
        **{f"p{number}": "boss" for number in range(MOST_PEOPLE_ENROLLED + 1)},
    }
    with pytest.raises(InvalidFieldsError) as refused:
        people_in(an_audience(teams=["boss"]), lines=Hierarchy(many), reach=HR)
    assert _violations(refused.value) == [("audience", "TOO_MANY")]


def _due(due_on: str, note: str = "") -> object:
    return check_assignment(audience=an_audience("ann"), due_on=due_on, note=note, today=TODAY)


def test_the_due_date_is_today_or_later_or_there_is_none() -> None:
    assert _due(TODAY.isoformat()) == TODAY
    assert _due(TOMORROW.isoformat()) == TOMORROW
    assert _due("") is None


@pytest.mark.parametrize(("due_on", "reason"), [(YESTERDAY.isoformat(), "IN_PAST"), ("soon", "NOT_A_DATE")])
def test_a_due_date_in_the_past_is_refused(due_on: str, reason: str) -> None:
    with pytest.raises(InvalidFieldsError) as refused:
        _due(due_on)
    assert _violations(refused.value) == [("due_on", reason)]


def test_a_note_has_at_most_500_characters() -> None:
    with pytest.raises(InvalidFieldsError) as refused:
        _due("", note="x" * 501)
    assert _violations(refused.value) == [("note", "TOO_LONG")]


def test_who_is_on_the_path_already_is_not_put_on_it_again() -> None:
    numbers = count(1)
    changed = give(
        an_assignment("a2", due_on=TOMORROW),
        due_days={"abe": TOMORROW, "ann": TOMORROW},
        enrolments={"ann": an_enrolment("ann")},
        new_id=lambda: f"e{next(numbers)}",
        now=NOW,
    )
    abe, ann = changed
    assert (ann.enrolment_id, ann.assignment_id, ann.version, ann.due_on) == (
        "ann-on-path",
        "a1",
        2,
        TOMORROW,
    )
    assert [each.assignment_id for each in ann.asks] == ["a1", "a2"]
    assert (abe.enrolment_id, abe.person_id, abe.assignment_id, abe.path_id) == ("e1", "abe", "a2", "path")
    assert (abe.due_on, abe.enrolled_at, abe.version) == (TOMORROW, NOW, 1)


def test_a_step_is_begun_once() -> None:
    begun = start_step(an_enrolment("ann"), step_id="s1", now=NOW)
    assert (begun.version, begun.has_started("s1"), begun.has_started("s2")) == (2, True, False)
    assert start_step(begun, step_id="s1", now=NOW) is begun


def test_an_audience_does_not_name_whom_its_reader_does_not_see() -> None:
    audience = an_audience("ann", "yan", teams=["ben", "zoe"])
    assert as_seen_within(audience, reach=CLEO) == an_audience("ann", teams=["ben"])
    assert as_seen_within(audience, reach=_reach("yan", "employee")) == an_audience("yan")
    assert as_seen_within(audience, reach=HR) == audience


@given(
    people=st.lists(st.sampled_from(sorted(LINES.above_of)), max_size=5),
    teams=st.lists(st.sampled_from(["cleo", "ben", "zoe"]), max_size=3),
    sub_teams=st.booleans(),
)
def test_nobody_is_in_an_audience_who_was_not_named_and_is_in_no_team_of_it(
    people: list[str], teams: list[str], sub_teams: bool
) -> None:
    found = _people(an_audience(*people, teams=teams, sub_teams=sub_teams))
    assert len(found) == len(set(found))
    for person_id in LINES.above_of:
        above, line = LINES.above_of[person_id], set[str]()
        while above is not None:
            line.add(above)
            above = LINES.above_of[above] if sub_teams else None
        assert (person_id in found) == (person_id in people or not line.isdisjoint(teams))
