"""Assignments that go on: who joins gets them, by a change or by time; who leaves keeps them, or not."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from cairn.learners.v1 import assignment_jobs_pb2 as jobs
from cairn.learners.v1 import audiences_pb2, organization_pb2, progress_pb2
from cairn.learners.v1 import learners_service_pb2 as contract
from cairn_learners.adapters.mongo.audience_documents import STANDING_WORK
from cairn_learners.domain.granted_exceptions import Exemption
from cairn_platform.mongo.due_schedule import DueSchedule
from tests.support.learners.assigning import Worker, condition, confirmed, group, plan, save, terms, whom
from tests.support.learners.builders import NOW, TODAY, a_person, an_achievement
from tests.support.learners.company import Company
from tests.support.learners.excepting import an_exception
from tests.support.learners.mongo_world import MongoWorld

KEEP, WITHDRAW = 1, 2
FOR_EVER = datetime.max.replace(tzinfo=NOW.tzinfo)


def _given(
    company: Company, world: MongoWorld, rule: audiences_pb2.Rule, **said: Any
) -> tuple[Worker, jobs.AssignmentJob]:
    """A standing assignment to the people of a rule, given by now."""
    company.ask("hana", save(rule))
    job = confirmed(company, "hana", plan(whom(dynamic_ids=["crew"]), terms(standing=True, **said)))
    worker = Worker(world)
    worker.run()
    return worker, job


def _change(company: Company, person_id: str, **said: Any) -> None:
    """The employer says something else about one of the company."""
    now = company.ask("tess", contract.GetPersonRequest(person_id=person_id)).person
    changed = organization_pb2.Person()
    changed.CopyFrom(now)
    for name, value in said.items():
        setattr(
            changed.position if name in {"title", "manager_id", "department_id", "role_id"} else changed,
            name,
            value,
        )
    company.ask("tess", contract.SavePersonRequest(person=changed, expected_version=now.version))


def _on(world: MongoWorld) -> dict[str, date | None]:
    found = world.of().enrolments_on("path", person_ids=[each.person_id for each in world.of().everybody()])
    return {key: each.due_on for key, each in found.items() if each.withdrawn_at is None}


def _marks(world: MongoWorld) -> dict[str, datetime]:
    found = DueSchedule(world.database, work=STANDING_WORK).due(now=FOR_EVER, after=None, at_most=100)
    return {each.aggregate_id: each.due_at for each in found}


def test_who_joins_later_gets_it_with_a_deadline_of_their_own(company: Company, world: MongoWorld) -> None:
    _change(company, "ann", title="Clerk")
    worker, _ = _given(
        company,
        world,
        condition("title", "Clerk"),
        due={"due_on": "2026-12-01"},
        due_for_joiners={"anchor": 1, "duration": "P14D"},
    )
    _change(company, "yan", title="Clerk")
    assert set(_on(world)) == {"ann"}
    worker.now = NOW + timedelta(days=3)
    worker.run()
    assert _on(world) == {"ann": date(2026, 12, 1), "yan": TODAY + timedelta(days=17)}
    assert _marks(world) == {}


def test_leaving_keeps_the_enrolment_unless_the_assignment_says_otherwise(
    company: Company, world: MongoWorld
) -> None:
    _change(company, "ann", title="Clerk")
    worker, _ = _given(company, world, condition("title", "Clerk"))
    _change(company, "ann", title="Boss")
    worker.run()
    assert set(_on(world)) == {"ann"}


def test_leaving_withdraws_it_and_coming_back_gives_it_again(company: Company, world: MongoWorld) -> None:
    _change(company, "ann", title="Clerk")
    worker, _ = _given(company, world, condition("title", "Clerk"), on_leaving=WITHDRAW)
    _change(company, "ann", title="Boss")
    worker.run()
    assert _on(world) == {}
    _change(company, "ann", title="clerk")
    worker.run()
    assert set(_on(world)) == {"ann"}
    ann = world.of().enrolments_on("path", person_ids=["ann"])["ann"]
    assert [each.withdrawn_at is None for each in ann.asks] == [False, True]


def test_a_date_that_comes_due_gives_it_without_anybody_changing(company: Company, world: MongoWorld) -> None:
    world.put(a_person("ida", hired_on=TODAY - timedelta(days=360)), a_person("jon", hired_on=TODAY))
    worker, _ = _given(company, world, condition("tenure", "P1Y", by="AT_LEAST"))
    anniversary = datetime(2026, 11, 27, tzinfo=NOW.tzinfo)
    assert _on(world) == {}
    assert _marks(world)["person:ida"] == anniversary
    worker.now = anniversary - timedelta(seconds=1)
    worker.run()
    assert _on(world) == {}
    worker.now = anniversary
    worker.run()
    assert set(_on(world)) == {"ida"}
    assert set(_marks(world)) == {"person:jon"}


def test_a_moved_line_moves_everybody_below(company: Company, world: MongoWorld) -> None:
    worker, _ = _given(company, world, condition("line", "zoe"))
    assert set(_on(world)) == {"yan"}
    _change(company, "ben", manager_id="zoe")
    worker.run()
    assert set(_on(world)) == {"yan", "ben", "ann"}


def test_a_moved_department_and_a_changed_rule_are_looked_at_for_everybody(
    company: Company, world: MongoWorld
) -> None:
    company.ask(
        "tess",
        contract.SaveDepartmentRequest(
            department=organization_pb2.Department(department_id="east", name="East")
        ),
    )
    worker, _ = _given(company, world, condition("department_or_below", "east"))
    assert _on(world) == {}
    moved = organization_pb2.Department(department_id="inside", name="Inside", parent_department_id="east")
    company.ask("tess", contract.SaveDepartmentRequest(department=moved, expected_version=1))
    worker.run()
    assert set(_on(world)) == {"ann", "bob"}
    company.ask("hana", save(condition("manager", "zoe"), version=1))
    worker.run()
    assert set(_on(world)) == {"ann", "bob", "yan"}


def test_who_verified_a_credential_leaves_an_audience_of_those_without_it(
    company: Company, world: MongoWorld
) -> None:
    rule = group("ALL_OF", condition("manager", "ben"), group("NOT", condition("credential", "html")))
    worker, _ = _given(company, world, rule, on_leaving=WITHDRAW)
    assert set(_on(world)) == {"ann"}
    claimed = company.ask(
        "ann",
        contract.ClaimAchievementRequest(
            person_id="ann",
            credential_id="html",
            issued_on=TODAY.isoformat(),
            evidence=[progress_pb2.Evidence(url="https://example.org/1")],
        ),
    ).achievement
    worker.run()
    assert set(_on(world)) == {"ann"}
    company.ask(
        "ben",
        contract.DecideAchievementRequest(
            achievement_id=claimed.achievement_id, decision=progress_pb2.DECISION_VERIFIED
        ),
    )
    worker.run()
    assert _on(world) == {}


def test_who_holds_all_of_it_gets_it_when_it_lapses_and_who_is_exempt_afterwards(
    company: Company, world: MongoWorld
) -> None:
    html, css = (an_achievement(each, person_id="ann") for each in ("html", "css"))
    badge = an_achievement("badge", person_id="ann", validity="P1Y", issued_on=TODAY - timedelta(days=300))
    world.put(html, css, badge, an_exception(Exemption(path_id="path", step_id=None), person_id="yan"))
    worker, _ = _given(company, world, condition("manager", "ben", "zoe"))
    assert _on(world) == {}
    lapses_at = badge.periods[0].valid_until
    assert lapses_at is not None
    exempt_until = datetime(2026, 12, 23, tzinfo=NOW.tzinfo)
    assert _marks(world) == {"person:ann": lapses_at, "person:yan": exempt_until}
    worker.now = exempt_until
    worker.run()
    assert set(_on(world)) == {"yan"}
    worker.now = lapses_at
    worker.run()
    assert set(_on(world)) == {"ann", "yan"}


def test_a_managers_assignment_stays_within_the_line(company: Company, world: MongoWorld) -> None:
    company.ask("hana", save(condition("title", "Clerk")))
    confirmed(company, "ben", plan(whom(dynamic_ids=["crew"]), terms(standing=True)))
    worker = Worker(world)
    worker.run()
    for each in ("ann", "bob", "yan"):
        _change(company, each, title="Clerk")
    worker.run()
    assert set(_on(world)) == {"ann"}


def test_a_withdrawn_one_is_given_to_nobody_any_more(company: Company, world: MongoWorld) -> None:
    worker, job = _given(company, world, condition("title", "Clerk"))
    company.ask("hana", jobs.WithdrawAssignmentRequest(assignment_id=job.assignment_id))
    _change(company, "ann", title="Clerk")
    worker.run()
    assert _on(world) == {}
    assert _marks(world) == {}


def test_who_joins_while_a_job_gives_it_is_looked_at_after_it(company: Company, world: MongoWorld) -> None:
    company.ask("hana", save(condition("title", "Clerk")))
    confirmed(company, "hana", plan(whom(dynamic_ids=["crew"]), terms(standing=True)))
    _change(company, "ann", title="Clerk")
    worker = Worker(world)
    changed = DueSchedule(world.database, work=STANDING_WORK).due(now=NOW, after=None, at_most=9)
    worker.work.keep_up("acme", changed)
    alone = DueSchedule(world.database, work=STANDING_WORK).due(now=NOW, after=None, at_most=9)
    worker.work.keep_up("acme", alone)
    assert _on(world) == {}
    assert _marks(world)["person:ann"] == NOW + timedelta(seconds=5)
    worker.now = NOW + timedelta(seconds=5)
    worker.run()
    assert set(_on(world)) == {"ann"}


def test_a_change_while_a_person_is_looked_at_is_not_lost(company: Company, world: MongoWorld) -> None:
    worker, _ = _given(company, world, condition("title", "Clerk"))
    schedule = DueSchedule(world.database, work=STANDING_WORK)
    schedule.mark("acme", ["person:ann"])
    [seen] = schedule.due(now=NOW, after=None, at_most=9)
    schedule.mark("acme", ["person:ann"])
    schedule.settle({seen: None})
    assert set(_marks(world)) == {"person:ann"}
    worker.run()
    assert _marks(world) == {}


def test_who_leaves_the_employer_is_taken_off_when_the_last_day_is_over(
    company: Company, world: MongoWorld
) -> None:
    _change(company, "ann", title="Clerk", left_on=(TODAY + timedelta(days=2)).isoformat())
    worker, _ = _given(company, world, condition("title", "Clerk"), on_leaving=WITHDRAW)
    assert set(_on(world)) == {"ann"}
    worker.now = NOW + timedelta(days=2)
    worker.run()
    assert set(_on(world)) == {"ann"}
    worker.now = NOW + timedelta(days=3)
    worker.run()
    assert _on(world) == {}


def test_a_tenant_without_standing_assignments_is_done_with_at_once(
    company: Company, world: MongoWorld
) -> None:
    _change(company, "ann", title="Clerk")
    assert set(_marks(world)) == {"changed:ann"}
    Worker(world).run(rounds=1)
    assert _marks(world) == {}


@pytest.mark.parametrize("order", ["as they came", "backwards", "each twice", "one by one"])
def test_in_whatever_order_changes_arrive_the_same_people_are_on_it(
    company: Company, world: MongoWorld, order: str
) -> None:
    _change(company, "ann", title="Clerk")
    _change(company, "bob", title="Clerk")
    worker, _ = _given(company, world, condition("title", "Clerk"), on_leaving=WITHDRAW)
    _change(company, "ann", title="")
    _change(company, "yan", title="Clerk")
    _change(company, "bob", title="")
    _change(company, "bob", title="Clerk")
    schedule = DueSchedule(world.database, work=STANDING_WORK)
    found = schedule.due(now=NOW, after=None, at_most=100)
    batches = {
        "as they came": [found],
        "backwards": [found[::-1]],
        "each twice": [found, found],
        "one by one": [[each] for each in reversed(found)],
    }[order]
    for batch in batches:
        worker.work.keep_up("acme", batch)
    worker.run()
    assert set(_on(world)) == {"bob", "yan"}
    told = world.told()
    assert (told.count("enrolment enrolled"), told.count("enrolment withdrawn")) == (3, 1)
    assert _marks(world) == {}
