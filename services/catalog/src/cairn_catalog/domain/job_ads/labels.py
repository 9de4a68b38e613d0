"""The terms of the lexicon that a sentence names, by the rules of their labels."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cairn_catalog.domain.job_ads.everyday import Candidate, Surroundings, settle
from cairn_catalog.domain.job_ads.people import (
    follows_like_a_title,
    is_said_of_candidate,
    is_said_of_language,
)
from cairn_catalog.domain.job_ads.phrases import asked_phrases
from cairn_catalog.domain.job_ads.sections import demands, describes
from cairn_catalog.domain.job_ads.sentences import Sentence
from cairn_catalog.domain.job_ads.terms import Entry, Label, Lexicon, Rule, TermKind
from cairn_catalog.domain.job_ads.words import without_joints

_ALWAYS = frozenset({TermKind.TECHNOLOGY, TermKind.LICENCE, TermKind.CERTIFICATION})
_BEYOND_DOUBT = frozenset({Rule.PLAIN, Rule.CASED})
_MOST_WORDS_OF_AN_ITEM = 6


@dataclass(frozen=True, slots=True)
class Named:
    """A label in a sentence: words[first:last] of it."""

    first: int
    last: int
    entry: Entry

    @property
    def is_surely_technical(self) -> bool:
        """A technology, named by a label that is no everyday word."""
        return self.entry.term.kind is TermKind.TECHNOLOGY and self.entry.label.rule in _BEYOND_DOUBT


@dataclass(frozen=True, slots=True, kw_only=True)
class Surely:
    """What is known of an ad before its everyday words are judged."""

    candidates: Sequence[Sequence[Named]]
    """By sentence: whatever reads like a label."""
    is_technical: bool
    """Some technology is named beyond doubt."""
    bare: frozenset[int]
    """The sentences that are list items with nothing but such a technology."""


def first_look(sentences: Sequence[Sentence], lexicon: Lexicon) -> Surely:
    """Looks the words of every sentence up."""
    candidates = [_longest_first(sentence, lexicon) for sentence in sentences]
    return Surely(
        candidates=candidates,
        is_technical=any(each.is_surely_technical for found in candidates for each in found),
        bare=frozenset(
            number
            for number, (sentence, found) in enumerate(zip(sentences, candidates, strict=True))
            if _is_bare(sentence, found)
        ),
    )


def named_in(sentence: Sentence, number: int, surely: Surely) -> list[Named]:
    """What the sentence with this number names, in order, without overlaps."""
    candidates = surely.candidates[number]
    surroundings = Surroundings(
        words=sentence.words,
        sure=_indices(each for each in candidates if each.is_surely_technical),
        maybe=_indices(each for each in candidates if each.entry.label.rule is Rule.EVERYDAY),
        asked=frozenset((each.first, each.last) for each in asked_phrases(sentence.words)),
        among_bare_items=not surely.bare.isdisjoint((number - 1, number + 1)),
        ad_is_technical=surely.is_technical,
    )
    meant = settle(
        [
            Candidate(each.first, each.last, each.entry.label.text)
            for each in candidates
            if each.entry.label.rule is Rule.EVERYDAY
        ],
        surroundings,
    )
    judge = _Judge(sentence, candidates, meant)
    return [each for each in candidates if judge.holds(each)]


class _Judge:
    """Whether what reads like a label means its term, in one sentence."""

    def __init__(self, sentence: Sentence, candidates: Sequence[Named], meant: frozenset[int]) -> None:
        self._words = sentence.words
        self._meant = meant
        said = sum(not word.is_mark for word in sentence.words)
        states = describes(sentence.text)
        self._speaks_of_candidate = demands(sentence.text) or not states
        self._is_short_item = said <= _MOST_WORDS_OF_AN_ITEM and not states
        self._asked = frozenset(
            index for each in asked_phrases(sentence.words) for index in range(each.first, each.last)
        )
        self._soft = _indices(each for each in candidates if each.entry.label.rule is Rule.CANDIDATE)

    def holds(self, named: Named) -> bool:
        """By the rule of the label, and what the term is."""
        first, last, label, term = named.first, named.last, named.entry.label, named.entry.term
        if label.rule is Rule.EVERYDAY:
            return first in self._meant
        if label.rule is Rule.CANDIDATE:
            return self._speaks_of_candidate and is_said_of_candidate(
                self._words, first, last, beside=self._soft
            )
        if term.kind in _ALWAYS:
            return True
        if follows_like_a_title(self._words, last) or not self._speaks_of_candidate:
            return False
        if term.kind is TermKind.LANGUAGE and not is_said_of_language(self._words, last):
            return False
        return label.rule is not Rule.ASKED or first in self._asked or self._is_short_item


def _indices(named: Iterable[Named]) -> frozenset[int]:
    return frozenset(index for each in named for index in range(each.first, each.last))


def _longest_first(sentence: Sentence, lexicon: Lexicon) -> list[Named]:
    words, indices = sentence.words, without_joints(sentence.words)
    found: list[Named] = []
    position = 0
    while position < len(indices):
        for entry in lexicon.longest(words, indices, position):
            first, last = indices[position], indices[position + len(entry.keys) - 1] + 1
            if _is_written_alike(sentence, first, last, entry.label):
                found.append(Named(first, last, entry))
                position += len(entry.keys)
                break
        else:
            index = indices[position]
            meant = lexicon.misspelt(words[index])
            if meant:
                found.append(Named(index, index + 1, meant))
            position += 1
    return found


def _is_written_alike(sentence: Sentence, first: int, last: int, label: Label) -> bool:
    """The words are written as the label's rule wants them: acronyms in capitals, technologies also as tags in lower case."""
    start, end = sentence.words[first].start - sentence.start, sentence.words[last - 1].end - sentence.start
    written = sentence.text[start:end]
    if label.rule is Rule.CASED:
        return written in {label.text, f"{label.text}s"}
    return label.rule is not Rule.EVERYDAY or written in {label.text, label.text.lower()}


def _is_bare(sentence: Sentence, found: Sequence[Named]) -> bool:
    """A list item that is nothing but a technology, or little else."""
    said = sum(not word.is_mark for word in sentence.words)
    sure = sum(each.last - each.first for each in found if each.is_surely_technical)
    return 0 < said < _MOST_WORDS_OF_AN_ITEM and sure * 2 >= said
