"""Files as evidence on MongoDB: uploaded, attached, downloaded by right, found changed, removed when nobody wants them."""

import hashlib
import os
import signal
import subprocess
import sys
from datetime import timedelta
from typing import Any

import grpc
import pytest
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from cairn.learners.v1 import evidence_pb2, progress_pb2
from cairn.learners.v1 import learners_service_pb2 as contract
from cairn.learners.v1 import renewals_pb2 as renewals
from cairn.learners.v1.certification_pb2 import RENEWAL_ENTRY_KIND_EXAM
from cairn_learners.adapters.mongo.evidence_files import UNATTACHED_WORK
from cairn_learners.application.evidence_files import ContentLostError, remove_unattached
from cairn_platform.mongo.due_schedule import DueSchedule
from tests.support.learners.builders import NOW
from tests.support.learners.company import Company
from tests.support.learners.mongo_world import MongoWorld
from tests.support.learners.proofs import ENCRYPTED_PDF, PDF, PNG, PROGRAM

LARGE = PNG + bytes(3_000_000)
LATER = NOW + timedelta(days=1)


def claim(company: Company, *file_ids: str, who: str = "ann") -> progress_pb2.Achievement:
    evidence = [progress_pb2.Evidence(file_id=each, description="Scan.") for each in file_ids]
    request = contract.ClaimAchievementRequest(
        credential_id="badge", issued_on="2026-01-15", evidence=evidence
    )
    found: progress_pb2.Achievement = company.ask(who, request).achievement
    return found


def verification(achievement_id: str, *, verified: bool = True) -> contract.DecideAchievementRequest:
    decision = progress_pb2.DECISION_VERIFIED if verified else progress_pb2.DECISION_REFUSED
    return contract.DecideAchievementRequest(
        achievement_id=achievement_id, decision=decision, reason="Looked at it."
    )


def refused(call: Any, *arguments: Any, **more: Any) -> tuple[str, list[str]]:
    with pytest.raises(grpc.RpcError) as found:
        call(*arguments, **more)
    info, bad = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
    details = rpc_status.from_call(found.value).details  # type: ignore[arg-type]
    details[0].Unpack(info)
    if len(details) > 1:
        details[1].Unpack(bad)
    return info.reason, [each.reason for each in bad.field_violations]


def tamper(world: MongoWorld, file_id: str) -> None:
    chunk = world.database["tenant_files.chunks"].find_one({"files_id": f"acme:{file_id}", "n": 0})
    assert chunk is not None
    changed = bytes(chunk["data"][:-1]) + b"!"
    world.database["tenant_files.chunks"].update_one({"_id": chunk["_id"]}, {"$set": {"data": changed}})


def due(world: MongoWorld) -> list[str]:
    schedule = DueSchedule(world.database, work=UNATTACHED_WORK)
    return [each.aggregate_id for each in schedule.due(now=LATER, after=None, at_most=100)]


def remove(world: MongoWorld, file_id: str) -> None:
    remove_unattached(world.of(), world.contents(), file_id=file_id, now=LATER)


def test_a_file_is_uploaded_claimed_with_seen_and_downloaded(company: Company) -> None:
    file = company.upload("ann", LARGE, name="C:\\scans\\badge.exe")
    assert file == evidence_pb2.EvidenceFile(
        file_id=file.file_id,
        name="badge.exe.png",
        media_type="image/png",
        size=len(LARGE),
        sha256=hashlib.sha256(LARGE).hexdigest(),
    )
    claimed = claim(company, file.file_id)
    assert claimed.evidence == [progress_pb2.Evidence(file_id=file.file_id, description="Scan.", file=file)]
    for who in ("ann", "ben", "cleo", "hana", "tess", "rex"):
        assert company.download(who, file.file_id) == (file, LARGE)
    assert company.ask("ben", verification(claimed.achievement_id)).achievement.counts


def test_nobody_else_gets_a_file(company: Company) -> None:
    file_id = company.upload("ann", PDF).file_id
    for who in ("bob", "zoe", "stranger"):
        assert refused(company.download, who, file_id)[0] == "NOT_FOUND"
    assert refused(company.download, "nobody", file_id)[0] == "ROLE_REQUIRED"
    assert refused(company.download, "ann", "unknown")[0] == "NOT_FOUND"


def test_one_uploads_for_oneself_and_for_whom_one_claims_or_decides(company: Company) -> None:
    for who in ("ben", "hana", "tess"):
        assert company.upload(who, PDF, person_id="ann").size == len(PDF)
    assert refused(company.upload, "ann", PDF, person_id="ben")[0] == "NOT_FOUND"
    assert refused(company.upload, "client", PDF)[0] == "NO_PERSON"
    assert refused(company.upload, "nobody", PDF)[0] == "ROLE_REQUIRED"


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "EMPTY_FILE"), (PROGRAM, "FILE_TYPE_REFUSED"), (ENCRYPTED_PDF, "ENCRYPTED_FILE")],
)
def test_what_may_not_be_evidence_leaves_nothing(
    company: Company, world: MongoWorld, content: bytes, reason: str
) -> None:
    assert refused(company.upload, "ann", content) == ("INVALID_FIELDS", [reason])
    assert world.database["tenant_files.files"].count_documents({"_id": {"$regex": "^acme:"}}) == 0
    assert due(world) == []


def test_a_file_that_is_too_large_is_refused_on_the_way(company: Company) -> None:
    assert refused(company.upload, "ann", PNG + bytes(20 * 1024 * 1024)) == (
        "INVALID_FIELDS",
        ["FILE_TOO_LARGE"],
    )


def test_a_changed_file_is_noticed_by_who_reads_it_and_verifies_nothing(
    company: Company, world: MongoWorld
) -> None:
    file_id = company.upload("ann", PDF).file_id
    claimed = claim(company, file_id)
    tamper(world, file_id)
    assert refused(company.download, "ben", file_id)[0] == "EVIDENCE_CHANGED"
    assert company.refused("ben", verification(claimed.achievement_id)) == (
        "EVIDENCE_CHANGED",
        "The file proof.pdf is not what was uploaded; nothing can be verified by it.",
    )
    refusal = company.ask("ben", verification(claimed.achievement_id, verified=False))
    assert refusal.achievement.decision == progress_pb2.DECISION_REFUSED


def test_a_file_that_is_gone_verifies_nothing_either(company: Company, world: MongoWorld) -> None:
    file_id = company.upload("ann", PDF).file_id
    claimed = claim(company, file_id)
    world.contents().remove(file_id)
    assert company.refusal("ben", verification(claimed.achievement_id)) == "EVIDENCE_CHANGED"


def test_a_file_is_evidence_of_one_thing_of_its_own_person(company: Company) -> None:
    mine, theirs = company.upload("ann", PDF).file_id, company.upload("bob", PDF).file_id
    claim(company, mine)
    again = contract.ClaimAchievementRequest(
        credential_id="html",
        issued_on="2026-01-15",
        evidence=[progress_pb2.Evidence(file_id=each) for each in (mine, theirs)],
    )
    assert company.violations("ann", again) == [
        ("evidence[0].file_id", "NOT_FOUND"),
        ("evidence[1].file_id", "NOT_FOUND"),
    ]


def test_an_entry_of_the_renewal_log_takes_files_too(company: Company) -> None:
    file = company.upload("ann", PDF)
    entry = renewals.LogRenewalEntryRequest(
        credential_id="badge",
        kind=RENEWAL_ENTRY_KIND_EXAM,
        happened_on="2026-01-15",
        evidence=[progress_pb2.Evidence(file_id=file.file_id)],
    )
    assert company.ask("ann", entry).entry.evidence[0].file == file
    assert company.violations("ann", entry) == [("evidence[0].file_id", "NOT_FOUND")]


def test_what_became_evidence_of_nothing_is_removed_by_its_time_and_the_rest_stays(
    company: Company, world: MongoWorld
) -> None:
    kept, left = company.upload("ann", PDF).file_id, company.upload("ann", PNG).file_id
    claim(company, kept)
    assert due(world) == [left]
    for file_id in (kept, left, left, "unknown"):
        remove(world, file_id)
    assert due(world) == []
    assert b"".join(world.contents().read(kept)) == PDF
    with pytest.raises(ContentLostError):
        b"".join(world.contents().read(left))
    assert refused(company.download, "ann", left)[0] == "NOT_FOUND"


def test_nothing_is_removed_before_its_time(company: Company, world: MongoWorld) -> None:
    file_id = company.upload("ann", PDF).file_id
    remove_unattached(world.of(), world.contents(), file_id=file_id, now=LATER - timedelta(seconds=1))
    assert company.download("ann", file_id)[1] == PDF


def test_a_removal_that_was_cut_short_is_done_again(company: Company, world: MongoWorld) -> None:
    file_id = company.upload("ann", PDF).file_id

    class Killed:
        def remove(self, file_id: str) -> None:
            raise KeyboardInterrupt(file_id)

    with pytest.raises(KeyboardInterrupt):
        remove_unattached(world.of(), Killed(), file_id=file_id, now=LATER)  # type: ignore[arg-type]
    assert due(world) == [file_id]
    late = contract.ClaimAchievementRequest(
        credential_id="badge",
        issued_on="2026-01-15",
        evidence=[progress_pb2.Evidence(file_id=file_id)],
    )
    assert company.violations("ann", late) == [("evidence[0].file_id", "NOT_FOUND")]
    remove(world, file_id)
    assert due(world) == []


@pytest.mark.parametrize("where", ["before", "after"])
def test_a_worker_killed_around_a_removal_leaves_it_to_the_next_one(
    company: Company, world: MongoWorld, mongo_url: str, where: str
) -> None:
    kept, left = company.upload("ann", PDF).file_id, company.upload("ann", PNG).file_id
    claim(company, kept)
    killed = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.support.learners.deadly_removal",
            world.database.name,
            "acme",
            left,
            where,
        ],
        env={**os.environ, "MONGO_URL": mongo_url},
        check=False,
        timeout=60,
    )
    assert killed.returncode == -signal.SIGKILL
    assert due(world) == [left]
    assert refused(company.download, "ann", left)[0] == "NOT_FOUND"
    remove(world, left)
    assert due(world) == []
    assert world.database["tenant_files.chunks"].count_documents({"files_id": f"acme:{left}"}) == 0
    assert company.download("ann", kept)[1] == PDF


def test_somebody_has_twenty_files_waiting_and_no_more(company: Company) -> None:
    for _ in range(20):
        company.upload("ann", PDF)
    assert refused(company.upload, "ann", PDF) == ("INVALID_FIELDS", ["TOO_MANY"])
