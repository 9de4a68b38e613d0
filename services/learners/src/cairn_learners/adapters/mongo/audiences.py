"""One tenant's dynamic audiences, standing assignments and jobs in MongoDB."""

from collections.abc import Iterable, Mapping, Sequence

from cairn_learners.adapters.kafka import projections
from cairn_learners.adapters.mongo.store import MongoLearners
from cairn_learners.domain.assignment_jobs import AssignmentJob, JobKind
from cairn_learners.domain.assignments import Assignment, Enrolment
from cairn_learners.domain.departments import Department
from cairn_learners.domain.dynamic_audiences import DynamicAudience
from cairn_learners.domain.people import Person
from cairn_platform.mongo.connection import Document


class MongoAudiences(MongoLearners):
    """Implements `AudienceStore`."""

    def everybody(self) -> Sequence[Person]:
        """Everybody in the tenant, in order of their ids."""
        return sorted(self._store.find(Person, {}), key=lambda each: each.person_id)

    def role_names(self, role_ids: Iterable[str]) -> Mapping[str, str]:
        """What the known ones of these roles are called; a copy from before names were kept is called by its id."""
        found = self._copies(projections.ROLES, role_ids)
        return {key: document.get("name") or key for key, document in found.items()}

    def department_names(self, department_ids: Iterable[str]) -> Mapping[str, str]:
        """What the known ones of these departments are called."""
        return {key: each.name for key, each in self._store.get_many(Department, department_ids).items()}

    def dynamic_audiences(self, audience_ids: Iterable[str]) -> Mapping[str, DynamicAudience]:
        """The dynamic audiences with these ids, by id."""
        return self._store.get_many(DynamicAudience, audience_ids)

    def list_dynamic_audiences(self, *, after: str | None, at_most: int) -> Sequence[DynamicAudience]:
        """The dynamic audiences that are not retired, by name."""
        wanted: Document = {"retired": False, **({"name_order": {"$gt": after}} if after is not None else {})}
        return self._store.find(DynamicAudience, wanted, sort=[("name_order", 1)], limit=at_most)

    def standing_assignments(self) -> Sequence[Assignment]:
        """Every assignment that goes on for who joins its audience."""
        return self._store.find(Assignment, {"goes_on": True})

    def assignment_asked_as(self, asked_key: str) -> Assignment | None:
        """The assignment that was asked for with this key and is neither withdrawn nor stopped."""
        wanted = {"asked_key": {"$eq": asked_key, "$type": "string"}}
        return next(iter(self._store.find(Assignment, wanted, limit=1)), None)

    def assignment_job(self, job_id: str) -> AssignmentJob | None:
        """The job with this id."""
        return self._store.get(AssignmentJob, job_id)

    def latest_job(self, assignment_id: str, *, kind: JobKind) -> AssignmentJob | None:
        """The latest job that gives this assignment, or takes it back."""
        wanted = {"assignment_id": assignment_id, "kind": kind.value}
        found = self._store.find(AssignmentJob, wanted, sort=[("accepted_at", -1), ("_id", -1)], limit=1)
        return next(iter(found), None)

    def asked_by(self, assignment_id: str, *, at_most: int) -> Sequence[Enrolment]:
        """Enrolments that this assignment asks for now."""
        return self._store.find(Enrolment, _asks_now(assignment_id), limit=at_most)

    def count_asked_by(self, assignment_id: str) -> int:
        """How many enrolments this assignment asks for now."""
        return self._store.collection(Enrolment).count(_asks_now(assignment_id))


def _asks_now(assignment_id: str) -> Document:
    asks = {"further_asks": {"$elemMatch": {"assignment_id": assignment_id, "withdrawn_at": None}}}
    alone = {"assignment_id": assignment_id, "further_asks": {"$exists": False}}
    return {"$or": [alone, asks]}
