"""The service's copies of the catalogue: duplicates, disorder and poison change nothing for everybody else."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kafka import TopicPartition

from cairn.catalog.v1 import entries_pb2
from cairn_learners.bootstrap import migrate_database
from cairn_learners.domain.catalogue import StackRule
from cairn_learners.domain.periods import CalendarDuration
from cairn_platform.events import Event, contract_of
from cairn_platform.kafka.codec import Record, encode
from cairn_platform.kafka.consumer import ConsumerLoop, Received, State
from cairn_platform.kafka.dead_letters import DeadLetters, original
from cairn_platform.kafka.read_model_handler import ReadModelHandler
from cairn_platform.mongo.fence import ACROSS_TENANTS
from cairn_platform.settings import KafkaSettings
from tests.support.learners.builders import a_credential, a_path, a_stack
from tests.support.learners.mongo_world import MongoWorld, event_of


class _Kept:
    """A publisher that keeps what it is given."""

    def __init__(self) -> None:
        self.records: list[Record] = []

    def publish(self, records: Sequence[Record]) -> None:
        """Keeps the records."""
        self.records += records


def _loop(world: MongoWorld, letters: _Kept, *, at_most: int = 20) -> ConsumerLoop:
    handler = ReadModelHandler(world.read_models)
    return ConsumerLoop(
        settings=KafkaSettings(),
        group="learners-test",
        contracts=world.read_models.contracts,
        handler=handler,
        dead_letters=DeadLetters(service="learners", publisher=letters),
        refusals_in_a_row=at_most,
        connect=lambda: None,
    )


def _received(*events: Event) -> list[Received]:
    found = []
    for offset, event in enumerate(events):
        topic = contract_of(type(event.data)).topic
        found.append(Received(TopicPartition(topic, 0), offset, encode(event, topic=topic)))
    return found


def _consume(loop: ConsumerLoop, batch: Sequence[Received]) -> None:
    loop.consume(batch, commit=lambda _: None)


def test_the_service_follows_what_its_contract_says_it_consumes(world: MongoWorld) -> None:
    messages = [
        entries_pb2.DESCRIPTOR.message_types_by_name[name]
        for name in ("Credential", "Stack", "LearningPath", "Role", "Skill")
    ]
    assert {each.message.DESCRIPTOR for each in world.read_models.contracts.values()} == set(messages)
    assert all("learners" in each.consumers for each in world.read_models.contracts.values())


def test_a_newer_version_replaces_an_older_one_and_never_the_other_way(world: MongoWorld) -> None:
    old = event_of(a_credential(name="Old", validity="P1Y"), version=1)
    new = event_of(a_credential(name="New", validity="P2Y"), version=2)
    _consume(_loop(world, _Kept()), _received(new, old, new, old))
    badge = world.of().credentials(["badge"])["badge"]
    assert (badge.name, badge.validity) == ("New", CalendarDuration.parse("P2Y"))


VERSIONS = [
    event_of(entry, tenant_id=tenant_id, version=version)
    for version in (1, 2, 3)
    for tenant_id in ("public", "acme")
    for entry in (
        a_credential(name=f"{tenant_id} {version}"),
        a_path("badge", name=f"{tenant_id} {version}"),
        a_stack("web", *["html", "css", "js"][:version]),
        "analyst",
    )
]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=15)
@given(order=st.permutations(VERSIONS), again=st.lists(st.sampled_from(VERSIONS), max_size=6))
def test_any_duplication_and_order_of_the_events_gives_the_same_copies(
    world: MongoWorld, order: list[Event], again: list[Event]
) -> None:
    for contract in world.read_models.contracts.values():
        name = contract.topic.split(".")[2]
        world.database[f"{name}_copies.g1"].delete_many({"tenant_id": {"$in": ["public", "acme"]}})
    _consume(_loop(world, _Kept()), _received(*order, *again))
    own, others = world.of("acme"), world.of("other")
    assert own.credentials(["badge"]) == {"badge": a_credential(name="acme 3")}
    assert others.credentials(["badge"]) == {"badge": a_credential(name="public 3")}
    assert own.learning_paths(["path"])["path"].name == "acme 3"
    assert len(others.stacks()["web"].members) == 3


POISON = [
    event_of(a_credential("poison")),
    event_of(a_stack("poison", "html")),
    event_of(a_path("html", path_id="poison")),
]
POISON[0].data.validity = "PT5M"  # type: ignore[attr-defined]
POISON[1].data.rule = 0  # type: ignore[attr-defined]
del POISON[2].data.steps[:]  # type: ignore[attr-defined]


@pytest.mark.parametrize("poison", POISON, ids=["validity", "rule", "steps"])
def test_what_makes_no_sense_is_refused_and_everybody_elses_events_go_on(
    world: MongoWorld, poison: Event
) -> None:
    letters = _Kept()
    before, after = event_of(a_credential("html")), event_of(a_credential("css"))
    [first, bad, last] = _received(before, poison, after)
    _consume(_loop(world, letters), [first, bad, last])
    assert set(world.of().credentials(["html", "css", "poison"])) == {"html", "css"}
    [letter] = letters.records
    assert (letter.topic, original(letter)) == ("cairn.learners.dead-letters.v1", bad.record)


def test_bytes_that_are_no_event_are_refused(world: MongoWorld) -> None:
    letters = _Kept()
    [good] = _received(event_of(a_credential("html")))
    bad = replace(good, offset=1, record=replace(good.record, value=b"\xff\xff"))
    _consume(_loop(world, letters), [good, bad])
    assert set(world.of().credentials(["html"])) == {"html"}
    assert len(letters.records) == 1


def test_too_many_refused_in_a_row_stop_the_consumer(world: MongoWorld) -> None:
    letters = _Kept()
    loop = _loop(world, letters, at_most=3)
    _consume(loop, _received(*POISON, event_of(a_credential("html"))))
    assert loop.state is State.STOPPED_BY_REFUSALS
    assert len(letters.records) == 2
    assert world.of().credentials(["html"]) == {}


def test_a_member_of_a_stack_is_a_credential_or_a_stack(world: MongoWorld) -> None:
    event = event_of(a_stack("web", "html", "stack:inner", rule=StackRule.ORDERED))
    event.data.members.add()  # type: ignore[attr-defined]
    with pytest.raises(ValueError, match="neither"):
        world.read_models.apply([event], generation=1)


def test_migrating_again_changes_nothing(world: MongoWorld) -> None:
    world.know(a_credential("html"))
    before = {
        name: world.database[name].index_information() for name in world.database.list_collection_names()
    }
    migrate_database(world.database)
    after = {
        name: world.database[name].index_information() for name in world.database.list_collection_names()
    }
    assert before == after
    assert set(world.of().credentials(["html"])) == {"html"}


def test_every_index_of_a_tenants_collection_begins_with_the_tenant(world: MongoWorld) -> None:
    """But for the indexes by which MongoDB itself sweeps away what is old: these can have one field only."""
    exempt = {"idempotent_answers", "guards", *ACROSS_TENANTS}
    for name in set(world.database.list_collection_names()) - exempt:
        for index, facts in world.database[name].index_information().items():
            leads = index == "_id_" or facts["key"][0][0] == "tenant_id"
            assert leads or "expireAfterSeconds" in facts, (name, index)
