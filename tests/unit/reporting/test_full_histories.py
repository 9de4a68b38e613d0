"""Every report about a day and a thousand people, and about fewer whose tenant settled other rules: what the oracle makes of it."""

import random
from collections import Counter
from typing import Any

import pytest

from cairn.common.v1 import paging_pb2
from cairn.reporting.v1 import reporting_service_pb2 as reports
from tests.support.oracle.answers import FOR_GAPS, FOR_READINESS, Oracle
from tests.support.oracle.hiding import hidden, tells_somebody
from tests.support.oracle.people import groups, roles_held
from tests.support.oracle.renewing import Outlook
from tests.support.reporting.agreement import written
from tests.support.reporting.full_company import (
    ANALYST,
    DIMENSIONS,
    HR,
    NOW,
    STATES,
    TIMES,
    Asked,
    FullCompany,
    Line,
    counted,
    line_of,
)

_OCCURRING = {
    "skill": {"MET", "MET_UNTIL", "SHORT", "MISSING"},
    "credential_id": {"MET", "MET_UNTIL", "MISSING", "BLOCKED"},
    "stack_id": {"MET", "MET_UNTIL", "MISSING"},
    "experience": {"MET", "MISSING", "UNKNOWN"},
    "time_in_role": {"MET", "MISSING", "UNKNOWN"},
    "any_of": {"MET", "MET_UNTIL", "MISSING", "UNKNOWN"},
}


@pytest.fixture(params=list(TIMES.values()), ids=list(TIMES))
def asked(request: pytest.FixtureRequest) -> Asked:
    """Past, as it was and as it was known, today, and the future."""
    found: Asked = request.param
    return found


def test_the_history_has_everything_in_it(full_company: FullCompany) -> None:
    found: dict[str, set[str]] = {}
    states: set[str] = set()
    positions = Counter[int]()
    for asked in TIMES.values():
        known, people = full_company.of_day(asked)
        oracle = Oracle(known, asked.at, written)
        for person_id in people:
            positions[len(roles_held(known.own("PersonState")[person_id]))] += 1
            ready = oracle.readiness(person_id)
            if ready is None:
                continue
            states.add(ready["state"].removeprefix("READINESS_STATE_"))
            requirements = known.seen("Role")[ready["role_id"]]["requirements"]
            for requirement, standing in zip(requirements, ready["requirements"], strict=True):
                (kind,) = requirement.keys() & _OCCURRING.keys()
                found.setdefault(kind, set()).add(standing["state"].removeprefix("REQUIREMENT_STATE_"))
    assert found == _OCCURRING
    assert states == set(STATES)
    assert positions.keys() >= {0, 1, 2}


def test_skill_levels(full_company: FullCompany) -> None:
    known, people = full_company.of_day(TIMES["now"])
    oracle = Oracle(known, NOW, written)
    for person_id in random.Random(3).sample(people, k=100):
        request = reports.GetSkillProfileRequest(person_id=person_id)
        expected = {"person_id": person_id, "skills": oracle.skill_profile(person_id)}
        assert full_company.answers("GetSkillProfile", request) == [expected] * 2


def test_gaps(full_company: FullCompany, asked: Asked) -> None:
    known, people = full_company.of_day(asked)
    oracle = Oracle(known, asked.at, written)
    in_all = oracle.gaps(people, choices=FOR_GAPS)
    field, dimension = random.Random(asked.at.day).choice(list(DIMENSIONS.items()))
    by_group = {
        group: oracle.gaps(members, choices=FOR_GAPS)["gaps"]
        for group, members in groups(known, people, field).items()
    }
    request = reports.ReportSkillGapsRequest(group_by=dimension, **asked.dated)
    for answer in full_company.answers("ReportSkillGaps", request):
        assert {**answer, "groups": []} == in_all
        assert {each["group"]: each["gaps"] for each in answer["groups"]} == by_group
    smallest = full_company.smallest_cell
    for shown in full_company.answers("ReportSkillGaps", request, caller=ANALYST):
        assert _lines(shown["gaps"]) == {
            line: figures
            for line, figures in _lines(in_all["gaps"]).items()
            if not tells_somebody(figures, smallest)
        }
        assert _by_line({each["group"]: each["gaps"] for each in shown["groups"]}) == {
            line: {group: each for group, each in of_line.items() if group not in few}
            for line, of_line in _by_line(by_group).items()
            if (few := hidden(of_line, smallest)) != of_line.keys()
        }


def test_readiness(full_company: FullCompany, asked: Asked) -> None:
    known, people = full_company.of_day(asked)
    oracle = Oracle(known, asked.at, written)
    judged = [oracle.readiness(each, choices=FOR_READINESS) for each in people]
    expected = {each["person_id"]: each for each in judged if each}
    found, without_role_count = _pages(full_company, reports.ReportReadinessRequest(**asked.dated))
    assert found == expected
    assert without_role_count == len(people) - len(expected)
    in_figures = {
        group: counted(expected[each]["state"] for each in members if each in expected)
        for group, members in groups(known, people, "manager_id").items()
    }
    few = hidden(in_figures, full_company.smallest_cell)
    request = reports.ReportReadinessRequest(group_by=reports.DIMENSION_MANAGER, **asked.dated)
    for caller, unseen in ((HR, set()), (ANALYST, few)):
        for told in full_company.answers("ReportReadiness", request, caller=caller):
            assert {each["group"]: _figures_told(each["figures"]) for each in told["groups"]} == {
                group: figures for group, figures in in_figures.items() if group not in unseen
            }


def _pages(company: FullCompany, request: reports.ReportReadinessRequest) -> tuple[dict[str, Any], int]:
    """Everybody, page by page, and how many have no role; the same either way."""
    found: dict[str, Any] = {}
    request.page.CopyFrom(paging_pb2.PageRequest(page_size=500))
    while True:
        answer, other = company.answers("ReportReadiness", request)
        assert answer == other
        found |= {each["person_id"]: each for each in answer["people"]}
        request.page.page_token = answer["page"]["next_page_token"]
        if not request.page.page_token:
            return found, answer["without_role_count"]


def test_recertification(full_company: FullCompany, asked: Asked) -> None:
    known, people = full_company.of_day(asked)
    expected = Outlook(known, asked.at, written).report(people, by="location")
    request = reports.ReportRecertificationRequest(group_by=reports.DIMENSION_LOCATION, **asked.dated)
    without_persons = {**expected, "lines": _without_persons(expected)}
    without_persons["groups"] = [{**each, "lines": _without_persons(each)} for each in expected["groups"]]
    for figures_only, of_people in ((False, expected), (True, without_persons)):
        request.figures_only = figures_only
        for answer in full_company.answers("ReportRecertification", request):
            answer["groups"].sort(key=lambda each: each["group"])
            assert answer == of_people


def _without_persons(report: dict[str, Any]) -> list[dict[str, Any]]:
    return [{**line, "expiries": []} for line in report["lines"]]


def _lines(gaps: list[dict[str, Any]]) -> dict[Line, tuple[int, ...]]:
    return {line_of(each): (each["demanded"], each["supplied"], each["short"]) for each in gaps}


def _by_line(of_groups: dict[str, list[dict[str, Any]]]) -> dict[Line, dict[str, tuple[int, ...]]]:
    found: dict[Line, dict[str, tuple[int, ...]]] = {}
    for group, gaps in of_groups.items():
        for line, figures in _lines(gaps).items():
            found.setdefault(line, {})[group] = figures
    return found


def _figures_told(figures: dict[str, int]) -> tuple[int, ...]:
    return figures["people_count"], *(figures[each.lower()] for each in STATES)
