"""Rules over what is known of people: a tree of conditions, answered yes, no or unknown, with the reasons and until when.

Nothing here reads a clock or a store: who asks hands over what is known of a person (`PersonKnown`) and the instant.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from cairn_learners.domain.people import Person
from cairn_learners.domain.periods import Period

# Deeper or larger than this nobody can read it any more.
DEEPEST = 5
MOST_CONDITIONS = 40
MOST_VALUES = 100


class Answer(Enum):
    """What a rule says of a person. What is not known is told apart from no, and stays unknown when it is negated."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Comparison(Enum):
    """How a condition compares an attribute with its values."""

    IS_ANY_OF = "is_any_of"
    CONTAINS = "contains"
    BEFORE = "before"
    ON_OR_AFTER = "on_or_after"
    AT_LEAST = "at_least"
    LESS_THAN = "less_than"


@dataclass(frozen=True, kw_only=True)
class Condition:
    """One attribute of a person, compared with values: ids, texts, days or ISO 8601 durations, as the attribute wants them."""

    attribute: str
    comparison: Comparison
    values: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AllOf:
    """Every part is true."""

    parts: tuple["Rule", ...]


@dataclass(frozen=True, kw_only=True)
class AnyOf:
    """At least one part is true."""

    parts: tuple["Rule", ...]


@dataclass(frozen=True, kw_only=True)
class Not:
    """The part is not true."""

    part: "Rule"


Rule = Condition | AllOf | AnyOf | Not


@dataclass(frozen=True, kw_only=True)
class PersonKnown:
    """What rules look at: the person, who is above, which departments the own one belongs to, and when credentials count.

    `managers_above` are all above in the line, `departments` the own one and all that it is a part of, at any depth. `counting` has, by
    credential, the periods in which verified achievements count, whenever that is.
    """

    person: Person
    managers_above: frozenset[str]
    departments: frozenset[str]
    counting: Mapping[str, Sequence[Period]]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a condition says of a person; `found` is what it looked at, `changes_at` when time alone changes the answer next, if ever."""

    answer: Answer
    found: tuple[str, ...] = ()
    changes_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Trace:
    """Why a rule answers as it does: the answer of every part, down to what was found of the person.

    Until `changes_at` nothing changes by time alone; None: never.
    """

    rule: Rule
    answer: Answer
    changes_at: datetime | None
    found: tuple[str, ...]
    parts: tuple["Trace", ...]


Judge = Callable[[Condition, PersonKnown, datetime], Finding]


def trace(rule: Rule, *, known: PersonKnown, judge: Judge, now: datetime) -> Trace:
    """What the rule says of a person at an instant, and why. `judge` answers single conditions."""
    if isinstance(rule, Condition):
        finding = judge(rule, known, now)
        return Trace(
            rule=rule, answer=finding.answer, changes_at=finding.changes_at, found=finding.found, parts=()
        )
    parts = tuple(trace(each, known=known, judge=judge, now=now) for each in parts_of(rule))
    answer = _combined(rule, [each.answer for each in parts])
    return Trace(
        rule=rule,
        answer=answer,
        changes_at=_next_change(parts, decided_by=_decisive(rule)),
        found=(),
        parts=parts,
    )


def parts_of(rule: Rule) -> tuple[Rule, ...]:
    """The rules that a rule is made of; none for a condition."""
    match rule:
        case AllOf(parts=parts) | AnyOf(parts=parts):
            return parts
        case Not(part=part):
            return (part,)
        case Condition():
            return ()


def conditions_of(rule: Rule) -> Iterable[Condition]:
    """Every condition in a rule."""
    if isinstance(rule, Condition):
        yield rule
    for part in parts_of(rule):
        yield from conditions_of(part)


def _combined(rule: Rule, answers: Sequence[Answer]) -> Answer:
    if isinstance(rule, Not):
        return {Answer.YES: Answer.NO, Answer.NO: Answer.YES, Answer.UNKNOWN: Answer.UNKNOWN}[answers[0]]
    decisive = _decisive(rule)
    if decisive in answers:
        return decisive or Answer.UNKNOWN
    if Answer.UNKNOWN in answers:
        return Answer.UNKNOWN
    return Answer.YES if isinstance(rule, AllOf) else Answer.NO


def _decisive(rule: Rule) -> Answer | None:
    """The answer of a single part that decides the whole."""
    match rule:
        case AllOf():
            return Answer.NO
        case AnyOf():
            return Answer.YES
        case _:
            return None


def _next_change(parts: Iterable[Trace], *, decided_by: Answer | None) -> datetime | None:
    """When a part changes next; a part that decides the whole and never changes makes the others irrelevant."""
    instants: list[datetime] = []
    for each in parts:
        if each.changes_at is None and each.answer is decided_by:
            return None
        if each.changes_at is not None:
            instants.append(each.changes_at)
    return min(instants, default=None)
