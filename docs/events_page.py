"""Writes docs/events.md from the event contracts in proto/: `python docs/events_page.py > docs/events.md`."""

import sys
from collections.abc import Iterator

from google.protobuf import message_factory
from google.protobuf.descriptor import FileDescriptor

from cairn.catalog.v1 import entries_pb2
from cairn.learners.v1 import events_pb2
from cairn_platform.events import Contract, contract_of

_INTRODUCTION = """# Events

Generated from `proto/` by `make contracts`; do not edit.

Every event is a CloudEvent 1.0 in binary mode: attributes in Kafka headers (`ce_id`, `ce_source`, `ce_type`, `ce_time`, and
the extensions `ce_tenantid`, `ce_aggregateversion`, `ce_correlationid`, `ce_causationid`), the aggregate's full state as
Protobuf in the value. `ce_time` is when it happened. Apply an event only if its `aggregateversion` is newer than what you
have: then duplicates, disorder and replays are harmless. Topics are kept for ever. No event holds a name or a mail address.

Every aggregate can also be `republished`, which no table below repeats: its owner has written its present state again, for consumers
that have lost it (`work --republish`), and nothing happened. `ce_traceparent` is there where the request was traced.
"""


def message_contracts() -> list[Contract]:
    """The contracts of all messages that are the value of an event, by topic."""
    return sorted(
        (contract for file in _event_files() for contract in _contracts_in(file)), key=lambda each: each.topic
    )


def page() -> str:
    """The whole page."""
    return "\n".join([_INTRODUCTION, *(_section(contract) for contract in message_contracts())])


def _event_files() -> list[FileDescriptor]:
    return [entries_pb2.DESCRIPTOR, events_pb2.DESCRIPTOR]


def _contracts_in(file: FileDescriptor) -> Iterator[Contract]:
    for descriptor in file.message_types_by_name.values():
        try:
            yield contract_of(message_factory.GetMessageClass(descriptor))
        except ValueError:
            continue


def _section(contract: Contract) -> str:
    rows = "\n".join(
        f"| `{contract.event_type(name)}` | {meaning} |" for name, meaning in contract.types.items()
    )
    emitter = contract.topic.split(".")[1]
    consumers = ", ".join(contract.consumers) or "nobody yet"
    return f"""## `{contract.topic}`

Value `{contract.message.DESCRIPTOR.full_name}` · key `{contract.key}` · emitted by {emitter} · consumed by {consumers}

| type | when |
| --- | --- |
{rows}
"""


if __name__ == "__main__":
    sys.stdout.write(page())
