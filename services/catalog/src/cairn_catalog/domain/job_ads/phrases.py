"""Skills and knowledge that no dictionary names, found by how ads ask for them.

Three ways of asking: words that lead in a subject ("experience with …", "knowledge of …"), words that close one ("… skills"), and
tasks, which begin with a verb ("you will …", "ability to …", "responsible for …", or a list item such as "Develop …").
"""
# ruff: noqa: RUF001 (ads are written with such marks)

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from cairn_catalog.domain.job_ads.german import begins_german_task
from cairn_catalog.domain.job_ads.people import follows_like_a_title
from cairn_catalog.domain.job_ads.sections import demands, describes
from cairn_catalog.domain.job_ads.sentences import Sentence
from cairn_catalog.domain.job_ads.verbs import is_gerund, is_verb
from cairn_catalog.domain.job_ads.words import Word, listed


class PhraseKind(Enum):
    """A subject one knows, or a task one does."""

    SUBJECT = "subject"
    TASK = "task"


@dataclass(frozen=True, slots=True)
class Phrase:
    """words[first:last] of a sentence."""

    first: int
    last: int
    kind: PhraseKind


_LONGEST_SUBJECT = 7
_LONGEST_TASK = 12

# Nouns and adjectives that lead in a subject by one of these prepositions.
_LEADS = listed(
    """
    experience experienced knowledge expertise proficiency proficient familiarity familiar
    understanding background skills skilled competence competences competencies competency competent
    command mastery exposure fluency fluent specialisation specialised specialized specialization
    specialist trained training degree bachelor bachelor's bachelors master master's masters phd
    diploma education interest interested passion passionate qualification qualified qualifications
    aptitude versed comfortable accustomed grasp insight certification certified insights expert
    experts conversant educated graduated major majoring studies track-record affinity flair
    enthusiasm focus ability abilities capability fundamentals basics grounding sense literate
    excellence strength strengths worked adept erfahrung erfahrungen kenntnisse
    """
)
_BY = listed(
    """
    in with of for within on about to across around using as mit
    """
)
_LEAD_BY = {"to": frozenset({"exposure", "accustomed"}), "on": frozenset({"focus", "expertise", "worked"})}
_LEAD_BY |= {
    "as": frozenset(),
    "for": frozenset(
        ["passion", "aptitude", "flair", "sense", "enthusiasm", "responsible", "affinity", "passionate"]
    ),
}
_LEAD_BY |= {"about": frozenset({"passionate", "knowledge", "enthusiasm", "insight"})}

_TRIMMED = listed(
    """
    a an the this that these those some any all both either various several other different such
    many more most own our your their his her its strong good excellent solid great deep advanced
    basic proven extensive broad relevant similar following modern new current sound thorough
    outstanding exceptional superior superb very high highly demonstrated significant practical
    prior previous least one two three minimum related also and or & etc full complete working first
    further additional general specific particular certain better best key core major well latest
    common proficient comprehensive fluent required preferred professional real large multiple
    """
)
_ENDS_SUBJECT = listed(
    """
    is are was were be been being will would can could should shall may might must has have had do
    does did to from that which who whom whose where when while if as at on by into onto through
    during after before because since until unless so but than then per via preferred required
    desirable desired advantage plus essential necessary mandatory advantageous preferably ideally
    including include includes such like within across among between under over you we they he she
    it i not also using e.g i.e gained working related etc your our us helps help makes
    you'll what how why you're is't about throughout outside without
    """
)
_EMPTY_SUBJECTS = listed(
    """
    experience field fields area areas role position job work working team teams company
    organization environment environments industry years year skills skill knowledge one it
    following least level similar related things us people time same everything something others
    technologies technology tools tool subject discipline disciplines sector ability abilities other
    etc equivalent degree world countries country department office project projects product
    products career opportunity opportunities growth day life success future candidate
    responsibilities patients initiatives markets customers users platform platforms capabilities a1
    a2 b1 b2 c1 c2 e g eg i writing set speech mind idea place way part order addition line range
    number variety lot kind type kinds types point business
    """
)
_CLOSES = listed(
    """
    skills skill abilities competencies competences competence capabilities mindset attitude
    aptitude knowledge expertise
    """
)
_EXPERIENCE = frozenset({"experience", "background"})
_NOT_IN_CLOSED = listed(
    """
    expert advanced in-depth intermediate comprehensive thorough profound
    your our the these those this that their his her you we i and or of in for with to at on by from
    as is are be have has had will new develop improve use share learn bring required minimum
    preferred years year months years' other following relevant previous prior proven extensive work
    working professional practical similar least user customer employee candidate some any more no
    without strong good excellent solid great deep advanced basic broad right same skills abilities
    skill both hard soft key core  demonstrable demonstrated outstanding exceptional
    superior superb proficient hands-on sound gained shared gain build apply all many first level
    real world different necessary essential desired specific additional ideal its own very high
    equivalent related valuable unique what how job must desirable current
    """
)

_TASK_LEADS = frozenset({"to", "will", "you'll", "you’ll"})
_GERUND_AFTER = listed(
    """
    experience in for by of experienced include includes including involve involves involving and or
    while with as enjoy enjoys on like love responsible expertise about at involved tasks through be
    when from &
    """
)
_ENDS_TASK = listed(
    """
    that which who whom whose where when while if because since until unless so but will would can
    could should must may is are was were has have had you we they he she it i during including
    include such like e.g through by ensuring you'll
    """
)
_NOT_A_TASK = listed(
    """
    apply join contact submit visit read learn find follow check send click see note register hear
    discover welcome bring get gain take make work start grow think want share enjoy help keep care
    act offer receive earn be have do go come love say call let given following working meeting
    """
)
_INSTEAD = frozenset({"equivalent", "comparable", "similarly"})
_NO_OBJECT = frozenset({"is", "are", "will", ":", "", "at"})
_ADVERBS = listed(
    """
    also always often actively effectively efficiently successfully independently primarily closely
    continuously proactively then and be not both quickly clearly help directly mainly jointly
    further regularly collaboratively constantly creatively professionally
    """
)
_NOMINALS = listed(
    """
    development management design implementation maintenance administration coordination
    organization organisation planning preparation execution analysis evaluation monitoring
    integration optimization optimisation supervision documentation delivery creation handling
    testing configuration deployment installation operation support review assessment definition
    identification facilitation negotiation promotion production processing collection construction
    control improvement reporting research
    """
)


def asked_phrases(words: Sequence[Word]) -> list[Phrase]:
    """What words around ask for: led in by "experience with", or closed by "skills" or "experience"."""
    return [*_led_in(words), *_closed(words)]


def phrases_in(sentence: Sentence) -> list[Phrase]:
    """The phrases of a sentence that ask for something, by their beginning."""
    if sentence.is_heading:
        return []
    found = {*asked_phrases(sentence.words), *_tasks(sentence)}
    return sorted(found, key=lambda each: (each.first, -each.last))


def _led_in(words: Sequence[Word]) -> Iterator[Phrase]:
    for index in range(1, len(words)):
        preposition = words[index].lower
        if preposition not in _BY:
            continue
        leads = _LEAD_BY.get(preposition, _LEADS)
        before = [word.lower for word in words[max(0, index - 2) : index]]
        if not (before[-1] in leads or (before[-1] == "experience" and preposition == "as")):
            continue
        yield from _subjects(words, index + 1)


def _subjects(words: Sequence[Word], begin: int) -> Iterator[Phrase]:
    """The subjects from `begin` on: several where commas, "and" or "or" part them."""
    for first, last in _stretches(words, begin):
        while first < last and (words[first].lower in _TRIMMED or words[first].is_mark):
            first += 1  # noqa: PLW2901
        while first < last and (
            words[last - 1].is_mark or words[last - 1].lower in {"of", "and", "or", "for", "a", "the"}
        ):
            last -= 1  # noqa: PLW2901
        said = [word for word in words[first:last] if not word.is_mark]
        if not said or all(word.lower in _EMPTY_SUBJECTS or word.lower[0].isdigit() for word in said):
            continue
        if said[0].lower in _LEADS and len(said) > 1 and (said[1].lower in _BY or is_gerund(said[1].lower)):
            return
        if said[0].lower in _INSTEAD:
            continue
        if said[0].text[0].isdigit() and any(word.key in {"year", "month"} for word in said):
            continue
        if is_gerund(words[first].lower) and last - first > 1:
            yield Phrase(first, min(last, first + _LONGEST_TASK), PhraseKind.TASK)
        elif len(said) <= _LONGEST_SUBJECT and sum(map(len, (word.text for word in said))) >= 1:
            yield Phrase(first, last, PhraseKind.SUBJECT)


def _stretches(words: Sequence[Word], begin: int) -> Iterator[tuple[int, int]]:
    first = index = begin
    while index < len(words):
        word = words[index]
        if (
            word.lower in _ENDS_SUBJECT
            or word.text in ".;:!?)–—→"
            or (word.text == "-" and _is_spaced(words, index))
        ):
            break
        if word.text in ",(" or word.lower in {"and", "or", "&", "und", "oder"}:
            yield first, index
            first = index + 1
        index += 1
    yield first, index


def _is_spaced(words: Sequence[Word], index: int) -> bool:
    return index > 0 and words[index - 1].end < words[index].start


def _closed(words: Sequence[Word]) -> Iterator[Phrase]:
    """ "communication and presentation skills", "B2B sales experience"."""
    for index, word in enumerate(words):
        if word.lower in _CLOSES:
            longest = 4
        elif word.lower in _EXPERIENCE and (index + 1 == len(words) or words[index + 1].lower not in _BY):
            longest = 3
        else:
            continue
        if index and (words[index - 1].is_mark or words[index - 1].lower in {"and", "or"}):
            continue
        first = index
        while first > max(0, index - longest) and _may_close(words, first - 1):
            first -= 1
        while first < index and (words[first].lower in _TRIMMED or words[first].is_mark):
            first += 1
        if first < index and not all(each.lower in _EMPTY_SUBJECTS for each in words[first:index]):
            yield Phrase(first, index + (word.lower not in _EXPERIENCE), PhraseKind.SUBJECT)


def _may_close(words: Sequence[Word], index: int) -> bool:
    word = words[index]
    if word.text in "-/&":
        return True
    if word.lower in {"and", "or"}:
        return index > 0 and not words[index - 1].is_mark and words[index - 1].lower not in _NOT_IN_CLOSED
    return not word.is_mark and word.lower not in _NOT_IN_CLOSED and not word.lower.isdigit()


def _tasks(sentence: Sentence) -> Iterator[Phrase]:
    words = sentence.words
    asks = demands(sentence.text)
    item = not describes(sentence.text)
    if not asks and not item:
        return
    index, said = 0, False
    while index < len(words):
        word = words[index]
        opening = not said and item
        if not word.is_mark and (
            begins_german_task(words, index, opening=opening)
            or _begins_task(words, index, asks=asks, opening=opening)
        ):
            last = _end_of_task(words, index)
            if last - index > 1:
                yield Phrase(index, last, PhraseKind.TASK)
                index = last
                said = True
                continue
        said = said or not word.is_mark
        index += 1


def opens_with_a_task(words: Sequence[Word]) -> bool:
    """An item that begins with what one is to do: "Build dashboards for our teams"."""
    said = next((index for index, word in enumerate(words) if not word.is_mark), None)
    return said is not None and (
        begins_german_task(words, said, opening=True) or _begins_task(words, said, asks=False, opening=True)
    )


def _begins_task(words: Sequence[Word], index: int, *, asks: bool, opening: bool) -> bool:
    lower = words[index].lower
    if lower in _NOT_A_TASK or words[index - 1].text == "<" or follows_like_a_title(words, index + 1):
        return False
    before = _said_before(words, index)
    after = words[index + 1].lower if index + 1 < len(words) else ""
    if is_gerund(lower):
        return opening or (asks and before in _GERUND_AFTER)
    if lower in _NOMINALS and after == "of":
        return opening or asks
    if not is_verb(lower):
        return False
    if opening:
        return after not in _NO_OBJECT
    return asks and (before in _TASK_LEADS or (before == "and" and _follows_verb(words, index)))


def _follows_verb(words: Sequence[Word], index: int) -> bool:
    """Some verb of a task stands before the "and"."""
    return any(is_verb(word.lower) or is_gerund(word.lower) for word in words[max(0, index - 8) : index])


def _said_before(words: Sequence[Word], index: int) -> str:
    """The word before, adverbs left out."""
    while index > 0:
        index -= 1
        lower = words[index].lower
        if words[index].is_mark:
            return ""
        if lower not in _ADVERBS or lower == "and":
            return lower
    return ""


def _end_of_task(words: Sequence[Word], first: int) -> int:
    index = first + 1
    while index < len(words) and index - first < _LONGEST_TASK:
        word = words[index]
        if (word.lower in _ENDS_TASK and word.text != "IT") or word.text in ".;:!?":
            break
        if word.lower == "to" and index + 1 < len(words) and is_verb(words[index + 1].lower):
            break
        if word.lower in {"and", ","} and index + 1 < len(words) and index - first > 2:  # noqa: PLR2004
            following = words[index + 1].lower
            if is_verb(following) or is_gerund(following):
                break
        index += 1
    index = _with_closed_parenthesis(words, first, index)
    while index - 1 > first and (
        (words[index - 1].is_mark and words[index - 1].text != ")")
        or words[index - 1].lower in {"and", "or", "to", "of", "in", "with", "for", "as", "the", "a"}
    ):
        index -= 1
    return index


def _with_closed_parenthesis(words: Sequence[Word], first: int, last: int) -> int:
    """Where the task ends if a parenthesis that it opens is not to stay open: behind its end, or before its beginning."""
    opened = [at for at in range(first, last) if words[at].text == "("]
    if not opened or any(word.text == ")" for word in words[opened[-1] : last]):
        return last
    end = next((at + 1 for at in range(last, len(words)) if words[at].text == ")"), None)
    return end or max(opened[-1], first + 1)
