"""Everything that is known of a tenant, to compare one world with another."""

from typing import Any

from cairn_reporting.application.ports import Facts, PeopleSelection
from cairn_reporting.domain.demands import SkillDemand

_ROLES = ("engineer", "lead", "never")


def snapshot(facts: Facts) -> dict[str, Any]:
    """All facts of a tenant of the small companies."""
    people = facts.people(PeopleSelection())
    roles = facts.roles(_ROLES)
    demands = [requirement.demand for role in roles.values() for requirement in role.requirements]
    credentials = facts.credentials({"course", "pmp", "cpa"})
    return {
        "people": list(people),
        "accounts": [facts.person_of_account(f"account-{each.person_id}") for each in people],
        "departments": list(facts.departments()),
        "achievements": list(facts.achievements(person_ids={each.person_id for each in people})),
        "roles": dict(roles),
        "ladders": list(facts.ladders()),
        "credentials": dict(credentials),
        "skills": dict(facts.skills({each.skill_id for each in demands if isinstance(each, SkillDemand)})),
        "latest_event_at": latest.happened_at if (latest := facts.latest_event()) else None,
    }
