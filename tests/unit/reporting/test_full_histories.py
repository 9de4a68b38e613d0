"""Every report about a thousand people, whose history came twice, in no order and partly a year late: what the oracle makes of it."""

import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from google.protobuf.message import Message

from cairn.common.v1 import paging_pb2
from cairn.reporting.v1 import reporting_service_pb2 as reports
from cairn.reporting.v1 import what_if_pb2
from cairn.reporting.v1.pipeline_pb2 import ReportPipelineRequest
from cairn.reporting.v1.trends_pb2 import ReportTrendsRequest
from cairn.reporting.v1.worth_pb2 import ReportWorthRequest
from cairn_platform.identity import Principal
from cairn_reporting.adapters.grpc.servicer import ReportingServicer
from cairn_reporting.application.workforce.tenants import WorkforceOf, nobodys
from tests.support.oracle.answers import FOR_GAPS, FOR_READINESS, Oracle
from tests.support.oracle.hiding import hidden, tells_somebody
from tests.support.oracle.known import Known
from tests.support.oracle.over_time import pipeline, trend, worth
from tests.support.oracle.people import asked_for, groups, reach
from tests.support.oracle.renewing import Outlook
from tests.support.oracle.supposing import what_if
from tests.support.reporting.agreement import timestamp, written
from tests.support.reporting.asking import Asker, plain, principal
from tests.support.reporting.builders import FIRST_DAY
from tests.support.reporting.events import from_plain
from tests.support.reporting.full_history import full_history
from tests.support.reporting.further_services import ask
from tests.support.reporting.histories import Plain, delivery
from tests.support.reporting.large_history import CREDENTIALS, TENANT
from tests.support.reporting.memory import InMemoryReadModels
from tests.support.reporting.world import workforces

NOW = FIRST_DAY + timedelta(days=800, hours=9)
HR = principal("hr", tenant_id=TENANT, subject="account-of-hr")
ANALYST = principal("analyst", tenant_id=TENANT, subject="account-of-analyst")
Ways = tuple[WorkforceOf, ...]
Line = tuple[str, str, int]
_SMALLEST_CELL = 5
_STAGES = ("READY", "READY_BY_PLAN", "NEARLY", "NOT_YET", "BLOCKED")
_STATES = ("READY", "READY_UNTIL", "NEARLY", "NOT_YET", "BLOCKED")
_DIMENSIONS = {
    "department_id": reports.DIMENSION_DEPARTMENT,
    "location": reports.DIMENSION_LOCATION,
    "manager_id": reports.DIMENSION_MANAGER,
}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """About which instant, and by what was known at which one; None for now."""

    at: datetime
    known_at: datetime | None = None

    @property
    def dated(self) -> dict[str, Any]:
        """As requests say it."""
        return {"as_of": timestamp(self.at), **self.known}

    @property
    def known(self) -> dict[str, Any]:
        """By what was known when, as requests say it."""
        return {"known_at": timestamp(self.known_at)} if self.known_at else {}

    def heard(self, history: list[Plain]) -> list[Plain]:
        """What was known."""
        return [
            each
            for each in history
            if self.known_at is None or datetime.fromisoformat(each["time"]) <= self.known_at
        ]


_PAST = FIRST_DAY + timedelta(days=500)
TIMES = [
    Asked(at=_PAST),
    Asked(at=_PAST, known_at=_PAST),
    Asked(at=NOW),
    Asked(at=NOW + timedelta(days=200)),
]


@pytest.fixture(scope="module")
def history() -> list[Plain]:
    """Three years."""
    return full_history(random.Random(1))


@pytest.fixture(scope="module")
def world(history: list[Plain]) -> InMemoryReadModels:
    """What came of it after each event came at least once, in no order."""
    read_models = InMemoryReadModels()
    read_models.apply([from_plain(each) for each in delivery(history, random.Random(2))])
    return read_models


@pytest.fixture(scope="module")
def ways(world: InMemoryReadModels) -> tuple[WorkforceOf, ...]:
    """Person by person, and by the engine."""
    return nobodys, workforces(world, clock=lambda: NOW).of


@pytest.fixture(params=TIMES, ids=["then", "known then", "now", "later"])
def asked(request: pytest.FixtureRequest) -> Asked:
    """Past, as it was and as it was known, today, and the future."""
    found: Asked = request.param
    return found


def _company(history: list[Plain], asked: Asked) -> tuple[Known, list[str]]:
    known = Known(asked.heard(history), TENANT).on(asked.at.date().isoformat())
    return known, asked_for(known, reach(known, "", {"hr"}))


def test_gaps(world: InMemoryReadModels, ways: Ways, history: list[Plain], asked: Asked) -> None:
    known, people = _company(history, asked)
    oracle = Oracle(known, asked.at, written)
    in_all = oracle.gaps(people, choices=FOR_GAPS)
    field, dimension = random.Random(asked.at.day).choice(list(_DIMENSIONS.items()))
    by_group = {
        group: oracle.gaps(members, choices=FOR_GAPS)["gaps"]
        for group, members in groups(known, people, field).items()
    }
    request = reports.ReportSkillGapsRequest(group_by=dimension, **asked.dated)
    for way in ways:
        answer = _ask(world, way, "ReportSkillGaps", request)
        assert {**answer, "groups": []} == in_all
        assert {each["group"]: each["gaps"] for each in answer["groups"]} == by_group
        shown = _ask(world, way, "ReportSkillGaps", request, caller=ANALYST)
        assert _lines(shown["gaps"]) == {
            line: figures
            for line, figures in _lines(in_all["gaps"]).items()
            if not tells_somebody(figures, _SMALLEST_CELL)
        }
        assert _by_line({each["group"]: each["gaps"] for each in shown["groups"]}) == {
            line: {group: each for group, each in of_line.items() if group not in few}
            for line, of_line in _by_line(by_group).items()
            if (few := hidden(of_line, _SMALLEST_CELL)) != of_line.keys()
        }


def test_readiness(world: InMemoryReadModels, ways: Ways, history: list[Plain], asked: Asked) -> None:
    known, people = _company(history, asked)
    oracle = Oracle(known, asked.at, written)
    judged = [oracle.readiness(each, choices=FOR_READINESS) for each in people]
    expected = {each["person_id"]: each for each in judged if each}
    in_figures = {
        group: _figures(expected[each]["state"] for each in members if each in expected)
        for group, members in groups(known, people, "manager_id").items()
    }
    few = hidden(in_figures, _SMALLEST_CELL)
    for way in ways:
        found: dict[str, Any] = {}
        token, is_over = "", False
        while not is_over:
            page = paging_pb2.PageRequest(page_size=500, page_token=token)
            request = reports.ReportReadinessRequest(page=page, **asked.dated)
            answer = _ask(world, way, "ReportReadiness", request)
            found |= {each["person_id"]: each for each in answer["people"]}
            token = answer["page"]["next_page_token"]
            is_over = not token
        assert answer["without_role_count"] == len(people) - len(expected)
        assert found == expected
        request = reports.ReportReadinessRequest(group_by=reports.DIMENSION_MANAGER, **asked.dated)
        for caller, unseen in ((HR, set()), (ANALYST, few)):
            told = _ask(world, way, "ReportReadiness", request, caller=caller)
            assert {each["group"]: _figures_told(each["figures"]) for each in told["groups"]} == {
                group: figures for group, figures in in_figures.items() if group not in unseen
            }


def test_recertification(world: InMemoryReadModels, ways: Ways, history: list[Plain], asked: Asked) -> None:
    known, people = _company(history, asked)
    expected = Outlook(known, asked.at, written).report(people, by="location")
    request = reports.ReportRecertificationRequest(group_by=reports.DIMENSION_LOCATION, **asked.dated)
    answer = _ask(world, nobodys, "ReportRecertification", request)
    answer["groups"].sort(key=lambda each: each["group"])
    assert answer == expected
    request.figures_only = True
    for each in [expected, *expected["groups"]]:
        each["lines"] = [{**line, "expiries": []} for line in each["lines"]]
    for way in ways:
        answer = _ask(world, way, "ReportRecertification", request)
        answer["groups"].sort(key=lambda each: each["group"])
        assert answer == expected


@pytest.mark.parametrize(("month", "known_at"), [("2027-03", None), ("2027-03", _PAST), ("2028-06", None)])
def test_trends(
    world: InMemoryReadModels, ways: Ways, history: list[Plain], month: str, known_at: datetime | None
) -> None:
    asked = Asked(at=NOW, known_at=known_at)
    expected = trend(asked.heard(history), TENANT, month, written)
    request = ReportTrendsRequest(from_month=month, until_month=month, **asked.known)
    for way in ways:
        (told,) = _ask(world, way, "ReportTrends", request)["months"]
        assert told["figures"] == expected


def test_pipeline(world: InMemoryReadModels, ways: Ways, history: list[Plain], asked: Asked) -> None:
    at = asked.at.replace(day=10)
    until = datetime(at.year + (at.month + 6) // 13, (at.month + 5) % 12 + 1, 10, tzinfo=UTC)
    expected = pipeline(asked.heard(history), TENANT, at, until, written)
    request = ReportPipelineRequest(months=6, as_of=timestamp(at), **asked.known)
    for way in ways:
        answer = _ask(world, way, "ReportPipeline", request)
        assert answer["people_count"] == len(expected)
        for role in answer["roles"]:
            of_role = {key: each for key, each in expected.items() if each["role_id"] == role["role_id"]}
            stages = Counter(each["stage"] for each in of_role.values())
            assert {name: role[name.lower()] for name in _STAGES} == {name: stages[name] for name in _STAGES}
            for each in role["candidates"]:
                assert of_role[each["person_id"]]["stage"] == each["stage"].removeprefix("PIPELINE_STAGE_")
                assert of_role[each["person_id"]].get("ready_at") == each.get("ready_at")


@pytest.mark.parametrize("known_at", [None, _PAST])
def test_worth(
    world: InMemoryReadModels, ways: Ways, history: list[Plain], known_at: datetime | None
) -> None:
    asked = Asked(at=NOW, known_at=known_at)
    last = NOW.date() - timedelta(days=90)
    first = last - timedelta(days=365)
    expected = worth(asked.heard(history), TENANT, first, last, 9)
    request = ReportWorthRequest(
        from_on=first.isoformat(), until_on=last.isoformat(), months=9, **asked.known
    )
    lines = expected.pop("lines")
    for way in ways:
        answer = _ask(world, way, "ReportWorth", request)
        for each in answer["lines"]:
            money = each.get("cost")
            each["cost"] = (money["currency"], int(money["minor_units"])) if money else None
            assert {name: each[name] for name in lines[each["credential_id"]]} == lines[each["credential_id"]]
        assert len(answer["lines"]) == len(lines)
        assert {name: answer["totals"][name] for name in expected} == expected


@pytest.mark.parametrize("days", [0, 200])
def test_what_if(world: InMemoryReadModels, ways: Ways, history: list[Plain], days: int) -> None:
    at, chance = NOW + timedelta(days=days), random.Random(days)
    _, people = _company(history, Asked(at=NOW))
    leaving = chance.sample(people, k=60)
    lapses = {each: chance.sample(people, k=300) for each in CREDENTIALS[:2]}
    completions = {each: chance.sample(people, k=150) for each in CREDENTIALS[2:4]}
    expected = what_if(history, TENANT, at, written, leaving=leaving, lapses=lapses, completions=completions)
    request = what_if_pb2.ReportWhatIfRequest(
        as_of=timestamp(at),
        leaving_person_ids=leaving,
        lapses=[
            what_if_pb2.SupposedLapse(credential_id=each, people=reports.PeopleFilter(person_ids=of))
            for each, of in lapses.items()
        ],
        completions=[
            what_if_pb2.SupposedCompletion(credential_ids=[each], people=reports.PeopleFilter(person_ids=of))
            for each, of in completions.items()
        ],
    )
    for way in ways:
        answer = _ask(world, way, "ReportWhatIf", request)
        answer["gaps"] = {
            _key(each): tuple(each[name] for name in ("demanded_before", "short_before", "demanded", "short"))
            for each in answer["gaps"]
        }
        for name in ("starts", "stops"):
            answer[name] = [
                (each["person_id"], each["role_id"], each["before"], each["after"]) for each in answer[name]
            ]
        assert answer == expected


def _ask(
    world: InMemoryReadModels, way: WorkforceOf, method: str, request: Message, *, caller: Principal = HR
) -> dict[str, Any]:
    if hasattr(ReportingServicer, method):
        found = Asker(world, caller, now=NOW, workforces=way).ask(method, request)
    else:
        found = ask(world, caller, now=NOW, method=method, request=request, workforces=way)
    answer = plain(found)
    del answer["freshness"]
    return answer


def _key(line: dict[str, Any]) -> Line:
    return line["skill_id"], line["credential_id"], line["required_level"]


def _lines(gaps: list[dict[str, Any]]) -> dict[Line, tuple[int, ...]]:
    return {_key(each): (each["demanded"], each["supplied"], each["short"]) for each in gaps}


def _by_line(of_groups: dict[str, list[dict[str, Any]]]) -> dict[Line, dict[str, tuple[int, ...]]]:
    found: dict[Line, dict[str, tuple[int, ...]]] = {}
    for group, gaps in of_groups.items():
        for line, figures in _lines(gaps).items():
            found.setdefault(line, {})[group] = figures
    return found


def _figures(states: Iterable[str]) -> tuple[int, ...]:
    counted = Counter(states)
    return counted.total(), *(counted[f"READINESS_STATE_{each}"] for each in _STATES)


def _figures_told(figures: dict[str, int]) -> tuple[int, ...]:
    return figures["people_count"], *(figures[each.lower()] for each in _STATES)
