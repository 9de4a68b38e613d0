"""From Kafka to the read models: nothing lost, nothing doubled, whatever comes and whatever dies in between."""

import random
import signal
from collections.abc import Sequence
from dataclasses import replace
from typing import NoReturn

import pytest
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from cairn.catalog.v1 import entries_pb2
from cairn.learners.v1 import events_pb2, progress_pb2
from cairn_platform.events import Event
from cairn_platform.kafka.codec import Record
from cairn_platform.mongo.projection import Projection
from cairn_reporting.adapters.kafka.projections import PROJECTIONS
from cairn_reporting.application.ports import PeopleSelection
from tests.support.reporting.company import NEWEST_AT, everything, person
from tests.support.reporting.events import event
from tests.support.reporting.memory import InMemoryReadModels
from tests.support.reporting.running import ReportingRun, topic_of_run
from tests.support.reporting.snapshots import snapshot
from tests.support.waiting import wait_until

TENANTS = ("acme", "globex")


def _later(*states: Message, version: int = 2) -> list[Event]:
    return [event(state, tenant_id="acme", version=version, at=NEWEST_AT) for state in states]


def _history() -> list[Event]:
    """Everything, and a second state of some of it."""
    moved = [
        person("cleo", manager="eve", role="lead"),
        entries_pb2.Skill(skill_id="python", name="Our Python"),
    ]
    return [*everything(), *_later(*moved)]


def _await(running: ReportingRun, expected: Sequence[Event]) -> None:
    """Waits until the read models know just what was told."""
    told = InMemoryReadModels()
    told.apply(expected)
    for tenant_id in TENANTS:
        wanted = snapshot(told.facts(tenant_id))
        wait_until(lambda: snapshot(running.facts(tenant_id)) == wanted, seconds=30, what=tenant_id)  # noqa: B023


def _role_of(running: ReportingRun, person_id: str) -> str | None:
    (found,) = running.facts("acme").people(PeopleSelection(person_ids=frozenset({person_id})))
    return found.role_id


def test_every_kind_of_event_arrives_in_its_read_model(running: ReportingRun) -> None:
    running.publish(_history())
    with running.working():
        _await(running, _history())


def test_duplicates_and_disorder_change_nothing(running: ReportingRun) -> None:
    told = _history()
    chance = random.Random(7)
    running.publish(chance.sample([*told, *told], k=2 * len(told)))
    running.publish(chance.sample(told, k=len(told) // 2))
    with running.working():
        _await(running, told)


@pytest.mark.parametrize("step", ["poll", "first write", "apply", "commit"])
def test_a_worker_killed_after_any_step_loses_and_doubles_nothing(running: ReportingRun, step: str) -> None:
    running.publish(_history())
    assert running.die_after(step) == -signal.SIGKILL
    with running.working():
        _await(running, _history())


def test_a_worker_killed_while_it_refuses_loses_neither_the_letter_nor_what_follows(
    running: ReportingRun,
) -> None:
    running.publish(_later(*_IMPOSSIBLE[:1]))
    assert running.die_after("publish") == -signal.SIGKILL
    running.publish(_history())
    with running.working():
        _await(running, _history())
        wait_until(lambda: len(running.causes()) >= 1)


_INSTANT = Timestamp(seconds=1_700_000_000)
_IMPOSSIBLE: Sequence[Message] = (
    entries_pb2.Role(
        role_id="never",
        name="Never",
        requirements=[
            entries_pb2.RoleRequirement(requirement_id="r1", skill=entries_pb2.SkillLevel(skill_id="python"))
        ],
    ),
    entries_pb2.Role(
        role_id="never", name="Never", requirements=[entries_pb2.RoleRequirement(requirement_id="r1")]
    ),
    entries_pb2.Credential(credential_id="cpa", name="CPA"),
    entries_pb2.Skill(name="nameless id"),
    events_pb2.AchievementState(
        achievement_id="a1", person_id="ada", credential_id="pmp", decision=progress_pb2.DECISION_UNSPECIFIED
    ),
    events_pb2.AchievementState(
        achievement_id="a1", credential_id="pmp", decision=progress_pb2.DECISION_CLAIMED
    ),
    events_pb2.AchievementState(
        achievement_id="a1",
        person_id="ada",
        credential_id="pmp",
        decision=progress_pb2.DECISION_VERIFIED,
        periods=[progress_pb2.Period(valid_from=_INSTANT, valid_until=_INSTANT)],
    ),
)


def test_what_cannot_be_goes_to_the_dead_letters_and_everyone_elses_go_on(running: ReportingRun) -> None:
    people = topic_of_run("cairn.learners.person.v1", running.run)
    stray = replace(running.record(_later(person("ada"))[0]), key="globex:ada")
    running.publish(
        [*_later(*_IMPOSSIBLE), *_history()],
        broken=[Record(topic=people, key="acme:ada", headers=(), value=b"\xff\xff"), stray],
    )
    with running.working():
        _await(running, _history())
        wait_until(lambda: len(running.causes()) == len(_IMPOSSIBLE) + 2, seconds=30)
    causes = [cause.split(":")[0] for cause in running.causes()]
    assert causes == ["UndecodableRecordError"] * 2 + ["ValueError"] * len(_IMPOSSIBLE)


def _with_a_fault_of_ours() -> list[Projection]:
    def faulty(state: Message) -> NoReturn:
        raise KeyError(f"no such field in {state.DESCRIPTOR.name}")

    return [
        replace(each, to_document=faulty) if each.message is events_pb2.PersonState else each
        for each in PROJECTIONS
    ]


def test_a_replay_after_the_fault_is_mended_has_its_effect_once(running: ReportingRun) -> None:
    running.publish(_later(person("ada", role="lead"), version=3))
    with running.working(projections=_with_a_fault_of_ours()):
        wait_until(lambda: len(running.causes()) == 1)
    with running.working():
        running.publish(_later(person("bob")))
        wait_until(lambda: len(running.facts("acme").people(PeopleSelection())) == 1)
    assert running.replay() == (1, 0)
    assert running.replay() == (0, 0)
    assert _role_of(running, "ada") == "lead"


def test_a_late_replay_does_not_undo_what_came_since(running: ReportingRun) -> None:
    running.publish(_later(person("ada", role="engineer"), version=1))
    with running.working(projections=_with_a_fault_of_ours()):
        wait_until(lambda: len(running.causes()) == 1)
    with running.working():
        running.publish(_later(person("ada", role="lead"), version=2))
        wait_until(lambda: len(running.facts("acme").people(PeopleSelection())) == 1)
    assert running.replay() == (1, 0)
    assert _role_of(running, "ada") == "lead"


def test_a_rebuild_serves_the_old_until_it_switches_and_differs_in_nothing(running: ReportingRun) -> None:
    running.publish(_history())
    with running.working():
        _await(running, _history())
        serving = running.facts("acme")
        before = {tenant_id: snapshot(running.facts(tenant_id)) for tenant_id in TENANTS}
        seen = []

        def meanwhile(read: int, total: int) -> None:
            seen.append((read, total))
            assert snapshot(running.facts("acme")) == before["acme"]

        assert running.rebuild(on_progress=meanwhile) == len(_history())
        assert seen[-1] == (len(_history()), len(_history()))
        assert running.read_models().serving() == 2
        assert {tenant_id: snapshot(running.facts(tenant_id)) for tenant_id in TENANTS} == before
        assert snapshot(serving) == before["acme"], (
            "a call that began before the switch ends on what it began with"
        )
        running.publish(_later(person("newcomer"), version=1))
        _await(running, [*_history(), *_later(person("newcomer"), version=1)])


def test_a_rebuild_mends_what_was_spoilt(running: ReportingRun) -> None:
    running.publish(_history())
    with running.working():
        _await(running, _history())
    name = running.read_models().collection_name("people", 1)
    running.database[name].delete_many({"tenant_id": "acme"})
    assert list(running.facts("acme").people(PeopleSelection())) == []
    running.rebuild()
    _await(running, _history())
