"""Assignments as their caller sees them: whoever is outside the caller's reach is neither named nor counted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from cairn_learners.application.orders import ASSIGNMENTS
from cairn_learners.application.ports import AssignmentFilter
from cairn_learners.application.scope import Scope
from cairn_learners.application.whereabouts import catalogue_for, holdings_of
from cairn_learners.domain.assignments import Assignment, Enrolment, as_seen_within
from cairn_learners.domain.progress import path_progress
from cairn_learners.domain.reach import Reach, check_seen
from cairn_platform.errors import NotFoundError
from cairn_platform.paging import Page, PageRequest


@dataclass(frozen=True, kw_only=True)
class AssignmentSeen:
    """An assignment, how many people it asks, how many of these have completed the path by now, and how many it asks no more."""

    assignment: Assignment
    enrolled_count: int
    completed_count: int
    withdrawn_count: int


def get_assignment(scope: Scope, *, assignment_id: str) -> AssignmentSeen:
    """An assignment, for whoever made it or sees anybody whom it asked; NotFoundError for everybody else."""
    reach = scope.reach()
    assignment = scope.store.assignment(assignment_id)
    if assignment is None:
        raise NotFoundError("assignment")
    [seen] = seen_within(reach, [assignment], scope=scope)
    is_own = reach.own_id is not None and assignment.assigned_by == reach.own_id
    if not (seen.enrolled_count or seen.withdrawn_count or is_own or reach.everybody):
        raise NotFoundError("assignment")
    return seen


def list_assignments(
    scope: Scope, *, path_id: str, person_id: str, page: PageRequest
) -> Page[AssignmentSeen]:
    """Assignments, the newest first: the caller's own, and those that asked somebody in the caller's reach.

    Raises NotFoundError for a person outside.
    """
    reach = scope.reach()
    if person_id:
        check_seen(reach, person_id, resource="person")
        scope.person(person_id)
    which = AssignmentFilter(
        path_id=path_id or None,
        enrolled=frozenset({person_id}) if person_id else reach.seen,
        or_assigned_by=None if person_id else reach.own_id,
    )
    found = ASSIGNMENTS.page(
        scope.store.list_assignments(which, after=ASSIGNMENTS.after(page), at_most=page.size + 1), page
    )
    return Page(seen_within(reach, found.items, scope=scope), found.next_token)


def seen_within(reach: Reach, assignments: Sequence[Assignment], *, scope: Scope) -> list[AssignmentSeen]:
    """These assignments as who has this reach sees them, in the same order."""
    enrolments = scope.store.enrolments_by(each.assignment_id for each in assignments)
    return counted(assignments, enrolments, reach=reach, scope=scope)


def counted(
    assignments: Sequence[Assignment], enrolments: Iterable[Enrolment], *, reach: Reach, scope: Scope
) -> list[AssignmentSeen]:
    """These assignments with how many of their enrolments there are and are completed, as far as the reach goes."""
    seen = [each for each in enrolments if reach.sees(each.person_id)]
    paths = scope.store.learning_paths({each.path_id for each in assignments})
    catalogue = catalogue_for(paths.values(), store=scope.store)
    held = holdings_of({each.person_id for each in seen}, catalogue=catalogue, scope=scope)
    enrolled = dict.fromkeys((each.assignment_id for each in assignments), 0)
    completed, withdrawn = dict(enrolled), dict(enrolled)
    for each in seen:
        progress = path_progress(each, catalogue=catalogue, held=held[each.person_id], today=scope.today)
        for assignment_id in enrolled.keys() & {ask.assignment_id for ask in each.asks}:
            if each.is_asked_by(assignment_id):
                enrolled[assignment_id] += 1
                completed[assignment_id] += progress.completed
            else:
                withdrawn[assignment_id] += 1
    return [
        AssignmentSeen(
            assignment=replace(each, audience=as_seen_within(each.audience, reach=reach)),
            enrolled_count=enrolled[each.assignment_id],
            completed_count=completed[each.assignment_id],
            withdrawn_count=withdrawn[each.assignment_id],
        )
        for each in assignments
    ]
