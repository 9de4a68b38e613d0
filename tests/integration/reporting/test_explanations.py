"""What is behind the figures of reports, in MongoDB, as bootstrap puts it together."""

from collections.abc import Iterator

import pytest
from pymongo.database import Database

from cairn.common.v1.paging_pb2 import PageRequest
from cairn.reporting.v1 import explanations_pb2 as contract
from cairn.reporting.v1 import reporting_service_pb2 as reporting
from cairn_platform.mongo.connection import Document
from cairn_reporting.bootstrap import Stores, explanations_servicer, reporting_servicer
from tests.support.reporting.agreement import timestamp
from tests.support.reporting.calling import Caller, ReportingEndpoint, reporting_endpoint
from tests.support.reporting.company import NOW, everything
from tests.support.reporting.world import MongoWorld

GAP = contract.GapFigure
FIGURE = contract.RecertificationFigure
PYTHON = reporting.AskedFor(skill_id="python", level=2)


@pytest.fixture
def endpoint(fenced: Database[Document], world: MongoWorld) -> Iterator[ReportingEndpoint]:
    """The two small companies."""
    world.apply(everything())
    stores = Stores(fenced)
    with reporting_endpoint(
        reporting_servicer(stores), explaining=explanations_servicer(stores)
    ) as answering:
        yield answering


def gaps(**asked: object) -> reporting.ReportSkillGapsRequest:
    return reporting.ReportSkillGapsRequest(as_of=timestamp(NOW), **asked)  # type: ignore[arg-type]


def explained(
    caller: Caller,
    line: reporting.AskedFor,
    figure: contract.GapFigure.ValueType,
    *,
    report: reporting.ReportSkillGapsRequest,
    group: str | None = None,
) -> contract.ExplainSkillGapResponse:
    request = contract.ExplainSkillGapRequest(report=report, line=line, figure=figure, group=group)
    found: contract.ExplainSkillGapResponse = caller.call("ExplainSkillGap", request)
    return found


def line_of(gap: reporting.SkillGap) -> reporting.AskedFor:
    return reporting.AskedFor(
        skill_id=gap.skill_id, level=gap.required_level, credential_id=gap.credential_id
    )


@pytest.mark.parametrize(
    ("roles", "subject"), [(["hr"], "somebody"), (["manager"], "account-bob"), (["employee"], "account-fay")]
)
def test_behind_every_figure_are_as_many_people_as_it_says(
    endpoint: ReportingEndpoint, roles: list[str], subject: str
) -> None:
    caller = endpoint.caller(*roles, subject=subject)
    report = gaps(group_by=reporting.DIMENSION_DEPARTMENT)
    told = caller.call("ReportSkillGaps", report)
    lines = [(None, gap) for gap in told.gaps]
    lines += [(group.group, gap) for group in told.groups for gap in group.gaps]
    assert lines
    for group, gap in lines:
        found = {
            figure: explained(caller, line_of(gap), figure, report=report, group=group)
            for figure in (GAP.GAP_FIGURE_DEMANDED, GAP.GAP_FIGURE_SUPPLIED, GAP.GAP_FIGURE_SHORT)
        }
        assert [each.count for each in found.values()] == [gap.demanded, gap.supplied, gap.short]
        short = [each.person_id for each in found[GAP.GAP_FIGURE_SHORT].people]
        assert short == list(gap.short_person_ids)
        met = {reporting.REQUIREMENT_STATE_MET, reporting.REQUIREMENT_STATE_MET_UNTIL}
        assert all(
            each.has_it is (each.standing.state in met) for each in found[GAP.GAP_FIGURE_DEMANDED].people
        )


def test_each_of_the_people_comes_with_the_role_that_asks_and_the_fact_that_counts(
    endpoint: ReportingEndpoint,
) -> None:
    hr = endpoint.caller("hr")
    (cleo,) = explained(hr, PYTHON, GAP.GAP_FIGURE_SUPPLIED, report=gaps()).people
    assert (cleo.person_id, cleo.role_id, cleo.role_name) == ("cleo", "engineer", "Engineer")
    standing = cleo.standing
    assert (standing.achievement_id, standing.proven_by_credential_id) == ("cleo-course", "course")
    assert standing.state == reporting.REQUIREMENT_STATE_MET_UNTIL


def test_of_a_list_there_is_no_role_to_name(endpoint: ReportingEndpoint) -> None:
    report = gaps(asked=[PYTHON])
    told = explained(endpoint.caller("hr"), PYTHON, GAP.GAP_FIGURE_DEMANDED, report=report)
    assert {each.role_id for each in told.people} == {""} and told.count == 6


def test_the_people_come_in_pages(endpoint: ReportingEndpoint) -> None:
    hr = endpoint.caller("hr")
    request = contract.ExplainSkillGapRequest(
        report=gaps(asked=[PYTHON]), line=PYTHON, page=PageRequest(page_size=4)
    )
    first = hr.call("ExplainSkillGap", request)
    request.page.page_token = first.page.next_page_token
    second = hr.call("ExplainSkillGap", request)
    people = [each.person_id for told in (first, second) for each in told.people]
    assert people == ["ada", "bob", "cleo", "dan", "eve", "fay"]
    assert first.count == second.count == 6 and not second.page.next_page_token


@pytest.mark.parametrize(
    ("roles", "subject"), [(["hr"], "somebody"), (["manager"], "account-eve"), (["employee"], "account-cleo")]
)
def test_behind_every_figure_of_recertification_are_as_many_holders(
    endpoint: ReportingEndpoint, roles: list[str], subject: str
) -> None:
    caller = endpoint.caller(*roles, subject=subject)
    asked = reporting.ReportRecertificationRequest(as_of=timestamp(NOW))
    lines = caller.call("ReportRecertification", asked).lines
    assert lines
    for line in lines:
        asked.credential_id = line.credential_id
        counts = {}
        for name in (
            "valid",
            "due_in_7_days",
            "due_in_30_days",
            "due_in_60_days",
            "due_in_90_days",
            "lapsed",
            "suspended",
            "in_grace",
        ):
            figure = FIGURE.Value(f"RECERTIFICATION_FIGURE_{name.upper()}")
            request = contract.ExplainRecertificationRequest(report=asked, figure=figure)
            told = caller.call("ExplainRecertification", request)
            assert all(each.achievement_ids for each in told.people)
            counts[name] = told.count
        assert counts == {name: getattr(line, name) for name in counts}


def test_nobody_is_behind_a_figure_for_who_may_not_see_them(endpoint: ReportingEndpoint) -> None:
    asked = contract.ExplainSkillGapRequest(report=gaps(), line=PYTHON)
    held = contract.ExplainRecertificationRequest(
        report=reporting.ReportRecertificationRequest(credential_id="pmp")
    )
    analyst = endpoint.caller("analyst")
    assert analyst.refusal("ExplainSkillGap", asked).reason == "ROLE_REQUIRED"
    assert analyst.refusal("ExplainRecertification", held).reason == "ROLE_REQUIRED"
    bob = endpoint.caller("manager", subject="account-bob")
    assert [each.person_id for each in bob.call("ExplainSkillGap", asked).people] == ["cleo", "dan"]
    for outside in ("fay", "nobody"):
        asked.report.people.CopyFrom(reporting.PeopleFilter(person_ids=[outside]))
        assert bob.refusal("ExplainSkillGap", asked).reason == "NOT_FOUND"


def test_what_is_wrong_is_named(endpoint: ReportingEndpoint) -> None:
    hr = endpoint.caller("hr")
    for request, field in (
        (contract.ExplainSkillGapRequest(), "line"),
        (contract.ExplainSkillGapRequest(line=reporting.AskedFor(skill_id="python", level=9)), "line.level"),
        (contract.ExplainSkillGapRequest(line=PYTHON, group="it"), "group"),
        (contract.ExplainSkillGapRequest(line=PYTHON, figure=GAP.ValueType(9)), "figure"),
    ):
        refusal = hr.refusal("ExplainSkillGap", request)
        assert (refusal.reason, refusal.fields[0][0]) == ("INVALID_FIELDS", field)
    refusal = hr.refusal("ExplainRecertification", contract.ExplainRecertificationRequest())
    assert refusal.fields[0][0] == "report.credential_id"
    unknown = contract.ExplainRecertificationRequest(
        report=reporting.ReportRecertificationRequest(credential_id="nothing")
    )
    assert hr.refusal("ExplainRecertification", unknown).reason == "NOT_FOUND"
