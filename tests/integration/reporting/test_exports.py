"""Reports that a job makes, in MongoDB, as bootstrap puts them together."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import NoReturn

import pytest
from google.protobuf.message import Message
from pymongo.database import Database

from cairn.reporting.v1 import report_exports_pb2 as contract
from cairn.reporting.v1 import reporting_service_pb2 as reporting
from cairn.reporting.v1.pipeline_pb2 import ReportPipelineRequest
from cairn.reporting.v1.trends_pb2 import ReportTrendsRequest
from cairn.reporting.v1.worth_pb2 import ReportWorthRequest
from cairn_platform.clock import utc_now
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.leases import Lease
from cairn_reporting.application import readiness, run_export
from cairn_reporting.application.errors import WorkforceLoadingError
from cairn_reporting.bootstrap import Stores, ensure_kept, export_work, exports_servicer, reporting_servicer
from tests.support.reporting.agreement import timestamp
from tests.support.reporting.asking import principal
from tests.support.reporting.calling import reporting_endpoint
from tests.support.reporting.company import NOW, everything, person
from tests.support.reporting.events import event
from tests.support.reporting.exporting import GAPS, READINESS, RECERTIFICATION, Exports, look, read, start
from tests.support.reporting.further_services import ask
from tests.support.reporting.world import MongoWorld

WITH_A_ROLE = ["bob", "cleo", "dan", "eve", "fay"]
STATE = contract.ReportExportState


@pytest.fixture
def exports(fenced: Database[Document], world: MongoWorld) -> Iterator[Exports]:
    """The two small companies, with a worker that works when the test says so."""
    world.apply(everything())
    ensure_kept(fenced)
    stores = Stores(fenced)
    with reporting_endpoint(reporting_servicer(stores), exporting=exports_servicer(stores)) as endpoint:
        yield Exports(endpoint=endpoint, database=fenced)


@pytest.fixture
def by_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part holds one person."""
    monkeypatch.setattr(readiness, "MAX_PAGE_SIZE", 1)


def test_an_export_says_what_the_report_says(exports: Exports) -> None:
    hr = exports.endpoint.caller("hr")
    started = [start(hr, question) for question in (READINESS, GAPS, RECERTIFICATION)]
    assert {each.state for each in started} == {STATE.REPORT_EXPORT_STATE_RUNNING}
    exports.work()
    done = [look(hr, each) for each in started]
    assert [(each.state, each.percent) for each in done] == [(STATE.REPORT_EXPORT_STATE_DONE, 100)] * 3
    for export, method, request in (
        (done[0], "ReportReadiness", done[0].question.readiness),
        (done[1], "ReportSkillGaps", done[1].question.skill_gaps),
        (done[2], "ReportRecertification", done[2].question.recertification),
    ):
        told = hr.call(method, request)
        for gap in getattr(told, "gaps", ()):
            del gap.short_person_ids[:]
        (part,) = read(hr, export)
        assert getattr(part, str(part.WhichOneof("report"))) == told
    assert [each.row_count for each in done] == [5, 3, 3]


@pytest.mark.parametrize(
    ("name", "method", "request_"),
    [
        ("trends", "ReportTrends", ReportTrendsRequest(group_by=reporting.DIMENSION_DEPARTMENT)),
        ("pipeline", "ReportPipeline", ReportPipelineRequest(role_id="engineer")),
        ("worth", "ReportWorth", ReportWorthRequest(from_on="2025-01-01")),
    ],
)
def test_an_export_of_figures_is_the_report_of_when_it_was_asked_for(
    exports: Exports, world: MongoWorld, name: str, method: str, request_: Message
) -> None:
    hr = exports.endpoint.caller("hr")
    export = start(hr, contract.ExportedQuestion(**{name: request_}))  # type: ignore[arg-type]
    asked_at = export.question.asked_at
    assert asked_at == export.accepted_at
    exports.work()
    (part,) = read(hr, export)
    told = ask(
        world,
        principal("hr", tenant_id="acme", subject="somebody"),
        now=asked_at.ToDatetime(tzinfo=UTC),
        method=method,
        request=getattr(export.question, name),
    )
    for role in getattr(told, "roles", ()):
        assert role.candidates
        del role.candidates[:]
    assert getattr(part, name) == told
    assert look(hr, export).row_count == {"trends": 24, "pipeline": 1, "worth": 2}[name]


def test_an_analyst_exports_figures_of_many_alone(exports: Exports) -> None:
    analyst = exports.endpoint.caller("analyst")
    question = contract.ExportedQuestion(pipeline=ReportPipelineRequest())
    export = start(analyst, question)
    exports.work()
    (part,) = read(analyst, export)
    assert part.pipeline.hidden_count and not part.pipeline.roles


@pytest.mark.parametrize("question", [READINESS, GAPS])
def test_an_export_of_many_is_asked_of_the_workforce_in_memory(
    exports: Exports, question: contract.ExportedQuestion
) -> None:
    stores = Stores(exports.database)
    export = start(exports.endpoint.caller("hr"), question)
    for item in exports.due():
        export_work(stores)(item)
    assert stores.workforces.tenant_ids == ("acme",)
    assert look(exports.endpoint.caller("hr"), export).state == STATE.REPORT_EXPORT_STATE_DONE


def test_an_export_waits_until_everybody_is_in_memory(
    exports: Exports, monkeypatch: pytest.MonkeyPatch
) -> None:
    def loading(*_: object, **__: object) -> NoReturn:
        raise WorkforceLoadingError(wait=timedelta(seconds=1))

    stores, hr = Stores(exports.database), exports.endpoint.caller("hr")
    export = start(hr, GAPS)
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(stores.workforces, "of", loading)
        for item in exports.due():
            export_work(stores)(item)
        assert look(hr, export).state == STATE.REPORT_EXPORT_STATE_RUNNING
    for item in exports.due():
        export_work(stores)(item)
    assert look(hr, export).state == STATE.REPORT_EXPORT_STATE_DONE


def test_what_was_asked_for_without_an_instant_is_of_when_it_was_asked_for(exports: Exports) -> None:
    export = start(exports.endpoint.caller("hr"), READINESS)
    assert export.question.readiness.as_of == export.accepted_at


@pytest.mark.usefixtures("by_ones")
def test_a_long_export_goes_on_turn_by_turn_and_tells_how_far_it_is(
    exports: Exports, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_export, "TURN", timedelta(0))
    hr = exports.endpoint.caller("hr")
    export = start(hr, READINESS)
    seen = []
    for _ in range(6):
        exports.work()
        seen.append(look(hr, export).percent)
    assert seen == [20, 40, 60, 80, 99, 100]
    people = [each.person_id for part in read(hr, export) for each in part.readiness.people]
    assert people == WITH_A_ROLE


@pytest.mark.usefixtures("by_ones")
@pytest.mark.parametrize("step", ["after part 0", "before saving part 2", "after part 4"])
def test_a_killed_worker_loses_and_doubles_nothing(exports: Exports, mongo_url: str, step: str) -> None:
    hr = exports.endpoint.caller("hr")
    export = start(hr, READINESS)
    ended = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.support.reporting.deadly_export",
            exports.database.name,
            export.export_id,
            step,
        ],
        env={**os.environ, "MONGO_URL": mongo_url},
        check=False,
        timeout=60,
    )
    assert ended.returncode == -signal.SIGKILL
    assert look(hr, export).state == STATE.REPORT_EXPORT_STATE_RUNNING
    exports.work()
    assert look(hr, export).row_count == 5
    people = [each.person_id for part in read(hr, export) for each in part.readiness.people]
    assert people == WITH_A_ROLE
    assert exports.files_left() == 5


@pytest.mark.usefixtures("by_ones")
def test_a_cancelled_export_leaves_nothing_also_not_what_a_worker_wrote_that_did_not_see_it(
    exports: Exports, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_export, "TURN", timedelta(0))
    hr = exports.endpoint.caller("hr")
    export = start(hr, READINESS)
    exports.work()
    cancel = partial(
        hr.call, "CancelReportExport", contract.CancelReportExportRequest(export_id=export.export_id)
    )
    cancelled = cancel().report_export
    assert cancelled.state == STATE.REPORT_EXPORT_STATE_CANCELLED
    assert cancel().report_export == cancelled
    assert exports.files_left() == 0
    exports.database["tenant_files.files"].insert_one(
        {"_id": f"acme:report-export/{export.export_id}/1", "tenant_id": "acme", "length": 0, "chunkSize": 1}
    )
    exports.work(now=utc_now() + timedelta(minutes=2))
    assert exports.files_left() == 0
    assert exports.due(now=utc_now() + timedelta(days=400)) == []


def test_what_is_done_can_be_removed_before_its_time(exports: Exports) -> None:
    hr = exports.endpoint.caller("hr")
    export = start(hr, GAPS)
    exports.work()
    hr.call("CancelReportExport", contract.CancelReportExportRequest(export_id=export.export_id))
    assert exports.files_left() == 0
    request = contract.ReadReportExportRequest(export_id=export.export_id)
    assert hr.refusal_of_stream("ReadReportExport", request).reason == "EXPORT_NOT_READY"


def test_an_export_is_removed_when_its_time_is_over(
    exports: Exports, monkeypatch: pytest.MonkeyPatch
) -> None:
    hr = exports.endpoint.caller("hr")
    export = start(hr, GAPS)
    exports.work()
    expires_at = look(hr, export).expires_at.ToDatetime()
    assert timedelta(hours=71) < expires_at - utc_now().replace(tzinfo=None) <= timedelta(hours=72)
    later = utc_now() + timedelta(hours=73)
    monkeypatch.setattr("cairn_reporting.bootstrap.utc_now", lambda: later)
    exports.work(now=later)
    assert look(hr, export).state == STATE.REPORT_EXPORT_STATE_EXPIRED
    assert exports.files_left() == 0
    request = contract.ReadReportExportRequest(export_id=export.export_id)
    assert hr.refusal_of_stream("ReadReportExport", request).reason == "EXPORT_GONE"


def test_an_export_is_there_for_who_asked_for_it_alone(exports: Exports) -> None:
    hr = exports.endpoint.caller("hr")
    export = start(hr, GAPS)
    for other in (
        exports.endpoint.caller("hr", subject="another"),
        exports.endpoint.caller("hr", tenant_id="globex"),
    ):
        for request in (
            contract.GetReportExportRequest(export_id=export.export_id),
            contract.CancelReportExportRequest(export_id=export.export_id),
        ):
            method = type(request).__name__.removesuffix("Request")
            assert other.refusal(method, request).reason == "NOT_FOUND"
        assert not other.call("ListReportExports", contract.ListReportExportsRequest()).report_exports
    mine = hr.call("ListReportExports", contract.ListReportExportsRequest()).report_exports
    assert [each.export_id for each in mine] == [export.export_id]


def test_an_export_is_made_by_the_line_and_is_not_read_when_the_line_has_changed(
    exports: Exports, world: MongoWorld
) -> None:
    bob = exports.endpoint.caller("manager", subject="account-bob")
    export = start(bob, READINESS)
    exports.work()
    people = [each.person_id for part in read(bob, export) for each in part.readiness.people]
    assert people == ["bob", "cleo", "dan"]
    world.apply([event(person("cleo", manager="eve"), tenant_id="acme", version=2, at=NOW)])
    request = contract.ReadReportExportRequest(export_id=export.export_id)
    assert bob.refusal_of_stream("ReadReportExport", request).reason == "NOT_FOUND"


def test_who_loses_the_role_does_not_read_what_it_gave(exports: Exports) -> None:
    export = start(exports.endpoint.caller("hr", subject="account-bob"), GAPS)
    exports.work()
    request = contract.ReadReportExportRequest(export_id=export.export_id)
    for roles in (["manager"], ["analyst"]):
        fallen = exports.endpoint.caller(*roles, subject="account-bob")
        assert fallen.refusal_of_stream("ReadReportExport", request).reason == "NOT_FOUND"


def test_an_analyst_exports_figures_and_nothing_about_persons(exports: Exports) -> None:
    analyst = exports.endpoint.caller("analyst")
    for question in (READINESS, RECERTIFICATION):
        request = contract.StartReportExportRequest(question=question)
        assert analyst.refusal("StartReportExport", request).reason == "ROLE_REQUIRED"
    export = start(analyst, GAPS)
    exports.work()
    (part,) = read(analyst, export)
    assert part.skill_gaps.hidden_count == 3 and not part.skill_gaps.gaps


def test_how_many_are_how_ready_is_exported_in_figures_for_who_may_not_see_persons_too(
    exports: Exports,
) -> None:
    asked = reporting.ReportReadinessRequest(group_by=reporting.DIMENSION_DEPARTMENT)
    by_department = contract.ExportedQuestion(readiness=asked)
    hr, analyst = exports.endpoint.caller("hr"), exports.endpoint.caller("analyst")
    started = start(hr, by_department), start(analyst, by_department)
    exports.work()
    told = hr.call("ReportReadiness", asked)
    (part,) = read(hr, started[0])
    assert list(part.readiness.groups) == list(told.groups) and part.readiness.figures == told.figures
    assert not part.readiness.people
    assert look(hr, started[0]).row_count == len(told.groups) > 0
    (part,) = read(analyst, started[1])
    assert not part.readiness.people and part.readiness.hidden_count


def test_an_export_of_some_states_has_who_is_in_them_from_one_batch_to_the_next(
    exports: Exports, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "MAX_PAGE_SIZE", 1)
    hr = exports.endpoint.caller("hr")
    everybody = hr.call("ReportReadiness", reporting.ReportReadinessRequest(role_id="engineer")).people
    assert len({each.state for each in everybody}) > 1
    for state in {each.state for each in everybody}:
        asked = reporting.ReportReadinessRequest(role_id="engineer", states=[state])
        export = start(hr, contract.ExportedQuestion(readiness=asked))
        exports.work()
        people = [each.person_id for part in read(hr, export) for each in part.readiness.people]
        assert people == [each.person_id for each in everybody if each.state == state]
        assert look(hr, export).row_count == len(people)


def test_a_state_that_there_is_none_of_is_refused_before_the_job_is_accepted(exports: Exports) -> None:
    asked = reporting.ReportReadinessRequest(states=[reporting.READINESS_STATE_UNSPECIFIED])
    request = contract.StartReportExportRequest(question=contract.ExportedQuestion(readiness=asked))
    refusal = exports.endpoint.caller("hr").refusal("StartReportExport", request)
    assert (refusal.reason, refusal.fields) == ("INVALID_FIELDS", (("states[0]", "UNKNOWN"),))


def test_who_has_left_meanwhile_gets_no_export(exports: Exports, world: MongoWorld) -> None:
    bob = exports.endpoint.caller("manager", subject="account-bob")
    export = start(bob, READINESS)
    gone = person("bob", manager="ada", role="lead")
    gone.left_on = "2026-01-31"
    world.apply([event(gone, tenant_id="acme", version=2, at=NOW)])
    exports.work()
    failed = look(bob, export)
    assert (failed.state, failed.problem_reason) == (STATE.REPORT_EXPORT_STATE_FAILED, "OWNER_LEFT")


def test_what_only_the_facts_show_fails_the_job_and_says_why(exports: Exports) -> None:
    hr = exports.endpoint.caller("hr")
    asked = reporting.ReportReadinessRequest(people=reporting.PeopleFilter(team_id="nobody"))
    export = start(hr, contract.ExportedQuestion(readiness=asked))
    exports.work()
    failed = look(hr, export)
    assert (failed.state, failed.problem_reason) == (STATE.REPORT_EXPORT_STATE_FAILED, "NOT_FOUND")
    assert failed.problem == "There is no such team."
    assert exports.files_left() == 0


NOT_THERE = {
    "department": contract.ExportedQuestion(
        readiness=reporting.ReportReadinessRequest(people=reporting.PeopleFilter(department_id="nowhere"))
    ),
    "person": contract.ExportedQuestion(
        recertification=reporting.ReportRecertificationRequest(
            people=reporting.PeopleFilter(person_ids=["nobody"])
        )
    ),
    "role": contract.ExportedQuestion(pipeline=ReportPipelineRequest(role_id="nothing")),
    'skill "pyton"': contract.ExportedQuestion(
        skill_gaps=reporting.ReportSkillGapsRequest(asked=[reporting.AskedFor(skill_id="pyton", level=1)])
    ),
    'credential "ppm"': contract.ExportedQuestion(
        recertification=reporting.ReportRecertificationRequest(credential_id="ppm")
    ),
}


@pytest.mark.parametrize("what", NOT_THERE)
def test_what_is_not_there_is_said_at_once(exports: Exports, what: str) -> None:
    asked = contract.StartReportExportRequest(question=NOT_THERE[what])
    refusal = exports.endpoint.caller("hr").refusal("StartReportExport", asked)
    assert (refusal.reason, refusal.message) == ("NOT_FOUND", f"There is no such {what}.")


BEFORE = timestamp(datetime(2001, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("question", "field"),
    [
        (contract.ExportedQuestion(readiness=reporting.ReportReadinessRequest(as_of=BEFORE)), "as_of"),
        (contract.ExportedQuestion(skill_gaps=reporting.ReportSkillGapsRequest(as_of=BEFORE)), "as_of"),
        (contract.ExportedQuestion(pipeline=ReportPipelineRequest(as_of=BEFORE)), "as_of"),
        (contract.ExportedQuestion(trends=ReportTrendsRequest(until_month="2020-04")), "until_month"),
        (contract.ExportedQuestion(worth=ReportWorthRequest(until_on="2020-04-30")), "until_on"),
    ],
)
def test_a_time_before_anybody_worked_there_is_said_at_once(
    exports: Exports, question: contract.ExportedQuestion, field: str
) -> None:
    hired = person("zoe")
    hired.hired_on = "2020-05-01"
    MongoWorld(exports.database).apply([event(hired, tenant_id="young", version=1, at=NOW)])
    asked = contract.StartReportExportRequest(question=question)
    refusal = exports.endpoint.caller("hr", tenant_id="young").refusal("StartReportExport", asked)
    assert (refusal.reason, refusal.fields) == ("INVALID_FIELDS", ((field, "BEFORE_BEGINNING"),))


def test_what_is_wrong_with_the_question_is_said_at_once(exports: Exports) -> None:
    hr = exports.endpoint.caller("hr")
    cohort = reporting.PeopleFilter(hired_from="2026-01-01", hired_until="2025-01-01")
    for question, field in (
        (contract.ExportedQuestion(), "question"),
        (
            contract.ExportedQuestion(readiness=reporting.ReportReadinessRequest(people=cohort)),
            "people.hired_until",
        ),
        (
            contract.ExportedQuestion(
                skill_gaps=reporting.ReportSkillGapsRequest(group_by=reporting.Dimension.ValueType(77))
            ),
            "group_by",
        ),
        (contract.ExportedQuestion(trends=ReportTrendsRequest(from_month="May")), "from_month"),
        (
            contract.ExportedQuestion(
                trends=ReportTrendsRequest(from_month="2000-01", until_month="2020-01")
            ),
            "until_month",
        ),
        (contract.ExportedQuestion(pipeline=ReportPipelineRequest(months=61)), "months"),
        (contract.ExportedQuestion(worth=ReportWorthRequest(until_on="2999-01-01")), "until_on"),
        (contract.ExportedQuestion(worth=ReportWorthRequest(months=121)), "months"),
    ):
        refusal = hr.refusal("StartReportExport", contract.StartReportExportRequest(question=question))
        assert (refusal.reason, refusal.fields[0][0]) == ("INVALID_FIELDS", field)


def test_no_export_is_begun_while_the_read_models_are_rebuilt(exports: Exports) -> None:
    hr = exports.endpoint.caller("hr")
    rebuild = Lease(
        exports.database, name="rebuild", holder="a rebuild", term=timedelta(minutes=1), clock=utc_now
    )
    assert rebuild.hold()
    refusal = hr.refusal("StartReportExport", contract.StartReportExportRequest(question=GAPS))
    assert refusal.reason == "REPORTS_REBUILDING"
    rebuild.release()
    assert start(hr, GAPS).export_id


def test_the_same_request_under_the_same_key_is_one_export(exports: Exports) -> None:
    hr = exports.endpoint.caller("hr")
    keyed = hr.with_metadata(("idempotency-key", "once"))
    assert start(keyed, GAPS) == start(keyed, GAPS)
    assert start(hr, GAPS) != start(hr, GAPS)


def test_a_line_with_many_ends_comes_in_parts_and_whole(
    exports: Exports, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cairn_reporting.adapters.grpc.exported_ends._ENDS_IN_A_PART", 1)
    hr = exports.endpoint.caller("hr")
    export = start(hr, RECERTIFICATION)
    exports.work()
    parts = read(hr, export)
    ends = [
        (line.credential_id, end.person_id)
        for part in parts
        for line in part.recertification.lines
        for end in line.expiries
    ]
    assert len(parts) == 3
    assert sorted(ends) == [("course", "cleo"), ("pmp", "eve"), ("pmp", "fay")]


@pytest.mark.parametrize("at_most", [1, 2000])
def test_ends_by_group_come_in_parts_and_whole_however_many_they_are(
    exports: Exports, monkeypatch: pytest.MonkeyPatch, at_most: int
) -> None:
    monkeypatch.setattr("cairn_reporting.adapters.grpc.exported_ends._ENDS_IN_A_PART", at_most)
    monkeypatch.setattr("cairn_reporting.application.report_size.MOST_ENDS", 1)
    hr = exports.endpoint.caller("hr")
    asked = reporting.ReportRecertificationRequest(group_by=reporting.DIMENSION_DEPARTMENT)
    export = start(hr, contract.ExportedQuestion(recertification=asked))
    exports.work()
    ends = [
        (group.group, line.credential_id, end.person_id)
        for part in read(hr, export)
        for group in part.recertification.groups
        for line in group.lines
        for end in line.expiries
    ]
    assert sorted(ends) == [("data", "course", "cleo"), ("it", "pmp", "eve"), ("it", "pmp", "fay")]
    assert look(hr, export).row_count == 3


def test_an_export_by_group_is_not_read_when_somebody_in_it_is_out_of_reach(
    exports: Exports, world: MongoWorld
) -> None:
    bob = exports.endpoint.caller("manager", subject="account-bob")
    asked = reporting.ReportRecertificationRequest(group_by=reporting.DIMENSION_DEPARTMENT)
    export = start(bob, contract.ExportedQuestion(recertification=asked))
    exports.work()
    assert read(bob, export)
    world.apply([event(person("cleo", manager="eve"), tenant_id="acme", version=2, at=NOW)])
    request = contract.ReadReportExportRequest(export_id=export.export_id)
    assert bob.refusal_of_stream("ReadReportExport", request).reason == "NOT_FOUND"
