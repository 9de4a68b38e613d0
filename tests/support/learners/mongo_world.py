"""The facts of all tenants in a database of MongoDB's, put there past the use cases."""

from collections.abc import Mapping
from typing import Any

from pymongo.database import Database

from cairn.catalog.v1 import entries_pb2
from cairn_learners.adapters.files.gridfs import GridFsContents
from cairn_learners.adapters.kafka.projections import PROJECTIONS
from cairn_learners.adapters.mongo.assessments import MongoAssessments
from cairn_learners.adapters.mongo.audiences import MongoAudiences
from cairn_learners.adapters.mongo.imports import MongoImports
from cairn_learners.adapters.mongo.kinds import KINDS
from cairn_learners.adapters.mongo.known_catalogues import KnownCatalogues
from cairn_learners.bootstrap import migrate_database
from cairn_learners.domain.catalogue import (
    Credential,
    CredentialGoal,
    Goal,
    LearningPath,
    Member,
    Stack,
    StackRule,
)
from cairn_learners.domain.periods import CalendarDuration
from cairn_platform.events import Event
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.projection import ReadModels
from cairn_platform.mongo.tenant import document_id
from tests.support.learners.builders import NOW

PUBLIC = "public"
_RULES: Mapping[StackRule, entries_pb2.StackRule.ValueType] = {
    StackRule.ALL_OF: entries_pb2.STACK_RULE_ALL_OF,
    StackRule.N_OF: entries_pb2.STACK_RULE_N_OF,
    StackRule.ORDERED: entries_pb2.STACK_RULE_ORDERED,
}


class MongoWorld:
    """All tenants of one database, migrated. `reads` has the collections that were read, in order."""

    def __init__(self, database: Database[Document], reads: list[str]) -> None:
        self.database = database
        self.reads = reads
        self.read_models = ReadModels(database, PROJECTIONS)
        self.catalogues = KnownCatalogues()
        migrate_database(database)

    def of(self, tenant_id: str = "acme") -> MongoAudiences:
        """One tenant's store."""
        return MongoAudiences(
            self.database,
            tenant_id=tenant_id,
            read_models=self.read_models,
            catalogues=self.catalogues,
            clock=lambda: NOW,
        )

    def contents(self, tenant_id: str = "acme") -> GridFsContents:
        """One tenant's contents of files."""
        return GridFsContents(self.database, tenant_id=tenant_id)

    def assessments(self, tenant_id: str = "acme") -> MongoAssessments:
        """One tenant's assessments."""
        return MongoAssessments(
            self.database, tenant_id=tenant_id, read_models=self.read_models, clock=lambda: NOW
        )

    def imports(self, tenant_id: str = "acme") -> MongoImports:
        """One tenant's store, with the imports."""
        return MongoImports(
            self.database,
            tenant_id=tenant_id,
            read_models=self.read_models,
            catalogues=self.catalogues,
            clock=lambda: NOW,
        )

    def put(self, *facts: Any, tenant_id: str = "acme") -> None:
        """Makes these facts true without saying that anything happened."""
        kinds = {kind.aggregate: kind for kind in KINDS}
        rows: dict[str, list[Document]] = {}
        for fact in facts:
            kind = kinds[type(fact)]
            rows.setdefault(kind.collection, []).append(
                {
                    "_id": document_id(tenant_id, kind.identify(fact)),
                    "tenant_id": tenant_id,
                    "version": fact.version,
                    **kind.to_document(fact),
                }
            )
        for collection, documents in rows.items():
            self.database[collection].insert_many(documents)

    def know(self, *entries: Credential | Stack | LearningPath | str, tenant_id: str = PUBLIC) -> None:
        """Lets the service have copies of these entries, as the catalogue's events bring them; a text is a role's id."""
        self.read_models.apply([event_of(entry, tenant_id=tenant_id) for entry in entries], generation=1)

    def know_skills(self, *skill_ids: str, tenant_id: str = PUBLIC) -> None:
        """Lets the service know that there are these skills."""
        skills = [entries_pb2.Skill(skill_id=each, name=each) for each in skill_ids]
        events = [_event("skill", each.skill_id, each, tenant_id=tenant_id, version=1) for each in skills]
        self.read_models.apply(events, generation=1)

    def told(self, tenant_id: str = "acme") -> list[str]:
        """What happened, sorted: aggregate and happening of each event that waits in the outbox."""
        waiting = self.database["outbox"].find({"tenant_id": tenant_id})
        types = [dict(entry["headers"])["ce_type"].decode().split(".") for entry in waiting]
        return sorted(f"{parts[2]} {parts[3]}" for parts in types)


def event_of(
    entry: Credential | Stack | LearningPath | str, *, tenant_id: str = PUBLIC, version: int = 1
) -> Event:
    """The catalogue's event that tells of this entry."""
    kind, entry_id, message = _message(entry)
    return _event(kind, entry_id, message, tenant_id=tenant_id, version=version)


def _event(kind: str, entry_id: str, message: Any, *, tenant_id: str, version: int) -> Event:
    return Event(
        id=f"{tenant_id}-{entry_id}-{version}",
        source="/cairn/catalog",
        type=f"cairn.catalog.{kind}.published.v1",
        time=NOW,
        key=f"{tenant_id}:{entry_id}",
        tenant_id=tenant_id,
        aggregate_version=version,
        correlation_id="",
        causation_id="",
        data=message,
    )


def _message(entry: Credential | Stack | LearningPath | str) -> tuple[str, str, Any]:
    match entry:
        case Credential():
            credential = entries_pb2.Credential(
                credential_id=entry.credential_id,
                name=entry.name,
                validity=_text(entry.validity),
                post_nominal=entry.post_nominal,
            )
            return "credential", entry.credential_id, credential
        case Stack():
            stack = entries_pb2.Stack(
                stack_id=entry.stack_id,
                name=entry.name,
                specialisation=entry.specialisation,
                rule=_RULES[entry.rule],
                required_count=entry.required_count,
                members=[_stack_member(each) for each in entry.members],
            )
            return "stack", entry.stack_id, stack
        case LearningPath():
            steps = [
                entries_pb2.PathStep(step_id=step.step_id, goal=_member(step.goal), note=step.note)
                for step in entry.steps
            ]
            state = entries_pb2.ENTRY_STATE_RETIRED if entry.retired else entries_pb2.ENTRY_STATE_PUBLISHED
            path = entries_pb2.LearningPath(
                path_id=entry.path_id,
                name=entry.name,
                steps=steps,
                lifecycle=entries_pb2.Lifecycle(state=state),
            )
            return "learning_path", entry.path_id, path
        case str():
            return "role", entry, entries_pb2.Role(role_id=entry, name=entry)


def _stack_member(member: Member) -> entries_pb2.StackMember:
    """One way as itself, two as a credential with an equivalent where both are credentials, else as alternatives."""
    first, *others = member.ways
    if not others:
        return _member(first)
    if all(isinstance(each, CredentialGoal) for each in member.ways) and len(others) == 1:
        equivalents = [each.credential_id for each in others if isinstance(each, CredentialGoal)]
        return entries_pb2.StackMember(
            credential_id=_member(first).credential_id, equivalent_credential_ids=equivalents
        )
    alternatives = [
        entries_pb2.StackAlternative(credential_id=each.credential_id)
        if isinstance(each, CredentialGoal)
        else entries_pb2.StackAlternative(stack_id=each.stack_id)
        for each in member.ways
    ]
    return entries_pb2.StackMember(one_of=entries_pb2.StackAlternatives(alternatives=alternatives))


def _member(goal: Goal) -> entries_pb2.StackMember:
    if isinstance(goal, CredentialGoal):
        return entries_pb2.StackMember(credential_id=goal.credential_id)
    return entries_pb2.StackMember(stack_id=goal.stack_id)


def _text(validity: CalendarDuration | None) -> str:
    if validity is None:
        return ""
    parts = ((validity.years, "Y"), (validity.months, "M"), (validity.weeks, "W"), (validity.days, "D"))
    return "P" + "".join(f"{number}{unit}" for number, unit in parts if number)
