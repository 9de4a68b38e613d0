"""Whether an everyday word such as Go, R, Spark or Excel means the technology of that name.

It has to be written as the technology is, and something beside it has to say so: another technology in the same list, words before
it such as "experience with" or "written in", or words after it such as "developer" or "programming".
"""
# ruff: noqa: RUF001 (ads are written with such marks)

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cairn_catalog.domain.job_ads.words import Word, listed

_SEPARATORS = listed(
    """
    oder | und / ) : ; • or & , ( + and
    """
)
_STRONG_BEFORE = listed(
    """
    experience knowledge proficiency skills skill expertise familiarity proficient familiar skilled
    fluent fluency command understanding mastery programming coding scripting written languages
    language technologies tools frameworks stack using erfahrung kenntnisse kenntnissen experienced
    developer competence competency
    """
)
_LEADS_IN = listed(
    """
    with in of using the a an like as such e.g. e g eg . including mit either modern advanced both
    and or some strong microsoft ms apache
    """
)
_STRONG_AFTER = listed(
    """
    developer developers engineer engineers programming programmer programmers language script
    scripts scripting code codebase framework library libraries microservices backend frontend stack
    native sql streaming cookbooks manifests modules components spreadsheets macros formulas
    entwickler entwicklerin entwicklung programmierung development services applications apps
    templates sheets
    """
)
_WEAK_AFTER = frozenset(
    ["skills", "skill", "experience", "knowledge", "expertise", "proficiency", "kenntnisse", "certification"]
)
_LEVELS = listed(
    """
    advanced strong basic good solid excellent intermediate expert proficient
    """
)
_NEVER_BEFORE = listed(
    """
    you to will we can must who they may should would quickly not shall could i vitamin grade class
    series category section part plan type hepatitis appendix head sous pastry executive private
    junior commis team teams level la the scuderia have has let's let ready   we'll
    you'll hi mr mrs ms dr
    """
)
_NEVER_AFTER = listed(
    """
    to beyond above at the our your a an for forward live through with into ahead further
    """
)
_DIRECTIONS = frozenset({"to", "beyond", "above"})
_LONGEST_LIST = 40
_LOOK_BACK = 5
_MOST_IN_LIST = 0.6
_ENOUGH_IN_CHAIN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What stands around in the sentence: words that surely belong to technologies, words that may, and what is asked for as a whole."""

    words: Sequence[Word]
    sure: frozenset[int]
    maybe: frozenset[int]
    asked: frozenset[tuple[int, int]]
    among_bare_items: bool
    ad_is_technical: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """words[first:last] read like the label of a technology."""

    first: int
    last: int
    label: str


def settle(candidates: Sequence[Candidate], around: Surroundings) -> frozenset[int]:
    """Where the candidates begin that mean their technology. One that does speaks for its neighbours in a list."""
    meant: dict[int, Candidate] = {}
    rest = list(candidates)
    while True:
        sure = around.sure | {index for each in meant.values() for index in range(each.first, each.last)}
        so_far = replace(around, sure=sure)
        found = [each for each in rest if _is_meant(each, so_far)]
        if not found:
            return frozenset(meant)
        meant |= {each.first: each for each in found}
        rest = [each for each in rest if each.first not in meant]


def _is_meant(candidate: Candidate, around: Surroundings) -> bool:
    first, last, label, words = candidate.first, candidate.last, candidate.label, around.words
    written = "".join(word.text for word in words[first:last])
    if written.lower() == written and label.lower() != label:
        return _is_tag(first, last, around)
    if written != label.replace(" ", "") or _is_glued(words, first, last):
        return False
    if _listed_with_a_sure_one(first, last, around) or _chained(first, last, around) >= _ENOUGH_IN_CHAIN:
        return True
    return _is_told_by_neighbours(first, last, around) or _is_item_among_items(first, last, around)


def _is_told_by_neighbours(first: int, last: int, around: Surroundings) -> bool:
    """The words before it or behind it say that a technology is meant, and none says the contrary."""
    words = around.words
    before = words[first - 1].lower if first else ""
    after = words[last].lower if last < len(words) else ""
    if (before in _NEVER_BEFORE and after not in _STRONG_AFTER) or after in _DIRECTIONS:
        return False
    if after in _STRONG_AFTER or (after in _WEAK_AFTER and around.ad_is_technical):
        return True
    if _is_led_in(words, first) or (first, last) in around.asked:
        return True
    at_a_level = before in _LEVELS and (around.ad_is_technical or after in _WEAK_AFTER)
    return at_a_level and after not in _NEVER_AFTER


def _is_item_among_items(first: int, last: int, around: Surroundings) -> bool:
    """It is all that its list item says, and the item beside it is a technology."""
    if not around.among_bare_items:
        return False
    return last - first == sum(not word.is_mark for word in around.words)


def _is_glued(words: Sequence[Word], first: int, last: int) -> bool:
    """Part of something longer, such as R&D, C-level or Go-to-market."""
    if last < len(words) - 1 and words[last].text in "-‐‑&'’" and words[last].start == words[last - 1].end:
        return words[last + 1].start == words[last].end
    if len(words[first].text) == 1 and last < len(words) and words[last].text in "&.":
        return words[last].start == words[last - 1].end and last < len(words) - 1
    if first >= 2 and words[first - 1].text in "-‐‑&'’":  # noqa: PLR2004
        return words[first - 1].end == words[first].start and words[first - 2].end == words[first - 1].start
    return False


def _listed_with_a_sure_one(first: int, last: int, around: Surroundings) -> bool:
    """The chain of a list that it stands in, through other candidates, reaches a technology that is beyond doubt."""
    for step, beside in ((-1, first - 1), (1, last)):
        index, gap = beside, 0
        while 0 <= index < len(around.words) and abs(index - first) <= _LONGEST_LIST:
            if index in around.sure:
                return True
            word = around.words[index]
            if index in around.maybe:
                gap = 0
            elif word.lower in _SEPARATORS and gap < 3:  # noqa: PLR2004
                gap += 1
            else:
                break
            index += step
    return False


def _chained(first: int, last: int, around: Surroundings) -> int:
    """How many candidates stand in the same list, with nothing but separators between them."""
    count = 1
    for step, beside in ((-1, first - 1), (1, last)):
        index, separated = beside, False
        while 0 <= index < len(around.words) and abs(index - first) <= _LONGEST_LIST:
            if around.words[index].lower in _SEPARATORS:
                separated = True
            elif index in around.maybe:
                count += separated
                separated = False
            else:
                break
            index += step
    return count


def _is_tag(first: int, last: int, around: Surroundings) -> bool:
    """In lower case only within a line of tags: most of its words are technologies, some beyond doubt."""
    said = [index for index, word in enumerate(around.words) if not word.is_mark]
    technical = sum(index in around.sure or index in around.maybe for index in said)
    return (
        technical >= len(said) * _MOST_IN_LIST
        and len(said) > last - first
        and _listed_with_a_sure_one(first, last, around)
    )


def _is_led_in(words: Sequence[Word], first: int) -> bool:
    """Words before it announce a technology: "experience with Go", "scripts written in R", "languages such as C"."""
    led_in = False
    for word in reversed(words[max(0, first - _LOOK_BACK) : first]):
        if word.lower in _STRONG_BEFORE:
            return led_in
        if word.lower not in _LEADS_IN and word.text not in ",(:":
            return False
        led_in = True
    return False
