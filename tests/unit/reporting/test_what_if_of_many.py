"""What would be, asked of everybody at once and person by person: one answer."""

import random
from datetime import timedelta
from typing import Any

import grpc
import pytest

from cairn.reporting.v1 import what_if_pb2 as contract
from cairn_reporting.adapters.grpc.servicer import ReportingServicer
from cairn_reporting.adapters.grpc.what_if_servicer import WhatIfServicer
from cairn_reporting.application import what_if
from cairn_reporting.application.workforce.tenants import WorkforceOf, nobodys
from tests.support.reporting.agreement import timestamp
from tests.support.reporting.asking import plain
from tests.support.reporting.builders import FIRST_DAY
from tests.support.reporting.busy_company import PEOPLE, BusyCompany
from tests.support.reporting.calling import Caller, reporting_endpoint
from tests.support.reporting.events import from_plain
from tests.support.reporting.memory import InMemoryReadModels
from tests.support.reporting.world import workforces

_QUESTIONS = 25


def _answers(world: InMemoryReadModels, requests: list[Any], engine: WorkforceOf) -> list[dict[str, Any]]:
    supposing = WhatIfServicer(facts_of=world.facts, clock=lambda: FIRST_DAY, workforces=engine)
    asked = ReportingServicer(facts_of=world.facts, clock=lambda: FIRST_DAY)
    with reporting_endpoint(asked, supposing=supposing) as endpoint:
        return [_answer(endpoint.caller("hr"), request) for request in requests]


def _answer(caller: Caller, request: Any) -> dict[str, Any]:
    try:
        return plain(caller.call("ReportWhatIf", request))
    except grpc.RpcError as error:
        return {"refused": error.code().name}


def test_everybody_at_once_and_one_by_one_give_the_same_answer() -> None:
    answers: list[dict[str, Any]] = []
    for seed in range(4):
        company, world = BusyCompany(random.Random(seed)), InMemoryReadModels()
        world.apply([from_plain(each) for each in company.founded()])
        requests = [company.supposition(at=max(company.instant(), FIRST_DAY)) for _ in range(_QUESTIONS)]
        one_by_one = _answers(world, requests, nobodys)
        assert _answers(world, requests, workforces(world, clock=lambda: FIRST_DAY).of) == one_by_one, seed
        answers += one_by_one
    assert any(each.get("starts") or each.get("stops") for each in answers)


def test_only_whom_it_touches_is_looked_at_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(what_if, "MOST_PEOPLE", 3)
    company, world = BusyCompany(random.Random(1)), InMemoryReadModels()
    world.apply([from_plain(each) for each in company.founded()])
    leaving = contract.ReportWhatIfRequest(
        as_of=timestamp(FIRST_DAY + timedelta(days=200)), leaving_person_ids=PEOPLE[:3]
    )
    everybody = contract.ReportWhatIfRequest(completions=[contract.SupposedCompletion(credential_ids=["c1"])])
    (found, refused) = _answers(world, [leaving, everybody], workforces(world, clock=lambda: FIRST_DAY).of)
    assert found["people_count_before"] > found["people_count"] > 3
    assert refused == {"refused": "INVALID_ARGUMENT"}
