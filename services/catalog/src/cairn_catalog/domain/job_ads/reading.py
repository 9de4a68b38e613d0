"""What one ad asks for: every mention of a term of the lexicon, and of what no lexicon names."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cairn_catalog.domain.job_ads.demand import Demand, demand_of
from cairn_catalog.domain.job_ads.labels import Named, first_look, named_in
from cairn_catalog.domain.job_ads.phrases import Phrase, PhraseKind, opens_with_a_task, phrases_in
from cairn_catalog.domain.job_ads.qualifications import Degree, Experience, degree_in, experience_in
from cairn_catalog.domain.job_ads.sections import Section, demands, is_boilerplate
from cairn_catalog.domain.job_ads.sentences import Sentence, sentences_of
from cairn_catalog.domain.job_ads.terms import Lexicon, Term, TermKind
from cairn_catalog.domain.job_ads.verbs import base_of
from cairn_catalog.domain.job_ads.words import Word

MENTIONS_AT_MOST = 500
"""An ad that asks for so much is none; the rest of it is not read."""

_PHRASE_KINDS = {PhraseKind.SUBJECT: TermKind.KNOWLEDGE, PhraseKind.TASK: TermKind.TASK}
_SMALL_WORDS = frozenset({"a", "an", "the", "our", "your", "their", "its"})
_LONGEST_ID = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One mention: ad[start:end] asks for the term; `in_lexicon` says that the term was known before."""

    start: int
    end: int
    sentence: Sentence
    term: Term
    in_lexicon: bool
    demand: Demand


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDegree:
    """A degree that a sentence asks for; its offsets count from the sentence's start."""

    sentence: Sentence
    degree: Degree


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadExperience:
    """Years of experience that a sentence asks for; their offsets count from the sentence's start."""

    sentence: Sentence
    experience: Experience


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What an ad asks for, in its own order."""

    mentions: tuple[Read, ...]
    degrees: tuple[ReadDegree, ...]
    experience: tuple[ReadExperience, ...]


def read_ad(text: str, lexicon: Lexicon) -> Reading:
    """Reads one ad. What its boilerplate names, or what it says not to need, is not among what it asks for."""
    sentences = sentences_of(text)
    surely = first_look(sentences, lexicon)
    mentions: list[Read] = []
    degrees, experience = [], []
    for number, sentence in enumerate(sentences):
        if len(mentions) >= MENTIONS_AT_MOST:
            break
        if _is_silent(sentence):
            continue
        mentions += _mentions(text, sentence, named_in(sentence, number, surely))
        degree = degree_in(sentence.text, section=sentence.section)
        if degree is not None:
            degrees.append(ReadDegree(sentence=sentence, degree=degree))
        experience += [
            ReadExperience(sentence=sentence, experience=each)
            for each in experience_in(sentence.text, section=sentence.section)
        ]
    return Reading(mentions=tuple(mentions), degrees=tuple(degrees), experience=tuple(experience))


def _is_silent(sentence: Sentence) -> bool:
    if is_boilerplate(sentence.text, opens_with_a_task=opens_with_a_task(sentence.words)):
        return True
    return sentence.section is Section.SILENT and not demands(sentence.text)


def _mentions(text: str, sentence: Sentence, named: Iterable[Named]) -> Iterator[Read]:
    found = [(each.first, each.last, each.entry.term, True) for each in named]
    taken = {index for first, last, _, _ in found for index in range(first, last)}
    found += [
        (phrase.first, phrase.last, _term_of(text, phrase, sentence.words), False)
        for phrase in phrases_in(sentence)
        if not _adds_nothing(phrase, sentence.words, taken)
    ]
    for first, last, term, in_lexicon in sorted(found, key=lambda each: (each[0], -each[1])):
        start, end = sentence.words[first].start, sentence.words[last - 1].end
        demand = demand_of(
            sentence.text, start - sentence.start, end - sentence.start, section=sentence.section
        )
        if demand is not None:
            yield Read(
                start=start, end=end, sentence=sentence, term=term, in_lexicon=in_lexicon, demand=demand
            )


def _adds_nothing(phrase: Phrase, words: tuple[Word, ...], taken: set[int]) -> bool:
    """The lexicon's terms say it already: a subject that one of them is part of, a task that is nothing else."""
    said = {index for index in range(phrase.first, phrase.last) if not words[index].is_mark}
    return bool(said & taken) if phrase.kind is PhraseKind.SUBJECT else said <= taken


def _term_of(text: str, phrase: Phrase, words: tuple[Word, ...]) -> Term:
    """A term for a phrase: the same for phrases that differ in number, article, spelling or "-ing" only."""
    said = [word for word in words[phrase.first : phrase.last] if not word.is_mark]
    first = base_of(said[0].lower)
    telling = [first if first != said[0].lower else said[0].key] + [
        word.key for word in said[1:] if word.lower not in _SMALL_WORDS
    ]
    return Term(
        term_id="-".join(telling)[:_LONGEST_ID],
        name=" ".join(text[words[phrase.first].start : words[phrase.last - 1].end].split()),
        kind=_PHRASE_KINDS[phrase.kind],
        labels=(),
    )
