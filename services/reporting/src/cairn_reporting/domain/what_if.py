"""What would be if something happened: facts as they would then be told."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from cairn_reporting.domain.achievements import Achievement
from cairn_reporting.domain.catalogue import CredentialGoal, Path, Stack, StackGoal
from cairn_reporting.domain.periods import Period
from cairn_reporting.domain.workforce import Person


@dataclass(frozen=True, slots=True)
class Scenario:
    """What is supposed to have happened by an instant.

    Who has left; which credentials have lapsed, and which were earned and verified, by person id.
    """

    leaving: frozenset[str]
    lapsed: Mapping[str, frozenset[str]]
    earned: Mapping[str, frozenset[str]]

    @property
    def touched(self) -> frozenset[str]:
        """The ids of those for whom something changes."""
        return self.leaving | self.lapsed.keys() | self.earned.keys()


def after_leaving(person: Person, *, scenario: Scenario, at: datetime) -> Person:
    """The person; whoever leaves does so the day before."""
    if person.person_id not in scenario.leaving:
        return person
    last_day = at.astimezone(UTC).date() - timedelta(days=1)
    return replace(person, tenure=replace(person.tenure, left_on=last_day))


def after_lapsing(achievement: Achievement, *, scenario: Scenario, at: datetime) -> Achievement:
    """The achievement; what lapses counts up to the instant and not at it, and no longer."""
    if achievement.credential_id not in scenario.lapsed.get(achievement.person_id, frozenset()):
        return achievement
    begun = (period for period in achievement.periods if period.valid_from < at)
    return replace(achievement, periods=tuple(_ended(period, at) for period in begun))


def earned_by(person_id: str, *, scenario: Scenario, at: datetime) -> tuple[Achievement, ...]:
    """What the person earns: each credential counts from the instant on, without an end that were known."""
    return tuple(
        Achievement(
            achievement_id=f"what-if:{person_id}:{credential_id}",
            person_id=person_id,
            credential_id=credential_id,
            verified=True,
            periods=(Period(valid_from=at, valid_until=None),),
        )
        for credential_id in sorted(scenario.earned.get(person_id, ()))
    )


def credentials_of(path: Path, *, stacks: Mapping[str, Stack]) -> frozenset[str]:
    """The credentials that whoever completes the path has: of a stack as many places as it needs, from the first on; of several ways
    the first. A stack that is not known here, or stands within itself, adds nothing.
    """
    found: set[str] = set()
    for step in path.steps:
        found |= _credentials(step.goals[0], stacks=stacks, around=frozenset())
    return frozenset(found)


def _credentials(
    goal: CredentialGoal | StackGoal, *, stacks: Mapping[str, Stack], around: frozenset[str]
) -> set[str]:
    if isinstance(goal, CredentialGoal):
        return {goal.credential_id}
    stack = stacks.get(goal.stack_id)
    if stack is None or goal.stack_id in around:
        return set()
    inside = around | {goal.stack_id}
    return {
        credential_id
        for place in stack.places[: stack.required_count]
        for credential_id in _credentials(place[0], stacks=stacks, around=inside)
    }


def _ended(period: Period, at: datetime) -> Period:
    until = at if period.valid_until is None else min(period.valid_until, at)
    return replace(period, valid_until=until)
