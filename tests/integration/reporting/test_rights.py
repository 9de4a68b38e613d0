"""Whose answers a caller gets: the same rights in every report, explanation and export."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import pytest
from pymongo.database import Database

from cairn.reporting.v1 import explanations_pb2 as explaining
from cairn.reporting.v1 import report_exports_pb2 as exporting
from cairn.reporting.v1 import reporting_service_pb2 as reporting
from cairn_platform.mongo.connection import Document
from cairn_reporting.bootstrap import (
    Stores,
    ensure_kept,
    explanations_servicer,
    exports_servicer,
    reporting_servicer,
)
from tests.support.reporting.agreement import timestamp
from tests.support.reporting.calling import reporting_endpoint
from tests.support.reporting.company import NOW, everything
from tests.support.reporting.events import event
from tests.support.reporting.exporting import Exports, read, start
from tests.support.reporting.responsibilities import responsible
from tests.support.reporting.world import MongoWorld

AT = timestamp(NOW)
LIST = [reporting.AskedFor(skill_id="python", level=4)]
GAPS = reporting.ReportSkillGapsRequest(as_of=AT, asked=LIST)
READINESS = reporting.ReportReadinessRequest(as_of=AT, role_id="engineer")
PMP = reporting.ReportRecertificationRequest(as_of=AT, credential_id="pmp")
EVERYBODY = {"ada", "bob", "cleo", "dan", "eve", "fay"}
HOLDERS = {"eve", "fay"}


@dataclass(frozen=True, kw_only=True)
class Report:
    """One way to ask, and who is named in its answer."""

    method: str
    request: Any
    named: Callable[[Any], set[str]]
    about: set[str]
    """Whom there is something to say of."""

    def __str__(self) -> str:
        return self.method


REPORTS = [
    Report(
        method="ReportSkillGaps",
        request=GAPS,
        named=lambda told: {each for gap in told.gaps for each in gap.short_person_ids},
        about=EVERYBODY,
    ),
    Report(
        method="ReportReadiness",
        request=READINESS,
        named=lambda told: {each.person_id for each in told.people},
        about=EVERYBODY,
    ),
    Report(
        method="ReportRecertification",
        request=PMP,
        named=lambda told: {end.person_id for line in told.lines for end in line.expiries},
        about=HOLDERS,
    ),
    Report(
        method="ExplainSkillGap",
        request=explaining.ExplainSkillGapRequest(report=GAPS, line=LIST[0]),
        named=lambda told: {each.person_id for each in told.people},
        about=EVERYBODY,
    ),
    Report(
        method="ExplainRecertification",
        request=explaining.ExplainRecertificationRequest(report=PMP),
        named=lambda told: {each.person_id for each in told.people},
        about={"eve"},
    ),
]
CALLERS = [
    (["hr"], "somebody", EVERYBODY),
    (["tenant-admin"], "somebody", EVERYBODY),
    (["manager"], "account-ada", EVERYBODY),
    (["manager"], "account-eve", {"eve", "fay"}),
    (["manager"], "account-bob", {"bob", "cleo", "dan"}),
    (["hr-partner"], "account-fay", {"fay", "cleo", "dan"}),
    (["hr-partner"], "account-cleo", {"cleo"}),
    (["hr-partner", "manager"], "account-eve", {"eve", "fay", "cleo", "dan"}),
    (["employee"], "account-fay", {"fay"}),
    (["employee"], "account-eve", {"eve"}),
]
WITHOUT_RIGHT = ["platform-operator", "reviewer"]


FIGURES: list[tuple[str, Any, Callable[[Any], int]]] = [
    ("ReportSkillGaps", GAPS, lambda told: told.gaps[0].demanded),
    (
        "ReportSkillGaps",
        reporting.ReportSkillGapsRequest(as_of=AT, asked=LIST, group_by=reporting.DIMENSION_DEPARTMENT),
        lambda told: sum(group.people_count for group in told.groups),
    ),
    ("ReportReadiness", READINESS, lambda told: len(told.people)),
    ("ReportRecertification", PMP, lambda told: told.people_count),
]


def _people(request: Any) -> reporting.PeopleFilter:
    report = getattr(request, "report", request)
    people: reporting.PeopleFilter = report.people
    return people


@pytest.fixture
def exports(fenced: Database[Document], world: MongoWorld) -> Iterator[Exports]:
    """The two small companies."""
    given = [responsible("fay", "data"), responsible("eve", "data")]
    world.apply([*everything(), *(event(each, tenant_id="acme", version=1, at=NOW) for each in given)])
    ensure_kept(fenced)
    stores = Stores(fenced)
    with reporting_endpoint(
        reporting_servicer(stores),
        explaining=explanations_servicer(stores),
        exporting=exports_servicer(stores),
    ) as endpoint:
        yield Exports(endpoint=endpoint, database=fenced)


def test_hr_sees_everybody_a_manager_the_own_line_an_employee_oneself(exports: Exports) -> None:
    for roles, subject, reached in CALLERS:
        caller = exports.endpoint.caller(*roles, subject=subject)
        for report in REPORTS:
            told = caller.call(report.method, report.request)
            assert report.named(told) == report.about & reached, (report.method, roles, subject)


def test_a_partner_asks_by_the_own_departments_and_others_are_not_there(exports: Exports) -> None:
    partner = exports.endpoint.caller("hr-partner", subject="account-fay")
    for report in REPORTS:
        own, other = deepcopy(report.request), deepcopy(report.request)
        _people(own).department_id = "data"
        _people(other).department_id = "it"
        assert report.named(partner.call(report.method, own)) == report.about & {"cleo", "dan"}
        assert partner.refusal(report.method, other).reason == "NOT_FOUND", report.method


def test_figures_of_a_partner_are_about_the_own_departments(exports: Exports) -> None:
    partner, hr = (
        exports.endpoint.caller("hr-partner", subject="account-fay"),
        exports.endpoint.caller("hr", subject="account-bob"),
    )
    for method, request, counted in FIGURES:
        assert counted(partner.call(method, request)) == 3, method
        assert counted(hr.call(method, request)) == 6, method


def test_who_has_none_of_the_roles_or_another_tenants_sees_nobody(exports: Exports) -> None:
    for report in REPORTS:
        for role in WITHOUT_RIGHT:
            refusal = exports.endpoint.caller(role).refusal(report.method, report.request)
            assert refusal.reason == "ROLE_REQUIRED", (report.method, role)
        stranger = exports.endpoint.stranger().refusal(report.method, report.request)
        assert stranger.reason == "TOKEN_MISSING"
        there = exports.endpoint.caller("hr", tenant_id="globex").call(report.method, report.request)
        assert report.named(there) <= {"bob", "cleo"}


def test_an_analyst_gets_figures_of_gaps_and_readiness_and_nothing_that_names_anybody(
    exports: Exports,
) -> None:
    analyst = exports.endpoint.caller("analyst")
    for report in REPORTS:
        if report.method in {"ReportSkillGaps", "ReportReadiness"}:
            assert report.named(analyst.call(report.method, report.request)) == set()
        else:
            assert analyst.refusal(report.method, report.request).reason == "ROLE_REQUIRED", report.method


def test_an_export_names_whom_the_report_names(exports: Exports) -> None:
    questions = (
        (exporting.ExportedQuestion(readiness=READINESS), EVERYBODY),
        (exporting.ExportedQuestion(recertification=PMP), HOLDERS),
    )
    for roles, subject, reached in CALLERS:
        caller = exports.endpoint.caller(*roles, subject=subject)
        for question, about in questions:
            export = start(caller, question)
            exports.work()
            parts = read(caller, export)
            named = {each.person_id for part in parts for each in part.readiness.people}
            named |= {
                end.person_id
                for part in parts
                for line in part.recertification.lines
                for end in line.expiries
            }
            assert named == about & reached, (roles, subject)
