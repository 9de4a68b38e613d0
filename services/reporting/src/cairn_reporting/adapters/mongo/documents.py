"""How the read models are stored: the fields beside those that the platform adds."""

from cairn_platform.mongo.connection import Document
from cairn_reporting.domain.achievements import Achievement
from cairn_reporting.domain.catalogue import (
    Credential,
    CredentialDemand,
    CredentialKind,
    Demand,
    Ladder,
    Requirement,
    Role,
    Skill,
    SkillDemand,
)
from cairn_reporting.domain.periods import Period
from cairn_reporting.domain.workforce import Department, Person

PEOPLE = "people"
DEPARTMENTS = "departments"
ACHIEVEMENTS = "achievements"
SKILLS = "skills"
CREDENTIALS = "credentials"
ROLES = "roles"
LADDERS = "ladders"


def from_person(person: Person) -> Document:
    """A person's fields."""
    return {
        "person_id": person.person_id,
        "account_subject": person.account_subject,
        "role_id": person.role_id,
        "department_id": person.department_id,
        "manager_id": person.manager_id,
        "target_role_id": person.target_role_id,
    }


def to_person(document: Document) -> Person:
    """The person whose fields these are."""
    return Person(
        person_id=document["person_id"],
        account_subject=document["account_subject"],
        role_id=document["role_id"],
        department_id=document["department_id"],
        manager_id=document["manager_id"],
        target_role_id=document["target_role_id"],
    )


def from_department(department: Department) -> Document:
    """A department's fields."""
    return {
        "department_id": department.department_id,
        "parent_department_id": department.parent_department_id,
    }


def to_department(document: Document) -> Department:
    """The department whose fields these are."""
    return Department(
        department_id=document["department_id"], parent_department_id=document["parent_department_id"]
    )


def from_achievement(achievement: Achievement) -> Document:
    """An achievement's fields."""
    return {
        "achievement_id": achievement.achievement_id,
        "person_id": achievement.person_id,
        "credential_id": achievement.credential_id,
        "verified": achievement.verified,
        "periods": [
            {"valid_from": period.valid_from, "valid_until": period.valid_until}
            for period in achievement.periods
        ],
    }


def to_achievement(document: Document) -> Achievement:
    """The achievement whose fields these are."""
    return Achievement(
        achievement_id=document["achievement_id"],
        person_id=document["person_id"],
        credential_id=document["credential_id"],
        verified=document["verified"],
        periods=tuple(
            Period(valid_from=period["valid_from"], valid_until=period["valid_until"])
            for period in document["periods"]
        ),
    )


def from_skill(skill: Skill) -> Document:
    """A skill's fields."""
    return {"skill_id": skill.skill_id, "name": skill.name}


def to_skill(document: Document) -> Skill:
    """The skill whose fields these are."""
    return Skill(skill_id=document["skill_id"], name=document["name"])


def from_credential(credential: Credential) -> Document:
    """A credential's fields. Its grants are a list: ids may hold what field names must not."""
    return {
        "credential_id": credential.credential_id,
        "name": credential.name,
        "kind": credential.kind.value,
        "grants": [{"skill_id": skill_id, "level": level} for skill_id, level in credential.grants.items()],
    }


def to_credential(document: Document) -> Credential:
    """The credential whose fields these are."""
    return Credential(
        credential_id=document["credential_id"],
        name=document["name"],
        kind=CredentialKind(document["kind"]),
        grants={grant["skill_id"]: grant["level"] for grant in document["grants"]},
    )


def from_role(role: Role) -> Document:
    """A role's fields."""
    return {
        "role_id": role.role_id,
        "name": role.name,
        "requirements": [
            {"requirement_id": requirement.requirement_id, **_from_demand(requirement.demand)}
            for requirement in role.requirements
        ],
    }


def to_role(document: Document) -> Role:
    """The role whose fields these are."""
    return Role(
        role_id=document["role_id"],
        name=document["name"],
        requirements=tuple(
            Requirement(requirement_id=requirement["requirement_id"], demand=_to_demand(requirement))
            for requirement in document["requirements"]
        ),
    )


def from_ladder(ladder: Ladder) -> Document:
    """A ladder's fields."""
    return {"ladder_id": ladder.ladder_id, "role_ids": list(ladder.role_ids)}


def to_ladder(document: Document) -> Ladder:
    """The ladder whose fields these are."""
    return Ladder(ladder_id=document["ladder_id"], role_ids=tuple(document["role_ids"]))


def _from_demand(demand: Demand) -> Document:
    match demand:
        case SkillDemand(skill_id=skill_id, level=level):
            return {"skill_id": skill_id, "level": level}
        case CredentialDemand(credential_id=credential_id):
            return {"credential_id": credential_id}


def _to_demand(document: Document) -> Demand:
    if "skill_id" in document:
        return SkillDemand(skill_id=document["skill_id"], level=document["level"])
    return CredentialDemand(credential_id=document["credential_id"])
