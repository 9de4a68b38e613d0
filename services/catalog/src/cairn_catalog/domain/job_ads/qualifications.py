"""What ads ask for beside skills: degrees, and years of experience as such."""
# ruff: noqa: RUF001 (ads are written with such marks)

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from cairn_catalog.domain.job_ads.demand import YEARS, demand_of, years_of
from cairn_catalog.domain.job_ads.sections import Section


class DegreeLevel(IntEnum):
    """How high a degree is; ANY where only "a degree" is said."""

    ANY = 1
    SECONDARY = 2
    VOCATIONAL = 3
    ASSOCIATE = 4
    BACHELOR = 5
    MASTER = 6
    DOCTORATE = 7


_DEGREES = re.compile(
    r"(?P<DOCTORATE>\bPh\.?\s?D\b\.?|\bdoctora(?:te|l degree)\b|\bpromotion in\b|\bdoktortitel\b)"
    r"|(?P<MASTER>\bmasters?['’]?s?\b(?= in\b| or (?:phd|ph\.d)|[,/])(?<!scrum master)"
    r"|\bmaster['’]s\b|\bmasters\b(?! of ceremon)|\bmaster (?:degree|of (?:science|arts|engineering"
    r"|business|laws?|education|public))\b|\bM\.?Sc\b\.?|\bM\.A\.|\bMBA\b|\bM\.?Eng\b|\bM\.S\."
    r"|\bMS (?:degree|in)\b|\bLL\.?M\b\.?)"
    r"|(?P<BACHELOR>\bbachelor['’]?s?\b(?: of (?:science|arts|engineering))?|\bB\.?Sc\b\.?|\bB\.A\."
    r"|\bBA (?:degree|in)\b|\bB\.S\.|\bBS(?:/MS)?(?= (?:degree|in)\b|/)|\bB\.?Eng\b"
    r"|\bundergraduate degree\b|\bLL\.?B\b\.?)"
    r"|(?P<ASSOCIATE>\bassociate['’]?s?(?: degree| of (?:arts|science))\b)"
    r"|(?P<VOCATIONAL>\bapprenticeship\b|\bvocational (?:training|qualification|education)\b"
    r"|\btrade school\b|\b(?:abgeschlossene )?(?:berufs)?ausbildung\b)"
    r"|(?P<SECONDARY>\bhigh[ -]school (?:diploma|degree|education)\b|\bGED\b|\bA[ -]levels\b"
    r"|\babitur\b|\bsecondary education\b)"
    r"|(?P<ANY>\b(?:university|college|academic|advanced|technical|relevant|engineering|postgraduate"
    r"|graduate|higher) (?:degree|diploma|education)\b|\bdegree\b"
    r"|\bgraduated? (?:in|from)\b|\b(?:hochschul|universitäts)?studium\b|\bhochschulabschluss\b|\bdiploma in\b)",
    re.IGNORECASE,
)
_NO_DEGREE = re.compile(
    r"\b(?:degrees? of|\d+ ?degrees?|degrees? (?:celsius|fahrenheit)|360[- ]degree|high degree"
    r"|large degree|certain degree|some degree|to a degree)",
    re.IGNORECASE,
)
_INSTEAD = re.compile(
    r"\bor (?:an? |any |the )?(?:(?:equivalent|comparable|similar|relevant|related|practical"
    r"|professional|work|proven|hands-on|industry|commensurate|demonstrated|several|extensive"
    r"|significant)[ ,/]*(?:and |or )?)+"
    r"(?:(?:\w+ ){0,3}?(?:experience|training|qualifications?|education|background|skills?|knowledge"
    r"|combination|certification)\b|[).,;:]|$|is\b|are\b|required\b|preferred\b|plus\b|with\b|\+|in\b"
    r"|and\b)"
    r"|\bor (?:\w+ )?(?:\d+|\w+)\+? years|\band/or (?:\w+ ){0,2}experience"
    r"|\bor (?:\w+ ){0,3}experience\b|\bin lieu of|\bin place of|\bequivalent (?:combination"
    r"|practical|work|professional|experience)"
    r"|\boder (?:eine[nrs]? )?(?:vergleichbare|gleichwertige|ähnliche|entsprechende)",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"^[\s'’s]*(?:degree|diploma|level|education|studies)?\s*(?:\([^)]*\)\s*)?(?:in"
    r"|of)\s+(?:an? )?(?P<field>[^.;:()]{2,90})",
    re.IGNORECASE,
)
_FIELD_ENDS = re.compile(
    r",?\s*\bor (?:at least )?\d|\b(?:or (?:equivalent|comparable|an? equivalent|similar|a related|related|any)|is|are|with|from"
    r"|and (?:at least|\d|a |an |experience|strong|good|you)|plus|required|preferred|who|that|at"
    r"|obtained)\b|,\s*(?:or|and)?\s*(?:related|similar|equivalent|other)",
    re.IGNORECASE,
)
_EXPERIENCE = re.compile(r"experience|background|erfahrung|\bwork(?:ing|ed)?\b|practice", re.IGNORECASE)
_NEAR = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Degree:
    """A degree that an ad names: text[start:end] of it. A hard one is a must, and nothing stands in for it."""

    start: int
    end: int
    level: DegreeLevel
    field: str
    must_have: bool
    or_equivalent: bool

    @property
    def is_hard(self) -> bool:
        """Only this degree will do."""
        return self.must_have and not self.or_equivalent


@dataclass(frozen=True, slots=True, kw_only=True)
class Experience:
    """Years of experience that an ad names; `most_years` is 0 where it is open."""

    start: int
    end: int
    least_years: int
    most_years: int
    must_have: bool


def degree_in(sentence: str, *, section: Section) -> Degree | None:
    """The degree that a sentence asks for: of several, "a bachelor's or master's degree", the lowest will do."""
    blurred = _NO_DEGREE.sub(lambda found: "_" * len(found.group()), sentence)
    named = list(_DEGREES.finditer(blurred))
    levels = [DegreeLevel[str(found.lastgroup)] for found in named]
    told = [level for level in levels if level is not DegreeLevel.ANY]
    if not named:
        return None
    start, end = named[0].span()
    demand = demand_of(sentence, start, end, section=section)
    if demand is None:
        return None
    return Degree(
        start=start,
        end=end,
        level=min(told, default=DegreeLevel.ANY),
        field=_field(sentence[named[-1].end() :]) or _field(sentence[end:]),
        must_have=demand.must_have,
        or_equivalent=bool(_INSTEAD.search(sentence, end)),
    )


def _field(after: str) -> str:
    found = _FIELD.match(after)
    if found is None:
        return ""
    field = found["field"]
    cut = _FIELD_ENDS.search(field)
    return (field[: cut.start()] if cut else field).strip(" ,/-")


def experience_in(sentence: str, *, section: Section) -> Iterator[Experience]:
    """The years of experience that a sentence asks for."""
    for found in YEARS.finditer(sentence):
        start, end = found.span()
        if not _EXPERIENCE.search(sentence[max(0, start - _NEAR // 2) : end + _NEAR]):
            continue
        demand = demand_of(sentence, start, end, section=section)
        if demand is not None:
            yield Experience(
                start=start,
                end=end,
                least_years=years_of(found["least"]),
                most_years=years_of(found["most"]) if found["most"] else 0,
                must_have=demand.must_have,
            )
