"""What an edit of a published entry touches, and that whoever edits it has seen that."""

import hashlib
from dataclasses import dataclass

from cairn_catalog.domain.entry import Entry
from cairn_catalog.domain.refusals import ImpactChangedError, ImpactNotConfirmedError
from cairn_catalog.domain.view import Seen

_NAMED_AT_MOST = 10


@dataclass(frozen=True, kw_only=True)
class Impact:
    """The entries in use that name an entry as its tenant sees it, and the way by which a stack contains itself through it, if any."""

    of: Seen[Entry]
    referrers: tuple[Entry, ...]
    cycle: tuple[str, ...]

    @property
    def digest(self) -> str:
        """Stands for the entry as it is and for who names it: another one when it is edited, or when others name it."""
        entry = self.of.entry
        told = (
            (entry.called, entry.id, self.of.origin.value, entry.version),
            sorted((each.called, each.id) for each in self.referrers),
        )
        return hashlib.sha256(repr(told).encode()).hexdigest()[:32]

    def __str__(self) -> str:
        """The impact in sentences, its digest included."""
        named = [f"the {each.called} {each.name} ({each.id})" for each in self.referrers[:_NAMED_AT_MOST]]
        more = len(self.referrers) - len(named)
        if more:
            named.append(f"{more} more")
        touched = f"It is named by {', '.join(named)}." if named else "No entry in use names it."
        return f"{touched} The digest of this impact is {self.digest}."


def require_confirmed(impact: Impact, *, digest: str) -> None:
    """Raises ImpactNotConfirmedError where no digest is given, and ImpactChangedError for another than the impact's."""
    if not digest:
        raise ImpactNotConfirmedError(str(impact))
    if digest != impact.digest:
        raise ImpactChangedError(str(impact))
