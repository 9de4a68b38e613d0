"""An entry's life as somebody wants it, and what makes it sound."""

from dataclasses import dataclass
from typing import Final

from cairn_catalog.domain.lifecycle import EntryState, Lifecycle
from cairn_catalog.domain.proposal import FieldChecks


@dataclass(frozen=True, kw_only=True)
class ProposedLifecycle:
    """A life as somebody wants it: `state` None is not said, `retired_on` is YYYY-MM-DD or empty."""

    state: EntryState | None
    retired_on: str
    retirement_reason: str


AS_IT_IS: Final = ProposedLifecycle(state=None, retired_on="", retirement_reason="")
"""Nothing is said of the life: a new entry is published, another stays as it is."""


def check_lifecycle(check: FieldChecks, proposed: ProposedLifecycle) -> Lifecycle:
    """What is retired says since when and why, and nothing else does. Where no state is said, it stays as it is; new ones are in use."""
    if proposed.state is None:
        check.keep_life()
    state = proposed.state or EntryState.PUBLISHED
    retired_on = check.day("lifecycle.retired_on", proposed.retired_on)
    reason = check.text("lifecycle.retirement_reason", proposed.retirement_reason)
    if state is EntryState.RETIRED:
        if not proposed.retired_on:
            check.refuse("lifecycle.retired_on", "REQUIRED", "Say since when it is retired.")
        if not reason:
            check.refuse("lifecycle.retirement_reason", "REQUIRED", "Say why it is retired.")
    else:
        for field, value in (
            ("retired_on", proposed.retired_on),
            ("retirement_reason", proposed.retirement_reason),
        ):
            if value:
                check.refuse(f"lifecycle.{field}", "NOT_ALLOWED", "Only what is retired has this.")
    return Lifecycle(state=state, retired_on=retired_on, retirement_reason=reason)
