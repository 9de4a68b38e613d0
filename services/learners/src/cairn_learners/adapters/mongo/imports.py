"""Imports in MongoDB, saved together with the facts that they change."""

from collections.abc import Iterable, Mapping, Sequence

from cairn_learners.adapters.mongo.import_documents import IMPORT_KINDS, mapping_id, row_id
from cairn_learners.adapters.mongo.kinds import KINDS
from cairn_learners.adapters.mongo.store import MongoLearners
from cairn_learners.application.import_ports import RememberedMapping
from cairn_learners.domain.departments import Department
from cairn_learners.domain.import_rows import ImportRow, Outcome
from cairn_learners.domain.imports import Import, ImportKind
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.tenant import document_id


class MongoImports(MongoLearners):
    """Implements `ImportStore`."""

    kinds = (*KINDS, *IMPORT_KINDS)

    def import_job(self, import_id: str) -> Import | None:
        """The import with this id."""
        return self._store.get(Import, import_id)

    def list_imports(self, *, after: str | None, at_most: int) -> Sequence[Import]:
        """Imports, the newest first."""
        behind = {"accepted_order": {"$lt": after}} if after is not None else {}
        return self._store.find(Import, behind, sort=[("accepted_order", -1)], limit=at_most)

    def import_rows(
        self, import_id: str, *, after: int, at_most: int, outcome: Outcome | None
    ) -> Sequence[ImportRow]:
        """Rows in the order of the file."""
        wanted: Document = {"import_id": import_id, "number": {"$gt": after}}
        if outcome is not None:
            wanted["outcome"] = outcome.value
        return self._store.find(ImportRow, wanted, sort=[("number", 1)], limit=at_most)

    def numbered_rows(self, import_id: str, numbers: Iterable[int]) -> Sequence[ImportRow]:
        """The rows with these numbers, in the order of the file."""
        ids = [document_id(self._tenant_id, row_id(import_id, number)) for number in numbers]
        return self._store.find(ImportRow, {"_id": {"$in": ids}}, sort=[("number", 1)])

    def rows_to_take_back(self, import_id: str, *, at_most: int) -> Sequence[ImportRow]:
        """Rows that can be taken back, the last one written first."""
        wanted = {"import_id": import_id, "to_take_back": {"$type": "int"}}
        return self._store.find(ImportRow, wanted, sort=[("to_take_back", -1)], limit=at_most)

    def remembered_mapping(self, kind: ImportKind, header_key: str) -> RememberedMapping | None:
        """How columns with these headers were understood the last time."""
        return self._store.get(RememberedMapping, mapping_id(kind, header_key))

    def departments(self, department_ids: Iterable[str]) -> Mapping[str, Department]:
        """The departments with these ids, by id."""
        return self._store.get_many(Department, department_ids)

    def department_names(self) -> Mapping[str, str]:
        """The names of all departments, by id."""
        found = self._store.collection(Department).find({}, projection={"department_id": 1, "name": 1})
        return {each["department_id"]: each["name"] for each in found}
