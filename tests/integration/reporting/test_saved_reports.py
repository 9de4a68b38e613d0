"""Reports that are kept by name and made on a schedule, in MongoDB, as bootstrap puts them together."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import product
from threading import Barrier

import pytest
from pymongo.database import Database

from cairn.reporting.v1 import report_exports_pb2 as exports
from cairn.reporting.v1 import reporting_service_pb2 as reporting
from cairn.reporting.v1 import saved_reports_pb2 as contract
from cairn.reporting.v1.saved_reports_pb2_grpc import add_SavedReportsServiceServicer_to_server
from cairn_platform.changes import ConflictError
from cairn_platform.clock import utc_now
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.leases import Lease
from cairn_reporting.adapters.mongo import documents
from cairn_reporting.application import saved_reports as limits
from cairn_reporting.bootstrap import (
    Stores,
    ensure_kept,
    exports_servicer,
    reporting_servicer,
    saved_report_work,
    saved_reports_servicer,
)
from tests.support.reporting.calling import Caller, reporting_endpoint
from tests.support.reporting.company import NOW, everything, person
from tests.support.reporting.events import event
from tests.support.reporting.exporting import READINESS, read
from tests.support.reporting.saving import Clock, Saving, change, draft, every_day, keep, look, run, runs
from tests.support.reporting.world import MongoWorld

METHODS = ("GetSavedReport", "RunSavedReport", "ListSavedReportRuns", "DeleteSavedReport")
PAUSED = contract.SchedulePauseReason
STATE = exports.ReportExportState
TOMORROW_AT_SEVEN = datetime(2026, 11, 23, 6, tzinfo=UTC)


@pytest.fixture
def saving(fenced: Database[Document], world: MongoWorld) -> Iterator[Saving]:
    """The two small companies, with workers that work when the test says so; it is noon, 22 November 2026."""
    world.apply(everything())
    ensure_kept(fenced)
    stores, clock = Stores(fenced), Clock()
    servicer = saved_reports_servicer(stores, clock=clock)
    with reporting_endpoint(
        reporting_servicer(stores),
        exporting=exports_servicer(stores),
        also=[partial(add_SavedReportsServiceServicer_to_server, servicer)],
    ) as endpoint:
        yield Saving(endpoint=endpoint, database=fenced, clock=clock)


@pytest.fixture
def hr(saving: Saving) -> Caller:
    return saving.endpoint.caller("hr")


@pytest.fixture
def bob(saving: Saving) -> Caller:
    """Leads cleo and dan."""
    return saving.endpoint.caller("manager", subject="account-bob")


def as_of(made: contract.SavedReportRun) -> datetime:
    question = made.report_export.question
    return getattr(question, str(question.WhichOneof("report"))).as_of.ToDatetime(tzinfo=UTC)  # type: ignore[no-any-return]


def due_at(made: contract.SavedReportRun) -> datetime | None:
    return made.due_at.ToDatetime(tzinfo=UTC) if made.HasField("due_at") else None


def test_days_of_weeks_and_months_are_kept(hr: Caller) -> None:
    for days in (
        contract.ReportSchedule(weekly=contract.DaysOfWeek(iso_weekdays=[1, 5])),
        contract.ReportSchedule(monthly=contract.DayOfMonth(day=31)),
    ):
        days.MergeFrom(contract.ReportSchedule(local_time="23:59", time_zone="Asia/Kathmandu"))
        assert look(hr, keep(hr, draft(schedule=days))).kept.schedule == days


def test_a_kept_report_is_there_as_it_was_kept_changed_and_forgotten(hr: Caller) -> None:
    written = draft(schedule=every_day(), written_question='{"group_by": "role"}', as_of_days=90)
    keyed = hr.with_metadata(("idempotency-key", "once"))
    saved = keep(keyed, written)
    assert keep(keyed, written) == saved
    assert saved.kept == written
    assert saved.next_run_at.ToDatetime(tzinfo=UTC) == TOMORROW_AT_SEVEN
    assert look(hr, saved) == saved

    renamed = change(hr, saved, draft(name="All gaps"))
    assert (renamed.version, renamed.kept.name, renamed.HasField("next_run_at")) == (2, "All gaps", False)
    stale = contract.ChangeSavedReportRequest(
        saved_report_id=saved.saved_report_id, expected_version=1, report=written
    )
    assert hr.refusal("ChangeSavedReport", stale).reason == "STALE_VERSION"

    hr.call("DeleteSavedReport", contract.DeleteSavedReportRequest(saved_report_id=saved.saved_report_id))
    gone = contract.GetSavedReportRequest(saved_report_id=saved.saved_report_id)
    assert hr.refusal("GetSavedReport", gone).reason == "NOT_FOUND"
    assert not hr.call("ListSavedReports", contract.ListSavedReportsRequest()).saved_reports


def test_a_schedule_makes_one_export_of_the_instant_that_it_wanted_and_after_an_outage_only_the_latest(
    saving: Saving, hr: Caller
) -> None:
    saved = keep(hr, draft(schedule=every_day(), as_of_days=30))
    saving.clock.now = TOMORROW_AT_SEVEN - timedelta(milliseconds=1)
    saving.work()
    assert not runs(hr, saved)
    saving.clock.now = TOMORROW_AT_SEVEN + timedelta(minutes=3)
    saving.work()
    saving.work()
    (made,) = runs(hr, saved)
    assert (due_at(made), made.missed_count) == (TOMORROW_AT_SEVEN, 0)
    assert as_of(made) == TOMORROW_AT_SEVEN + timedelta(days=30)
    assert made.report_export.saved_report_id == saved.saved_report_id
    assert look(hr, saved).next_run_at.ToDatetime(tzinfo=UTC) == TOMORROW_AT_SEVEN + timedelta(days=1)

    saving.clock.now = TOMORROW_AT_SEVEN + timedelta(days=6, hours=1)
    saving.work()
    latest, first = runs(hr, saved)
    assert (due_at(latest), latest.missed_count) == (TOMORROW_AT_SEVEN + timedelta(days=6), 5)
    assert first == made
    assert saving.exports_made() == 2


def test_two_workers_at_the_same_instant_make_one_export(saving: Saving, hr: Caller) -> None:
    saved = keep(hr, draft(schedule=every_day()))
    saving.clock.moves(days=1)
    (item,) = saving.due()
    together = Barrier(4)

    def worker() -> None:
        perform = saved_report_work(Stores(saving.database), clock=saving.clock)
        together.wait(timeout=10)
        with suppress(ConflictError):
            perform(item)

    with ThreadPoolExecutor(4) as pool:
        for each in [pool.submit(worker) for _ in range(4)]:
            each.result(timeout=20)
    assert len(runs(hr, saved)) == saving.exports_made() == 1


def test_workers_that_are_killed_before_and_behind_saving_lose_and_double_no_run(
    saving: Saving, hr: Caller, mongo_url: str
) -> None:
    saved = keep(hr, draft(schedule=every_day()))
    saving.clock.moves(days=1)
    program = [sys.executable, "-m", "tests.support.reporting.deadly_saved_report", saving.database.name]
    ended = subprocess.run(
        [*program, saved.saved_report_id, saving.clock().isoformat()],
        env={**os.environ, "MONGO_URL": mongo_url},
        check=False,
        timeout=60,
    )
    assert ended.returncode == -signal.SIGKILL
    assert saving.exports_made() == 1
    saving.work()
    assert len(runs(hr, saved)) == saving.exports_made() == 1


def test_a_schedule_waits_while_the_read_models_are_rebuilt(saving: Saving, hr: Caller) -> None:
    saved = keep(hr, draft(schedule=every_day()))
    saving.clock.moves(days=1)
    rebuild = Lease(saving.database, name="rebuild", holder="a", term=timedelta(minutes=1), clock=utc_now)
    assert rebuild.hold()
    saving.work()
    request = contract.RunSavedReportRequest(saved_report_id=saved.saved_report_id)
    assert hr.refusal("RunSavedReport", request).reason == "REPORTS_REBUILDING"
    rebuild.release()
    saving.work()
    assert len(runs(hr, saved)) == 1


def test_a_paused_schedule_makes_nothing_and_goes_on_from_when_it_is_let(saving: Saving, hr: Caller) -> None:
    saved = keep(hr, draft(schedule=every_day()))
    paused = change(hr, saved, draft(schedule=every_day(), is_paused=True))
    assert (paused.pause.reason, paused.HasField("next_run_at")) == (
        PAUSED.SCHEDULE_PAUSE_REASON_BY_OWNER,
        False,
    )
    saving.clock.moves(days=3)
    saving.work()
    resumed = change(hr, paused, draft(schedule=every_day()))
    assert not resumed.HasField("pause")
    assert resumed.next_run_at.ToDatetime(tzinfo=UTC) == TOMORROW_AT_SEVEN + timedelta(days=3)
    saving.work()
    assert not runs(hr, saved)


def test_a_run_by_hand_is_of_now_and_leaves_the_schedule_as_it_was_and_a_fixed_instant_stays(
    hr: Caller,
) -> None:
    saved = keep(hr, draft(schedule=every_day()))
    keyed = hr.with_metadata(("idempotency-key", "once"))
    made = run(keyed, saved)
    assert run(keyed, saved) == made
    assert (due_at(made), as_of(made)) == (None, NOW)
    assert runs(hr, saved) == [made]
    assert look(hr, saved) == saved

    asked = reporting.ReportSkillGapsRequest()
    asked.as_of.FromDatetime(NOW - timedelta(days=30))
    fixed = exports.ExportedQuestion(skill_gaps=asked)
    assert as_of(run(hr, keep(hr, draft(question=fixed)))) == NOW - timedelta(days=30)
    twice = contract.CreateSavedReportRequest(report=draft(question=fixed, as_of_days=0))
    assert hr.refusal("CreateSavedReport", twice).fields == (("report.as_of_days", "ONE_OF"),)


def test_the_schedule_of_who_has_left_stands_still_and_says_why(
    saving: Saving, bob: Caller, world: MongoWorld
) -> None:
    saved = keep(bob, draft(question=READINESS, schedule=every_day()))
    gone = person("bob", manager="ada", role="lead")
    gone.left_on = "2026-11-22"
    world.apply([event(gone, tenant_id="acme", version=2, at=NOW)])
    saving.clock.moves(days=2)
    saving.work()
    assert saving.exports_made() == 0
    stopped = look(bob, saved)
    assert stopped.pause.reason == PAUSED.SCHEDULE_PAUSE_REASON_OWNER_LEFT
    assert stopped.pause.problem == "Who asked for this does not work here any more."
    assert saving.due() == []


def test_the_schedule_of_a_manager_who_leads_nobody_any_more_stands_still(
    saving: Saving, bob: Caller, world: MongoWorld
) -> None:
    saved = keep(bob, draft(question=READINESS, schedule=every_day()))
    world.apply(
        [
            event(person(each, manager="eve", account=each == "cleo"), tenant_id="acme", version=2, at=NOW)
            for each in ("cleo", "dan")
        ]
    )
    saving.clock.moves(days=1)
    saving.work()
    assert look(bob, saved).pause.reason == PAUSED.SCHEDULE_PAUSE_REASON_RIGHTS_LOST
    assert saving.exports_made() == 0


def test_a_schedule_runs_with_the_roles_that_its_owner_was_last_seen_with(saving: Saving) -> None:
    saved = keep(
        saving.endpoint.caller("hr", subject="account-bob"), draft(question=READINESS, schedule=every_day())
    )
    fallen = saving.endpoint.caller("manager", subject="account-bob")
    look(fallen, saved)
    saving.clock.moves(days=1)
    saving.work()
    (made,) = runs(fallen, saved)
    saving.make()
    people = [each.person_id for part in read(fallen, made.report_export) for each in part.readiness.people]
    assert people == ["bob", "cleo", "dan"]

    nobody = saving.endpoint.caller("employee", subject="account-bob")
    asked = contract.GetSavedReportRequest(saved_report_id=saved.saved_report_id)
    assert nobody.refusal("GetSavedReport", asked).reason == "ROLE_REQUIRED"
    assert look(fallen, saved).pause.reason == PAUSED.SCHEDULE_PAUSE_REASON_RIGHTS_LOST


def test_a_shared_report_is_seen_run_and_read_by_hr_and_changed_by_its_owner_alone(
    saving: Saving, hr: Caller, bob: Caller
) -> None:
    saved = keep(bob, draft(question=READINESS, is_shared=True, schedule=every_day()))
    saving.clock.moves(days=1)
    saving.work()
    saving.make()
    (made,) = runs(hr, saved)
    assert len(read(hr, made.report_export)) == 1
    assert not look(hr, saved).is_own
    assert run(hr, saved).asked_by_subject == "somebody"
    for refused in (
        contract.ChangeSavedReportRequest(
            saved_report_id=saved.saved_report_id, expected_version=saved.version, report=draft()
        ),
        contract.DeleteSavedReportRequest(saved_report_id=saved.saved_report_id),
    ):
        assert hr.refusal(type(refused).__name__.removesuffix("Request"), refused).reason == "NOT_FOUND"
    cancel = exports.CancelReportExportRequest(export_id=made.report_export.export_id)
    assert hr.refusal("CancelReportExport", cancel).reason == "NOT_FOUND"

    change(bob, look(bob, saved), draft(question=READINESS))
    unshared = exports.ReadReportExportRequest(export_id=made.report_export.export_id)
    assert hr.refusal_of_stream("ReadReportExport", unshared).reason == "NOT_FOUND"


def test_what_is_private_is_there_for_its_owner_alone_and_nothing_for_employees_and_analysts(
    saving: Saving, hr: Caller
) -> None:
    saved = keep(hr, draft())
    caller = saving.endpoint.caller
    others = (
        caller("hr", tenant_id="globex"),
        caller("hr", subject="another"),
        caller("manager", subject="account-eve"),
    )
    for other, method in product(others, METHODS):
        request = getattr(contract, f"{method}Request")(saved_report_id=saved.saved_report_id)
        assert other.refusal(method, request).reason == "NOT_FOUND"
        assert not other.call("ListSavedReports", contract.ListSavedReportsRequest()).saved_reports
    for role in ("employee", "analyst"):
        cleo = caller(role, subject="account-cleo")
        asked = contract.CreateSavedReportRequest(report=draft())
        assert cleo.refusal("CreateSavedReport", asked).reason == "ROLE_REQUIRED"
        assert cleo.refusal("ListSavedReports", contract.ListSavedReportsRequest()).reason == "ROLE_REQUIRED"


def test_an_account_and_a_tenant_keep_so_many_and_no_more(
    saving: Saving, hr: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_OF_AN_ACCOUNT", 2)
    monkeypatch.setattr(limits, "MOST_OF_A_TENANT", 3)
    request = contract.CreateSavedReportRequest(report=draft())
    first, _ = keep(hr, draft()), keep(hr, draft())
    assert hr.refusal("CreateSavedReport", request).message.startswith("You keep 2 reports")
    other = saving.endpoint.caller("hr", subject="another")
    keep(other, draft())
    refused = other.refusal("CreateSavedReport", request)
    assert (refused.reason, refused.message[:24]) == ("TOO_MANY_SAVED_REPORTS", "Your organization keeps ")
    hr.call("DeleteSavedReport", contract.DeleteSavedReportRequest(saved_report_id=first.saved_report_id))
    assert keep(other, draft())


def test_what_is_wrong_with_the_question_is_said_by_its_name(hr: Caller) -> None:
    ungroupable = reporting.ReportSkillGapsRequest(group_by=reporting.Dimension.ValueType(77))
    for question, field in (
        (exports.ExportedQuestion(), "report.question"),
        (exports.ExportedQuestion(skill_gaps=ungroupable), "report.question.group_by"),
    ):
        refused = hr.refusal(
            "CreateSavedReport", contract.CreateSavedReportRequest(report=draft(question=question))
        )
        assert (refused.reason, refused.fields[0][0]) == ("INVALID_FIELDS", field)


def _nowhere(department_id: str = "nowhere") -> exports.ExportedQuestion:
    people = reporting.PeopleFilter(department_id=department_id)
    return exports.ExportedQuestion(skill_gaps=reporting.ReportSkillGapsRequest(people=people))


def test_a_question_about_what_is_not_there_is_not_kept(hr: Caller) -> None:
    saved = keep(hr, draft(question=_nowhere("it")))
    for method, request in (
        ("CreateSavedReport", contract.CreateSavedReportRequest(report=draft(question=_nowhere()))),
        (
            "ChangeSavedReport",
            contract.ChangeSavedReportRequest(
                saved_report_id=saved.saved_report_id,
                expected_version=saved.version,
                report=draft(question=_nowhere()),
            ),
        ),
    ):
        refused = hr.refusal(method, request)
        assert (refused.reason, refused.message) == ("NOT_FOUND", "There is no such department.")
    assert look(hr, saved) == saved


def test_the_rest_of_a_report_about_what_is_gone_can_be_changed(saving: Saving, hr: Caller) -> None:
    saved = keep(hr, draft(question=_nowhere("it"), schedule=every_day()))
    departments = MongoWorld(saving.database).read_models.collection_name(documents.DEPARTMENTS, 1)
    saving.database[departments].delete_one({"tenant_id": "acme", "department_id": "it"})
    refused = hr.refusal(
        "CreateSavedReport", contract.CreateSavedReportRequest(report=draft(question=_nowhere("it")))
    )
    assert refused.reason == "NOT_FOUND"
    paused = change(hr, saved, draft(question=_nowhere("it"), schedule=every_day(), is_paused=True))
    assert paused.kept.is_paused
