"""Gaps of a thousand people on any day, by the engine: what looking at everything once finds, however the events came."""

import random
from datetime import datetime
from typing import Any

import pytest

from cairn.reporting.v1 import reporting_service_pb2 as contract
from cairn_reporting.application.workforce.tenants import WorkforceOf
from tests.support.oracle.many import Gap, LargeCompany
from tests.support.reporting.agreement import timestamp
from tests.support.reporting.asking import Asker, principal
from tests.support.reporting.events import from_plain
from tests.support.reporting.histories import Plain, delivery
from tests.support.reporting.large_history import DEPARTMENTS, MANAGERS, TENANT, large_history, some_instant
from tests.support.reporting.memory import InMemoryReadModels
from tests.support.reporting.world import workforces

_QUESTIONS = 6
_SMALLEST_CELL = 5
_FIELDS = {
    contract.DIMENSION_DEPARTMENT: "department_id",
    contract.DIMENSION_LOCATION: "location",
    contract.DIMENSION_ROLE: "role_id",
    contract.DIMENSION_MANAGER: "manager_id",
}
_LIST = (("s0", "", 2), ("s1", "", 4), ("", "c0", 0))


@pytest.fixture(scope="module", params=[1])
def told(request: pytest.FixtureRequest) -> tuple[list[Plain], InMemoryReadModels]:
    """A history, and what came of it after each event came at least once, in no order."""
    chance = random.Random(request.param)
    history = large_history(chance)
    read_models = InMemoryReadModels()
    read_models.apply([from_plain(each) for each in delivery(history, chance)])
    return history, read_models


def test_each_figure_of_any_day_is_what_looking_at_everything_finds(
    told: tuple[list[Plain], InMemoryReadModels],
) -> None:
    history, read_models = told
    chance = random.Random(7)
    now = some_instant(chance)
    engine = workforces(read_models, clock=lambda: now).of
    for _ in range(_QUESTIONS):
        at = some_instant(chance)
        company = LargeCompany(history, at)
        asked = _LIST if chance.random() < 0.4 else ()
        whom: dict[str, Any] = {}
        if chance.random() < 0.4:
            whom["department_id"] = chance.choice(DEPARTMENTS)
        people = company.people(**whom)
        if chance.random() < 0.3:
            teams = [each for each in MANAGERS if company.people(team_id=each)]
            whom["team_id"] = chance.choice(teams)
            people = company.people(**whom)
        if not people:
            continue
        dimension = chance.choice(list(_FIELDS))
        request = contract.ReportSkillGapsRequest(
            people=contract.PeopleFilter(**whom, include_sub_teams=True),
            group_by=dimension,
            as_of=timestamp(at),
            asked=[contract.AskedFor(skill_id=s, credential_id=c, level=level) for s, c, level in asked],
        )
        groups = {
            group: company.gap(members, asked=asked)
            for group, members in company.groups(people, _FIELDS[dimension]).items()
        }
        hr = _ask(read_models, "hr", request, now=now, engine=engine)
        compared = people if asked else company.with_role(people)
        assert (hr.people_count, hr.without_role_count) == (len(compared), len(people) - len(compared))
        assert _told(hr.gaps) == company.gap(people, asked=asked)
        assert {each.group: _told(each.gaps) for each in hr.groups} == groups
        analyst = _ask(read_models, "analyst", request, now=now, engine=engine)
        for each in analyst.groups:
            _assert_nobody_is_told(each, of=groups[each.group])


def _ask(
    read_models: InMemoryReadModels,
    role: str,
    request: contract.ReportSkillGapsRequest,
    *,
    now: datetime,
    engine: WorkforceOf,
) -> Any:
    caller = principal(role, tenant_id=TENANT)
    return Asker(read_models, caller, now=now, workforces=engine).ask("ReportSkillGaps", request)


def _told(lines: Any) -> Gap:
    return {
        (each.skill_id, each.credential_id, each.required_level): (each.demanded, set(each.short_person_ids))
        for each in lines
    }


def _assert_nobody_is_told(group: Any, *, of: Gap) -> None:
    """Lines with few people are left out, and what is shown is true."""
    for each in group.gaps:
        demanded, short = of[each.skill_id, each.credential_id, each.required_level]
        assert (each.demanded, each.short, list(each.short_person_ids)) == (demanded, len(short), [])
        for figure in (each.demanded, each.supplied, each.short):
            assert figure == 0 or figure >= _SMALLEST_CELL
    assert group.hidden_count == len(of) - len(group.gaps)
