"""Credentials as a plan sees them: what each gives, and what it takes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cairn_catalog.domain.cost import Payer
from cairn_catalog.domain.credential import CredentialKind
from cairn_catalog.domain.planning.needs import (
    CredentialNeed,
    GroupNeed,
    Holding,
    Need,
    SkillNeed,
    TimeNeed,
)
from cairn_catalog.domain.quality import Grade


@dataclass(frozen=True, kw_only=True)
class Subscription:
    """What learning at a platform costs each month, in minor units; credentials with an equal one share its months."""

    platform_id: str
    per_month: int


@dataclass(frozen=True, kw_only=True)
class Price:
    """What a credential costs: `once` in minor units, and a subscription for as long as one learns. Free has no currency."""

    currency: str
    once: int
    subscription: Subscription | None

    @property
    def is_free(self) -> bool:
        """Whether nothing is to be paid."""
        return self.once == 0 and self.subscription is None


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A credential that may be a step of a plan.

    `price`, `hours` and `grade` are None where unknown. `prerequisite_ids` are credentials that have to be there before, all of them;
    `experience_months` is the time in the field that is asked for, and `hours_per_week` the least that it takes in a week, 0 where it
    leaves the pace to the learner. `is_acknowledged` says whether employers acknowledge it and `has_aid` whether one can ask for
    financial aid, None where unknown.
    """

    id: str
    name: str
    kind: CredentialKind
    issuer_id: str
    grants: Mapping[str, int]
    price: Price | None
    payer: Payer
    has_aid: bool | None
    hours: int | None
    prerequisite_ids: frozenset[str]
    experience_months: int
    hours_per_week: int
    grade: Grade | None
    is_acknowledged: bool | None
    stack_ids: frozenset[str]

    @property
    def cost_is_known(self) -> bool:
        """Whether it can be said what it costs: a subscription costs months, so it takes the hours too."""
        return self.price is not None and (self.price.subscription is None or self.hours is not None)

    def gives(self, need: Need) -> bool:
        """Whether it meets some part of the need by itself."""
        match need:
            case SkillNeed(skill_id=skill_id, level=level):
                return self.grants.get(skill_id, 0) >= level
            case CredentialNeed(credential_id=credential_id):
                return credential_id == self.id
            case GroupNeed(members=members):
                return any(self.gives(member) for member in members)
            case TimeNeed():
                return False


def holding_with(held: Holding, steps: Iterable[Candidate]) -> Holding:
    """What somebody has who has taken the steps too."""
    levels = dict(held.levels)
    taken = set(held.credential_ids)
    for step in steps:
        taken.add(step.id)
        for skill_id, level in step.grants.items():
            levels[skill_id] = max(level, levels.get(skill_id, 0))
    return Holding(levels=levels, credential_ids=taken)
