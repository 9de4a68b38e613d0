"""What a table consists of: the schema of its rows says names, types and definitions of the columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, StrEnum
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

Cell = str | int | float | bool | date | datetime | None
Row = Sequence[Cell]


class ColumnKind(StrEnum):
    """What the cells of a column are; each may be empty."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    FLAG = "flag"
    DAY = "day"
    INSTANT = "instant"


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: `definition` says what its cells mean."""

    name: str
    kind: ColumnKind
    definition: str


# The first that fits: a flag is an integer too, and an instant a day.
_KINDS: Sequence[tuple[type, ColumnKind]] = (
    (bool, ColumnKind.FLAG),
    (int, ColumnKind.INTEGER),
    (float, ColumnKind.NUMBER),
    (datetime, ColumnKind.INSTANT),
    (date, ColumnKind.DAY),
    (str, ColumnKind.TEXT),
)


def columns_of(schema: type[BaseModel]) -> tuple[Column, ...]:
    """The columns of a table whose rows have this schema, in its order.

    Raises TypeError for a schema with a field that is not one value, or that is not defined.
    """
    return tuple(
        _column(f"{schema.__name__}.{name}", name, info.annotation, info.description)
        for name, info in schema.model_fields.items()
    )


def row_of(filled: BaseModel) -> Row:
    """The cells of a row, in the order of its schema's columns."""
    return tuple(
        value.value if isinstance(value, Enum) else value
        for value in (getattr(filled, name) for name in type(filled).model_fields)
    )


def _column(place: str, name: str, annotation: Any, definition: str | None) -> Column:
    value_type = _value_type(annotation)
    for fitting, kind in _KINDS:
        if isinstance(value_type, type) and issubclass(value_type, fitting):
            if not definition:
                raise TypeError(f"{place} has no definition.")
            return Column(name=name, kind=kind, definition=definition)
    raise TypeError(f"{place} is not one value: {annotation}.")


def _value_type(annotation: Any) -> Any:
    """The type of a value that may be null; pydantic's own types stand for the class they are made of."""
    if get_origin(annotation) is Annotated:
        return _value_type(get_args(annotation)[0])
    if get_origin(annotation) in {Union, UnionType}:
        [value_type] = [each for each in get_args(annotation) if each is not NoneType]
        return _value_type(value_type)
    return datetime if getattr(annotation, "__name__", "") == "AwareDatetime" else annotation
