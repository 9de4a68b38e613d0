"""What rules may ask about people: one line of the table for each attribute, with how it reads."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import Enum
from typing import ClassVar

from cairn_learners.domain.people import folded
from cairn_learners.domain.periods import CalendarDuration
from cairn_learners.domain.rules import Answer, Comparison, Condition, Finding, PersonKnown

_YES, _NO, _UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN


class ValueKind(Enum):
    """What the values of a condition are: ids of something, a text, a day, or a duration."""

    ROLE = "role"
    DEPARTMENT = "department"
    PERSON = "person"
    CREDENTIAL = "credential"
    TEXT = "text"
    DAY = "day"
    DURATION = "duration"


IDS = frozenset({ValueKind.ROLE, ValueKind.DEPARTMENT, ValueKind.PERSON, ValueKind.CREDENTIAL})


@dataclass(frozen=True, kw_only=True)
class Phrase:
    """How a comparison reads behind "who", and its negation; `{}` stands for the values."""

    says: str
    denies: str


@dataclass(frozen=True, kw_only=True)
class Attribute(ABC):
    """Something that rules may ask about a person. `phrases` names the comparisons that it allows."""

    name: str
    label: str
    phrases: Mapping[Comparison, Phrase]
    values: ValueKind
    takes_one_value: ClassVar[bool] = False

    @abstractmethod
    def judged(self, condition: Condition, known: PersonKnown, now: datetime, /) -> Finding:
        """Whether the condition holds for a person at an instant."""


@dataclass(frozen=True, kw_only=True)
class Choice(Attribute):
    """Something that a person has one or several of; None where it is not known."""

    of: Callable[[PersonKnown], Collection[str] | None]

    def judged(self, condition: Condition, known: PersonKnown, _now: datetime, /) -> Finding:
        """One of the values is among them."""
        own = self.of(known)
        if own is None:
            return Finding(answer=_UNKNOWN)
        hit = [each for each in condition.values if each in own]
        return Finding(answer=_YES if hit else _NO, found=tuple(hit or sorted(own)[:1]))


@dataclass(frozen=True, kw_only=True)
class Words(Attribute):
    """A text, compared without case and accents; an empty one is not known."""

    of: Callable[[PersonKnown], str]

    def judged(self, condition: Condition, known: PersonKnown, _now: datetime, /) -> Finding:
        """The text is one of the values, or has one of them in it."""
        own = self.of(known)
        if not own:
            return Finding(answer=_UNKNOWN)
        wanted = [folded(each) for each in condition.values]
        whole = condition.comparison is Comparison.IS_ANY_OF
        hit = folded(own) in wanted if whole else any(each in folded(own) for each in wanted)
        return Finding(answer=_YES if hit else _NO, found=(own,))


@dataclass(frozen=True, kw_only=True)
class OnDay(Attribute):
    """A day, compared with a day."""

    of: Callable[[PersonKnown], date | None]
    takes_one_value: ClassVar[bool] = True

    def judged(self, condition: Condition, known: PersonKnown, _now: datetime, /) -> Finding:
        """The day lies before the value, or not before it."""
        own = self.of(known)
        if own is None:
            return Finding(answer=_UNKNOWN)
        before = own < date.fromisoformat(condition.values[0])
        hit = before if condition.comparison is Comparison.BEFORE else not before
        return Finding(answer=_YES if hit else _NO, found=(own.isoformat(),))


@dataclass(frozen=True, kw_only=True)
class SinceDay(Attribute):
    """How long ago a day was: the answer changes when the duration is reached, at the start of that day in UTC."""

    of: Callable[[PersonKnown], date | None]
    takes_one_value: ClassVar[bool] = True

    def judged(self, condition: Condition, known: PersonKnown, now: datetime, /) -> Finding:
        """At least as long as the value has gone by since, or less."""
        own = self.of(known)
        if own is None:
            return Finding(answer=_UNKNOWN)
        reached_on = CalendarDuration.parse(condition.values[0]).after(own)
        reached_at = datetime.combine(reached_on, time.min, tzinfo=UTC) if reached_on else None
        reached = reached_at is not None and reached_at <= now
        hit = reached if condition.comparison is Comparison.AT_LEAST else not reached
        return Finding(
            answer=_YES if hit else _NO,
            found=(own.isoformat(),),
            changes_at=None if reached else reached_at,
        )


@dataclass(frozen=True, kw_only=True)
class Held(Attribute):
    """Credentials that count now; the answer may change when a period begins or ends."""

    def judged(self, condition: Condition, known: PersonKnown, now: datetime, /) -> Finding:
        """One of the credentials counts now."""
        periods = [
            (credential_id, period)
            for credential_id in condition.values
            for period in known.counting.get(credential_id, ())
        ]
        hit = {credential_id for credential_id, period in periods if period.contains(now)}
        edges = [edge for _, period in periods for edge in (period.valid_from, period.valid_until)]
        return Finding(
            answer=_YES if hit else _NO,
            found=tuple(sorted(hit)),
            changes_at=min((edge for edge in edges if edge and edge > now), default=None),
        )


def _phrases(says: str, denies: str) -> Mapping[Comparison, Phrase]:
    return {Comparison.IS_ANY_OF: Phrase(says=says, denies=denies)}


def _stated(values: Iterable[str | None]) -> Collection[str] | None:
    """Those that are stated, each once; None where none is."""
    return {each for each in values if each is not None} or None


_BEFORE_OR_AFTER_HIRE = {
    Comparison.BEFORE: Phrase(says="was hired before {}", denies="was not hired before {}"),
    Comparison.ON_OR_AFTER: Phrase(says="was hired on {} or later", denies="was not hired on {} or later"),
}
_BEFORE_OR_AFTER_START = {
    Comparison.BEFORE: Phrase(
        says="took the position before {}", denies="did not take the position before {}"
    ),
    Comparison.ON_OR_AFTER: Phrase(
        says="took the position on {} or later", denies="did not take the position on {} or later"
    ),
}
_TENURE = {
    Comparison.AT_LEAST: Phrase(says="was hired at least {} ago", denies="was not hired at least {} ago"),
    Comparison.LESS_THAN: Phrase(says="was hired less than {} ago", denies="was not hired less than {} ago"),
}
_TIME_IN_ROLE = {
    Comparison.AT_LEAST: Phrase(
        says="has held the position for at least {}", denies="has not held the position for at least {}"
    ),
    Comparison.LESS_THAN: Phrase(
        says="has held the position for less than {}", denies="has not held the position for less than {}"
    ),
}
_TITLE = {
    Comparison.IS_ANY_OF: Phrase(says="has the title {}", denies="does not have the title {}"),
    Comparison.CONTAINS: Phrase(says="has {} in the title", denies="does not have {} in the title"),
}

# Who is at the top has no manager, and who has chosen no target has none: that is known. A role, department or day that nobody stated
# is not.
_TABLE: tuple[Attribute, ...] = (
    Choice(
        name="role",
        label="Role",
        phrases=_phrases("has the role {}", "does not have the role {}"),
        values=ValueKind.ROLE,
        of=lambda known: _stated(each.role_id for each in known.person.profile.positions),
    ),
    Choice(
        name="past_role",
        label="Role held before",
        phrases=_phrases("has held the role {} before", "has not held the role {} before"),
        values=ValueKind.ROLE,
        of=lambda known: [each.role_id for each in known.person.past_roles],
    ),
    Choice(
        name="target_role",
        label="Target role",
        phrases=_phrases("aims at the role {}", "does not aim at the role {}"),
        values=ValueKind.ROLE,
        of=lambda known: _stated([known.person.profile.target_role_id]) or (),
    ),
    Choice(
        name="department",
        label="Department",
        phrases=_phrases("works in {} itself", "does not work in {} itself"),
        values=ValueKind.DEPARTMENT,
        of=lambda known: _stated(each.department_id for each in known.person.profile.positions),
    ),
    Choice(
        name="department_or_below",
        label="Department, those below included",
        phrases=_phrases("works in {} or below", "does not work in {} or below"),
        values=ValueKind.DEPARTMENT,
        of=lambda known: known.departments or None,
    ),
    Choice(
        name="manager",
        label="Direct manager",
        phrases=_phrases("reports directly to {}", "does not report directly to {}"),
        values=ValueKind.PERSON,
        of=lambda known: _stated([known.person.manager_id]) or (),
    ),
    Choice(
        name="line",
        label="In the line of",
        phrases=_phrases("is in the line of {}", "is not in the line of {}"),
        values=ValueKind.PERSON,
        of=lambda known: known.managers_above,
    ),
    Words(
        name="title",
        label="Title",
        phrases=_TITLE,
        values=ValueKind.TEXT,
        of=lambda known: known.person.profile.position.title,
    ),
    Words(
        name="location",
        label="Location",
        phrases={
            Comparison.IS_ANY_OF: Phrase(says="works at {}", denies="does not work at {}"),
            Comparison.CONTAINS: Phrase(
                says="works at a place with {} in its name",
                denies="does not work at a place with {} in its name",
            ),
        },
        values=ValueKind.TEXT,
        of=lambda known: known.person.profile.particulars.location,
    ),
    OnDay(
        name="hired_on",
        label="Hired on",
        phrases=_BEFORE_OR_AFTER_HIRE,
        values=ValueKind.DAY,
        of=lambda known: known.person.profile.hired_on,
    ),
    SinceDay(
        name="tenure",
        label="Time since hire",
        phrases=_TENURE,
        values=ValueKind.DURATION,
        of=lambda known: known.person.profile.hired_on,
    ),
    OnDay(
        name="taken_on",
        label="In the position since",
        phrases=_BEFORE_OR_AFTER_START,
        values=ValueKind.DAY,
        of=lambda known: known.person.profile.position.taken_on,
    ),
    SinceDay(
        name="time_in_role",
        label="Time in the position",
        phrases=_TIME_IN_ROLE,
        values=ValueKind.DURATION,
        of=lambda known: known.person.profile.position.taken_on,
    ),
    Held(
        name="credential",
        label="Credential",
        phrases=_phrases("holds {}", "does not hold {}"),
        values=ValueKind.CREDENTIAL,
    ),
)
ATTRIBUTES: Mapping[str, Attribute] = {each.name: each for each in _TABLE}
# The employer's own attributes of people are asked about by their names behind this.
OWN = "own."


def attribute_named(name: str) -> Attribute | None:
    """The attribute with this name, one of the employer's own included; None where there cannot be one."""
    own = name.removeprefix(OWN)
    if own == name or not own:
        return ATTRIBUTES.get(name)
    return Words(
        name=name,
        label=own,
        phrases={
            Comparison.IS_ANY_OF: Phrase(says=f"has {{}} as {own}", denies=f"does not have {{}} as {own}"),
            Comparison.CONTAINS: Phrase(says=f"has {{}} in {own}", denies=f"does not have {{}} in {own}"),
        },
        values=ValueKind.TEXT,
        of=lambda known: known.person.profile.particulars.attribute(own) or "",
    )


def attribute_of(condition: Condition) -> Attribute:
    """The attribute that a condition asks about, whose name was looked at when the rule was made."""
    attribute = attribute_named(condition.attribute)
    if attribute is None:
        raise KeyError(condition.attribute)
    return attribute


def judge(condition: Condition, known: PersonKnown, now: datetime) -> Finding:
    """What a condition says of a person: the `Judge` of rules over these attributes."""
    return attribute_of(condition).judged(condition, known, now)
