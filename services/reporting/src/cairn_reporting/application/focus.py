"""How focused somebody's collection of credentials is, and what would be the better next step."""

from dataclasses import dataclass
from datetime import datetime

from cairn_platform.identity import Principal
from cairn_reporting.application.freshness import Freshness, freshness
from cairn_reporting.application.people import require_person
from cairn_reporting.application.ports import Facts
from cairn_reporting.application.reach import own_person, reach_of
from cairn_reporting.domain.achievements import joint_coverage, portfolio_of
from cairn_reporting.domain.assessments import DEFAULT_RULES
from cairn_reporting.domain.catalogue import Catalogue
from cairn_reporting.domain.focus import Focus, focus


@dataclass(frozen=True, slots=True)
class PersonFocus:
    """The focus of one person's collection, and the entries that it speaks of."""

    person_id: str
    focus: Focus
    catalogue: Catalogue
    freshness: Freshness


def get_focus(*, principal: Principal, person_id: str | None, facts: Facts, now: datetime) -> PersonFocus:
    """The focus of what the person holds at `now`; without a person id, the caller's own.

    Raises NotFoundError for somebody who is not there or out of the caller's reach.
    """
    reach = reach_of(principal=principal, facts=facts)
    fresh = freshness(facts=facts, as_of=now)
    if person_id is None:
        person_id = own_person(principal=principal, facts=facts).person_id
    else:
        require_person(person_id=person_id, reach=reach, facts=facts)
    stacks = Catalogue(skills={}, credentials={}, stacks=facts.every_stack())
    portfolio = portfolio_of(
        achievements=facts.achievements(person_ids={person_id}),
        assessments=(),
        rules=DEFAULT_RULES,
        catalogue=stacks,
    )
    held = {
        credential_id
        for credential_id, achievements in portfolio.holdings.items()
        if joint_coverage(facts=achievements, at=now)
    }
    found = focus(held=held, catalogue=stacks)
    missing = found.next_step.missing if found.next_step else ()
    named = Catalogue(skills={}, credentials=facts.credentials({*held, *missing}), stacks=stacks.stacks)
    return PersonFocus(person_id=person_id, focus=found, catalogue=named, freshness=fresh)
