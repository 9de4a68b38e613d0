"""How imports are stored: the import, its rows, and how columns were understood the last time."""

import hashlib
from collections.abc import Mapping
from typing import Any

import mongoengine
from google.protobuf.message import Message
from mongoengine import fields

from cairn_learners.adapters.mongo.documents import _meta
from cairn_learners.adapters.mongo.person_documents import person_document, person_from
from cairn_learners.application import orders
from cairn_learners.application.import_ports import RememberedMapping
from cairn_learners.domain.achievement_import import WhenHeld
from cairn_learners.domain.import_rows import (
    Done,
    FieldChange,
    Finding,
    ImportRow,
    Outcome,
    TakenBack,
)
from cairn_learners.domain.imports import (
    Counts,
    Import,
    ImportKind,
    ImportMode,
    ImportState,
    Requester,
)
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.days import day_text, stored_day
from cairn_platform.mongo.store import Due, Kind

IMPORTS_WORK = "imports"


class ImportDocument(mongoengine.Document):
    """An import."""

    id = fields.StringField(primary_key=True)
    tenant_id = fields.StringField(required=True)
    version = fields.IntField(required=True, min_value=1)
    import_id = fields.StringField(required=True)
    kind = fields.StringField(required=True)
    file_name = fields.StringField()
    digest = fields.StringField()
    headers = fields.ListField(fields.StringField())
    mapping = fields.ListField(fields.StringField())
    requester = fields.DictField(required=True)
    state = fields.StringField(required=True)
    accepted_at = fields.DateTimeField(required=True)
    total_count = fields.IntField(required=True)
    done_count = fields.IntField(required=True)
    found = fields.DictField(required=True)
    gone_are_listed = fields.BooleanField(required=True)
    mode = fields.StringField(required=True)
    when_held = fields.StringField()
    left_on = fields.StringField()
    applied = fields.DictField(required=True)
    restored_count = fields.IntField(required=True)
    kept_count = fields.IntField(required=True)
    problem = fields.StringField()
    finished_at = fields.DateTimeField()
    accepted_order = fields.StringField(required=True)

    meta = _meta("imports", {"fields": ["tenant_id", "accepted_order"]})


class ImportRowDocument(mongoengine.Document):
    """A row of an import. `outcome` is what was done, else what was found; `to_take_back` the place of what can be taken back."""

    id = fields.StringField(primary_key=True)
    tenant_id = fields.StringField(required=True)
    version = fields.IntField(required=True, min_value=1)
    import_id = fields.StringField(required=True)
    number = fields.IntField(required=True)
    cells = fields.ListField(fields.StringField())
    found = fields.DictField()
    done = fields.DictField()
    taken_back = fields.DictField()
    outcome = fields.StringField()
    to_take_back = fields.IntField()
    kept_until = fields.DateTimeField(required=True)

    meta = _meta(
        "import_rows",
        {"fields": ["tenant_id", "import_id", "number"]},
        {"fields": ["tenant_id", "import_id", "outcome", "number"]},
        {
            "fields": ["tenant_id", "import_id", "to_take_back"],
            "partialFilterExpression": {"to_take_back": {"$type": "int"}},
        },
    )


class ImportMappingDocument(mongoengine.Document):
    """How columns with the same headers were understood the last time."""

    id = fields.StringField(primary_key=True)
    tenant_id = fields.StringField(required=True)
    version = fields.IntField(required=True, min_value=1)
    kind = fields.StringField(required=True)
    header_key = fields.StringField(required=True)
    mapping = fields.ListField(fields.StringField())

    meta = _meta("import_mappings", {"fields": ["tenant_id", "kind"]})


IMPORT_DOCUMENTS = (ImportDocument, ImportRowDocument, ImportMappingDocument)


def row_id(import_id: str, number: int) -> str:
    """The id of a row, by its number."""
    return f"{import_id}:{number}"


def mapping_id(kind: ImportKind, header_key: str) -> str:
    """What a mapping is looked up by."""
    return f"{kind.value}:{hashlib.sha256(header_key.encode()).hexdigest()}"


def _import_document(job: Import) -> Document:
    return {
        "import_id": job.import_id,
        "kind": job.kind.value,
        "file_name": job.file_name,
        "digest": job.digest,
        "headers": list(job.headers),
        "mapping": list(job.mapping),
        "requester": {
            "subject": job.requester.subject,
            "roles": sorted(job.requester.roles),
            "client_id": job.requester.client_id,
            "person_id": job.requester.person_id,
        },
        "state": job.state.value,
        "accepted_at": job.accepted_at,
        "total_count": job.total_count,
        "done_count": job.done_count,
        "found": vars(job.found),
        "gone_are_listed": job.gone_are_listed,
        "mode": job.mode.value,
        "when_held": job.when_held.value,
        "left_on": day_text(job.left_on),
        "applied": vars(job.applied),
        "restored_count": job.restored_count,
        "kept_count": job.kept_count,
        "problem": job.problem,
        "finished_at": job.finished_at,
        "accepted_order": orders.by_accepted_at(job),
    }


def _import_from(document: Document) -> Import:
    requester = document["requester"]
    return Import(
        import_id=document["import_id"],
        version=document["version"],
        kind=ImportKind(document["kind"]),
        file_name=document["file_name"],
        digest=document["digest"],
        headers=tuple(document["headers"]),
        mapping=tuple(document["mapping"]),
        requester=Requester(
            subject=requester["subject"],
            roles=frozenset(requester["roles"]),
            client_id=requester["client_id"],
            person_id=requester["person_id"],
        ),
        state=ImportState(document["state"]),
        accepted_at=document["accepted_at"],
        total_count=document["total_count"],
        done_count=document["done_count"],
        found=Counts(**document["found"]),
        gone_are_listed=document["gone_are_listed"],
        mode=ImportMode(document["mode"]),
        when_held=WhenHeld(document.get("when_held", WhenHeld.EACH_COUNTS.value)),
        left_on=stored_day(document["left_on"]),
        applied=Counts(**document["applied"]),
        restored_count=document["restored_count"],
        kept_count=document["kept_count"],
        problem=document["problem"],
        finished_at=document["finished_at"],
    )


def _row_document(row: ImportRow) -> Document:
    finding = row.done.finding if row.done else row.found
    return {
        "import_id": row.import_id,
        "number": row.number,
        "cells": list(row.cells),
        "found": _finding_document(row.found) if row.found else None,
        "done": _done_document(row.done, found=row.found) if row.done else None,
        "taken_back": vars(row.taken_back) if row.taken_back else None,
        "outcome": finding.outcome.value if finding else None,
        "kept_until": row.kept_until,
        "to_take_back": row.done.place if row.done and row.done.version and not row.taken_back else None,
    }


def _row_from(document: Document) -> ImportRow:
    done, taken_back = document["done"], document["taken_back"]
    found = _finding_from(document["found"]) if document["found"] else None
    return ImportRow(
        import_id=document["import_id"],
        number=document["number"],
        version=document["version"],
        cells=tuple(document["cells"]),
        kept_until=document["kept_until"],
        found=found,
        done=_done_from(done, found=found) if done else None,
        taken_back=TakenBack(**taken_back) if taken_back else None,
    )


def _finding_document(finding: Finding) -> Document:
    return {
        "outcome": finding.outcome.value,
        "id": finding.id,
        "field": finding.field,
        "reason": finding.reason,
        "message": finding.message,
        "changes": [vars(each) for each in finding.changes],
    }


def _finding_from(document: Mapping[str, Any]) -> Finding:
    return Finding(
        outcome=Outcome(document["outcome"]),
        id=document["id"],
        field=document["field"],
        reason=document["reason"],
        message=document["message"],
        changes=tuple(FieldChange(**each) for each in document["changes"]),
    )


def _done_document(done: Done, *, found: Finding | None) -> Document:
    before = done.before
    return {
        # Mostly what was done is what was found, and that is half of the document.
        "finding": None if done.finding == found else _finding_document(done.finding),
        "place": done.place,
        "version": done.version,
        "before": {"version": before.version, **person_document(before)} if before else None,
    }


def _done_from(document: Mapping[str, Any], *, found: Finding | None) -> Done:
    finding = _finding_from(document["finding"]) if document["finding"] else found
    if finding is None:
        raise ValueError("what was done of this row is not written down")
    return Done(
        finding=finding,
        place=document["place"],
        version=document["version"],
        before=person_from(document["before"]) if document["before"] else None,
    )


def _mapping_document(remembered: RememberedMapping) -> Document:
    return {
        "kind": remembered.kind.value,
        "header_key": remembered.header_key,
        "mapping": list(remembered.mapping),
    }


def _mapping_from(document: Document) -> RememberedMapping:
    return RememberedMapping(
        kind=ImportKind(document["kind"]),
        header_key=document["header_key"],
        version=document["version"],
        mapping=tuple(document["mapping"]),
    )


def _nobody_is_told(aggregate: object) -> Message:
    raise TypeError(f"nobody is told of {type(aggregate).__name__}")


def _no_key(aggregate: object) -> str:
    raise TypeError(f"nobody is told of {type(aggregate).__name__}")


IMPORTS: Kind[Import] = Kind(
    aggregate=Import,
    document=ImportDocument,
    identify=lambda job: job.import_id,
    to_document=_import_document,
    from_document=_import_from,
    to_event=_nobody_is_told,
    event_key=_no_key,
    is_told=lambda _: False,
    due=Due(work=IMPORTS_WORK, at=lambda job: job.accepted_at if job.runs else None),
)
IMPORT_ROWS: Kind[ImportRow] = Kind(
    aggregate=ImportRow,
    document=ImportRowDocument,
    identify=lambda row: row_id(row.import_id, row.number),
    to_document=_row_document,
    from_document=_row_from,
    to_event=_nobody_is_told,
    event_key=_no_key,
    is_told=lambda _: False,
)
IMPORT_MAPPINGS: Kind[RememberedMapping] = Kind(
    aggregate=RememberedMapping,
    document=ImportMappingDocument,
    identify=lambda remembered: mapping_id(remembered.kind, remembered.header_key),
    to_document=_mapping_document,
    from_document=_mapping_from,
    to_event=_nobody_is_told,
    event_key=_no_key,
    is_told=lambda _: False,
)
IMPORT_KINDS: tuple[Kind[Any], ...] = (IMPORTS, IMPORT_ROWS, IMPORT_MAPPINGS)
