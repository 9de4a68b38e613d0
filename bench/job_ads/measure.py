"""Measures the analysis of job ads: precision, recall and F1 of overlapping spans beside a bare dictionary, and speed.

    .venv/bin/python -m bench.job_ads.measure ../shared/data/skillspan-dev.jsonl

A predicted span is right if it overlaps a labelled one of either kind; a labelled span is found if a predicted one overlaps it.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.job_ads.skillspan import Sentence, Span, sentences, whole_ads
from bench.job_ads.spans import entries, spans
from cairn_catalog.domain.skill import Skill

_ADS, _WORDS = 15, 600


@dataclass(frozen=True)
class Score:
    """How well predicted spans fit labelled ones."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.precision * self.recall / max(self.precision + self.recall, 1e-9)


def score(texts: Iterable[Sentence], predict: Callable[[str], Sequence[Span]]) -> Score:
    """The score of a way to predict, over texts."""
    predicted_count = gold_count = right = found = 0
    for each in texts:
        predicted = predict(each.text)
        predicted_count += len(predicted)
        gold_count += len(each.gold)
        right += sum(any(_overlap(one, gold) for gold in each.gold) for one in predicted)
        found += sum(any(_overlap(gold, one) for one in predicted) for gold in each.gold)
    return Score(right / max(predicted_count, 1), found / max(gold_count, 1))


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def bare_dictionary() -> Callable[[str], list[Span]]:
    """Looks up the names and aliases of the public skills with an ESCO URI, the longest first, regardless of case."""
    labels = {
        tuple(name.lower().split())
        for skill in entries()
        if isinstance(skill, Skill) and skill.esco_uri
        for name in (skill.name, *skill.aliases)
    }
    longest = max(map(len, labels))

    def predict(text: str) -> list[Span]:
        words, found, first = text.split(" "), [], 0
        starts = [sum(len(word) + 1 for word in words[:index]) for index in range(len(words))]
        while first < len(words):
            for last in range(min(len(words), first + longest), first, -1):
                if tuple(word.lower() for word in words[first:last]) in labels:
                    found.append((starts[first], starts[last - 1] + len(words[last - 1])))
                    first = last - 1
                    break
            first += 1
        return found

    return predict


def seconds(texts: Sequence[Sentence]) -> float:
    """The processor's time for 15 ads of 600 words, put together from the texts."""
    words = " ".join(each.text for each in texts).split(" ")
    ads = [" ".join(words[number * _WORDS : (number + 1) * _WORDS]) for number in range(_ADS)]
    spans(ads[0])
    started = time.process_time()
    for ad in ads:
        spans(ad)
    return time.process_time() - started


def main() -> None:
    """Prints one line for each source, half of the ads and way to predict."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, help="a split of SkillSpan as JSON lines")
    chosen = parser.parse_args()
    all_sentences = list(sentences(chosen.file))
    bare = bare_dictionary()
    for name, predict, texts in (
        ("bare ESCO labels", bare, all_sentences),
        ("sentence by sentence", spans, all_sentences),
        ("whole ads", spans, whole_ads(all_sentences)),
    ):
        for source in ("tech", "house"):
            for half, kept in (("all", (0, 1)), ("developed on", (0,)), ("held out", (1,))):
                part = [each for each in texts if each.source == source and each.ad % 2 in kept]
                got = score(part, predict)
                sys.stdout.write(
                    f"{name:20} {source:5} {half:12} P {got.precision:.3f}  R {got.recall:.3f}  F1 {got.f1:.3f}\n"
                )
    sys.stdout.write(f"{_ADS} ads of {_WORDS} words: {seconds(all_sentences):.2f} s\n")


if __name__ == "__main__":
    main()
