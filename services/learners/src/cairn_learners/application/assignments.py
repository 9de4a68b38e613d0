"""Learning paths, assigned to audiences; steps, begun."""

from collections.abc import Iterable
from dataclasses import dataclass

from cairn_learners.application.assignments_seen import AssignmentSeen, counted, seen_within
from cairn_learners.application.enrolling import told
from cairn_learners.application.orders import by_name
from cairn_learners.application.scope import Scope
from cairn_learners.application.whereabouts import catalogue_for, holdings_of
from cairn_learners.domain.assignments import (
    Assignment,
    Audience,
    Enrolment,
    check_assignment,
    check_audience,
    give,
    people_in,
    plain_terms,
    start_step,
)
from cairn_learners.domain.catalogue import LearningPath
from cairn_learners.domain.errors import LearningPathNotYetKnownError
from cairn_learners.domain.people import Person
from cairn_learners.domain.progress import StepProgress, completed_count, steps_progress
from cairn_learners.domain.reach import check_is_oneself, check_leads_somebody
from cairn_platform.changes import Change, decide_again
from cairn_platform.errors import FieldViolation, InvalidFieldsError, NotFoundError
from cairn_platform.idempotency import Once


@dataclass(frozen=True, kw_only=True)
class Assigned:
    """What assigning a path did."""

    assignment: AssignmentSeen
    enrolled: tuple[str, ...]
    enrolled_already: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """What assigning a path would do for one person, and what the person has of the path."""

    person: Person
    enrolled_already: bool
    steps: tuple[StepProgress, ...]

    @property
    def completed_steps(self) -> int:
        """How many steps are complete already."""
        return completed_count(self.steps)


def preview_assignment(scope: Scope, *, path_id: str, audience: Audience) -> list[Forecast]:
    """What assigning the path would do, person by person, by name; changes nothing. The same who may and the same errors as assigning."""
    reach = scope.reach()
    check_leads_somebody(reach)
    check_audience(audience)
    people = people_in(audience, lines=scope.lines, reach=reach)
    path = assignable_path(scope, path_id)
    enrolments = scope.store.enrolments_on(path_id, person_ids=people)
    catalogue = catalogue_for([path], store=scope.store)
    held = holdings_of(people, catalogue=catalogue, scope=scope)
    forecasts = [
        Forecast(
            person=person,
            enrolled_already=person_id in enrolments and enrolments[person_id].withdrawn_at is None,
            steps=steps_progress(
                path, catalogue=catalogue, held=held[person_id], enrolment=enrolments.get(person_id)
            ),
        )
        for person_id, person in scope.store.people(people).items()
    ]
    return sorted(forecasts, key=lambda each: by_name(each.person))


def assign_path(
    scope: Scope, *, path_id: str, audience: Audience, due_on: str, note: str, once: Once | None
) -> Assigned:
    """Assigns a path to an audience and enrols everybody in it who is not on the path yet, whoever else assigns it at the same moment.

    Where everybody is on the path already nothing is added, and the answer has the newest of the assignments that put them there. For
    managers of the whole audience, hr and tenant-admin. Raises RoleRequiredError, NotFoundError, InvalidFieldsError and
    LearningPathNotYetKnownError.
    """
    reach = scope.reach()
    check_leads_somebody(reach)
    due_day = check_assignment(audience=audience, due_on=due_on, note=note, today=scope.today)
    people = people_in(audience, lines=scope.lines, reach=reach)
    assignable_path(scope, path_id)

    def decide() -> Assigned:
        before = scope.store.enrolments_on(path_id, person_ids=people)
        already = {key: each for key, each in before.items() if each.withdrawn_at is None}
        if len(already) == len(people):
            [seen] = seen_within(reach, [_newest_behind(already.values(), scope=scope)], scope=scope)
            assigned = Assigned(assignment=seen, enrolled=(), enrolled_already=tuple(sorted(already)))
            scope.store.commit([], once=once, result=assigned)
            return assigned
        assignment = Assignment(
            assignment_id=scope.new_id(),
            version=1,
            path_id=path_id,
            audience=audience,
            terms=plain_terms(due_day),
            note=note.strip(),
            assigned_by=reach.own_id,
            assigned_at=scope.now,
        )
        enrolments = give(
            assignment,
            due_days=dict.fromkeys(people, due_day),
            enrolments=before,
            new_id=scope.new_id,
            now=scope.now,
        )
        [seen] = counted([assignment], enrolments, reach=reach, scope=scope)
        assigned = Assigned(
            assignment=seen,
            enrolled=tuple(each.person_id for each in enrolments if each.person_id not in already),
            enrolled_already=tuple(sorted(already)),
        )
        changes: list[Change[Assignment] | Change[Enrolment]] = [
            Change(aggregate=assignment, happened="assigned", happened_at=scope.now),
            *(told(before.get(each.person_id), each, now=scope.now) for each in enrolments),
        ]
        scope.commit(changes, once=once, result=assigned)
        return assigned

    return decide_again(decide)


def start(scope: Scope, *, enrolment_id: str, step_id: str) -> Enrolment:
    """Notes that the person has begun a step of a path; saying it again changes nothing. Only for oneself.

    Raises NotFoundError for what the caller does not see and for a step that the path does not have, NotOneselfError and NoPersonError.
    """
    reach = scope.reach()

    def decide() -> Enrolment:
        enrolment = scope.store.enrolment(enrolment_id)
        if enrolment is None:
            raise NotFoundError("enrolment")
        check_is_oneself(reach, enrolment.person_id, resource="enrolment")
        path = scope.store.learning_paths([enrolment.path_id]).get(enrolment.path_id)
        if path is None or not path.has_step(step_id):
            raise NotFoundError("step")
        started = start_step(enrolment, step_id=step_id, now=scope.now)
        if started is not enrolment:
            change = Change(aggregate=started, happened="step_started", happened_at=scope.now)
            scope.store.commit([change])
        return started

    return decide_again(decide)


def assignable_path(scope: Scope, path_id: str) -> LearningPath:
    """The path, in use. Raises LearningPathNotYetKnownError, and InvalidFieldsError for one that is retired."""
    path = scope.store.learning_paths([path_id]).get(path_id)
    if path is None:
        raise LearningPathNotYetKnownError(path_id)
    if path.retired:
        raise InvalidFieldsError([FieldViolation("path_id", "RETIRED", f"{path.name} is out of use.")])
    return path


def _newest_behind(enrolments: Iterable[Enrolment], *, scope: Scope) -> Assignment:
    """The newest of the assignments that ask for these enrolments."""
    asking = [ask for each in enrolments for ask in each.asks if ask.withdrawn_at is None]
    newest = max(asking, key=lambda each: (each.asked_at, each.assignment_id))
    assignment = scope.store.assignment(newest.assignment_id)
    if assignment is None:
        raise NotFoundError("assignment")
    return assignment
