"""A proposed entry, and the checks that find everything that is wrong with it rather than the first thing."""

import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Generic, TypeVar
from urllib.parse import urlsplit

from cairn_catalog.domain.entry import E, E_co, Entry, folded
from cairn_platform.errors import FieldViolation, InvalidFieldsError

ID_AT_MOST = 100
NAME_AT_MOST = 200
NAMES_AT_MOST = 100
TEXT_AT_MOST = 4000
URL_AT_MOST = 2000

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_LINE_BREAKS = "\n\r\t"

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Reference:
    """Another entry that a field of a proposal names."""

    field: str
    kind: type[Entry]
    id: str


@dataclass(frozen=True, kw_only=True)
class Proposal(Generic[E_co]):
    """An entry as somebody wants it published.

    `entry` is the sound entry in version 0, or None when `violations` says what is wrong with its fields. `id` is empty when a new one is
    to be given. `references` still have to resolve in the tenant's view.
    """

    kind: type[E_co]
    id: str
    entry: E_co | None
    violations: tuple[FieldViolation, ...]
    references: tuple[Reference, ...]
    keeps_life: bool
    """Nothing was said of where the entry stands in its life: it stays as it is."""

    def sound_entry(self, *, also_wrong: Sequence[FieldViolation]) -> E_co:
        """The entry, if nothing is wrong with it; else raises InvalidFieldsError with all that is, `also_wrong` included."""
        if self.entry is None or also_wrong:
            raise InvalidFieldsError([*self.violations, *also_wrong])
        return self.entry

    def identified(self, new_id: Callable[[], str]) -> "Proposal[E_co]":
        """The same proposal with an id: its own, or a new one."""
        if self.id:
            return self
        entry_id = new_id()
        return replace(self, id=entry_id, entry=self.entry and replace(self.entry, id=entry_id))


class FieldChecks:
    """Reads the fields of one proposal and gathers what is wrong with them and what they refer to.

    Each method gives the value as it is kept (trimmed, without repetitions) and notes a violation when it cannot be kept.
    """

    def __init__(self) -> None:
        self._violations: list[FieldViolation] = []
        self._references: list[Reference] = []
        self._keeps_life = False

    def proposal(self, kind: type[E], entry_id: str, entry: E | None) -> Proposal[E]:
        """The outcome. `entry` counts only if no check found anything."""
        return Proposal(
            kind=kind,
            id=entry_id,
            entry=None if self._violations else entry,
            violations=tuple(self._violations),
            references=tuple(self._references),
            keeps_life=self._keeps_life,
        )

    def refuse(self, field: str, reason: str, description: str) -> None:
        """Notes a violation."""
        self._violations.append(FieldViolation(field, reason, description))

    def keep_life(self) -> None:
        """Notes that nothing was said of the entry's life."""
        self._keeps_life = True

    def given(self, field: str, value: T | None, description: str) -> T | None:
        """A value that has to be there."""
        if value is None:
            self.refuse(field, "REQUIRED", description)
        return value

    def identifier(self, field: str, value: str) -> str:
        """A slug or UUID; may be empty."""
        if len(value) > ID_AT_MOST:
            self.refuse(field, "TOO_LONG", f"An id has at most {ID_AT_MOST} characters.")
        elif value and not _ID.fullmatch(value):
            self.refuse(
                field,
                "NOT_AN_ID",
                "An id has letters, digits, `.`, `_` and `-`, and begins with a letter or digit.",
            )
        return value

    def reference(self, field: str, kind: type[Entry], value: str) -> str:
        """The id of another entry, which has to be there."""
        if not value:
            self.refuse(field, "REQUIRED", f"Name a {kind.called} by its id.")
        return self.optional_reference(field, kind, value)

    def optional_reference(self, field: str, kind: type[Entry], value: str) -> str:
        """The id of another entry, or nothing."""
        found_before = len(self._violations)
        self.identifier(field, value)
        if value and len(self._violations) == found_before:
            self._references.append(Reference(field=field, kind=kind, id=value))
        return value

    def name(self, field: str, value: str) -> str:
        """One line that has to be there."""
        trimmed = self.line(field, value)
        if not trimmed:
            self.refuse(field, "REQUIRED", "Give it a name.")
        return trimmed

    def line(self, field: str, value: str) -> str:
        """One line of text; may be empty."""
        return self._text(field, value, at_most=NAME_AT_MOST, allowed="")

    def text(self, field: str, value: str) -> str:
        """Some lines of text; may be empty."""
        return self._text(field, value, at_most=TEXT_AT_MOST, allowed=_LINE_BREAKS)

    def names(self, field: str, values: Sequence[str], *, beside: str) -> tuple[str, ...]:
        """Other names of what is called `beside`. One that repeats another, regardless of case, is left out."""
        self.count(field, values, at_least=0, at_most=NAMES_AT_MOST)
        lines = [self.name(f"{field}[{index}]", value) for index, value in enumerate(values)]
        kept: dict[str, str] = {}
        for line in lines:
            kept.setdefault(folded(line), line)
        kept.pop(folded(beside.strip()), None)
        return tuple(kept.values())

    def url(self, field: str, value: str) -> str:
        """A web address, http or https, without a user name; may be empty."""
        trimmed = value.strip()
        if len(trimmed) > URL_AT_MOST:
            self.refuse(field, "TOO_LONG", f"An address has at most {URL_AT_MOST} characters.")
        elif trimmed and not is_web_address(trimmed):
            self.refuse(field, "NOT_A_URL", "Give a web address that begins with http:// or https://.")
        return trimmed

    def day(self, field: str, value: str) -> date | None:
        """A day, YYYY-MM-DD; may be empty."""
        try:
            if _DAY.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        if value:
            self.refuse(field, "NOT_A_DAY", "Give a day as YYYY-MM-DD.")
        return None

    def whole_number(self, field: str, value: int, *, at_least: int, at_most: int) -> int:
        """A number from `at_least` to `at_most`."""
        if not at_least <= value <= at_most:
            self.refuse(field, "OUT_OF_RANGE", f"Give a number from {at_least} to {at_most}.")
        return value

    def count(self, field: str, values: Sequence[object], *, at_least: int, at_most: int) -> None:
        """A list has to have this many members."""
        if not at_least <= len(values) <= at_most:
            wanted = f"at most {at_most}" if len(values) > at_most else f"at least {at_least}"
            self.refuse(field, "OUT_OF_RANGE", f"Give {wanted} of them, not {len(values)}.")

    def distinct(self, keys_by_field: Iterable[tuple[str, Hashable]], description: str) -> None:
        """No key may stand twice; each that repeats an earlier one is refused at its field."""
        seen: set[Hashable] = set()
        for field, key in keys_by_field:
            if key in seen:
                self.refuse(field, "DUPLICATE", description)
            seen.add(key)

    def _text(self, field: str, value: str, *, at_most: int, allowed: str) -> str:
        trimmed = value.strip()
        if len(trimmed) > at_most:
            self.refuse(field, "TOO_LONG", f"At most {at_most} characters fit here, not {len(trimmed)}.")
        if any(unicodedata.category(character) == "Cc" and character not in allowed for character in trimmed):
            self.refuse(field, "CONTROL_CHARACTER", "Leave out control characters and line breaks.")
        return trimmed


def is_web_address(text: str) -> bool:
    """Whether the text is an http or https address that a browser can follow: a host, no user name, no blanks."""
    if any(character.isspace() or unicodedata.category(character) == "Cc" for character in text):
        return False
    try:
        parts = urlsplit(text)
        return (
            parts.scheme in {"http", "https"}
            and bool(parts.hostname)
            and "@" not in parts.netloc
            and parts.port != 0
        )
    except ValueError:
        return False


def without_empty_ids(ids: Sequence[str], derived: Sequence[str]) -> tuple[str, ...]:
    """The ids of an entry's parts, where an empty one is given `derived` at its place, with a number if that is taken.

    An id that is derived from what the part is about stays the same when the entry is revised around it.
    """
    taken = {each for each in ids if each}
    complete: list[str] = []
    for own, candidate in zip(ids, derived, strict=True):
        free, number = own or candidate, 2
        while not own and free in taken:
            free, number = f"{candidate}-{number}", number + 1
        taken.add(free)
        complete.append(free)
    return tuple(complete)
