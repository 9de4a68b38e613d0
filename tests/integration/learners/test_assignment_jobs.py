"""Assignments to audiences of any size: planned, confirmed, given by a job, withdrawn."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from cairn.learners.v1 import assignment_jobs_pb2 as jobs
from cairn.learners.v1 import learners_service_pb2 as contract
from cairn.learners.v1 import progress_pb2
from cairn_learners.application import run_assignment_job
from cairn_learners.domain.granted_exceptions import Exemption
from cairn_learners.domain.tenure import Position
from tests.support.learners.assigning import Worker, condition, confirmed, plan, save, terms, whom
from tests.support.learners.builders import (
    NOW,
    TODAY,
    TOMORROW,
    a_path,
    a_person,
    an_achievement,
)
from tests.support.learners.company import Company
from tests.support.learners.excepting import an_exception
from tests.support.learners.mongo_world import MongoWorld, event_of

RUNNING, DONE = jobs.ASSIGNMENT_JOB_STATE_RUNNING, jobs.ASSIGNMENT_JOB_STATE_DONE
CANCELLED, FAILED = jobs.ASSIGNMENT_JOB_STATE_CANCELLED, jobs.ASSIGNMENT_JOB_STATE_FAILED


def _job(company: Company, job: jobs.AssignmentJob, *, who: str = "hana") -> jobs.AssignmentJob:
    found: jobs.AssignmentJob = company.ask(who, jobs.GetAssignmentJobRequest(job_id=job.job_id)).job
    return found


def _on(world: MongoWorld, path_id: str = "path") -> dict[str, str | None]:
    """Who is on the path, and by when."""
    found = world.database["enrolments"].find({"tenant_id": "acme", "path_id": path_id})
    enrolments = world.of().enrolments_on(path_id, person_ids=[each["person_id"] for each in found])
    return {
        key: each.due_on.isoformat() if each.due_on else None
        for key, each in enrolments.items()
        if each.withdrawn_at is None
    }


def _lead(world: MongoWorld, person_id: str, *, by: str) -> None:
    """Lets somebody else lead a person."""
    person = {"tenant_id": "acme", "person_id": person_id}
    world.database["people"].update_one(person, {"$set": {"manager_id": by}})


def test_a_plan_says_who_gets_it_who_holds_it_who_is_on_it_who_is_exempt_and_who_is_not_found(
    company: Company, world: MongoWorld
) -> None:
    company.enrol("bob", path_id="short")
    world.put(an_achievement("html", person_id="ann", validity="P1Y"))
    world.put(an_exception(Exemption(path_id="short", step_id=None), person_id="ben"))
    found = company.ask("hana", plan(whom("ann", "bob", "ben", "zoe", "nobody"), path_id="short"))
    groups = {
        each.person_id: jobs.OutlookGroup.Name(each.group).removeprefix("OUTLOOK_GROUP_")
        for each in found.outlooks
    }
    assert groups == {"ann": "HOLDS_IT", "bob": "IN_PROGRESS", "ben": "EXEMPT", "zoe": "GETS_IT"}
    assert (found.gets_it_count, found.holds_it_count, found.in_progress_count, found.exempt_count) == (
        1,
        1,
        1,
        1,
    )
    assert list(found.not_found) == ["nobody"]
    until = {each.person_id: each.until_on for each in found.outlooks}
    assert until["ben"] == (TODAY + timedelta(days=30)).isoformat()
    assert until["ann"] > TODAY.isoformat()
    assert world.told() == []


def test_whom_a_manager_does_not_lead_is_not_found(company: Company) -> None:
    found = company.ask("cleo", plan(whom("ann", "yan", "cleo", team_ids=["zoe"])))
    assert [each.person_id for each in found.outlooks] == ["ann"]
    assert list(found.not_found) == ["cleo", "yan", "zoe"]


def test_nothing_is_done_before_what_was_seen_is_confirmed(company: Company, world: MongoWorld) -> None:
    request = jobs.RequestAssignmentRequest(path_id="path", audience=whom("ann"))
    assert company.refusal("cleo", request) == "IMPACT_NOT_CONFIRMED"
    request.confirmed_plan = company.ask("cleo", plan(whom("ann", "bob"))).digest
    assert company.refusal("cleo", request) == "IMPACT_CHANGED"
    request.confirmed_plan = company.ask("cleo", plan(whom("ann"))).digest
    world.put(an_exception(Exemption(path_id="path", step_id=None), person_id="ann"))
    assert company.refusal("cleo", request) == "IMPACT_CHANGED"
    assert world.told() == []


def test_a_confirmed_assignment_is_given_by_its_job(company: Company, world: MongoWorld) -> None:
    job = confirmed(
        company, "cleo", plan(whom("bob", team_ids=["ben"]), terms(due={"due_on": TOMORROW.isoformat()}))
    )
    assert (job.state, job.total_count, job.done_count) == (RUNNING, 2, 0)
    assert _on(world) == {}
    Worker(world).run()
    job = _job(company, job, who="cleo")
    assert (job.state, job.done_count, job.enrolled_count, job.asked_count) == (DONE, 2, 2, 0)
    assert _on(world) == {"ann": TOMORROW.isoformat(), "bob": TOMORROW.isoformat()}
    assert world.told() == [
        "assignment assigned",
        "assignment given",
        "enrolment enrolled",
        "enrolment enrolled",
    ]
    read = company.ask("cleo", contract.GetAssignmentRequest(assignment_id=job.assignment_id)).assignment
    assert (read.stage, read.enrolled_count, read.due_on) == (
        progress_pb2.ASSIGNMENT_STAGE_GIVEN,
        2,
        TOMORROW.isoformat(),
    )


def test_positions_departments_and_dynamic_audiences_are_assigned_to(
    company: Company, world: MongoWorld
) -> None:
    world.put(
        a_person("ida", role_id="analyst", manager_id="zoe"),
        a_person("jon", department_id="inside", manager_id="zoe", title="Clerk"),
        a_person("kim", manager_id="zoe", title="Chief Clerk"),
    )
    company.ask("hana", save(condition("title", "clerk", by="CONTAINS")))
    for audience, people in (
        (whom(role_ids=["analyst"]), {"ida"}),
        (whom(department_ids=["sales"]), {"cleo", "ben"}),
        (whom(department_ids=["sales"], include_sub_departments=True), {"cleo", "ben", "ann", "bob", "jon"}),
        (whom(dynamic_ids=["crew"]), {"jon", "kim"}),
        (whom("ann", role_ids=["analyst"], dynamic_ids=["crew"]), {"ann", "ida", "jon", "kim"}),
    ):
        found = company.ask("hana", plan(audience))
        assert {each.person_id for each in found.outlooks} == people
    assert {
        each.person_id for each in company.ask("zoe", plan(whom(department_ids=["inside"]))).outlooks
    } == {"jon"}
    confirmed(company, "hana", plan(whom(dynamic_ids=["crew"])))
    Worker(world).run()
    assert set(_on(world)) == {"jon", "kim"}


def test_who_has_left_is_in_no_audience(company: Company, world: MongoWorld) -> None:
    world.put(
        a_person("ida", role_id="analyst", left_on=TODAY - timedelta(days=1)),
        a_person("jon", role_id="analyst"),
    )
    found = company.ask("hana", plan(whom("ida", role_ids=["analyst"])))
    assert [each.person_id for each in found.outlooks] == ["jon"]
    assert list(found.not_found) == ["ida"]


@pytest.mark.parametrize("audience", [whom(department_ids=["nowhere"]), whom(dynamic_ids=["nobody"])])
def test_what_is_not_there_is_not_assigned_to(company: Company, audience: progress_pb2.Audience) -> None:
    assert company.refusal("hana", plan(audience)) == "NOT_FOUND"


def test_due_days_depend_on_the_person(company: Company, world: MongoWorld) -> None:
    world.put(
        a_person("ida", role_id="analyst", hired_on=TODAY - timedelta(days=10), taken_on=TODAY),
        a_person("jon", role_id="analyst", hired_on=TODAY - timedelta(days=100)),
    )
    basis = TODAY - timedelta(days=30)
    on = terms(due={"anchor": 2, "duration": "P30D"}, basis_on=basis.isoformat())
    found = company.ask("hana", plan(whom(role_ids=["analyst"]), on))
    assert {each.person_id: each.due_on for each in found.outlooks} == {
        "ida": (TODAY + timedelta(days=20)).isoformat(),
        "jon": TODAY.isoformat(),
    }
    world.put(an_achievement("badge", person_id="ida", validity="P1Y", issued_on=TODAY - timedelta(days=1)))
    on = terms(due={"before_expiry_of": "badge", "duration": "P1M"})
    found = company.ask("hana", plan(whom(role_ids=["analyst"]), on))
    last_day = world.of().achievements_of(["ida"], credential_ids=None)[0].periods[0].valid_until
    assert last_day is not None
    due = {each.person_id: each.due_on for each in found.outlooks}
    assert (due["ida"], due["jon"]) == ("2027-10-20", "")


def test_the_same_asked_for_again_is_the_same_assignment_and_adds_nothing(
    company: Company, world: MongoWorld
) -> None:
    first = confirmed(company, "cleo", plan(whom("ann", "bob")))
    while_it_runs = confirmed(company, "cleo", plan(whom("bob", "ann")))
    assert while_it_runs == first
    Worker(world).run()
    told = world.told()
    again = confirmed(company, "cleo", plan(whom("ann", "bob")))
    Worker(world).run()
    again = _job(company, again)
    assert (again.assignment_id, again.enrolled_count, again.asked_count) == (first.assignment_id, 0, 0)
    assert world.told() == told


def test_two_managers_at_once_put_nobody_on_the_path_twice(company: Company, world: MongoWorld) -> None:
    with ThreadPoolExecutor(4) as pool:
        given = list(
            pool.map(lambda who: confirmed(company, who, plan(whom("ann"))), ["cleo", "ben", "hana", "cleo"])
        )
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: Worker(world).run(), range(3)))
    assert len({each.assignment_id for each in given}) == 3
    assert world.told().count("enrolment enrolled") == 1
    assert world.told().count("enrolment asks_changed") == 2


def test_withdrawing_keeps_what_another_assignment_asks_for(company: Company, world: MongoWorld) -> None:
    first = confirmed(company, "cleo", plan(whom("ann", "bob"), terms(due={"due_on": TOMORROW.isoformat()})))
    confirmed(company, "ben", plan(whom("ann")))
    worker = Worker(world)
    worker.run()
    job = company.ask("cleo", jobs.WithdrawAssignmentRequest(assignment_id=first.assignment_id)).job
    worker.run()
    assert (_job(company, job).enrolled_count, _job(company, job).asked_count) == (1, 1)
    assert _on(world) == {"ann": None}
    bob = world.of().enrolments_on("path", person_ids=["bob"])["bob"]
    assert bob.withdrawn_at == NOW
    assert [each.assignment_id for each in bob.asks] == [first.assignment_id]
    read = company.ask("cleo", contract.GetAssignmentRequest(assignment_id=first.assignment_id)).assignment
    assert (read.enrolled_count, read.withdrawn_count, read.HasField("withdrawn_at")) == (0, 2, True)
    assert world.told().count("enrolment withdrawn") == 1
    again = confirmed(company, "cleo", plan(whom("ann", "bob")))
    assert again.assignment_id != first.assignment_id
    worker.run()
    assert set(_on(world)) == {"ann", "bob"}


def test_withdrawing_again_is_the_same_job_and_adds_nothing(company: Company, world: MongoWorld) -> None:
    given = confirmed(company, "cleo", plan(whom("ann")))
    worker = Worker(world)
    worker.run()
    withdraw = jobs.WithdrawAssignmentRequest(assignment_id=given.assignment_id)
    with ThreadPoolExecutor(3) as pool:
        first, *others = pool.map(lambda who: company.ask(who, withdraw).job, ["cleo", "hana", "tess"])
    assert {each.job_id for each in others} == {first.job_id}
    worker.run()
    told = world.told()
    done = company.ask("cleo", withdraw).job
    worker.run()
    assert (done.job_id, done.state, done.enrolled_count) == (first.job_id, DONE, 1)
    assert world.told() == told


def test_of_two_positions_at_once_the_one_that_is_meant_counts(company: Company, world: MongoWorld) -> None:
    second = Position(
        title="",
        role_id="analyst",
        department_id="inside",
        manager_id=None,
        taken_on=TODAY - timedelta(days=5),
    )
    long_ago = TODAY - timedelta(days=400)
    world.put(a_person("ida", role_id="developer", taken_on=long_ago, further_positions=(second,)))
    on = terms(due={"anchor": 3, "duration": "P30D"})
    for audience, days in (
        (whom(role_ids=["analyst"]), 25),
        (whom(department_ids=["inside"]), 25),
        (whom("ida"), -370),
    ):
        found = company.ask("hana", plan(audience, on)).outlooks
        assert [each.due_on for each in found if each.person_id == "ida"] == [
            (TODAY + timedelta(days=days)).isoformat()
        ]


def test_an_assignment_that_is_withdrawn_while_it_is_given_is_given_to_nobody_else(
    company: Company, world: MongoWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_assignment_job, "PEOPLE_AT_ONCE", 1)
    job = confirmed(company, "hana", plan(whom("ann", "bob", "yan")))
    store = world.of()
    worker = Worker(world)
    monkeypatch.setattr("cairn_learners.adapters.mongo.audience_work.STEPS_A_TURN", 1)
    worker.run(rounds=1)
    assert len(_on(world)) == 1
    company.ask("hana", jobs.WithdrawAssignmentRequest(assignment_id=job.assignment_id))
    worker.run(rounds=6)
    assert _on(world) == {}
    assert _job(company, job).state == CANCELLED
    assert store.count_asked_by(job.assignment_id) == 0


def test_a_cancelled_job_leaves_what_it_did(
    company: Company, world: MongoWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_assignment_job, "PEOPLE_AT_ONCE", 1)
    monkeypatch.setattr("cairn_learners.adapters.mongo.audience_work.STEPS_A_TURN", 1)
    job = confirmed(company, "hana", plan(whom("ann", "bob", "yan")))
    worker = Worker(world)
    worker.run(rounds=1)
    cancelled = company.ask("hana", jobs.CancelAssignmentJobRequest(job_id=job.job_id)).job
    assert (cancelled.state, cancelled.done_count) == (CANCELLED, 1)
    worker.run()
    assert set(_on(world)) == {"ann"}
    read = company.ask("hana", contract.GetAssignmentRequest(assignment_id=job.assignment_id)).assignment
    assert read.stage == progress_pb2.ASSIGNMENT_STAGE_STOPPED
    assert confirmed(company, "hana", plan(whom("ann", "bob", "yan"))).assignment_id != job.assignment_id


def test_rights_are_checked_again_when_a_job_runs(company: Company, world: MongoWorld) -> None:
    given = confirmed(company, "ben", plan(whom("ann")))
    _lead(world, "ann", by="zoe")
    Worker(world).run()
    job = _job(company, given)
    assert (job.state, job.problem) == (
        FAILED,
        "This needs the role manager or hr or hr-partner or tenant-admin.",
    )
    assert _on(world) == {}


def test_a_path_that_went_out_of_use_fails_the_job(company: Company, world: MongoWorld) -> None:
    world.know(a_path("badge", path_id="old"), tenant_id="acme")
    given = confirmed(company, "hana", plan(whom("ann"), path_id="old"))
    out_of_use = event_of(a_path("badge", path_id="old", retired=True), tenant_id="acme", version=2)
    world.read_models.apply([out_of_use], generation=1)
    Worker(world).run()
    job = _job(company, given)
    assert (job.state, job.problem) == (FAILED, "path_id: Old is out of use.")


def test_jobs_are_for_who_asked_and_for_hr(company: Company) -> None:
    job = confirmed(company, "ben", plan(whom("ann")))
    asked = jobs.GetAssignmentJobRequest(job_id=job.job_id)
    for who in ("ben", "hana", "tess"):
        assert company.ask(who, asked).job.job_id == job.job_id
    for who in ("cleo", "zoe", "ann", "stranger"):
        assert company.refusal(who, asked) == "NOT_FOUND"
        assert company.refusal(who, jobs.CancelAssignmentJobRequest(job_id=job.job_id)) == "NOT_FOUND"
    withdraw = jobs.WithdrawAssignmentRequest(assignment_id=job.assignment_id)
    assert company.refusal("zoe", withdraw) == "NOT_FOUND"
    assert company.refusal("ann", plan(whom("ann"))) == "ROLE_REQUIRED"
    assert company.refusal("nobody", plan(whom("ann"))) == "ROLE_REQUIRED"


def test_the_same_idempotency_key_gives_the_first_job(company: Company) -> None:
    digest = company.ask("cleo", plan(whom("ann"))).digest
    request = jobs.RequestAssignmentRequest(path_id="path", audience=whom("ann"), confirmed_plan=digest)
    first = company.ask("cleo", request, key="k")
    assert company.ask("cleo", request, key="k") == first


@pytest.mark.parametrize(
    ("said", "violations"),
    [
        ({"due": {"due_on": "2026-11-21"}}, [("terms.due.due_on", "IN_PAST")]),
        ({"due": {"duration": "P1M"}}, [("terms.due", "REQUIRED")]),
        ({"due": {"anchor": 1}}, [("terms.due", "REQUIRED")]),
        ({"due": {"anchor": 1, "duration": "PT5H"}}, [("terms.due.duration", "NOT_A_DURATION")]),
        ({"due": {"anchor": 1, "duration": "P1M", "due_on": "2026-12-01"}}, [("terms.due", "NOT_ALLOWED")]),
        ({"basis_on": "soon"}, [("terms.basis_on", "NOT_A_DATE")]),
        ({"due_for_joiners": {"due_on": "2026-12-01"}}, [("terms.due_for_joiners", "NOT_ALLOWED")]),
        ({"on_leaving": 2}, [("terms.on_leaving", "NOT_ALLOWED")]),
    ],
)
def test_wrong_terms_are_named(
    company: Company, said: dict[str, Any], violations: list[tuple[str, str]]
) -> None:
    assert company.violations("cleo", plan(whom("ann"), terms(**said))) == violations
