"""What audiences and standing assignments need of storage, beside what every use case does."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from cairn_learners.application.ports import LearnersStore
from cairn_learners.application.scope import Scope
from cairn_learners.domain.assignment_jobs import AssignmentJob, JobKind
from cairn_learners.domain.assignments import Assignment, Enrolment
from cairn_learners.domain.dynamic_audiences import DynamicAudience
from cairn_learners.domain.people import Person


class AudienceStore(LearnersStore, Protocol):
    """The facts about one tenant, with its dynamic audiences and the jobs of its assignments."""

    def everybody(self) -> Sequence[Person]:
        """Everybody in the tenant, in order of their ids."""

    def role_names(self, role_ids: Iterable[str]) -> Mapping[str, str]:
        """What the known ones of these roles are called."""

    def department_names(self, department_ids: Iterable[str]) -> Mapping[str, str]:
        """What the known ones of these departments are called."""

    def dynamic_audiences(self, audience_ids: Iterable[str]) -> Mapping[str, DynamicAudience]:
        """The dynamic audiences with these ids, by id."""

    def list_dynamic_audiences(self, *, after: str | None, at_most: int) -> Sequence[DynamicAudience]:
        """The dynamic audiences that are not retired, by name."""

    def standing_assignments(self) -> Sequence[Assignment]:
        """Every assignment that goes on for who joins its audience."""

    def assignment_asked_as(self, asked_key: str) -> Assignment | None:
        """The assignment that was asked for with this key and is neither withdrawn nor stopped."""

    def assignment_job(self, job_id: str) -> AssignmentJob | None:
        """The job with this id."""

    def latest_job(self, assignment_id: str, *, kind: JobKind) -> AssignmentJob | None:
        """The latest job that gives this assignment, or takes it back."""

    def asked_by(self, assignment_id: str, *, at_most: int) -> Sequence[Enrolment]:
        """Enrolments that this assignment asks for now."""

    def count_asked_by(self, assignment_id: str) -> int:
        """How many enrolments this assignment asks for now."""


@dataclass(frozen=True, kw_only=True)
class AudienceScope(Scope):
    """One call that is about audiences, or one turn of the worker in the name of who asked for it."""

    store: AudienceStore
