"""Assignments that go on: looked at for people who changed, or whose date came, never for everybody at once."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from cairn_learners.application.assignment_jobs import asks_of
from cairn_learners.application.audience_members import Surveyed, bounded, surveyed
from cairn_learners.application.audience_ports import AudienceScope
from cairn_learners.application.enrolling import told
from cairn_learners.application.giving import Giving, given, giving
from cairn_learners.domain.assignments import Assignment, Enrolment, OnLeaving, Stage, no_longer_asked
from cairn_learners.domain.forecasts import GIVEN_TO
from cairn_learners.domain.membership import Membership
from cairn_learners.domain.rules import PersonKnown
from cairn_platform.changes import Change, decide_again

# While a job gives an assignment to who was there from the start, nobody can be told to have joined later.
_LOOK_AGAIN = timedelta(seconds=5)


def keep_up(scope: AudienceScope, person_ids: Sequence[str]) -> Mapping[str, datetime | None]:
    """Gives every standing assignment to those of these people who have joined its audience, and takes it back where leaving does that.

    Says when each of them is to be looked at next, because time alone may change the answer; None: when something else changes.
    """
    due: dict[str, datetime | None] = dict.fromkeys(person_ids)
    standing = scope.store.standing_assignments()
    people = list(scope.store.people(person_ids).values()) if standing else []
    if not people:
        return due
    survey = surveyed(scope, [each.audience for each in standing])
    known = survey.known(people)
    for assignment in standing:
        if assignment.stage is Stage.BEING_GIVEN:
            instants: Mapping[str, datetime | None] = dict.fromkeys(due, scope.now + _LOOK_AGAIN)
        else:
            instants = _keep_up_one(scope, assignment, known, survey=survey)
        for person_id, at in instants.items():
            due[person_id] = min((each for each in (due[person_id], at) if each), default=None)
    return due


def _keep_up_one(
    scope: AudienceScope, assignment: Assignment, known: Sequence[PersonKnown], *, survey: Surveyed
) -> Mapping[str, datetime | None]:
    found = {each.person.person_id: survey.membership(assignment.audience, each) for each in known}
    inside = {
        each.person.person_id
        for each in known
        if found[each.person.person_id].is_in and bounded(assignment, each)
    }
    path = scope.store.learning_paths([assignment.path_id]).get(assignment.path_id)
    if path is None or path.retired:
        return {}

    def decide() -> Mapping[str, datetime | None]:
        guard = scope.store.guard(asks_of(assignment.assignment_id))
        now_is = scope.store.assignment(assignment.assignment_id)
        if now_is is None or not now_is.goes_on:
            return {}
        enrolments = scope.store.enrolments_on(assignment.path_id, person_ids=found)
        asked = {key for key, each in enrolments.items() if each.is_asked_by(assignment.assignment_id)}
        joined = giving(
            scope,
            [each.person for each in known if each.person.person_id in inside - asked],
            path=path,
            audience=assignment.audience,
            terms=assignment.terms,
            joins_later=True,
        )
        changes = [*given(scope, assignment, joined), *_left(scope, assignment, enrolments, asked - inside)]
        if changes:
            scope.store.commit(changes, guards=[guard])
        return _instants(scope, found, joined)

    return decide_again(decide)


def _left(
    scope: AudienceScope, assignment: Assignment, enrolments: Mapping[str, Enrolment], who: set[str]
) -> list[Change[Enrolment]]:
    if assignment.terms.on_leaving is OnLeaving.KEEP:
        return []
    return [
        told(
            enrolments[each],
            no_longer_asked(enrolments[each], assignment_id=assignment.assignment_id, now=scope.now),
            now=scope.now,
        )
        for each in sorted(who)
    ]


def _instants(
    scope: AudienceScope, found: Mapping[str, Membership], joined: Giving
) -> Mapping[str, datetime | None]:
    """When each is to be looked at next: when the rule may answer otherwise, or what kept it from somebody ends."""
    kept_until = {
        each.person.person_id: each.until
        for each in joined.outlooks
        if each.group not in GIVEN_TO and each.until is not None and each.until > scope.now
    }
    return {
        key: min((each for each in (member.changes_at, kept_until.get(key)) if each), default=None)
        for key, member in found.items()
    }
