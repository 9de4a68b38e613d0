"""What every implementation of the port `Enrolments` does."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from cairn.catalog.v1 import entries_pb2
from cairn.common.v1 import money_pb2
from cairn.learners.v1 import certification_pb2, events_pb2, exceptions_pb2, progress_pb2
from cairn_reporting.domain.allowances import Allowance, AllowanceKind
from cairn_reporting.domain.costs import CredentialCost, Money
from cairn_reporting.domain.plans import Enrolment
from tests.support.reporting.agreement import timestamp
from tests.support.reporting.builders import day, period
from tests.support.reporting.events import event
from tests.support.reporting.world import World

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def _tell(
    world: World, state: Any, *, tenant_id: str = "acme", version: int = 1, at: datetime = NOON
) -> None:
    world.apply([event(state, tenant_id=tenant_id, version=version, at=at)])


def _enrolment(enrolment_id: str, person_id: str, **fields: Any) -> events_pb2.EnrolmentState:
    return events_pb2.EnrolmentState(
        enrolment_id=enrolment_id, person_id=person_id, path_id="to-lead", **fields
    )


def test_enrolments_of_people_come_by_id_and_of_no_other_tenant(world: World) -> None:
    _tell(world, _enrolment("e2", "ada", due_on="2026-12-31"))
    _tell(world, _enrolment("e1", "bob", withdrawn_at=timestamp(NOON)))
    _tell(world, _enrolment("e3", "cleo"))
    _tell(world, _enrolment("e4", "ada"), tenant_id="globex")
    assert world.enrolments("acme").of_people({"ada", "bob", "nobody"}) == [
        Enrolment("e1", "bob", "to-lead", None, withdrawn=True),
        Enrolment("e2", "ada", "to-lead", date(2026, 12, 31), withdrawn=False),
    ]


def test_an_enrolment_is_told_as_it_was_known_then(world: World) -> None:
    _tell(world, _enrolment("e1", "ada", due_on="2026-12-31"))
    _tell(world, _enrolment("e1", "ada", due_on="2027-01-31"), version=2, at=NOON + timedelta(days=1))
    (then,) = world.enrolments("acme", known_at=NOON).of_people({"ada"})
    (now,) = world.enrolments("acme").of_people({"ada"})
    assert (then.due_on, now.due_on) == (date(2026, 12, 31), date(2027, 1, 31))


def test_what_is_granted_to_people_comes_by_id_and_for_everybody_to_nobody(world: World) -> None:
    for exception_id, person_id in (("x2", "ada"), ("x1", "ada"), ("x3", "bob"), ("x4", "")):
        granted = events_pb2.ExceptionState(
            exception_id=exception_id,
            kind=exceptions_pb2.EXCEPTION_KIND_EXTENSION,
            person_id=person_id,
            path_id="to-lead",
            enrolment_id="e2",
            from_on="2026-11-01",
            until_on="2027-01-31",
            withdrawn_at=timestamp(NOON) if exception_id == "x2" else None,
        )
        _tell(world, granted)
    x1 = Allowance(
        allowance_id="x1",
        person_id="ada",
        kind=AllowanceKind.LONGER,
        path_id="to-lead",
        step_id=None,
        enrolment_id="e2",
        from_on=date(2026, 11, 1),
        until_on=date(2027, 1, 31),
        withdrawn=False,
    )
    found = world.enrolments("acme").allowances({"ada", "nobody"})
    assert found == [x1, replace(x1, allowance_id="x2", withdrawn=True)]
    assert list(world.enrolments("globex").allowances({"ada"})) == []


def test_what_is_granted_of_one_step_names_it(world: World) -> None:
    for exception_id, kind in (("x1", "EXEMPTION"), ("x2", "PRIOR_LEARNING"), ("x3", "EQUIVALENCE")):
        granted = events_pb2.ExceptionState(
            exception_id=exception_id,
            kind=exceptions_pb2.ExceptionKind.Value(f"EXCEPTION_KIND_{kind}"),
            person_id="ada",
            step_id="" if kind == "EQUIVALENCE" else "s1",
            from_on="2026-11-01",
            until_on="2027-01-31",
        )
        _tell(world, granted)
    found = world.enrolments("acme").allowances({"ada"})
    assert [(each.kind, each.step_id) for each in found] == [
        (AllowanceKind.EXEMPT, "s1"),
        (AllowanceKind.LEARNED, "s1"),
        (AllowanceKind.OTHER, None),
    ]


def test_graces_the_instant_of_verification_and_costs_are_kept(world: World) -> None:
    held = certification_pb2.HeldPeriod(
        valid_from=timestamp(day(0)), valid_until=timestamp(day(50)), grace_until=timestamp(day(80))
    )
    _tell(
        world,
        events_pb2.AchievementState(
            achievement_id="a1",
            person_id="ada",
            credential_id="pmp",
            decision=progress_pb2.DECISION_VERIFIED,
            decided_at=timestamp(day(3)),
            held_periods=[held],
        ),
    )
    euros = money_pb2.Money(currency="EUR", minor_units=40_500)
    cost = entries_pb2.Cost(basis=entries_pb2.COST_BASIS_ONE_PRICE, price=euros, renewal_fee=euros)
    _tell(
        world,
        entries_pb2.Credential(
            credential_id="pmp",
            name="PMP",
            kind=entries_pb2.CREDENTIAL_KIND_INDUSTRY_CERTIFICATION,
            cost=cost,
        ),
    )
    facts = world.facts("acme")
    (achievement,) = facts.achievements(person_ids={"ada"})
    assert achievement.graces == (period(50, 80),)
    price = Money("EUR", 40_500)
    assert facts.credentials({"pmp"})["pmp"].cost == CredentialCost(price=price, is_free=False, renewal=price)
