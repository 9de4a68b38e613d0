"""What a credential costs to get and to keep: every sentence of the rule, and what has to hold for any credential."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.catalog.v1 import entries_pb2 as pb
from cairn.common.v1.money_pb2 import Money as MoneyMessage
from cairn_catalog.domain.cost import Money, Payer
from cairn_catalog.domain.credential import Credential
from cairn_catalog.domain.holding_cost import CostItem, HoldingCost, holding_cost, renewals
from cairn_catalog.domain.money_words import money_words
from cairn_catalog.domain.validity import Validity
from tests.support.catalog import samples
from tests.support.catalog.samples import changed, sound
from tests.support.catalog.strategies import COSTS, VALIDITIES


def _dollars(amount: int) -> MoneyMessage:
    return MoneyMessage(currency="USD", minor_units=100 * amount)


def _credential(*, effort_hours: int = 180, validity: str = "P3Y", **cost: Any) -> Credential:
    message = changed(samples.CREDENTIAL, effort_hours=effort_hours, validity=validity, cost=pb.Cost(**cost))
    credential = sound(message)
    assert isinstance(credential, Credential)
    return credential


def _amounts(account: HoldingCost) -> dict[CostItem, int | None]:
    return {line.item: line.amount.minor_units // 100 if line.amount else None for line in account.lines}


def test_a_subscription_is_paid_for_every_begun_month_of_learning() -> None:
    credential = _credential(basis=pb.COST_BASIS_MONTHLY, price=_dollars(49), validity="")
    account = holding_cost(credential, years=3, weekly_hours=10)
    assert (account.months, _amounts(account)) == (5, {CostItem.SUBSCRIPTION: 245})
    assert account.lines[0].explanation == "49.00 USD a month for 5 months: 180 hours at 10 a week."
    assert account.complete


def test_an_exam_is_paid_once_and_renewals_when_a_validity_ends_before_the_years_are_over() -> None:
    credential = _credential(
        basis=pb.COST_BASIS_EXAM_FEE, price=_dollars(575), renewal_fee=_dollars(150), validity="P3Y"
    )
    assert _amounts(holding_cost(credential, years=3, weekly_hours=5)) == {
        CostItem.EXAM: 575,
        CostItem.RENEWAL: 0,
    }
    ten = holding_cost(credential, years=10, weekly_hours=5)
    assert _amounts(ten) == {CostItem.EXAM: 575, CostItem.RENEWAL: 450}
    assert ten.total == Money(currency="USD", minor_units=102_500)


def test_a_renewal_has_its_own_interval_where_one_is_said() -> None:
    credential = _credential(
        basis=pb.COST_BASIS_EXAM_FEE, price=_dollars(749), renewal_fee=_dollars(135), renewal_interval="P1Y"
    )
    assert _amounts(holding_cost(credential, years=3, weekly_hours=5))[CostItem.RENEWAL] == 270


def test_course_subscription_and_exam_add_up() -> None:
    credential = _credential(
        basis=pb.COST_BASIS_ONE_PRICE,
        price=_dollars(100),
        subscription_per_month=_dollars(10),
        exam_fee=_dollars(50),
        effort_hours=52,
        validity="",
    )
    account = holding_cost(credential, years=1, weekly_hours=6)
    assert _amounts(account) == {CostItem.PRICE: 100, CostItem.SUBSCRIPTION: 20, CostItem.EXAM: 50}


def test_what_is_free_has_no_lines_and_is_complete() -> None:
    account = holding_cost(_credential(basis=pb.COST_BASIS_FREE, validity=""), years=5, weekly_hours=5)
    assert (account.lines, account.total, account.shares, account.complete) == ((), None, (), True)
    assert account.remarks == ("Learning is free.",)


def test_what_is_not_known_is_named_and_makes_the_total_a_lower_bound() -> None:
    unknown_hours = _credential(
        basis=pb.COST_BASIS_MONTHLY, price=_dollars(49), exam_fee=_dollars(90), effort_hours=0, validity=""
    )
    account = holding_cost(unknown_hours, years=1, weekly_hours=5)
    assert _amounts(account) == {CostItem.SUBSCRIPTION: None, CostItem.EXAM: 90}
    assert (account.months, account.complete, account.total and account.total.minor_units) == (
        None,
        False,
        9000,
    )
    nothing_known = holding_cost(_credential(), years=1, weekly_hours=5)
    assert (nothing_known.complete, nothing_known.total) == (False, None)


def test_a_renewal_without_a_known_fee_is_a_remark() -> None:
    credential = _credential(basis=pb.COST_BASIS_FREE, validity="P1Y")
    assert holding_cost(credential, years=3, weekly_hours=5).remarks[-1] == (
        "Renewals are not counted: it ends 2 times before the years are over, and no fee is known."
    )


@pytest.mark.parametrize(
    ("payer", "shares"),
    [
        (pb.PAYER_EMPLOYER, {Payer.EMPLOYER: 101}),
        (pb.PAYER_EMPLOYEE, {Payer.EMPLOYEE: 101}),
        (pb.PAYER_SHARED, {Payer.EMPLOYER: 51, Payer.EMPLOYEE: 50}),
        (pb.PAYER_UNSPECIFIED, {Payer.UNKNOWN: 101}),
    ],
)
def test_the_total_is_split_by_who_usually_pays(payer: Any, shares: dict[Payer, int]) -> None:
    price = MoneyMessage(currency="EUR", minor_units=101)
    credential = _credential(basis=pb.COST_BASIS_ONE_PRICE, price=price, usual_payer=payer)
    account = holding_cost(credential, years=1, weekly_hours=5)
    assert {who: amount.minor_units for who, amount in account.shares} == shares


@pytest.mark.parametrize(
    ("interval", "years", "expected"),
    [
        (Validity(years=1), 1, 0),
        (Validity(years=3), 4, 1),
        (Validity(years=2), 10, 4),
        (Validity(months=18), 3, 1),
        (Validity(weeks=52), 1, 1),
        (Validity(years=100), 50, 0),
    ],
)
def test_renewals_are_those_that_fall_due_within_the_years(
    interval: Validity, years: int, expected: int
) -> None:
    assert renewals(interval, years=years) == expected


@pytest.mark.parametrize(
    ("money", "words"),
    [
        (Money(currency="USD", minor_units=4905), "49.05 USD"),
        (Money(currency="EUR", minor_units=250_000), "2,500.00 EUR"),
        (Money(currency="JPY", minor_units=1200), "1,200 JPY"),
        (Money(currency="KWD", minor_units=5), "0.005 KWD"),
    ],
)
def test_money_is_written_with_its_currencys_decimals(money: Money, words: str) -> None:
    assert money_words(money) == words


_CREDENTIALS = st.builds(
    lambda cost, validity, hours: replace(_credential(), cost=cost, validity=validity, effort_hours=hours),
    COSTS,
    VALIDITIES,
    st.none() | st.integers(1, 5000),
)


@given(_CREDENTIALS, st.integers(1, 49), st.integers(1, 79))
def test_holding_it_longer_never_costs_less_and_learning_faster_never_more(
    credential: Credential, years: int, weekly_hours: int
) -> None:
    account = holding_cost(credential, years=years, weekly_hours=weekly_hours)
    longer = holding_cost(credential, years=years + 1, weekly_hours=weekly_hours)
    faster = holding_cost(credential, years=years, weekly_hours=weekly_hours + 1)
    assert _units(faster) <= _units(account) <= _units(longer)


@given(_CREDENTIALS, st.integers(1, 50), st.integers(1, 80))
def test_the_shares_add_up_to_the_total_in_its_currency(
    credential: Credential, years: int, weekly_hours: int
) -> None:
    account = holding_cost(credential, years=years, weekly_hours=weekly_hours)
    assert sum(amount.minor_units for _, amount in account.shares) == _units(account)
    assert {amount.currency for _, amount in account.shares} <= {"EUR"}


def _units(account: HoldingCost) -> int:
    return account.total.minor_units if account.total else 0
