"""Which issuer a name means, however people write it."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from cairn_catalog.domain.entry import folded
from cairn_catalog.domain.issuer import Issuer

SAME, SAME_CORE, ALIKE_AT_MOST = 100, 95, 90
"""How sure it is that two names mean the same: but for signs; but for words that say nothing either; or as far as they are alike."""
SURE_FROM = 90
ALIKE_FROM = 72
CANDIDATES_AT_MOST = 5

_WORDS = re.compile(r"[^\W_]+")
_SAY_NOTHING = frozenset(
    {
        "the",
        "of",
        "by",
        "from",
        "career",
        "careers",
        "certificate",
        "certificates",
        "certification",
        "certifications",
        "cert",
        "certs",
        "credential",
        "credentials",
        "badge",
        "badges",
        "course",
        "courses",
        "program",
        "programme",
        "professional",
        "learning",
        "training",
        "academy",
        "institute",
        "inc",
        "ltd",
        "llc",
        "gmbh",
        "corp",
        "corporation",
        "company",
    }
)


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """An issuer that a name may mean, the name of its that is nearest, and how sure that is, from 1 to 100."""

    issuer: Issuer
    matched_name: str
    confidence: int


@dataclass(frozen=True, kw_only=True)
class Resolution:
    """The issuers that a name may mean, the surest first. It is certain where the first is sure and no other is."""

    candidates: tuple[Candidate, ...]

    @property
    def certain(self) -> bool:
        """The first is meant."""
        sure = [each for each in self.candidates if each.confidence >= SURE_FROM]
        return len(sure) == 1


def resolve(name: str, issuers: Iterable[Issuer]) -> Resolution:
    """Which issuers the name may mean. One that was merged stands for the one that it is the same as."""
    known = {issuer.id: issuer for issuer in issuers}
    best: dict[str, Candidate] = {}
    for issuer in known.values():
        meant = survivor(issuer, known)
        for own_name in (issuer.name, *issuer.aliases):
            confidence = likeness(name, own_name)
            before = best.get(meant.id)
            if confidence >= ALIKE_FROM and (before is None or confidence > before.confidence):
                best[meant.id] = Candidate(issuer=meant, matched_name=own_name, confidence=confidence)
    ordered = sorted(
        best.values(), key=lambda each: (-each.confidence, folded(each.issuer.name), each.issuer.id)
    )
    return Resolution(candidates=tuple(ordered[:CANDIDATES_AT_MOST]))


def survivor(issuer: Issuer, known: Mapping[str, Issuer]) -> Issuer:
    """The issuer that this one was merged into, through others if need be; itself where it was not."""
    passed = {issuer.id}
    while issuer.merged_into in known and issuer.merged_into not in passed:
        issuer = known[issuer.merged_into]
        passed.add(issuer.id)
    return issuer


def likeness(one: str, other: str) -> int:
    """How sure it is, from 0 to 100, that two names mean the same."""
    first, second = _words(one), _words(other)
    if not first or not second:
        return 0
    if "".join(first) == "".join(second):
        return SAME
    core, other_core = _core(first), _core(second)
    if core and core == other_core:
        return SAME_CORE
    return round(fuzz.ratio("".join(first), "".join(second)) * ALIKE_AT_MOST / 100)


def _words(name: str) -> Sequence[str]:
    """The words without case, accents and signs."""
    plain = "".join(
        each for each in unicodedata.normalize("NFKD", folded(name)) if not unicodedata.combining(each)
    )
    return _WORDS.findall(plain)


def _core(words: Sequence[str]) -> str:
    """What is left without words that say nothing of who it is."""
    return "".join(word for word in words if word not in _SAY_NOTHING)
