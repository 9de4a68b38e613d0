"""A path, given to an audience of 10,000 by its job, against a bare bulk upsert of the same; given again, it adds nobody."""

import os
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from itertools import count, islice
from time import perf_counter
from typing import Any

from pymongo import UpdateOne

from bench.company import TENANT, company_of
from bench.measuring import ROUNDS, Sample, Variant, interleaved, ratio, summed_up
from cairn_learners.application.assignment_jobs import plan_assignment, request_assignment
from cairn_learners.application.audience_ports import AudienceScope
from cairn_learners.application.audiences import only, save_audience
from cairn_learners.application.run_assignment_job import PEOPLE_AT_ONCE, run_job
from cairn_learners.domain.assignment_request import AssignmentRequest, TermsDraft
from cairn_learners.domain.due import NEVER
from cairn_learners.domain.dynamic_audiences import AudienceDraft
from cairn_learners.domain.rule_request import RuleDraft
from cairn_platform.identity import Principal
from tests.support.learners.builders import NOW, a_path
from tests.support.learners.databases import FencedDatabase, fenced_database
from tests.support.learners.mongo_world import MongoWorld

SIZE = int(os.environ.get("CAIRN_BENCH_PEOPLE", "10000"))
GOAL = 1.5
_HR = Principal(
    tenant_id=TENANT,
    subject="bench",
    roles=frozenset({"hr"}),
    client_id="bench",
    email=None,
    email_verified=False,
)
_EVERY_ANALYST = RuleDraft(
    kind="condition", rules=(), attribute="title", comparison="is_any_of", values=("Analyst",)
)


class _Assigning:
    """The company, and the two ways to put all of it on a path; every turn takes a path of its own."""

    def __init__(self, world: MongoWorld) -> None:
        self._world = world
        self._numbers = count()
        self._plain: list[dict[str, Any]] = []
        self._events: list[dict[str, Any]] = []
        self._accepted: list[str] = []
        self.again = (-1, -1)
        draft = AudienceDraft(audience_id="analysts", name="Analysts", rule=_EVERY_ANALYST, retired=False)
        save_audience(self._scope(), draft=draft, expected_version=0, once=None)

    def by_job(self) -> int:
        """Lets the job give a path to everybody that was accepted before the clock began."""
        job_id = self._accepted.pop()
        run_job(self._scope(), job_id=job_id, at_most_steps=SIZE)
        enrolled, _ = self._outcome(job_id)
        return enrolled

    def prepared(self) -> None:
        """Reads what a job writes, so that the bare way writes the same, and sees that a second job adds nobody."""
        path_id = self._path()
        self._accepted = [self._accept(path_id)]
        if self.by_job() != SIZE:
            raise AssertionError("not everybody was enrolled")
        again = self._accept(path_id)
        run_job(self._scope(), job_id=again, at_most_steps=SIZE)
        self.again = self._outcome(again)
        own = {"tenant_id": TENANT, "path_id": path_id}
        self._plain = list(self._world.database["enrolments"].find(own))
        self._events = list(self._world.database["outbox"].find({"tenant_id": TENANT}).limit(SIZE))

    def bare(self) -> int:
        """Upserts as many enrolments and events, in batches of the same size, in no transaction and with nothing decided."""
        turn = uuid.uuid4().hex
        for name, documents in (("enrolments", self._plain), ("outbox", self._events)):
            rows = iter(documents)
            while batch := list(islice(rows, PEOPLE_AT_ONCE)):
                self._world.database[name].bulk_write(
                    [
                        UpdateOne(
                            {"_id": f"{each['_id']}-{turn}", "tenant_id": TENANT},
                            {"$setOnInsert": _but_for_turn(each, turn)},
                            upsert=True,
                        )
                        for each in batch
                    ],
                    ordered=True,
                )
        return SIZE

    def accept(self, turns: int) -> float:
        """Plans and accepts a path for everybody, so many times; gives the seconds of one."""
        began = perf_counter()
        self._accepted = [self._accept(self._path()) for _ in range(turns)]
        return (perf_counter() - began) / turns

    def _accept(self, path_id: str) -> str:
        request = AssignmentRequest(
            path_id=path_id,
            audience=only("analysts"),
            terms=TermsDraft(due=NEVER, due_for_joiners=NEVER, basis_on="", standing=False, on_leaving=""),
            note="",
        )
        scope = self._scope()
        digest = plan_assignment(scope, request=request).digest
        return request_assignment(scope, request=request, confirmed=digest, once=None).job_id

    def _outcome(self, job_id: str) -> tuple[int, int]:
        done = self._scope().store.assignment_job(job_id)
        if done is None or done.runs:
            raise AssertionError("the job did not end")
        return done.enrolled_count, done.asked_count

    def _path(self) -> str:
        path_id = f"given-{next(self._numbers)}"
        self._world.know(a_path("credential-0", "held-by-nobody", path_id=path_id))
        return path_id

    def _scope(self) -> AudienceScope:
        return AudienceScope(
            principal=_HR, store=self._world.of(TENANT), now=NOW, new_id=lambda: str(uuid.uuid4())
        )


def _but_for_turn(document: Mapping[str, Any], turn: str) -> dict[str, Any]:
    """The document as one of this turn: another path, so that nobody is on it yet."""
    fields = {key: value for key, value in document.items() if key not in {"_id", "tenant_id"}}
    return {**fields, "path_id": turn} if "path_id" in fields else fields


def measured() -> dict[str, Any]:
    """What the job costs, against the bare writes."""
    with _company() as (world, _):
        assigning = _Assigning(world)
        assigning.prepared()
        accepting = assigning.accept(ROUNDS + 1)
        own = [os.getpid()]
        samples = interleaved(
            [
                Variant(name="job", pids=own, run=assigning.by_job),
                Variant(name="bare_bulk_upsert", pids=own, run=assigning.bare),
            ],
            rounds=ROUNDS,
        )
    wall = ratio(samples["bare_bulk_upsert"], to=samples["job"], of=lambda each: each.per_second)
    cpu = ratio(samples["bare_bulk_upsert"], to=samples["job"], of=_per_cpu)
    enrolled_again, asked_again = assigning.again
    return {
        "people": SIZE,
        "goal": f"wall of the job ≤ {GOAL} times a bare bulk upsert of the same enrolments and events; again adds 0",
        "wall_against_bare": wall,
        "cpu_against_bare": cpu,
        "seconds_of_planning_confirming_and_accepting": round(accepting, 2),
        "enrolled_again": enrolled_again,
        "asked_again": asked_again,
        "reached": wall <= GOAL and enrolled_again == 0 and asked_again == 0,
        "variants": {name: summed_up(each) for name, each in samples.items()},
    }


def _per_cpu(sample: Sample) -> float:
    return sample.per_cpu_second


@contextmanager
def _company() -> Iterator[tuple[MongoWorld, FencedDatabase]]:
    with fenced_database(os.environ["CAIRN_TEST_MONGO_URL"]) as database:
        replace(company_of(SIZE), enrolments=[]).put_into(database.world)
        yield database.world, database
