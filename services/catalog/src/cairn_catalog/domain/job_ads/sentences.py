"""The sentences and list items of an ad, each with the section that it stands in."""
# ruff: noqa: RUF001 (ads are written with such marks)

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cairn_catalog.domain.job_ads.sections import Section, heading
from cairn_catalog.domain.job_ads.words import Word, words_of

LONGEST = 800
"""So many characters a sentence has at most."""

_LINE = re.compile(r"[^\n\r\u2028\u2029\v\f]+")
_BULLETS = "•·▪●◦‣☞⌲►▶✓✔→*"
_BREAK = re.compile(rf"(?<=[.!?])[)\"”’]?\s+(?=[A-ZÄÖÜ0-9<({_BULLETS}])|(?<=;)\s+|(?=[{_BULLETS}])|\t+")
_NO_END = re.compile(
    r"(?:\b(?:e\.?g|i\.?e|etc|incl|approx|min|max|dr|mr|mrs|ms|prof|vs|no|ph\.?d|b\.?sc|m\.?sc|z\.?b"
    r"|bzw|inkl|sr|jr|st)|\b[A-Z])\s?\.$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, list item or heading: text[start:end] of its ad."""

    start: int
    end: int
    text: str
    words: tuple[Word, ...]
    section: Section
    is_heading: bool


def sentences_of(text: str) -> list[Sentence]:
    """The sentences of an ad, in order."""
    section = Section.OPEN
    found = []
    for line in _LINE.finditer(text):
        opened = heading(line.group())
        section = section if opened is None else opened
        for start, end in _parts(text, line.start(), line.end()):
            words = tuple(words_of(text, start=start, end=end))
            if words:
                found.append(
                    Sentence(
                        words[0].start,
                        words[-1].end,
                        text[words[0].start : words[-1].end],
                        words,
                        section,
                        opened is not None,
                    )
                )
    return found


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begun = start
    for gap in _BREAK.finditer(text, start, end):
        if not _NO_END.search(text[max(begun, gap.start() - 12) : gap.start()]):
            yield from _short(text, begun, gap.start())
            begun = gap.end()
    yield from _short(text, begun, end)


def _short(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A part, cut between words where it is longer than any sentence: what it takes to read one grows faster than its length."""
    while end - start > LONGEST:
        blank = text.rfind(" ", start + 1, start + LONGEST)
        cut = blank if blank > start else start + LONGEST
        yield start, cut
        start = cut
    yield start, end
