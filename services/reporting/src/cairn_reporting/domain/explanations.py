"""Readiness in plain words: names of skills and credentials and the last valid day, never a person's name."""

from collections.abc import Sequence
from datetime import date

from cairn_reporting.domain.assessments import Assessment, Assessor
from cairn_reporting.domain.catalogue import Requirement
from cairn_reporting.domain.demands import (
    LEVEL_NAMES,
    AnyOf,
    CredentialDemand,
    ExperienceDemand,
    SkillDemand,
    StackDemand,
    TimeInRoleDemand,
)
from cairn_reporting.domain.readiness import (
    PersonReadiness,
    ReadinessState,
    RequirementStanding,
    RequirementState,
    StandingProof,
)

_MONTHS = (  # strftime would take the locale's
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_NAMED_AT_MOST = 3


def requirement_sentence(standing: RequirementStanding) -> str:
    """How the requirement is met, or what is lacking and what was there before."""
    match standing.requirement.demand:
        case SkillDemand(level=level):
            return _skill_sentence(standing, required_level=level)
        case CredentialDemand():
            return _credential_sentence(standing)
        case StackDemand():
            return _stack_sentence(standing)
        case ExperienceDemand(months=months) | TimeInRoleDemand(months=months):
            return _experience_sentence(standing, months=months)
        case AnyOf():
            return _alternatives_sentence(standing)


def readiness_sentence(readiness: PersonReadiness) -> str:
    """Whether the person is ready for the role, until when, what is lacking, and what could not be judged."""
    if not readiness.standings:
        return f"{readiness.role.name} asks for nothing, so nothing is lacking."
    unknown = [each.name for each in readiness.standings if each.state is RequirementState.UNKNOWN]
    if not readiness.counted_count:
        judged = f"Not yet ready for {readiness.role.name}: nothing that it asks for is known."
    else:
        judged = _judged_sentence(readiness)
    if not unknown:
        return judged
    return f"{judged} Not counted, since it is unknown here: {_enumeration(unknown)}."


def _judged_sentence(readiness: PersonReadiness) -> str:
    role = readiness.role.name
    met = f"{readiness.met_count} of {_requirements(readiness.counted_count)} met"
    match readiness.state:
        case ReadinessState.READY | ReadinessState.READY_UNTIL:
            return _ready_sentence(readiness, met=met)
        case ReadinessState.NEARLY:
            return f"Nearly ready for {role}: {met}. Lacking: {_lacking(readiness.standings)}."
        case ReadinessState.NOT_YET:
            return f"Not yet ready for {role}: {met}. Lacking: {_lacking(readiness.standings)}."
        case ReadinessState.BLOCKED:
            blocking = _enumeration(
                [
                    f"the {each.irreplaceable_kind.value} {each.name}"
                    for each in readiness.standings
                    if each.state is RequirementState.BLOCKED and each.irreplaceable_kind
                ]
            )
            return (
                f"Blocked for {role}: nothing stands in for {blocking}. "
                f"{met}. Lacking: {_lacking(readiness.standings)}."
            )


def _skill_sentence(standing: RequirementStanding, *, required_level: int) -> str:
    name, required = standing.name, _level(required_level)
    if standing.state.is_met and standing.proof:
        by = _gives_it(standing.proof)
        if standing.proof.others_follow:
            by += " now, and others go on where it ends"
        if standing.met_until is None:
            return f"{name} at {required} is met without an end; {by}."
        return f"{name} at {required} is met up to and including {_last_day(standing)}; {by}."
    if standing.state is RequirementState.SHORT and standing.proof:
        lacking = _levels(required_level - standing.held_level)
        gives = _gives(standing.proof, _level(standing.held_level))
        sentence = f"{name} at {required} is asked for; {gives}, {lacking} short."
    else:
        sentence = f"{name} at {required} is asked for; nothing that counts now proves it."
    if standing.ended_at is not None:
        sentence += f" It was met, last on {_last_day(standing)}."
    return sentence


def _gives_it(proof: StandingProof) -> str:
    if isinstance(proof.by, Assessment):
        return f"{_assessment(proof.by)} says so"
    return f"{proof.credential_name} proves it"


def _gives(proof: StandingProof, level: str) -> str:
    if isinstance(proof.by, Assessment):
        return f"{_assessment(proof.by)} says {level}"
    return f"{proof.credential_name} proves {level}"


def _assessment(assessment: Assessment) -> str:
    whose = {
        Assessor.REVIEWER: "a reviewer's assessment",
        Assessor.MANAGER: "a manager's assessment",
        Assessor.PEER: "a colleague's assessment",
        Assessor.SELF: "the own assessment",
    }[assessment.assessor]
    return f"{whose} of {_day(assessment.assessed_on)}"


def _credential_sentence(standing: RequirementStanding) -> str:
    name = standing.name
    if standing.state is RequirementState.MET:
        return f"{name} is held without an end."
    if standing.met_until is not None:
        return f"{name} is held up to and including {_last_day(standing)}."
    if standing.ended_at is None:
        sentence = f"{name} is asked for and not held."
    else:
        last_day = _last_day(standing)
        sentence = f"{name} is asked for and no longer held; its last valid day was {last_day}."
    if standing.irreplaceable_kind:
        sentence += f" Nothing stands in for a {standing.irreplaceable_kind.value}."
    return sentence


def _stack_sentence(standing: RequirementStanding) -> str:
    if met := _met_words(standing, "complete"):
        return met
    sentence = f"{standing.name} is asked for and not complete"
    if standing.places:
        sentence += f": {standing.places.filled} of the {standing.places.required} credentials that it needs count now"
    return f"{sentence}.{_formerly(standing)}"


def _experience_sentence(standing: RequirementStanding, *, months: int) -> str:
    if met := _met_words(standing, "reached"):
        return met
    asked = f"{standing.name} {'is' if months == 1 else 'are'} asked for"
    if standing.state is RequirementState.UNKNOWN:
        return f"{asked}; that is unknown here and not counted."
    if standing.reached_at is None:
        return f"{asked} and not reached."
    return f"{asked}; {'it is' if months == 1 else 'they are'} reached on {_day(standing.reached_at.date())}."


def _alternatives_sentence(standing: RequirementStanding) -> str:
    if met := _met_words(standing, "met: one of these is enough"):
        return met
    if standing.state is RequirementState.UNKNOWN:
        return f"{standing.name}: that is unknown here and not counted."
    return f"{standing.name} is asked for, and one of these is enough; none is there.{_formerly(standing)}"


def _met_words(standing: RequirementStanding, how: str) -> str:
    """How it is met and until when; empty where it is not."""
    if not standing.state.is_met:
        return ""
    if standing.met_until is None:
        return f"{standing.name}: {how}, without an end."
    return f"{standing.name}: {how}, up to and including {_last_day(standing)}."


def _formerly(standing: RequirementStanding) -> str:
    return f" It was met, last on {_last_day(standing)}." if standing.ended_at else ""


def _ready_sentence(readiness: PersonReadiness, *, met: str) -> str:
    staying = readiness.staying
    if staying is None:
        raise ValueError("Whoever is ready stays so for some time.")
    role = readiness.role.name
    if readiness.last_ready_on is None:
        sentence = f"Ready for {role}: {met}, without an end."
    else:
        ending = _enumeration([_name_of(each, readiness) for each in staying.ending])
        last_day = _day(readiness.last_ready_on)
        sentence = f"Ready for {role} up to and including {last_day}, the last day of {ending}: {met}."
    if staying.joining:
        joining = [
            f"{_name_of(each.requirement, readiness)} from {_day(each.met_from.date())} on"
            for each in staying.joining
        ]
        sentence += f" That reckons with {_enumeration(joining)}."
    return f"{sentence}{_helpful(readiness.standings)}"


def _name_of(requirement: Requirement, readiness: PersonReadiness) -> str:
    return next(each.name for each in readiness.standings if each.requirement == requirement)


def _helpful(standings: Sequence[RequirementStanding]) -> str:
    """What whoever is ready still lacks of what only helps."""
    lacking = [each for each in standings if _is_lacking(each)]
    return f" It would also help to have {_lacking(lacking)}." if lacking else ""


def _lacking(standings: Sequence[RequirementStanding]) -> str:
    lacking = [each for each in standings if _is_lacking(each)]
    named = [_what_is_lacking(each) for each in lacking]
    return _enumeration(named)


def _is_lacking(standing: RequirementStanding) -> bool:
    return not standing.state.is_met and standing.state is not RequirementState.UNKNOWN


def _what_is_lacking(standing: RequirementStanding) -> str:
    match standing.requirement.demand:
        case SkillDemand(level=level) if standing.held_level:
            return f"{standing.name} ({_levels(level - standing.held_level)} short)"
        case SkillDemand(level=level):
            return f"{standing.name} at {_level(level)}"
        case _:
            return standing.name


def _enumeration(names: Sequence[str]) -> str:
    distinct = list(dict.fromkeys(names))
    if len(distinct) > _NAMED_AT_MOST:
        distinct = [*distinct[:_NAMED_AT_MOST], f"{len(distinct) - _NAMED_AT_MOST} more"]
    *before, last = distinct
    return f"{', '.join(before)} and {last}" if before else last


def _requirements(count: int) -> str:
    return "1 requirement" if count == 1 else f"{count} requirements"


def _levels(count: int) -> str:
    return "1 level" if count == 1 else f"{count} levels"


def _level(level: int) -> str:
    return f"level {level} ({LEVEL_NAMES[level]})"


def _last_day(standing: RequirementStanding) -> str:
    if standing.last_met_on is None:
        raise ValueError("What ends, or has ended, has a last day.")
    return _day(standing.last_met_on)


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
