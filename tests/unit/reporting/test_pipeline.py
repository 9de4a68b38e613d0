"""Who is on the way to which role, now and by the plan."""

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cairn.catalog.v1 import entries_pb2
from cairn.learners.v1 import events_pb2, exceptions_pb2
from cairn.reporting.v1 import pipeline_pb2 as contract
from cairn.reporting.v1.trends_pb2 import ReportTrendsRequest
from cairn_platform.errors import InvalidFieldsError
from cairn_reporting.adapters.grpc import pipeline_servicer
from cairn_reporting.application.errors import RoleWithoutRequirementsError
from cairn_reporting.domain.allowances import Allowance, AllowanceKind
from cairn_reporting.domain.catalogue import Path, PathStep
from cairn_reporting.domain.plans import Enrolment, planned_achievements
from tests.support.oracle.known import Known
from tests.support.oracle.over_time import pipeline
from tests.support.reporting.agreement import timestamp
from tests.support.reporting.agreement import written as in_contract
from tests.support.reporting.asking import principal
from tests.support.reporting.builders import FIRST_DAY, day, place
from tests.support.reporting.calling import ReportingEndpoint
from tests.support.reporting.company import NOW, everything
from tests.support.reporting.events import event, from_plain
from tests.support.reporting.further_services import ask
from tests.support.reporting.histories import Plain, delivery, histories, instants
from tests.support.reporting.memory import InMemoryReadModels
from tests.support.reporting.richer_histories import with_plans

HR = principal("hr", tenant_id="acme", subject="account-of-hr")


def _later(at: datetime, months: int) -> datetime:
    """The first instant of the day so many months later."""
    years, month = divmod(at.month - 1 + months, 12)
    return datetime(at.year + years, month + 1, min(at.day, 28), tzinfo=UTC)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(history=histories(), at=instants, seed=st.integers(0, 2**32))
def test_everybody_stands_where_trying_each_instant_finds_them(
    history: list[Plain], at: datetime, seed: int
) -> None:
    chance = random.Random(seed)
    at = max(at.replace(day=min(at.day, 28)), FIRST_DAY)
    months = chance.randint(1, 7)
    told = with_plans(history, chance)
    world = InMemoryReadModels()
    world.apply([from_plain(each) for each in delivery(told, chance)])
    answer = ask(
        world,
        HR,
        now=NOW,
        method="ReportPipeline",
        request=contract.ReportPipelineRequest(as_of=timestamp(at), months=months),
    )
    expected = pipeline(Known(told, "acme"), at, _later(at, months), in_contract)
    assert answer.people_count == len(expected)
    found: dict[str, dict[str, Any]] = {}
    for role in answer.roles:
        for each in role.candidates:
            stage = contract.PipelineStage.Name(each.stage).removeprefix("PIPELINE_STAGE_")
            by_plan = {"ready_at": each.ready_at.ToJsonString()} if each.HasField("ready_at") else {}
            found[each.person_id] = {"role_id": role.role_id, "stage": stage, **by_plan}
        stages = [each["stage"] for each in expected.values() if each["role_id"] == role.role_id]
        assert (role.ready, role.ready_by_plan, role.nearly, role.not_yet, role.blocked) == tuple(
            map(stages.count, ("READY", "READY_BY_PLAN", "NEARLY", "NOT_YET", "BLOCKED"))
        )
    assert found == expected


def _company(*enrolments: events_pb2.EnrolmentState) -> InMemoryReadModels:
    world = InMemoryReadModels()
    world.apply(everything())
    path = entries_pb2.LearningPath(
        path_id="to-pmp",
        name="To PMP",
        steps=[entries_pb2.PathStep(step_id="s", goal=entries_pb2.StackMember(credential_id="pmp"))],
    )
    world.apply([event(each, tenant_id="acme", version=1, at=NOW) for each in (path, *enrolments)])
    return world


def _enrolled(person_id: str, *, due_on: str) -> events_pb2.EnrolmentState:
    return events_pb2.EnrolmentState(
        enrolment_id=f"e-{person_id}", person_id=person_id, path_id="to-pmp", due_on=due_on
    )


def _pipeline(world: InMemoryReadModels, **asked: Any) -> contract.ReportPipelineResponse:
    answer: contract.ReportPipelineResponse = ask(
        world, HR, now=NOW, method="ReportPipeline", request=contract.ReportPipelineRequest(**asked)
    )
    return answer


def _pmp_role() -> entries_pb2.Role:
    return entries_pb2.Role(
        role_id="planner",
        name="Planner",
        requirements=[entries_pb2.RoleRequirement(requirement_id="r1", credential_id="pmp")],
    )


def test_who_is_to_complete_a_path_by_a_day_is_ready_on_the_day_after_it() -> None:
    world = _company(_enrolled("dan", due_on="2026-12-31"), _enrolled("cleo", due_on="2027-06-30"))
    world.apply([event(_pmp_role(), tenant_id="acme", version=1, at=NOW)])
    (role,) = _pipeline(world, role_id="planner", months=3).roles
    assert (role.ready, role.ready_by_plan, role.not_yet) == (1, 1, 4)
    by_plan = {each.person_id: each.ready_at for each in role.candidates if each.HasField("ready_at")}
    assert by_plan == {"dan": timestamp(datetime(2027, 1, 1, tzinfo=UTC))}


def _granted(kind: str, from_on: str, until_on: str, **fields: Any) -> events_pb2.ExceptionState:
    return events_pb2.ExceptionState(
        exception_id=f"x-{kind}-{from_on}",
        kind=exceptions_pb2.ExceptionKind.Value(f"EXCEPTION_KIND_{kind}"),
        person_id="dan",
        path_id="to-pmp",
        from_on=from_on,
        until_on=until_on,
        **fields,
    )


@pytest.mark.parametrize(
    ("granted", "ready_on"),
    [
        (_granted("EXTENSION", "2026-11-01", "2027-01-15", enrolment_id="e-dan"), "2027-01-16"),
        # As events told it before they named the enrolment.
        (_granted("EXTENSION", "2026-11-01", "2027-01-15"), "2027-01-16"),
        (_granted("EXTENSION", "2026-11-01", "2027-01-15", enrolment_id="another"), "2027-01-01"),
        (_granted("EXTENSION", "2026-11-01", "2027-01-15", withdrawn_at=timestamp(NOW)), "2027-01-01"),
        # Not yet in force, and no more.
        (_granted("EXTENSION", "2026-12-01", "2027-01-15"), "2027-01-01"),
        (_granted("EXTENSION", "2026-11-01", "2026-11-21"), "2027-01-01"),
        (_granted("EXEMPTION", "2026-11-01", "2027-12-31"), None),
        (_granted("EXEMPTION", "2026-11-01", "2026-12-31"), None),
        # Over by the day on which the path is due.
        (_granted("EXEMPTION", "2026-11-01", "2026-12-30"), "2027-01-01"),
        # From the step that would bring it, and from another.
        (_granted("EXEMPTION", "2026-11-01", "2027-12-31", step_id="s"), None),
        (_granted("EXEMPTION", "2026-11-01", "2026-12-30", step_id="s"), "2027-01-01"),
        (
            _granted("EXEMPTION", "2026-11-01", "2027-12-31", step_id="s", withdrawn_at=timestamp(NOW)),
            "2027-01-01",
        ),
        (_granted("EXEMPTION", "2026-11-01", "2027-12-31", step_id="t"), "2027-01-01"),
        # What stands for a step in the path is not the credential.
        (_granted("PRIOR_LEARNING", "2026-11-01", "2027-12-31", step_id="s", enrolment_id="e-dan"), None),
        (
            _granted("PRIOR_LEARNING", "2026-11-01", "2027-12-31", step_id="s", enrolment_id="another"),
            "2027-01-01",
        ),
        (
            _granted("PRIOR_LEARNING", "2026-11-01", "2026-12-30", step_id="s", enrolment_id="e-dan"),
            "2027-01-01",
        ),
        (_granted("EQUIVALENCE", "2026-11-01", "2027-12-31"), "2027-01-01"),
    ],
)
def test_the_due_date_that_counts_is_the_one_with_what_is_granted(
    granted: events_pb2.ExceptionState, ready_on: str | None
) -> None:
    world = _company(_enrolled("dan", due_on="2026-12-31"))
    world.apply([event(each, tenant_id="acme", version=1, at=NOW) for each in (_pmp_role(), granted)])
    (role,) = _pipeline(world, role_id="planner", months=3).roles
    by_plan = [each.ready_at.ToJsonString()[:10] for each in role.candidates if each.HasField("ready_at")]
    assert by_plan == ([ready_on] if ready_on else [])


def test_who_is_spared_a_step_still_brings_what_the_others_ask_for() -> None:
    path = Path(
        "p", (PathStep("s1", place("pmp")), PathStep("s2", place("cpa")), PathStep("s3", place("bsc")))
    )
    enrolment = Enrolment("e1", "ada", "p", date(2026, 3, 1), withdrawn=False)
    spared = [
        Allowance(
            allowance_id=f"x-{step_id}",
            person_id="ada",
            kind=kind,
            path_id="p",
            step_id=step_id,
            enrolment_id=enrolment_id,
            from_on=date(2026, 1, 1),
            until_on=date(2026, 3, 1),
            withdrawn=False,
        )
        for kind, step_id, enrolment_id in (
            (AllowanceKind.EXEMPT, "s1", None),
            (AllowanceKind.LEARNED, "s3", "e1"),
        )
    ]

    def brought(*allowances: Allowance) -> list[str]:
        found = planned_achievements(
            [enrolment], allowances=allowances, paths={"p": path}, stacks={}, now=day(10)
        )
        return [each.credential_id for each in found]

    assert brought() == ["bsc", "cpa", "pmp"]
    assert brought(spared[0]) == ["bsc", "cpa"]
    assert brought(*spared) == ["cpa"]


def test_who_is_not_yet_ready_is_listed_until_these_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    def listed() -> list[int]:
        (role,) = _pipeline(_company(), role_id="lead").roles
        assert role.not_yet == 6
        return [each.stage for each in role.candidates]

    assert listed() == [contract.PIPELINE_STAGE_NOT_YET] * 6
    monkeypatch.setattr(pipeline_servicer, "MOST_NOT_YET_LISTED", 5)
    assert listed() == []


def test_a_path_without_a_last_day_or_past_it_or_taken_back_promises_nothing() -> None:
    paths = {"p": Path("p", (PathStep("s", place("pmp")),))}
    enrolments = [
        Enrolment("e1", "ada", "p", None, withdrawn=False),
        Enrolment("e2", "ada", "p", date(2026, 1, 10), withdrawn=False),
        Enrolment("e3", "ada", "p", date(2026, 3, 1), withdrawn=True),
        Enrolment("e4", "ada", "unknown", date(2026, 3, 1), withdrawn=False),
    ]
    assert planned_achievements(enrolments, allowances=(), paths=paths, stacks={}, now=day(10)) == ()
    (kept,) = planned_achievements(
        enrolments, allowances=(), paths=paths, stacks={}, now=day(10) - timedelta(microseconds=1)
    )
    assert (kept.credential_id, kept.periods[0].valid_from) == ("pmp", day(10))


def test_people_are_compared_with_the_role_aimed_at_or_the_next_rung_and_never_with_their_own(
    reporting: ReportingEndpoint,
) -> None:
    answer = reporting.caller("hr").call("ReportPipeline", contract.ReportPipelineRequest())
    assert [(each.role_id, each.people_count) for each in answer.roles] == [("lead", 3)]
    # bob and eve are on the last rung, ada has no role.
    assert answer.without_role_count == 3


def test_an_analyst_sees_figures_of_no_role_with_few_people(reporting: ReportingEndpoint) -> None:
    answer = reporting.caller("analyst").call("ReportPipeline", contract.ReportPipelineRequest())
    assert (len(answer.roles), answer.hidden_count) == (0, 1)


def test_an_analyst_sees_figures_of_many_without_persons() -> None:
    world = _company()
    world.apply(
        [
            event(events_pb2.PersonState(person_id=f"p{number}"), tenant_id="acme", version=1, at=NOW)
            for number in range(20)
        ]
    )
    answer = ask(
        world,
        principal("analyst", tenant_id="acme"),
        now=NOW,
        method="ReportPipeline",
        request=contract.ReportPipelineRequest(role_id="engineer"),
    )
    # cleo alone is ready for it: that would tell who.
    assert (list(answer.roles), answer.hidden_count) == ([], 1)
    nobody = ask(
        world,
        principal("analyst", tenant_id="acme"),
        now=NOW,
        method="ReportPipeline",
        request=contract.ReportPipelineRequest(role_id="lead"),
    )
    (role,) = nobody.roles
    assert (role.people_count, role.not_yet, list(role.candidates)) == (26, 26, [])


@pytest.mark.parametrize(
    ("method", "request_"),
    [
        ("ReportPipeline", contract.ReportPipelineRequest(role_id="idle")),
        ("ReportTrends", ReportTrendsRequest(role_id="idle")),
    ],
)
def test_a_role_that_demands_nothing_is_refused(method: str, request_: Any) -> None:
    world = _company()
    world.apply([event(entries_pb2.Role(role_id="idle", name="Idle"), tenant_id="acme", version=1, at=NOW)])
    with pytest.raises(RoleWithoutRequirementsError):
        ask(world, HR, now=NOW, method=method, request=request_)


def test_an_instant_before_anybody_worked_here_is_refused() -> None:
    world = InMemoryReadModels()
    hired = events_pb2.PersonState(person_id="ada", hired_on="2026-02-01")
    world.apply([event(hired, tenant_id="acme", version=1, at=NOW)])
    with pytest.raises(InvalidFieldsError, match="as_of"):
        _pipeline(world, as_of=timestamp(datetime(2026, 1, 31, tzinfo=UTC)))


@pytest.mark.parametrize("months", [-1, 61])
def test_months_that_cannot_be_planned_for_are_refused(reporting: ReportingEndpoint, months: int) -> None:
    refusal = reporting.caller("hr").refusal("ReportPipeline", contract.ReportPipelineRequest(months=months))
    assert refusal.fields == (("months", "OUT_OF_RANGE"),)
