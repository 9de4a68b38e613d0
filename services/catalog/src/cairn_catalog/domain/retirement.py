"""Taking an entry out of use."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from cairn_catalog.domain.entry import E, Entry
from cairn_catalog.domain.lifecycle import EntryState, Lifecycle
from cairn_catalog.domain.naming import Named
from cairn_platform.errors import FieldViolation, InvalidFieldsError


def retired(entry: E, *, on: date, reason: str) -> E:
    """The entry out of use from this day on; raises InvalidFieldsError without a reason."""
    if not reason.strip():
        raise InvalidFieldsError([FieldViolation("reason", "REQUIRED", "Say why it is retired.")])
    life = Lifecycle(state=EntryState.RETIRED, retired_on=on, retirement_reason=reason.strip())
    return replace(entry, lifecycle=life)


def refuse_unnamed(referrers: Iterable[Entry], *, named: Collection[Named]) -> None:
    """Nothing that is in use loses what it names unseen: raises InvalidFieldsError for each referrer that is not `named`."""
    violations = [
        FieldViolation("referrers", "STILL_NAMED", f"The {each.called} {each.name} ({each.id}) names it.")
        for each in referrers
        if Named(type(each), each.id) not in named
    ]
    if violations:
        raise InvalidFieldsError(violations)
