"""Whom words are said of: the candidate, somebody's title, or something else."""

from collections.abc import Sequence

from cairn_catalog.domain.job_ads.words import Word, listed

_TITLES = listed(
    """
    developer engineer manager administrator analyst architect consultant specialist team department
    group leader lead director officer assistant coordinator intern industry company companies
    conference practice division representative executive supervisor advisor adviser technician
    partner faculty center institute agency sector community associate head professional expert
    scientist student function unit area
    """
)
_PERSONS = listed(
    """
    person individual individuals colleague candidate candidates self-starter player people
    personality professional developer engineer manager thinker worker communicator leader
    team-player student learner character nature mind mindset attitude approach manner way thinking
    skills skill abilities ability spirit personalities researcher scientist analyst consultant
    assistant who and or but with in to when while as enough also both at under  work
    working style teamplayer member applicant
    """
)
_NOT_BEFORE = listed(
    """
    in our their its the this that these those an of your  more by through us we for from
    """
)
_KNOWING = frozenset({"experience", "knowledge", "understanding", "expertise", "training"})
_MAY_BE_PERSON = 4
_AFTER_LANGUAGE = listed(
    """
    and or skills skill language languages at is as in both fluently level proficiency knowledge
    orally would on with to speaking speaker speakers native preferred required spoken written
    effortlessly fluency verbally well are sufficiently abilities competencies a an besides plus you
    und oder
    """
)


def follows_like_a_title(words: Sequence[Word], last: int) -> bool:
    """The words before `last` are part of a title or a name of an organization: "DevOps Engineer", "Sales Department"."""
    return last < len(words) and words[last].key in _TITLES


def is_said_of_language(words: Sequence[Word], last: int) -> bool:
    """The words before `last` mean a language that one speaks: "fluent in German", not "German companies"."""
    if last >= len(words):
        return True
    following = words[last]
    return following.is_mark or following.lower in _AFTER_LANGUAGE or following.text[0].isupper()


def is_said_of_candidate(words: Sequence[Word], first: int, last: int, *, beside: frozenset[int]) -> bool:
    """A quality is the candidate's: "you are creative", "a creative person", not "our creative teams" or "creative solutions"."""
    if last < len(words) and words[last].lower in _KNOWING:
        return False
    if last - first > 1:
        return True
    before = words[first - 1].lower if first else ""
    if before in _NOT_BEFORE and not _person_follows(words, last, beside):
        return False
    if last >= len(words) or words[last].is_mark or last in beside:
        return True
    return (
        words[last].lower in _PERSONS or words[last].text[0].isupper() or _person_follows(words, last, beside)
    )


def _person_follows(words: Sequence[Word], last: int, beside: frozenset[int]) -> bool:
    """Within some words, each of them a quality or "and", a person comes: "a dedicated and curious colleague"."""
    for index in range(last, min(len(words), last + _MAY_BE_PERSON)):
        if words[index].lower in _PERSONS and words[index].lower not in {
            "and",
            "or",
            "in",
            "to",
            "with",
            "but",
            "at",
            "as",
        }:
            return True
        if index not in beside and words[index].lower not in {"and", ",", "&", "or"}:
            return False
    return False
