"""What an assignment would do for one person, before anything is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from hashlib import sha256

from cairn_learners.domain.assignments import Enrolment
from cairn_learners.domain.people import Person
from cairn_learners.domain.periods import Coverage
from cairn_learners.domain.progress import StepProgress, StepState


class Group(Enum):
    """What becomes of somebody: gets it, holds all of it already, is on the path already, is exempt."""

    GETS_IT = "gets_it"
    HOLDS_IT = "holds_it"
    IN_PROGRESS = "in_progress"
    EXEMPT = "exempt"


GIVEN_TO = frozenset({Group.GETS_IT, Group.IN_PROGRESS})
"""Whom an assignment asks: who holds all of a path, or is exempt, is left alone."""


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """One person in the audience of an assignment.

    `until` is when holding it, or being exempt, ends (None: never), `until_on` its last day; `due_on` when it would be due.
    """

    person: Person
    group: Group
    until: datetime | None
    until_on: date | None
    due_on: date | None


def outlook(
    person: Person,
    *,
    steps: Iterable[StepProgress],
    enrolment: Enrolment | None,
    exempt_until: date | None,
    due_on: date | None,
) -> Outlook:
    """What an assignment does for a person who stands like this with the path's steps; an exemption counts to the end of its last day.

    Who is exempt from every step is exempt from the path until the first of these exemptions ends.
    """
    asked = list(steps)
    exempt_until = exempt_until or _exempt_from_all(asked)
    if exempt_until is not None:
        ends_at = datetime.combine(exempt_until + timedelta(days=1), time.min, tzinfo=UTC)
        return Outlook(person=person, group=Group.EXEMPT, until=ends_at, until_on=exempt_until, due_on=None)
    if (holding := _held(asked)) is not None:
        return Outlook(
            person=person,
            group=Group.HOLDS_IT,
            until=holding.until,
            until_on=holding.last_on,
            due_on=None,
        )
    on_it = enrolment is not None and enrolment.withdrawn_at is None
    return Outlook(
        person=person,
        group=Group.IN_PROGRESS if on_it else Group.GETS_IT,
        until=None,
        until_on=None,
        due_on=due_on,
    )


def confirmation_digest(asked: str, outlooks: Iterable[Outlook]) -> str:
    """What a confirmation stands for: what was asked, and who would be given it."""
    given_to = sorted(each.person.person_id for each in outlooks if each.group in GIVEN_TO)
    return sha256("\n".join([asked, *given_to]).encode()).hexdigest()


def _held(steps: list[StepProgress]) -> Coverage | None:
    """How long every step stays complete, or not asked of the person; None where one is neither."""
    if any(each.state not in {StepState.COMPLETED, StepState.EXEMPT} for each in steps):
        return None
    completed = [each.coverage for each in steps if each.state is StepState.COMPLETED]
    if not completed:
        return None
    exempt = [
        Coverage(until=each.by.exception.span.ends_at)
        for each in steps
        if each.state is StepState.EXEMPT and each.by
    ]
    return min((*(each for each in completed if each), *exempt), default=Coverage(until=None))


def _exempt_from_all(steps: list[StepProgress]) -> date | None:
    """The last day on which no step at all is asked of the person; None where one is."""
    days = [each.by.exception.span.until_on for each in steps if each.state is StepState.EXEMPT and each.by]
    return min(days) if days and len(days) == len(steps) else None
