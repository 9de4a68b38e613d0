"""What finding and deciding what is due costs with so many certificates, with ten times as many, and by looking at all of them."""

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby

from bench.measuring import Sample, Variant, interleaved, ratio, sampled, summed_up
from cairn_learners.adapters.mongo.kinds import ACHIEVEMENTS, PEOPLE, achievement_from
from cairn_learners.adapters.mongo.schedules import REMINDER_WORK
from cairn_learners.application.remind import decide
from cairn_learners.domain.reminder_settings import no_preferences, telling_times
from cairn_learners.domain.reminder_subjects import certification_subject, running_periods
from cairn_learners.domain.reminders import ripe
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.due_schedule import COLLECTION, DueSchedule, due_write
from tests.support.backing import backing
from tests.support.learners.builders import a_person
from tests.support.learners.databases import fenced_database
from tests.support.learners.mongo_world import MongoWorld
from tests.support.learners.recertifying import a_policy_draft
from tests.support.learners.reminding import Reminding, achieved, settings
from tests.support.learners.renewing import a_credential_policy, a_version_draft

TENANT = "acme"
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
# CAIRN_BENCH_CERTIFICATES=3000000 CAIRN_BENCH_DUE=1000 is what the goals speak of; it takes an hour and some 5 GB.
CERTIFICATES = int(os.environ.get("CAIRN_BENCH_CERTIFICATES", "300000"))
DUE = int(os.environ.get("CAIRN_BENCH_DUE", "100"))
GOAL_BETWEEN = 1.3
GOAL_AGAINST_SCAN = 50
_EACH = 10
_AT_ONCE = 5_000
_SETTINGS = settings(before_expiry=(30,), escalate_after=None)
_POLICY = a_credential_policy("c0", a_version_draft(a_policy_draft(validity="P1Y", window="P14D")))


@dataclass(frozen=True, kw_only=True)
class Certified:
    """A tenant with so many certificates, ten for each person, of which `DUE` people have one of which they are to be reminded today."""

    world: MongoWorld
    certificates: int

    @property
    def people(self) -> int:
        """How many people there are."""
        return self.certificates // _EACH

    def fill(self) -> None:
        """Stores people, certificates, and when each is looked at next."""
        database = self.world.database
        Reminding(self.world, now=NOW).save(_SETTINGS)
        person = PEOPLE.to_document(a_person("x"))
        # 30 days before the last valid day is today; or in ten months.
        soon, later = (
            ACHIEVEMENTS.to_document(
                achieved(
                    "c0",
                    on=NOW.date() - timedelta(days=days),
                    policy=_POLICY,
                    known_at=NOW - timedelta(days=days),
                )
            )
            for days in (334, 20)
        )
        spread = max(1, self.people // DUE)
        for first in range(0, self.people, _AT_ONCE):
            numbers = range(first, min(first + _AT_ONCE, self.people))
            database["people"].insert_many(
                [_own(person, f"p{each:07}", "") for each in numbers], ordered=False
            )
            for kind in range(_EACH):
                database["achievements"].insert_many(
                    [
                        _own(
                            soon if kind == 0 and each % spread == 0 and each // spread < DUE else later,
                            f"p{each:07}",
                            f"c{kind}",
                        )
                        for each in numbers
                    ],
                    ordered=False,
                )
            database[COLLECTION].bulk_write(
                [
                    due_write(
                        work=REMINDER_WORK,
                        tenant_id=TENANT,
                        aggregate_id=f"p{each:07}",
                        due_at=NOW - timedelta(hours=1)
                        if each % spread == 0 and each // spread < DUE
                        else NOW + timedelta(days=200, seconds=each),
                    )
                    for each in numbers
                ],
                ordered=False,
            )


def measured() -> Mapping[str, object]:
    """Runs the bench, all of it in this process beside MongoDB."""
    with ExitStack() as ending:
        stores = ending.enter_context(backing(whole=False, keycloak=False))
        small, large = (
            Certified(
                world=ending.enter_context(fenced_database(stores.mongo_url)).world, certificates=certificates
            )
            for certificates in (CERTIFICATES // 10, CERTIFICATES)
        )
        for each in (small, large):
            each.fill()
            if due_run(each.world) != scan(each.world) or len(due_run(each.world)) != DUE:
                raise RuntimeError("the due run and the scan find different reminders")
        samples = interleaved([_due_run("due run, a tenth", small), _due_run("due run", large)])
        scanned = sampled(Variant(name="scan", pids=[os.getpid()], run=lambda: len(scan(large.world))))
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


def due_run(world: MongoWorld) -> set[str]:
    """What the worker does but for saving it: finds who is due by the index, reads all about them, decides."""
    store = Reminding(world, now=NOW).store(TENANT)
    schedule = DueSchedule(world.database, work=REMINDER_WORK)
    found: set[str] = set()
    after = None
    while page := schedule.due(now=NOW, after=after, at_most=100):
        for due in page:
            facts = store.facts_about(due.aggregate_id, subject="")
            saved = store.reminder_settings()
            if facts and saved:
                decided = decide(store, facts, settings=saved, by_mail=False, now=NOW)
                found |= {key for told in decided.told for key in told.keys}
        after = page[-1]
    return found


def scan(world: MongoWorld) -> set[str]:
    """The same by looking at every certificate, with all wishes and all that was told at hand."""
    times = telling_times(_SETTINGS, no_preferences(""), zone_at_work=None)
    found: set[str] = set()
    for _, documents in groupby(_everything(world), key=lambda each: each["person_id"]):
        running = running_periods([achievement_from(each) for each in documents], now=NOW)
        subjects = [certification_subject(each, settings=_SETTINGS, times=times) for each in running]
        found |= {key for told in ripe(subjects, told=(), times=times, now=NOW) for key in told.keys}
    return found


def _everything(world: MongoWorld) -> Iterator[Document]:
    """Every certificate, person by person."""
    return iter(
        world.database["achievements"].find({"tenant_id": TENANT}, batch_size=1000).sort("person_id", 1)
    )


def _own(template: Document, person_id: str, credential_id: str) -> Document:
    own = {
        **template,
        "tenant_id": TENANT,
        "version": 1,
        "person_id": person_id,
        "_id": f"{TENANT}:{person_id}",
    }
    if credential_id:
        achievement_id = f"{person_id}-{credential_id}"
        own |= {
            "_id": f"{TENANT}:{achievement_id}",
            "achievement_id": achievement_id,
            "credential_id": credential_id,
        }
    return own


def _due_run(name: str, of: Certified) -> Variant:
    return Variant(name=name, pids=[os.getpid()], run=lambda: len(due_run(of.world)))


def _cpu(sample: Sample) -> float:
    return sample.cpu_seconds


def _wall(sample: Sample) -> float:
    return sample.wall_seconds
