"""An entry's life: in the making, in use, out of use."""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final


class EntryState(Enum):
    """Where an entry stands in its life.

    A draft is seen by the tenant's admins only, and nothing that is published names it. What is retired stays with whoever holds it
    and can be looked up, but it is not assigned, planned with or found by default.
    """

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


@dataclass(frozen=True, kw_only=True)
class Lifecycle:
    """Where an entry stands; since when and why it is retired, None and empty unless it is."""

    state: EntryState
    retired_on: date | None
    retirement_reason: str


IN_USE: Final = Lifecycle(state=EntryState.PUBLISHED, retired_on=None, retirement_reason="")
"""The life of an entry that is published and not retired."""
