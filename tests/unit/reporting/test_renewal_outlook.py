"""Who is in grace, and what renewing costs."""

from dataclasses import replace

import pytest

from cairn.catalog.v1 import entries_pb2
from cairn.common.v1 import money_pb2
from cairn.learners.v1 import certification_pb2, events_pb2, progress_pb2
from cairn.reporting.v1 import reporting_service_pb2 as contract
from cairn_reporting.adapters.kafka import states
from cairn_reporting.domain.achievements import Achievement
from cairn_reporting.domain.catalogue import Catalogue
from cairn_reporting.domain.costs import CredentialCost, Money
from cairn_reporting.domain.periods import Period
from cairn_reporting.domain.recertification import (
    RecertificationLine,
    recertification_lines,
    renewal_costs,
    without_cost_count,
)
from tests.support.reporting.agreement import timestamp
from tests.support.reporting.builders import catalogue, credential, day, held, period, portfolios
from tests.support.reporting.calling import ReportingEndpoint

YEN, EURO = Money("JPY", 9000), Money("EUR", 5000)


def _line(*achievements: Achievement, at: int = 100) -> RecertificationLine:
    of_people = portfolios(
        catalogue(credential("pmp")), {each.person_id for each in achievements}, achievements
    )
    (line,) = recertification_lines(portfolios=of_people, catalogue=catalogue(credential("pmp")), at=day(at))
    return line


def _in_grace(*periods: Period, grace: Period, achievement_id: str = "a1") -> Achievement:
    return replace(held(achievement_id, "pmp", *periods), graces=(grace,))


def test_who_is_in_a_grace_that_does_not_count_has_not_lapsed_and_is_not_valid() -> None:
    line = _line(_in_grace(period(0, 90), grace=period(90, 120)))
    assert (line.valid, line.in_grace, line.lapsed) == (0, 1, 0)
    (expiry,) = line.expiries
    assert (expiry.in_grace, expiry.lapsed, expiry.valid_until) == (True, False, day(90))


def test_who_is_in_a_grace_that_counts_is_valid_and_due_when_it_ends() -> None:
    line = _line(_in_grace(period(0, 120), grace=period(90, 120)))
    assert (line.valid, line.in_grace, line.lapsed, line.due_in_30_days) == (1, 1, 0, 1)


def test_a_grace_begins_when_the_validity_ends_and_is_over_at_its_end() -> None:
    achievement = _in_grace(period(0, 90), grace=period(90, 120))
    assert [_line(achievement, at=at).in_grace for at in (89, 90, 119, 120)] == [0, 1, 1, 0]
    assert [_line(achievement, at=at).lapsed for at in (89, 90, 119, 120)] == [0, 0, 0, 1]


def test_who_holds_it_by_another_achievement_is_not_in_grace() -> None:
    line = _line(_in_grace(period(0, 90), grace=period(90, 120)), held("a2", "pmp", period(95, 400)))
    assert (line.valid, line.in_grace) == (1, 0)


def test_what_is_suspended_is_not_in_grace() -> None:
    suspended = replace(_in_grace(period(0, 90), grace=period(90, 120)), suspensions=(period(80, 130),))
    line = _line(suspended)
    assert (line.suspended, line.in_grace, line.lapsed) == (1, 0, 0)


def _priced(renewals: dict[str, Money | None]) -> Catalogue:
    return catalogue(
        *(
            replace(credential(each), cost=CredentialCost(price=None, is_free=False, renewal=renewal))
            for each, renewal in renewals.items()
        )
    )


def test_renewing_costs_what_each_who_is_due_pays_and_currencies_are_never_added() -> None:
    priced = _priced({"pmp": EURO, "aws": EURO, "jlpt": YEN, "own": None})
    achievements = [
        held("a1", "pmp", period(0, 105), person_id="ada"),
        held("a2", "pmp", period(0, 150), person_id="bob"),
        held("a3", "aws", period(0, 125), person_id="ada"),
        held("a4", "jlpt", period(0, 185), person_id="ada"),
        held("a5", "own", period(0, 110), person_id="bob"),
        held("a6", "pmp", period(0, 50), person_id="cleo"),
    ]
    lines = recertification_lines(
        portfolios=portfolios(priced, {"ada", "bob", "cleo"}, achievements),
        catalogue=priced,
        at=day(100),
    )
    euro, yen = renewal_costs(lines)
    assert [
        each.minor_units
        for each in (euro.due_in_7_days, euro.due_in_30_days, euro.due_in_60_days, euro.due_in_90_days)
    ] == [5000, 10_000, 15_000, 15_000]
    assert (yen.due_in_60_days, yen.due_in_90_days) == (Money("JPY", 0), YEN)
    assert without_cost_count(lines) == 1


@pytest.mark.parametrize(
    ("held_period", "expected"),
    [
        ({}, [(50, 80)]),
        ({"renewed_at": timestamp(day(60))}, [(50, 60)]),
        ({"renewed_at": timestamp(day(40))}, []),
        ({"grace_until": timestamp(day(50))}, []),
    ],
)
def test_a_grace_lasts_until_it_is_over_or_the_credential_is_renewed(
    held_period: dict[str, object], expected: list[tuple[int, int]]
) -> None:
    told = {
        "valid_from": timestamp(day(0)),
        "valid_until": timestamp(day(50)),
        "grace_until": timestamp(day(80)),
        **held_period,
    }
    state = events_pb2.AchievementState(
        achievement_id="a1",
        person_id="ada",
        credential_id="pmp",
        decision=progress_pb2.DECISION_VERIFIED,
        decided_at=timestamp(day(3)),
        held_periods=[certification_pb2.HeldPeriod(**told)],  # type: ignore[arg-type]
    )
    found = states.achievement(state)
    assert found.graces == tuple(period(*each) for each in expected)


def test_what_was_taken_back_has_no_grace_after_that() -> None:
    state = events_pb2.AchievementState(
        achievement_id="a1",
        person_id="ada",
        credential_id="pmp",
        decision=progress_pb2.DECISION_VERIFIED,
        held_periods=[
            certification_pb2.HeldPeriod(
                valid_from=timestamp(day(0)), valid_until=timestamp(day(50)), grace_until=timestamp(day(80))
            )
        ],
        marks=[certification_pb2.Mark(kind=certification_pb2.MARK_KIND_REVOKED, at=timestamp(day(60)))],
    )
    assert states.achievement(state).graces == (period(50, 60),)


def _dollars(minor_units: int) -> money_pb2.Money:
    return money_pb2.Money(currency="USD", minor_units=minor_units)


@pytest.mark.parametrize(
    ("cost", "validity", "expected"),
    [
        (entries_pb2.Cost(), "", (None, False, None)),
        (entries_pb2.Cost(basis=entries_pb2.COST_BASIS_FREE), "", (None, True, None)),
        (
            entries_pb2.Cost(basis=entries_pb2.COST_BASIS_FREE, exam_fee=_dollars(900)),
            "",
            (Money("USD", 900), False, None),
        ),
        (
            entries_pb2.Cost(
                basis=entries_pb2.COST_BASIS_ONE_PRICE, price=_dollars(100), exam_fee=_dollars(20)
            ),
            "",
            (Money("USD", 120), False, None),
        ),
        (
            entries_pb2.Cost(basis=entries_pb2.COST_BASIS_MONTHLY, price=_dollars(49)),
            "",
            (None, False, None),
        ),
        (
            entries_pb2.Cost(
                basis=entries_pb2.COST_BASIS_EXAM_FEE,
                price=_dollars(300),
                renewal_fee=_dollars(50),
                renewal_interval="P1Y",
            ),
            "P3Y",
            (Money("USD", 300), False, Money("USD", 150)),
        ),
        (
            entries_pb2.Cost(renewal_fee=_dollars(60)),
            "P3Y",
            (None, False, Money("USD", 60)),
        ),
        (
            entries_pb2.Cost(renewal_fee=_dollars(60), renewal_interval="P3Y"),
            "P18M",
            (None, False, Money("USD", 60)),
        ),
    ],
)
def test_what_getting_and_renewing_cost_is_what_the_catalogue_says_and_else_unknown(
    cost: entries_pb2.Cost, validity: str, expected: tuple[Money | None, bool, Money | None]
) -> None:
    state = entries_pb2.Credential(
        credential_id="pmp",
        name="PMP",
        kind=entries_pb2.CREDENTIAL_KIND_INDUSTRY_CERTIFICATION,
        cost=cost,
        validity=validity,
    )
    found = states.credential(state).cost
    assert (found.price, found.is_free, found.renewal) == expected


def test_the_outlook_of_each_unit_stands_beside_that_of_all(reporting: ReportingEndpoint) -> None:
    answer = reporting.caller("hr").call(
        "ReportRecertification",
        contract.ReportRecertificationRequest(group_by=contract.DIMENSION_DEPARTMENT),
    )
    assert [each.credential_name for each in answer.lines] == ["PMP", "Python Course"]
    found = {
        group.group: (
            group.people_count,
            {line.credential_id: (line.valid, line.lapsed) for line in group.lines},
        )
        for group in answer.groups
    }
    assert found == {"data": (2, {"course": (1, 0)}), "it": (4, {"pmp": (1, 1)})}
