"""Messages of the contract as people write them in YAML: fields by their names, enums by their short lower-case names.

A scalar counts as what its field is, not as what YAML takes it for: a name `No` stays text. What is wrong is gathered.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

from google.protobuf.descriptor import EnumDescriptor, FieldDescriptor
from google.protobuf.message import Message
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from cairn_platform.errors import FieldViolation

_NULL = "tag:yaml.org,2002:null"
_TRUTHS = {"true": True, "false": False}


class MessageReader:
    """Reads nodes into messages and gathers what is wrong in `violations`."""

    def __init__(self) -> None:
        self.violations: list[FieldViolation] = []

    def read(self, node: Node, message: Message, *, path: str = "") -> None:
        """Fills the message from a mapping; `path` leads to it."""
        if not isinstance(node, MappingNode):
            self._refuse(path, "NOT_A_MAPPING", "Write `field: value` pairs here.")
            return
        # The stubs tell the C implementation's descriptors apart, which have the same attributes.
        fields = cast("Mapping[str, FieldDescriptor]", message.DESCRIPTOR.fields_by_name)
        read: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            inner = f"{path}.{name}" if path else name
            if name not in fields:
                known = ", ".join(fields)
                self._refuse(inner, "UNKNOWN_FIELD", f"There is no such field; there are {known}.")
            elif name in read:
                self._refuse(inner, "DUPLICATE", "The field is written twice.")
            elif value.tag != _NULL:
                self._read_field(value, message, fields[name], inner)
            read.add(name)

    def _read_field(self, node: Node, message: Message, field: FieldDescriptor, path: str) -> None:
        if not field.is_repeated:
            self._read_one(node, message, field, path)
        elif not isinstance(node, SequenceNode):
            self._refuse(path, "NOT_A_LIST", "Write a list here.")
        elif field.message_type is not None:
            for index, each in enumerate(node.value):
                self.read(each, getattr(message, field.name).add(), path=f"{path}[{index}]")
        else:
            for index, each in enumerate(node.value):
                self._take(each, field, f"{path}[{index}]", getattr(message, field.name).append)

    def _read_one(self, node: Node, message: Message, field: FieldDescriptor, path: str) -> None:
        if field.message_type is not None:
            inner = getattr(message, field.name)
            inner.SetInParent()
            self.read(node, inner, path=path)
        else:
            self._take(node, field, path, lambda value: setattr(message, field.name, value))

    def _take(self, node: Node, field: FieldDescriptor, path: str, take: Callable[[Any], None]) -> None:
        if not isinstance(node, ScalarNode):
            self._refuse(path, "NOT_A_VALUE", "Write a single value here.")
            return
        try:
            take(_value(str(node.value), field))
        except ValueError as error:
            self._refuse(path, "NOT_A_VALUE", f"{node.value!r:.80} does not fit here: {error}.")

    def _refuse(self, path: str, reason: str, description: str) -> None:
        self.violations.append(FieldViolation(path, reason, description))


def _value(text: str, field: FieldDescriptor) -> str | int | bool:
    """The text as a value of the field's type; raises ValueError when it is none."""
    if field.enum_type is not None:
        return _enum_number(text, field.enum_type)
    match field.cpp_type:
        case FieldDescriptor.CPPTYPE_STRING:
            return text
        case FieldDescriptor.CPPTYPE_BOOL:
            if text not in _TRUTHS:
                raise ValueError("write true or false")
            return _TRUTHS[text]
        case FieldDescriptor.CPPTYPE_INT32 | FieldDescriptor.CPPTYPE_INT64:
            return int(text)
        case _:
            raise ValueError(f"nobody writes fields of type {field.cpp_type} by hand")


def _enum_number(text: str, enum: EnumDescriptor) -> int:
    """The number of a short name, such as `one_price` for COST_BASIS_ONE_PRICE."""
    prefix = enum.values_by_number[0].name.removesuffix("UNSPECIFIED")
    short_names = {value.name.removeprefix(prefix).lower(): value.number for value in enum.values}
    if text not in short_names:
        raise ValueError(f"write one of {', '.join(_without_unspecified(short_names))}")
    return short_names[text]


def _without_unspecified(short_names: Iterable[str]) -> list[str]:
    return [name for name in short_names if name != "unspecified"]
