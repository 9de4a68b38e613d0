"""Who usually pays for a plan."""

from hypothesis import given
from hypothesis import strategies as st

from cairn_catalog.domain.cost import Payer
from cairn_catalog.domain.planning.candidates import Candidate
from cairn_catalog.domain.planning.measures import measure
from cairn_catalog.domain.planning.paying import paying
from tests.support.catalog.planning import candidate, usd


def test_each_pays_what_is_usual_and_of_what_is_shared_a_half() -> None:
    steps = [
        candidate("a", {}, price=usd(1000), payer=Payer.EMPLOYER),
        candidate("b", {}, price=usd(501), payer=Payer.SHARED),
        candidate("c", {}, price=usd(70)),
    ]
    found = paying(steps, weekly_hours=10)
    assert found.by_payer == {Payer.EMPLOYER: 1251, Payer.EMPLOYEE: 250, Payer.UNKNOWN: 70}


def test_steps_bear_a_shared_subscription_by_their_hours() -> None:
    steps = [
        candidate("short", {}, price=usd(0, per_month=4900), hours=10, payer=Payer.EMPLOYEE),
        candidate("long", {}, price=usd(0, per_month=4900), hours=20, payer=Payer.EMPLOYER),
    ]
    found = paying(steps, weekly_hours=10)
    assert found.by_step == {"short": 1633, "long": 3267}
    assert found.by_payer == {Payer.EMPLOYEE: 1633, Payer.EMPLOYER: 3267}


def test_aid_can_be_asked_for_a_part_and_lowers_nothing() -> None:
    steps = [candidate("a", {}, has_aid=True), candidate("b", {}, has_aid=False), candidate("c", {})]
    found = paying(steps, weekly_hours=10)
    assert (found.aid_possible, sum(found.by_payer.values())) == (100, 300)


_STEPS = st.lists(
    st.builds(
        candidate,
        st.uuids().map(str),
        st.just({}),
        price=st.none() | st.builds(usd, st.integers(0, 999), per_month=st.sampled_from([0, 4900, 3901])),
        hours=st.none() | st.integers(1, 300),
        payer=st.sampled_from(Payer),
    ),
    max_size=6,
)


@given(steps=_STEPS, weekly_hours=st.integers(1, 80))
def test_all_shares_together_are_the_cost_of_the_plan(steps: list[Candidate], weekly_hours: int) -> None:
    found = paying(steps, weekly_hours=weekly_hours)
    cost = measure(steps, weekly_hours=weekly_hours).cost
    assert sum(found.by_payer.values()) == sum(found.by_step.values()) == cost
    assert min(found.by_step.values(), default=0) >= 0
