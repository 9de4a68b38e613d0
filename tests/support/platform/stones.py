"""A small aggregate with events of its own, so that the platform is tested without any service and without their topics."""

from dataclasses import dataclass, field
from functools import cache

import mongoengine
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from google.protobuf.message import Message

from cairn.common.v1 import event_contract_pb2
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.projection import Projection
from cairn_platform.mongo.store import Kind


@dataclass(frozen=True, kw_only=True)
class Stone:
    """One stone of a cairn."""

    stone_id: str
    label: str
    version: int = field(default=1)


class StoneDocument(mongoengine.Document):
    """How a stone is stored: its label is unique in the tenant."""

    id = mongoengine.StringField(primary_key=True)
    tenant_id = mongoengine.StringField(required=True)
    version = mongoengine.IntField(required=True, min_value=1)
    stone_id = mongoengine.StringField(required=True)
    label = mongoengine.StringField(required=True, max_length=40)

    meta = {  # noqa: RUF012 (mongoengine's own form)
        "collection": "stones",
        "auto_create_index": False,
        "index_cls": False,
        "strict": True,
        "indexes": [{"fields": ["tenant_id", "label"], "unique": True}],
    }


@cache
def stone_message(run: str) -> type[Message]:
    """The event message of stones, with a topic of this run's own."""
    file = descriptor_pb2.FileDescriptorProto(
        name=f"test/{run}/stone.proto",
        package=f"test.{run}",
        syntax="proto3",
        dependency=["cairn/common/v1/event_contract.proto"],
    )
    message = file.message_type.add(name="StoneState")
    for number, name in enumerate(("stone_id", "label"), start=1):
        message.field.add(name=name, number=number, type=9, label=1)
    contract = message.options.Extensions[event_contract_pb2.event_contract]
    contract.topic = f"cairn.test.stone-{run}.v1"
    contract.key = "tenant_id:stone_id"
    for happened in ("laid", "turned"):
        contract.types.add(name=happened, meaning="A test did it.")
    pool = descriptor_pool.Default()
    pool.AddSerializedFile(file.SerializeToString())
    return message_factory.GetMessageClass(pool.FindMessageTypeByName(f"test.{run}.StoneState"))


def stone_kind(run: str) -> Kind[Stone]:
    """How stones are stored and told of."""
    message = stone_message(run)
    return Kind(
        aggregate=Stone,
        document=StoneDocument,
        identify=lambda stone: stone.stone_id,
        to_document=lambda stone: {"stone_id": stone.stone_id, "label": stone.label},
        from_document=_stone,
        to_event=lambda stone: message(stone_id=stone.stone_id, label=stone.label),
        event_key=lambda stone: stone.stone_id,
    )


def stone_projection(run: str) -> Projection:
    """The read copy of stones; one with the label `poison` is refused."""
    return Projection(
        message=stone_message(run),
        collection="stone_copies",
        identify=lambda state: str(state.stone_id),
        to_document=_copied,
        indexes=[["label"]],
    )


def _stone(document: Document) -> Stone:
    return Stone(stone_id=document["stone_id"], label=document["label"], version=document["version"])


def _copied(state: Message) -> Document:
    label = str(getattr(state, "label"))  # noqa: B009 (the class is made at run time)
    if label == "poison":
        raise ValueError("a stone must not be poison")
    return {"label": label}
