"""The facts about one tenant's people in MongoDB, and the service's copies of the catalogue as this tenant sees it."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from operator import itemgetter
from typing import Any, ClassVar, TypeVar

from pymongo.database import Database

from cairn_learners.adapters.kafka import projections
from cairn_learners.adapters.mongo.delegations import MongoDelegations
from cairn_learners.adapters.mongo.exceptions import MongoExceptions, exception_from, not_withdrawn
from cairn_learners.adapters.mongo.hr_responsibilities import MongoHrResponsibilities
from cairn_learners.adapters.mongo.kinds import KINDS, achievement_from, enrolment_from
from cairn_learners.adapters.mongo.known_catalogues import KnownCatalogues, Mark
from cairn_learners.adapters.mongo.learning_requests import MongoRequests
from cairn_learners.adapters.mongo.person_documents import person_from
from cairn_learners.application.ports import (
    AchievementFilter,
    AssignmentFilter,
    EnrolmentFilter,
    PeopleFilter,
    PersonFacts,
)
from cairn_learners.domain.achievements import Achievement
from cairn_learners.domain.assignments import Assignment, Enrolment
from cairn_learners.domain.catalogue import Catalogue, Credential, LearningPath, Stack
from cairn_learners.domain.departments import Department
from cairn_learners.domain.evidence_files import EvidenceFile, FileState
from cairn_learners.domain.granted_exceptions import GrantedException
from cairn_learners.domain.hierarchy import Hierarchy
from cairn_learners.domain.people import Person, folded
from cairn_learners.domain.policy_versions import CredentialPolicy
from cairn_learners.domain.renewal_log import RenewalEntry
from cairn_learners.domain.rubrics import Rubric
from cairn_platform.changes import Change, Guard
from cairn_platform.idempotency import Once
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.projection import FRESHNESS, ReadModels
from cairn_platform.mongo.store import Kind, TenantStore
from cairn_platform.mongo.tenant import TenantCollection, document_id

SOURCE = "/cairn/learners"
# The public catalogue: everybody reads it, and a tenant's own entry stands in the place of the public one with the same id.
PUBLIC_TENANT = "public"

_ASCENDING, _DESCENDING = 1, -1
# Where an enrolment says which assignments asked for it: the first, and all of them where there are more.
_ASKED_BY = ("assignment_id", "further_asks.assignment_id")
# The indexes by which the facts about several people are found, whatever else begins with the tenant.
_PEOPLE_BY_MANAGER = [("tenant_id", 1), ("manager_id", 1), ("person_id", 1)]
_ENROLMENTS_OF_PEOPLE = [("tenant_id", 1), ("person_id", 1), ("path_id", 1), ("cycle", 1)]
_ACHIEVEMENTS_OF_PEOPLE = [("tenant_id", 1), ("person_id", 1), ("claimed_order", 1)]
# Which values the partial indexes hold. MongoDB uses such an index only for a question that says the same; else it looks at everybody.
_TEXT: Document = {"$type": "string"}

A = TypeVar("A", Person, Department, Assignment, Enrolment, Achievement)
P = TypeVar("P", Enrolment, Achievement, GrantedException)


class MongoLearners:
    """Implements `LearnersStore` for the use cases, and keeps the first answers for repeated calls."""

    # The aggregates that are saved together.
    kinds: ClassVar[Sequence[Kind[Any]]] = KINDS

    def __init__(
        self,
        database: Database[Document],
        *,
        tenant_id: str,
        read_models: ReadModels,
        catalogues: KnownCatalogues,
        clock: Callable[[], datetime],
    ) -> None:
        self._store = TenantStore(database, tenant_id=tenant_id, kinds=self.kinds, source=SOURCE, clock=clock)
        self._read_models = read_models
        self._catalogues = catalogues
        self._tenant_id = tenant_id

    @property
    def requests(self) -> MongoRequests:
        """The requests."""
        return MongoRequests(self._store)

    @property
    def delegations(self) -> MongoDelegations:
        """The delegations."""
        return MongoDelegations(self._store)

    @property
    def hr_responsibilities(self) -> MongoHrResponsibilities:
        """The responsibilities as HR."""
        return MongoHrResponsibilities(self._store)

    @property
    def exceptions(self) -> MongoExceptions:
        """The exceptions."""
        return MongoExceptions(self._store)

    def person(self, person_id: str) -> Person | None:
        """The person with this id."""
        return self._store.get(Person, person_id)

    def people(self, person_ids: Iterable[str]) -> Mapping[str, Person]:
        """The people with these ids, by id."""
        return self._store.get_many(Person, person_ids)

    def person_of_account(self, subject: str) -> Person | None:
        """The person whom the account with this `sub` belongs to."""
        return next(iter(self._store.find(Person, _of_account(subject), limit=1)), None)

    def facts_about(self, person_id: str, *, subject: str) -> PersonFacts | None:
        """All at once about a person, in one round trip while the catalogue does not change."""
        generation = self._read_models.serving()
        freshness = self._view(FRESHNESS, generation=generation)
        own = {"person_id": person_id}
        found = self._store.collection(Person).find_one_with(
            {"_id": document_id(self._tenant_id, person_id)},
            beside={
                "callers": (self._store.collection(Person), _of_account(subject)),
                "enrolments": (self._store.collection(Enrolment), own),
                "achievements": (self._store.collection(Achievement), own),
                "exceptions": (self._store.collection(GrantedException), not_withdrawn([person_id])),
                "copies": (freshness, {}),
            },
        )
        if found is None:
            return None
        return PersonFacts(
            person=person_from(found),
            caller=next(map(person_from, found["callers"]), None),
            enrolments=[
                enrolment_from(each) for each in sorted(found["enrolments"], key=itemgetter("due_order"))
            ],
            achievements=[achievement_from(each) for each in found["achievements"]],
            exceptions=[exception_from(each) for each in found["exceptions"]],
            catalogue=self._catalogue_now(generation, found["copies"]),
        )

    def facts_of(self, person_ids: Iterable[str]) -> Mapping[str, PersonFacts]:
        """The same about each of these people, with a question for each kind of fact; nobody asks."""
        own = {"person_id": {"$in": sorted(person_ids)}}
        people = self._store.get_many(Person, own["person_id"]["$in"])
        enrolments = _by_person(
            self._store.find(Enrolment, own, sort=[("due_order", _ASCENDING)], by_index=_ENROLMENTS_OF_PEOPLE)
        )
        achievements = _by_person(self._store.find(Achievement, own, by_index=_ACHIEVEMENTS_OF_PEOPLE))
        exceptions = self._store.find(GrantedException, not_withdrawn(own["person_id"]["$in"]))
        for_everybody = [each for each in exceptions if each.person_id is None]
        of_person = _by_person(each for each in exceptions if each.person_id is not None)
        generation = self._read_models.serving()
        catalogue = self._catalogue_now(generation, self._view(FRESHNESS, generation=generation).find({}))
        return {
            each.person_id: PersonFacts(
                person=each,
                caller=None,
                enrolments=enrolments[each.person_id],
                achievements=achievements[each.person_id],
                exceptions=[*of_person[each.person_id], *for_everybody],
                catalogue=catalogue,
            )
            for each in people.values()
        }

    def people_by_email(self, keys: Iterable[str]) -> Mapping[str, Person]:
        """The people with these mail addresses, by `email_key`."""
        found = self._store.collection(Person).find({"email_key": {"$in": list(keys), **_TEXT}})
        return {document["email_key"]: person_from(document) for document in found}

    def reporting_lines(self) -> Hierarchy:
        """Everybody, and who leads them.

        All pairs at once, from one index: 10,000 take some tens of milliseconds, while $graphLookup reads the index once for each person
        below and its answer has to fit into one document.
        """
        return self._hierarchy(Person, member="person_id", above="manager_id")

    def gone_by(self, day: date) -> frozenset[str]:
        """Whose last day lies before this one: from an index of those who have one."""
        left = {"left_on": {"$lt": day.isoformat(), **_TEXT}}
        found = self._store.collection(Person).find(left, projection={"_id": 0, "person_id": 1})
        return frozenset(each["person_id"] for each in found)

    def leads_somebody(self, person_id: str) -> bool:
        """Somebody reports to the person directly."""
        projection = {"_id": 0, "person_id": 1}
        found = self._store.collection(Person).find_one({"manager_id": person_id}, projection=projection)
        return found is not None

    def leading(self, person_ids: Iterable[str]) -> frozenset[str]:
        """Those of these people to whom somebody reports directly."""
        wanted = {"manager_id": {"$in": sorted(person_ids)}}
        found = self._store.collection(Person).find(
            wanted, projection={"_id": 0, "manager_id": 1}, by_index=_PEOPLE_BY_MANAGER
        )
        return frozenset(each["manager_id"] for each in found)

    def list_people(self, which: PeopleFilter, *, after: str | None, at_most: int) -> Sequence[Person]:
        """People by name."""
        conditions: Document = {}
        if which.text:
            conditions["searchable"] = {"$regex": re.escape(folded(which.text))}
        if which.person_ids is not None:
            conditions["_id"] = {"$in": self._ids(which.person_ids)}
        if which.department_ids is not None:
            conditions["department_id"] = {"$in": sorted(which.department_ids)}
        return self._listed(Person, conditions, order="name_order", after=after, at_most=at_most)

    def department(self, department_id: str) -> Department | None:
        """The department with this id."""
        return self._store.get(Department, department_id)

    def department_tree(self) -> Hierarchy:
        """All departments, and what they are a part of."""
        return self._hierarchy(Department, member="department_id", above="parent_department_id")

    def list_departments(
        self, department_ids: Collection[str] | None, *, after: str | None, at_most: int
    ) -> Sequence[Department]:
        """Departments by name; only these, or all."""
        these: Document = {} if department_ids is None else {"_id": {"$in": self._ids(department_ids)}}
        return self._listed(Department, these, order="name_order", after=after, at_most=at_most)

    def credentials(self, credential_ids: Iterable[str]) -> Mapping[str, Credential]:
        """The known ones of these credentials, by id."""
        found = self._copies(projections.CREDENTIALS, credential_ids).values()
        return {each.credential_id: each for each in map(projections.credential_from, found)}

    def learning_paths(self, path_ids: Iterable[str]) -> Mapping[str, LearningPath]:
        """The known ones of these learning paths, by id."""
        found = self._copies(projections.LEARNING_PATHS, path_ids).values()
        return {each.path_id: each for each in map(projections.learning_path_from, found)}

    def stacks(self) -> Mapping[str, Stack]:
        """All stacks, by id."""
        found = self._copies(projections.STACKS, None).values()
        return {each.stack_id: each for each in map(projections.stack_from, found)}

    def known_roles(self, role_ids: Iterable[str]) -> frozenset[str]:
        """The known ones of these roles."""
        return frozenset(self._copies(projections.ROLES, role_ids))

    def assignment(self, assignment_id: str) -> Assignment | None:
        """The assignment with this id."""
        return self._store.get(Assignment, assignment_id)

    def list_assignments(
        self, which: AssignmentFilter, *, after: str | None, at_most: int
    ) -> Sequence[Assignment]:
        """Assignments, the newest first."""
        conditions: Document = {"path_id": which.path_id} if which.path_id is not None else {}
        if which.enrolled is not None:
            asked = {"person_id": {"$in": sorted(which.enrolled)}}
            found: set[str] = set()
            for field in _ASKED_BY:
                found.update(self._store.collection(Enrolment).distinct(field, asked))
            these: Document = {"_id": {"$in": self._ids(found)}}
            own = {"assigned_by": which.or_assigned_by}
            conditions |= {"$or": [these, own]} if which.or_assigned_by is not None else these
        return self._listed(
            Assignment,
            conditions,
            order="assigned_order",
            after=after,
            at_most=at_most,
            direction=_DESCENDING,
        )

    def enrolment(self, enrolment_id: str) -> Enrolment | None:
        """The enrolment with this id."""
        return self._store.get(Enrolment, enrolment_id)

    def enrolments_on(self, path_id: str, *, person_ids: Iterable[str]) -> Mapping[str, Enrolment]:
        """The enrolments of these people on the path, the latest of each, by person."""
        wanted = {"path_id": path_id, "person_id": {"$in": sorted(person_ids)}}
        found = self._store.find(Enrolment, wanted, sort=[("enrolled_at", _ASCENDING)])
        return {each.person_id: each for each in found}

    def enrolments_of(self, person_id: str) -> Sequence[Enrolment]:
        """All enrolments of a person, by due date."""
        return self._store.find(Enrolment, {"person_id": person_id}, sort=[("due_order", _ASCENDING)])

    def enrolments_of_people(self, person_ids: Iterable[str]) -> Sequence[Enrolment]:
        """All enrolments of these people."""
        own = {"person_id": {"$in": sorted(person_ids)}}
        return self._store.find(Enrolment, own, by_index=_ENROLMENTS_OF_PEOPLE)

    def enrolments_by(self, assignment_ids: Iterable[str]) -> Sequence[Enrolment]:
        """All enrolments that these assignments asked for."""
        return self._store.find(Enrolment, asked_by(assignment_ids))

    def list_enrolments(
        self, which: EnrolmentFilter, *, after: str | None, at_most: int
    ) -> Sequence[Enrolment]:
        """Enrolments by due date, then person."""
        conditions: Document = {}
        if which.person_ids is not None:
            conditions["person_id"] = {"$in": sorted(which.person_ids)}
        if which.path_id is not None:
            conditions["path_id"] = which.path_id
        if which.assignment_id is not None:
            conditions |= asked_by([which.assignment_id])
        return self._listed(Enrolment, conditions, order="due_order", after=after, at_most=at_most)

    def achievement(self, achievement_id: str) -> Achievement | None:
        """The achievement with this id."""
        return self._store.get(Achievement, achievement_id)

    def achievements_of(
        self, person_ids: Iterable[str], *, credential_ids: Iterable[str] | None
    ) -> Sequence[Achievement]:
        """All achievements of these people, or those of these credentials."""
        conditions: Document = {"person_id": {"$in": sorted(person_ids)}}
        if credential_ids is not None:
            conditions["credential_id"] = {"$in": sorted(credential_ids)}
        return self._store.find(Achievement, conditions, by_index=_ACHIEVEMENTS_OF_PEOPLE)

    def list_achievements(
        self, which: AchievementFilter, *, after: str | None, at_most: int
    ) -> Sequence[Achievement]:
        """Achievements, the newest claim first."""
        conditions: Document = {}
        if which.person_ids is not None:
            conditions["person_id"] = {"$in": sorted(which.person_ids)}
        if which.decision is not None:
            conditions["decision"] = which.decision.value
        if which.credential_id is not None:
            conditions["credential_id"] = which.credential_id
        return self._listed(
            Achievement,
            conditions,
            order="claimed_order",
            after=after,
            at_most=at_most,
            direction=_DESCENDING,
        )

    def holders_of(self, credential_id: str) -> Sequence[str]:
        """Everybody who ever claimed the credential, by person id."""
        claims = self._store.collection(Achievement)
        return sorted(claims.distinct("person_id", {"credential_id": credential_id}))

    def rubric(self, credential_id: str) -> Rubric | None:
        """By what claims of the credential are looked at."""
        return self._store.get(Rubric, credential_id)

    def rubrics(self) -> Sequence[Rubric]:
        """All rubrics."""
        return self._store.find(Rubric, {})

    def evidence_files(self, file_ids: Iterable[str]) -> Mapping[str, EvidenceFile]:
        """The files with these ids, by id."""
        return self._store.get_many(EvidenceFile, file_ids)

    def waiting_files(self, person_id: str) -> int:
        """How many files about a person are evidence of nothing yet."""
        states = [FileState.RECEIVING.value, FileState.WAITING.value]
        files = self._store.collection(EvidenceFile)
        return files.count({"person_id": person_id, "state": {"$in": states}})

    def policies(self) -> Mapping[str, CredentialPolicy]:
        """All recertification policies, by credential."""
        return {each.credential_id: each for each in self._store.find(CredentialPolicy, {})}

    def renewal_entry(self, entry_id: str) -> RenewalEntry | None:
        """The entry with this id."""
        return self._store.get(RenewalEntry, entry_id)

    def renewal_entries_of(self, person_ids: Iterable[str]) -> Sequence[RenewalEntry]:
        """All entries of these people, the newest day first."""
        newest_first = [("happened_on", _DESCENDING), ("_id", _ASCENDING)]
        return self._store.find(RenewalEntry, {"person_id": {"$in": sorted(person_ids)}}, sort=newest_first)

    def guard(self, name: str) -> Guard:
        """The guard as it is now; to be read before what its rule is checked on."""
        return self._store.guard(name)

    def commit(
        self,
        changes: Sequence[Change[Any]],
        *,
        guards: Sequence[Guard] = (),
        once: Once | None = None,
        result: object = None,
    ) -> None:
        """Saves the changes with their events, and `result` as the answer to `once`: all of it or nothing."""
        self._store.commit(changes, guards=guards, once=once, result=result)

    def answer_to(self, once: Once) -> bytes | None:
        """The first answer to this key, or None; raises IdempotencyKeyReusedError when it was another request."""
        return self._store.answer_to(once)

    def _listed(
        self,
        aggregate: type[A],
        conditions: Document,
        *,
        order: str,
        after: str | None,
        at_most: int,
        direction: int = _ASCENDING,
    ) -> Sequence[A]:
        if after is not None:
            conditions = {**conditions, order: {"$gt" if direction == _ASCENDING else "$lt": after}}
        return self._store.find(aggregate, conditions, sort=[(order, direction)], limit=at_most)

    def _hierarchy(self, aggregate: type[Person | Department], *, member: str, above: str) -> Hierarchy:
        pairs = self._store.collection(aggregate).find({}, projection={"_id": 0, member: 1, above: 1})
        return Hierarchy({pair[member]: pair[above] for pair in pairs})

    def _catalogue_now(self, generation: int, freshness: Iterable[Document]) -> Catalogue:
        """The catalogue in the state that this freshness tells of, or a later one; read only where that one is not known."""
        last_changes = sorted((each["_id"], each.get("last_change", "")) for each in freshness)
        return self._catalogues.of(
            self._tenant_id,
            mark=Mark(generation=generation, last_changes=tuple(last_changes)),
            read=lambda: self._catalogue(generation=generation),
        )

    def _catalogue(self, *, generation: int) -> Catalogue:
        """All of the catalogue as this tenant sees it."""
        credentials, stacks, paths = (
            self._copies(each, None, generation=generation).items()
            for each in (projections.CREDENTIALS, projections.STACKS, projections.LEARNING_PATHS)
        )
        return Catalogue(
            credential_names={key: each["name"] for key, each in credentials},
            post_nominals={
                key: letters for key, each in credentials if (letters := each.get("post_nominal"))
            },
            stacks={key: projections.stack_from(each) for key, each in stacks},
            paths={key: projections.learning_path_from(each) for key, each in paths},
        )

    def _copies(
        self, collection: str, ids: Iterable[str] | None, *, generation: int | None = None
    ) -> dict[str, Document]:
        """Of the tenant's own entries and the public ones, by id: the own one where there are both."""
        view = self._view(collection, generation=generation)
        tenants = (PUBLIC_TENANT, self._tenant_id)
        wanted = (
            {}
            if ids is None
            else {"_id": {"$in": [document_id(each, i) for i in set(ids) for each in tenants]}}
        )
        found = sorted(view.find(wanted), key=lambda document: tenants.index(document["tenant_id"]))
        return {document["_id"].removeprefix(f"{document['tenant_id']}:"): document for document in found}

    def _view(self, collection: str, *, generation: int | None) -> TenantCollection:
        return self._read_models.view(
            collection, tenant_id=self._tenant_id, also_reads=(PUBLIC_TENANT,), generation=generation
        )

    def _ids(self, ids: Iterable[str]) -> list[str]:
        return [document_id(self._tenant_id, each) for each in sorted(ids)]


def _by_person(facts: Iterable[P]) -> Mapping[str, list[P]]:
    """What is known of each person, in the same order."""
    found: defaultdict[str, list[P]] = defaultdict(list)
    for each in facts:
        found[each.person_id or ""].append(each)
    return found


def asked_by(assignment_ids: Iterable[str]) -> Document:
    """The enrolments that these assignments ask for, or ever asked for."""
    wanted = {"$in": sorted(assignment_ids)}
    return {"$or": [{field: wanted} for field in _ASKED_BY]}


def _of_account(subject: str) -> Document:
    return {"account_subject": {"$eq": subject, **_TEXT}}
