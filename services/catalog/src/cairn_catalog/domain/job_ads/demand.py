"""How a mention is asked for: not at all, as a must or as welcome, at which level, and with how many years of experience."""
# ruff: noqa: RUF001 (ads are written with such marks)

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from cairn_catalog.domain.job_ads.sections import Section
from cairn_catalog.domain.skill import ProficiencyLevel

# What stays within a sentence: a full stop within a word, as in Node.js, does not end it.
_IN = r"(?:[^.;]|\.(?=\w))"
_FAR = 300
_CONTRAST = re.compile(
    r"[.;!?]\s|\b(?:but|however|whereas|while|although|though|aber|jedoch|sondern)\b", re.IGNORECASE
)

# --- what is no demand -------------------------------------------------------------------------------------------------

_KNOWING = (
    r"(?:experience|knowledge|skills?|background|understanding|familiarity|expertise"
    r"|qualifications?|\w*erfahrung\w*|\w*kenntnisse\w*)"
)
_NEEDED = (
    r"(?:needed|required|necessary|expected|assumed|a requirement|a prerequisite|nötig"
    r"|erforderlich|notwendig|vorausgesetzt)"
)
_NONE = r"(?:no(?! (?:less|fewer|more|later|longer))|without|kein\w*|ohne)"
_DENIED_BEFORE = re.compile(
    rf"\b{_NONE}\s+(?:[\w-]+\s+){{0,3}}{_KNOWING}\b{_IN}*$"
    rf"|\b(?:do|does|did|will)(?:\s+not|n['’]t)\s+(?:\w+\s+)?(?:need|require|have to|expect|ask for"
    rf"|look for)\b{_IN}*$"
    rf"|\b(?:no need|needn['’]t|not (?:necessary|required|needed|expected))\b{_IN}*$",
    re.IGNORECASE,
)
_NONE_OF_IT = re.compile(
    rf"\b{_NONE}\s+(?:(?:prior|previous|formal|specific|deep|own|any)\s+)*(?:[\w.+#/-]+,?\s+(?:or\s+)?){{0,4}}$",
    re.IGNORECASE,
)
_NEEDED_AFTER = re.compile(rf"^{_IN}{{0,60}}?\b(?:is |are )?{_NEEDED}\b", re.IGNORECASE)
_DENIED_AFTER = re.compile(
    rf"^[^.;,:]{{0,60}}?\b(?:is|are|ist|sind)(?:\s+\w+)?(?:\s+not|n['’]t|\s+nicht"
    rf"|\s+kein\w*)\s+(?:\w+\s+){{0,2}}?{_NEEDED}"
    rf"|^[^.;,:]{{0,30}}?\bnot {_NEEDED}",
    re.IGNORECASE,
)

# --- must or welcome -----------------------------------------------------------------------------------------------------

_WELCOME = re.compile(
    r"\bnice[ -]to[ -]haves?\b|\b(?:a|big|huge|real|definite|strong|an added|added) (?:plus|bonus"
    r"|advantage|asset)\b|\bpluse?s?\b|\bbonus\b|\badvantage(?:ous)?\b|\bpreferr?ed\b"
    r"|\bpreferabl[ey]\b"
    r"|\bprefer(?:ence)?\b|\bideally\b|\bdesir(?:ed|able)\b|\bbeneficial\b|\bwelcomed?\b|\ban asset\b"
    r"|\bwould be (?:great|nice|good|helpful|ideal)\b|\boptional(?:ly)?\b|\bhelpful\b"
    r"|\bappreciated\b|\bnot (?:essential|mandatory|a must)\b|\bvon vorteil\b|\bwünschenswert\b"
    r"|\bidealerweise\b|\bgerne auch\b|\bwillkommen\b",
    re.IGNORECASE,
)
_FROM_HERE_ON = re.compile(r"\b(?:ideally|preferably|optionally|idealerweise|am besten)\b", re.IGNORECASE)
_MUST = re.compile(
    r"\bmust\b|\brequire[sd]?\b|\bmandatory\b|\bessential\b|\bneed(?:ed)?\b|\bnecessary\b"
    r"|\bindispensable\b|\bzwingend\b|\berforderlich\b|\bvoraussetzung\b",
    re.IGNORECASE,
)
_NEW_PART = re.compile(rf",\s*(?:and |und )?(?=[^,]*\b(?:{_KNOWING}|proficien\w+|familiar)\b)", re.IGNORECASE)
_NOT_A_MUST = re.compile(
    r"\bnot (?:strictly )?(?:essential|mandatory|a must|required|necessary|needed)\b", re.IGNORECASE
)

# --- level -----------------------------------------------------------------------------------------------------------------

_ADJECTIVES = {
    ProficiencyLevel.AWARENESS: (
        "basic|A1|A2|some|fundamental|foundational|elementary|rudimentary|initial|general|beginner"
        "|entry[ -]level|grundlegende|erste"
    ),
    ProficiencyLevel.WORKING: (
        "working|B1|B2|(?<!very )good|practical|hands[ -]on|intermediate|sound|decent|conversational"
        "|competent|(?<!sehr )gute[nrs]?"
    ),
    ProficiencyLevel.PRACTITIONER: (
        "strong|C1|solid|advanced|in[ -]depth|deep|extensive|excellent|very good|thorough|comprehensive"
        "|profound|outstanding|proven|significant|broad"
        "|high|superior|robust|sehr gute[nrs]?|fundierte[nrs]?|ausgezeichnete[nrs]?|hervorragende[nrs]?"
        "|vertiefte|umfassende"
    ),
    ProficiencyLevel.EXPERT: (
        "expert|C2|expert[ -]level|exceptional|world[ -]class|authoritative|native|mother tongue"
        "|master[ -]level"
    ),
}
_PHRASES = {
    ProficiencyLevel.AWARENESS: (
        r"familiarity with|familiar with|exposure to|awareness of|understanding of|some knowledge"
        r"|basics of|grundkenntnisse|grundlagen"
    ),
    ProficiencyLevel.WORKING: r"competent (?:in|with)|comfortable (?:in|with)",
    ProficiencyLevel.PRACTITIONER: (
        r"proficien(?:t|cy) (?:in|with|at|of)|skilled (?:in|with|at)|fluen(?:t|cy) in|command of"
        r"|expertise (?:in|with|on)|well[ -]versed in|verhandlungssicher\w*"
    ),
    ProficiencyLevel.EXPERT: (
        r"expert (?:in|with|at|on)|mastery of|master of|guru (?:in|of)|deep expertise (?:in|with)"
        r"|experte (?:in|für)"
    ),
}
_SKILL_NOUN = (
    r"(?:knowledge|understanding|skills?|command|experience|expertise|proficiency|background"
    r"|grasp|competenc\w+|abilit\w+|foundation|\w*kenntnisse|\w*erfahrung(?:en)?)"
)
_LINK = r"(?:with|of|in|using|on|around|mit|at)"


@cache
def _leading() -> re.Pattern[str]:
    """A level said before: "basic knowledge of", or the bare adjective before the mention or its list."""
    named = [
        rf"(?P<a{level.value}>\b(?:{words})\s+(?:(?!{_LINK}\b)[\w-]+\s+){{0,2}}?{_SKILL_NOUN}\s+{_LINK}\b)"
        rf"|(?P<p{level.value}>\b(?:{_PHRASES[level]}))"
        rf"|(?P<d{level.value}>\b(?:{words})\s+(?:[\w+#.-]+(?: [\w+#.-]+)?\s*(?:,|/|&|and\b|or\b"
        rf"|und\b)\s*){{0,5}}(?:[\w-]+\s+)?$)"
        for level, words in reversed(_ADJECTIVES.items())
    ]
    return re.compile("|".join(named), re.IGNORECASE)


@cache
def _trailing() -> re.Pattern[str]:
    """A level said after: "Python (advanced)", "English at an expert level"."""
    named = "|".join(f"(?P<t{level.value}>{words})" for level, words in reversed(_ADJECTIVES.items()))
    return re.compile(
        rf"^(?:\s+skills?|\s+knowledge)?\s*(?:[(:–]|-\s|,?\s+at\s+(?:an?\s+)?)\s*(?:{named}|(?P<f3>fluent"
        rf"|proficient))\b",
        re.IGNORECASE,
    )


# --- years -----------------------------------------------------------------------------------------------------------------

_NUMBERS = {
    name: number
    for number, name in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 1
    )
}
_NUMBERS |= {
    name: number
    for number, name in enumerate(
        ["ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn"], 1
    )
}
_NUMBER = rf"\d{{1,2}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))}"
YEARS = re.compile(
    rf"\b(?P<least>{_NUMBER})\s*(?:\(\d+\)\s*)?(?:\+|plus\b|or more\b)?\s*(?:(?:-|–|to"
    rf"|bis)\s*(?P<most>{_NUMBER})\s*\+?\s*)?(?:or more\s+|\+\s*)?(?:years?|yrs?|jahre?n?)\b['’]?",
    re.IGNORECASE,
)
_TIED = re.compile(
    rf"^['’]?s?\s+(?:[\w-]+['’]?\s+){{0,4}}?(?:experience|background|erfahrung|of|in|with|using"
    rf"|working|building|developing|hands[ -]on)\b{_IN}{{0,120}}$",
    re.IGNORECASE,
)
_TIED_AFTER = re.compile(
    r"^(?:\s+(?:experience|skills?|knowledge|development|programming))?\s*[:(,–-]?\s*(?:at least "
    r"|minimum (?:of )?|min\.? |über |mindestens )?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """How one mention is asked for; `level` NONE and `years` 0 where nothing is said of them."""

    must_have: bool
    level: ProficiencyLevel
    years: int


def demand_of(sentence: str, start: int, end: int, *, section: Section) -> Demand | None:
    """The demand on sentence[start:end]; None where it is said not to be needed."""
    clause_start, clause_end = _clause(sentence, start, end)
    before, after = sentence[clause_start:start], sentence[end:clause_end]
    if _is_denied(before, after) and not _WELCOME.search(sentence[end:]):
        return None
    return Demand(
        must_have=is_must(sentence, start, end, section=section),
        level=_level(before, after),
        years=_years(before, after),
    )


def _clause(sentence: str, start: int, end: int) -> tuple[int, int]:
    """What is said of a mention stands between two contrasts, and not far from it."""
    begun, ends = max(0, start - _FAR), min(len(sentence), end + _FAR)
    for contrast in _CONTRAST.finditer(sentence, begun, ends):
        if contrast.end() <= start:
            begun = contrast.end()
        elif contrast.start() >= end:
            ends = contrast.start()
            break
    return begun, ends


def _is_denied(before: str, after: str) -> bool:
    if _DENIED_BEFORE.search(before) or _DENIED_AFTER.search(after):
        return True
    return bool(_NONE_OF_IT.search(before) and _NEEDED_AFTER.search(after))


def is_must(sentence: str, start: int, end: int, *, section: Section) -> bool:
    """A must-have: unless it, its list or its section is called welcome, preferred or a plus."""
    clause_start, clause_end = _clause(sentence, start, end)
    ahead = _FROM_HERE_ON.search(sentence, end, clause_end)
    clause_end = ahead.start() if ahead else clause_end
    item_start, item_end = _item(sentence, start, end)
    item = sentence[item_start : min(item_end, clause_end)]
    clause = _own_part(sentence[clause_start:clause_end], start - clause_start)
    if _WELCOME.search(item) or _NOT_A_MUST.search(clause):
        return False
    if _MUST.search(item):
        return True
    says_must, says_welcome = bool(_MUST.search(clause)), bool(_WELCOME.search(_without_parentheses(clause)))
    if says_must or says_welcome:
        return says_must
    return section is not Section.WELCOME


def _item(sentence: str, start: int, end: int) -> tuple[int, int]:
    """The item of a list: between commas."""
    begun = max(sentence.rfind(mark, 0, start) for mark in ",;") + 1
    ends = [found for mark in ",;" if (found := sentence.find(mark, end)) >= 0]
    return begun, min(ends, default=len(sentence))


def _own_part(clause: str, at: int) -> str:
    """The part around a place, of those that begin with a comma and speak of knowledge or experience of their own."""
    cuts = [0, *(found.start() for found in _NEW_PART.finditer(clause)), len(clause)]
    return next(
        clause[begun:ends] for begun, ends in pairwise(cuts) if begun <= at < ends or ends == len(clause)
    )


def _without_parentheses(text: str) -> str:
    return re.sub(r"\([^()]*\)", "", text)


def _level(before: str, after: str) -> ProficiencyLevel:
    trailing = _trailing().match(after)
    if trailing:
        return _named_level(trailing)
    last, leading = None, _leading().search(before)
    while leading:
        last, leading = leading, _leading().search(before, leading.start() + 1)
    return _named_level(last) if last else ProficiencyLevel.NONE


def _named_level(found: re.Match[str]) -> ProficiencyLevel:
    return ProficiencyLevel(int(str(found.lastgroup)[1:]))


def _years(before: str, after: str) -> int:
    for found in reversed(list(YEARS.finditer(before))):
        if _TIED.search(before[found.end() :]):
            return years_of(found["least"])
    following = YEARS.search(after)
    if following and _TIED_AFTER.search(after[: following.start()]):
        return years_of(following["least"])
    return 0


def years_of(written: str) -> int:
    """`three` or `3` as 3."""
    return int(written) if written.isdigit() else _NUMBERS[written.lower()]
