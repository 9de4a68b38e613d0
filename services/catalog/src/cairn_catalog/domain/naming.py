"""Which entries an entry names: what may not vanish while it stands."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cairn_catalog.domain.credential import Credential
from cairn_catalog.domain.demand import AnyOf, CredentialDemand, Demand, Experience, StackDemand
from cairn_catalog.domain.entry import Entry
from cairn_catalog.domain.issuer import Issuer
from cairn_catalog.domain.ladder import Ladder
from cairn_catalog.domain.learning_path import LearningPath
from cairn_catalog.domain.platform import Platform
from cairn_catalog.domain.role import Role
from cairn_catalog.domain.skill import Skill, SkillLevel
from cairn_catalog.domain.stack import CredentialMember, Goal, Stack


@dataclass(frozen=True)
class Named:
    """An entry by its kind and id, as another names it."""

    kind: type[Entry]
    id: str


def named_by(entry: Entry) -> frozenset[Named]:
    """The entries that this one names."""
    return frozenset(_names(entry))


def _names(entry: Entry) -> Iterator[Named]:
    match entry:
        case Issuer(merged_into=issuer_id):
            yield from _optional(Issuer, issuer_id)
        case Skill(broader_skill_ids=skill_ids):
            yield from (Named(Skill, each) for each in skill_ids)
        case Credential():
            yield Named(Issuer, entry.issuer_id)
            yield from _optional(Platform, entry.platform_id)
            yield from (Named(Skill, each.skill_id) for each in entry.skills_granted)
            yield from (
                Named(Credential, each.credential_id) for each in entry.prerequisites if each.credential_id
            )
        case Stack(members=members):
            yield from _goals(way for member in members for way in member.ways)
        case LearningPath(steps=steps):
            yield from _goals(step.goal for step in steps)
        case Role(requirements=requirements):
            for requirement in requirements:
                yield from _demanded(requirement.demand)
        case Ladder(role_ids=role_ids):
            yield from (Named(Role, each) for each in role_ids)


def _goals(goals: Iterable[Goal]) -> Iterator[Named]:
    for goal in goals:
        if isinstance(goal, CredentialMember):
            yield Named(Credential, goal.credential_id)
        else:
            yield Named(Stack, goal.stack_id)


def _demanded(demand: Demand) -> Iterator[Named]:
    match demand:
        case SkillLevel(skill_id=skill_id):
            yield Named(Skill, skill_id)
        case CredentialDemand(credential_id=credential_id):
            yield Named(Credential, credential_id)
        case StackDemand(stack_id=stack_id):
            yield Named(Stack, stack_id)
        case Experience(role_id=role_id):
            yield from _optional(Role, role_id)
        case AnyOf(alternatives=alternatives):
            for alternative in alternatives:
                for each in alternative.all_of:
                    yield from _demanded(each)


def _optional(kind: type[Entry], entry_id: str) -> Iterator[Named]:
    if entry_id:
        yield Named(kind, entry_id)
