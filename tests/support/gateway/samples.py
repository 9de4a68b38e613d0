"""Messages with something in every field, and what they look like in the REST API: written for the tests, shared with no product code."""

import re
from typing import Any, TypeVar

from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from google.protobuf.timestamp_pb2 import Timestamp

MessageT = TypeVar("MessageT", bound=Message)

_DAY = re.compile(r".*_on$")


def sample(message: type[MessageT]) -> MessageT:
    """A message with every field set; of a oneof, the first."""
    filled = message()
    taken = set()
    for field in message.DESCRIPTOR.fields:
        oneof = field.containing_oneof
        if oneof is not None:
            if oneof.name in taken:
                continue
            taken.add(oneof.name)
        if field.message_type is not None and field.message_type == message.DESCRIPTOR:
            # What is made of its like ends here.
            continue
        if field.is_repeated:
            values = [_value(field)]
            if field.message_type is None:
                getattr(filled, field.name).extend(values)
            else:
                getattr(filled, field.name).add().CopyFrom(values[0])
        elif field.message_type is None:
            setattr(filled, field.name, _value(field))
        else:
            getattr(filled, field.name).CopyFrom(_value(field))
    return filled


def _value(field: Any) -> Any:
    if field.message_type is not None:
        if field.message_type.full_name == "google.protobuf.Timestamp":
            return Timestamp(seconds=1_780_000_000, nanos=250_000_000)
        return sample(GetMessageClass(field.message_type))
    if field.enum_type is not None:
        return field.enum_type.values[1].number
    if field.type == FieldDescriptor.TYPE_STRING:
        return "2026-03-31" if _DAY.match(field.name) else f"{field.name} here"
    if field.type == FieldDescriptor.TYPE_BOOL:
        return True
    return 3


def as_rest(message: Message) -> dict[str, Any]:
    """The message as the REST API words it: everything by the contract's names, absent things null."""
    return {field.name: _as_rest(field, message) for field in message.DESCRIPTOR.fields}


def _as_rest(field: Any, message: Message) -> Any:
    value = getattr(message, field.name)
    if field.is_repeated:
        return [_single(field, each) for each in value]
    if field.has_presence and not message.HasField(field.name):
        return None
    return _single(field, value)


def _single(field: Any, value: Any) -> Any:
    if isinstance(value, Timestamp):
        return "2026-05-28T20:26:40.250000Z"
    if isinstance(value, Message):
        return as_rest(value)
    if field.enum_type is None:
        return value
    if field.enum_type.name == "ProficiencyLevel":
        return value
    prefix = re.sub(r"(?<!^)(?=[A-Z])", "_", field.enum_type.name).upper() + "_"
    return field.enum_type.values_by_number[value].name.removeprefix(prefix).lower()
