"""What every schema of the REST API is made of."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Annotated, Any, ClassVar, Generic, TypeVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    model_validator,
)
from pydantic_core import PydanticCustomError

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(rf"{_DAY.pattern}[Tt ].+")
NOT_A_DAY = "Write the day as YYYY-MM-DD."
NOT_AN_INSTANT = (
    "Write the instant with its offset from UTC, such as 2026-06-30T23:59:59Z; + is %2B in an address."
)
# What a client got with an answer and may send back with a change; the services decide on it, so it is dropped.
_READ_ONLY = frozenset({"version", "origin", "has_account", "past_roles", "past_employments", "trust"})


def _as_written(value: object) -> object:
    """Lets nothing but YYYY-MM-DD stand for a day: neither an instant nor a number of seconds."""
    if isinstance(value, str) and not _DAY.fullmatch(value):
        raise PydanticCustomError("not_a_day", NOT_A_DAY)
    if not isinstance(value, (str, date)) or isinstance(value, datetime):
        raise PydanticCustomError("not_a_day", NOT_A_DAY)
    return value


def _as_day_and_time(value: object) -> object:
    """Lets no number of seconds stand for an instant: 20260630 would be a day in 1970."""
    if not isinstance(value, datetime) and not (isinstance(value, str) and _INSTANT.fullmatch(value)):
        raise PydanticCustomError("not_an_instant", NOT_AN_INSTANT)
    return value


def _in_utc(value: datetime) -> datetime:
    """What UTC cannot write, the services' contracts cannot carry."""
    try:
        value.astimezone(UTC)
    except OverflowError as error:
        raise PydanticCustomError(
            "out_of_range", "UTC has no such instant: its years are 1 to 9999."
        ) from error
    return value


Day = Annotated[date, BeforeValidator(_as_written)]
Instant = Annotated[AwareDatetime, BeforeValidator(_as_day_and_time), AfterValidator(_in_utc)]
Level = Annotated[int, Strict(), Field(ge=1, le=4)]
Count = Annotated[int, Strict(), Field(ge=0, le=2**31 - 1)]
Flag = Annotated[bool, Strict()]


def _require_all(schema: dict[str, Any]) -> None:
    schema["required"] = list(schema.get("properties", {}))


class Model(BaseModel):
    """A schema that names its fields as the services' contracts do.

    It checks types and shapes only. What values are allowed is the services' to say, and a schema that is part of an answer must take
    whatever they allow.
    """

    model_config = ConfigDict(use_attribute_docstrings=True, frozen=True)

    # Sub-messages of the contract whose fields stand beside the others in JSON.
    flattened: ClassVar[tuple[str, ...]] = ()


def _require_unicode(name: str, value: object) -> None:
    """JSON can write half of a character (`\\ud800`), which no text can hold."""
    for text in value if isinstance(value, list) else [value]:
        if isinstance(text, str) and any("\ud800" <= character <= "\udfff" for character in text):
            raise PydanticCustomError("not_unicode", "The text of {name} is not Unicode.", {"name": name})


class Draft(Model):
    """What a client sends. A field that is not known is refused, so that a typing error is never a silent loss."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _take_what_counts(cls, data: object) -> object:
        if not isinstance(data, Mapping):
            return data
        for name, value in data.items():
            _require_unicode(str(name), value)
        return {
            name: value for name, value in data.items() if name not in _READ_ONLY or name in cls.model_fields
        }


class Answer(Model):
    """What the gateway answers: every field is always there, null where there is nothing to say."""

    model_config = ConfigDict(extra="ignore", json_schema_extra=_require_all)


ItemT = TypeVar("ItemT")


class Page(Answer, Generic[ItemT]):
    """One page of a list."""

    items: list[ItemT]
    """The items of this page."""
    next_cursor: str | None
    """What to send as `cursor` to get the next page; null on the last page. Opaque."""


class PageQuery(Draft):
    """Which page of a list is asked for."""

    limit: Annotated[int, Field(ge=1, le=500)] = 50
    """How many items at most."""
    cursor: Annotated[str | None, Field(max_length=4096)] = None
    """`next_cursor` of the page before, unchanged. Without it: the first page."""


def exactly_one(model: Model, *names: str) -> None:
    """Refuses a draft that names none of the fields, or more than one."""
    if sum(getattr(model, name) is not None for name in names) != 1:
        raise PydanticCustomError("exactly_one", "Name exactly one of: {names}.", {"names": ", ".join(names)})
