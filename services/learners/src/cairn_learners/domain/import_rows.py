"""One row of an import: what the file says, what the dry run found, what was done, and whether it was taken back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from cairn_learners.domain.import_columns import filled
from cairn_learners.domain.imported_days import day_as_iso
from cairn_learners.domain.imports import Counts, Import
from cairn_learners.domain.people import Person
from cairn_learners.domain.people_rows import DAYS
from cairn_platform.errors import InvalidFieldsError, RefusedError


class Outcome(Enum):
    """What becomes of one row; GONE is of somebody who is not in the file."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    GONE = "gone"


# The outcomes that wrote something, which can be taken back.
WRITTEN = frozenset({Outcome.CREATED, Outcome.CHANGED, Outcome.GONE})


@dataclass(frozen=True, kw_only=True)
class FieldChange:
    """What a row makes of one field."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What becomes of a row: whom or what it is about, or why it is refused."""

    outcome: Outcome
    id: str = ""
    field: str = ""
    reason: str = ""
    message: str = ""
    changes: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Done:
    """What was done for a row.

    `place` is where the row stood in the order of work, `version` that of the aggregate after it, and `before` what there was before:
    None where there was nothing.
    """

    finding: Finding
    place: int
    version: int = 0
    before: Person | None = None


@dataclass(frozen=True, kw_only=True)
class TakenBack:
    """Whether what a row did was taken back, and if it could not be, why."""

    restored: bool
    message: str = ""


@dataclass(frozen=True, kw_only=True)
class ImportRow:
    """One row. `number` is the line of the file's table, with the header as 1; who is gone stands behind the last."""

    import_id: str
    number: int
    version: int
    cells: tuple[str, ...]
    kept_until: datetime
    found: Finding | None = None
    done: Done | None = None
    taken_back: TakenBack | None = None

    @property
    def is_found_wrong(self) -> bool:
        """The dry run refused it."""
        return self.found is not None and self.found.outcome is Outcome.REFUSED


def row_of(job: Import, number: int, cells: Sequence[str]) -> ImportRow:
    """A row that was not looked at yet."""
    return ImportRow(
        import_id=job.import_id,
        number=number,
        version=1,
        cells=tuple(cells),
        kept_until=job.rows_kept_until,
    )


def found(row: ImportRow, finding: Finding) -> ImportRow:
    """The row after it was looked at."""
    return replace(row, version=row.version + 1, found=finding)


def done(row: ImportRow, what: Done) -> ImportRow:
    """The row after it was applied."""
    return replace(row, version=row.version + 1, done=what)


def given_back(row: ImportRow, what: TakenBack) -> ImportRow:
    """The row after it was taken back, or could not be."""
    return replace(row, version=row.version + 1, taken_back=what)


def gone(person_id: str) -> Finding:
    """Somebody is not in the file."""
    return Finding(outcome=Outcome.GONE, id=person_id)


def gone_row(job: Import, number: int, person_id: str) -> ImportRow:
    """A row for somebody who is not in the file."""
    return replace(row_of(job, number, ()), found=gone(person_id))


def refusal(error: RefusedError, *, subject: str = "") -> Finding:
    """Why a row is refused: the first field that is wrong with its reason, else the refusal's."""
    first = error.violations[0] if isinstance(error, InvalidFieldsError) else None
    return Finding(
        outcome=Outcome.REFUSED,
        id=subject,
        field=first.field if first else "",
        reason=first.reason if first else error.reason,
        message=" ".join(dict.fromkeys(each.description for each in error.violations))
        if isinstance(error, InvalidFieldsError)
        else str(error),
    )


def counted(findings: Iterable[Finding]) -> Counts:
    """How many there are of each outcome."""
    outcomes = [each.outcome for each in findings]
    return Counts(
        created=outcomes.count(Outcome.CREATED),
        changed=outcomes.count(Outcome.CHANGED),
        unchanged=outcomes.count(Outcome.UNCHANGED),
        refused=outcomes.count(Outcome.REFUSED),
        gone=outcomes.count(Outcome.GONE),
    )


def differences(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[FieldChange, ...]:
    """Which fields a row changes, as texts, in the order of the fields."""
    return tuple(
        FieldChange(field=name, old=old.get(name, ""), new=new.get(name, ""))
        for name in {**old, **new}
        if old.get(name, "") != new.get(name, "")
    )


def in_full(row: ImportRow, *, mapping: Sequence[str]) -> ImportRow:
    """The row as people read it: of what was not there, nothing but the cells is kept, so its changes are what these say."""
    finding = row.done.finding if row.done else row.found
    if finding is None or finding.outcome is not Outcome.CREATED or finding.changes:
        return row
    texts = {
        name: day_as_iso(text) if name in DAYS else text for name, text in filled(row.cells, mapping).items()
    }
    said = replace(finding, changes=differences({}, texts))
    return replace(row, done=replace(row.done, finding=said)) if row.done else replace(row, found=said)
