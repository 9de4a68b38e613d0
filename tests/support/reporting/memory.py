"""Reporting's facts in memory: passes the same port suite as the ones in MongoDB."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from google.protobuf.message import Message

from cairn.catalog.v1 import entries_pb2
from cairn.learners.v1 import events_pb2
from cairn_platform.clock import utc_now
from cairn_platform.events import Event
from cairn_reporting.adapters.kafka import states
from cairn_reporting.application.ports import Lag, LatestEvent, PeopleSelection, Settled
from cairn_reporting.application.workforce.ports import Changes, Position, Snapshot
from cairn_reporting.domain.achievements import Achievement
from cairn_reporting.domain.allowances import Allowance
from cairn_reporting.domain.assessments import Assessment
from cairn_reporting.domain.careers import Career, Told, career_of
from cairn_reporting.domain.catalogue import Credential, Ladder, Path, Role, Skill, Stack
from cairn_reporting.domain.delegations import Delegation
from cairn_reporting.domain.plans import Enrolment
from cairn_reporting.domain.responsibilities import HrResponsibility
from cairn_reporting.domain.settings import DEFAULT_SETTINGS, ReportSettings
from cairn_reporting.domain.stages import stages_of
from cairn_reporting.domain.workforce import Department, Person

T = TypeVar("T")

_READ: Mapping[type[Message], tuple[Callable[[Any], object], str]] = {
    events_pb2.PersonState: (states.person, "person_id"),
    events_pb2.DepartmentState: (states.department, "department_id"),
    events_pb2.DelegationState: (states.delegation, "delegation_id"),
    events_pb2.HrResponsibilityState: (states.hr_responsibility, "responsibility_id"),
    events_pb2.AchievementState: (states.achievement, "achievement_id"),
    events_pb2.AssessmentState: (states.assessment, "assessment_id"),
    events_pb2.EnrolmentState: (states.enrolment, "enrolment_id"),
    events_pb2.ExceptionState: (states.allowance, "exception_id"),
    entries_pb2.Skill: (states.skill, "skill_id"),
    entries_pb2.Credential: (states.credential, "credential_id"),
    entries_pb2.Stack: (states.stack, "stack_id"),
    entries_pb2.LearningPath: (states.path, "path_id"),
    entries_pb2.Role: (states.role, "role_id"),
    entries_pb2.Ladder: (states.ladder, "ladder_id"),
}


class InMemoryReadModels:
    """What events told so far, of all tenants."""

    def __init__(self) -> None:
        self._versions: dict[tuple[str, type[object], str], dict[int, tuple[datetime, object]]] = {}
        self._latest: dict[str, LatestEvent] = {}
        self._settled: dict[str, Settled] = {}
        self._told: list[tuple[str, object]] = []
        self._snapshots: dict[str, Snapshot] = {}

    def apply(self, events: Sequence[Event]) -> None:
        """Takes in each version once."""
        for event in events:
            read, id_field = _READ[type(event.data)]
            known = read(event.data)
            key = (event.tenant_id, type(known), getattr(event.data, id_field))
            self._versions.setdefault(key, {}).setdefault(event.aggregate_version, (event.time, known))
            told = LatestEvent(event.time, event.id)
            self._latest[event.tenant_id] = max(
                told,
                self._latest.get(event.tenant_id, told),
                key=lambda each: (each.happened_at, each.event_id),
            )
            self._told.append((event.tenant_id, known))

    def facts(self, tenant_id: str, *, known_at: datetime | None = None) -> "InMemoryFacts":
        """One tenant's facts."""
        return InMemoryFacts(self, tenant_id=tenant_id, known_at=known_at)

    def enrolments(self, tenant_id: str, *, known_at: datetime | None = None) -> "InMemoryEnrolments":
        """One tenant's enrolments."""
        return InMemoryEnrolments(self, tenant_id=tenant_id, known_at=known_at)

    def settings(self, tenant_id: str) -> "InMemorySettings":
        """What one tenant settled."""
        return InMemorySettings(self._settled, tenant_id)

    def log(self, tenant_id: str) -> "InMemoryLog":
        """What one tenant's facts were told."""
        return InMemoryLog(self, tenant_id)

    def snapshots(self, tenant_id: str) -> "InMemorySnapshots":
        """What is kept of one tenant's index."""
        return InMemorySnapshots(self._snapshots, tenant_id)

    def told(self, tenant_id: str) -> Sequence[object]:
        """Everything that was told of a tenant, in the order in which it came."""
        return [known for tenant, known in self._told if tenant == tenant_id]

    def of(self, kind: type[T], *, tenant_id: str, known_at: datetime | None = None) -> dict[str, T]:
        """Everything of one kind that the tenant owns, by id, in the order of ids, as it is or as it was known then."""
        found: dict[str, T] = {}
        of_kind = {
            key[2]: versions for key, versions in self._versions.items() if key[:2] == (tenant_id, kind)
        }
        for aggregate_id, versions in sorted(of_kind.items(), key=lambda item: item[0]):
            told = [number for number, (at, _) in versions.items() if known_at is None or at <= known_at]
            if told:
                _, known = versions[max(told)]
                if isinstance(known, kind):
                    found[aggregate_id] = known
        return found

    def every_version(
        self, kind: type[T], *, tenant_id: str, known_at: datetime | None = None
    ) -> dict[str, list[tuple[date, T]]]:
        """All that was told of everything of one kind, in the order of versions, each with its day, by id."""
        found: dict[str, list[tuple[date, T]]] = {}
        for aggregate_id in sorted(key[2] for key in self._versions if key[:2] == (tenant_id, kind)):
            versions = self._versions[tenant_id, kind, aggregate_id]
            told = [
                (at.astimezone(UTC).date(), known)
                for _, (at, known) in sorted(versions.items())
                if isinstance(known, kind) and (known_at is None or at <= known_at)
            ]
            if told:
                found[aggregate_id] = told
        return found

    def latest(self, tenant_id: str) -> LatestEvent | None:
        """The latest of the tenant's events."""
        return self._latest.get(tenant_id)


class InMemorySettings:
    """The port's fake."""

    def __init__(self, settled: dict[str, Settled], tenant_id: str) -> None:
        self._settled = settled
        self._tenant_id = tenant_id

    def load(self) -> Settled:
        return self._settled.get(self._tenant_id, Settled(settings=DEFAULT_SETTINGS, version=0))

    def save(self, settled: Settled) -> bool:
        if settled.version != self.load().version + 1:
            return False
        self._settled[self._tenant_id] = settled
        return True


class InMemoryLog:
    """The port's fake."""

    def __init__(self, read_models: InMemoryReadModels, tenant_id: str) -> None:
        self._read_models = read_models
        self._tenant_id = tenant_id

    def position(self) -> Position:
        return Position(
            generation=1,
            own=len(self._read_models.told(self._tenant_id)),
            public=len(self._read_models.told("public")),
            settled=self._read_models.settings(self._tenant_id).load().version,
            latest=self._read_models.latest(self._tenant_id),
        )

    def changes(self, *, since: Position, until: Position) -> Changes | None:
        if since.settled != until.settled:
            return None
        told = self._read_models.told(self._tenant_id)[since.own : until.own]
        about_people = [each for each in told if isinstance(each, Person | Achievement | Assessment)]
        return Changes(
            person_ids=frozenset(each.person_id for each in about_people),
            others=since.public != until.public or len(about_people) < len(told),
        )

    def person_ids(self) -> Sequence[str]:
        return sorted(self._read_models.of(Person, tenant_id=self._tenant_id))

    def people_count(self) -> int:
        return len(self.person_ids())


class InMemorySnapshots:
    """The port's fake."""

    def __init__(self, kept: dict[str, Snapshot], tenant_id: str) -> None:
        self._kept = kept
        self._tenant_id = tenant_id

    def latest(self) -> Snapshot | None:
        return self._kept.get(self._tenant_id)

    def is_kept(self, position: Position, *, made_by: str) -> bool:
        kept = self.latest()
        return kept is not None and (kept.position, kept.made_by) == (position, made_by)

    def keep(self, snapshot: Snapshot) -> None:
        self._kept[self._tenant_id] = snapshot


class InMemoryEnrolments:
    """The port's fake."""

    def __init__(self, read_models: InMemoryReadModels, *, tenant_id: str, known_at: datetime | None) -> None:
        self._read_models = read_models
        self._tenant_id = tenant_id
        self._known_at = known_at

    def of_people(self, person_ids: Collection[str]) -> Sequence[Enrolment]:
        known = self._read_models.of(Enrolment, tenant_id=self._tenant_id, known_at=self._known_at)
        return [each for each in known.values() if each.person_id in person_ids]

    def allowances(self, person_ids: Collection[str]) -> Sequence[Allowance]:
        known = self._read_models.of(Allowance, tenant_id=self._tenant_id, known_at=self._known_at)
        return [each for each in known.values() if each.person_id in person_ids]


class InMemoryFacts:
    """The port's fake."""

    def __init__(self, read_models: InMemoryReadModels, *, tenant_id: str, known_at: datetime | None) -> None:
        self._read_models = read_models
        self._tenant_id = tenant_id
        self._known_at = known_at

    def latest_event(self) -> LatestEvent | None:
        latest = self._read_models.latest(self._tenant_id)
        if latest and self._known_at and latest.happened_at > self._known_at:
            return LatestEvent(self._known_at, None)
        return latest

    def lag(self) -> Lag | None:
        return None

    def person_of_account(self, account_subject: str) -> Person | None:
        return next((each for each in self._people() if each.account_subject == account_subject), None)

    def people(self, selection: PeopleSelection) -> Sequence[Person]:
        return [each for each in self._people() if selection.fits(each)]

    def careers(self, selection: PeopleSelection, *, since: date | None) -> Sequence[Career]:
        told = self._read_models.every_version(Person, tenant_id=self._tenant_id, known_at=self._known_at)
        careers = [career_of(Told(person, on) for on, person in versions) for versions in told.values()]
        first = since or date.min
        return [
            career
            for career in careers
            if any(
                selection.fits(career.on(day))
                for day in (first, *(each for each in career.turning_days if each > first))
            )
        ]

    def had_begun_by(self, day: date) -> bool:
        people = self._people()
        return not people or any(each.tenure.had_begun_by(day) for each in people)

    def led_by(self, manager_ids: Collection[str]) -> Sequence[Person]:
        return [each for each in self._people() if each.manager_id in manager_ids]

    def stood_in_for(self, person_id: str) -> Sequence[str]:
        today = utc_now().date()
        found = self._own(Delegation).values()
        return sorted(
            {each.manager_id for each in found if each.delegate_id == person_id and each.in_force(today)}
        )

    def responsible_for(self, person_id: str) -> Sequence[str]:
        today = utc_now().date()
        found = self._own(HrResponsibility).values()
        in_force = (each for each in found if each.person_id == person_id and each.in_force(today))
        return sorted({department_id for each in in_force for department_id in each.department_ids})

    def departments(self) -> Sequence[Department]:
        told = self._read_models.every_version(Department, tenant_id=self._tenant_id, known_at=self._known_at)
        return [
            replace(
                versions[-1][1],
                stages=stages_of((on, department.parent_department_id) for on, department in versions)
                if len(versions) > 1
                else (),
            )
            for versions in told.values()
        ]

    def achievements(
        self, *, person_ids: Collection[str], credential_id: str | None = None
    ) -> Sequence[Achievement]:
        return [
            each
            for each in self._own(Achievement).values()
            if each.person_id in person_ids and credential_id in {None, each.credential_id}
        ]

    def assessments(self, *, person_ids: Collection[str]) -> Sequence[Assessment]:
        return [each for each in self._own(Assessment).values() if each.person_id in person_ids]

    def settings(self) -> ReportSettings:
        return self._read_models.settings(self._tenant_id).load().settings

    def roles(self, role_ids: Collection[str]) -> Mapping[str, Role]:
        return self._entries(Role, role_ids)

    def ladders(self) -> Sequence[Ladder]:
        seen = self._seen(Ladder)
        return [seen[ladder_id] for ladder_id in sorted(seen)]

    def credentials(self, credential_ids: Collection[str]) -> Mapping[str, Credential]:
        return self._entries(Credential, credential_ids)

    def every_stack(self) -> Mapping[str, Stack]:
        """All stacks, by id."""
        return self._seen(Stack)

    def stacks(self, stack_ids: Collection[str]) -> Mapping[str, Stack]:
        return self._entries(Stack, stack_ids)

    def paths(self, path_ids: Collection[str]) -> Mapping[str, Path]:
        return self._entries(Path, path_ids)

    def skills(self, skill_ids: Collection[str]) -> Mapping[str, Skill]:
        return self._entries(Skill, skill_ids)

    def _people(self) -> Sequence[Person]:
        return list(self._own(Person).values())

    def _entries(self, kind: type[T], ids: Collection[str]) -> dict[str, T]:
        return {entry_id: entry for entry_id, entry in self._seen(kind).items() if entry_id in ids}

    def _seen(self, kind: type[T]) -> dict[str, T]:
        public = self._read_models.of(kind, tenant_id="public", known_at=self._known_at)
        return {**public, **self._own(kind)}

    def _own(self, kind: type[T]) -> dict[str, T]:
        return self._read_models.of(kind, tenant_id=self._tenant_id, known_at=self._known_at)
