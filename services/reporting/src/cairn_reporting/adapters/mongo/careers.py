"""What people did when and where departments stood, read from every version that the read models keep of them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime

from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.tenant import document_id
from cairn_reporting.adapters.mongo import documents
from cairn_reporting.adapters.mongo.reading import CurrentDocuments, DocumentsKnownAt
from cairn_reporting.application.ports import PeopleSelection
from cairn_reporting.domain.careers import Career, Told, career_of
from cairn_reporting.domain.stages import stages_of
from cairn_reporting.domain.workforce import Department

Reader = CurrentDocuments | DocumentsKnownAt


def careers_of(
    reader: Reader, selection: PeopleSelection, *, tenant_id: str, since: date | None
) -> Sequence[Career]:
    """What people did when, as `Facts.careers` says it.

    Whose newest version was told by `since` has done the same on every day from then on, so no earlier ones are looked at.
    """
    conditions: Document = {}
    if selection.person_ids is not None:
        conditions["_id"] = {"$in": [document_id(tenant_id, each) for each in sorted(selection.person_ids)]}
    of_a_day = _of_a_day(selection)
    if of_a_day and _is_told(reader, by=since):
        conditions["$and"] = of_a_day
    elif of_a_day:
        # On one day they hold at once, but each may have been told at another time.
        ever = set.intersection(*(reader.ever(documents.PEOPLE, each) for each in of_a_day))
        conditions["$and"] = [{"_id": {"$in": sorted(ever)}}]
    newest = list(reader.find(documents.PEOPLE, conditions, sort="person_id"))
    changed = [
        each["_id"] for each in newest if each["version"] > 1 and (since is None or _told(each).on > since)
    ]
    versions = _versions(reader, documents.PEOPLE, changed)
    return [career_of(map(_told, versions.get(each["_id"], (each,)))) for each in newest]


def departments_of(reader: Reader) -> Iterator[Department]:
    """Every department and what it was a part of when, by id."""
    newest = list(reader.find(documents.DEPARTMENTS, {}, sort="department_id"))
    changed = [each["_id"] for each in newest if each["version"] > 1]
    versions = _versions(reader, documents.DEPARTMENTS, changed)
    for each in newest:
        told = [
            (_day(version), documents.to_department(version).parent_department_id)
            for version in versions.get(each["_id"], ())
        ]
        yield documents.to_department(each, stages=stages_of(told))


def _of_a_day(selection: PeopleSelection) -> list[Document]:
    """What a selection asks that is true of days. A role that was held before the present one is told with that."""
    found: list[Document] = []
    if selection.department_ids is not None:
        found.append({"department_ids": {"$in": sorted(selection.department_ids)}})
    if selection.manager_ids is not None:
        found.append({"manager_id": {"$in": sorted(selection.manager_ids)}})
    if selection.role_id is not None:
        found.append({"$or": [{"role_ids": selection.role_id}, {"tenure.past.role_id": selection.role_id}]})
    return found


def _is_told(reader: Reader, *, by: date | None) -> bool:
    """Nothing is known that was told later."""
    latest = reader.latest_event()
    return by is not None and (latest is None or latest.happened_at.astimezone(UTC).date() <= by)


def _versions(reader: Reader, collection: str, ids: Sequence[str]) -> Mapping[str, Sequence[Document]]:
    """The versions of these documents, in order, by the document's `_id`."""
    found: dict[str, list[Document]] = {}
    for each in reader.versions(collection, ids) if ids else ():
        found.setdefault(each["aggregate"], []).append(each)
    return {
        each: sorted(versions, key=lambda version: version["version"]) for each, versions in found.items()
    }


def _told(version: Document) -> Told:
    return Told(documents.to_person(version), _day(version))


def _day(version: Document) -> date:
    happened_at: datetime = version["happened_at"]
    return happened_at.astimezone(UTC).date()
