"""The engine over the real read models: what the journal names is what changed, whatever happens to worker, journal and generations."""

import os
import random
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from cairn.catalog.v1.entries_pb2 import CREDENTIAL_KIND_DIGITAL_BADGE, Credential
from cairn_platform.clock import utc_now
from cairn_platform.events import Event
from cairn_platform.mongo.files import TenantFiles
from cairn_platform.mongo.projection import JOURNAL
from cairn_reporting.adapters.mongo.caretaker import WorkforceCaretaker
from cairn_reporting.adapters.mongo.snapshots import MongoSnapshots
from cairn_reporting.application.people import PeopleFilter
from cairn_reporting.application.reach import Reach
from cairn_reporting.application.skill_gaps import GapQuestion, Measured
from cairn_reporting.application.workforce.ports import Snapshot
from cairn_reporting.application.workforce.tenants import Workforces
from cairn_reporting.domain.demands import CredentialDemand
from tests.support.reporting.company import ACME, NOW, days_from_now, everything, verified
from tests.support.reporting.engine_agreement import assert_engine_follows
from tests.support.reporting.events import event
from tests.support.reporting.world import MongoWorld, loading, workforces


def _asked(engine: Workforces, tenant_id: str = "acme") -> Measured:
    """Who holds the course, of everybody."""
    with engine.of(tenant_id) as workforce:
        assert workforce is not None
        return workforce.gaps(
            asked=PeopleFilter(),
            reach=Reach(named=None),
            question=GapQuestion(demands=(CredentialDemand("course"),)),
            group_by=None,
            as_of=NOW,
            names_persons=True,
        )


def _short(engine: Workforces) -> set[str]:
    return set(_asked(engine).gaps[0].short_person_ids)


def _earned(person_id: str, *, version: int = 1) -> list[Event]:
    state = verified(f"{person_id}-earned", person_id, "course", until=days_from_now(9))
    return [event(state, tenant_id="acme", version=version, at=NOW)]


@pytest.mark.parametrize("seed", [1, 2])
def test_questions_about_many_have_the_answers_of_each_alone(world: MongoWorld, seed: int) -> None:
    assert_engine_follows(world, random.Random(seed))


def test_a_workforce_that_was_kept_has_the_answers_of_each_alone(world: MongoWorld) -> None:
    assert_engine_follows(world, random.Random(3), restarts=True)


def test_what_was_kept_is_read_with_what_changed_since(world: MongoWorld) -> None:
    world.apply(everything())
    how = loading(world, clock=lambda: NOW)
    assert "dan" in _short(Workforces(how, patience_seconds=60))
    world.apply(_earned("dan"))
    # What cannot have been kept shows that nobody was read again but dan.
    world.database["achievements.g1"].delete_many({"tenant_id": "acme", "person_id": {"$ne": "dan"}})
    before = _short(Workforces(how, patience_seconds=60))
    assert "dan" not in before
    world.database["journal.g1"].delete_many({"tenant_id": "acme"})
    world.database["freshness.g1"].update_one({"_id": "acme", "tenant_id": "acme"}, {"$inc": {"number": 1}})
    assert _short(Workforces(how, patience_seconds=60)) > before


def test_the_caretaker_keeps_what_changed_and_what_the_journal_forgets_is_not_read_anew(
    world: MongoWorld,
) -> None:
    world.apply(everything())
    how = loading(world, clock=lambda: NOW)
    engine = Workforces(how, patience_seconds=60)
    caretaker = WorkforceCaretaker(engine, how)
    assert "dan" in _short(engine)
    first = world.snapshots("acme").latest()
    caretaker.round()
    assert world.snapshots("acme").latest() == first
    world.apply(_earned("dan"))
    caretaker.round()
    kept = world.snapshots("acme").latest()
    assert kept is not None
    assert kept.position.own == world.log("acme").position().own
    assert kept != first
    assert world.database["tenant_files.files"].count_documents({"_id": {"$regex": "^acme:"}}) == 1
    world.database["journal.g1"].delete_many({"tenant_id": "acme"})
    world.database["achievements.g1"].delete_many({"tenant_id": "acme"})
    assert "dan" not in _short(Workforces(how, patience_seconds=60))


def test_of_two_who_keep_at_the_same_time_one_stays_as_a_whole(world: MongoWorld) -> None:
    snapshots = world.snapshots("acme")
    position = world.log("acme").position()
    said = [Snapshot(bytes([number]) * 300_000, position=position, made_by="us") for number in range(8)]
    with ThreadPoolExecutor(8) as keeping:
        list(keeping.map(world.snapshots("acme").keep, said))
    assert snapshots.latest() in said
    assert snapshots.is_kept(position, made_by="us")
    assert not snapshots.is_kept(position, made_by="others")
    assert world.snapshots("globex").latest() is None
    world.database["tenant_files.chunks"].delete_many({})
    assert snapshots.latest() is None


def _files(world: MongoWorld) -> set[str]:
    """The files of which anything is there."""
    parts = world.database["tenant_files.chunks"].distinct("files_id")
    return {*parts, *world.database["tenant_files.files"].distinct("_id")}


@pytest.mark.parametrize("dies_before", ["tenant_files.files", "workforce_snapshots"])
def test_what_a_killed_writer_leaves_behind_is_removed_by_the_next_that_keeps_something(
    world: MongoWorld, mongo_url: str, dies_before: str
) -> None:
    position = world.log("acme").position()
    kept = Snapshot(b"kept", position=position, made_by="us")
    world.snapshots("acme").keep(kept)
    others = MongoSnapshots(world.database, tenant_id="acme:workforce", clock=utc_now)
    others.keep(Snapshot(b"of others", position=position, made_by="us"))
    TenantFiles(world.database, tenant_id="acme").write("export-1-0", [b"of another kind"])
    before = _files(world)
    ended = subprocess.run(
        [sys.executable, "-m", "tests.support.reporting.deadly_snapshot", world.database.name, dies_before],
        env={**os.environ, "MONGO_URL": mongo_url},
        check=False,
        timeout=60,
    )
    assert ended.returncode == -signal.SIGKILL
    (orphan,) = _files(world) - before
    assert world.snapshots("acme").latest() == kept

    world.snapshots("acme").keep(kept)
    assert orphan in _files(world), "its writer may still be at it"
    later = MongoSnapshots(
        world.database, tenant_id="acme", clock=lambda: utc_now() + timedelta(hours=1, minutes=1)
    )
    later.keep(kept)
    assert orphan not in _files(world)
    assert later.latest() == kept
    assert others.latest() is not None
    assert len(_files(world)) == len(before)


def test_what_a_worker_applies_is_in_the_next_answer(world: MongoWorld) -> None:
    world.apply(everything())
    engine = workforces(world, clock=lambda: NOW)
    assert "dan" in _short(engine)
    world.apply(_earned("dan"))
    assert "dan" not in _short(engine)


def test_an_event_that_comes_again_or_late_changes_nothing(world: MongoWorld) -> None:
    world.apply(everything())
    engine = workforces(world, clock=lambda: NOW)
    world.apply(_earned("dan", version=3))
    expected = _short(engine)
    refused = verified("dan-earned", "dan", "course", until=days_from_now(-9))
    world.apply([*_earned("dan", version=3), event(refused, tenant_id="acme", version=2, at=NOW)])
    assert _short(engine) == expected


def test_several_workers_never_give_one_number_twice(world: MongoWorld) -> None:
    """Each waits for nobody, and a reader that saw a number has seen all before it."""
    world.apply(everything())
    engine = workforces(world, clock=lambda: NOW)
    _asked(engine)
    people = [f"new{number}" for number in range(40)]
    with ThreadPoolExecutor(8) as workers:
        for person_id in people:
            workers.submit(world.apply, _earned(person_id))
    journal = world.read_models.view(JOURNAL, tenant_id="acme")
    numbers = sorted(each["number"] for each in journal.find({}))
    assert numbers == list(range(1, len(numbers) + 1))
    log = world.log("acme")
    assert log.position().own == len(numbers)
    since = log.position()
    world.apply(_earned("dan"))
    changes = log.changes(since=since, until=log.position())
    assert changes is not None
    assert changes.person_ids == {"dan"}


def test_where_the_journal_was_swept_everything_is_read_again(world: MongoWorld) -> None:
    world.apply(everything())
    engine = workforces(world, clock=lambda: NOW)
    assert "dan" in _short(engine)
    world.apply(_earned("dan"))
    world.database[f"{JOURNAL}.g1"].delete_many({"tenant_id": "acme"})
    assert "dan" not in _short(engine)


def test_another_generation_is_read_from_its_beginning(world: MongoWorld) -> None:
    world.apply(everything())
    engine = workforces(world, clock=lambda: NOW)
    assert "dan" in _short(engine)
    generation = world.read_models.begin()
    world.read_models.apply([*everything(), *_earned("dan")], generation=generation)
    world.read_models.switch_to(generation, offsets={})
    assert "dan" not in _short(engine)


def test_an_entry_of_the_public_catalogue_is_known_under_its_new_name(world: MongoWorld) -> None:
    world.apply(everything())
    engine = workforces(world, clock=lambda: NOW)
    assert _asked(engine).gaps[0].name == "Python Course"
    renamed = Credential(credential_id="course", name="Snake Course", kind=CREDENTIAL_KIND_DIGITAL_BADGE)
    world.apply([event(renamed, tenant_id="public", version=2, at=NOW + timedelta(seconds=1))])
    assert _asked(engine).gaps[0].name == "Snake Course"


def test_the_least_recently_asked_for_makes_room(world: MongoWorld) -> None:
    world.apply(everything())
    with workforces(world, clock=lambda: NOW).of("acme") as acme:
        assert acme is not None
        enough_for_one = acme.bytes_taken() + 1
    engine = workforces(world, clock=lambda: NOW, at_most_bytes=enough_for_one)
    _asked(engine, "acme")
    _asked(engine, "globex")
    assert engine.tenant_ids == ("globex",)
    assert _asked(engine, "acme").people_count > 0
    assert engine.tenant_ids == ("acme",)


def test_a_tenant_that_takes_more_than_there_is_goes_without(world: MongoWorld) -> None:
    world.apply(everything())
    for too_little in (0, 1):
        with workforces(world, clock=lambda: NOW, at_most_bytes=too_little).of("acme") as workforce:
            assert workforce is None


def test_what_happens_to_one_tenant_is_not_seen_by_the_other(world: MongoWorld) -> None:
    world.apply(everything())
    engine = workforces(world, clock=lambda: NOW)
    before = _asked(engine, "globex")
    world.apply([event(each, tenant_id="acme", version=9, at=NOW) for each in ACME])
    assert _asked(engine, "globex") == before
