"""Between the services' messages and the API's schemas, field by field of the same name.

The contracts say the meaning; the rules of translation are few, and hold everywhere:

- An enum's value is its name in lower case without the prefix; a proficiency level is its number.
- Where the schema allows null, the contract's "nothing" (an empty string, 0, an unset enum, an absent message) is null.
- The fields of a message that the schema names in `flattened` stand beside the others.
- A schema's field that the message does not have is joined by the caller.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from types import NoneType
from typing import Any, TypeVar, get_args

from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor
from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

from cairn_gateway.adapters.http.model import Model

SchemaT = TypeVar("SchemaT", bound=Model)
MessageT = TypeVar("MessageT", bound=Message)

_LEVEL = "cairn.catalog.v1.ProficiencyLevel"


def answer(schema: type[SchemaT], message: Message, **joined: object) -> SchemaT:
    """The message as the schema shows it, with what the caller joined to it."""
    return schema.model_validate({**_plain(schema, message), **joined})


def request(draft: Model, message: type[MessageT], **given: Any) -> MessageT:
    """What the client sent, as the service's message, with what the caller adds to it."""
    filled = message(**given)
    _fill(filled, draft)
    return filled


def word(descriptor: EnumDescriptor, number: int) -> str | None:
    """`CREDENTIAL_KIND_LICENCE` as `licence`; None for what is not set."""
    if number == 0:
        return None
    name = str(descriptor.values_by_number[number].name)
    return name.removeprefix(_prefix(descriptor)).lower()


def number(descriptor: EnumDescriptor, value: str | None) -> int:
    """`licence` as the number of `CREDENTIAL_KIND_LICENCE`; 0 for what is not set."""
    if value is None:
        return 0
    return int(descriptor.values_by_name[_prefix(descriptor) + value.upper()].number)


def _prefix(descriptor: EnumDescriptor) -> str:
    return str(descriptor.values_by_number[0].name).removesuffix("UNSPECIFIED")


@dataclass(frozen=True)
class _Field:
    """How one field of a schema is read from a message."""

    name: str
    source: FieldDescriptor
    within: str | None
    nullable: bool
    schema: type[Model] | None


@cache
def _fields(schema: type[Model], descriptor: Descriptor) -> tuple[_Field, ...]:
    found = []
    for name, info in schema.model_fields.items():
        places: list[tuple[str | None, Any]] = [(None, descriptor)]
        places += [(part, descriptor.fields_by_name[part].message_type) for part in schema.flattened]
        for within, place in places:
            if name in place.fields_by_name:
                models, nullable = _shape(info.annotation)
                source = place.fields_by_name[name]
                found.append(_Field(name, source, within, nullable, models[0] if models else None))
                break
    return tuple(found)


def _shape(annotation: Any) -> tuple[list[type[Model]], bool]:
    """The schemas inside an annotation, and whether it allows null."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return [annotation], False
    parts = get_args(annotation)
    models = [model for part in parts for model in _shape(part)[0]]
    return models, NoneType in parts


def _plain(schema: type[Model], message: Message) -> dict[str, object]:
    values: dict[str, object] = {}
    for field in _fields(schema, message.DESCRIPTOR):
        holder = getattr(message, field.within) if field.within else message
        values[field.name] = _value(field, holder)
    return values


def _value(field: _Field, holder: Message) -> object:
    source = field.source
    value = getattr(holder, source.name)
    if source.is_repeated:
        return [_single(field, item) for item in value]
    if source.has_presence and not holder.HasField(source.name):
        return None
    plain = _single(field, value)
    return None if field.nullable and plain in ("", 0) and plain is not False else plain


def _single(field: _Field, value: Any) -> object:
    if isinstance(value, Timestamp):
        return value.ToDatetime(tzinfo=UTC)
    if isinstance(value, Message):
        if field.schema is None:
            raise TypeError(f"{field.name} holds a message, but its schema does not say which")
        return _plain(field.schema, value)
    enum = field.source.enum_type
    if enum is not None and enum.full_name != _LEVEL:
        return word(enum, value)
    return value


def _fill(message: Message, draft: Model) -> None:
    for name in type(draft).model_fields:
        value = getattr(draft, name)
        if value is None:
            continue
        if name in message.DESCRIPTOR.fields_by_name:
            _set(message, message.DESCRIPTOR.fields_by_name[name], value)
            continue
        for part in draft.flattened:
            inner = getattr(message, part)
            if name in inner.DESCRIPTOR.fields_by_name:
                _set(inner, inner.DESCRIPTOR.fields_by_name[name], value)


def _set(message: Message, field: Any, value: Any) -> None:
    if field.is_repeated:
        target = getattr(message, field.name)
        if field.message_type is None:
            target.extend(_scalar(field, item) for item in value)
        else:
            for item in value:
                _fill(target.add(), item)
    elif isinstance(value, datetime):
        getattr(message, field.name).FromDatetime(value)
    elif isinstance(value, Model):
        inner = getattr(message, field.name)
        # An empty draft is still there: presence is not the same as content.
        inner.SetInParent()
        _fill(inner, value)
    else:
        setattr(message, field.name, _scalar(field, value))


def _scalar(field: FieldDescriptor, value: Any) -> Any:
    if isinstance(value, Enum) and field.enum_type is not None:
        return number(field.enum_type, value.value)
    if isinstance(value, date):
        return value.isoformat()
    return value
