"""What every entry of the catalogue has in common."""

import unicodedata
from dataclasses import dataclass
from typing import ClassVar, TypeVar

from cairn_catalog.domain.lifecycle import EntryState, Lifecycle


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Something that the catalogue describes. `id` is unique in a tenant's view of the entries of one kind.

    `version` is 1 when the entry is published for the first time and grows by one with each revision; 0 is not published yet.
    """

    called: ClassVar[str]
    """The kind's name in a sentence, such as `learning path`."""
    id_field: ClassVar[str]
    """The field that holds the id in the contract, such as `path_id`."""

    id: str
    version: int
    name: str
    lifecycle: Lifecycle

    @property
    def is_draft(self) -> bool:
        """It is in the making."""
        return self.lifecycle.state is EntryState.DRAFT

    @property
    def is_retired(self) -> bool:
        """It is out of use."""
        return self.lifecycle.state is EntryState.RETIRED

    @property
    def other_names(self) -> tuple[str, ...]:
        """Names that mean the same entry."""
        return ()


E = TypeVar("E", bound=Entry)
E_co = TypeVar("E_co", bound=Entry, covariant=True)


def folded(text: str) -> str:
    """The text as it is compared and ordered: regardless of case, and of how its characters were composed."""
    return unicodedata.normalize("NFKC", text).casefold()
