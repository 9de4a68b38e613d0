"""What speaks for people: each person's verified credentials and the assessments that hold, ready to be asked about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from cairn_reporting.domain.assessments import Assessment, AssessmentRules, Ruling, rulings
from cairn_reporting.domain.catalogue import Catalogue
from cairn_reporting.domain.periods import Coverage, Period, coverage, last_day_among


@dataclass(frozen=True, slots=True)
class Achievement:
    """One person's credential: what was decided about the claim, when it counts, and when it is suspended.

    In its `graces` its validity is over and may still be renewed; whether it counts then is in its periods.
    """

    achievement_id: str
    person_id: str
    credential_id: str
    verified: bool
    periods: tuple[Period, ...]
    suspensions: tuple[Period, ...] = ()
    graces: tuple[Period, ...] = ()

    @property
    def fact_id(self) -> str:
        """What it is known by."""
        return self.achievement_id

    @property
    def gained_at(self) -> datetime | None:
        """From when on it counted first, however late it was verified; None where it never counts."""
        return min((period.valid_from for period in self.periods), default=None)


Fact = Achievement | Ruling
"""What gives somebody a level of a skill, each with the periods in which it does."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A verified achievement, or an assessment while it holds, as what gives a skill at a level; 0 is not at all."""

    level: int
    fact: Fact


@dataclass(frozen=True, slots=True)
class Portfolio:
    """What speaks for one person: proofs by skill id, and verified achievements by credential id.

    Of achievements only what is verified counts for anything.
    """

    proofs: Mapping[str, tuple[Proof, ...]]
    holdings: Mapping[str, tuple[Achievement, ...]]

    def proofs_at_least(self, *, skill_id: str, level: int) -> tuple[Fact, ...]:
        """What gives the skill at the level or above, at whatever time."""
        return tuple(proof.fact for proof in self.proofs.get(skill_id, ()) if proof.level >= level)

    def holdings_of(self, credential_id: str) -> tuple[Achievement, ...]:
        """Every achievement of the credential, at whatever time it counts."""
        return self.holdings.get(credential_id, ())

    def last_day(self, ending_at: datetime) -> date:
        """The last day, as the policy's time zone has it, of what ends at that instant."""
        periods = (period for each in self.holdings.values() for one in each for period in one.periods)
        return last_day_among(periods, ending_at=ending_at)


def portfolio_of(
    *,
    achievements: Iterable[Achievement],
    assessments: Iterable[Assessment],
    rules: AssessmentRules,
    catalogue: Catalogue,
) -> Portfolio:
    """One person's achievements, claims and refusals left out, and what of the assessments holds."""
    proofs: dict[str, list[Proof]] = {}
    holdings: dict[str, list[Achievement]] = {}
    for achievement in achievements:
        if not achievement.verified:
            continue
        holdings.setdefault(achievement.credential_id, []).append(achievement)
        credential = catalogue.credentials.get(achievement.credential_id)
        for skill_id, level in credential.grants.items() if credential else ():
            proofs.setdefault(skill_id, []).append(Proof(level=level, fact=achievement))
    for skill_id, of_skill in _by_skill(assessments).items():
        proofs.setdefault(skill_id, []).extend(
            Proof(level=ruling.assessment.level, fact=ruling)
            for ruling in rulings(assessments=of_skill, rules=rules)
        )
    return Portfolio(
        proofs={skill_id: tuple(given) for skill_id, given in proofs.items()},
        holdings={credential_id: tuple(of_credential) for credential_id, of_credential in holdings.items()},
    )


def portfolios_by_person(
    *,
    person_ids: Iterable[str],
    achievements: Iterable[Achievement],
    assessments: Iterable[Assessment],
    rules: AssessmentRules,
    catalogue: Catalogue,
) -> dict[str, Portfolio]:
    """The portfolio of each of these people, an empty one for whom nothing speaks."""
    achieved: dict[str, list[Achievement]] = {person_id: [] for person_id in person_ids}
    assessed: dict[str, list[Assessment]] = {person_id: [] for person_id in achieved}
    for achievement in achievements:
        if achievement.person_id in achieved:
            achieved[achievement.person_id].append(achievement)
    for assessment in assessments:
        if assessment.person_id in assessed:
            assessed[assessment.person_id].append(assessment)
    return {
        person_id: portfolio_of(
            achievements=achieved[person_id],
            assessments=assessed[person_id],
            rules=rules,
            catalogue=catalogue,
        )
        for person_id in achieved
    }


def _by_skill(assessments: Iterable[Assessment]) -> dict[str, list[Assessment]]:
    found: dict[str, list[Assessment]] = {}
    for assessment in assessments:
        found.setdefault(assessment.skill_id, []).append(assessment)
    return found


def joint_coverage(*, facts: Iterable[Fact], at: datetime) -> Coverage | None:
    """How long the facts together count from `at` on: where one ends, another that has begun by then counts on."""
    return coverage(periods=(period for each in facts for period in each.periods), at=at)


def longest_lasting(*, facts: Iterable[Fact], at: datetime) -> tuple[Fact, Coverage] | None:
    """Of the facts that count at `at` the one that itself counts the longest, and how long; the
    smallest id among equals.
    """
    best: tuple[Fact, Coverage] | None = None
    for fact in sorted(facts, key=lambda each: each.fact_id):
        own = coverage(periods=fact.periods, at=at)
        if own and (best is None or own.outlasts(best[1])):
            best = (fact, own)
    return best
