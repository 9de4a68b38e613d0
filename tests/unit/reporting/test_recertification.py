"""Which credentials are held, due and lapsed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from cairn_reporting.domain.achievements import Achievement
from cairn_reporting.domain.recertification import Expiry, RecertificationLine, recertification_lines
from tests.support.reporting.builders import catalogue, credential, day, held, period, portfolios

CATALOGUE = catalogue(credential("pmp"), credential("aws"))


def _lines(achievements: Sequence[Achievement], *, at: int = 100) -> tuple[RecertificationLine, ...]:
    of_people = portfolios(CATALOGUE, {each.person_id for each in achievements}, achievements)
    return recertification_lines(portfolios=of_people, catalogue=CATALOGUE, at=day(at))


def _counts(line: RecertificationLine) -> tuple[int, int, int, int]:
    return line.valid, line.due_in_30_days, line.due_in_90_days, line.lapsed


def test_who_lapses_within_30_days_is_also_due_within_90() -> None:
    (line,) = _lines(
        [
            held("a1", "pmp", period(0, 130), person_id="ada"),
            held("a2", "pmp", period(0, 190), person_id="bob"),
            held("a3", "pmp", period(0, 191), person_id="cleo"),
            held("a4", "pmp", period(0, None), person_id="dan"),
        ]
    )
    assert _counts(line) == (4, 1, 2, 0)
    assert [(each.person_id, each.lapsed) for each in line.expiries] == [("ada", False), ("bob", False)]


def test_who_held_it_and_holds_it_no_longer_has_lapsed_from_the_instant_of_expiry_on() -> None:
    achievements = [held("a1", "pmp", period(0, 100))]
    assert _counts(_lines(achievements, at=99)[0]) == (1, 1, 1, 0)
    (line,) = _lines(achievements)
    assert _counts(line) == (0, 0, 0, 1)
    assert line.expiries == (Expiry("ada", "a1", day(100), day(99).date(), lapsed=True),)


def test_who_renewed_without_a_break_is_valid_until_the_last_period_ends() -> None:
    (line,) = _lines([held("a1", "pmp", period(0, 110)), held("a2", "pmp", period(110, 150))])
    assert _counts(line) == (1, 0, 1, 0)
    assert line.expiries == (Expiry("ada", "a2", day(150), day(149).date(), lapsed=False),)


def test_who_renews_later_has_lapsed_in_between() -> None:
    achievements = [held("a1", "pmp", period(0, 90)), held("a2", "pmp", period(110, 400))]
    assert _counts(_lines(achievements)[0]) == (0, 0, 0, 1)
    assert _counts(_lines(achievements, at=110)[0]) == (1, 0, 0, 0)


def test_an_old_certificate_does_not_make_a_holder_lapsed() -> None:
    (line,) = _lines([held("a1", "pmp", period(0, 50)), held("a2", "pmp", period(60, None))])
    assert _counts(line) == (1, 0, 0, 0)
    assert line.expiries == ()


def test_what_begins_later_and_what_is_not_verified_has_no_line() -> None:
    assert (
        _lines([held("a1", "pmp", period(101, 200)), held("a2", "aws", period(0, None), verified=False)])
        == ()
    )


def test_lines_go_by_name_and_expiries_by_the_earliest_end() -> None:
    lines = _lines(
        [
            held("a1", "pmp", period(0, None)),
            held("a2", "aws", period(0, 120), person_id="ada"),
            held("a3", "aws", period(0, 50), person_id="cleo"),
            held("a4", "aws", period(0, 50), person_id="bob"),
        ]
    )
    assert [line.credential_name for line in lines] == ["AWS", "PMP"]
    assert [each.person_id for each in lines[0].expiries] == ["bob", "cleo", "ada"]


def test_the_end_of_time_is_far_enough() -> None:
    far = (9_999 - 2_026) * 365
    assert _counts(_lines([held("a1", "pmp", period(0, far))], at=far - 10)[0]) == (1, 1, 1, 0)


def test_each_count_of_who_is_due_has_the_shorter_ones_in_it() -> None:
    ends = (107, 108, 130, 131, 160, 161)
    (line,) = _lines([held(f"a{end}", "pmp", period(0, end), person_id=f"p{end}") for end in ends])
    assert (line.due_in_7_days, line.due_in_30_days, line.due_in_60_days, line.due_in_90_days) == (1, 3, 5, 6)


def test_who_is_suspended_has_not_lapsed_and_lapses_when_the_validity_itself_is_over() -> None:
    cut = held("a1", "pmp", period(0, 90), period(120, 400))
    suspended = replace(cut, suspensions=(period(90, 120),))
    (line,) = _lines([suspended])
    assert (_counts(line), line.suspended) == ((0, 0, 0, 0), 1)
    assert [(each.lapsed, each.suspended) for each in line.expiries] == [(False, True)]
    (back,) = _lines([suspended], at=120)
    assert (back.valid, back.suspended) == (1, 0)
    (over,) = _lines([suspended], at=400)
    assert (over.lapsed, over.suspended) == (1, 0)


def test_the_last_day_is_that_of_the_policys_time_zone_where_it_was_said() -> None:
    said = replace(period(0, 110), last_valid_on=date(2031, 12, 31))
    (line,) = _lines([held("a1", "pmp", said)])
    assert [each.last_valid_on for each in line.expiries] == [date(2031, 12, 31)]
