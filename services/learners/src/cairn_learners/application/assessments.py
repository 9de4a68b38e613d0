"""Assessments of skills: given, withdrawn, looked up."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from cairn_learners.application.achievements import own_id
from cairn_learners.application.scope import Scope
from cairn_learners.domain.assessments import (
    Assessment,
    AssessmentDraft,
    Withdrawal,
    check_may_assess,
    given,
    may_withdraw,
    withdrawn,
)
from cairn_learners.domain.errors import SkillNotYetKnownError
from cairn_learners.domain.reach import HR, Reach
from cairn_platform.changes import Change, decide_again
from cairn_platform.errors import NotFoundError, RoleRequiredError
from cairn_platform.idempotency import Once


class Assessments(Protocol):
    """The assessments of one tenant, and the skills that it knows."""

    def known_skills(self, skill_ids: Iterable[str]) -> frozenset[str]:
        """The known ones of these skills."""

    def assessment(self, assessment_id: str) -> Assessment | None:
        """The assessment with this id."""

    def assessments_of(self, person_id: str) -> Sequence[Assessment]:
        """All assessments of a person, the newest day first."""


def give_assessment(
    scope: Scope, assessments: Assessments, *, draft: AssessmentDraft, once: Once | None
) -> Assessment:
    """Says how well somebody does something; an empty `person_id` is about oneself.

    Raises NoPersonError, NotFoundError, NotOneselfError and RoleRequiredError for whom and as what, InvalidFieldsError, and
    SkillNotYetKnownError.
    """
    reach = scope.reach()
    person_id = draft.person_id or own_id(reach)
    kind = check_may_assess(reach, person_id, kind=draft.assessor_kind, lines=scope.lines)
    scope.person(person_id)
    assessment = given(
        draft,
        kind=kind,
        assessment_id=scope.new_id(),
        person_id=person_id,
        assessed_by=reach.own_id,
        now=scope.now,
    )
    if not assessments.known_skills([assessment.skill_id]):
        raise SkillNotYetKnownError(assessment.skill_id)
    change = Change(aggregate=assessment, happened="given", happened_at=scope.now)
    scope.commit([change], once=once, result=assessment)
    return assessment


def withdraw_assessment(
    scope: Scope, assessments: Assessments, *, assessment_id: str, reason: str
) -> Assessment:
    """Takes an assessment back, for who gave it and hr.

    Raises NotFoundError, RoleRequiredError, InvalidFieldsError and AlreadyWithdrawnError.
    """
    reach = scope.reach()

    def decide() -> Assessment:
        before = assessments.assessment(assessment_id)
        if before is None or not (may_withdraw(reach, before) or _sees(reach, before.person_id)):
            raise NotFoundError("assessment")
        if not may_withdraw(reach, before):
            raise RoleRequiredError(HR)
        withdrawal = Withdrawal(withdrawn_by=reach.own_id, withdrawn_at=scope.now, reason=reason.strip())
        after = withdrawn(before, withdrawal)
        scope.commit([Change(aggregate=after, happened="withdrawn", happened_at=scope.now)])
        return after

    return decide_again(decide)


def list_assessments(
    scope: Scope, assessments: Assessments, *, person_id: str, skill_id: str
) -> Sequence[Assessment]:
    """What was said about a person, the newest day first. Raises NotFoundError for whom the caller does not see."""
    reach = scope.reach()
    wanted = person_id or own_id(reach)
    if not _sees(reach, wanted):
        raise NotFoundError("person")
    scope.person(wanted)
    return [each for each in assessments.assessments_of(wanted) if skill_id in {"", each.skill_id}]


def _sees(reach: Reach, person_id: str) -> bool:
    return reach.sees(person_id) or reach.reviews(person_id)
