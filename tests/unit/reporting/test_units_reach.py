"""Whom an HR partner may ask about: everybody with a position in the given departments or below, and nobody else."""

from datetime import timedelta

from cairn.learners.v1 import events_pb2
from cairn_platform.clock import utc_now
from cairn_platform.identity import Principal
from cairn_reporting.application.reach import Reach, reach_of
from tests.support.reporting.company import NOW, everything, person
from tests.support.reporting.events import event
from tests.support.reporting.memory import InMemoryFacts, InMemoryReadModels
from tests.support.reporting.responsibilities import responsible


def _facts(*told: events_pb2.HrResponsibilityState | events_pb2.PersonState) -> InMemoryFacts:
    read_models = InMemoryReadModels()
    read_models.apply(everything())
    read_models.apply([event(each, tenant_id="acme", version=2, at=NOW) for each in told])
    return read_models.facts("acme")


def _reach(facts: InMemoryFacts, person_id: str, *roles: str) -> Reach:
    principal = Principal(
        tenant_id="acme",
        subject=f"account-{person_id}",
        roles=frozenset(roles),
        client_id="portal",
        email=None,
        email_verified=False,
    )
    return reach_of(principal=principal, facts=facts)


def test_a_partner_reaches_the_given_departments_and_oneself() -> None:
    facts = _facts(responsible("fay", "data"))
    assert _reach(facts, "fay", "hr-partner").person_ids == frozenset({"fay", "cleo", "dan"})


def test_departments_below_belong_to_a_unit() -> None:
    facts = _facts(responsible("fay", "it"))
    assert _reach(facts, "fay", "hr-partner").person_ids == frozenset(
        {"ada", "bob", "cleo", "dan", "eve", "fay"}
    )


def test_a_second_position_in_a_unit_counts() -> None:
    eve = person("eve", manager="ada", role="lead")
    eve.further_positions.add(department_id="data")
    facts = _facts(responsible("fay", "data"), eve)
    assert _reach(facts, "fay", "hr-partner").person_ids == frozenset({"fay", "cleo", "dan", "eve"})


def test_a_partner_without_units_reaches_only_oneself() -> None:
    assert _reach(_facts(), "fay", "hr-partner").person_ids == frozenset({"fay"})


def test_units_without_the_role_give_nothing() -> None:
    assert _reach(_facts(responsible("fay", "data")), "fay", "employee").person_ids == frozenset({"fay"})


def test_hr_is_not_limited_by_units() -> None:
    facts = _facts(responsible("fay", "data"))
    assert _reach(facts, "fay", "hr", "hr-partner").person_ids is None


def test_a_managers_line_comes_beside_the_units() -> None:
    facts = _facts(responsible("eve", "data"))
    assert _reach(facts, "eve", "manager", "hr-partner").person_ids == frozenset(
        {"eve", "fay", "cleo", "dan"}
    )


def test_it_holds_from_its_first_day_to_its_last_and_not_once_it_is_taken_back() -> None:
    today = utc_now().date()
    yesterday, tomorrow = today - timedelta(days=1), today + timedelta(days=1)
    for given, holds in (
        (responsible("fay", "data", from_on=today, until_on=today), True),
        (responsible("fay", "data", from_on=yesterday, until_on=None), True),
        (responsible("fay", "data", from_on=tomorrow, until_on=None), False),
        (responsible("fay", "data", from_on=yesterday, until_on=yesterday), False),
        (responsible("fay", "data", taken_back=True), False),
    ):
        assert _reach(_facts(given), "fay", "hr-partner").covers("cleo") is holds, given


def test_a_partner_asks_by_the_own_departments_and_who_leads_somebody_by_any() -> None:
    facts = _facts(responsible("fay", "data"), responsible("eve", "data"))
    partner, manager = _reach(facts, "fay", "hr-partner"), _reach(facts, "eve", "manager", "hr-partner")
    assert partner.shows_department("data")
    assert not partner.shows_department("it")
    assert manager.shows_department("it")
