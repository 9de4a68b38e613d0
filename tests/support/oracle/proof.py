"""Who has proven what at which instant, and until when, by trying instants."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta

from tests.support.oracle.known import Known, State

LEVELS = {
    "PROFICIENCY_LEVEL_AWARENESS": 1,
    "PROFICIENCY_LEVEL_WORKING": 2,
    "PROFICIENCY_LEVEL_PRACTITIONER": 3,
    "PROFICIENCY_LEVEL_EXPERT": 4,
}
MOMENT = timedelta(milliseconds=1)
NEVER_ENDS = datetime(9999, 12, 31, tzinfo=UTC)

Test = Callable[[State], bool]


def instant(text: str) -> datetime:
    """An instant of an event's state."""
    return datetime.fromisoformat(text)


def counts(achievement: State, at: datetime) -> bool:
    """It was verified, and one of its half-open periods contains the instant."""
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
    return [each for each in known.own("AchievementState").values() if each["person_id"] == person_id]


def of_credential(credential_id: str) -> Test:
    """Picks achievements of one credential."""
    return lambda achievement: bool(achievement["credential_id"] == credential_id)


def at_level(known: Known, skill_id: str, level: int) -> Test:
    """Picks achievements whose credential grants the skill at the level or above."""

    def test(achievement: State) -> bool:
        credential = known.seen("Credential").get(achievement["credential_id"], {})
        return any(
            granted["skill_id"] == skill_id and LEVELS[granted["level"]] >= level
            for granted in credential.get("skills_granted", [])
        )

    return test


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


def ends(achievements: Iterable[State]) -> list[datetime]:
    """Every instant at which one of their periods ends."""
    return [
        instant(period["valid_until"])
        for each in achievements
        for period in each.get("periods", [])
        if "valid_until" in period
    ]


def longest(achievements: Iterable[State], at: datetime) -> State | None:
    """Of those that count, the one that counts the longest; among equals the smallest id."""
    counting = [each for each in achievements if counts(each, at)]
    if not counting:
        return None
    furthest = max(end_after([each], at) for each in counting)
    return min(
        (each for each in counting if end_after([each], at) == furthest),
        key=lambda each: str(each["achievement_id"]),
    )


def level_held(known: Known, person_id: str, skill_id: str, at: datetime) -> int:
    """The highest level that something which counts proves; 0 for none."""
    for level in (4, 3, 2, 1):
        proofs = filter(at_level(known, skill_id, level), achievements_of(known, person_id))
        if someone_counts(proofs, at):
            return level
    return 0
