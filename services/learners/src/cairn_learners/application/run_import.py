"""Imports, done: looked at, applied or taken back, some hundred rows in a transaction with how far the import is."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from cairn_learners.application.import_ports import ImportScope
from cairn_learners.application.import_runs import KindOfRun
from cairn_learners.domain import import_rows, imports
from cairn_learners.domain.import_rows import Finding, ImportRow, Outcome, counted
from cairn_learners.domain.imports import MAY_IMPORT, NO_ROWS, Import, ImportState
from cairn_platform.changes import Change, decide_again
from cairn_platform.errors import RefusedError, RoleRequiredError
from cairn_platform.identity import require_any_role

ROWS_IN_A_BATCH = 500

RunOf = Callable[[ImportScope, Import], KindOfRun]


def run_import(scope: ImportScope, *, import_id: str, run_of: RunOf, keep_going: Callable[[], bool]) -> None:
    """Does what is to be done with an import until that is done, or `keep_going` says no; then another call goes on where it stood.

    Each batch is saved with the import's own progress: killed at any moment, no row is done twice. Whoever asked for it must still have
    the right to, and must not have left.
    """
    job = scope.store.import_job(import_id)
    if job is None or not job.runs:
        return
    try:
        _check_rights(scope, job)
        match job.state:
            case ImportState.CHECKING:
                _check(scope, job, run_of(scope, job), keep_going)
            case ImportState.APPLYING:
                _apply(scope, job, run_of(scope, job), keep_going)
            case _:
                _take_back(scope, job, run_of(scope, job), keep_going)
    except RefusedError as error:
        _step(scope, job, partial(imports.failed, problem=str(error), now=scope.now))


def fail_import(scope: ImportScope, *, import_id: str, problem: str) -> None:
    """Ends an import that cannot go on, and says why; what it did stays, and can be taken back."""
    job = scope.store.import_job(import_id)
    if job is not None and job.runs:
        _step(scope, job, partial(imports.failed, problem=problem, now=scope.now))


def _check_rights(scope: ImportScope, job: Import) -> None:
    require_any_role(scope.principal, *MAY_IMPORT[job.kind])
    own = scope.store.person_of_account(scope.principal.subject)
    if own is not None and not own.is_employed_on(scope.today):
        raise RoleRequiredError(*MAY_IMPORT[job.kind])


def _check(scope: ImportScope, job: Import, run: KindOfRun, keep_going: Callable[[], bool]) -> None:
    """The dry run. It begins anew when it was cut short: it changes nothing but what was found."""
    _step(scope, job, lambda current: imports.mapped(current, current.mapping))
    tally = NO_ROWS
    for rows in _pages(scope, job):
        if not keep_going():
            return
        findings = run.look_at(rows)
        tally += counted(findings.values())
        looked = [import_rows.found(row, findings[row.number]) for row in rows]
        if not _step(scope, job, partial(imports.looked_at, rows=len(rows)), looked):
            return
    late = run.refused_together()
    for numbers in _batches(sorted(late)):
        rows = scope.store.numbered_rows(job.import_id, numbers)
        before = counted([row.found for row in rows if row.found])
        tally += _negative(before) + counted(late[row.number] for row in rows)
        again = [import_rows.found(row, late[row.number]) for row in rows]
        if not _step(scope, job, _as_it_is, again):
            return
    gone = run.gone()
    if not _list_gone(scope, job, gone.person_ids if gone.listed else ()):
        return
    tally += imports.Counts(gone=len(gone.person_ids))
    _step(scope, job, partial(imports.checked, found=tally, gone_are_listed=gone.listed))


def _list_gone(scope: ImportScope, job: Import, person_ids: Sequence[str]) -> bool:
    """A row for everybody who is gone, in the place of those of an earlier look."""
    first = _after_last(job)
    for place in range(0, len(person_ids), ROWS_IN_A_BATCH):
        batch = person_ids[place : place + ROWS_IN_A_BATCH]
        numbered = {first + place + each: person_id for each, person_id in enumerate(batch)}
        there = {row.number: row for row in scope.store.numbered_rows(job.import_id, numbered)}
        rows = [
            import_rows.found(there[number], import_rows.gone(person_id))
            if number in there
            else import_rows.gone_row(job, number, person_id)
            for number, person_id in numbered.items()
        ]
        if not _step(scope, job, _as_it_is, rows):
            return False
    over = scope.store.import_rows(
        job.import_id, after=first + len(person_ids) - 1, at_most=ROWS_IN_A_BATCH, outcome=Outcome.GONE
    )
    if not over:
        return True
    here = Finding(outcome=Outcome.UNCHANGED)
    return _step(scope, job, _as_it_is, [import_rows.found(row, here) for row in over]) and _list_gone(
        scope, job, person_ids
    )


def _apply(scope: ImportScope, job: Import, run: KindOfRun, keep_going: Callable[[], bool]) -> None:
    for rows in _pages(scope, job):
        if not keep_going():
            return
        run.take_in(rows)
    order = list(run.in_order())
    if job.left_on is not None:
        order += range(_after_last(job), _after_last(job) + job.found.gone)
    for start in range(0, len(order), ROWS_IN_A_BATCH):
        if not keep_going():
            return
        numbers = order[start : start + ROWS_IN_A_BATCH]
        waiting = {
            row.number: row for row in scope.store.numbered_rows(job.import_id, numbers) if row.done is None
        }
        rows = [waiting[number] for number in numbers if number in waiting]
        if rows and not _apply_batch(scope, job, run, rows, first_place=start):
            return
    _step(scope, job, partial(imports.completed, now=scope.now))


def _apply_batch(
    scope: ImportScope, job: Import, run: KindOfRun, rows: Sequence[ImportRow], *, first_place: int
) -> bool:
    def decide() -> bool:
        current = scope.store.import_job(job.import_id)
        if current is None or current.state is not ImportState.APPLYING:
            return False
        applied = run.apply(rows, first_place=first_place)
        after = imports.advanced(current, counted(each.finding for each in applied.done.values()))
        kept = [_kept(scope, import_rows.done(row, applied.done[row.number])) for row in rows]
        scope.store.commit([_kept(scope, after), *kept, *applied.changes], guards=applied.guards)
        return after.state is ImportState.APPLYING

    return decide_again(decide)


def _take_back(scope: ImportScope, job: Import, run: KindOfRun, keep_going: Callable[[], bool]) -> None:
    while keep_going():
        if not decide_again(lambda: _take_back_batch(scope, job, run)):
            return


def _take_back_batch(scope: ImportScope, job: Import, run: KindOfRun) -> bool:
    current = scope.store.import_job(job.import_id)
    if current is None or current.state is not ImportState.ROLLING_BACK:
        return False
    rows = scope.store.rows_to_take_back(job.import_id, at_most=ROWS_IN_A_BATCH)
    if not rows:
        scope.store.commit([_kept(scope, imports.completed(current, now=scope.now))])
        return False
    undone = run.take_back(rows)
    restored = sum(each.restored for each in undone.taken_back.values())
    after = imports.taken_back(current, restored=restored, kept=len(rows) - restored)
    kept = [_kept(scope, import_rows.given_back(row, undone.taken_back[row.number])) for row in rows]
    scope.store.commit([_kept(scope, after), *kept, *undone.changes], guards=undone.guards)
    return True


def _step(
    scope: ImportScope,
    job: Import,
    step: Callable[[Import], Import],
    rows: Sequence[ImportRow] = (),
) -> bool:
    """Saves the import's next state with rows of it; False where somebody decided otherwise since the run began."""

    def decide() -> bool:
        current = scope.store.import_job(job.import_id)
        if current is None or _decided(current) != _decided(job):
            return False
        scope.store.commit([_kept(scope, step(current)), *(_kept(scope, each) for each in rows)])
        return True

    return decide_again(decide)


def _decided(job: Import) -> object:
    """What somebody may decide otherwise while a run goes on."""
    return job.state, job.mapping, job.when_held


def _as_it_is(job: Import) -> Import:
    return imports.looked_at(job, rows=0)


def _pages(scope: ImportScope, job: Import) -> Iterator[Sequence[ImportRow]]:
    """The rows of the file, in its order."""
    after = 0
    while rows := scope.store.import_rows(job.import_id, after=after, at_most=ROWS_IN_A_BATCH, outcome=None):
        of_the_file = [row for row in rows if row.number < _after_last(job)]
        if of_the_file:
            yield of_the_file
        after = rows[-1].number


def _batches(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    return (numbers[start : start + ROWS_IN_A_BATCH] for start in range(0, len(numbers), ROWS_IN_A_BATCH))


def _after_last(job: Import) -> int:
    """The number behind the file's last row; the header is number 1."""
    return job.total_count + 2


def _negative(counts: imports.Counts) -> imports.Counts:
    return imports.Counts(
        created=-counts.created,
        changed=-counts.changed,
        unchanged=-counts.unchanged,
        refused=-counts.refused,
        gone=-counts.gone,
    )


def _kept(scope: ImportScope, aggregate: Import | ImportRow) -> Change[Import | ImportRow]:
    return Change(aggregate=aggregate, happened=None, happened_at=scope.now)
