"""What else an employer keeps of a person, so that rules and filters can go by it, and messages come at a good time."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cairn_learners.domain import fields
from cairn_learners.domain.zoned_calendar import calendar_in
from cairn_platform.errors import FieldViolation

MOST_ATTRIBUTES = 20

_ATTRIBUTE_NAME = re.compile(r"[a-z][a-z0-9_]{0,49}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")

# Names and values, such as ("cost_centre", "4711").
Attributes = Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Particulars:
    """Where somebody works and the employer's own attributes of a person, by name; each name once.

    `time_zone` is of the IANA database, `language` a tag such as de or pt-BR; None where nothing is known.
    """

    location: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    time_zone: str | None = None
    language: str | None = None

    def attribute(self, name: str) -> str | None:
        """The value of one attribute; None where the person does not have it."""
        return dict(self.attributes).get(name)


@dataclass(frozen=True, kw_only=True)
class ParticularsDraft:
    """The same as a request says it, not looked at yet; empty where nothing is said."""

    location: str = ""
    attributes: Attributes = ()
    time_zone: str = ""
    language: str = ""


NO_PARTICULARS = Particulars()
NO_PARTICULARS_SAID = ParticularsDraft()


def check_particulars(draft: ParticularsDraft) -> Iterable[FieldViolation]:
    """What is wrong with any of it."""
    yield from fields.line("location", draft.location, longest=fields.LONGEST_NAME)
    yield from _attributes(draft.attributes)
    if draft.time_zone and calendar_in(draft.time_zone) is None:
        message = "There is no such time zone; name one of the IANA database, such as Europe/Madrid."
        yield FieldViolation("time_zone", "UNKNOWN_TIME_ZONE", message)
    if draft.language and not _LANGUAGE.fullmatch(draft.language):
        yield FieldViolation("language", "NOT_A_LANGUAGE", "Give a language tag, such as de or pt-BR.")


def particulars_from(draft: ParticularsDraft) -> Particulars:
    """The same, after it was checked. An attribute with a blank value is one that the person does not have."""
    return Particulars(
        location=draft.location.strip(),
        attributes=tuple(sorted((name, value.strip()) for name, value in draft.attributes if value.strip())),
        time_zone=draft.time_zone or None,
        language=draft.language or None,
    )


def _attributes(attributes: Attributes) -> Iterator[FieldViolation]:
    yield from fields.at_most("attributes", len(attributes), limit=MOST_ATTRIBUTES)
    seen: set[str] = set()
    for place, (name, value) in enumerate(attributes):
        field = f"attributes[{place}]"
        if not _ATTRIBUTE_NAME.fullmatch(name):
            message = "The name of an attribute has at most 50 of a-z, 0-9 and `_`, and begins with a letter."
            yield FieldViolation(f"{field}.name", "NOT_AN_ID", message)
        if name in seen:
            yield FieldViolation(f"{field}.name", "DUPLICATE", "An attribute is named once.")
        seen.add(name)
        yield from fields.line(f"{field}.value", value, longest=fields.LONGEST_NAME)
