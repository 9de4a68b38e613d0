"""What several reports tell: how fresh an answer is, and how requirements and levels are told."""

from enum import StrEnum

from cairn_gateway.adapters.http.model import Answer, Day, Instant


class Lag(Answer):
    """How far what reports know is behind what has happened."""

    events: int
    """How many events, of all tenants, had happened and not reached the reports."""
    measured_at: Instant
    """When that was: it is measured every ten seconds."""


class Freshness(Answer):
    """How fresh an answer is."""

    as_of: Instant
    """The instant that the answer is true for."""
    fresh_as_of: Instant | None
    """When the latest event that the answer knows of happened; null where the tenant has none."""
    latest_event_id: str | None
    """The id of that event; null where the tenant has none and, with `known_at`, where others followed it."""
    lag: Lag | None
    """How far reporting was behind; null where that was not measured yet."""


class Dimension(StrEnum):
    """By what a report is taken apart."""

    DEPARTMENT = "department"
    LOCATION = "location"
    ROLE = "role"
    MANAGER = "manager"
    HIRED_YEAR = "hired_year"


class Grouped(Answer):
    """One group of a report's people."""

    group: str | None
    """What they have in common, such as the id of their department; null for those of whom nothing is known."""
    group_name: str | None = None
    """The name of that department, role or manager; null where the caller may not know it, or `group` is no id."""

    def named(self) -> dict[str, str | None]:
        """The group alone, for the rows about it."""
        return {"group": self.group, "group_name": self.group_name}


class RoleChoice(StrEnum):
    """Which role people are compared with."""

    OWN = "own"
    TARGET = "target"
    NEXT = "next"


class RequirementState(StrEnum):
    """How one requirement of a role is met."""

    MET = "met"
    MET_UNTIL = "met_until"
    SHORT = "short"
    MISSING = "missing"
    BLOCKED = "blocked"
    UNKNOWN = "unknown"


class ReadinessState(StrEnum):
    """How ready somebody is, all requirements together."""

    READY = "ready"
    READY_UNTIL = "ready_until"
    NEARLY = "nearly"
    NOT_YET = "not_yet"
    BLOCKED = "blocked"


class Assessor(StrEnum):
    """As what somebody assessed a person's skill."""

    REVIEWER = "reviewer"
    MANAGER = "manager"
    PEER = "peer"
    SELF = "self"


class AssessmentSource(Answer):
    """The assessment that gives a level."""

    assessment_id: str
    """The assessment."""
    assessor: Assessor
    """Who said it."""
    assessed_on: Day
    """The day for which it is said."""


class RequirementStanding(Answer):
    """One requirement of a role, against one person."""

    requirement_id: str
    """The requirement's id in the role."""
    skill_id: str | None
    """The skill that is asked for; null where a credential is."""
    credential_id: str | None
    """The credential that is asked for; null where a skill is."""
    name: str
    """The skill's or credential's name."""
    required_level: int | None
    """The level asked for, 1 to 4; null for a credential."""
    held_level: int
    """The level held now; 0 for none and for a credential."""
    state: RequirementState
    """How it is met."""
    met_until: Instant | None
    """Until when it is met; null unless `met_until`."""
    achievement_id: str | None
    """The achievement that meets it, or that gives the level held; null where there is none."""
    proven_by_credential_id: str | None
    """That achievement's credential."""
    explanation: str
    """The same as a sentence for people."""
    stack_id: str | None
    """The stack that is asked for; null where something else is."""
    weight: int | None
    """Null: it is a must-have. Otherwise it helps, and counts that much among what helps."""
    assessment: AssessmentSource | None
    """The assessment that meets it, or that gives the level held; null where an achievement does, or nothing."""


class PersonReadiness(Answer):
    """How ready one person is for one role."""

    person_id: str
    """Who."""
    person_name: str | None
    """Given name and family name; null where the caller may not know it."""
    role_id: str
    """For which role."""
    role_name: str
    """The role's name."""
    role_choice: RoleChoice | None
    """Which of the person's roles it is; null where the role was asked for by its id."""
    state: ReadinessState
    """All requirements together."""
    ready_until: Instant | None
    """Until when, for `ready_until`: the first instant at which the person is no longer ready, as things are known; else null."""
    met_count: int
    """How many requirements are met now."""
    requirement_count: int
    """How many requirements there are facts to judge by: all but the unknown ones."""
    share: float
    """How much of what can be judged is met, 0 to 1: each must-have counts as one, what only helps, by weight, as one together."""
    requirements: list[RequirementStanding]
    """Each of them, in the role's order."""
    explanation: str
    """The same as a sentence for people."""
