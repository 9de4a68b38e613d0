"""A manager hands the line to somebody else from day to day: who has it then reaches it, and nobody further."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from cairn_learners.domain import fields
from cairn_learners.domain.day_spans import DaySpan, Withdrawal, check_may_be_withdrawn
from cairn_learners.domain.hierarchy import Hierarchy
from cairn_platform.errors import FieldViolation, NotFoundError


@dataclass(frozen=True, kw_only=True)
class Delegation:
    """The line of `manager_id` is in the hands of `delegate_id` too. `handed_over_by` is None for an API client."""

    delegation_id: str
    version: int
    manager_id: str
    delegate_id: str
    span: DaySpan
    reason: str
    handed_over_by: str | None
    handed_over_at: datetime
    withdrawal: Withdrawal | None

    def in_force(self, day: date) -> bool:
        """It holds on this day."""
        return self.withdrawal is None and self.span.contains(day)


@dataclass(frozen=True, kw_only=True)
class DelegationDraft:
    """What somebody wants to hand over; an empty `manager_id` is the own line."""

    manager_id: str
    delegate_id: str
    from_on: str
    until_on: str
    reason: str


def check_draft(draft: DelegationDraft, *, manager_id: str) -> None:
    """A line is handed to somebody else, with a reason. Raises InvalidFieldsError."""
    fields.refuse(
        fields.required("delegate_id", draft.delegate_id),
        fields.identifier("delegate_id", draft.delegate_id),
        fields.identifier("manager_id", draft.manager_id),
        _somebody_else(draft.delegate_id, manager_id),
        fields.required("reason", draft.reason),
        fields.text("reason", draft.reason, longest=fields.LONGEST_NOTE),
    )


def candidates(manager_id: str, *, lines: Hierarchy) -> frozenset[str]:
    """To whom a manager can hand the line: whoever is below or above, and colleagues who report to the same manager."""
    above = superiors(manager_id, lines=lines)
    direct = lines.above_of.get(manager_id)
    colleagues = lines.directly_below(direct) if direct else frozenset()
    return (lines.below(manager_id) | above | colleagues) - {manager_id} - lines.gone


def check_candidate(delegate_id: str, *, manager_id: str, lines: Hierarchy, anybody: bool) -> None:
    """Managers hand their line to candidates, hr and tenant-admin anybody's (`anybody`) to anybody: NotFoundError for all others."""
    found = delegate_id in lines and delegate_id not in lines.gone
    if not found or (not anybody and delegate_id not in candidates(manager_id, lines=lines)):
        raise NotFoundError("person")


def already_handed_over(new: Delegation, *, before: Iterable[Delegation]) -> bool:
    """The line is in the same hands already on some of the days."""
    return any(
        each.withdrawal is None
        and (each.manager_id, each.delegate_id) == (new.manager_id, new.delegate_id)
        and each.span.overlaps(new.span)
        for each in before
    )


def withdraw(delegation: Delegation, withdrawal: Withdrawal) -> Delegation:
    """The delegation, which ends now. Raises AlreadyDecidedError, and InvalidFieldsError without a reason."""
    check_may_be_withdrawn(delegation.withdrawal, reason=withdrawal.reason)
    return replace(delegation, version=delegation.version + 1, withdrawal=withdrawal)


def lent_lines(
    delegate_id: str, *, delegations: Iterable[Delegation], lines: Hierarchy, today: date
) -> Mapping[str, frozenset[str]]:
    """Whom a delegate reaches today for whom, by the manager who handed the line over.

    It is the manager's own line: what others handed to the manager is not handed on. The delegate never reaches themselves through it,
    nor whoever is above them. Who has left the tenant leads nobody, and nobody stands in for them.
    """
    if delegate_id in lines.gone:
        return {}
    kept_out = superiors(delegate_id, lines=lines) | {delegate_id}
    return {
        each.manager_id: lines.below(each.manager_id) - kept_out
        for each in delegations
        if each.delegate_id == delegate_id and each.in_force(today) and each.manager_id not in lines.gone
    }


def superiors(person_id: str, *, lines: Hierarchy) -> frozenset[str]:
    """Everybody above, at any height."""
    found: set[str] = set()
    above = lines.above_of.get(person_id)
    while above is not None and above not in found:
        found.add(above)
        above = lines.above_of.get(above)
    return frozenset(found - {person_id})


def _somebody_else(delegate_id: str, manager_id: str) -> Iterator[FieldViolation]:
    if delegate_id and delegate_id == manager_id:
        yield FieldViolation("delegate_id", "THE_SAME", "Hand the line to somebody else.")
