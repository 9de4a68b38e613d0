"""What finding and deciding what is due costs with so many certificates, with ten times as many, and by looking at all of them."""

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby

from bson.codec_options import CodecOptions
from pymongo import MongoClient

from bench.measuring import Sample, Variant, interleaved, ratio, sampled, summed_up
from cairn_learners.adapters.mongo.kinds import ACHIEVEMENTS, PEOPLE, achievement_from
from cairn_learners.adapters.mongo.schedules import REMINDER_WORK
from cairn_learners.application.remind import decided_for
from cairn_learners.bootstrap import migrate_database
from cairn_learners.domain.reminder_settings import no_preferences, telling_times
from cairn_learners.domain.reminder_subjects import certification_subjects, running_periods
from cairn_learners.domain.reminders import ripe
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.due_schedule import COLLECTION, DueSchedule
from tests.support.backing import backing
from tests.support.learners.builders import a_person
from tests.support.learners.databases import fenced_database
from tests.support.learners.mongo_world import MongoWorld
from tests.support.learners.recertifying import a_policy_draft
from tests.support.learners.reminding import Reminding, achieved, settings
from tests.support.learners.renewing import a_credential_policy, a_version_draft

TENANT = "acme"
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
# The sizes that the goals speak of; some minutes to fill and to scan, and some 3 GB.
CERTIFICATES = int(os.environ.get("CAIRN_BENCH_CERTIFICATES", "3000000"))
DUE = int(os.environ.get("CAIRN_BENCH_DUE", "1000"))
GOAL_BETWEEN = 1.3
GOAL_AGAINST_SCAN = 50
_EACH = 10
_SEED = "seed"
_AWARE = CodecOptions[Document](tz_aware=True)
_PERSON_ID: Document = {
    "$concat": [
        "p",
        {"$substrBytes": [{"$toString": {"$add": [10_000_000, "$number"]}}, 1, -1]},
    ]
}
_SETTINGS = settings(before_expiry=(30,), escalate_after=None)
_POLICY = a_credential_policy("c0", a_version_draft(a_policy_draft(validity="P1Y", window="P14D")))


@dataclass(frozen=True, kw_only=True)
class Certified:
    """A tenant with so many certificates, ten for each person, of which `DUE` people have one of which they are to be reminded today."""

    world: MongoWorld
    mongo_url: str
    certificates: int

    @property
    def people(self) -> int:
        """How many people there are."""
        return self.certificates // _EACH

    @property
    def spread(self) -> int:
        """Of so many people one is due."""
        return max(1, self.people // DUE)

    def fill(self) -> None:
        """Stores people, certificates, and when each is looked at next: MongoDB makes them all out of one of each."""
        database = self.world.database
        Reminding(self.world, now=NOW).save(_SETTINGS)
        # Rows across the tenant's people are made here by a connection that no fence of the tests watches.
        with connected(self.mongo_url) as client:
            filled = client[database.name]
            filled[_SEED].insert_one({"number": list(range(self.people))})
            people: list[Document] = [{"$unwind": "$number"}, _made(_a_person(), person_id=_PERSON_ID)]
            filled[_SEED].aggregate([*people, {"$out": "people"}])
            filled.drop_collection(_SEED)
            number = {"$toInt": {"$substrBytes": ["$person_id", 1, -1]}}
            due = {
                "$and": [
                    {"$eq": [{"$mod": [number, self.spread]}, 0]},
                    {"$lt": [number, self.spread * DUE]},
                ]
            }
            counted: list[Document] = [{"$project": {"_id": 0, "person_id": 1, "number": number, "due": due}}]
            certificates: list[Document] = [
                {"$set": {"kind": [f"c{each}" for each in range(_EACH)]}},
                {"$unwind": "$kind"},
                _certificate(),
            ]
            # Indexes over what is there already are made sooner than they grow.
            filled["achievements"].drop_indexes()
            filled["people"].aggregate([*counted, *certificates, {"$out": "achievements"}])
            filled["people"].aggregate([*counted, _row(), {"$out": COLLECTION}])
            migrate_database(filled)


def measured() -> Mapping[str, object]:
    """Runs the bench, all of it in this process beside MongoDB."""
    with ExitStack() as ending:
        stores = ending.enter_context(backing(whole=False, keycloak=False))
        small, large = (
            Certified(
                world=ending.enter_context(fenced_database(stores.mongo_url)).world,
                mongo_url=stores.mongo_url,
                certificates=certificates,
            )
            for certificates in (CERTIFICATES // 10, CERTIFICATES)
        )
        scans = {}
        for each in (small, large):
            each.fill()
            scans[each.certificates] = _compared(each)
        samples = interleaved([_due_run("due run, a tenth", small), _due_run("due run", large)])
        scanned = scans[large.certificates]
    return {
        "certificates": [small.certificates, large.certificates],
        "due": DUE,
        "answers_compared": 2 * DUE,
        "variants": {
            **{name: summed_up(each) for name, each in samples.items()},
            "scan": summed_up([scanned]),
        },
        "goals": {"between": GOAL_BETWEEN, "against_scan": GOAL_AGAINST_SCAN},
        "between_cpu": ratio(samples["due run"], to=samples["due run, a tenth"], of=_cpu),
        "between_wall": ratio(samples["due run"], to=samples["due run, a tenth"], of=_wall),
        "faster_than_scan_cpu": round(_cpu(scanned) / summed_up(samples["due run"])["cpu_seconds_a_turn"], 1),
        "faster_than_scan_wall": round(
            _wall(scanned) / summed_up(samples["due run"])["wall_seconds_a_turn"], 1
        ),
    }


def _compared(certified: Certified) -> Sample:
    """The scan, measured; what it finds is what the due run finds."""
    found: set[str] = set()

    def run() -> int:
        found.update(scan(certified))
        return len(found)

    sample = sampled(Variant(name="scan", pids=[os.getpid()], run=run))
    if len(found) != DUE or due_run(certified.world) != found:
        raise RuntimeError("the due run and the scan find different reminders")
    return sample


def due_run(world: MongoWorld) -> set[str]:
    """What the worker does but for saving it: finds who is due by the index, reads all about them, decides."""
    store = Reminding(world, now=NOW).store(TENANT)
    schedule = DueSchedule(world.database, work=REMINDER_WORK)
    found: set[str] = set()
    after = None
    while page := schedule.due(now=NOW, after=after, at_most=100):
        decided = decided_for(store, page, by_mail=False, now=NOW)
        found |= {key for each in decided.values() for told in each.told for key in told.keys}
        after = page[-1]
    return found


def scan(certified: Certified) -> set[str]:
    """The same by looking at every certificate, with all wishes and all that was told at hand."""
    times = telling_times(_SETTINGS, no_preferences(""), zone_at_work=None)
    found: set[str] = set()
    # A connection without a deadline: a page may wait for a crowded machine.
    with connected(certified.mongo_url) as client:
        everything = client[certified.world.database.name]["achievements"].with_options(codec_options=_AWARE)
        cursor = everything.find({"tenant_id": TENANT}, batch_size=1000).sort("person_id", 1)
        for _, documents in groupby(cursor, key=lambda each: each["person_id"]):
            running = running_periods([achievement_from(each) for each in documents], now=NOW)
            subjects = [
                subject
                for each in running
                for subject in certification_subjects(each, settings=_SETTINGS, times=times)
            ]
            found |= {key for told in ripe(subjects, told=(), times=times, now=NOW) for key in told.keys}
    return found


def _a_person() -> Document:
    return {"version": 1, **PEOPLE.to_document(a_person("x"))}


def _certificate() -> Document:
    """A stage that makes a person's certificate: 30 days before its last day is today for who is due, else in ten months."""
    soon, later = (
        {
            "version": 1,
            **ACHIEVEMENTS.to_document(
                achieved(
                    "c0",
                    on=NOW.date() - timedelta(days=days),
                    policy=_POLICY,
                    known_at=NOW - timedelta(days=days),
                )
            ),
        }
        for days in (334, 20)
    )
    achievement_id = {"$concat": ["$person_id", "-", "$kind"]}
    is_soon = {"$and": ["$due", {"$eq": ["$kind", "c0"]}]}
    own = {
        "person_id": "$person_id",
        "credential_id": "$kind",
        "achievement_id": achievement_id,
        **_ids(achievement_id),
    }
    which = {"$cond": [is_soon, {"$literal": soon}, {"$literal": later}]}
    return {"$replaceWith": {"$mergeObjects": [which, own]}}


def _row() -> Document:
    """A stage that makes a person's row of the schedule, as `due_write` does."""
    later = {"$add": [NOW + timedelta(days=200), {"$multiply": ["$number", 1000]}]}
    return {
        "$project": {
            "_id": {"$concat": [f"{REMINDER_WORK}:{TENANT}:", "$person_id"]},
            "tenant_id": TENANT,
            "work": REMINDER_WORK,
            "aggregate_id": "$person_id",
            "due_at": {"$cond": ["$due", NOW - timedelta(hours=1), later]},
        }
    }


def _made(template: Document, *, person_id: Document) -> Document:
    """A stage that makes the same document for somebody else."""
    own = {"person_id": person_id, **_ids(person_id)}
    return {"$replaceWith": {"$mergeObjects": [{"$literal": template}, own]}}


def _ids(of: Document) -> Document:
    return {"_id": {"$concat": [f"{TENANT}:", of]}, "tenant_id": TENANT}


@contextmanager
def connected(mongo_url: str) -> Iterator[MongoClient[Document]]:
    """A connection of its own."""
    client: MongoClient[Document] = MongoClient(mongo_url)
    try:
        yield client
    finally:
        client.close()


def _due_run(name: str, of: Certified) -> Variant:
    return Variant(name=name, pids=[os.getpid()], run=lambda: len(due_run(of.world)))


def _cpu(sample: Sample) -> float:
    return sample.cpu_seconds


def _wall(sample: Sample) -> float:
    return sample.wall_seconds
