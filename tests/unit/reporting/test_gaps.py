"""The gap of a set of people."""

from cairn_reporting.domain.catalogue import Role
from cairn_reporting.domain.gaps import ComparedPerson, Gap, skill_gaps
from tests.support.reporting.builders import (
    catalogue,
    credential,
    day,
    held,
    period,
    portfolio,
    proof,
    role,
    skill,
)

CATALOGUE = catalogue(
    credential("course", {"python": 2}), credential("exam", {"python": 3, "sql": 2}), credential("pmp")
)


def _compared(person_id: str, of: Role, *credential_ids: str) -> ComparedPerson:
    achievements = [held(f"{person_id}-{each}", each, period(0, 10)) for each in credential_ids]
    return ComparedPerson(person_id=person_id, portfolio=portfolio(CATALOGUE, *achievements), roles=(of,))


def _gaps(*people: ComparedPerson, at: int = 5) -> tuple[Gap, ...]:
    return skill_gaps(people=people, catalogue=CATALOGUE, at=day(at))


def test_a_line_says_how_many_are_asked_have_it_and_have_it_not() -> None:
    engineer = role(skill("python", 3))
    (line,) = _gaps(
        _compared("cleo", engineer), _compared("ada", engineer, "course"), _compared("bob", engineer, "exam")
    )
    assert (line.name, line.demanded, line.supplied, line.short) == ("Python", 3, 1, 2)
    assert line.short_person_ids == ("ada", "cleo")


def test_the_same_skill_at_two_levels_makes_two_lines() -> None:
    junior, senior = role(skill("python", 2), role_id="junior"), role(skill("python", 3), role_id="senior")
    lines = _gaps(_compared("ada", junior, "course"), _compared("bob", senior, "course"))
    assert [(line.demand, line.demanded, line.short) for line in lines] == [
        (skill("python", 3), 1, 1),
        (skill("python", 2), 1, 0),
    ]


def test_a_person_counts_once_in_a_line_however_often_the_role_asks() -> None:
    (line,) = _gaps(_compared("ada", role(skill("python", 3), skill("python", 3))))
    assert (line.demanded, line.short_person_ids) == (1, ("ada",))


def test_credentials_have_lines_of_their_own() -> None:
    manager = role(proof("pmp"))
    (line,) = _gaps(_compared("ada", manager, "pmp"), _compared("bob", manager, "exam"))
    assert (line.demand, line.name, line.supplied, line.short_person_ids) == (
        proof("pmp"),
        "PMP",
        1,
        ("bob",),
    )


def test_the_largest_shortage_comes_first_then_name_and_level() -> None:
    wide = role(proof("pmp"), skill("sql", 2), skill("python", 3), skill("python", 1))
    lines = _gaps(_compared("ada", wide), _compared("bob", wide, "pmp"))
    assert [(line.name, line.short) for line in lines] == [
        ("Python", 2),
        ("Python", 2),
        ("Sql", 2),
        ("PMP", 1),
    ]
    assert [line.demand for line in lines[:2]] == [skill("python", 1), skill("python", 3)]


def test_a_gap_opens_at_the_instant_of_expiry() -> None:
    compared = _compared("ada", role(proof("pmp")), "pmp")
    assert [_gaps(compared, at=instant)[0].short for instant in (9, 10)] == [0, 1]


def test_nobody_and_roles_that_ask_for_nothing_have_no_gap() -> None:
    assert _gaps() == ()
    assert _gaps(_compared("ada", role())) == ()
