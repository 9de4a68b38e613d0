"""The facts of all tenants in memory; passes the same suite as MongoDB's (tests/ports/learners)."""

import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from cairn_learners.application import orders
from cairn_learners.application.ports import (
    AchievementFilter,
    AssignmentFilter,
    EnrolmentFilter,
    PeopleFilter,
    PersonFacts,
)
from cairn_learners.domain.achievements import Achievement, Decision
from cairn_learners.domain.assignments import Assignment, Enrolment
from cairn_learners.domain.catalogue import Catalogue, Credential, LearningPath, Stack
from cairn_learners.domain.delegated_acts import DelegatedAct
from cairn_learners.domain.delegations import Delegation
from cairn_learners.domain.departments import Department
from cairn_learners.domain.evidence_files import EvidenceFile, FileState
from cairn_learners.domain.granted_exceptions import GrantedException
from cairn_learners.domain.hierarchy import Hierarchy
from cairn_learners.domain.hr_responsibilities import HrResponsibility
from cairn_learners.domain.learning_requests import LearningRequest
from cairn_learners.domain.people import Person, email_key, folded
from cairn_learners.domain.policy_versions import CredentialPolicy
from cairn_learners.domain.renewal_log import RenewalEntry
from cairn_learners.domain.rubrics import Rubric
from cairn_platform.changes import Change, ConflictError, Guard
from cairn_platform.errors import IdempotencyKeyReusedError
from cairn_platform.idempotency import AnsweredMeanwhileError, Once
from tests.support.learners.fake_delegations import FakeDelegations
from tests.support.learners.fake_exceptions import FakeExceptions
from tests.support.learners.fake_hr_responsibilities import FakeHrResponsibilities
from tests.support.learners.fake_requests import FakeRequests
from tests.support.learners.memory_contents import MemoryContents

PUBLIC = "public"

A = TypeVar("A")
_ID: Mapping[type[Any], str] = {
    Person: "person_id",
    Department: "department_id",
    Assignment: "assignment_id",
    Enrolment: "enrolment_id",
    Achievement: "achievement_id",
    RenewalEntry: "entry_id",
    CredentialPolicy: "credential_id",
    GrantedException: "exception_id",
    EvidenceFile: "file_id",
    Delegation: "delegation_id",
    HrResponsibility: "responsibility_id",
    LearningRequest: "request_id",
    DelegatedAct: "act_id",
    Rubric: "credential_id",
}


@dataclass(frozen=True, kw_only=True)
class Entries:
    """What the catalogue holds of one tenant, or publicly."""

    credentials: dict[str, Credential] = field(default_factory=dict)
    stacks: dict[str, Stack] = field(default_factory=dict)
    paths: dict[str, LearningPath] = field(default_factory=dict)
    roles: set[str] = field(default_factory=set)


@dataclass
class FakeWorld:
    """All facts of all tenants, their copies of the catalogue, and what happened, oldest first."""

    aggregates: dict[tuple[str, type[Any], str], Any] = field(default_factory=dict)
    catalogue: defaultdict[str, Entries] = field(default_factory=lambda: defaultdict(Entries))
    guards: defaultdict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    answers: dict[tuple[str, str, str, str], tuple[str, bytes]] = field(default_factory=dict)
    happened: list[tuple[str, str, Any]] = field(default_factory=list)
    files: defaultdict[str, MemoryContents] = field(default_factory=lambda: defaultdict(MemoryContents))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, tenant_id: str = "acme") -> "FakeLearners":
        """One tenant's store."""
        return FakeLearners(self, tenant_id)

    def contents(self, tenant_id: str = "acme") -> MemoryContents:
        """One tenant's contents of files."""
        return self.files[tenant_id]

    def put(self, *facts: Any, tenant_id: str = "acme") -> None:
        """Makes these facts true without saying that anything happened."""
        for fact in facts:
            self.aggregates[tenant_id, type(fact), getattr(fact, _ID[type(fact)])] = fact

    def know(self, *entries: Credential | Stack | LearningPath | str, tenant_id: str = PUBLIC) -> None:
        """Lets the service have copies of these entries; a text is a role's id."""
        known = self.catalogue[tenant_id]
        for entry in entries:
            match entry:
                case Credential():
                    known.credentials[entry.credential_id] = entry
                case Stack():
                    known.stacks[entry.stack_id] = entry
                case LearningPath():
                    known.paths[entry.path_id] = entry
                case str():
                    known.roles.add(entry)

    def know_skills(self, *skill_ids: str) -> None:
        """Nothing that this store is asked for depends on skills."""

    def told(self, tenant_id: str = "acme") -> list[str]:
        """What happened, sorted: aggregate and happening."""
        return sorted(
            f"{type(aggregate).__name__.lower()} {happened}"
            for owner, happened, aggregate in self.happened
            if owner == tenant_id
        )


class FakeLearners:
    """One tenant's facts."""

    def __init__(self, world: FakeWorld, tenant_id: str) -> None:
        self._world = world
        self._tenant_id = tenant_id

    @property
    def requests(self) -> FakeRequests:
        """The tenant's."""
        return FakeRequests(self._all(LearningRequest))

    @property
    def delegations(self) -> FakeDelegations:
        """The tenant's."""
        return FakeDelegations(self._all(Delegation), self._all(DelegatedAct))

    @property
    def hr_responsibilities(self) -> FakeHrResponsibilities:
        """The tenant's."""
        return FakeHrResponsibilities(self._all(HrResponsibility), self._all(Person))

    @property
    def exceptions(self) -> FakeExceptions:
        """The tenant's."""
        return FakeExceptions(self._all(GrantedException))

    def person(self, person_id: str) -> Person | None:
        """By id."""
        return self._all(Person).get(person_id)

    def people(self, person_ids: Iterable[str]) -> Mapping[str, Person]:
        """By ids."""
        wanted = set(person_ids)
        return {key: person for key, person in self._all(Person).items() if key in wanted}

    def person_of_account(self, subject: str) -> Person | None:
        """By the account."""
        return next((each for each in self._all(Person).values() if each.account_subject == subject), None)

    def facts_about(self, person_id: str, *, subject: str) -> PersonFacts | None:
        """What the other methods say, together."""
        person = self.person(person_id)
        if person is None:
            return None
        credentials = self._public.credentials | self._own.credentials
        return PersonFacts(
            person=person,
            caller=self.person_of_account(subject),
            enrolments=self.enrolments_of(person_id),
            achievements=self.achievements_of([person_id], credential_ids=None),
            exceptions=[
                each
                for each in self._all(GrantedException).values()
                if each.person_id in {person_id, None} and not each.withdrawal
            ],
            catalogue=Catalogue(
                credential_names={key: each.name for key, each in credentials.items()},
                post_nominals={
                    key: each.post_nominal for key, each in credentials.items() if each.post_nominal
                },
                stacks=self.stacks(),
                paths=self._public.paths | self._own.paths,
            ),
        )

    def people_by_email(self, keys: Iterable[str]) -> Mapping[str, Person]:
        """By the mail address."""
        wanted = set(keys)
        by_key = {
            email_key(each.profile.email): each for each in self._all(Person).values() if each.profile.email
        }
        return {key: person for key, person in by_key.items() if key in wanted}

    def reporting_lines(self) -> Hierarchy:
        """Everybody's manager."""
        return Hierarchy({key: person.manager_id for key, person in self._all(Person).items()})

    def gone_by(self, day: date) -> frozenset[str]:
        """Whose last day lies before this one."""
        return frozenset(key for key, each in self._all(Person).items() if not each.is_employed_on(day))

    def leads_somebody(self, person_id: str) -> bool:
        """Is anybody's manager."""
        return any(each.manager_id == person_id for each in self._all(Person).values())

    def list_people(self, which: PeopleFilter, *, after: str | None, at_most: int) -> Sequence[Person]:
        """By name."""
        found = [
            each
            for each in self._all(Person).values()
            if folded(which.text) in orders.searchable(each)
            and (which.person_ids is None or each.person_id in which.person_ids)
            and (which.department_ids is None or each.profile.position.department_id in which.department_ids)
        ]
        return _page(found, orders.by_name, after=after, at_most=at_most)

    def department(self, department_id: str) -> Department | None:
        """By id."""
        return self._all(Department).get(department_id)

    def department_tree(self) -> Hierarchy:
        """Every department's parent."""
        return Hierarchy({key: each.parent_department_id for key, each in self._all(Department).items()})

    def list_departments(
        self, department_ids: Collection[str] | None, *, after: str | None, at_most: int
    ) -> Sequence[Department]:
        """By name."""
        everywhere = self._all(Department)
        found = [each for key, each in everywhere.items() if department_ids is None or key in department_ids]
        return _page(found, orders.by_department_name, after=after, at_most=at_most)

    def credentials(self, credential_ids: Iterable[str]) -> Mapping[str, Credential]:
        """The tenant's own before the public one."""
        known = self._public.credentials | self._own.credentials
        return {each: known[each] for each in set(credential_ids) if each in known}

    def learning_paths(self, path_ids: Iterable[str]) -> Mapping[str, LearningPath]:
        """The tenant's own before the public one."""
        known = self._public.paths | self._own.paths
        return {each: known[each] for each in set(path_ids) if each in known}

    def stacks(self) -> Mapping[str, Stack]:
        """The tenant's own before the public one."""
        return self._public.stacks | self._own.stacks

    def known_roles(self, role_ids: Iterable[str]) -> frozenset[str]:
        """Public or the tenant's own."""
        return frozenset(role_ids) & (self._public.roles | self._own.roles)

    def assignment(self, assignment_id: str) -> Assignment | None:
        """By id."""
        return self._all(Assignment).get(assignment_id)

    def list_assignments(
        self, which: AssignmentFilter, *, after: str | None, at_most: int
    ) -> Sequence[Assignment]:
        """The newest first."""
        found = [
            each
            for each in self._all(Assignment).values()
            if which.path_id in (None, each.path_id)
            and (
                which.enrolled is None
                or (which.or_assigned_by is not None and each.assigned_by == which.or_assigned_by)
                or any(
                    ask.assignment_id == each.assignment_id and enrolment.person_id in which.enrolled
                    for enrolment in self._all(Enrolment).values()
                    for ask in enrolment.asks
                )
            )
        ]
        return _page(found, orders.by_assigned_at, after=after, at_most=at_most, newest_first=True)

    def enrolment(self, enrolment_id: str) -> Enrolment | None:
        """By id."""
        return self._all(Enrolment).get(enrolment_id)

    def enrolments_on(self, path_id: str, *, person_ids: Iterable[str]) -> Mapping[str, Enrolment]:
        """By person."""
        wanted = set(person_ids)
        return {
            each.person_id: each
            for each in sorted(self._all(Enrolment).values(), key=lambda each: each.enrolled_at)
            if each.path_id == path_id and each.person_id in wanted
        }

    def enrolments_of(self, person_id: str) -> Sequence[Enrolment]:
        """By due date."""
        found = [each for each in self._all(Enrolment).values() if each.person_id == person_id]
        return sorted(found, key=orders.by_due_date)

    def enrolments_of_people(self, person_ids: Iterable[str]) -> Sequence[Enrolment]:
        """All of them."""
        wanted = set(person_ids)
        return [each for each in self._all(Enrolment).values() if each.person_id in wanted]

    def enrolments_by(self, assignment_ids: Iterable[str]) -> Sequence[Enrolment]:
        """Whoever these assignments enrolled."""
        wanted = set(assignment_ids)
        return [
            each
            for each in self._all(Enrolment).values()
            if not wanted.isdisjoint(ask.assignment_id for ask in each.asks)
        ]

    def list_enrolments(
        self, which: EnrolmentFilter, *, after: str | None, at_most: int
    ) -> Sequence[Enrolment]:
        """By due date."""
        found = [
            each
            for each in self._all(Enrolment).values()
            if (which.person_ids is None or each.person_id in which.person_ids)
            and which.path_id in (None, each.path_id)
            and which.assignment_id in (None, *(ask.assignment_id for ask in each.asks))
        ]
        return _page(found, orders.by_due_date, after=after, at_most=at_most)

    def achievement(self, achievement_id: str) -> Achievement | None:
        """By id."""
        return self._all(Achievement).get(achievement_id)

    def achievements_of(
        self, person_ids: Iterable[str], *, credential_ids: Iterable[str] | None
    ) -> Sequence[Achievement]:
        """By people and credentials."""
        people, credentials = set(person_ids), None if credential_ids is None else set(credential_ids)
        return [
            each
            for each in self._all(Achievement).values()
            if each.person_id in people and (credentials is None or each.credential_id in credentials)
        ]

    def list_achievements(
        self, which: AchievementFilter, *, after: str | None, at_most: int
    ) -> Sequence[Achievement]:
        """The newest claim first."""
        found = [
            each
            for each in self._all(Achievement).values()
            if (which.person_ids is None or each.person_id in which.person_ids)
            and which.decision in (None, each.decision)
            and which.credential_id in (None, each.credential_id)
        ]
        return _page(found, orders.by_claimed_at, after=after, at_most=at_most, newest_first=True)

    def holders_of(self, credential_id: str) -> Sequence[str]:
        """Whoever claimed it."""
        claims = self._all(Achievement).values()
        return sorted({each.person_id for each in claims if each.credential_id == credential_id})

    def rubric(self, credential_id: str) -> Rubric | None:
        """By credential."""
        return self._all(Rubric).get(credential_id)

    def rubrics(self) -> Sequence[Rubric]:
        """All."""
        return list(self._all(Rubric).values())

    def evidence_files(self, file_ids: Iterable[str]) -> Mapping[str, EvidenceFile]:
        """By ids."""
        wanted = set(file_ids)
        return {key: file for key, file in self._all(EvidenceFile).items() if key in wanted}

    def waiting_files(self, person_id: str) -> int:
        """On their way, or waiting."""
        return sum(
            each.person_id == person_id and each.state in {FileState.RECEIVING, FileState.WAITING}
            for each in self._all(EvidenceFile).values()
        )

    def policies(self) -> Mapping[str, CredentialPolicy]:
        """By credential."""
        return self._all(CredentialPolicy)

    def renewal_entry(self, entry_id: str) -> RenewalEntry | None:
        """By id."""
        return self._all(RenewalEntry).get(entry_id)

    def renewal_entries_of(self, person_ids: Iterable[str]) -> Sequence[RenewalEntry]:
        """The newest day first."""
        wanted = set(person_ids)
        found = [each for each in self._all(RenewalEntry).values() if each.person_id in wanted]
        by_id = sorted(found, key=lambda each: each.entry_id)
        return sorted(by_id, key=lambda each: each.happened_on, reverse=True)

    def guard(self, name: str) -> Guard:
        """As it is now."""
        return Guard(name=name, seen=self._world.guards[self._tenant_id, name])

    def answer_to(self, once: Once) -> bytes | None:
        """The first answer."""
        found = self._world.answers.get(self._answer_key(once))
        if found is None:
            return None
        if found[0] != once.fingerprint:
            raise IdempotencyKeyReusedError
        return found[1]

    def commit(
        self,
        changes: Sequence[Change[Any]],
        *,
        guards: Sequence[Guard] = (),
        once: Once | None = None,
        result: object = None,
    ) -> None:
        """All or nothing."""
        with self._world.lock:
            if once and self._answer_key(once) in self._world.answers:
                raise AnsweredMeanwhileError
            if any(self._world.guards[self._tenant_id, guard.name] != guard.seen for guard in guards):
                raise ConflictError
            before = dict(self._world.aggregates)
            for change in changes:
                key = (self._tenant_id, type(change.aggregate), self._id(change.aggregate))
                present = self._world.aggregates.get(key)
                if (present.version if present else 0) != change.aggregate.version - 1:
                    self._world.aggregates = before
                    raise ConflictError
                self._world.aggregates[key] = change.aggregate
            if not self._is_unique():
                self._world.aggregates = before
                raise ConflictError
            for change in changes:
                if change.happened:
                    self._world.happened.append((self._tenant_id, change.happened, change.aggregate))
            for guard in guards:
                self._world.guards[self._tenant_id, guard.name] += 1
            if once:
                self._world.answers[self._answer_key(once)] = (once.fingerprint, once.encode(result))

    def _is_unique(self) -> bool:
        people = self._all(Person).values()
        return all(
            len(values) == len(set(values))
            for values in (
                [email_key(each.profile.email) for each in people if each.profile.email],
                [each.account_subject for each in people if each.account_subject],
                [(each.person_id, each.path_id, each.cycle) for each in self._all(Enrolment).values()],
                [
                    (each.person_id, each.credential_id, each.issued_on)
                    for each in self._all(Achievement).values()
                    if each.decision is not Decision.REFUSED
                ],
            )
        )

    def _all(self, kind: type[A]) -> dict[str, A]:
        return {
            key: aggregate
            for (tenant_id, its_kind, key), aggregate in self._world.aggregates.items()
            if tenant_id == self._tenant_id and its_kind is kind
        }

    @staticmethod
    def _id(aggregate: Any) -> str:
        return str(getattr(aggregate, _ID[type(aggregate)]))

    @property
    def _public(self) -> Entries:
        return self._world.catalogue[PUBLIC]

    @property
    def _own(self) -> Entries:
        return self._world.catalogue[self._tenant_id]

    def _answer_key(self, once: Once) -> tuple[str, str, str, str]:
        return self._tenant_id, once.subject, once.method, once.key


def _page(
    found: Iterable[A],
    order: Callable[[A], str],
    *,
    after: str | None,
    at_most: int,
    newest_first: bool = False,
) -> list[A]:
    left = [
        each
        for each in found
        if after is None or (order(each) < after if newest_first else order(each) > after)
    ]
    return sorted(left, key=order, reverse=newest_first)[:at_most]
