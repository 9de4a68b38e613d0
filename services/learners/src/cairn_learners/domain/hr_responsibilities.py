"""Somebody is responsible as HR for departments and all that is below them: an HR partner reaches who works there, and nobody further."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from cairn_learners.domain import fields
from cairn_learners.domain.day_spans import DaySpan, Withdrawal, check_may_be_withdrawn
from cairn_learners.domain.hierarchy import Hierarchy
from cairn_platform.errors import FieldViolation

MOST_DEPARTMENTS = 50


@dataclass(frozen=True, kw_only=True)
class HrResponsibility:
    """`person_id` is responsible for the departments and all below them while `span` lasts. `given_by` is None for an API client."""

    responsibility_id: str
    version: int
    person_id: str
    department_ids: tuple[str, ...]
    span: DaySpan
    given_by: str | None
    given_at: datetime
    withdrawal: Withdrawal | None

    def in_force(self, day: date) -> bool:
        """It holds on this day."""
        return self.withdrawal is None and self.span.contains(day)


@dataclass(frozen=True, kw_only=True)
class HrResponsibilityDraft:
    """What somebody wants to make a person responsible for; an empty `until_on` is no end."""

    person_id: str
    department_ids: Sequence[str]
    from_on: str
    until_on: str


def check_draft(draft: HrResponsibilityDraft) -> None:
    """Somebody is responsible for 1 to 50 departments, each named once. Raises InvalidFieldsError."""
    fields.refuse(
        fields.required("person_id", draft.person_id),
        fields.identifier("person_id", draft.person_id),
        _departments(draft.department_ids),
    )


def already_given(new: HrResponsibility, *, before: Iterable[HrResponsibility]) -> bool:
    """The person is responsible for the same departments already on some of the days."""
    return any(
        each.withdrawal is None
        and set(each.department_ids) == set(new.department_ids)
        and each.span.overlaps(new.span)
        for each in before
    )


def take_back(responsibility: HrResponsibility, withdrawal: Withdrawal) -> HrResponsibility:
    """The responsibility, which ends now. Raises AlreadyDecidedError, and InvalidFieldsError without a reason."""
    check_may_be_withdrawn(responsibility.withdrawal, reason=withdrawal.reason)
    return replace(responsibility, version=responsibility.version + 1, withdrawal=withdrawal)


def given_departments(responsibilities: Iterable[HrResponsibility], *, today: date) -> frozenset[str]:
    """The departments for which somebody is responsible today, without those below them."""
    return frozenset(
        each for given in responsibilities if given.in_force(today) for each in given.department_ids
    )


def with_all_below(department_ids: Iterable[str], *, tree: Hierarchy) -> frozenset[str]:
    """The departments and all that is a part of them; one that is not there any more is left out."""
    there = [each for each in department_ids if each in tree]
    return frozenset(there).union(*(tree.below(each) for each in there))


def _departments(department_ids: Sequence[str]) -> Iterator[FieldViolation]:
    if not department_ids:
        yield FieldViolation("department_ids", "REQUIRED", "Name a department.")
    yield from fields.at_most("department_ids", len(department_ids), limit=MOST_DEPARTMENTS)
    for number, each in enumerate(department_ids):
        place = f"department_ids[{number}]"
        yield from fields.required(place, each)
        yield from fields.identifier(place, each)
        if each in department_ids[:number]:
            yield FieldViolation(place, "DUPLICATE", "This department is named already.")
