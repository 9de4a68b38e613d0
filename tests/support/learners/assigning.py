"""Rules, requests of assignments, and the worker that does what is due, said in as few words as a test needs."""

import threading
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from cairn.learners.v1 import assignment_jobs_pb2, assignment_terms_pb2, audiences_pb2, progress_pb2
from cairn_learners.adapters.mongo.audience_documents import JOBS_WORK, STANDING_WORK
from cairn_learners.adapters.mongo.audience_work import AudienceWork
from cairn_platform.due_batches import DueBatches
from cairn_platform.due_work import DueWork
from cairn_platform.mongo.due_schedule import DueSchedule
from tests.support.learners.builders import NOW
from tests.support.learners.company import Company
from tests.support.learners.mongo_world import MongoWorld
from tests.support.platform.workers import OnlyOne


def condition(attribute: str, *values: str, by: str = "IS_ANY_OF") -> audiences_pb2.Rule:
    """An attribute, compared with values."""
    return audiences_pb2.Rule(
        kind=audiences_pb2.RULE_KIND_CONDITION,
        attribute=attribute,
        comparison=audiences_pb2.RuleComparison.Value(f"RULE_COMPARISON_{by}"),
        values=values,
    )


def group(kind: str, *rules: audiences_pb2.Rule) -> audiences_pb2.Rule:
    """Rules under ALL_OF, ANY_OF or NOT."""
    return audiences_pb2.Rule(kind=audiences_pb2.RuleKind.Value(f"RULE_KIND_{kind}"), rules=rules)


def save(
    rule: audiences_pb2.Rule,
    *,
    audience_id: str = "crew",
    name: str = "Crew",
    version: int = 0,
    retired: bool = False,
) -> audiences_pb2.SaveAudienceRequest:
    """An audience to be saved."""
    return audiences_pb2.SaveAudienceRequest(
        audience=audiences_pb2.DynamicAudience(
            audience_id=audience_id, name=name, rule=rule, retired=retired
        ),
        expected_version=version,
    )


def whom(*person_ids: str, **named: Any) -> progress_pb2.Audience:
    """Whom an assignment is for."""
    return progress_pb2.Audience(person_ids=person_ids, **named)


def terms(*, standing: bool = False, **said: Any) -> assignment_terms_pb2.AssignmentTerms:
    """On which terms; `due` and `due_for_joiners` as fields of a DueRule."""
    rules: dict[str, Any] = {
        name: assignment_terms_pb2.DueRule(**said.pop(name))
        for name in ("due", "due_for_joiners")
        if name in said
    }
    return assignment_terms_pb2.AssignmentTerms(standing=standing, **rules, **said)


def plan(
    audience: progress_pb2.Audience,
    on: assignment_terms_pb2.AssignmentTerms | None = None,
    *,
    path_id: str = "path",
) -> assignment_jobs_pb2.PlanAssignmentRequest:
    """A plan that is asked for."""
    return assignment_jobs_pb2.PlanAssignmentRequest(path_id=path_id, audience=audience, terms=on)


def confirmed(
    company: Company, who: str, planned: assignment_jobs_pb2.PlanAssignmentRequest
) -> assignment_jobs_pb2.AssignmentJob:
    """The job that gives what was planned, after somebody looked at it."""
    digest = company.ask(who, planned).digest
    request = assignment_jobs_pb2.RequestAssignmentRequest(
        path_id=planned.path_id, audience=planned.audience, terms=planned.terms, confirmed_plan=digest
    )
    job: assignment_jobs_pb2.AssignmentJob = company.ask(who, request).job
    return job


class Worker:
    """Does what is due of audiences, as the service's own worker does, at an instant that the test sets."""

    def __init__(self, world: MongoWorld, *, now: datetime = NOW) -> None:
        self.now = now
        self._stop = threading.Event()
        standing = DueSchedule(world.database, work=STANDING_WORK)
        self.work = AudienceWork(
            store_of=world.of, standing=standing, clock=lambda: self.now, new_id=lambda: str(uuid.uuid4())
        )
        given: dict[str, Any] = {"turn": OnlyOne(), "clock": lambda: self.now}
        jobs = DueSchedule(world.database, work=JOBS_WORK)
        self._loops: Sequence[DueWork] = (
            DueWork(
                name=JOBS_WORK,
                schedule=jobs,
                perform=self.work.go_on,
                give_up=self.work.give_up,
                **given,
            ),
            DueBatches(name=STANDING_WORK, schedule=standing, perform=self.work.keep_up, **given),
        )

    def run(self, *, rounds: int = 3) -> None:
        """So many rounds of each loop: a mark of many becomes marks of each in one, and is done in the next."""
        for _ in range(rounds):
            for loop in self._loops:
                loop.round(self._stop)
