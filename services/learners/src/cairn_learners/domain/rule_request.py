"""What a request says a rule is, and whether it is one."""

from collections.abc import Iterator
from dataclasses import dataclass

from cairn_learners.domain import fields
from cairn_learners.domain.person_attributes import (
    ATTRIBUTES,
    IDS,
    OWN,
    Attribute,
    ValueKind,
    attribute_named,
)
from cairn_learners.domain.rules import (
    DEEPEST,
    MOST_CONDITIONS,
    MOST_VALUES,
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    Not,
    Rule,
)
from cairn_platform.errors import FieldViolation

ALL_OF, ANY_OF, NOT, CONDITION = "all_of", "any_of", "not", "condition"


@dataclass(frozen=True, kw_only=True)
class RuleDraft:
    """A rule as a request says it, not looked at yet. `kind` is all_of, any_of, not or condition."""

    kind: str
    rules: tuple["RuleDraft", ...]
    attribute: str
    comparison: str
    values: tuple[str, ...]


def rule_from(draft: RuleDraft) -> Rule:
    """The rule that a draft says. Raises InvalidFieldsError with every place that is wrong, below the field `rule`."""
    fields.refuse(_too_many(draft), _violations(draft, "rule", depth=1))
    return _rule(draft)


def _rule(draft: RuleDraft) -> Rule:
    parts = tuple(_rule(each) for each in draft.rules)
    if draft.kind == ALL_OF:
        return AllOf(parts=parts)
    if draft.kind == ANY_OF:
        return AnyOf(parts=parts)
    if draft.kind == NOT:
        return Not(part=parts[0])
    return Condition(
        attribute=draft.attribute,
        comparison=Comparison(draft.comparison),
        values=tuple(each.strip() for each in draft.values),
    )


def _too_many(draft: RuleDraft) -> Iterator[FieldViolation]:
    count, waiting = 0, [draft]
    while waiting and count <= MOST_CONDITIONS:
        each = waiting.pop()
        count += each.kind == CONDITION
        waiting += each.rules
    if count > MOST_CONDITIONS:
        yield FieldViolation("rule", "TOO_MANY", f"A rule has at most {MOST_CONDITIONS} conditions.")


def _violations(draft: RuleDraft, field: str, *, depth: int) -> Iterator[FieldViolation]:
    if depth > DEEPEST:
        yield FieldViolation(field, "TOO_DEEP", f"A rule is at most {DEEPEST} levels deep.")
        return
    if draft.kind == CONDITION:
        yield from _of_condition(draft, field)
    elif draft.kind not in {ALL_OF, ANY_OF, NOT}:
        yield FieldViolation(f"{field}.kind", "REQUIRED", "Say all_of, any_of, not or condition.")
    elif not draft.rules or (draft.kind == NOT and len(draft.rules) != 1):
        wanted = "exactly one rule" if draft.kind == NOT else "at least one rule"
        yield FieldViolation(f"{field}.rules", "REQUIRED", f"This is about {wanted}.")
    for number, part in enumerate(draft.rules[: MOST_CONDITIONS + 1]):
        yield from _violations(part, f"{field}.rules[{number}]", depth=depth + 1)


def _of_condition(draft: RuleDraft, field: str) -> Iterator[FieldViolation]:
    if draft.rules:
        yield FieldViolation(f"{field}.rules", "NOT_ALLOWED", "A condition has no rules below it.")
    attribute = attribute_named(draft.attribute)
    yield from fields.identifier(f"{field}.attribute", draft.attribute)
    if attribute is None:
        known = ", ".join(ATTRIBUTES)
        yield FieldViolation(
            f"{field}.attribute", "UNKNOWN_REFERENCE", f"Say one of: {known}; or {OWN} and an own attribute."
        )
        return
    allowed = [each.value for each in attribute.phrases]
    if draft.comparison not in allowed:
        message = f"{attribute.label} is compared by: {', '.join(allowed)}."
        yield FieldViolation(f"{field}.comparison", "OUT_OF_RANGE", message)
    yield from _of_values(draft.values, attribute, f"{field}.values")


def _of_values(values: tuple[str, ...], attribute: Attribute, field: str) -> Iterator[FieldViolation]:
    if not values:
        yield FieldViolation(field, "REQUIRED", "This is needed.")
    yield from fields.at_most(field, len(values), limit=1 if attribute.takes_one_value else MOST_VALUES)
    for number, value in enumerate(values[:MOST_VALUES]):
        place = f"{field}[{number}]"
        yield from fields.required(place, value)
        yield from fields.line(place, value, longest=fields.LONGEST_NAME)
        yield from _of_kind(place, value.strip(), attribute.values)


def _of_kind(place: str, value: str, kind: ValueKind) -> Iterator[FieldViolation]:
    if kind in IDS:
        yield from fields.identifier(place, value)
    elif kind is ValueKind.DAY:
        yield from fields.day(place, value)
    elif kind is ValueKind.DURATION:
        yield from fields.duration(place, value)
