"""Lists of entries: which entries fit, and in which order they stand."""

from dataclasses import dataclass

from cairn_catalog.domain.credential import Credential, CredentialKind
from cairn_catalog.domain.entry import Entry, folded

Position = tuple[str, str]
"""Where an entry stands in its list: by name regardless of case, then by id."""


def position(entry: Entry) -> Position:
    """Where the entry stands in its list."""
    return folded(entry.name), entry.id


def search_texts(entry: Entry) -> tuple[str, ...]:
    """The texts that a query is looked for in: the name and the other names, regardless of case."""
    return tuple(folded(name) for name in (entry.name, *entry.other_names))


@dataclass(frozen=True, kw_only=True)
class Criteria:
    """Which entries are asked for: those that fit everything that is said; empty means all.

    `query` is looked for in name and other names; `kinds`, `issuer_id` and `skill_id` (one that is granted) only credentials fit. What is
    retired fits only where `retired` or its id is asked for.
    """

    query: str = ""
    ids: frozenset[str] = frozenset()
    kinds: frozenset[CredentialKind] = frozenset()
    issuer_id: str = ""
    skill_id: str = ""
    retired: bool = False

    @property
    def leaves_out_retired(self) -> bool:
        """What is retired does not fit."""
        return not self.retired and not self.ids

    def fit(self, entry: Entry) -> bool:
        """Whether the entry is asked for."""
        if self.ids and entry.id not in self.ids:
            return False
        if self.leaves_out_retired and entry.is_retired:
            return False
        if not any(folded(self.query) in text for text in search_texts(entry)):
            return False
        return self._fits_as_credential(entry) if self.kinds or self.issuer_id or self.skill_id else True

    def _fits_as_credential(self, entry: Entry) -> bool:
        return (
            isinstance(entry, Credential)
            and (not self.kinds or entry.kind in self.kinds)
            and self.issuer_id in {"", entry.issuer_id}
            and self.skill_id in {"", *(each.skill_id for each in entry.skills_granted)}
        )
