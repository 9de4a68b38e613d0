"""An import: a file's rows, looked at before anything is done, applied in parts, and taken back if it has to be."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import Enum

from cairn_learners.domain.achievement_import import WhenHeld
from cairn_learners.domain.errors import ImportMovedOnError
from cairn_learners.domain.reach import HR, TENANT_ADMIN
from cairn_platform.errors import FieldViolation, InvalidFieldsError

MOST_IMPORT_ROWS = 100_000
# Until then an import can be taken back; then its rows are forgotten and what became of it is kept.
ROWS_KEPT_FOR = timedelta(days=30)


class ImportKind(Enum):
    """What the rows of a file are about."""

    PEOPLE = "people"
    DEPARTMENTS = "departments"
    ACHIEVEMENTS = "achievements"
    ASSIGNMENTS = "assignments"


# Who may import what: whoever may say the same of one person or achievement.
MAY_IMPORT = {
    ImportKind.PEOPLE: (TENANT_ADMIN,),
    ImportKind.DEPARTMENTS: (TENANT_ADMIN,),
    ImportKind.ACHIEVEMENTS: (HR, TENANT_ADMIN),
    ImportKind.ASSIGNMENTS: (HR, TENANT_ADMIN),
}


class ImportState(Enum):
    """Where an import stands."""

    RECEIVING = "receiving"
    CHECKING = "checking"
    CHECKED = "checked"
    APPLYING = "applying"
    APPLIED = "applied"
    ROLLING_BACK = "rolling_back"
    ROLLED_BACK = "rolled_back"
    CANCELLED = "cancelled"
    FAILED = "failed"


class ImportMode(Enum):
    """What is done when some of the rows are wrong."""

    ALL_OR_NOTHING = "all_or_nothing"
    GOOD_ROWS = "good_rows"


@dataclass(frozen=True, kw_only=True)
class Requester:
    """Who asked for an import, as the token said then; `person_id` is None for an API client."""

    subject: str
    roles: frozenset[str]
    client_id: str
    person_id: str | None


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many rows came to what."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    gone: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            created=self.created + other.created,
            changed=self.changed + other.changed,
            unchanged=self.unchanged + other.unchanged,
            refused=self.refused + other.refused,
            gone=self.gone + other.gone,
        )

    @property
    def all(self) -> int:
        """How many rows there are in all, those who are gone included."""
        return self.created + self.changed + self.unchanged + self.refused + self.gone


NO_ROWS = Counts()


@dataclass(frozen=True, kw_only=True)
class Import:
    """A file's import as it stands after its last step.

    `mapping` says for each of `headers` which field its column fills, empty for none. `found` is what the dry run found, `applied` what
    was done; `left_on` is the last day of whoever is not in the file, None if they stay as they are. `restored_count` of the applied
    rows were taken back, `kept_count` could not be. `when_held` says of achievements what becomes of a row about a credential that the
    person has already. `done_count` of `total_count` rows are through in the present state.
    """

    import_id: str
    version: int
    kind: ImportKind
    file_name: str
    digest: str
    headers: tuple[str, ...]
    mapping: tuple[str, ...]
    requester: Requester
    state: ImportState
    accepted_at: datetime
    total_count: int = 0
    done_count: int = 0
    found: Counts = NO_ROWS
    gone_are_listed: bool = True
    mode: ImportMode = ImportMode.GOOD_ROWS
    left_on: date | None = None
    applied: Counts = NO_ROWS
    restored_count: int = 0
    kept_count: int = 0
    problem: str = ""
    finished_at: datetime | None = field(default=None)
    when_held: WhenHeld = WhenHeld.EACH_COUNTS

    @property
    def runs(self) -> bool:
        """A worker has something to do with it."""
        return self.state in {ImportState.CHECKING, ImportState.APPLYING, ImportState.ROLLING_BACK}

    @property
    def rows_kept_until(self) -> datetime:
        """Until then its rows can be read and it can be taken back."""
        return self.accepted_at + ROWS_KEPT_FOR

    def may_be_rolled_back(self, *, now: datetime) -> bool:
        """It did something that was not taken back yet, and its rows are still known."""
        ended = self.state in {ImportState.APPLIED, ImportState.CANCELLED, ImportState.FAILED}
        return ended and _left_to_take_back(self) > 0 and now < self.rows_kept_until


def received(job: Import, *, rows: int) -> Import:
    """The import with so many rows more. Raises InvalidFieldsError for more than an import takes."""
    _require(job, ImportState.RECEIVING)
    total = job.total_count + rows
    if total > MOST_IMPORT_ROWS:
        message = f"An import has at most {MOST_IMPORT_ROWS:,} rows."
        raise InvalidFieldsError([FieldViolation("rows", "TOO_MANY", message)])
    return _next(job, total_count=total)


def mapped(job: Import, mapping: tuple[str, ...], *, when_held: WhenHeld | None = None) -> Import:
    """The import with its columns understood like this; it is looked at afresh. Without `when_held`, that stays as it was.

    Raises InvalidFieldsError for a `when_held` of anything but achievements.
    """
    if when_held and job.kind is not ImportKind.ACHIEVEMENTS:
        message = "This is said of achievements only."
        raise InvalidFieldsError([FieldViolation("when_held", "NOT_OF_THIS_KIND", message)])
    _require(job, ImportState.RECEIVING, ImportState.CHECKING, ImportState.CHECKED)
    return _next(
        job,
        mapping=mapping,
        when_held=when_held or job.when_held,
        state=ImportState.CHECKING,
        done_count=0,
        found=NO_ROWS,
        gone_are_listed=True,
    )


def looked_at(job: Import, *, rows: int) -> Import:
    """The import after so many of its rows more were looked at."""
    _require(job, ImportState.CHECKING)
    return _next(job, done_count=job.done_count + rows)


def checked(job: Import, *, found: Counts, gone_are_listed: bool) -> Import:
    """The import after its dry run."""
    _require(job, ImportState.CHECKING)
    return _next(
        job,
        state=ImportState.CHECKED,
        done_count=job.total_count,
        found=found,
        gone_are_listed=gone_are_listed,
    )


def begun(job: Import, *, mode: ImportMode, left_on: date | None, requester: Requester) -> Import:
    """The import, about to be applied by whoever decided so.

    Raises InvalidFieldsError where all or nothing is asked for and a row is wrong, and where too many would be marked as left to have
    been listed: then the file is hardly all of the people.
    """
    _require(job, ImportState.CHECKED)
    if mode is ImportMode.ALL_OR_NOTHING and job.found.refused:
        message = f"{job.found.refused} rows are wrong: put them right, or apply the good rows only."
        raise InvalidFieldsError([FieldViolation("mode", "ROWS_REFUSED", message)])
    if left_on is not None and job.kind is not ImportKind.PEOPLE:
        raise InvalidFieldsError([FieldViolation("left_on", "NOT_ALLOWED", "Only people leave.")])
    if left_on is not None and not job.gone_are_listed:
        message = "More than half of all people are not in this file; they cannot be marked as left by it."
        raise InvalidFieldsError([FieldViolation("left_on", "TOO_MANY_GONE", message)])
    return _next(
        job,
        state=ImportState.APPLYING,
        mode=mode,
        left_on=left_on,
        requester=requester,
        done_count=0,
        applied=NO_ROWS,
    )


def advanced(job: Import, done: Counts) -> Import:
    """The import after these rows more were applied. All or nothing: one that is refused on the way turns it back."""
    _require(job, ImportState.APPLYING)
    after = _next(job, applied=job.applied + done, done_count=job.done_count + done.all)
    if job.mode is ImportMode.ALL_OR_NOTHING and done.refused:
        problem = "A row that was good in the dry run was refused, so everything was taken back."
        return replace(after, state=ImportState.ROLLING_BACK, problem=problem, done_count=0)
    return after


def completed(job: Import, *, now: datetime) -> Import:
    """The import after its last row: applied, or taken back; as failed where it was all or nothing."""
    if job.state is ImportState.APPLYING:
        return _next(job, state=ImportState.APPLIED, finished_at=now)
    _require(job, ImportState.ROLLING_BACK)
    ended = ImportState.FAILED if job.problem else ImportState.ROLLED_BACK
    return _next(job, state=ended, finished_at=now)


def cancelled(job: Import, *, undo: bool, now: datetime) -> Import:
    """The import, stopped. What was applied already stays, and can be rolled back later, or is taken back at once."""
    _require(job, ImportState.RECEIVING, ImportState.CHECKING, ImportState.CHECKED, ImportState.APPLYING)
    if undo and job.state is ImportState.APPLYING:
        return _next(job, state=ImportState.ROLLING_BACK, done_count=0)
    return _next(job, state=ImportState.CANCELLED, finished_at=now)


def rolled_back(job: Import, *, requester: Requester, now: datetime) -> Import:
    """The import, about to be taken back by whoever decided so."""
    if not job.may_be_rolled_back(now=now):
        raise ImportMovedOnError(job.state.value)
    return _next(
        job, state=ImportState.ROLLING_BACK, done_count=0, requester=requester, problem="", finished_at=None
    )


def taken_back(job: Import, *, restored: int, kept: int) -> Import:
    """The import after these rows more were taken back, or could not be."""
    _require(job, ImportState.ROLLING_BACK)
    return _next(
        job,
        done_count=job.done_count + restored + kept,
        restored_count=job.restored_count + restored,
        kept_count=job.kept_count + kept,
    )


def failed(job: Import, *, problem: str, now: datetime) -> Import:
    """The import, ended by what stood in its way; what it did stays."""
    return _next(job, state=ImportState.FAILED, problem=problem, finished_at=now)


def _left_to_take_back(job: Import) -> int:
    """How many rows did something that was neither taken back nor found to be changed since."""
    written = job.applied.created + job.applied.changed + job.applied.gone
    return written - job.restored_count - job.kept_count


def _require(job: Import, *states: ImportState) -> None:
    if job.state not in states:
        raise ImportMovedOnError(job.state.value)


def _next(job: Import, **changes: object) -> Import:
    return replace(job, version=job.version + 1, **changes)  # type: ignore[arg-type]
