"""A batch is applied at once; what is refused in it is found by halving, and everything else is applied."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from google.protobuf.wrappers_pb2 import StringValue
from kafka import TopicPartition

from cairn.learners.v1 import events_pb2
from cairn_platform.events import Event, contract_of
from cairn_platform.kafka.codec import Record, encode
from cairn_platform.kafka.consumer import ConsumerLoop, Received, State
from cairn_platform.kafka.dead_letters import DeadLetters
from cairn_platform.settings import KafkaSettings
from tests.support.reporting.events import event

_CONTRACT = contract_of(events_pb2.DepartmentState)
_PARTITION = TopicPartition(_CONTRACT.topic, 0)
_NOW = datetime(2026, 11, 22, tzinfo=UTC)


class _Handler:
    """Refuses batches with certain departments in them."""

    def __init__(self, refused: Sequence[str]) -> None:
        self._refused = set(refused)
        self.applied: list[str] = []
        self.asked = 0

    def apply(self, events: Sequence[Event]) -> None:
        self.asked += 1
        names = [each.key.partition(":")[2] for each in events]
        if self._refused & set(names):
            raise ValueError("refused")
        self.applied += names

    def epoch(self) -> str:
        return "first"

    def start_offsets(self) -> Mapping[tuple[str, int], int]:
        return {}


class _Letters:
    """Keeps what is published."""

    def __init__(self) -> None:
        self.records: list[Record] = []

    def publish(self, records: Sequence[Record]) -> None:
        self.records += records


def _loop(handler: _Handler, letters: _Letters) -> ConsumerLoop:
    return ConsumerLoop(
        settings=KafkaSettings(),
        group="test",
        contracts={_CONTRACT.topic: _CONTRACT},
        handler=handler,
        dead_letters=DeadLetters(service="test", publisher=letters),
        refusals_in_a_row=3,
    )


def _batch(names: Sequence[str]) -> list[Received]:
    states = [events_pb2.DepartmentState(department_id=each, version=1) for each in names]
    records = [
        encode(event(each, tenant_id="acme", version=1, at=_NOW), topic=_CONTRACT.topic) for each in states
    ]
    return [Received(_PARTITION, offset, record) for offset, record in enumerate(records)]


def _names(count: int) -> list[str]:
    return [f"d{number}" for number in range(count)]


def test_one_refused_event_among_many_is_found_in_few_steps_and_the_others_are_applied_in_order() -> None:
    handler, letters, committed = _Handler(["d700"]), _Letters(), list[object]()
    _loop(handler, letters).consume(_batch(_names(1000)), commit=committed.append)
    assert handler.applied == [each for each in _names(1000) if each != "d700"]
    assert len(letters.records) == 1
    assert handler.asked < 25
    assert [each.offset for each in committed[0].values()] == [1000]  # type: ignore[attr-defined]


def test_what_cannot_be_read_is_refused_alone() -> None:
    handler, letters = _Handler([]), _Letters()
    batch = _batch(_names(4))
    broken = Record(
        topic=_CONTRACT.topic, key="acme:d", headers=(), value=StringValue(value="x").SerializeToString()
    )
    batch[2] = Received(_PARTITION, 2, broken)
    _loop(handler, letters).consume(batch, commit=lambda _: None)
    assert handler.applied == ["d0", "d1", "d3"]
    assert len(letters.records) == 1


def test_too_many_refused_in_a_row_stop_the_loop_and_only_what_came_before_is_committed() -> None:
    handler, letters, committed = _Handler(["d5", "d6", "d7"]), _Letters(), list[object]()
    loop = _loop(handler, letters)
    loop.consume(_batch(_names(16)), commit=committed.append)
    assert loop.state is State.STOPPED_BY_REFUSALS
    assert handler.applied == _names(5)
    assert len(letters.records) == 2
    assert [each.offset for each in committed[0].values()] == [7]  # type: ignore[attr-defined]
