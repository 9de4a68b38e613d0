"""A learning path is assigned to an audience, and each person in it is enrolled on the path, once."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from cairn_learners.domain import fields
from cairn_learners.domain.hierarchy import Hierarchy
from cairn_learners.domain.reach import Reach, check_may_lead
from cairn_learners.domain.renewal_cycles import RenewalCycle
from cairn_learners.domain.teams import sees_team
from cairn_platform.errors import FieldViolation, InvalidFieldsError, NotFoundError

MOST_PEOPLE_NAMED = 500
MOST_TEAMS_NAMED = 50
# They are enrolled in one transaction, which takes about two seconds for so many.
MOST_PEOPLE_ENROLLED = 2000


@dataclass(frozen=True, kw_only=True)
class Audience:
    """Whom an assignment is for, as it was asked: single people, and teams by their managers."""

    person_ids: tuple[str, ...]
    team_ids: tuple[str, ...]
    include_sub_teams: bool


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """One path, given to an audience by somebody (None: an API client), due on a day (None: without one)."""

    assignment_id: str
    version: int
    path_id: str
    audience: Audience
    due_on: date | None
    note: str
    assigned_by: str | None
    assigned_at: datetime


@dataclass(frozen=True, kw_only=True)
class StartedStep:
    """A step that somebody works on since `started_at`."""

    step_id: str
    started_at: datetime


@dataclass(frozen=True, kw_only=True)
class Enrolment:
    """One person on one path, once in each `cycle`; None is the first time, by an assignment.

    What the opening of a window put somebody on has a cycle and an empty `assignment_id`.
    """

    enrolment_id: str
    version: int
    person_id: str
    path_id: str
    assignment_id: str
    due_on: date | None
    enrolled_at: datetime
    started_steps: tuple[StartedStep, ...]
    cycle: RenewalCycle | None = None

    def has_started(self, step_id: str) -> bool:
        """The person said so."""
        return any(step.step_id == step_id for step in self.started_steps)


def check_assignment(*, audience: Audience, due_on: str, note: str, today: date) -> date | None:
    """An assignment is for somebody, and not due in the past. Gives the due date; raises InvalidFieldsError."""
    day = fields.parsed_day(due_on)
    fields.refuse(
        _named(audience),
        fields.day("due_on", due_on),
        _not_in_the_past(day, today),
        fields.text("note", note, longest=fields.LONGEST_NOTE),
    )
    return day


def check_audience(audience: Audience) -> None:
    """An audience names somebody, and not too many. Raises InvalidFieldsError."""
    fields.refuse(_named(audience))


def people_in(audience: Audience, *, lines: Hierarchy, reach: Reach) -> list[str]:
    """Everybody in the audience, each person once, in order of their ids.

    Raises NotFoundError for a person or team that is not there for the caller, RoleRequiredError for somebody the caller does not
    lead, InvalidFieldsError for more people than can be enrolled at once.
    """
    for team_id in audience.team_ids:
        if not sees_team(reach, team_id, lines=lines):
            raise NotFoundError("team")
    for person_id in audience.person_ids:
        if person_id not in lines:
            raise NotFoundError("person")
    members = lines.below if audience.include_sub_teams else lines.directly_below
    people = sorted(
        {*audience.person_ids, *(each for team_id in audience.team_ids for each in members(team_id))}
    )
    check_may_lead(reach, people)
    if len(people) > MOST_PEOPLE_ENROLLED:
        message = f"These are {len(people)} people; at most {MOST_PEOPLE_ENROLLED} are enrolled at once."
        raise InvalidFieldsError([FieldViolation("audience", "TOO_MANY", message)])
    return people


def enrol(
    assignment: Assignment,
    *,
    people: list[str],
    enrolled_already: Mapping[str, Enrolment],
    new_id: Callable[[], str],
) -> list[Enrolment]:
    """An enrolment for each of these people who is not on the path yet; nobody is put on a path twice."""
    return [
        Enrolment(
            enrolment_id=new_id(),
            version=1,
            person_id=person_id,
            path_id=assignment.path_id,
            assignment_id=assignment.assignment_id,
            due_on=assignment.due_on,
            enrolled_at=assignment.assigned_at,
            started_steps=(),
        )
        for person_id in people
        if person_id not in enrolled_already
    ]


def start_step(enrolment: Enrolment, *, step_id: str, now: datetime) -> Enrolment:
    """The enrolment with the step begun; the same enrolment if it was begun before."""
    if enrolment.has_started(step_id):
        return enrolment
    started = StartedStep(step_id=step_id, started_at=now)
    return replace(
        enrolment, version=enrolment.version + 1, started_steps=(*enrolment.started_steps, started)
    )


def as_seen_within(audience: Audience, *, reach: Reach) -> Audience:
    """The audience without those who are outside the caller's reach: they do not exist for the caller."""
    return replace(
        audience,
        person_ids=tuple(each for each in audience.person_ids if reach.sees(each)),
        team_ids=tuple(each for each in audience.team_ids if reach.sees(each)),
    )


def _named(audience: Audience) -> Iterator[FieldViolation]:
    if not audience.person_ids and not audience.team_ids:
        yield FieldViolation("audience", "REQUIRED", "An assignment is for somebody.")
    yield from fields.at_most("audience.person_ids", len(audience.person_ids), limit=MOST_PEOPLE_NAMED)
    yield from fields.at_most("audience.team_ids", len(audience.team_ids), limit=MOST_TEAMS_NAMED)


def _not_in_the_past(due_on: date | None, today: date) -> Iterator[FieldViolation]:
    if due_on is not None and due_on < today:
        yield FieldViolation("due_on", "IN_PAST", "The due date is in the past.")
