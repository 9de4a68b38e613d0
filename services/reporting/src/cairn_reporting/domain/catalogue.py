"""What the catalogue says, as a tenant sees it: skills, credentials, roles and ladders."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

LEVEL_NAMES = {1: "awareness", 2: "working", 3: "practitioner", 4: "expert"}


def _require_level(level: int) -> None:
    if level not in LEVEL_NAMES:
        raise ValueError(f"A proficiency level is one of 1 to 4, not {level}.")


class CredentialKind(Enum):
    """What kind of proof a credential is."""

    PROFESSIONAL_CERTIFICATE = "professional certificate"
    DIGITAL_BADGE = "digital badge"
    NANODEGREE = "nanodegree"
    INDUSTRY_CERTIFICATION = "industry certification"
    LICENCE = "licence"
    BOOTCAMP = "bootcamp"
    DEGREE = "degree"

    @property
    def is_irreplaceable(self) -> bool:
        """Nothing stands in for a licence or a degree: whoever lacks one that a role asks for is blocked."""
        return self in {CredentialKind.LICENCE, CredentialKind.DEGREE}


@dataclass(frozen=True, slots=True)
class Skill:
    """Something one can be good at."""

    skill_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Credential:
    """A proof, and the skills that it grants while it is valid: skill id to level."""

    credential_id: str
    name: str
    kind: CredentialKind
    grants: Mapping[str, int]

    def __post_init__(self) -> None:
        for level in self.grants.values():
            _require_level(level)


@dataclass(frozen=True, slots=True)
class SkillDemand:
    """A skill at a level or above."""

    skill_id: str
    level: int

    def __post_init__(self) -> None:
        _require_level(self.level)


@dataclass(frozen=True, slots=True)
class CredentialDemand:
    """A credential, currently valid."""

    credential_id: str


Demand = SkillDemand | CredentialDemand


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that a role asks for."""

    requirement_id: str
    demand: Demand


@dataclass(frozen=True, slots=True)
class Role:
    """What a job demands."""

    role_id: str
    name: str
    requirements: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class Ladder:
    """Roles as rungs, from the first to the last."""

    ladder_id: str
    role_ids: tuple[str, ...]

    def rung_after(self, role_id: str) -> str | None:
        """The role that follows on this one; None on the last rung and for a role that is no rung."""
        if role_id not in self.role_ids:
            return None
        following = self.role_ids.index(role_id) + 1
        return self.role_ids[following] if following < len(self.role_ids) else None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The entries that an answer needs, each by its id.

    An entry that has not arrived yet grants nothing and goes by its id.
    """

    skills: Mapping[str, Skill]
    credentials: Mapping[str, Credential]

    def skill_name(self, skill_id: str) -> str:
        """The skill's name."""
        skill = self.skills.get(skill_id)
        return skill.name if skill else skill_id

    def credential_name(self, credential_id: str) -> str:
        """The credential's name."""
        credential = self.credentials.get(credential_id)
        return credential.name if credential else credential_id

    def demand_name(self, demand: Demand) -> str:
        """The name of the skill or credential that is asked for."""
        match demand:
            case SkillDemand(skill_id=skill_id):
                return self.skill_name(skill_id)
            case CredentialDemand(credential_id=credential_id):
                return self.credential_name(credential_id)

    def irreplaceable_kind(self, demand: Demand) -> CredentialKind | None:
        """The kind, where a licence or degree is asked for; None where something else is."""
        if not isinstance(demand, CredentialDemand):
            return None
        credential = self.credentials.get(demand.credential_id)
        return credential.kind if credential and credential.kind.is_irreplaceable else None
