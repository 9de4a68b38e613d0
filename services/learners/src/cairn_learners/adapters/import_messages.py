"""Imports in the contract's words."""

from cairn.learners.v1 import imports_pb2 as contract
from cairn.learners.v1 import learners_service_pb2
from cairn_learners.adapters import messages
from cairn_learners.domain.achievement_import import WhenHeld
from cairn_learners.domain.import_columns import FIELDS
from cairn_learners.domain.import_rows import ImportRow, Outcome
from cairn_learners.domain.imports import Counts, Import, ImportKind, ImportMode, ImportState

KINDS = {
    ImportKind.PEOPLE: contract.IMPORT_KIND_PEOPLE,
    ImportKind.DEPARTMENTS: contract.IMPORT_KIND_DEPARTMENTS,
    ImportKind.ACHIEVEMENTS: contract.IMPORT_KIND_ACHIEVEMENTS,
    ImportKind.ASSIGNMENTS: contract.IMPORT_KIND_ASSIGNMENTS,
}
STATES = {
    ImportState.RECEIVING: contract.IMPORT_STATE_RECEIVING,
    ImportState.CHECKING: contract.IMPORT_STATE_CHECKING,
    ImportState.CHECKED: contract.IMPORT_STATE_CHECKED,
    ImportState.APPLYING: contract.IMPORT_STATE_APPLYING,
    ImportState.APPLIED: contract.IMPORT_STATE_APPLIED,
    ImportState.ROLLING_BACK: contract.IMPORT_STATE_ROLLING_BACK,
    ImportState.ROLLED_BACK: contract.IMPORT_STATE_ROLLED_BACK,
    ImportState.CANCELLED: contract.IMPORT_STATE_CANCELLED,
    ImportState.FAILED: contract.IMPORT_STATE_FAILED,
}
MODES = {
    ImportMode.ALL_OR_NOTHING: contract.IMPORT_MODE_ALL_OR_NOTHING,
    ImportMode.GOOD_ROWS: contract.IMPORT_MODE_GOOD_ROWS,
}
WHEN_HELD = {
    WhenHeld.EACH_COUNTS: learners_service_pb2.ACHIEVEMENT_IMPORT_MODE_EACH_COUNTS,
    WhenHeld.SKIP: learners_service_pb2.ACHIEVEMENT_IMPORT_MODE_SKIP,
    WhenHeld.HISTORY: learners_service_pb2.ACHIEVEMENT_IMPORT_MODE_HISTORY,
    WhenHeld.REPLACE_IF_NEWER: learners_service_pb2.ACHIEVEMENT_IMPORT_MODE_REPLACE_IF_NEWER,
}
OUTCOMES = {
    Outcome.CREATED: contract.IMPORT_OUTCOME_CREATED,
    Outcome.CHANGED: contract.IMPORT_OUTCOME_CHANGED,
    Outcome.UNCHANGED: contract.IMPORT_OUTCOME_UNCHANGED,
    Outcome.REFUSED: contract.IMPORT_OUTCOME_REFUSED,
    Outcome.GONE: contract.IMPORT_OUTCOME_GONE,
}


def kind_description(kind: ImportKind) -> contract.ImportKindDescription:
    """What can be imported."""
    return contract.ImportKindDescription(
        kind=KINDS[kind],
        fields=[
            contract.ImportField(name=each.name, note=each.note, example=each.example, required=each.required)
            for each in FIELDS[kind]
        ],
    )


def import_job(job: Import, *, can_roll_back: bool) -> contract.Import:
    """An import."""
    return contract.Import(
        import_id=job.import_id,
        version=job.version,
        kind=KINDS[job.kind],
        file_name=job.file_name,
        digest=job.digest,
        headers=job.headers,
        mapping=job.mapping,
        state=STATES[job.state],
        accepted_at=messages.timestamp(job.accepted_at),
        total_count=job.total_count,
        done_count=min(job.done_count, job.total_count),
        found=_counts(job.found),
        gone_are_listed=job.gone_are_listed,
        mode=MODES[job.mode],
        left_on=messages.day(job.left_on),
        applied=_counts(job.applied),
        restored_count=job.restored_count,
        kept_count=job.kept_count,
        problem=job.problem,
        finished_at=messages.timestamp(job.finished_at),
        rows_kept_until=messages.timestamp(job.rows_kept_until),
        can_roll_back=can_roll_back,
        requested_by=job.requester.person_id or "",
        when_held=_when_held(job),
    )


def _when_held(job: Import) -> learners_service_pb2.AchievementImportMode.ValueType:
    if job.kind is not ImportKind.ACHIEVEMENTS:
        return learners_service_pb2.ACHIEVEMENT_IMPORT_MODE_UNSPECIFIED
    return WHEN_HELD[job.when_held]


def import_row(row: ImportRow) -> contract.ImportRow:
    """A row: what was done for it, or else what was found."""
    finding = row.done.finding if row.done else row.found
    said = contract.ImportRow(number=row.number, cells=row.cells)
    if finding is not None:
        said.outcome = OUTCOMES[finding.outcome]
        said.id, said.field = finding.id, finding.field
        said.reason, said.message = finding.reason, finding.message
        said.changes.extend(
            contract.ImportFieldChange(field=each.field, old=each.old, new=each.new)
            for each in finding.changes
        )
    if row.taken_back is not None:
        said.restored = row.taken_back.restored
        said.kept_because = row.taken_back.message
    return said


def _counts(counts: Counts) -> contract.ImportCounts:
    return contract.ImportCounts(
        created=counts.created,
        changed=counts.changed,
        unchanged=counts.unchanged,
        refused=counts.refused,
        gone=counts.gone,
    )
