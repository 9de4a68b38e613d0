"""Where people stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cairn_learners.application.assignments_seen import get_assignment
from cairn_learners.application.orders import PATH_PROGRESS
from cairn_learners.application.ports import EnrolmentFilter
from cairn_learners.application.scope import Scope
from cairn_learners.application.whereabouts import catalogue_for, holdings_of
from cairn_learners.domain.achievements import Achievement
from cairn_learners.domain.catalogue import StackGoal, goals_of
from cairn_learners.domain.granted import in_force_on
from cairn_learners.domain.post_nominals import post_nominals
from cairn_learners.domain.progress import (
    PathProgress,
    StackProgress,
    has_begun,
    holdings,
    nearest_first,
    path_progress,
    stack_progress,
)
from cairn_learners.domain.reach import ROLES, check_seen
from cairn_platform.errors import NotFoundError
from cairn_platform.identity import require_any_role
from cairn_platform.paging import Page, PageRequest


@dataclass(frozen=True, kw_only=True)
class PersonProgress:
    """Everything about where a person stands at `as_of`."""

    person_id: str
    paths: Sequence[PathProgress]
    stacks: Sequence[StackProgress]
    achievements: Sequence[Achievement]
    post_nominals: Sequence[str]
    as_of: datetime


def list_path_progress(
    scope: Scope, *, assignment_id: str, path_id: str, person_id: str, page: PageRequest
) -> Page[PathProgress]:
    """Where people within the caller's reach stand on paths, by due date, then person.

    Raises NotFoundError for a person or an assignment that the caller does not see.
    """
    reach = scope.reach()
    if person_id:
        check_seen(reach, person_id, resource="person")
        scope.person(person_id)
    if assignment_id:
        get_assignment(scope, assignment_id=assignment_id)
    which = EnrolmentFilter(
        person_ids=frozenset({person_id}) if person_id else reach.seen,
        path_id=path_id or None,
        assignment_id=assignment_id or None,
    )
    found = PATH_PROGRESS.page(
        scope.store.list_enrolments(which, after=PATH_PROGRESS.after(page), at_most=page.size + 1), page
    )
    paths = scope.store.learning_paths({each.path_id for each in found.items})
    catalogue = catalogue_for(paths.values(), store=scope.store)
    held = holdings_of({each.person_id for each in found.items}, catalogue=catalogue, scope=scope)
    progress = [
        path_progress(each, catalogue=catalogue, held=held[each.person_id], today=scope.today)
        for each in found.items
    ]
    return Page(progress, found.next_token)


def get_person_progress(scope: Scope, *, person_id: str) -> PersonProgress:
    """Everything about where a person stands, for oneself, a manager above, hr and tenant-admin; NotFoundError for everybody else."""
    facts = scope.store.facts_about(person_id, subject=scope.principal.subject)
    if facts is None:
        # Whoever asks is refused as for somebody out of reach; a first call links its account all the same.
        scope.reach()
        raise NotFoundError("person")
    if facts.caller is None or facts.caller.person_id != person_id:
        check_seen(scope.reach_as(facts.caller), person_id, resource="person")
    else:
        # Everybody with a role sees oneself; whom else the caller reaches takes queries that this one does without.
        require_any_role(scope.principal, *ROLES)
    catalogue, enrolments, achievements = facts.catalogue, facts.enrolments, facts.achievements
    held = holdings(achievements, now=scope.now, granted=in_force_on(facts.exceptions, scope.today))
    paths = [catalogue.paths[each.path_id] for each in enrolments if each.path_id in catalogue.paths]
    led_to = {goal.stack_id for goal in goals_of(paths) if isinstance(goal, StackGoal)}
    stacks = [
        progress
        for stack_id in catalogue.stacks_asking_for(held.reached) | (led_to & catalogue.stacks.keys())
        if has_begun(progress := stack_progress(catalogue.stacks[stack_id], catalogue=catalogue, held=held))
        or stack_id in led_to
    ]
    return PersonProgress(
        person_id=person_id,
        paths=[path_progress(each, catalogue=catalogue, held=held, today=scope.today) for each in enrolments],
        stacks=nearest_first(stacks),
        achievements=sorted(
            achievements,
            key=lambda each: (each.issued_on, each.claimed_at, each.achievement_id),
            reverse=True,
        ),
        post_nominals=post_nominals(held, letters=catalogue.post_nominals),
        as_of=scope.now,
    )
