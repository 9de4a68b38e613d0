"""The words of a text, with where they stand and a key under which differently written words are the same."""
# ruff: noqa: RUF001 (ads are written with such marks)

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(
    r"\.(?:net|js|io|ai)\b|[^\W_](?:[\w\u00ad\u200b]|['’](?=\w))*[+#]*|[^\w\s\u200b-\u200d\ufeff]",
    re.IGNORECASE,
)
_BRITISH = (
    (re.compile(r"is(e|ed|es|er|ing|ation|ations|ational)$"), r"iz\1"),
    (re.compile(r"ys(e|ed|ing)$"), r"yz\1"),
    (re.compile(r"our(s|al|ed|ing|able)?$"), r"or\1"),
    (re.compile(r"ell(ing|ed|er|ers)$"), r"el\1"),
    (re.compile(r"tre(s)?$"), r"ter\1"),
    (re.compile(r"programme(s)?$"), r"program\1"),
    (re.compile(r"licence"), "license"),
    (re.compile(r"(ae|oe)(?=[a-z]{4})"), "e"),
)
_LONG_ENOUGH_FOR_PLURAL = 4
_SAME_AS = {"&": "and", "centre": "center", "grey": "gray"}


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a mark of a text: text[start:end]. `lower` is it in lower case, `key` what it is compared by."""

    start: int
    end: int
    text: str
    lower: str
    key: str

    @property
    def is_mark(self) -> bool:
        """It is punctuation, not a word."""
        return not (self.text[0].isalnum() or len(self.text) > 1)


def words_of(text: str, *, start: int = 0, end: int | None = None) -> list[Word]:
    """The words and marks of a part of a text, in order; offsets count Unicode code points from the text's beginning."""
    found = _WORD.finditer(text, start, len(text) if end is None else end)
    return [_word(match.start(), match.group()) for match in found]


def _word(start: int, text: str) -> Word:
    lower = text.lower().replace("\u00ad", "").replace("\u200b", "").replace("’", "'")
    return Word(start, start + len(text), text, lower, key_of(lower))


@lru_cache(maxsize=65_536)
def key_of(lower: str) -> str:
    """What a word in lower case is compared by: American spelling, singular, without a genitive."""
    word = _SAME_AS.get(lower, lower).removesuffix("'s").removesuffix("'")
    if not word.isalpha():
        return word
    word = _singular(word)
    for british, american in _BRITISH:
        word = british.sub(american, word)
    return word


def _singular(word: str) -> str:
    if len(word) < _LONG_ENOUGH_FOR_PLURAL or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word[:-1]


def listed(text: str) -> frozenset[str]:
    """The words of a list that is written as text."""
    return frozenset(text.split())


def without_joints(words: Sequence[Word]) -> list[int]:
    """The indices of the words that count when a label is compared: not hyphens and slashes between two words."""
    return [index for index in range(len(words)) if not _is_joint(words, index)]


def _is_joint(words: Sequence[Word], index: int) -> bool:
    mark = words[index].text
    if mark not in "-‐‑–/" or not 0 < index < len(words) - 1:
        return False
    before, after = words[index - 1], words[index + 1]
    if before.is_mark or after.is_mark:
        return False
    return mark == "/" or (before.end == words[index].start and words[index].end == after.start)


def keys_of(label: str) -> tuple[str, ...]:
    """A label as the keys that its mentions have in a text."""
    words = words_of(label)
    return tuple(words[index].key for index in without_joints(words))
