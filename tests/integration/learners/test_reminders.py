"""The worker that reminds, on MongoDB: day by day, after an outage, killed, doubled, and with the paths that renew by themselves."""

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from cairn_learners.adapters.mail.letters import sentence
from cairn_learners.application.names import names_in
from cairn_learners.application.remind import remind
from cairn_learners.bootstrap import Stores, due_work, migrate_database
from cairn_learners.domain.assignments import Ask
from cairn_learners.domain.deliveries import DeliveryState
from cairn_learners.domain.policy_versions import CredentialPolicy
from cairn_learners.domain.reminder_settings import no_preferences
from cairn_learners.domain.renewal_cycles import RenewalCycle
from cairn_learners.domain.renewal_terms import RenewalKind
from cairn_learners.domain.telling_times import QuietHours
from cairn_learners.settings import SmtpSettings
from cairn_platform.changes import ConflictError
from cairn_platform.mongo.due_schedule import DueSchedule
from tests.support.learners.builders import a_credential, a_path, a_person, an_enrolment
from tests.support.learners.excepting import an_exception, exempt
from tests.support.learners.mongo_world import MongoWorld
from tests.support.learners.recertifying import a_policy_draft
from tests.support.learners.reminding import Reminding, achieved, settings
from tests.support.learners.renewing import a_credential_policy, a_version_draft, an_option

START = datetime(2025, 1, 1, 12, tzinfo=UTC)
_REPOSITORY = Path(__file__).resolve().parents[3]


def _policy(*, window: str = "P4M", grace: str = "P1M", path_id: str = "") -> CredentialPolicy:
    options = [an_option(RenewalKind.PATH, path_id=path_id)] if path_id else []
    draft = a_policy_draft(validity="P1Y", window=window, grace=grace)
    return a_credential_policy("badge", a_version_draft(draft, *options))


POLICY = _policy()
QUIET = QuietHours(begins=time(20), ends=time(7))


@pytest.fixture
def reminding(world: MongoWorld) -> Reminding:
    """The worker of a tenant that began to remind long ago, and Ann, led by Cleo."""
    world.know(a_credential(), a_path("badge"), a_path("thesis", path_id="long"))
    found = Reminding(world, now=START)
    found.save(settings(), a_person("cleo"), a_person("ann", manager_id="cleo", email="ann@x.example"))
    return found


def test_each_step_of_a_credential_is_told_once_and_on_its_day(reminding: Reminding) -> None:
    reminding.save(POLICY, achieved(on=date(2025, 1, 1), policy=POLICY, known_at=START))
    told_on: list[tuple[date, list[str]]] = []
    for _ in range(460):
        before = len(reminding.told())
        reminding.pass_days(1)
        told_on += [(reminding.now.date(), each) for each in reminding.told()[before:]]
    assert told_on == [
        (date(2025, 9, 1), ["badge window_opens"]),
        (date(2025, 10, 2), ["badge before-90"]),
        (date(2025, 11, 1), ["badge before-60"]),
        (date(2025, 12, 1), ["badge before-30"]),
        (date(2025, 12, 24), ["badge before-7"]),
        (date(2026, 1, 1), ["badge grace_begins"]),
        (date(2026, 2, 1), ["badge lapsed"]),
    ]
    assert reminding.due_at() is None


def test_a_late_path_is_told_to_its_walker_and_then_to_the_manager(reminding: Reminding) -> None:
    reminding.save(an_enrolment(due_on=date(2025, 2, 10), enrolled_at=START))
    reminding.pass_days(60)
    assert reminding.told() == [
        ["ann-on-path before-30"],
        ["ann-on-path before-7"],
        ["ann-on-path overdue"],
    ]
    assert reminding.told("cleo") == [["ann-on-path escalated-7"]]
    [message] = reminding.store().notifications_of("cleo", after=None, at_most=9)
    assert (message.items[0].person_id, message.created_at.date()) == ("ann", date(2025, 2, 18))


def test_a_credential_that_was_not_renewed_is_told_to_the_manager(reminding: Reminding) -> None:
    reminding.save(POLICY, achieved(on=date(2024, 2, 1), policy=POLICY, known_at=START))
    reminding.pass_days(37)
    assert reminding.told("cleo") == []
    reminding.pass_days(1)
    assert reminding.told("cleo") == [["badge escalated-7"]]
    [message] = reminding.store().notifications_of("cleo", after=None, at_most=9)
    assert (message.items[0].person_id, message.items[0].until) == ("ann", date(2025, 1, 31))
    names = names_in([message], store=reminding.store())
    assert (
        sentence(message.items[0], names=names)
        == "Badge of Ann ended on 31 January 2025 and was not renewed."
    )
    reminding.pass_days(60)
    assert len(reminding.told("cleo")) == 1


def test_nobody_is_told_of_a_path_that_is_completed_withdrawn_or_of_somebody_who_has_left(
    reminding: Reminding,
) -> None:
    gone = a_person("ben", manager_id="cleo")
    gone = replace(gone, profile=replace(gone.profile, left_on=date(2025, 1, 15)))
    reminding.save(gone)
    ask = Ask(
        assignment_id="a1", due_on=date(2025, 3, 10), asked_at=START, withdrawn_at=START + timedelta(days=1)
    )
    withdrawn = an_enrolment(path_id="long", due_on=date(2025, 3, 10), enrolled_at=START)
    withdrawn = replace(withdrawn, further_asks=(ask,))
    reminding.save(
        an_enrolment(due_on=date(2025, 3, 10), enrolled_at=START),
        withdrawn,
        an_enrolment("ben", due_on=date(2025, 3, 10), enrolled_at=START),
        achieved(on=date(2025, 1, 1), policy=_policy(window="P1M"), known_at=START),
    )
    reminding.pass_days(90)
    assert reminding.told() == reminding.told("ben") == reminding.told("cleo") == []


def test_after_an_outage_of_120_days_nobody_is_lost_and_everybody_hears_once(reminding: Reminding) -> None:
    """Twelve people, three things each, and Cleo who leads them all and is late herself."""
    people = [f"p{number:02}" for number in range(12)]
    reminding.save(*(a_person(each, manager_id="cleo") for each in people))
    policy = a_credential_policy("other", a_version_draft(a_policy_draft(validity="P6M", window="P2M")))
    for number, each in enumerate(people):
        reminding.save(
            achieved(
                on=date(2024, 5, 1) + timedelta(days=3 * number),
                person_id=each,
                policy=POLICY,
                known_at=START - timedelta(days=200),
            ),
            achieved(
                "other",
                on=date(2024, 12, 1),
                person_id=each,
                policy=policy,
                known_at=START - timedelta(days=30),
            ),
            an_enrolment(
                each, path_id="long", due_on=date(2025, 2, 1) + timedelta(days=number), enrolled_at=START
            ),
        )
    reminding.save(an_enrolment("cleo", path_id="long", due_on=date(2025, 2, 1), enrolled_at=START))
    reminding.rounds()
    before = {each: len(reminding.told(each)) for each in people}
    reminding.now += timedelta(days=120)
    reminding.rounds()
    for number, each in enumerate(people):
        assert len(reminding.told(each)) == before[each] + 1
        newest = reminding.told(each)[-1]
        assert len(newest) == 3 == len({item.split()[0] for item in newest})
        assert f"{each}-on-long overdue" in newest, number
    assert reminding.told("cleo") == [
        ["cleo-on-long overdue", *(f"{each}-on-long escalated-7" for each in people)]
    ]
    told_before_looking_again = {each: reminding.told(each) for each in people}
    reminding.rounds()
    assert {each: reminding.told(each) for each in people} == told_before_looking_again
    for _ in range(20):
        reminding.now += timedelta(days=20)
        reminding.rounds()
    keys = [each["key"] for each in reminding.world.database["told_steps"].find({"tenant_id": "acme"})]
    assert Counter(keys).most_common(1)[0][1] == 1
    lapsed = [each for each in keys if each.endswith("lapsed")]
    assert len(lapsed) == 2 * len(people)


def test_what_is_known_of_many_at_once_is_what_is_known_of_each(reminding: Reminding) -> None:
    reminding.save(
        POLICY,
        achieved(on=date(2025, 1, 1), policy=POLICY, known_at=START),
        an_enrolment(due_on=date(2025, 3, 1)),
        an_enrolment(path_id="long", due_on=date(2025, 2, 1)),
        an_enrolment("cleo", due_on=date(2025, 3, 1)),
        an_exception(exempt("long")),
        an_exception(exempt("path"), exception_id="cleos", person_id="cleo"),
        an_exception(exempt("other"), exception_id="everybodys", person_id=None),
    )
    reminding.save(a_person("ann"), tenant_id="globex")
    store = reminding.store()
    found = store.facts_of(["ann", "cleo", "nobody"])
    assert found.keys() == {"ann", "cleo"}
    for person_id, facts in found.items():
        alone = store.facts_about(person_id, subject="")
        assert alone is not None
        assert sorted(facts.exceptions, key=repr) == sorted(alone.exceptions, key=repr)
        assert replace(facts, exceptions=()) == replace(alone, exceptions=())
    assert [each.path_id for each in found["ann"].enrolments] == ["long", "path"]
    assert {each.exception_id for each in found["cleo"].exceptions} == {"cleos", "everybodys"}
    assert store.leading(["ann", "cleo"]) == {"cleo"}


def test_somebody_of_whom_nothing_can_be_read_stays_due_and_holds_nobody_up(reminding: Reminding) -> None:
    people = [f"p{number}" for number in range(5)]
    _lates(reminding, *people)
    poisoned = {"tenant_id": "acme", "person_id": "p2"}
    achievements = reminding.world.database["achievements"]
    achievements.update_one(poisoned, {"$set": {"decision": "unheard of"}})
    reminding.round()
    assert [len(reminding.told(each)) for each in people] == [1, 1, 0, 1, 1]
    reminding.round()
    assert sorted(each.split()[0] for told in reminding.told("cleo") for each in told) == [
        f"p{number}-on-long" for number in (0, 1, 3, 4)
    ]
    achievements.update_one(poisoned, {"$set": {"decision": "verified"}})
    reminding.round()
    assert [len(reminding.told(each)) for each in people] == [1, 1, 1, 1, 1]


def test_what_is_planned_at_night_is_told_in_the_morning_where_the_person_is(reminding: Reminding) -> None:
    preferences = replace(
        no_preferences("ann"), version=1, time_zone="America/New_York", own_quiet=True, quiet=QUIET
    )
    reminding.save(preferences, an_enrolment(due_on=date(2025, 2, 10), enrolled_at=START))
    reminding.rounds()
    assert reminding.due_at() == datetime(2025, 1, 11, 12, tzinfo=UTC)
    reminding.now = datetime(2025, 1, 11, 11, 59, tzinfo=UTC)
    reminding.round()
    assert reminding.told() == []
    reminding.now = datetime(2025, 1, 11, 12, tzinfo=UTC)
    reminding.round()
    assert reminding.told() == [["ann-on-path before-30"]]


def test_settings_that_change_reach_who_waits_already(reminding: Reminding) -> None:

    reminding.save(an_enrolment(due_on=date(2025, 6, 10), enrolled_at=START))
    reminding.rounds()
    assert reminding.due_at() == datetime(2025, 5, 11, tzinfo=UTC)
    reminding.save(replace(settings(before_due=(100,)), version=2))
    schedule = DueSchedule(reminding.world.database, work="reminder_settings")
    [due] = schedule.due(now=reminding.now, after=None, at_most=9)
    due_work(Stores(reminding.world.database), SmtpSettings())["reminder_settings"](due)
    assert schedule.due(now=reminding.now, after=None, at_most=9) == []
    reminding.rounds()
    assert reminding.due_at() == datetime(2025, 3, 2, tzinfo=UTC)


def test_a_changed_setting_that_is_taken_up_twice_or_cut_short_reaches_everybody_all_the_same(
    reminding: Reminding,
) -> None:
    """The worker was killed between looking at everybody and noting it; and the settings changed once more meanwhile."""
    reminding.save(an_enrolment(due_on=date(2025, 6, 10), enrolled_at=START))
    reminding.rounds()
    reminding.save(replace(settings(before_due=(100,)), version=2))
    schedule = DueSchedule(reminding.world.database, work="reminder_settings")
    take_up = due_work(Stores(reminding.world.database), SmtpSettings())["reminder_settings"]
    [due] = schedule.due(now=reminding.now, after=None, at_most=9)
    DueSchedule(reminding.world.database, work="reminders").mark_all("acme")
    reminding.rounds()
    reminding.save(replace(settings(before_due=(120,)), version=3))
    take_up(due)
    [again] = schedule.due(now=reminding.now, after=None, at_most=9)
    take_up(again)
    take_up(again)
    assert schedule.due(now=reminding.now, after=None, at_most=9) == []
    reminding.rounds()
    assert reminding.due_at() == datetime(2025, 2, 10, tzinfo=UTC)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_in_whatever_order_and_how_often_facts_come_the_same_is_told_and_assigned_once(
    reminding: Reminding, order: Sequence[int]
) -> None:
    policy = _policy(path_id="path")
    reminding.save(policy)
    facts = [
        achieved(on=date(2024, 7, 1), policy=policy, known_at=START),
        an_enrolment(path_id="long", due_on=date(2025, 2, 1), enrolled_at=START),
        an_exception(exempt("other"), from_on=START.date(), until_on=date(2025, 2, 20)),
    ]
    schedule = DueSchedule(reminding.world.database, work="reminders")
    for each in order:
        reminding.save(facts[each])
        schedule.mark("acme", ["ann", "ann", "cleo"])
        reminding.rounds()
    reminding.now += timedelta(days=120)
    schedule.mark("acme", ["cleo", "ann"])
    reminding.rounds()
    reminding.rounds()
    assert [sorted(each) for each in reminding.told()] == [["ann-on-long overdue", "badge before-60"]]
    assert reminding.told("cleo") == [["ann-on-long escalated-7"]]
    assert reminding.world.told() == ["enrolment enrolled"]


def test_the_path_that_renews_is_assigned_once_when_the_window_opens_and_the_old_steps_stay(
    reminding: Reminding,
) -> None:
    policy = _policy(path_id="path")
    old = an_enrolment(enrolled_at=START - timedelta(days=300), started=["s1"])
    reminding.save(policy, old, achieved(on=date(2025, 1, 1), policy=policy, known_at=START))
    reminding.pass_days(242)
    assert [each.cycle for each in reminding.store().enrolments_of("ann")] == [None]
    reminding.pass_days(1)
    renewing = reminding.store().enrolments_on("path", person_ids=["ann"])["ann"]
    assert (renewing.cycle, renewing.due_on, renewing.started_steps) == (
        RenewalCycle(credential_id="badge", began_on=date(2025, 1, 1)),
        date(2025, 12, 31),
        (),
    )
    assert reminding.store().enrolment(old.enrolment_id) == old
    assert reminding.world.told() == ["enrolment enrolled"]
    [message] = reminding.store().notifications_of("ann", after=None, at_most=9)
    assert message.items[0].assigned_path_id == "path"
    reminding.pass_days(200)
    assert len(reminding.store().enrolments_of("ann")) == 2
    assert reminding.world.told() == ["enrolment enrolled"]


def _lates(reminding: Reminding, *people: str) -> None:
    reminding.save(*(a_person(each, manager_id="cleo", email=f"{each}@x.example") for each in people))
    reminding.save(
        *(an_enrolment(each, path_id="long", due_on=date(2025, 2, 1), enrolled_at=START) for each in people)
    )
    policy = _policy(path_id="path")
    reminding.save(policy)
    reminding.save(
        *(
            achieved(on=date(2024, 7, 1), person_id=each, policy=policy, known_at=START - timedelta(days=100))
            for each in people
        )
    )
    reminding.now += timedelta(days=120)


def _everybody_once(reminding: Reminding, people: list[str]) -> None:
    for each in people:
        assert len(reminding.told(each)) == 1
        assert len(reminding.store().enrolments_of(each)) == 2
    sent = reminding.store().deliveries(DeliveryState.WAITING, after=None, at_most=100)
    assert sorted(each.person_id for each in sent) == people
    told = [each for message in reminding.told("cleo") for each in message]
    assert sorted(told) == [f"{each}-on-long escalated-7" for each in people]


@pytest.mark.parametrize("moment", ["BEFORE", "AFTER"])
def test_a_worker_killed_around_its_save_leaves_nothing_half_done_and_nothing_twice(
    reminding: Reminding, mongo_url: str, moment: str
) -> None:
    people = [f"p{number}" for number in range(5)]
    reminding.by_mail = True
    _lates(reminding, *people)
    command = [sys.executable, "-m", "tests.support.learners.reminding_worker"]
    arguments = [reminding.world.database.name, reminding.now.isoformat(), "1", moment]
    killed = subprocess.run(
        [*command, *arguments],
        env={**os.environ, "MONGO_URL": mongo_url},
        cwd=_REPOSITORY,
        timeout=60,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    assert sum(len(reminding.told(each)) for each in people) == (0 if moment == "BEFORE" else 5)
    reminding.rounds()
    _everybody_once(reminding, people)


def test_workers_that_all_think_it_is_their_turn_tell_each_once(reminding: Reminding) -> None:
    people = [f"p{number}" for number in range(8)]
    reminding.by_mail = True
    _lates(reminding, *people)
    workers = [threading.Thread(target=reminding.round) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    reminding.rounds()
    _everybody_once(reminding, people)


def test_what_changes_while_somebody_is_reminded_is_not_overlooked(reminding: Reminding) -> None:
    """Who made the person due again since the row was read is looked at once more."""
    reminding.save(an_enrolment(due_on=date(2025, 6, 10), enrolled_at=START))
    schedule = DueSchedule(reminding.world.database, work="reminders")
    [due] = schedule.due(now=reminding.now, after=None, at_most=9)
    reminding.save(an_enrolment(path_id="other", due_on=date(2025, 3, 10), enrolled_at=START))
    remind(reminding.store(), due=[due], by_mail=False, now=reminding.now)
    [again] = schedule.due(now=reminding.now, after=None, at_most=9)
    assert again.marks
    reminding.rounds()
    assert reminding.due_at() == datetime(2025, 2, 8, tzinfo=UTC)


def test_who_was_reminded_meanwhile_is_not_reminded_again(reminding: Reminding) -> None:
    reminding.save(an_enrolment(due_on=date(2025, 6, 10), enrolled_at=START))
    [due] = DueSchedule(reminding.world.database, work="reminders").due(
        now=reminding.now, after=None, at_most=9
    )
    remind(reminding.store(), due=[due], by_mail=False, now=reminding.now)
    with pytest.raises(ConflictError):
        remind(reminding.store(), due=[due], by_mail=False, now=reminding.now)


def test_a_tenant_that_begins_to_remind_does_not_tell_of_what_lies_before(world: MongoWorld) -> None:
    reminding = Reminding(world, now=START)
    reminding.save(a_person(), POLICY, achieved(on=date(2023, 6, 1), policy=POLICY))
    reminding.save(an_enrolment(due_on=date(2024, 12, 1), enrolled_at=START - timedelta(days=90)))
    reminding.pass_days(40)
    assert reminding.told() == []
    settings_now = reminding.store().reminder_settings()
    assert settings_now is not None
    assert settings_now.began_at.date() == date(2025, 1, 2)


def test_people_from_before_there_were_reminders_are_looked_at_once(world: MongoWorld) -> None:
    world.put(a_person(), an_enrolment(due_on=date(2025, 3, 1), enrolled_at=START - timedelta(days=9)))
    migrate_database(world.database)
    reminding = Reminding(world, now=START)
    reminding.rounds()
    assert reminding.due_at() == datetime(2025, 1, 30, 7, tzinfo=UTC)
    migrate_database(world.database)
    assert reminding.due_at() == datetime(2025, 1, 30, 7, tzinfo=UTC)


def test_who_is_exempt_is_told_nothing_until_the_exemption_lapses_by_itself(reminding: Reminding) -> None:
    reminding.save(
        an_enrolment(path_id="long", due_on=date(2025, 2, 1), enrolled_at=START),
        an_exception(exempt("long"), from_on=START.date(), until_on=date(2025, 2, 20)),
    )
    reminding.pass_days(50)
    assert (reminding.now.date(), reminding.told()) == (date(2025, 2, 20), [])
    reminding.pass_days(1)
    assert reminding.told() == [["ann-on-long overdue"]]
