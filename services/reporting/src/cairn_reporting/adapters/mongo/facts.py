"""The facts of one tenant, read from the read models."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TypeVar

from cairn_platform.clock import utc_now
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.projection import ReadModels
from cairn_platform.mongo.tenant import document_id
from cairn_reporting.adapters.mongo import documents
from cairn_reporting.adapters.mongo.careers import careers_of, departments_of
from cairn_reporting.adapters.mongo.reading import documents_of, lag_of
from cairn_reporting.adapters.mongo.settings_store import MongoSettingsStore
from cairn_reporting.application.ports import Lag, LatestEvent, PeopleSelection
from cairn_reporting.domain.achievements import Achievement
from cairn_reporting.domain.assessments import Assessment
from cairn_reporting.domain.careers import Career
from cairn_reporting.domain.catalogue import Credential, Ladder, Path, Role, Skill, Stack
from cairn_reporting.domain.settings import ReportSettings
from cairn_reporting.domain.workforce import Department, Person

PUBLIC_TENANT = "public"

T = TypeVar("T")


class MongoFacts:
    """Built for one tenant and one call: it reads one generation throughout, also when a rebuild ends meanwhile.

    With `known_at` it knows what was known then: of each thing the last version of which the event had happened.
    """

    def __init__(
        self,
        read_models: ReadModels,
        *,
        tenant_id: str,
        known_at: datetime | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._read_models = read_models
        self._clock = clock
        self._tenant_id = tenant_id
        self._reader = documents_of(read_models, tenant_id=tenant_id, known_at=known_at)

    def latest_event(self) -> LatestEvent | None:
        """The latest event that is known of the tenant; None where there is none."""
        return self._reader.latest_event()

    def lag(self) -> Lag | None:
        """How far all that is known is behind; None where nobody measured it yet."""
        return lag_of(self._read_models)

    def person_of_account(self, account_subject: str) -> Person | None:
        """Whom the account belongs to."""
        found = self._own(documents.PEOPLE, {"account_subject": account_subject})
        return next((documents.to_person(each) for each in found), None)

    def people(self, selection: PeopleSelection) -> Sequence[Person]:
        """The people who fit, by person id."""
        conditions: Document = {}
        if selection.person_ids is not None:
            conditions["_id"] = {"$in": self._ids(selection.person_ids)}
        if selection.department_ids is not None:
            conditions["department_ids"] = {"$in": sorted(selection.department_ids)}
        if selection.role_id is not None:
            conditions["role_ids"] = selection.role_id
        if selection.manager_ids is not None:
            conditions["manager_id"] = {"$in": sorted(selection.manager_ids)}
        return self._people(conditions)

    def careers(self, selection: PeopleSelection, *, since: date | None) -> Sequence[Career]:
        """What people did when, by person id: of everybody who fits on some day from `since` on, None: on any, and maybe of others."""
        return careers_of(self._reader, selection, tenant_id=self._tenant_id, since=since)

    def had_begun_by(self, day: date) -> bool:
        """Somebody worked here on this day or before; also true where it is of somebody not known since when, and where nobody is known."""
        begun = next(self._own(documents.PEOPLE, documents.begun_by(day)), None)
        return begun is not None or next(self._own(documents.PEOPLE, {}), None) is None

    def led_by(self, manager_ids: Collection[str]) -> Sequence[Person]:
        """Who reports directly to one of these people, by person id."""
        return self._people({"manager_id": {"$in": sorted(manager_ids)}})

    def stood_in_for(self, person_id: str) -> Sequence[str]:
        """The managers whose lines are in this person's hands today, by id."""
        today = self._clock().date().isoformat()
        when: Document = {"from_on": {"$lte": today}, "until_on": {"$gte": today}, "taken_back": False}
        found = self._own(documents.DELEGATIONS, {"delegate_id": person_id, **when})
        return sorted({each["manager_id"] for each in found})

    def responsible_for(self, person_id: str) -> Sequence[str]:
        """The departments for which this person is responsible as HR today, by id, without those below them."""
        today = self._clock().date().isoformat()
        ends: Document = {"$or": [{"until_on": None}, {"until_on": {"$gte": today}}]}
        when: Document = {"from_on": {"$lte": today}, "taken_back": False, **ends}
        found = self._own(documents.HR_RESPONSIBILITIES, {"person_id": person_id, **when})
        return sorted({each for given in found for each in given["department_ids"]})

    def departments(self) -> Sequence[Department]:
        """Every department and what it was a part of when, by id."""
        return list(departments_of(self._reader))

    def achievements(
        self, *, person_ids: Collection[str], credential_id: str | None = None
    ) -> Sequence[Achievement]:
        """Whatever these people claimed, whether decided or not, by id; with `credential_id`, of that credential only."""
        conditions: Document = {"person_id": {"$in": sorted(person_ids)}}
        if credential_id is not None:
            conditions["credential_id"] = credential_id
        found = self._own(documents.ACHIEVEMENTS, conditions, sort="achievement_id")
        return [documents.to_achievement(each) for each in found]

    def assessments(self, *, person_ids: Collection[str]) -> Sequence[Assessment]:
        """Whatever was said about these people's skills, withdrawn or not, by id."""
        conditions: Document = {"person_id": {"$in": sorted(person_ids)}}
        found = self._own(documents.ASSESSMENTS, conditions, sort="assessment_id")
        return [documents.to_assessment(each) for each in found]

    def settings(self) -> ReportSettings:
        """How the tenant wants its reports made; the defaults where it has said nothing."""
        return MongoSettingsStore(self._read_models.database, tenant_id=self._tenant_id).load().settings

    def roles(self, role_ids: Collection[str]) -> Mapping[str, Role]:
        """The roles with these ids, by id."""
        return self._entries(documents.ROLES, role_ids, documents.to_role, lambda role: role.role_id)

    def ladders(self) -> Sequence[Ladder]:
        """Every ladder, by id."""
        found = self._seen(documents.LADDERS, {}, documents.to_ladder, lambda ladder: ladder.ladder_id)
        return [found[ladder_id] for ladder_id in sorted(found)]

    def credentials(self, credential_ids: Collection[str]) -> Mapping[str, Credential]:
        """The credentials with these ids, by id."""
        return self._entries(
            documents.CREDENTIALS,
            credential_ids,
            documents.to_credential,
            lambda credential: credential.credential_id,
        )

    def every_stack(self) -> Mapping[str, Stack]:
        """All stacks, by id."""
        return self._seen(documents.STACKS, {}, documents.to_stack, lambda stack: stack.stack_id)

    def stacks(self, stack_ids: Collection[str]) -> Mapping[str, Stack]:
        """The stacks with these ids, by id."""
        return self._entries(documents.STACKS, stack_ids, documents.to_stack, lambda stack: stack.stack_id)

    def paths(self, path_ids: Collection[str]) -> Mapping[str, Path]:
        """The learning paths with these ids, by id."""
        return self._entries(documents.PATHS, path_ids, documents.to_path, lambda path: path.path_id)

    def skills(self, skill_ids: Collection[str]) -> Mapping[str, Skill]:
        """The skills with these ids, by id."""
        return self._entries(documents.SKILLS, skill_ids, documents.to_skill, lambda skill: skill.skill_id)

    def _people(self, conditions: Document) -> Sequence[Person]:
        found = self._own(documents.PEOPLE, conditions, sort="person_id")
        return [documents.to_person(each) for each in found]

    def _entries(
        self,
        collection: str,
        ids: Collection[str],
        translate: Callable[[Document], T],
        identify: Callable[[T], str],
    ) -> Mapping[str, T]:
        """The catalogue's entries with these ids: by `_id`, which is unique and needs no index of its own."""
        if not ids:
            return {}
        public = [document_id(PUBLIC_TENANT, each) for each in sorted(ids)]
        return self._seen(collection, {"_id": {"$in": [*self._ids(ids), *public]}}, translate, identify)

    def _seen(
        self,
        collection: str,
        conditions: Document,
        translate: Callable[[Document], T],
        identify: Callable[[T], str],
    ) -> dict[str, T]:
        """The tenant's view of the catalogue: an own entry stands in the place of a public one with the same id."""
        own: dict[str, T] = {}
        public: dict[str, T] = {}
        for document in self._reader.find(collection, conditions, also_reads=(PUBLIC_TENANT,)):
            entry = translate(document)
            of_tenant = own if document["tenant_id"] == self._tenant_id else public
            of_tenant[identify(entry)] = entry
        return {**public, **own}

    def _ids(self, ids: Collection[str]) -> list[str]:
        return [document_id(self._tenant_id, each) for each in sorted(ids)]

    def _own(self, collection: str, conditions: Document, *, sort: str | None = None) -> Iterator[Document]:
        return self._reader.find(collection, conditions, sort=sort)
