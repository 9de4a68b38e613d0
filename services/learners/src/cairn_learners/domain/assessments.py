"""How well a person does something, as somebody saw it: kept as it was said, on the scale on which it was said."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum

from cairn_learners.domain import fields
from cairn_learners.domain.errors import AlreadyWithdrawnError, NotOneselfError
from cairn_learners.domain.hierarchy import Hierarchy
from cairn_learners.domain.reach import HR, MANAGER, REVIEWER, Reach
from cairn_learners.domain.skill_scales import PROFICIENCY, SCALES
from cairn_platform.errors import FieldViolation, InvalidFieldsError, NotFoundError, RoleRequiredError


class AssessorKind(Enum):
    """As what somebody assesses."""

    REVIEWER = "reviewer"
    MANAGER = "manager"
    PEER = "peer"
    SELF = "self"


@dataclass(frozen=True, kw_only=True)
class Withdrawal:
    """That an assessment was taken back; `withdrawn_by` is None for an API client."""

    withdrawn_by: str | None
    withdrawn_at: datetime
    reason: str


@dataclass(frozen=True, kw_only=True)
class Assessment:
    """What somebody said about a person's skill. It is never changed; it can be withdrawn, and is kept then too.

    `level` is one of the scale's. `assessed_by` is None for an API client.
    """

    assessment_id: str
    version: int
    person_id: str
    skill_id: str
    assessor_kind: AssessorKind
    assessed_by: str | None
    scale_id: str
    level: int
    assessed_on: date
    reason: str
    given_at: datetime
    withdrawal: Withdrawal | None


@dataclass(frozen=True, kw_only=True)
class AssessmentDraft:
    """What somebody says, not looked at yet. Empty: `person_id` the caller's, `scale_id` proficiency, `assessed_on` today."""

    person_id: str
    skill_id: str
    assessor_kind: AssessorKind | None
    scale_id: str
    level: int | None
    assessed_on: str
    reason: str


def check_may_assess(
    reach: Reach, person_id: str, *, kind: AssessorKind | None, lines: Hierarchy
) -> AssessorKind:
    """Whoever assesses is what they say they are: the person, one with the same manager, a manager above, or hr or a reviewer.

    Of oneself one says `self` and nothing else. Raises InvalidFieldsError for that and for a kind that does not exist, NotOneselfError,
    RoleRequiredError, and NotFoundError for whom the caller neither sees nor works with.
    """
    if kind is None:
        raise _wrong_kind("UNKNOWN_VALUE", "One of reviewer, manager, peer and self.")
    if person_id == reach.own_id:
        if kind is not AssessorKind.SELF:
            raise _wrong_kind("OWN_SKILL", "Of oneself one gives a self-assessment.")
        return kind
    is_peer = is_colleague(person_id, of=reach.own_id, lines=lines)
    if not (is_peer or reach.sees(person_id) or reach.reviews(person_id)):
        raise NotFoundError("person")
    match kind:
        case AssessorKind.SELF:
            raise NotOneselfError
        case AssessorKind.PEER if not is_peer:
            raise _wrong_kind("NOT_A_COLLEAGUE", "Only who has the same manager is a peer.")
        case AssessorKind.MANAGER if person_id not in reach.line:
            raise RoleRequiredError(MANAGER)
        case AssessorKind.REVIEWER if REVIEWER not in reach.roles and not reach.is_hr_for(person_id):
            raise RoleRequiredError(HR, REVIEWER)
    return kind


def is_colleague(person_id: str, *, of: str | None, lines: Hierarchy) -> bool:
    """Both are in one team: they have the same manager."""
    if of is None or of == person_id:
        return False
    manager_id = lines.above_of.get(of)
    return manager_id is not None and lines.above_of.get(person_id) == manager_id


def given(
    draft: AssessmentDraft,
    *,
    kind: AssessorKind,
    assessment_id: str,
    person_id: str,
    assessed_by: str | None,
    now: datetime,
) -> Assessment:
    """The assessment: of a skill, at a level of its scale, for a day that is not in the future, with a reason unless it is one's own.

    Raises InvalidFieldsError with all that is wrong.
    """
    scale_id = draft.scale_id or PROFICIENCY
    assessed_on = fields.parsed_day(draft.assessed_on) if draft.assessed_on else now.date()
    fields.refuse(
        fields.required("skill_id", draft.skill_id),
        _check_level(draft.level, scale_id=scale_id),
        fields.day("assessed_on", draft.assessed_on),
        _not_in_the_future(assessed_on, now.date()),
        fields.required("reason", draft.reason) if kind is not AssessorKind.SELF else (),
        fields.text("reason", draft.reason, longest=fields.LONGEST_NOTE),
    )
    if draft.level is None or assessed_on is None:
        raise ValueError("the checks let an assessment through that is none")
    return Assessment(
        assessment_id=assessment_id,
        version=1,
        person_id=person_id,
        skill_id=draft.skill_id,
        assessor_kind=kind,
        assessed_by=assessed_by,
        scale_id=scale_id,
        level=draft.level,
        assessed_on=assessed_on,
        reason=draft.reason.strip(),
        given_at=now,
        withdrawal=None,
    )


def withdrawn(assessment: Assessment, withdrawal: Withdrawal) -> Assessment:
    """The assessment, taken back, once: AlreadyWithdrawnError. Nothing is taken back without a reason: InvalidFieldsError."""
    fields.refuse(
        fields.required("reason", withdrawal.reason),
        fields.text("reason", withdrawal.reason, longest=fields.LONGEST_NOTE),
    )
    if assessment.withdrawal is not None:
        raise AlreadyWithdrawnError
    return replace(assessment, version=assessment.version + 1, withdrawal=withdrawal)


def may_withdraw(reach: Reach, assessment: Assessment) -> bool:
    """Who gave it, and HR; HR does not for what was said about themselves."""
    is_own_word = reach.own_id is not None and assessment.assessed_by == reach.own_id
    return is_own_word or (reach.is_hr_for(assessment.person_id) and assessment.person_id != reach.own_id)


def _check_level(level: int | None, *, scale_id: str) -> Iterator[FieldViolation]:
    scale = SCALES.get(scale_id)
    if scale is None:
        yield FieldViolation("scale_id", "UNKNOWN_VALUE", f"One of {', '.join(SCALES)}.")
    elif level is None:
        yield FieldViolation("level", "REQUIRED", "This is needed.")
    elif level not in scale:
        yield FieldViolation("level", "OUT_OF_RANGE", f"The scale has levels {scale[0]} to {scale[-1]}.")


def _not_in_the_future(day: date | None, today: date) -> Iterator[FieldViolation]:
    if day is not None and day > today:
        yield FieldViolation("assessed_on", "IN_FUTURE", "This lies in the future.")


def _wrong_kind(reason: str, description: str) -> InvalidFieldsError:
    return InvalidFieldsError([FieldViolation("assessor_kind", reason, description)])
