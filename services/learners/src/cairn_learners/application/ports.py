"""What the use cases need of storage. A store is made for one tenant; no method takes a tenant."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from cairn_learners.domain.achievements import Achievement, Decision
from cairn_learners.domain.assignments import Assignment, Enrolment
from cairn_learners.domain.catalogue import Catalogue, Credential, LearningPath, Stack
from cairn_learners.domain.delegated_acts import DelegatedAct
from cairn_learners.domain.delegations import Delegation
from cairn_learners.domain.departments import Department
from cairn_learners.domain.evidence_files import EvidenceFile
from cairn_learners.domain.granted_exceptions import GrantedException
from cairn_learners.domain.hierarchy import Hierarchy
from cairn_learners.domain.hr_responsibilities import HrResponsibility
from cairn_learners.domain.learning_requests import LearningRequest, RequestState
from cairn_learners.domain.people import Person
from cairn_learners.domain.policy_versions import CredentialPolicy
from cairn_learners.domain.renewal_log import RenewalEntry
from cairn_learners.domain.rubrics import Rubric
from cairn_platform.changes import Change, Guard
from cairn_platform.idempotency import Once

# What is committed against by whoever changes a manager, or a department's place: see cairn_platform.changes.Guard.
REPORTING_LINE = "reporting-line"
DEPARTMENTS = "departments"


def certifications_of(person_id: str) -> str:
    """What is committed against by whoever reckons a person's periods."""
    return f"certifications:{person_id}"


@dataclass(frozen=True, kw_only=True)
class PeopleFilter:
    """Which people are listed; None: regardless. `text` stands in the name or the mail address, regardless of case and accents."""

    text: str
    person_ids: frozenset[str] | None
    department_ids: frozenset[str] | None


@dataclass(frozen=True, kw_only=True)
class AssignmentFilter:
    """Which assignments are listed; None: regardless.

    `enrolled` are people of whom each assignment asked somebody; those that `or_assigned_by` made come too.
    """

    path_id: str | None
    enrolled: frozenset[str] | None
    or_assigned_by: str | None = None


@dataclass(frozen=True, kw_only=True)
class EnrolmentFilter:
    """Which enrolments are listed; None: regardless."""

    person_ids: frozenset[str] | None
    path_id: str | None
    assignment_id: str | None


@dataclass(frozen=True, kw_only=True)
class AchievementFilter:
    """Which achievements are listed; None: regardless."""

    person_ids: frozenset[str] | None
    decision: Decision | None
    credential_id: str | None


@dataclass(frozen=True, kw_only=True)
class PersonFacts:
    """All that says where one person stands: what the person has done, and the whole catalogue as the tenant sees it.

    `exceptions` are those that nobody took back, the tenant's among them, whether they hold today or not. `caller` is the person whom the
    asking account belongs to, None where it belongs to nobody yet; enrolments are by due date.
    """

    person: Person
    caller: Person | None
    enrolments: Sequence[Enrolment]
    achievements: Sequence[Achievement]
    exceptions: Sequence[GrantedException]
    catalogue: Catalogue


class ExceptionsStore(Protocol):
    """The exceptions of one tenant."""

    def get(self, exception_id: str) -> GrantedException | None:
        """The exception with this id."""

    def of(self, person_id: str | None) -> Sequence[GrantedException]:
        """All exceptions of a person, or (None) of the tenant as a whole, the newest first."""

    def in_force(self, person_ids: Iterable[str], *, today: date) -> Sequence[GrantedException]:
        """Those that hold today for one of these people, the tenant's among them."""


@dataclass(frozen=True, kw_only=True)
class RequestFilter:
    """Which requests are listed; None: regardless."""

    person_ids: frozenset[str] | None
    state: RequestState | None


class RequestsStore(Protocol):
    """The requests of one tenant."""

    def get(self, request_id: str) -> LearningRequest | None:
        """The request with this id."""

    def waiting_of(self, person_id: str) -> Sequence[LearningRequest]:
        """The person's requests that wait for a decision."""

    def list(self, which: RequestFilter, *, after: str | None, at_most: int) -> Sequence[LearningRequest]:
        """Requests, the newest first."""


class DelegationsStore(Protocol):
    """The delegations of one tenant, and what was done by them."""

    def get(self, delegation_id: str) -> Delegation | None:
        """The delegation with this id."""

    def handed_to(self, delegate_id: str, *, today: date) -> Sequence[Delegation]:
        """Those that hold today for this delegate."""

    def of_manager(self, manager_id: str) -> Sequence[Delegation]:
        """All by which the line of this manager was handed over."""

    def list(self, person_id: str | None, *, after: str | None, at_most: int) -> Sequence[Delegation]:
        """Those in which this person is manager or delegate, or (None) all; the newest first."""

    def acts(self, delegation: Delegation, *, after: str | None, at_most: int) -> Sequence[DelegatedAct]:
        """What its delegate did for its manager while it lasted, the newest first."""


class HrResponsibilitiesStore(Protocol):
    """Who is responsible as HR for which departments of one tenant, and who works there."""

    def get(self, responsibility_id: str) -> HrResponsibility | None:
        """The responsibility with this id."""

    def of_person(self, person_id: str) -> Sequence[HrResponsibility]:
        """All that this person was ever given."""

    def list(self, person_id: str | None, *, after: str | None, at_most: int) -> Sequence[HrResponsibility]:
        """Those of this person, or (None) everybody's, the newest first."""

    def people_in(self, department_ids: Iterable[str]) -> frozenset[str]:
        """Everybody who has a position in one of these departments, the primary one or a further one, by person id."""


class LearnersStore(Protocol):
    """The facts about one tenant's people, and the service's copies of the catalogue as this tenant sees it.

    A `list_…` method gives at most so many of what stands behind `after`, in the order that `application.orders` defines. Of the
    catalogue, the tenant's own entry stands in the place of the public one with the same id.
    """

    @property
    def exceptions(self) -> ExceptionsStore:
        """The exceptions."""

    @property
    def requests(self) -> RequestsStore:
        """The requests."""

    @property
    def delegations(self) -> DelegationsStore:
        """The delegations."""

    @property
    def hr_responsibilities(self) -> HrResponsibilitiesStore:
        """The responsibilities as HR."""

    def person(self, person_id: str) -> Person | None:
        """The person with this id."""

    def people(self, person_ids: Iterable[str]) -> Mapping[str, Person]:
        """The people with these ids, by id."""

    def person_of_account(self, subject: str) -> Person | None:
        """The person whom the account with this `sub` belongs to."""

    def facts_about(self, person_id: str, *, subject: str) -> PersonFacts | None:
        """All at once about the person with this id, asked by the account with this `sub`; None where there is no such person."""

    def people_by_email(self, keys: Iterable[str]) -> Mapping[str, Person]:
        """The people with these mail addresses, by `email_key`, which the addresses are given as."""

    def reporting_lines(self) -> Hierarchy:
        """Everybody, and who leads them; who has left included."""

    def gone_by(self, day: date) -> frozenset[str]:
        """Whose last day lies before this one, by person id."""

    def leads_somebody(self, person_id: str) -> bool:
        """Somebody reports to the person directly."""

    def list_people(self, which: PeopleFilter, *, after: str | None, at_most: int) -> Sequence[Person]:
        """People by name."""

    def department(self, department_id: str) -> Department | None:
        """The department with this id."""

    def department_tree(self) -> Hierarchy:
        """All departments, and what they are a part of."""

    def list_departments(
        self, department_ids: Collection[str] | None, *, after: str | None, at_most: int
    ) -> Sequence[Department]:
        """Departments by name; only these, or all."""

    def credentials(self, credential_ids: Iterable[str]) -> Mapping[str, Credential]:
        """The known ones of these credentials, by id."""

    def learning_paths(self, path_ids: Iterable[str]) -> Mapping[str, LearningPath]:
        """The known ones of these learning paths, by id."""

    def stacks(self) -> Mapping[str, Stack]:
        """All stacks, by id."""

    def known_roles(self, role_ids: Iterable[str]) -> frozenset[str]:
        """The known ones of these roles."""

    def assignment(self, assignment_id: str) -> Assignment | None:
        """The assignment with this id."""

    def list_assignments(
        self, which: AssignmentFilter, *, after: str | None, at_most: int
    ) -> Sequence[Assignment]:
        """Assignments, the newest first."""

    def enrolment(self, enrolment_id: str) -> Enrolment | None:
        """The enrolment with this id."""

    def enrolments_on(self, path_id: str, *, person_ids: Iterable[str]) -> Mapping[str, Enrolment]:
        """The enrolments of these people on the path, by person: of somebody who is on it in several cycles, the latest."""

    def enrolments_of(self, person_id: str) -> Sequence[Enrolment]:
        """All enrolments of a person, by due date."""

    def enrolments_of_people(self, person_ids: Iterable[str]) -> Sequence[Enrolment]:
        """All enrolments of these people."""

    def enrolments_by(self, assignment_ids: Iterable[str]) -> Sequence[Enrolment]:
        """All enrolments that these assignments asked for."""

    def list_enrolments(
        self, which: EnrolmentFilter, *, after: str | None, at_most: int
    ) -> Sequence[Enrolment]:
        """Enrolments by due date, then person."""

    def achievement(self, achievement_id: str) -> Achievement | None:
        """The achievement with this id."""

    def achievements_of(
        self, person_ids: Iterable[str], *, credential_ids: Iterable[str] | None
    ) -> Sequence[Achievement]:
        """All achievements of these people, or those of these credentials."""

    def list_achievements(
        self, which: AchievementFilter, *, after: str | None, at_most: int
    ) -> Sequence[Achievement]:
        """Achievements, the newest claim first."""

    def holders_of(self, credential_id: str) -> Sequence[str]:
        """Everybody who ever claimed the credential, by person id."""

    def rubric(self, credential_id: str) -> Rubric | None:
        """By what claims of the credential are looked at."""

    def rubrics(self) -> Sequence[Rubric]:
        """All rubrics."""

    def evidence_files(self, file_ids: Iterable[str]) -> Mapping[str, EvidenceFile]:
        """The files with these ids, by id, whatever became of them."""

    def waiting_files(self, person_id: str) -> int:
        """How many files about a person are on their way or evidence of nothing yet."""

    def policies(self) -> Mapping[str, CredentialPolicy]:
        """All recertification policies, by credential."""

    def renewal_entry(self, entry_id: str) -> RenewalEntry | None:
        """The entry with this id."""

    def renewal_entries_of(self, person_ids: Iterable[str]) -> Sequence[RenewalEntry]:
        """All entries of these people, the newest day first."""

    def guard(self, name: str) -> Guard:
        """The guard as it is now; to be read before what its rule is checked on."""

    def commit(
        self,
        changes: Sequence[Change[Any]],
        *,
        guards: Sequence[Guard] = (),
        once: Once | None = None,
        result: object = None,
    ) -> None:
        """Saves the changes with their events, and `result` as the answer to `once`: all of it or nothing.

        Raises ConflictError when somebody else was faster: with one of the aggregates or guards, with a mail address, an account, the
        enrolment of a person on a path, the claim of a credential with an issue date, or with the idempotency key.
        """
