"""Which texts find an entry, and which facets it has."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from cairn_catalog.domain.cost import CostBasis
from cairn_catalog.domain.credential import Credential
from cairn_catalog.domain.entry import Entry
from cairn_catalog.domain.grading import Grading
from cairn_catalog.domain.issuer import Issuer
from cairn_catalog.domain.learning_path import LearningPath
from cairn_catalog.domain.platform import Platform
from cairn_catalog.domain.role import Role
from cairn_catalog.domain.search.facets import Values
from cairn_catalog.domain.search.space import Findable, Key
from cairn_catalog.domain.search.text_index import Naming
from cairn_catalog.domain.skill import Skill, SkillLevel
from cairn_catalog.domain.stack import Stack

SEARCHED: tuple[type[Entry], ...] = (Credential, Skill, Role, Stack, LearningPath)
"""The kinds of entries that can be found."""
NAMED_BY_OTHERS: tuple[type[Entry], ...] = (Issuer, Platform)
"""The kinds of entries whose names find others."""

KIND, ISSUER, COST, HOURS = "kind", "issuer", "cost", "hours"
SKILL, EXPIRES, QUALITY = "skill", "expires", "quality"

NAME_WEIGHT = 1000
OTHER_NAME_WEIGHT = 900
ISSUER_WEIGHT = 400
SUBJECT_WEIGHT = 300
"""How much a text counts beside the name, in thousandths: another name of the entry, its issuer's, a skill's or platform's."""

_COST_BANDS = ((100_00, "up_to_100"), (500_00, "up_to_500"), (2_500_00, "up_to_2500"))
_HOURS_BANDS = ((10, "up_to_10"), (50, "up_to_50"), (200, "up_to_200"))

Known = Mapping[type[Entry], Mapping[str, Entry]]
"""Entries by kind and id."""


def findables(entries: Known, *, names: Known, grading: Grading) -> Iterator[Findable]:
    """Everything that can be found among the entries, drafts left out; `names` has all entries whose names find others, `grading` says
    how good credentials are.
    """
    for kind in SEARCHED:
        for entry in entries.get(kind, {}).values():
            if not entry.is_draft:
                yield Findable(
                    entry=entry, namings=tuple(_namings(entry, names)), facets=facets(entry, grading)
                )


def judged_otherwise(public: Known, *, judged: Collection[str], grading: Grading) -> dict[Key, Values]:
    """The facets of the public credentials of issuers whom somebody judges in an own way, as that makes them."""
    return {
        (Credential, entry.id): facets(entry, grading)
        for entry in public.get(Credential, {}).values()
        if isinstance(entry, Credential) and entry.issuer_id in judged
    }


def facets(entry: Entry, grading: Grading) -> Values:
    """The entry's value or values of each facet; only credentials have any."""
    if not isinstance(entry, Credential):
        return {}
    return {
        KIND: frozenset({entry.kind.value}),
        ISSUER: frozenset({entry.issuer_id}),
        COST: frozenset({cost_band(entry)}),
        HOURS: frozenset({hours_band(entry)}),
        SKILL: frozenset(each.skill_id for each in entry.skills_granted),
        EXPIRES: frozenset({"never" if entry.validity is None else "yes"}),
        QUALITY: frozenset({grading.assessment(entry).grade.name.lower()}),
    }


def cost_band(credential: Credential) -> str:
    """How much the price is, in the currency that it is asked in; a price by the month counts for one month."""
    if credential.cost.basis is CostBasis.FREE:
        return "free"
    if credential.cost.price is None:
        return "unknown"
    return _band(credential.cost.price.minor_units, _COST_BANDS, beyond="over_2500")


def hours_band(credential: Credential) -> str:
    """How many hours it usually takes."""
    if credential.effort_hours is None:
        return "unknown"
    return _band(credential.effort_hours, _HOURS_BANDS, beyond="over_200")


def _band(amount: int, bands: Iterable[tuple[int, str]], *, beyond: str) -> str:
    return next((name for at_most, name in bands if amount <= at_most), beyond)


def _namings(entry: Entry, names: Known) -> Iterator[Naming]:
    yield Naming(entry.name, NAME_WEIGHT)
    for name in entry.other_names:
        yield Naming(name, OTHER_NAME_WEIGHT)
    match entry:
        case Credential():
            for name in _names(names, Issuer, [entry.issuer_id]):
                yield Naming(name, ISSUER_WEIGHT)
            for name in _names(names, Platform, [entry.platform_id]):
                yield Naming(name, SUBJECT_WEIGHT)
            for name in _names(names, Skill, (each.skill_id for each in entry.skills_granted)):
                yield Naming(name, SUBJECT_WEIGHT)
        case Role():
            asked = (
                each.demand.skill_id for each in entry.requirements if isinstance(each.demand, SkillLevel)
            )
            for name in _names(names, Skill, asked):
                yield Naming(name, SUBJECT_WEIGHT)
        case Stack():
            yield Naming(entry.specialisation, SUBJECT_WEIGHT)


def _names(names: Known, kind: type[Entry], ids: Iterable[str]) -> Iterator[str]:
    for entry_id in ids:
        if found := names.get(kind, {}).get(entry_id):
            yield from (found.name, *found.other_names)
