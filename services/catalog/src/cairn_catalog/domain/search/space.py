"""What can be found, and finding it: by words over names, narrowed by facets, the best first."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from cairn_catalog.domain.entry import Entry, folded
from cairn_catalog.domain.search.facets import Values, chosen, facet_counts
from cairn_catalog.domain.search.text_index import Naming, TextIndex
from cairn_catalog.domain.view import Origin, Seen

Key = tuple[type[Entry], str]
"""An entry's kind and id."""
HitPosition = tuple[int, str, str, str]
"""Where a hit stands: the best score first (so the score is negative), then by name regardless of case, kind and id."""
_NOTHING: Mapping[Key, Values] = MappingProxyType({})


@dataclass(frozen=True, kw_only=True)
class Findable:
    """An entry with the texts that find it and the facets that narrow it down. The first naming is its name."""

    entry: Entry
    namings: tuple[Naming, ...]
    facets: Values

    @property
    def key(self) -> Key:
        """The entry's kind and id."""
        return type(self.entry), self.entry.id


@dataclass(frozen=True, kw_only=True)
class Hit:
    """An entry that was found; `score` is higher for what fits better, 0 where no words were asked for."""

    seen: Seen[Entry]
    facets: Values
    score: int

    @property
    def position(self) -> HitPosition:
        """Where the hit stands among others."""
        entry = self.seen.entry
        return -self.score, folded(entry.name), entry.called, entry.id


@dataclass(frozen=True, kw_only=True)
class Search:
    """What somebody looks for: words, or none for everything; of which kinds, empty for all; and the values chosen of facets."""

    query: str
    kinds: frozenset[type[Entry]]
    choice: Values


@dataclass(frozen=True, kw_only=True)
class Found:
    """All hits, the best first, and for each facet how many there are of each value."""

    hits: Sequence[Hit]
    counts: dict[str, Counter[str]]


class SearchSpace:
    """Entries that can be found. Immutable: made anew where an entry changes.

    `judged` has the facets of public entries which whoever's space this is judges in an own way.
    """

    def __init__(self, findables: Iterable[Findable], *, judged: Mapping[Key, Values] = _NOTHING) -> None:
        self.judged = judged
        self._by_key = {each.key: each for each in findables}
        self._index = TextIndex({_text(key): each.namings for key, each in self._by_key.items()})
        self._by_text = {_text(key): each for key, each in self._by_key.items()}

    def __contains__(self, key: Key) -> bool:
        return key in self._by_key

    @property
    def entries(self) -> Iterator[Entry]:
        """All of them, in no order."""
        return (each.entry for each in self._by_key.values())

    def scored(self, search: Search) -> Iterator[tuple[Findable, int]]:
        """What the words and kinds find of what is in use, with its score, facets not yet looked at, in no order."""
        if search.query.strip():
            scores = self._index.scores(search.query)
            found: Iterable[tuple[Findable, int]] = (
                (self._by_text[key], score) for key, score in scores.items()
            )
        else:
            found = ((each, 0) for each in self._by_key.values())
        return (
            (each, score)
            for each, score in found
            if not each.entry.is_retired and (not search.kinds or type(each.entry) in search.kinds)
        )


def find(*, public: SearchSpace, own: SearchSpace, search: Search) -> Found:
    """What a tenant finds: among its own entries, and those public ones in whose place it has none of its own."""
    seen = [
        _hit(each, each.facets, score, Origin.OVERRIDE if each.key in public else Origin.TENANT)
        for each, score in own.scored(search)
    ]
    seen += [
        _hit(each, own.judged.get(each.key, each.facets), score, Origin.PUBLIC)
        for each, score in public.scored(search)
        if each.key not in own
    ]
    hits = sorted((hit for hit in seen if chosen(hit.facets, search.choice)), key=lambda hit: hit.position)
    return Found(hits=hits, counts=facet_counts((hit.facets for hit in seen), choice=search.choice))


def _hit(findable: Findable, facets: Values, score: int, origin: Origin) -> Hit:
    return Hit(seen=Seen(entry=findable.entry, origin=origin), facets=facets, score=score)


def _text(key: Key) -> str:
    kind, entry_id = key
    return f"{kind.id_field}:{entry_id}"
