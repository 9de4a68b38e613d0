"""Which version of which taxonomy came into a catalogue, and when."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class TaxonomyKind(Enum):
    """Taxonomies that can be read."""

    ESCO = "esco"
    ONET = "onet"
    ROLE_LADDERS = "role_ladders"


@dataclass(frozen=True, kw_only=True)
class TaxonomySource:
    """A taxonomy as its publisher names it: `version` such as v1.2.0, and the SHA-256 of what was read, in hexadecimal."""

    kind: TaxonomyKind
    title: str
    version: str
    sha256: str


@dataclass(frozen=True, kw_only=True)
class TaxonomyImport:
    """One import: so many entries, counting those that were there already. It is written down once and stays."""

    import_id: str
    version: int
    source: TaxonomySource
    imported_at: datetime
    entry_count: int
