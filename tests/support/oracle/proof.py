"""Who has proven what at which instant, and until when, by trying instants."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from tests.support.oracle.days import NEVER_ENDS, day_begins, instant
from tests.support.oracle.known import Known, State
from tests.support.oracle.words import too_old_at, whose_word

LEVELS = {
    "PROFICIENCY_LEVEL_AWARENESS": 1,
    "PROFICIENCY_LEVEL_WORKING": 2,
    "PROFICIENCY_LEVEL_PRACTITIONER": 3,
    "PROFICIENCY_LEVEL_EXPERT": 4,
}
MOMENT = timedelta(milliseconds=1)

Test = Callable[[State], bool]


def counts(fact: State, at: datetime) -> bool:
    """An achievement was verified, and one of its half-open periods contains the instant; an assessment's word is the one that holds."""
    if "assessment_id" in fact:
        word = whose_word(fact["beside"], fact["rules"], at)
        return word is not None and word["assessment_id"] == fact["assessment_id"]
    achievement = fact
    if achievement["decision"] != "DECISION_VERIFIED":
        return False
    for period in achievement.get("periods", []):
        begun = instant(period["valid_from"]) <= at
        over = "valid_until" in period and instant(period["valid_until"]) <= at
        if begun and not over:
            return True
    return False


def achievements_of(known: Known, person_id: str) -> list[State]:
    """Whatever the person ever claimed."""
    return known.about(person_id, "AchievementState")


def assessments_of(known: Known, person_id: str) -> list[State]:
    """Whatever was said about the person's skills, each with all that was said in that skill beside it, and with whose word holds."""
    said = known.about(person_id, "AssessmentState")
    return [
        {
            **each,
            "beside": [other for other in said if other["skill_id"] == each["skill_id"]],
            "rules": known.rules,
        }
        for each in said
    ]


def facts_of(known: Known, person_id: str) -> list[State]:
    """Achievements and assessments."""
    return [*achievements_of(known, person_id), *assessments_of(known, person_id)]


def assessed_level(assessment: State) -> int:
    """What the assessment's level on its scale means."""
    number = assessment.get("level", 0)
    match assessment["scale_id"]:
        case "one-to-five":
            return {1: 1, 2: 1, 3: 2, 4: 3, 5: 4}[number]
        case "one-to-hundred":
            return 4 if number > 75 else 3 if number > 50 else 2 if number > 25 else 1
        case _:
            return int(number)


def fact_id(fact: State) -> str:
    """The id of an achievement or assessment."""
    return str(fact.get("assessment_id") or fact["achievement_id"])


def of_credential(credential_id: str) -> Test:
    """Picks achievements of one credential."""
    return lambda fact: bool(fact.get("credential_id") == credential_id)


def at_level(known: Known, skill_id: str, level: int) -> Test:
    """Picks achievements whose credential grants the skill at the level or above, and assessments that say so."""

    def test(fact: State) -> bool:
        if "assessment_id" in fact:
            return bool(fact["skill_id"] == skill_id and assessed_level(fact) >= level)
        credential = known.seen("Credential").get(fact["credential_id"], {})
        return any(
            granted["skill_id"] == skill_id and LEVELS[granted["level"]] >= level
            for granted in credential.get("skills_granted", [])
        )

    return test


def meets(known: Known, requirement: State) -> Test:
    """Picks what meets a requirement while it counts."""
    skill = requirement.get("skill")
    if skill:
        return at_level(known, skill["skill_id"], LEVELS[skill["level"]])
    return of_credential(requirement["credential_id"])


def someone_counts(achievements: Iterable[State], at: datetime) -> bool:
    """At least one of them counts."""
    return any(counts(each, at) for each in achievements)


def end_after(achievements: Iterable[State], at: datetime) -> datetime:
    """The first instant after `at` at which none of them counts any more; NEVER_ENDS where there is none."""
    candidates = list(achievements)
    for each in sorted(ends(candidates)):
        if each > at and not someone_counts(candidates, each):
            return each
    return NEVER_ENDS


def last_end_before(achievements: Iterable[State], at: datetime) -> datetime | None:
    """The last instant up to `at` at which one of them ceased to count."""
    candidates = list(achievements)
    over = [each for each in ends(candidates) if each <= at and someone_counts(candidates, each - MOMENT)]
    return max(over, default=None)


def ends(facts: Iterable[State]) -> list[datetime]:
    """Every instant at which one of their periods ends, or at which another assessment may take the word."""
    return [
        at
        for each in facts
        for at in (
            *(
                instant(period["valid_until"])
                for period in each.get("periods", [])
                if "valid_until" in period
            ),
            *(day_begins(other["assessed_on"]) for other in each.get("beside", [])),
            *(too_old_at(other, each["rules"]) for other in each.get("beside", [])),
        )
    ]


def longest(achievements: Iterable[State], at: datetime) -> State | None:
    """Of those that count, the one that counts the longest; among equals the smallest id."""
    counting = [each for each in achievements if counts(each, at)]
    if not counting:
        return None
    furthest = max(end_after([each], at) for each in counting)
    return min(
        (each for each in counting if end_after([each], at) == furthest),
        key=fact_id,
    )


def level_held(known: Known, person_id: str, skill_id: str, at: datetime) -> int:
    """The highest level that something which counts proves; 0 for none."""
    for level in (4, 3, 2, 1):
        proofs = filter(at_level(known, skill_id, level), facts_of(known, person_id))
        if someone_counts(proofs, at):
            return level
    return 0
