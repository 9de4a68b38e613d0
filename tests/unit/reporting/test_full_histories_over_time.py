"""Trends, the pipeline, what credentials were worth and what would be, of a thousand people: what the oracle makes of their history."""

import random
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from cairn.reporting.v1 import reporting_service_pb2 as reports
from cairn.reporting.v1 import what_if_pb2
from cairn.reporting.v1.pipeline_pb2 import ReportPipelineRequest
from cairn.reporting.v1.trends_pb2 import ReportTrendsRequest
from cairn.reporting.v1.worth_pb2 import ReportWorthRequest
from tests.support.oracle.hiding import hidden, tells_somebody
from tests.support.oracle.over_time import pipeline, trends, worth
from tests.support.oracle.supposing import what_if
from tests.support.reporting.agreement import timestamp, written
from tests.support.reporting.full_company import ANALYST, NOW, PAST, TIMES, Asked, FullCompany, line_of
from tests.support.reporting.large_history import CREDENTIALS, TENANT

_STAGES = ("READY", "READY_BY_PLAN", "NEARLY", "NOT_YET", "BLOCKED")
_WHOM = [pytest.param({}, id="everybody"), pytest.param({"department_id": "d1"}, id="department")]


@pytest.mark.parametrize(("month", "known_at"), [("2027-03", None), ("2027-03", PAST), ("2028-06", None)])
def test_trends(full_company: FullCompany, month: str, known_at: datetime | None) -> None:
    asked = Asked(at=NOW, known_at=known_at)
    (figures, behind), of_groups = trends(full_company.known(asked), month, written, by="manager_id")
    smallest = full_company.smallest_cell
    few = hidden({group: of_group for group, (_, of_group) in of_groups.items()}, smallest)
    request = ReportTrendsRequest(
        from_month=month, until_month=month, group_by=reports.DIMENSION_MANAGER, **asked.known
    )
    for answer in full_company.answers("ReportTrends", request):
        assert [each["figures"] for each in answer["months"]] == [figures]
        assert _of_groups(answer) == {group: told for group, (told, _) in of_groups.items()}
    for answer in full_company.answers("ReportTrends", request, caller=ANALYST):
        shown = None if tells_somebody(behind, smallest) else figures
        assert [each.get("figures") for each in answer["months"]] == [shown]
        assert _of_groups(answer) == {
            group: None if group in few else told for group, (told, _) in of_groups.items()
        }


def _of_groups(answer: dict[str, Any]) -> dict[str, Any]:
    """The figures of the one month by group."""
    return {each["group"]: month.get("figures") for each in answer["groups"] for month in each["months"]}


@pytest.mark.parametrize("whom", _WHOM)
@pytest.mark.parametrize("asked", list(TIMES.values()), ids=list(TIMES))
def test_pipeline(full_company: FullCompany, asked: Asked, whom: dict[str, str]) -> None:
    at = asked.at.replace(day=10)
    until = datetime(at.year + (at.month + 6) // 13, (at.month + 5) % 12 + 1, 10, tzinfo=UTC)
    expected = pipeline(full_company.known(asked), at, until, written, **whom)
    of_roles = {
        role_id: {key: each for key, each in expected.items() if each["role_id"] == role_id}
        for role_id in {each["role_id"] for each in expected.values()}
    }
    figures = {
        role_id: _figures(each["stage"] for each in of_role.values()) for role_id, of_role in of_roles.items()
    }
    people = reports.PeopleFilter(**whom)  # type: ignore[arg-type]
    request = ReportPipelineRequest(people=people, months=6, as_of=timestamp(at), **asked.known)
    for answer in full_company.answers("ReportPipeline", request):
        assert answer["people_count"] == len(expected)
        assert _figures_told(answer) == figures
        for role in answer["roles"]:
            of_role = of_roles[role["role_id"]]
            for each in role["candidates"]:
                assert of_role[each["person_id"]]["stage"] == each["stage"].removeprefix("PIPELINE_STAGE_")
                assert of_role[each["person_id"]].get("ready_at") == each.get("ready_at")
    few = hidden(figures, full_company.smallest_cell)
    for answer in full_company.answers("ReportPipeline", request, caller=ANALYST):
        assert _figures_told(answer) == {key: each for key, each in figures.items() if key not in few}
        assert answer["hidden_count"] == len(few)
        assert not any(role["candidates"] for role in answer["roles"])


def _figures(stages: Iterable[str]) -> tuple[int, ...]:
    found = Counter(stages)
    return found.total(), *(found[each] for each in _STAGES)


def _figures_told(answer: dict[str, Any]) -> dict[str, tuple[int, ...]]:
    return {
        role["role_id"]: (role["people_count"], *(role[each.lower()] for each in _STAGES))
        for role in answer["roles"]
    }


@pytest.mark.parametrize("whom", _WHOM)
@pytest.mark.parametrize("known_at", [None, PAST])
def test_worth(full_company: FullCompany, known_at: datetime | None, whom: dict[str, str]) -> None:
    asked = Asked(at=NOW, known_at=known_at)
    last = NOW.date() - timedelta(days=90)
    first = last - timedelta(days=365)
    expected = worth(full_company.known(asked), first, last, 9, **whom)
    lines, behind, behind_totals = (expected.pop(each) for each in ("lines", "behind", "behind_totals"))
    people = reports.PeopleFilter(**whom)  # type: ignore[arg-type]
    request = ReportWorthRequest(
        people=people, from_on=first.isoformat(), until_on=last.isoformat(), months=9, **asked.known
    )
    for answer in full_company.answers("ReportWorth", request):
        assert _worth_told(answer, like=lines) == lines
        assert {name: answer["totals"][name] for name in expected} == expected
    few = hidden(behind, full_company.smallest_cell)
    for answer in full_company.answers("ReportWorth", request, caller=ANALYST):
        assert _worth_told(answer, like=lines) == {key: each for key, each in lines.items() if key not in few}
        assert answer["hidden_count"] == len(few)
        assert ("totals" in answer) == (not tells_somebody(behind_totals, full_company.smallest_cell))


def _worth_told(answer: dict[str, Any], *, like: dict[str, Any]) -> dict[str, Any]:
    """The lines by credential, with what the oracle's have."""
    found = {}
    for each in answer["lines"]:
        money = each.get("cost")
        each["cost"] = (money["currency"], int(money["minor_units"])) if money else None
        found[each["credential_id"]] = {name: each[name] for name in like[each["credential_id"]]}
    return found


@pytest.mark.parametrize("days", [0, 200])
def test_what_if(full_company: FullCompany, days: int) -> None:
    at, chance = NOW + timedelta(days=days), random.Random(days)
    _, people = full_company.of_day(TIMES["now"])
    some = len(people)
    leaving = chance.sample(people, k=some // 12)
    lapses = {each: chance.sample(people, k=some // 3) for each in CREDENTIALS[:2]}
    completions = {each: chance.sample(people, k=some // 6) for each in CREDENTIALS[2:4]}
    expected = what_if(
        full_company.history,
        TENANT,
        at,
        written,
        leaving=leaving,
        lapses=lapses,
        completions=completions,
        rules=full_company.rules,
    )
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
    for answer in full_company.answers("ReportWhatIf", request):
        answer["gaps"] = {
            line_of(each): tuple(
                each[name] for name in ("demanded_before", "short_before", "demanded", "short")
            )
            for each in answer["gaps"]
        }
        for name in ("starts", "stops"):
            answer[name] = [
                (each["person_id"], each["role_id"], each["before"], each["after"]) for each in answer[name]
            ]
        assert answer == expected
