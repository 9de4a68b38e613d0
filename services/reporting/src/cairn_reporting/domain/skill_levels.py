"""Which skills a person has at which level, what gives it, and until when."""

from dataclasses import dataclass
from datetime import datetime

from cairn_reporting.domain.achievements import Achievement, Portfolio, joint_coverage, longest_lasting
from cairn_reporting.domain.assessments import Assessment
from cairn_reporting.domain.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class SkillLevel:
    """A skill's level at an instant: by which achievement or assessment, and until when at least that level is given; None for ever."""

    level: int
    by: Achievement | Assessment
    valid_until: datetime | None


@dataclass(frozen=True, slots=True)
class HeldSkill:
    """One skill of a person, with names for people; no credential's name where an assessment gives the level."""

    skill_id: str
    skill_name: str
    credential_name: str
    held: SkillLevel


def skill_level(*, portfolio: Portfolio, skill_id: str, at: datetime) -> SkillLevel | None:
    """The level at `at`: the higher of the best verified, then valid credential and the assessment whose word then holds; None where
    there is neither.

    So an assessment never takes away what a verified credential proves. Of what gives the level it names what counts the longest. The
    level goes on for as long as whatever gives that level or above follows each other without a break.
    """
    best = max(
        (
            proof.level
            for proof in portfolio.proofs.get(skill_id, ())
            if joint_coverage(facts=[proof.fact], at=at)
        ),
        default=0,
    )
    if best == 0:
        return None
    proofs = portfolio.proofs_at_least(skill_id=skill_id, level=best)
    longest = longest_lasting(facts=proofs, at=at)
    together = joint_coverage(facts=proofs, at=at)
    if longest is None or together is None:
        return None
    fact, _ = longest
    return SkillLevel(
        level=best,
        by=fact if isinstance(fact, Achievement) else fact.assessment,
        valid_until=together.until,
    )


def skill_profile(*, portfolio: Portfolio, catalogue: Catalogue, at: datetime) -> tuple[HeldSkill, ...]:
    """Every skill that the person has at `at`, by level downwards, then by name."""
    skills = [
        HeldSkill(
            skill_id=skill_id,
            skill_name=catalogue.skill_name(skill_id),
            credential_name=(
                catalogue.credential_name(held.by.credential_id) if isinstance(held.by, Achievement) else ""
            ),
            held=held,
        )
        for skill_id in portfolio.proofs
        if (held := skill_level(portfolio=portfolio, skill_id=skill_id, at=at))
    ]
    return tuple(
        sorted(skills, key=lambda each: (-each.held.level, each.skill_name.casefold(), each.skill_id))
    )
