"""What somebody can do, by what the person has proven, and until when."""

from dataclasses import dataclass
from datetime import datetime

from cairn_platform.identity import Principal
from cairn_reporting.application.freshness import Freshness, freshness
from cairn_reporting.application.loading import evidence
from cairn_reporting.application.people import require_person
from cairn_reporting.application.ports import Facts
from cairn_reporting.application.reach import own_person, reach_of
from cairn_reporting.domain.skill_levels import HeldSkill, skill_profile


@dataclass(frozen=True, slots=True)
class SkillProfile:
    """The skills of one person."""

    person_id: str
    skills: tuple[HeldSkill, ...]
    freshness: Freshness


def get_skill_profile(
    *, principal: Principal, person_id: str | None, facts: Facts, now: datetime
) -> SkillProfile:
    """The person's skills at `now`; without a person id, the caller's own.

    Raises NotFoundError for somebody who is not there or out of the caller's reach.
    """
    reach = reach_of(principal=principal, facts=facts)
    fresh = freshness(facts=facts, as_of=now)
    if person_id is None:
        person_id = own_person(principal=principal, facts=facts).person_id
    else:
        require_person(person_id=person_id, reach=reach, facts=facts)
    proven = evidence(person_ids={person_id}, roles=(), with_skill_names=True, facts=facts)
    return SkillProfile(
        person_id=person_id,
        skills=skill_profile(portfolio=proven.portfolios[person_id], catalogue=proven.catalogue, at=now),
        freshness=fresh,
    )
