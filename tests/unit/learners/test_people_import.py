"""Many people at once: each row for itself, managers in any order, circles refused for the rows that close them."""

from collections.abc import Mapping, Sequence

from hypothesis import given
from hypothesis import strategies as st

from cairn_learners.domain.people import Person, PersonDraft, Surroundings
from cairn_learners.domain.people_import import decide_people, read_rows
from cairn_learners.domain.rows import Row, RowOutcome, in_order, written
from tests.support.learners.builders import TODAY, a_draft, a_person


def _import(
    *drafts: PersonDraft, there: Sequence[Person] = (), roles: Sequence[str] = ()
) -> list[Row[Person]]:
    existing = {person.person_id: person for person in there}
    sound, refusals = read_rows(drafts)
    decided = decide_people(
        sound,
        existing={row.person_id: existing[row.person_id] for row in sound if row.person_id in existing},
        manager_of={person.person_id: person.manager_id for person in there},
        surroundings=Surroundings(
            person_ids=frozenset(existing),
            department_ids=frozenset({"sales"}),
            role_ids=frozenset(roles),
            holder_of_email={
                person.profile.email.lower(): person.person_id for person in there if person.profile.email
            },
        ),
        today=TODAY,
    )
    return in_order([*refusals, *decided])


def _said(rows: Sequence[Row[Person]]) -> list[tuple[str, str]]:
    return [(row.outcome.value, row.reason) for row in rows]


def test_a_manager_may_come_later_in_the_same_import() -> None:
    rows = _import(a_draft("ann", manager_id="ben"), a_draft("ben", manager_id="cleo"), a_draft("cleo"))
    assert _said(rows) == [("created", "")] * 3
    assert [row.id for row in rows] == ["ann", "ben", "cleo"]


def test_a_manager_who_is_nowhere_is_refused_and_so_is_who_leans_on_the_refused() -> None:
    rows = _import(a_draft("ann", manager_id="ben"), a_draft("ben", manager_id="nobody"), a_draft("bob"))
    assert _said(rows) == [
        ("refused", "UNKNOWN_REFERENCE"),
        ("refused", "UNKNOWN_REFERENCE"),
        ("created", ""),
    ]


def test_a_bad_row_leaves_the_good_ones_alone() -> None:
    rows = _import(a_draft("ann", given_name=""), a_draft("ben"), a_draft(""), a_draft("bob", hired_on="x"))
    assert _said(rows) == [
        ("refused", "REQUIRED"),
        ("created", ""),
        ("refused", "REQUIRED"),
        ("refused", "NOT_A_DATE"),
    ]
    assert rows[0].message == "given_name: This is needed."


def test_two_rows_about_one_person_are_one_too_many() -> None:
    assert _said(_import(a_draft("ann"), a_draft("ann", given_name="Anna"))) == [
        ("created", ""),
        ("refused", "DUPLICATE"),
    ]


def test_the_row_that_closes_a_circle_is_refused_and_of_new_people_who_leaned_on_it_too() -> None:
    rows = _import(a_draft("ann", manager_id="ben"), a_draft("ben", manager_id="ann"), a_draft("bob"))
    assert _said(rows) == [("refused", "UNKNOWN_REFERENCE"), ("refused", "CYCLE"), ("created", "")]


def test_a_circle_among_people_who_are_there_costs_only_the_row_that_closes_it() -> None:
    there = [a_person("ann"), a_person("ben"), a_person("cleo")]
    rows = _import(
        a_draft("ann", manager_id="ben", given_name="Ann"),
        a_draft("ben", manager_id="cleo", given_name="Ben"),
        a_draft("cleo", manager_id="ann", given_name="Cleo"),
        there=there,
    )
    assert _said(rows) == [("changed", ""), ("changed", ""), ("refused", "CYCLE")]
    assert "cleo is led by ann is led by ben is led by cleo" in rows[2].message


def test_two_who_change_places_are_no_circle() -> None:
    there = [a_person("boss"), a_person("vice", manager_id="boss")]
    rows = _import(
        a_draft("boss", given_name="Boss", manager_id="vice"),
        a_draft("vice", given_name="Vice"),
        there=there,
    )
    assert _said(rows) == [("changed", ""), ("changed", "")]


def test_a_refused_row_keeps_its_old_place_and_others_are_judged_by_that() -> None:
    there = [a_person("ann", manager_id="ben"), a_person("ben")]
    # The first row would free the way for the second, but it is refused: so the second closes a circle.
    rows = _import(
        a_draft("ann", manager_id="nobody"), a_draft("ben", given_name="Ben", manager_id="ann"), there=there
    )
    assert _said(rows) == [("refused", "UNKNOWN_REFERENCE"), ("refused", "CYCLE")]


def test_a_role_that_is_not_known_yet_refuses_the_row_with_that_reason() -> None:
    rows = _import(a_draft("ann", role_id="analyst"), a_draft("ben", role_id="lead"), roles=["analyst"])
    assert _said(rows) == [("created", ""), ("refused", "ROLE_NOT_YET_KNOWN")]


def test_a_mail_address_belongs_to_one_person() -> None:
    rows = _import(
        a_draft("ann", email="a@acme.example"),
        a_draft("abe", email="A@acme.example"),
        a_draft("bob", email="cleo@acme.example"),
        there=[a_person("cleo", email="cleo@acme.example")],
    )
    assert _said(rows) == [("created", ""), ("refused", "TAKEN"), ("refused", "TAKEN")]


def test_what_is_there_already_is_unchanged_and_not_written() -> None:
    rows = _import(
        a_draft("ann", given_name="Ann"),
        a_draft("ben", given_name="Benno"),
        there=[a_person("ann"), a_person("ben")],
    )
    assert _said(rows) == [("unchanged", ""), ("changed", "")]
    assert [(each.person_id, each.version) for each in written(rows)] == [("ben", 2)]


PEOPLE = [str(number) for number in range(7)]
ROWS = st.lists(
    st.builds(
        lambda person, manager: a_draft(person, given_name=person, manager_id=manager),
        st.sampled_from(PEOPLE),
        st.sampled_from(["", "nobody", *PEOPLE]),
    ),
    max_size=10,
)


def _applied(people: Mapping[str, Person], rows: Sequence[Row[Person]]) -> dict[str, Person]:
    return {**people, **{each.person_id: each for each in written(rows)}}


@given(first=ROWS, second=ROWS)
def test_after_any_imports_every_manager_is_there_and_no_line_is_a_circle(
    first: list[PersonDraft], second: list[PersonDraft]
) -> None:
    people: dict[str, Person] = {}
    for drafts in (first, second):
        people = _applied(people, _import(*drafts, there=list(people.values())))
        for person in people.values():
            assert person.manager_id is None or person.manager_id in people
            seen, above = {person.person_id}, person.manager_id
            while above is not None:
                assert above not in seen
                seen.add(above)
                above = people[above].manager_id


@given(before=ROWS, drafts=ROWS)
def test_the_same_import_twice_changes_nothing(before: list[PersonDraft], drafts: list[PersonDraft]) -> None:
    people = _applied({}, _import(*before))
    once = _import(*drafts, there=list(people.values()))
    people = _applied(people, once)
    twice = _import(*drafts, there=list(people.values()))
    assert written(twice) == []
    refused = [row.row for row in once if row.outcome is RowOutcome.REFUSED]
    assert [row.row for row in twice if row.outcome is RowOutcome.REFUSED] == refused
