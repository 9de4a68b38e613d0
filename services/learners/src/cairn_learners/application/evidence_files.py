"""Files as evidence: received, handed out, found to be as they were, and removed where they are evidence of nothing."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Protocol

from cairn_learners.application.ports import LearnersStore
from cairn_learners.application.scope import Scope
from cairn_learners.domain.achievements import Evidence, KnownFile
from cairn_learners.domain.errors import EvidenceChangedError, NoPersonError
from cairn_learners.domain.evidence_files import (
    EvidenceFile,
    FileState,
    Inspection,
    announced,
    arrived,
    digest_of,
    discarded,
    gone,
    with_files,
)
from cairn_learners.domain.reach import check_may_claim_for
from cairn_platform.changes import Change
from cairn_platform.errors import InvalidFieldsError, NotFoundError


class ContentLostError(Exception):
    """A file's content is not there, or not as a whole."""


class FileContents(Protocol):
    """Where the contents of one tenant's files are."""

    def write(self, file_id: str, chunks: Iterable[bytes]) -> None:
        """Keeps a file under a new id; where the chunks end with an exception, nothing is kept, and the exception goes on."""

    def read(self, file_id: str) -> Iterator[bytes]:
        """The file, in chunks. Raises ContentLostError."""

    def remove(self, file_id: str) -> None:
        """Leaves nothing of a file, also where it was never wholly written; may be repeated."""


def receive_file(
    scope: Scope,
    contents: FileContents,
    *,
    person_id: str,
    name: str,
    chunks: Iterable[bytes],
    media_type_of: Callable[[bytes], str | None],
) -> EvidenceFile:
    """Takes a file in, for oneself (an empty `person_id`), or for whom one may claim or decide. It waits to be evidence of something.

    Raises NoPersonError, NotFoundError and RoleRequiredError for whom it is, and InvalidFieldsError for what may not be evidence.
    """
    reach = scope.reach()
    wanted = person_id or reach.own_id
    if wanted is None:
        raise NoPersonError
    if not reach.decides_on(wanted):
        check_may_claim_for(reach, wanted)
    scope.person(wanted)
    file = announced(
        file_id=scope.new_id(),
        person_id=wanted,
        uploaded_by=reach.own_id,
        name=name,
        waiting=scope.store.waiting_files(wanted),
        now=scope.now,
    )
    # Known before anything is written: whatever is cut short is found and removed.
    _save(scope.store, file, scope.now)
    inspection = Inspection(media_type_of=media_type_of)
    try:
        contents.write(file.file_id, inspection.passing(chunks))
    except InvalidFieldsError:
        _save(scope.store, gone(file), scope.now)
        raise
    received = arrived(file, media_type=inspection.media_type, size=inspection.size, sha256=inspection.sha256)
    _save(scope.store, received, scope.now)
    return received


def open_file(scope: Scope, contents: FileContents, *, file_id: str) -> tuple[KnownFile, Iterator[bytes]]:
    """A file and its content, for the person, a manager above, hr, tenant-admin and reviewers.

    Raises NotFoundError, and EvidenceChangedError where the content is not what was uploaded.
    """
    reach = scope.reach()
    file = scope.store.evidence_files([file_id]).get(file_id)
    is_there = file is not None and file.state in {FileState.WAITING, FileState.ATTACHED}
    if file is None or file.known is None or not is_there:
        raise NotFoundError("file")
    if not (reach.sees(file.person_id) or reach.reviews(file.person_id)):
        raise NotFoundError("file")
    check_unchanged(contents, [file.known])
    return file.known, contents.read(file_id)


def check_unchanged(contents: FileContents, files: Iterable[KnownFile]) -> None:
    """Each file's content is what was uploaded, by its digest: else EvidenceChangedError."""
    for file in files:
        try:
            digest = digest_of(contents.read(file.file_id))
        except ContentLostError as error:
            raise EvidenceChangedError(file.name) from error
        if digest != file.sha256:
            raise EvidenceChangedError(file.name)


def taken_as_evidence(
    scope: Scope, evidence: tuple[Evidence, ...], *, person_id: str
) -> tuple[tuple[Evidence, ...], list[Change[EvidenceFile]]]:
    """The evidence with what is known of its files, and what to commit with whatever it is evidence of. Raises InvalidFieldsError."""
    wanted = [each.file.file_id for each in evidence if each.file]
    files = scope.store.evidence_files(wanted) if wanted else {}
    found, taken = with_files(evidence, person_id=person_id, files=files)
    return found, [Change(aggregate=each, happened=None, happened_at=scope.now) for each in taken]


def remove_unattached(store: LearnersStore, contents: FileContents, *, file_id: str, now: datetime) -> None:
    """Removes a file that has become evidence of nothing in its time; may be repeated, and does nothing to any other.

    Raises ConflictError where it becomes evidence at this moment.
    """
    file = store.evidence_files([file_id]).get(file_id)
    if file is None or file.due_at is None or file.due_at > now:
        return
    if file.state is not FileState.DISCARDED:
        file = discarded(file)
        _save(store, file, now)
    contents.remove(file_id)
    _save(store, gone(file), now)


def _save(store: LearnersStore, file: EvidenceFile, now: datetime) -> None:
    store.commit([Change(aggregate=file, happened=None, happened_at=now)])
