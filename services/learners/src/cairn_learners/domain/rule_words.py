"""A rule as an English sentence."""

from collections.abc import Callable

from cairn_learners.domain.periods import CalendarDuration
from cairn_learners.domain.person_attributes import IDS, ValueKind, attribute_of
from cairn_learners.domain.rules import AllOf, AnyOf, Condition, Not, Rule

Namer = Callable[[ValueKind, str], str]
"""What people call something that a condition names by its id."""

_UNITS = ("year", "month", "week", "day")


def sentence(rule: Rule, *, name_of: Namer) -> str:
    """The whole rule: `Everybody who works in Sales or below, and (has the role Analyst, or holds PMP).`"""
    return f"Everybody who {_clause(rule, name_of=name_of, denied=False, outer=True)}."


def clause(rule: Rule, *, name_of: Namer) -> str:
    """The rule, or a part of one, as what stands behind `who`."""
    return _clause(rule, name_of=name_of, denied=False, outer=True)


def shown_value(kind: ValueKind, value: str, *, name_of: Namer) -> str:
    """A value as people read it."""
    if kind in IDS:
        return name_of(kind, value)
    return _duration(CalendarDuration.parse(value)) if kind is ValueKind.DURATION else value


def _clause(rule: Rule, *, name_of: Namer, denied: bool, outer: bool) -> str:
    match rule:
        case Condition():
            return _condition(rule, name_of=name_of, denied=denied)
        case Not(part=Condition() as part):
            return _condition(part, name_of=name_of, denied=not denied)
        case Not(part=part):
            text = f"is not one who {_clause(part, name_of=name_of, denied=False, outer=True)}"
            return text if outer else f"({text})"
        case AllOf(parts=parts) | AnyOf(parts=parts):
            word = ", and " if isinstance(rule, AllOf) else ", or "
            text = word.join(
                _clause(each, name_of=name_of, denied=False, outer=len(parts) == 1) for each in parts
            )
            return text if outer or len(parts) == 1 else f"({text})"


def _condition(condition: Condition, *, name_of: Namer, denied: bool) -> str:
    attribute = attribute_of(condition)
    phrase = attribute.phrases[condition.comparison]
    values = " or ".join(shown_value(attribute.values, each, name_of=name_of) for each in condition.values)
    return (phrase.denies if denied else phrase.says).replace("{}", values)


def _duration(duration: CalendarDuration) -> str:
    amounts = (duration.years, duration.months, duration.weeks, duration.days)
    parts = [
        f"{amount} {unit}{'' if amount == 1 else 's'}"
        for amount, unit in zip(amounts, _UNITS, strict=True)
        if amount
    ]
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
