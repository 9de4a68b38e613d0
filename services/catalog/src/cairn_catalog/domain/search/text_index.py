"""An index over names that forgives typing errors: words match as they are, as beginnings, or with an error or two."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from cairn_catalog.domain.entry import folded

EXACT = 1000
BEGINNING = 800
ONE_ERROR = 500
TWO_ERRORS = 300
"""What a query's word is worth for how it matches, in thousandths."""
WHOLE_NAME = 1000
NAME_BEGINS = 400
"""What is added where the query is a whole name, or how the main name begins."""

_WORD = re.compile(r"[^\W_]+(?:[+#]+|(?:\.[^\W_]+)+)?")
_ONE_ERROR_FROM = 3
_TWO_ERRORS_FROM = 6


@dataclass(frozen=True, slots=True)
class Naming:
    """A text under which something is found; `weight` in thousandths, 1000 for its name and less for what is further off."""

    text: str
    weight: int


def words(text: str) -> list[str]:
    """The words of a text regardless of case, signs that belong to a name kept: `C++`, `C#`, `Node.js`."""
    return _WORD.findall(folded(text))


class TextIndex:
    """Finds keys by their namings. Immutable: made anew where anything changes.

    A key is found where each word of the query matches a word of any of its namings. Errors are counted as optimal string alignment
    does (insert, delete, replace, swap): one is forgiven from three letters on, two from six, as search engines usually do; the first
    letter has to be right.
    """

    def __init__(self, namings: Mapping[str, Sequence[Naming]]) -> None:
        postings: dict[str, dict[str, int]] = {}
        self._folded_namings: dict[str, tuple[tuple[str, int], ...]] = {}
        for key, texts in namings.items():
            self._folded_namings[key] = tuple((" ".join(words(each.text)), each.weight) for each in texts)
            for text, weight in self._folded_namings[key]:
                for word in text.split():
                    known = postings.setdefault(word, {})
                    known[key] = max(known.get(key, 0), weight)
        self._postings = postings
        self._vocabulary = sorted(postings)
        self._by_first_letter = {
            letter: list(group) for letter, group in _grouped_by_first_letter(self._vocabulary)
        }

    def scores(self, query: str) -> dict[str, int]:
        """The keys that the query finds, each with how well it fits; higher fits better. An empty query finds nothing."""
        asked = words(query)
        found: dict[str, int] | None = None
        for word in asked:
            worth = self._keys_of(word)
            found = (
                worth
                if found is None
                else {key: found[key] + worth[key] for key in found.keys() & worth.keys()}
            )
        whole = " ".join(asked)
        return {
            key: score // len(asked) + self._as_a_whole(key, whole) for key, score in (found or {}).items()
        }

    def _keys_of(self, word: str) -> dict[str, int]:
        best: dict[str, int] = {}
        for known, worth in self._alike(word):
            for key, weight in self._postings[known].items():
                best[key] = max(best.get(key, 0), worth * weight // 1000)
        return best

    def _alike(self, word: str) -> Iterator[tuple[str, int]]:
        for known in self._beginning_with(word):
            yield known, EXACT if known == word else BEGINNING
        forgiven = 2 if len(word) >= _TWO_ERRORS_FROM else 1 if len(word) >= _ONE_ERROR_FROM else 0
        if forgiven:
            near = process.extract(
                word,
                self._by_first_letter.get(word[0], ()),
                scorer=OSA.distance,
                score_cutoff=forgiven,
                limit=None,
            )
            for known, errors, _ in near:
                if errors:
                    yield known, ONE_ERROR if errors == 1 else TWO_ERRORS

    def _beginning_with(self, word: str) -> Iterator[str]:
        index = bisect_left(self._vocabulary, word)
        while index < len(self._vocabulary) and self._vocabulary[index].startswith(word):
            yield self._vocabulary[index]
            index += 1

    def _as_a_whole(self, key: str, query: str) -> int:
        namings = self._folded_namings[key]
        whole = max((WHOLE_NAME * weight // 1000 for text, weight in namings if text == query), default=0)
        begins = NAME_BEGINS if namings and namings[0][0].startswith(query) else 0
        return max(whole, begins)


def _grouped_by_first_letter(vocabulary: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    group: list[str] = []
    for word in vocabulary:
        if group and group[0][0] != word[0]:
            yield group[0][0], group
            group = []
        group.append(word)
    if group:
        yield group[0][0], group
