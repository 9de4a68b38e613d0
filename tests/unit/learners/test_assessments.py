"""What is said about skills: by whom as what, on which scale, and taken back."""

from dataclasses import replace
from datetime import date

import pytest

from cairn_learners.domain.assessments import (
    Assessment,
    AssessmentDraft,
    AssessorKind,
    Withdrawal,
    check_may_assess,
    given,
    may_withdraw,
    withdrawn,
)
from cairn_learners.domain.errors import AlreadyWithdrawnError, NotOneselfError
from cairn_learners.domain.reach import Reach, reach_of
from cairn_learners.domain.skill_scales import SCALES
from cairn_platform.errors import InvalidFieldsError, NotFoundError, RefusedError, RoleRequiredError
from tests.support.learners.builders import NOW, TODAY, TOMORROW, lines

LINES = lines(cleo=None, ben="cleo", ann="ben", bob="cleo", zoe=None, yan="zoe")
REVIEWER, MANAGER, PEER, SELF = AssessorKind
DRAFT = AssessmentDraft(
    person_id="ann",
    skill_id="python",
    assessor_kind=MANAGER,
    scale_id="",
    level=3,
    assessed_on="",
    reason="Led the migration.",
)


def reach(own_id: str | None, *roles: str) -> Reach:
    return reach_of(roles=frozenset(roles), own_id=own_id, lines=LINES)


def an_assessment(draft: AssessmentDraft = DRAFT, *, kind: AssessorKind = MANAGER) -> Assessment:
    return given(draft, kind=kind, assessment_id="x", person_id="ann", assessed_by="ben", now=NOW)


def violations(draft: AssessmentDraft, *, kind: AssessorKind = MANAGER) -> list[tuple[str, str]]:
    with pytest.raises(InvalidFieldsError) as refused:
        an_assessment(draft, kind=kind)
    return [(each.field, each.reason) for each in refused.value.violations]


@pytest.mark.parametrize(
    ("who", "about", "kind"),
    [
        (reach("ann", "employee"), "ann", SELF),
        (reach("ben", "employee", "manager"), "ann", MANAGER),
        (reach("cleo", "employee", "manager"), "ann", MANAGER),
        (reach("bob", "employee"), "ben", PEER),
        (reach("yan", "employee", "hr"), "ann", REVIEWER),
        (reach("yan", "employee", "reviewer"), "ann", REVIEWER),
        (reach(None, "reviewer"), "ann", REVIEWER),
    ],
)
def test_one_assesses_as_what_one_is_to_the_person(who: Reach, about: str, kind: AssessorKind) -> None:
    assert check_may_assess(who, about, kind=kind, lines=LINES) is kind


@pytest.mark.parametrize("kind", [REVIEWER, MANAGER, PEER])
def test_of_oneself_one_says_self_and_nothing_else_whatever_the_roles(kind: AssessorKind) -> None:
    oneself = reach("cleo", "employee", "manager", "hr", "reviewer", "tenant-admin")
    with pytest.raises(InvalidFieldsError, match="self-assessment"):
        check_may_assess(oneself, "cleo", kind=kind, lines=LINES)


@pytest.mark.parametrize(
    ("who", "kind", "refusal"),
    [
        (reach("ben", "employee", "manager"), SELF, NotOneselfError),
        (reach("ben", "employee", "manager"), PEER, InvalidFieldsError),
        (reach("ben", "employee", "manager"), REVIEWER, RoleRequiredError),
        (reach("yan", "employee", "hr"), MANAGER, RoleRequiredError),
        (reach("yan", "employee", "tenant-admin"), REVIEWER, RoleRequiredError),
        (reach("yan", "employee", "reviewer"), MANAGER, RoleRequiredError),
        (reach("bob", "employee"), PEER, NotFoundError),
        (reach("zoe", "employee", "manager"), MANAGER, NotFoundError),
        (reach(None, "hr"), PEER, InvalidFieldsError),
        (reach(None, "hr"), None, InvalidFieldsError),
    ],
)
def test_one_does_not_assess_as_what_one_is_not(
    who: Reach, kind: AssessorKind | None, refusal: type[RefusedError]
) -> None:
    with pytest.raises(refusal):
        check_may_assess(who, "ann", kind=kind, lines=LINES)


def test_two_at_the_top_are_no_peers() -> None:
    with pytest.raises(NotFoundError):
        check_may_assess(reach("zoe", "employee"), "cleo", kind=PEER, lines=LINES)


def test_it_is_for_today_on_the_scale_of_the_catalogue_unless_said_otherwise() -> None:
    assessment = an_assessment()
    assert (assessment.scale_id, assessment.level, assessment.assessed_on) == ("proficiency", 3, TODAY)
    earlier = an_assessment(replace(DRAFT, scale_id="one-to-hundred", level=85, assessed_on="2026-01-31"))
    assert (earlier.scale_id, earlier.level, earlier.assessed_on) == (
        "one-to-hundred",
        85,
        date(2026, 1, 31),
    )


@pytest.mark.parametrize(("scale_id", "levels"), SCALES.items())
def test_a_level_is_one_of_its_scale(scale_id: str, levels: range) -> None:
    for level in (levels[0], levels[-1]):
        assert an_assessment(replace(DRAFT, scale_id=scale_id, level=level)).level == level
    for level in (levels[0] - 1, levels[-1] + 1):
        assert violations(replace(DRAFT, scale_id=scale_id, level=level)) == [("level", "OUT_OF_RANGE")]


def test_all_that_is_wrong_is_named() -> None:
    wrong = replace(DRAFT, skill_id="", scale_id="stars", assessed_on=TOMORROW.isoformat(), reason=" ")
    assert violations(wrong) == [
        ("skill_id", "REQUIRED"),
        ("scale_id", "UNKNOWN_VALUE"),
        ("assessed_on", "IN_FUTURE"),
        ("reason", "REQUIRED"),
    ]
    assert violations(replace(DRAFT, level=None)) == [("level", "REQUIRED")]
    assert violations(replace(DRAFT, assessed_on="yesterday")) == [("assessed_on", "NOT_A_DATE")]


def test_nobody_has_to_give_a_reason_for_a_self_assessment() -> None:
    assert an_assessment(replace(DRAFT, reason=""), kind=SELF).reason == ""


def test_it_is_taken_back_once_with_a_reason_and_kept() -> None:
    before = an_assessment()
    after = withdrawn(before, Withdrawal(withdrawn_by="ben", withdrawn_at=NOW, reason="Mistaken."))
    assert replace(after, version=1, withdrawal=None) == before
    with pytest.raises(AlreadyWithdrawnError):
        withdrawn(after, Withdrawal(withdrawn_by="ben", withdrawn_at=NOW, reason="Again."))
    with pytest.raises(InvalidFieldsError):
        withdrawn(before, Withdrawal(withdrawn_by="ben", withdrawn_at=NOW, reason=""))


@pytest.mark.parametrize(
    ("who", "may"),
    [
        (reach("ben", "employee", "manager"), True),
        (reach("cleo", "employee", "manager"), False),
        (reach("ann", "employee"), False),
        (reach("ann", "employee", "hr"), False),
        (reach("yan", "employee", "hr"), True),
        (reach(None, "hr"), True),
        (reach(None, "reviewer"), False),
    ],
)
def test_who_gave_it_and_hr_take_it_back(who: Reach, may: bool) -> None:
    assert may_withdraw(who, an_assessment()) is may
