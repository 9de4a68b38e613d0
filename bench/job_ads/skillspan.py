"""The sentences of SkillSpan with their labelled spans, as texts with offsets."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

Span = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """A sentence of an ad: its words put together with blanks, and where skills and knowledge are labelled in it."""

    source: str
    ad: int
    text: str
    gold: tuple[Span, ...]


def sentences(file: Path) -> Iterator[Sentence]:
    """All sentences of a file, in its order."""
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            places = _places(row["tokens"])
            gold = [
                (places[first][0], places[last - 1][1])
                for tags in (row["tags_skill"], row["tags_knowledge"])
                for first, last in _labelled(tags)
            ]
            yield Sentence(
                source=row["source"], ad=row["idx"], text=" ".join(row["tokens"]), gold=tuple(gold)
            )


def whole_ads(given: Sequence[Sentence]) -> list[Sentence]:
    """The same as whole ads, a line each sentence."""
    ads: dict[tuple[str, int], Sentence] = {}
    for each in given:
        before = ads.get((each.source, each.ad))
        if before is None:
            ads[each.source, each.ad] = each
            continue
        offset = len(before.text) + 1
        moved = tuple((start + offset, end + offset) for start, end in each.gold)
        ads[each.source, each.ad] = Sentence(
            source=each.source, ad=each.ad, text=f"{before.text}\n{each.text}", gold=before.gold + moved
        )
    return list(ads.values())


def _places(tokens: Sequence[str]) -> list[Span]:
    places, start = [], 0
    for token in tokens:
        places.append((start, start + len(token)))
        start += len(token) + 1
    return places


def _labelled(tags: Sequence[str]) -> Iterator[Span]:
    first = None
    for index, tag in enumerate([*tags, "O"]):
        if first is not None and tag != "I":
            yield first, index
            first = None
        if tag == "B" or (tag == "I" and first is None):
            first = index
