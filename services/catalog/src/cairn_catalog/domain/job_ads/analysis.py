"""The shopping list: what several ads ask for together, what most of them ask for first.

`analyse(texts, lexicon)` is the whole analysis. The spans that it finds in one text are
`[(m.start, m.end) for m in analyse([text], lexicon).all_mentions]`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from cairn_catalog.domain.job_ads.qualifications import DegreeLevel
from cairn_catalog.domain.job_ads.reading import Read, ReadDegree, ReadExperience, read_ad
from cairn_catalog.domain.job_ads.sentences import Sentence
from cairn_catalog.domain.job_ads.terms import Lexicon, Term, TermKind
from cairn_catalog.domain.skill import ProficiencyLevel

_APART = frozenset({TermKind.LICENCE, TermKind.CERTIFICATION})


class Source(Enum):
    """Who knows what was asked for: the tenant's catalogue, Cairn's dictionary, or nobody but the ad itself."""

    CATALOGUE = "catalogue"
    DICTIONARY = "dictionary"
    PHRASE = "phrase"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Where an ad asks for something: texts[ad][start:end], in a sentence that begins at `sentence_start`."""

    ad: int
    start: int
    end: int
    sentence: str
    sentence_start: int
    must_have: bool
    level: ProficiencyLevel
    years: int


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A skill, licence or certification that ads ask for.

    `ad_count` is in how many ads. It is a must-have where at least half of these call it one. `level` is the one most often asked
    for, NONE where none is; `years` the most that an ad asks for, 0 for none.
    """

    term: Term
    source: Source
    ad_count: int
    must_have_ad_count: int
    level: ProficiencyLevel
    years: int
    mentions: tuple[Mention, ...]

    @property
    def key(self) -> str:
        """What tells it from others: who knows it, and by which id."""
        return f"{self.source.value}:{self.term.term_id}"

    @property
    def must_have(self) -> bool:
        """At least half of the ads that ask for it call it a must."""
        return self.must_have_ad_count * 2 >= self.ad_count


@dataclass(frozen=True, kw_only=True)
class AskedDegree:
    """A degree that an ad asks for. A hard one is a must, and nothing stands in for it."""

    level: DegreeLevel
    field: str
    or_equivalent: bool
    is_hard: bool
    mention: Mention


@dataclass(frozen=True, kw_only=True)
class AskedExperience:
    """Years of experience that an ad asks for; `most_years` is 0 where it is open."""

    least_years: int
    most_years: int
    mention: Mention


@dataclass(frozen=True, kw_only=True)
class Analysis:
    """What ads ask for, by kind, each list with what most ads ask for first."""

    skills: tuple[Asked, ...]
    licences: tuple[Asked, ...]
    certifications: tuple[Asked, ...]
    degrees: tuple[AskedDegree, ...]
    experience: tuple[AskedExperience, ...]

    @property
    def all_mentions(self) -> Iterator[Mention]:
        """Where skills, licences, certifications and degrees are asked for."""
        for asked in (*self.skills, *self.licences, *self.certifications):
            yield from asked.mentions
        for degree in self.degrees:
            yield degree.mention


def analyse(texts: Iterable[str], lexicon: Lexicon) -> Analysis:
    """Reads the ads, one after the other, and puts together what they ask for."""
    by_term: defaultdict[str, list[tuple[int, Read]]] = defaultdict(list)
    degrees, experience = [], []
    for number, text in enumerate(texts):
        reading = read_ad(text, lexicon)
        for read in reading.mentions:
            by_term[_identity(read)].append((number, read))
        degrees += [_degree(number, each) for each in reading.degrees]
        experience += [_experience(number, each) for each in reading.experience]
    asked = sorted(map(_asked, by_term.values()), key=_rank)
    return Analysis(
        skills=tuple(each for each in asked if each.term.kind not in _APART),
        licences=tuple(each for each in asked if each.term.kind is TermKind.LICENCE),
        certifications=tuple(each for each in asked if each.term.kind is TermKind.CERTIFICATION),
        degrees=tuple(degrees),
        experience=tuple(experience),
    )


def _identity(read: Read) -> str:
    return f"{_source(read).value}:{read.term.term_id}"


def _source(read: Read) -> Source:
    if not read.in_lexicon:
        return Source.PHRASE
    return Source.CATALOGUE if read.term.catalogue_id else Source.DICTIONARY


def _asked(reads: Sequence[tuple[int, Read]]) -> Asked:
    term, source = reads[0][1].term, _source(reads[0][1])
    return Asked(
        term=term,
        source=source,
        ad_count=len({number for number, _ in reads}),
        must_have_ad_count=len({number for number, read in reads if read.demand.must_have}),
        level=_most_frequent(read.demand.level for _, read in reads),
        years=max(read.demand.years for _, read in reads),
        mentions=tuple(
            Mention(
                ad=number,
                start=read.start,
                end=read.end,
                sentence=read.sentence.text,
                sentence_start=read.sentence.start,
                must_have=read.demand.must_have,
                level=read.demand.level,
                years=read.demand.years,
            )
            for number, read in reads
        ),
    )


def _most_frequent(levels: Iterable[ProficiencyLevel]) -> ProficiencyLevel:
    """The level most often asked for; of two as frequent, the higher."""
    counts = Counter(level for level in levels if level is not ProficiencyLevel.NONE)
    return max(counts, key=lambda level: (counts[level], level), default=ProficiencyLevel.NONE)


def _rank(asked: Asked) -> tuple[int, bool, int, str, str]:
    """What more ads ask for first; then what is known before bare phrases; then by how often, and by name."""
    return (
        -asked.ad_count,
        asked.source is Source.PHRASE,
        -len(asked.mentions),
        asked.term.name.casefold(),
        asked.term.term_id,
    )


def _degree(number: int, read: ReadDegree) -> AskedDegree:
    degree = read.degree
    return AskedDegree(
        level=degree.level,
        field=degree.field,
        or_equivalent=degree.or_equivalent,
        is_hard=degree.is_hard,
        mention=_within(number, read.sentence, degree.start, degree.end, must_have=degree.must_have),
    )


def _experience(number: int, read: ReadExperience) -> AskedExperience:
    experience = read.experience
    return AskedExperience(
        least_years=experience.least_years,
        most_years=experience.most_years,
        mention=_within(
            number,
            read.sentence,
            experience.start,
            experience.end,
            must_have=experience.must_have,
            years=experience.least_years,
        ),
    )


def _within(
    number: int, sentence: Sentence, start: int, end: int, *, must_have: bool, years: int = 0
) -> Mention:
    return Mention(
        ad=number,
        start=sentence.start + start,
        end=sentence.start + end,
        sentence=sentence.text,
        sentence_start=sentence.start,
        must_have=must_have,
        level=ProficiencyLevel.NONE,
        years=years,
    )
