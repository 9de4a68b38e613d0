"""Which skills a person holds at which level, what proves it, and until when."""

from dataclasses import dataclass
from datetime import datetime

from cairn_reporting.domain.achievements import Portfolio, joint_coverage, longest_lasting
from cairn_reporting.domain.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class SkillLevel:
    """A skill's level at an instant: by which achievement, and until when at least that level is proven; None for ever."""

    level: int
    achievement_id: str
    credential_id: str
    valid_until: datetime | None


@dataclass(frozen=True, slots=True)
class HeldSkill:
    """One skill of a person, with names for people."""

    skill_id: str
    skill_name: str
    credential_name: str
    held: SkillLevel


def skill_level(*, portfolio: Portfolio, skill_id: str, at: datetime) -> SkillLevel | None:
    """The level held at `at`: the highest that a verified, then valid achievement proves; None where nothing
    does.

    Of those that prove the level it names the one that counts the longest. The level goes on for as long as
    proofs of that level or above follow each other without a break.
    """
    best = max(
        (
            proof.level
            for proof in portfolio.proofs.get(skill_id, ())
            if joint_coverage(achievements=[proof.achievement], at=at)
        ),
        default=0,
    )
    proofs = portfolio.proofs_at_least(skill_id=skill_id, level=best)
    longest = longest_lasting(achievements=proofs, at=at)
    together = joint_coverage(achievements=proofs, at=at)
    if longest is None or together is None:
        return None
    achievement, _ = longest
    return SkillLevel(
        level=best,
        achievement_id=achievement.achievement_id,
        credential_id=achievement.credential_id,
        valid_until=together.until,
    )


def skill_profile(*, portfolio: Portfolio, catalogue: Catalogue, at: datetime) -> tuple[HeldSkill, ...]:
    """Every skill held at `at`, by level downwards, then by name."""
    skills = [
        HeldSkill(
            skill_id=skill_id,
            skill_name=catalogue.skill_name(skill_id),
            credential_name=catalogue.credential_name(held.credential_id),
            held=held,
        )
        for skill_id in portfolio.proofs
        if (held := skill_level(portfolio=portfolio, skill_id=skill_id, at=at))
    ]
    return tuple(
        sorted(skills, key=lambda each: (-each.held.level, each.skill_name.casefold(), each.skill_id))
    )
