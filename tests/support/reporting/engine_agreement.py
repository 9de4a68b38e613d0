"""Compares what the engine answers with what is answered person by person."""

import random
from datetime import datetime
from itertools import islice
from typing import Any

from google.protobuf.message import Message

from cairn.reporting.v1 import reporting_service_pb2 as contract
from cairn_platform.errors import RefusedError
from cairn_platform.identity import Principal
from cairn_reporting.application.lines import LinesOfFacts
from cairn_reporting.application.ports import PeopleSelection, Settled
from cairn_reporting.application.workforce.tenants import WorkforceOf, Workforces, nobodys
from cairn_reporting.domain.assessments import AssessmentRules
from cairn_reporting.domain.settings import ReportSettings
from tests.support.reporting.asking import Asker, plain, principal
from tests.support.reporting.busy_company import DEPARTMENTS, PEOPLE, TENANT, BusyCompany
from tests.support.reporting.events import event, from_plain
from tests.support.reporting.further_services import ask
from tests.support.reporting.gap_columns import lines_told
from tests.support.reporting.responsibilities import responsible
from tests.support.reporting.world import World, loading, workforces

_ROUNDS = 4
_QUESTIONS = 12
_PIPELINES = 4
_TRENDS = 6
_WORTHS = 6
_EVENTS = 60


def assert_engine_follows(world: World, chance: random.Random, *, restarts: bool = False) -> None:
    """Events come twice and out of order, time passes, other rules are settled: each question has one answer.

    With `restarts` the engine begins anew in between, with what was kept of it.
    """
    company = BusyCompany(chance)
    world.apply([from_plain(each) for each in company.founded()])
    now = [company.instant()]
    given = (responsible(each, chance.choice(DEPARTMENTS)) for each in PEOPLE[1:6])
    world.apply([event(each, tenant_id=TENANT, version=1, at=now[0]) for each in given])
    engine = workforces(world, clock=lambda: now[0])
    with engine.of(TENANT) as everybody:
        assert everybody is not None
    for number in range(_ROUNDS):
        for _ in range(_QUESTIONS):
            _assert_same_answer(world, company, engine.of, chance=chance, now=now)
        for _ in range(_PIPELINES):
            _assert_same_pipeline(world, company, engine.of, chance=chance, now=now[0])
        for _ in range(_TRENDS):
            _assert_same_trends(world, company, engine.of, chance=chance, now=now[0])
        _assert_same_lines(world, engine.of)
        for _ in range(_WORTHS):
            _assert_same_worth(world, company, engine.of, chance=chance, now=now[0])
        assert engine.tenant_ids == (TENANT,)
        if restarts:
            engine = Workforces(loading(world, clock=lambda: now[0]), patience_seconds=60)
            with engine.of(TENANT) as everybody:
                assert everybody is not None
        events = list(islice(company.busy(), _EVENTS))
        delivered = [*events, *chance.sample(events, k=_EVENTS // 2)]
        chance.shuffle(delivered)
        for first in range(0, len(delivered), 20):
            world.apply([from_plain(each) for each in delivered[first : first + 20]])
        now[0] = max(now[0], company.instant())
        if number == 1:
            rules = AssessmentRules(self_ratings_count=True, ageing_months={"s1": 2})
            store = world.settings(TENANT)
            settled = Settled(ReportSettings(rules=rules, smallest_cell=3), store.load().version + 1)
            assert store.save(settled)


def _assert_same_lines(world: World, engine: WorkforceOf) -> None:
    facts = world.facts(TENANT)
    looked_up = LinesOfFacts(facts)
    with engine(TENANT) as everybody:
        assert everybody is not None
        assert everybody.departments() == looked_up.departments()
        for each in facts.people(PeopleSelection()):
            assert everybody.everybody_below(each.person_id) == looked_up.everybody_below(each.person_id)
            assert everybody.everybody_above(each) == looked_up.everybody_above(each)


def _assert_same_answer(
    world: World, company: BusyCompany, engine: WorkforceOf, *, chance: random.Random, now: list[datetime]
) -> None:
    role = chance.choice(["hr", "analyst", "manager", "hr-partner"])
    caller = principal(role, tenant_id=TENANT, subject=f"account-{chance.choice(PEOPLE[:6])}")
    at = chance.choice([now[0], company.instant()])
    method, request = chance.choice(
        [
            ("ReportSkillGaps", company.question(at=at)),
            ("ReportReadiness", company.question_of_readiness(at=at)),
            ("ReportRecertification", company.question_of_recertification(at=at)),
        ]
    )
    answers = []
    for asker in (
        Asker(world, caller, now=now[0]),
        Asker(world, caller, now=now[0], workforces=engine),
    ):
        try:
            answers.append(plain(asker.ask(method, request)))
        except RefusedError as error:
            answers.append({"refused": str(error)})
        if isinstance(request, contract.ReportSkillGapsRequest) and "refused" not in answers[-1]:
            _assert_columns_say_the_same(asker, request, answers[-1])
    one_by_one, all_at_once = answers
    if isinstance(request, contract.ReportSkillGapsRequest) and request.figures_only:
        assert not any(each["short_person_ids"] for each in all_at_once.get("gaps", ()))
    assert all_at_once == one_by_one


def _assert_same_pipeline(
    world: World, company: BusyCompany, engine: WorkforceOf, *, chance: random.Random, now: datetime
) -> None:
    caller = principal(
        chance.choice(["hr", "hr", "analyst", "manager"]), tenant_id=TENANT, subject=f"account-{PEOPLE[0]}"
    )
    request = company.question_of_pipeline(at=chance.choice([now, company.instant()]))
    _assert_same(world, caller, engine, now=now, method="ReportPipeline", request=request)


def _assert_same_trends(
    world: World, company: BusyCompany, engine: WorkforceOf, *, chance: random.Random, now: datetime
) -> None:
    role = chance.choice(["hr", "hr", "analyst", "manager", "hr-partner"])
    caller = principal(role, tenant_id=TENANT, subject=f"account-{chance.choice(PEOPLE[:6])}")
    request = company.question_of_trends()
    _assert_same(world, caller, engine, now=now, method="ReportTrends", request=request)


def _assert_same_worth(
    world: World, company: BusyCompany, engine: WorkforceOf, *, chance: random.Random, now: datetime
) -> None:
    role = chance.choice(["hr", "hr", "analyst", "manager", "hr-partner"])
    caller = principal(role, tenant_id=TENANT, subject=f"account-{chance.choice(PEOPLE[:6])}")
    request = company.question_of_worth(now=now)
    _assert_same(world, caller, engine, now=now, method="ReportWorth", request=request)


def _assert_same(
    world: World, caller: Principal, engine: WorkforceOf, *, now: datetime, method: str, request: Message
) -> None:
    answers = []
    for asked_of in (nobodys, engine):
        try:
            told = ask(world, caller, now=now, method=method, request=request, workforces=asked_of)
            answers.append(plain(told))
        except RefusedError as error:
            answers.append({"refused": str(error)})
    assert answers[1] == answers[0]


def _assert_columns_say_the_same(
    asker: Asker, request: contract.ReportSkillGapsRequest, lines: dict[str, Any]
) -> None:
    as_columns = contract.ReportSkillGapsRequest(as_columns=True)
    as_columns.MergeFrom(request)
    told = plain(lines_told(asker.ask("ReportSkillGaps", as_columns)))
    assert told == {
        **lines,
        "gaps": _without_ids(lines["gaps"]),
        "groups": [{**group, "gaps": _without_ids(group["gaps"])} for group in lines["groups"]],
    }


def _without_ids(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**line, "short_person_ids": []} for line in lines]
