"""Authenticated ReportSkillGaps for one team among 10,000 people, up to date in each call, against a bare grpcio hello world."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime

import grpc
from google.protobuf.wrappers_pb2 import StringValue

from bench.calling import calling, hello_world
from bench.issuer import issuing
from bench.measuring import interleaved, ratio, summed_up
from bench.reporting_serving import reporting_serving
from bench.servers import hello_grpc
from bench.serving import THREADS
from bench.workforce import TENANT, Employer, employer_of, person_id, skill_id
from cairn.reporting.v1 import reporting_service_pb2 as contract
from cairn.reporting.v1 import reporting_service_pb2_grpc as contract_grpc

PEOPLE = 10_000
CALLS = 1_000
AT_A_TIME = 16
GOAL = 0.3
_METHOD = "/cairn.reporting.v1.ReportingService/ReportSkillGaps"
_TEAM, _ROLES_IN_A_TEAM = 10, 3
_COMPARED = 50
_BY_LINE, _BY_COLUMN, _BARE = "a team's gap", "a team's gap in columns", "bare hello world"


def measured() -> dict[str, object]:
    """Runs the bench."""
    employer = employer_of(PEOPLE, role_of=lambda person: 7 * (person // _TEAM) + person % _ROLES_IN_A_TEAM)
    chance = random.Random(1)
    managers = [chance.randrange(1, PEOPLE // _TEAM) for _ in range(CALLS)]
    with (
        issuing() as issuer,
        reporting_serving(issuer, fill=employer.put_into) as (serving, _),
        hello_world("sync") as (hello_pid, hello_target),
    ):
        token = issuer.token(tenant_id=TENANT, subject="hr-of-the-bench", roles=["hr"])
        metadata = [("authorization", f"Bearer {token}")]
        _check(employer, managers[:_COMPARED], target=serving.target, metadata=metadata)
        samples = interleaved(
            [
                calling(
                    name,
                    pid=pid,
                    target=target,
                    method=method,
                    requests=requests,
                    metadata=metadata,
                    at_a_time=AT_A_TIME,
                )
                for name, pid, target, method, requests in (
                    (_BY_LINE, serving.pid, serving.target, _METHOD, _questions(managers)),
                    (_BY_COLUMN, serving.pid, serving.target, _METHOD, _questions(managers, as_columns=True)),
                    (
                        _BARE,
                        hello_pid,
                        hello_target,
                        hello_grpc.METHOD,
                        [StringValue(value=person_id(each)) for each in managers],
                    ),
                )
            ]
        )
    bare = samples[_BARE]
    return {
        "people": PEOPLE,
        "in_a_team": _TEAM,
        "roles_in_a_team": _ROLES_IN_A_TEAM,
        "threads": THREADS,
        "calls_at_a_time": AT_A_TIME,
        "answers_compared": _COMPARED,
        "calls_to_the_issuer": issuer.calls,
        "variants": {name: summed_up(each) for name, each in samples.items()},
        "goal": GOAL,
    } | {
        f"ratio_of_{name.replace(' ', '_')}": {
            "per_cpu_second": ratio(samples[name], to=bare, of=lambda each: each.per_cpu_second),
            "per_second": ratio(samples[name], to=bare, of=lambda each: each.per_second),
        }
        for name in (_BY_LINE, _BY_COLUMN)
    }


def _questions(managers: Sequence[int], *, as_columns: bool = False) -> list[contract.ReportSkillGapsRequest]:
    return [
        contract.ReportSkillGapsRequest(
            people=contract.PeopleFilter(team_id=person_id(each)), figures_only=True, as_columns=as_columns
        )
        for each in managers
    ]


def _check(
    employer: Employer, managers: Sequence[int], *, target: str, metadata: Sequence[tuple[str, str]]
) -> None:
    """Nothing is timed before the service says what a plain count over the employer's facts says."""
    with grpc.insecure_channel(target) as channel:
        stub = contract_grpc.ReportingServiceStub(channel)
        for manager, question in zip(managers, _questions(managers), strict=True):
            answer = stub.ReportSkillGaps(
                question, metadata=tuple(metadata), timeout=600, wait_for_ready=True
            )
            at = answer.freshness.as_of.ToDatetime(tzinfo=UTC)
            told = {(each.skill_id, each.required_level): (each.demanded, each.short) for each in answer.gaps}
            if told != _gap_of_team(employer, manager, at=at):
                raise RuntimeError(f"the gap of the team of {person_id(manager)} is another one")


def _gap_of_team(employer: Employer, manager: int, *, at: datetime) -> dict[tuple[str, int], tuple[int, int]]:
    """How many are asked for a skill at a level and how many of them are short, person by person; whoever `put_into` gave this manager."""
    demanded: dict[tuple[str, int], tuple[int, int]] = {}
    for person in range(manager * _TEAM, (manager + 1) * _TEAM):
        held: dict[int, int] = {}
        for each in employer.earned_by(person):
            if each.valid_from <= at and (each.valid_until is None or at < each.valid_until):
                for skill, level in employer.granted[each.credential].items():
                    held[skill] = max(level, held.get(skill, 0))
        for skill, level in employer.asked[employer.roles[person]].items():
            line = (skill_id(skill), level)
            count, short = demanded.get(line, (0, 0))
            demanded[line] = (count + 1, short + (held.get(skill, 0) < level))
    return demanded
