"""What people have proven: each person's verified credentials, ready to be asked about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from cairn_reporting.domain.catalogue import Catalogue
from cairn_reporting.domain.periods import Coverage, Period, coverage


@dataclass(frozen=True, slots=True)
class Achievement:
    """One person's credential: what was decided about the claim, and when it counts."""

    achievement_id: str
    person_id: str
    credential_id: str
    verified: bool
    periods: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """A verified achievement as the proof of a skill at the level that its credential grants."""

    level: int
    achievement: Achievement


@dataclass(frozen=True, slots=True)
class Portfolio:
    """One person's verified achievements: as proofs by skill id, and by credential id.

    Only what is verified counts for anything.
    """

    proofs: Mapping[str, tuple[Proof, ...]]
    holdings: Mapping[str, tuple[Achievement, ...]]

    def proofs_at_least(self, *, skill_id: str, level: int) -> tuple[Achievement, ...]:
        """What proves the skill at the level or above, at whatever time."""
        return tuple(proof.achievement for proof in self.proofs.get(skill_id, ()) if proof.level >= level)

    def holdings_of(self, credential_id: str) -> tuple[Achievement, ...]:
        """Every achievement of the credential, at whatever time it counts."""
        return self.holdings.get(credential_id, ())


def portfolio_of(*, achievements: Iterable[Achievement], catalogue: Catalogue) -> Portfolio:
    """One person's achievements, claims and refusals left out."""
    proofs: dict[str, list[Proof]] = {}
    holdings: dict[str, list[Achievement]] = {}
    for achievement in achievements:
        if not achievement.verified:
            continue
        holdings.setdefault(achievement.credential_id, []).append(achievement)
        credential = catalogue.credentials.get(achievement.credential_id)
        for skill_id, level in credential.grants.items() if credential else ():
            proofs.setdefault(skill_id, []).append(Proof(level=level, achievement=achievement))
    return Portfolio(
        proofs={skill_id: tuple(of_skill) for skill_id, of_skill in proofs.items()},
        holdings={credential_id: tuple(of_credential) for credential_id, of_credential in holdings.items()},
    )


def portfolios_by_person(
    *, person_ids: Iterable[str], achievements: Iterable[Achievement], catalogue: Catalogue
) -> dict[str, Portfolio]:
    """The portfolio of each of these people, an empty one for who has achieved nothing."""
    by_person: dict[str, list[Achievement]] = {person_id: [] for person_id in person_ids}
    for achievement in achievements:
        if achievement.person_id in by_person:
            by_person[achievement.person_id].append(achievement)
    return {
        person_id: portfolio_of(achievements=of_person, catalogue=catalogue)
        for person_id, of_person in by_person.items()
    }


def joint_coverage(*, achievements: Iterable[Achievement], at: datetime) -> Coverage | None:
    """How long the achievements together count from `at` on: where one ends, another that has begun by then counts on."""
    return coverage(periods=(period for each in achievements for period in each.periods), at=at)


def longest_lasting(
    *, achievements: Iterable[Achievement], at: datetime
) -> tuple[Achievement, Coverage] | None:
    """Of the achievements that count at `at` the one that itself counts the longest, and how long; the
    smallest id among equals.
    """
    best: tuple[Achievement, Coverage] | None = None
    for achievement in sorted(achievements, key=lambda each: each.achievement_id):
        own = coverage(periods=achievement.periods, at=at)
        if own and (best is None or own.outlasts(best[1])):
            best = (achievement, own)
    return best
