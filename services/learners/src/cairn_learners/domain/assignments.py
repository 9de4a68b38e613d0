"""A learning path is assigned to an audience, and each person in it is enrolled on the path, once."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum

from cairn_learners.domain import fields
from cairn_learners.domain.due import Due, DueOn
from cairn_learners.domain.hierarchy import Hierarchy
from cairn_learners.domain.reach import Reach, check_may_lead
from cairn_learners.domain.renewal_cycles import RenewalCycle
from cairn_learners.domain.teams import sees_team
from cairn_platform.errors import FieldViolation, InvalidFieldsError, NotFoundError

MOST_PEOPLE_NAMED = 500
MOST_TEAMS_NAMED = 50
MOST_OTHERS_NAMED = 50
# They are enrolled in one transaction, which takes about two seconds for so many.
MOST_PEOPLE_ENROLLED = 2000


@dataclass(frozen=True, kw_only=True)
class Audience:
    """Whom an assignment is for, as it was asked: everybody who is meant by any of these.

    Single people; teams by their managers; positions by the roles held; departments; dynamic audiences.
    """

    person_ids: tuple[str, ...]
    team_ids: tuple[str, ...]
    include_sub_teams: bool
    role_ids: tuple[str, ...] = ()
    department_ids: tuple[str, ...] = ()
    include_sub_departments: bool = False
    dynamic_ids: tuple[str, ...] = ()

    @property
    def is_direct(self) -> bool:
        """It names people and teams only, which the reporting line alone tells."""
        return not (self.role_ids or self.department_ids or self.dynamic_ids)


class OnLeaving(Enum):
    """What becomes of the enrolment of somebody who leaves the audience of a standing assignment."""

    KEEP = "keep"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, kw_only=True)
class Terms:
    """By when, and for whom from now on.

    A standing assignment goes on for who joins the audience later, with a due date of their own if `due_for_joiners` says one.
    `basis_on` is the day before which no time is counted.
    """

    due: Due | None
    due_for_joiners: Due | None
    basis_on: date | None
    standing: bool
    on_leaving: OnLeaving


def plain_terms(due_on: date | None) -> Terms:
    """Once, for who is in the audience now, due on a day or never."""
    return Terms(
        due=DueOn(day=due_on) if due_on else None,
        due_for_joiners=None,
        basis_on=None,
        standing=False,
        on_leaving=OnLeaving.KEEP,
    )


class Stage(Enum):
    """How far an assignment has come: it is being given to its audience, that is done, or that was stopped."""

    BEING_GIVEN = "being_given"
    GIVEN = "given"
    STOPPED = "stopped"


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """One path, given to an audience by somebody (None: an API client), on terms.

    `within` is the manager whose line bounds it (None: nothing does); `asked_key` tells the same assignment asked for again by the same
    one, and is None where that is not asked.
    """

    assignment_id: str
    version: int
    path_id: str
    audience: Audience
    terms: Terms
    note: str
    assigned_by: str | None
    assigned_at: datetime
    within: str | None = None
    stage: Stage = Stage.GIVEN
    asked_key: str | None = None
    withdrawn_at: datetime | None = None
    withdrawn_by: str | None = None

    @property
    def due_on(self) -> date | None:
        """The day on which it is due for everybody who is in the audience from the start; None where that depends on the person."""
        return self.terms.due.day if isinstance(self.terms.due, DueOn) else None

    @property
    def goes_on(self) -> bool:
        """Who joins the audience from now on gets it too."""
        return self.terms.standing and self.withdrawn_at is None and self.stage is not Stage.STOPPED


@dataclass(frozen=True, kw_only=True)
class StartedStep:
    """A step that somebody works on since `started_at`."""

    step_id: str
    started_at: datetime


@dataclass(frozen=True, kw_only=True)
class Ask:
    """An assignment that asks somebody to complete a path, by when, and when it stopped asking."""

    assignment_id: str
    due_on: date | None
    asked_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Enrolment:
    """One person on one path, once in each `cycle`; None is the first time, by an assignment.

    What the opening of a window put somebody on has a cycle and an empty `assignment_id`; else that is the assignment that made it.
    `further_asks` is empty while nothing else ever asked; else it has every ask, the first included.
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
    further_asks: tuple[Ask, ...] = ()

    @property
    def asks(self) -> tuple[Ask, ...]:
        """Every assignment that asked for it, in the order in which they did."""
        return self.further_asks or (
            Ask(
                assignment_id=self.assignment_id,
                due_on=self.due_on,
                asked_at=self.enrolled_at,
                withdrawn_at=None,
            ),
        )

    @property
    def withdrawn_at(self) -> datetime | None:
        """When nobody asked for it any more; None while somebody does."""
        ended = [each.withdrawn_at for each in self.asks]
        return None if None in ended else max(each for each in ended if each)

    def is_asked_by(self, assignment_id: str) -> bool:
        """This assignment asks for it now."""
        return any(each.assignment_id == assignment_id and each.withdrawn_at is None for each in self.asks)

    def has_started(self, step_id: str) -> bool:
        """The person said so."""
        return any(step.step_id == step_id for step in self.started_steps)


def check_assignment(*, audience: Audience, due_on: str, note: str, today: date) -> date | None:
    """An assignment is for somebody, and not due in the past. Gives the due date; raises InvalidFieldsError."""
    day = fields.parsed_day(due_on)
    fields.refuse(
        audience_violations(audience),
        fields.day("due_on", due_on),
        _not_in_the_past(day, today),
        fields.text("note", note, longest=fields.LONGEST_NOTE),
    )
    return day


def check_audience(audience: Audience) -> None:
    """An audience names somebody, and not too many. Raises InvalidFieldsError."""
    fields.refuse(audience_violations(audience))


def people_in(audience: Audience, *, lines: Hierarchy, reach: Reach) -> list[str]:
    """Everybody in the audience, each person once, in order of their ids.

    Raises NotFoundError for a person or team that is not there for the caller, RoleRequiredError for somebody the caller does not
    lead, InvalidFieldsError for more people than can be enrolled at once, and for what the reporting line alone does not tell.
    """
    if not audience.is_direct:
        message = "Positions, departments and dynamic audiences are assigned to by a job."
        raise InvalidFieldsError([FieldViolation("audience", "NOT_ALLOWED", message)])
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


def give(
    assignment: Assignment,
    *,
    due_days: Mapping[str, date | None],
    enrolments: Mapping[str, Enrolment],
    new_id: Callable[[], str],
    now: datetime,
) -> list[Enrolment]:
    """What changes when the assignment is given to these people, each due on a day: nobody is put on a path twice.

    Who is not on the path is enrolled. Who is, is asked for it by this assignment too; for whom it asks already nothing changes.
    """
    changed: list[Enrolment] = []
    for person_id, due_on in due_days.items():
        before = enrolments.get(person_id)
        if before is None:
            changed.append(
                Enrolment(
                    enrolment_id=new_id(),
                    version=1,
                    person_id=person_id,
                    path_id=assignment.path_id,
                    assignment_id=assignment.assignment_id,
                    due_on=due_on,
                    enrolled_at=now,
                    started_steps=(),
                )
            )
            continue
        after = asked_too(before, assignment_id=assignment.assignment_id, due_on=due_on, now=now)
        if after is not before:
            changed.append(after)
    return changed


def asked_too(enrolment: Enrolment, *, assignment_id: str, due_on: date | None, now: datetime) -> Enrolment:
    """The enrolment, asked for by this assignment too, due on the earliest day that is asked for; the same enrolment if it asks already."""
    if enrolment.is_asked_by(assignment_id):
        return enrolment
    ask = Ask(assignment_id=assignment_id, due_on=due_on, asked_at=now, withdrawn_at=None)
    return _asked(enrolment, (*enrolment.asks, ask))


def no_longer_asked(enrolment: Enrolment, *, assignment_id: str, now: datetime) -> Enrolment:
    """The enrolment without the ask of this assignment, which is remembered; the same enrolment if it did not ask.

    What other assignments ask for stays; with the last ask the enrolment is withdrawn, and nothing is due any more.
    """
    if not enrolment.is_asked_by(assignment_id):
        return enrolment
    asks = [
        replace(each, withdrawn_at=now)
        if each.assignment_id == assignment_id and each.withdrawn_at is None
        else each
        for each in enrolment.asks
    ]
    return _asked(enrolment, tuple(asks))


def _asked(enrolment: Enrolment, asks: tuple[Ask, ...]) -> Enrolment:
    days = [each.due_on for each in asks if each.due_on and each.withdrawn_at is None]
    return replace(
        enrolment, version=enrolment.version + 1, further_asks=asks, due_on=min(days, default=None)
    )


def withdraw(assignment: Assignment, *, by: str | None, now: datetime) -> Assignment:
    """The assignment, taken back; the same one if it is already."""
    if assignment.withdrawn_at is not None:
        return assignment
    return replace(
        assignment, version=assignment.version + 1, withdrawn_at=now, withdrawn_by=by, asked_key=None
    )


def with_stage(assignment: Assignment, stage: Stage) -> Assignment:
    """The assignment, as far as it has come by now; one that is stopped may be asked for again."""
    if assignment.stage is stage:
        return assignment
    key = None if stage is Stage.STOPPED else assignment.asked_key
    return replace(assignment, version=assignment.version + 1, stage=stage, asked_key=key)


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


def audience_violations(audience: Audience) -> Iterator[FieldViolation]:
    """What is wrong with whom an assignment is for."""
    others = {
        "audience.role_ids": audience.role_ids,
        "audience.department_ids": audience.department_ids,
        "audience.dynamic_ids": audience.dynamic_ids,
    }
    if not audience.person_ids and not audience.team_ids and not any(others.values()):
        yield FieldViolation("audience", "REQUIRED", "An assignment is for somebody.")
    for field, named in others.items():
        yield from fields.at_most(field, len(named), limit=MOST_OTHERS_NAMED)
    yield from fields.at_most("audience.person_ids", len(audience.person_ids), limit=MOST_PEOPLE_NAMED)
    yield from fields.at_most("audience.team_ids", len(audience.team_ids), limit=MOST_TEAMS_NAMED)


def _not_in_the_past(due_on: date | None, today: date) -> Iterator[FieldViolation]:
    if due_on is not None and due_on < today:
        yield FieldViolation("due_on", "IN_PAST", "The due date is in the past.")
