"""Where a person stands: with a credential, in a stack, on a path. More achievements never make it less."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum

from cairn_learners.domain.achievements import Achievement, Standing, standing
from cairn_learners.domain.assignments import Enrolment
from cairn_learners.domain.catalogue import (
    Catalogue,
    CredentialGoal,
    Goal,
    LearningPath,
    Member,
    PathStep,
    Stack,
    StackRule,
)
from cairn_learners.domain.granted import NOTHING_GRANTED, Granted, explained
from cairn_learners.domain.granted_exceptions import GrantedException
from cairn_learners.domain.periods import Coverage, coverage
from cairn_learners.domain.renewal_cycles import RenewalCycle


class StepState(Enum):
    """Where a step, or a member of a stack, stands now."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    WAITING_FOR_VERIFICATION = "waiting_for_verification"
    COMPLETED = "completed"
    LAPSED = "lapsed"
    LOCKED = "locked"
    EXEMPT = "exempt"


@dataclass(frozen=True, kw_only=True)
class Allowance:
    """An exception that decides where somebody stands, and what it does in a sentence."""

    exception: GrantedException
    explanation: str


@dataclass(frozen=True, kw_only=True)
class CredentialProgress:
    """Where somebody stands with one credential; `achievement_id` is the achievement that decides it, None where there is none.

    `by` is the exception without which it would stand elsewhere.
    """

    state: StepState
    achievement_id: str | None
    coverage: Coverage | None
    by: GrantedException | None = None


@dataclass(frozen=True, kw_only=True)
class MemberProgress:
    """Where somebody stands with one member of a stack; `coverage` is None unless it is complete, `by` unless an exception makes it so.

    Of several ways to fill its place, `goal` is the one on which somebody is furthest, and the name says all while none is begun.
    """

    goal: Goal
    name: str
    state: StepState
    coverage: Coverage | None
    by: Allowance | None = None


@dataclass(frozen=True, kw_only=True)
class StackProgress:
    """Where somebody stands in a stack; `coverage` says how long it stays complete as things stand, None where it is not."""

    stack_id: str
    name: str
    specialisation: str
    completed_members: int
    required_members: int
    members: tuple[MemberProgress, ...]
    state: StepState
    coverage: Coverage | None

    @property
    def missing_members(self) -> int:
        """How many members are still needed."""
        return self.required_members - self.completed_members


@dataclass(frozen=True, kw_only=True)
class StepProgress:
    """Where somebody stands with one step of a path; `stack` tells more where the step's goal is a stack that is known here.

    `by` is the exception without which it would stand elsewhere.
    """

    step: PathStep
    name: str
    state: StepState
    achievement_id: str | None
    coverage: Coverage | None
    stack: StackProgress | None
    by: Allowance | None = None


@dataclass(frozen=True, kw_only=True)
class PathProgress:
    """Where somebody stands on a path. `due_on` is when it is due today, which an extension may have moved.

    `exemption` is there where the person need not do the path, `extension` where the enrolment's due date is moved.
    """

    enrolment: Enrolment
    path_name: str
    steps: tuple[StepProgress, ...]
    completed_steps: int
    completed: bool
    overdue: bool
    due_on: date | None
    exemption: Allowance | None
    extension: Allowance | None

    @property
    def exempt_steps(self) -> int:
        """How many steps are not asked for now."""
        return sum(step.state is StepState.EXEMPT for step in self.steps)


class Holdings(Mapping[str, CredentialProgress]):
    """Where one person stands with each credential that the person has claimed, and what is granted to the person."""

    def __init__(
        self, achievements: Iterable[Achievement], *, now: datetime, granted: Granted = NOTHING_GRANTED
    ) -> None:
        self._achievements = tuple(achievements)
        self._now = now
        self.granted = granted
        by_credential: dict[str, list[Achievement]] = {}
        for achievement in self._achievements:
            by_credential.setdefault(achievement.credential_id, []).append(achievement)
        self._progress = {each: credential_progress(found, now=now) for each, found in by_credential.items()}

    def __getitem__(self, credential_id: str) -> CredentialProgress:
        return self._progress[credential_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._progress)

    def __len__(self) -> int:
        return len(self._progress)

    def of(self, credential_id: str) -> CredentialProgress:
        """Where the person stands with a credential, on a path or in a stack.

        Another credential that counts for it and is complete completes it, for as long as both that one and the equivalence last; an
        equivalence of the other one is not followed. The way that lasts longest decides, of equal ones the credential's own.
        """
        lasting = self._progress.get(credential_id, _NOTHING_DONE)
        for other_id, exception in self.granted.equivalences.get(credential_id, ()):
            other = self._progress.get(other_id, _NOTHING_DONE)
            if other.coverage is None:
                continue
            together = min(other.coverage, Coverage(exception.span.ends_at))
            if lasting.coverage is None or lasting.coverage < together:
                lasting = replace(other, coverage=together, by=exception)
        return lasting

    @property
    def reached(self) -> frozenset[str]:
        """The credentials that the person has begun, or has by another that counts for them."""
        others = (each for each in self.granted.equivalences if self.of(each) is not _NOTHING_DONE)
        return frozenset(self._progress).union(others)

    def in_cycle(self, cycle: RenewalCycle | None) -> "Holdings":
        """The same of what was achieved in a cycle only: later than on the day on which it began."""
        if cycle is None:
            return self
        later = [each for each in self._achievements if each.issued_on > cycle.began_on]
        return Holdings(later, now=self._now, granted=self.granted)


_OVER = frozenset({Standing.LAPSED, Standing.IN_GRACE, Standing.REVOKED, Standing.SUSPENDED})
_NOTHING_DONE = CredentialProgress(state=StepState.NOT_STARTED, achievement_id=None, coverage=None)


def holdings(
    achievements: Iterable[Achievement], *, now: datetime, granted: Granted = NOTHING_GRANTED
) -> Holdings:
    """Where one person stands with each credential that the person has claimed, with what is granted today."""
    return Holdings(achievements, now=now, granted=granted)


def credential_progress(achievements: Iterable[Achievement], *, now: datetime) -> CredentialProgress:
    """Where somebody stands with a credential, from all their achievements of it.

    A verified achievement that counts now completes it, the one that lasts longest if there are several; else a claim that waits
    decides, else one that has lapsed, was revoked or is suspended. One that was refused decides nothing, as does one without effect.
    """
    known = list(achievements)
    if active := [each for each in known if each.counts(now)]:
        together = coverage(periods=[period for each in known for period in each.periods], now=now)
        lasting = max(
            active,
            key=lambda each: (coverage(periods=each.periods, now=now) or Coverage(now), each.achievement_id),
        )
        return CredentialProgress(
            state=StepState.COMPLETED,
            achievement_id=lasting.achievement_id,
            coverage=_with_last_day(together, known) if together else None,
        )
    for decisive, state in (
        ({Standing.WAITING_FOR_VERIFICATION}, StepState.WAITING_FOR_VERIFICATION),
        (_OVER, StepState.LAPSED),
        ({Standing.NOT_YET_VALID}, StepState.IN_PROGRESS),
    ):
        if found := [each for each in known if standing(each, now=now) in decisive]:
            latest = max(found, key=lambda each: (each.issued_on, each.achievement_id))
            return CredentialProgress(state=state, achievement_id=latest.achievement_id, coverage=None)
    return _NOTHING_DONE


def _with_last_day(covered: Coverage, achievements: Iterable[Achievement]) -> Coverage:
    """The same, with its last day as the achievements that end then say it: the earliest where they differ."""
    said = (
        achievement.last_day_of(period)
        for achievement in achievements
        for period in achievement.periods
        if period.valid_until == covered.until
    )
    return replace(covered, said_last_on=min((each for each in said if each), default=None))


def stack_progress(stack: Stack, *, catalogue: Catalogue, held: Holdings) -> StackProgress:
    """Where somebody stands in a stack: how many of its members are complete now, of how many that are needed.

    A stack within the stack counts as one member, complete when it is. A member that several things fill is where the best of them is:
    complete by any of them, for as long as the one that lasts longest. In an ordered stack, a member for which nothing was done is
    locked until all before it are complete; what somebody has already keeps counting.
    """
    return _stack_progress(stack, catalogue=catalogue, held=held, around=frozenset())


def path_progress(enrolment: Enrolment, *, catalogue: Catalogue, held: Holdings, today: date) -> PathProgress:
    """Where somebody stands on a path, which is complete when every step is that is asked for, and some step is.

    It is overdue when its due date, as extended, is over and it is not complete, unless the person is exempt. On a path that is walked
    once more to renew a credential, only what was achieved in the cycle counts.
    """
    path = catalogue.paths.get(enrolment.path_id)
    steps = (
        steps_progress(path, catalogue=catalogue, held=held.in_cycle(enrolment.cycle), enrolment=enrolment)
        if path
        else ()
    )
    completed_steps = completed_count(steps)
    asked_for = [step for step in steps if step.state is not StepState.EXEMPT]
    completed = bool(asked_for) and completed_steps == len(asked_for)
    granted = held.granted
    exemption = granted.exemption(enrolment.path_id, None)
    due_on = granted.due_on(enrolment)
    is_exempt = exemption is not None or (bool(steps) and not asked_for)
    return PathProgress(
        enrolment=enrolment,
        path_name=path.name if path else enrolment.path_id,
        steps=steps,
        completed_steps=completed_steps,
        completed=completed,
        overdue=due_on is not None and due_on < today and not completed and not is_exempt,
        due_on=due_on,
        exemption=_allowed(exemption, catalogue=catalogue),
        extension=_allowed(granted.extension(enrolment), catalogue=catalogue),
    )


def steps_progress(
    path: LearningPath, *, catalogue: Catalogue, held: Holdings, enrolment: Enrolment | None
) -> tuple[StepProgress, ...]:
    """Where somebody stands with each step of a path; `enrolment` is None for who is not on the path, and may be exempt all the same."""
    found = tuple(
        _step_progress(
            step,
            catalogue=catalogue,
            held=held,
            started=enrolment is not None and enrolment.has_started(step.step_id),
        )
        for step in path.steps
    )
    if not held.granted.exceptions:
        return found
    return tuple(
        _excepted(each, path_id=path.path_id, enrolment=enrolment, granted=held.granted, catalogue=catalogue)
        for each in found
    )


def completed_count(steps: Iterable[StepProgress]) -> int:
    """How many steps are complete now."""
    return sum(step.state is StepState.COMPLETED for step in steps)


def last_day_of(covered: Coverage | None) -> date | None:
    """The last day that counts; None where nothing counts or nothing ends."""
    return covered.last_on if covered else None


def has_begun(stack: StackProgress) -> bool:
    """An achievement has begun the stack."""
    return stack.state is not StepState.NOT_STARTED


def nearest_first(stacks: Iterable[StackProgress]) -> list[StackProgress]:
    """The stacks, the nearest to completion first: by members missing, then by the share that is complete, then by name."""
    return sorted(
        stacks,
        key=lambda each: (
            each.missing_members,
            -each.completed_members / max(each.required_members, 1),
            each.name,
            each.stack_id,
        ),
    )


def _step_progress(step: PathStep, *, catalogue: Catalogue, held: Holdings, started: bool) -> StepProgress:
    stack = None
    if isinstance(step.goal, CredentialGoal):
        progress = held.of(step.goal.credential_id)
    else:
        known = catalogue.stacks.get(step.goal.stack_id)
        stack = stack_progress(known, catalogue=catalogue, held=held) if known else None
        progress = (
            CredentialProgress(state=stack.state, achievement_id=None, coverage=stack.coverage)
            if stack
            else _NOTHING_DONE
        )
    begun = started and progress.state is StepState.NOT_STARTED
    return StepProgress(
        step=step,
        name=catalogue.name_of(step.goal),
        state=StepState.IN_PROGRESS if begun else progress.state,
        achievement_id=progress.achievement_id,
        coverage=progress.coverage,
        stack=stack,
        by=_allowed(progress.by, catalogue=catalogue),
    )


def _excepted(
    progress: StepProgress,
    *,
    path_id: str,
    enrolment: Enrolment | None,
    granted: Granted,
    catalogue: Catalogue,
) -> StepProgress:
    """The step with what is granted: prior learning completes it, else it may not be asked for. What is complete stays as it is."""
    step_id = progress.step.step_id
    if progress.state is StepState.COMPLETED:
        return progress
    if enrolment and (prior := granted.prior_learning(enrolment, step_id)):
        return replace(
            progress,
            state=StepState.COMPLETED,
            coverage=Coverage(prior.span.ends_at),
            by=_allowed(prior, catalogue=catalogue),
        )
    if exemption := granted.exemption(path_id, step_id):
        return replace(progress, state=StepState.EXEMPT, by=_allowed(exemption, catalogue=catalogue))
    return progress


def _allowed(exception: GrantedException | None, *, catalogue: Catalogue) -> Allowance | None:
    if exception is None:
        return None
    return Allowance(exception=exception, explanation=explained(exception, catalogue=catalogue))


def _stack_progress(
    stack: Stack, *, catalogue: Catalogue, held: Holdings, around: frozenset[str]
) -> StackProgress:
    inside = around | {stack.stack_id}
    members = tuple(
        _member_progress(each, catalogue=catalogue, held=held, around=inside) for each in stack.members
    )
    if stack.rule is StackRule.ORDERED:
        members = tuple(_in_order(members))
    coverages = sorted((each.coverage for each in members if each.coverage is not None), reverse=True)
    required = stack.required_members
    completed = min(len(coverages), required)
    return StackProgress(
        stack_id=stack.stack_id,
        name=stack.name,
        specialisation=stack.specialisation,
        completed_members=completed,
        required_members=required,
        members=members,
        state=_stack_state(members, required=required),
        # It stays complete until the first of the needed ones ends; those that last longest are the ones that are needed.
        coverage=coverages[required - 1] if 0 < required <= len(coverages) else None,
    )


# What brings a member further, from nothing up; as `_stack_state` counts them.
_FURTHER = (
    StepState.NOT_STARTED,
    StepState.IN_PROGRESS,
    StepState.LAPSED,
    StepState.WAITING_FOR_VERIFICATION,
    StepState.COMPLETED,
)


def _member_progress(
    member: Member, *, catalogue: Catalogue, held: Holdings, around: frozenset[str]
) -> MemberProgress:
    """Where somebody stands with a member: on the way on which that is furthest; of equal ones the longest-lasting, then the first."""
    ways = [_way_progress(each, catalogue=catalogue, held=held, around=around) for each in member.ways]
    furthest = ways[0]
    for way in ways[1:]:
        if _is_further(way, furthest):
            furthest = way
    if furthest.state is StepState.NOT_STARTED and len(ways) > 1:
        return replace(furthest, name=" or ".join(way.name for way in ways))
    return furthest


def _is_further(way: MemberProgress, other: MemberProgress) -> bool:
    if way.coverage is not None and other.coverage is not None:
        return other.coverage < way.coverage
    return _FURTHER.index(way.state) > _FURTHER.index(other.state)


def _way_progress(
    goal: Goal, *, catalogue: Catalogue, held: Holdings, around: frozenset[str]
) -> MemberProgress:
    state, covered, by = StepState.NOT_STARTED, None, None
    if isinstance(goal, CredentialGoal):
        progress = held.of(goal.credential_id)
        state, covered = progress.state, progress.coverage
        by = _allowed(progress.by, catalogue=catalogue)
    elif goal.stack_id not in around and (stack := catalogue.stacks.get(goal.stack_id)):
        nested = _stack_progress(stack, catalogue=catalogue, held=held, around=around)
        state, covered = nested.state, nested.coverage
    return MemberProgress(goal=goal, name=catalogue.name_of(goal), state=state, coverage=covered, by=by)


def _in_order(members: Iterable[MemberProgress]) -> Iterable[MemberProgress]:
    earlier_complete = True
    for each in members:
        locked = not earlier_complete and each.state is StepState.NOT_STARTED
        yield replace(each, state=StepState.LOCKED) if locked else each
        earlier_complete = earlier_complete and each.state is StepState.COMPLETED


def _stack_state(members: Iterable[MemberProgress], *, required: int) -> StepState:
    """Complete now; complete once the claims that wait are verified; complete if nothing had lapsed; begun; or none of it."""
    states = [each.state for each in members]
    counted = 0
    for state in (StepState.COMPLETED, StepState.WAITING_FOR_VERIFICATION, StepState.LAPSED):
        counted += states.count(state)
        if 0 < required <= counted:
            return state
    untouched = states.count(StepState.NOT_STARTED) + states.count(StepState.LOCKED)
    return StepState.NOT_STARTED if untouched == len(states) else StepState.IN_PROGRESS
