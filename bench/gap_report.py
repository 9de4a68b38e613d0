"""The gap of everybody among 100,000, in all and by unit, from stored read models to the reply by gRPC: against DuckDB, an aggregation in
MongoDB and bare bitmaps."""

import os
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from statistics import median

import grpc
import psutil

from bench.gap_rivals import DuckDb, Figures, by_aggregation, by_bare_bitmaps
from bench.issuer import issuing
from bench.measuring import Sample, Variant, interleaved, ratio, sampled, summed_up
from bench.reporting_serving import reporting_serving
from bench.workforce import NOW, TENANT, employer_of
from cairn.reporting.v1 import reporting_service_pb2 as contract
from cairn.reporting.v1 import reporting_service_pb2_grpc as contract_grpc

PEOPLE = int(os.environ.get("CAIRN_BENCH_PEOPLE", "100000"))
ANOTHER_DATE = NOW + timedelta(days=200)
GOALS = {
    "cpu_to_duckdb_at_most": 0.5,
    "wall_to_aggregation_at_most": 0.02,
    "another_date_to_now_at_most": 3.0,
    "mebibytes_per_100000_people_at_most": 1024,
}
_OURS, _THEN, _IN_ALL = "cairn by unit", "cairn by unit, another date", "cairn in all"
_DUCKDB, _DUCKDB_IN_ALL = "DuckDB by unit", "DuckDB in all"
_AGGREGATION, _BITMAPS = "MongoDB aggregation", "bare bitmaps"
_CALLS = 4


class _Ask:
    """HR's question about everybody."""

    def __init__(self, channel: grpc.Channel, token: str) -> None:
        self._stub = contract_grpc.ReportingServiceStub(channel)
        self._metadata = (("authorization", f"Bearer {token}"),)

    def __call__(self, at: datetime, *, by_unit: bool = True) -> contract.ReportSkillGapsResponse:
        dimension = contract.DIMENSION_DEPARTMENT if by_unit else contract.DIMENSION_UNSPECIFIED
        request = contract.ReportSkillGapsRequest(group_by=dimension, as_columns=True)
        request.as_of.FromDatetime(at)
        return self._stub.ReportSkillGaps(request, metadata=self._metadata, timeout=600, wait_for_ready=True)


def measured() -> dict[str, object]:
    """Runs the bench."""
    employer = employer_of(PEOPLE)
    with (
        issuing() as issuer,
        reporting_serving(issuer, fill=employer.put_into) as (serving, database),
        grpc.insecure_channel(serving.target, options=[("grpc.max_receive_message_length", -1)]) as channel,
    ):
        token = issuer.token(tenant_id=TENANT, subject="hr-of-the-bench", roles=["hr"])
        ask = _Ask(channel, token)
        before, began = _mebibytes(serving.pid), time.perf_counter()
        cpu_before = psutil.Process(serving.pid).cpu_times().user
        ask(NOW)
        loading = {
            "wall_seconds_of_the_first_question": round(time.perf_counter() - began, 1),
            "cpu_seconds": round(psutil.Process(serving.pid).cpu_times().user - cpu_before, 1),
            "mebibytes_before": before,
            "mebibytes_after": _mebibytes(serving.pid),
        }
        duckdb = DuckDb(employer)
        aggregation = by_aggregation(employer, database)
        bitmaps = by_bare_bitmaps(employer, NOW)
        own = os.getpid()
        _check(ask, duckdb, bitmaps)
        samples = interleaved(
            [
                Variant(name=_OURS, pids=[serving.pid], run=_times(lambda: ask(NOW))),
                Variant(name=_THEN, pids=[serving.pid], run=_times(lambda: ask(ANOTHER_DATE))),
                Variant(name=_IN_ALL, pids=[serving.pid], run=_times(lambda: ask(NOW, by_unit=False))),
                Variant(name=_DUCKDB, pids=[own], run=_times(lambda: duckdb(NOW))),
                Variant(name=_DUCKDB_IN_ALL, pids=[own], run=_times(lambda: duckdb(NOW, by_unit=False))),
                Variant(name=_BITMAPS, pids=[own], run=_times(bitmaps)),
            ]
        )
        mebibytes_of_duckdb = duckdb.mebibytes()
        by_pipeline: list[Figures] = []
        slow = sampled(
            Variant(name=_AGGREGATION, pids=[own], run=_once(lambda: by_pipeline.append(aggregation(NOW))))
        )
        _require_same(_AGGREGATION, by_pipeline[0], duckdb(NOW))
    ours, another = samples[_OURS], samples[_THEN]
    return {
        "people": PEOPLE,
        "achievements": len(employer.earned),
        "lines_compared": len(by_pipeline[0]),
        "loading": loading,
        "memory_per_100000_people_mebibytes": round(
            (loading["mebibytes_after"] - loading["mebibytes_before"]) * 100_000 / PEOPLE
        ),
        "mebibytes_of_duckdb": mebibytes_of_duckdb,
        "variants": {name: summed_up(each) for name, each in samples.items()}
        | {_AGGREGATION: summed_up([slow])},
        "goals": GOALS,
        "cpu_to_duckdb_by_unit": ratio(ours, to=samples[_DUCKDB], of=_cpu),
        "cpu_to_duckdb_in_all": ratio(samples[_IN_ALL], to=samples[_DUCKDB_IN_ALL], of=_cpu),
        "cpu_to_bare_bitmaps": ratio(ours, to=samples[_BITMAPS], of=_cpu),
        "wall_to_aggregation": round(median(_wall(each) for each in ours) / _wall(slow), 4),
        "wall_in_all_to_aggregation": round(
            median(_wall(each) for each in samples[_IN_ALL]) / _wall(slow), 4
        ),
        "another_date_to_now_cpu": ratio(another, to=ours, of=_cpu),
        "another_date_to_now_wall": ratio(another, to=ours, of=_wall),
    }


def _check(ask: _Ask, duckdb: DuckDb, bitmaps: Callable[[], Figures]) -> None:
    """Nothing is timed before all say the same."""
    for at in (NOW, ANOTHER_DATE):
        _require_same(_OURS, _figures(ask(at)), duckdb(at))
        _require_same(_IN_ALL, _figures(ask(at, by_unit=False)), duckdb(at, by_unit=False))
    _require_same(_BITMAPS, bitmaps(), duckdb(NOW))


def _require_same(name: str, figures: Figures, expected: Figures) -> None:
    if figures != expected:
        raise RuntimeError(f"{name} answers something else than DuckDB")


def _figures(answer: contract.ReportSkillGapsResponse) -> Figures:
    columns = answer.columns
    units = [("", columns.in_all), *((group.group, group.figures) for group in columns.groups)]
    return {
        (unit, columns.demands[place].skill_id, columns.demands[place].required_level): (demanded, short)
        for unit, lines in units
        for place, demanded, short in zip(lines.demand, lines.demanded, lines.short, strict=True)
    }


def _times(ask: Callable[[], object]) -> Callable[[], int]:
    def run() -> int:
        for _ in range(_CALLS):
            ask()
        return _CALLS

    return run


def _once(ask: Callable[[], object]) -> Callable[[], int]:
    def run() -> int:
        ask()
        return 1

    return run


def _cpu(sample: Sample) -> float:
    return sample.cpu_seconds / sample.calls


def _wall(sample: Sample) -> float:
    return sample.wall_seconds / sample.calls


def _mebibytes(pid: int) -> int:
    return round(psutil.Process(pid).memory_info().rss / 2**20)
