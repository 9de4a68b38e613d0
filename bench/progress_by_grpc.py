"""Authenticated GetPersonProgress of random people among 10,000, read from MongoDB in each call, against a bare grpcio hello world."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime

import grpc
from google.protobuf.wrappers_pb2 import StringValue

from bench.calling import calling, hello_world
from bench.company import TENANT, Company, company_of
from bench.issuer import issuing
from bench.measuring import interleaved, ratio, summed_up
from bench.servers import hello_grpc
from bench.serving import HR, THREADS, hr_token, learners_serving, learners_serving_by_aio
from cairn.learners.v1 import learners_service_pb2 as contract
from cairn.learners.v1 import learners_service_pb2_grpc as contract_grpc
from cairn_learners.adapters.grpc import answers
from cairn_learners.application.progress import get_person_progress
from cairn_learners.application.scope import Scope
from cairn_platform.identity import Principal
from tests.support.learners.fake_store import FakeWorld

PEOPLE = 10_000
CALLS = 1000
AT_A_TIME = 16
GOAL = 0.5
_METHOD = "/cairn.learners.v1.LearnersService/GetPersonProgress"
_COMPARED = 100
_OURS, _BARE = "cairn GetPersonProgress", "bare hello world"


def measured() -> dict[str, object]:
    """Runs the bench."""
    company = company_of(PEOPLE)
    chance = random.Random(1)
    people = [chance.choice(company.people).person_id for _ in range(CALLS)]
    with issuing() as issuer, learners_serving(company, issuer) as learners:
        metadata = [("authorization", f"Bearer {hr_token(issuer)}")]
        questions = [contract.GetPersonProgressRequest(person_id=each) for each in people]
        greetings = [StringValue(value=each) for each in people]
        with (
            learners_serving_by_aio(learners, issuer) as by_aio,
            hello_world("sync") as hello,
            hello_world("aio") as hello_aio,
        ):
            for each in (learners, by_aio):
                _check_answers(company, people[:_COMPARED], target=each.target, metadata=metadata)
            variants = [
                calling(
                    name,
                    pid=pid,
                    target=target,
                    method=method,
                    requests=requests,
                    metadata=metadata,
                    at_a_time=AT_A_TIME,
                )
                for name, (pid, target), method, requests in (
                    (_OURS, (learners.pid, learners.target), _METHOD, questions),
                    (f"{_OURS}, on aio", (by_aio.pid, by_aio.target), _METHOD, questions),
                    (_BARE, hello, hello_grpc.METHOD, greetings),
                    (f"{_BARE}, on aio", hello_aio, hello_grpc.METHOD, greetings),
                )
            ]
            samples = interleaved(variants)
            ours, bare = samples[_OURS], samples[_BARE]
            return {
                "people": PEOPLE,
                "threads": THREADS,
                "calls_at_a_time": AT_A_TIME,
                "answers_compared": _COMPARED,
                "calls_to_the_issuer": issuer.calls,
                "variants": {name: summed_up(each) for name, each in samples.items()},
                "goal": GOAL,
                "ratio_per_cpu_second": ratio(ours, to=bare, of=lambda each: each.per_cpu_second),
                "ratio_per_second": ratio(ours, to=bare, of=lambda each: each.per_second),
            }


def _check_answers(
    company: Company, people: Sequence[str], *, target: str, metadata: Sequence[tuple[str, str]]
) -> None:
    """Nothing is timed before the server's answers are those of the plain use case over the same facts in memory."""
    world = FakeWorld()
    company.only(people).put_into(world)
    principal = Principal(
        tenant_id=TENANT,
        subject=HR,
        roles=frozenset({"hr"}),
        client_id="bench",
        email=None,
        email_verified=False,
    )
    with grpc.insecure_channel(target) as channel:
        stub = contract_grpc.LearnersServiceStub(channel)
        for person_id in people:
            request = contract.GetPersonProgressRequest(person_id=person_id)
            given = stub.GetPersonProgress(request, metadata=tuple(metadata), timeout=20, wait_for_ready=True)
            now = given.as_of.ToDatetime(tzinfo=UTC)
            if given != _expected(world, principal, person_id=person_id, now=now):
                raise RuntimeError(f"learners answers something else about {person_id} than the use case")


def _expected(
    world: FakeWorld, principal: Principal, *, person_id: str, now: datetime
) -> contract.GetPersonProgressResponse:
    scope = Scope(principal=principal, store=world.of(TENANT), now=now, new_id=lambda: "")
    return answers.person_progress(get_person_progress(scope, person_id=person_id))
