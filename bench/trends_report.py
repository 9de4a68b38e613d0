"""How 2,000 and 100,000 people went through twelve months, by gRPC: by the engine, and of the fewer also person by person."""

from __future__ import annotations

import os
from collections.abc import Callable

import grpc

from bench.issuer import Issuer, issuing
from bench.measuring import Variant, interleaved, summed_up
from bench.reporting_serving import reporting_serving
from bench.workforce import TENANT, employer_of
from cairn.reporting.v1 import reporting_service_pb2 as reports
from cairn.reporting.v1 import trends_pb2 as contract
from cairn.reporting.v1 import trends_pb2_grpc as contract_grpc

FEWER = int(os.environ.get("CAIRN_BENCH_FEWER_PEOPLE", "2000"))
PEOPLE = int(os.environ.get("CAIRN_BENCH_PEOPLE", "100000"))
_BY_UNIT = reports.DIMENSION_DEPARTMENT

Ask = Callable[[reports.Dimension.ValueType], contract.ReportTrendsResponse]


def measured() -> dict[str, object]:
    """Runs the bench."""
    with issuing() as issuer:
        return {"fewer": _against_one_by_one(issuer), "many": _many(issuer)}


def _against_one_by_one(issuer: Issuer) -> dict[str, object]:
    """Both tell the same of the fewer people before any time counts."""
    employer = employer_of(FEWER)
    with (
        reporting_serving(issuer, fill=employer.put_into) as (engine, _),
        reporting_serving(issuer, fill=employer.put_into, engine_mebibytes=0) as (one_by_one, _),
        grpc.insecure_channel(engine.target) as of_engine,
        grpc.insecure_channel(one_by_one.target) as of_each,
    ):
        ask_engine, ask_each = _asking(of_engine, issuer), _asking(of_each, issuer)
        told, expected = ask_engine(_BY_UNIT), ask_each(_BY_UNIT)
        if (told.months, told.groups) != (expected.months, expected.groups):
            raise RuntimeError("the engine tells other figures than person by person")
        samples = interleaved(
            [
                Variant(name="by 50 units, the engine", pids=[engine.pid], run=_once(ask_engine, _BY_UNIT)),
                Variant(
                    name="by 50 units, person by person", pids=[one_by_one.pid], run=_once(ask_each, _BY_UNIT)
                ),
            ]
        )
    return {"people": FEWER, "variants": {name: summed_up(each) for name, each in samples.items()}}


def _many(issuer: Issuer) -> dict[str, object]:
    employer = employer_of(PEOPLE)
    with (
        reporting_serving(issuer, fill=employer.put_into) as (engine, _),
        grpc.insecure_channel(engine.target) as channel,
    ):
        ask = _asking(channel, issuer)
        in_all = ask(reports.DIMENSION_UNSPECIFIED)
        samples = interleaved(
            [
                Variant(name="in all", pids=[engine.pid], run=_once(ask, reports.DIMENSION_UNSPECIFIED)),
                Variant(name="by 50 units", pids=[engine.pid], run=_once(ask, _BY_UNIT)),
            ]
        )
    last = in_all.months[-1].figures
    return {
        "people": PEOPLE,
        "last_month": {field.name: value for field, value in last.ListFields()},
        "variants": {name: summed_up(each) for name, each in samples.items()},
    }


def _asking(channel: grpc.Channel, issuer: Issuer) -> Ask:
    stub = contract_grpc.TrendsServiceStub(channel)
    token = issuer.token(tenant_id=TENANT, subject="hr-of-the-bench", roles=["hr"])

    def ask(group_by: reports.Dimension.ValueType) -> contract.ReportTrendsResponse:
        request = contract.ReportTrendsRequest(group_by=group_by, from_month="2025-12", until_month="2026-11")
        return stub.ReportTrends(
            request, metadata=(("authorization", f"Bearer {token}"),), timeout=900, wait_for_ready=True
        )

    return ask


def _once(ask: Ask, group_by: reports.Dimension.ValueType) -> Callable[[], int]:
    def run() -> int:
        ask(group_by)
        return 1

    return run
