"""By what capstones are looked at: what a rubric has to be, and what passes."""

from dataclasses import replace

import pytest

from cairn_learners.domain.achievements import Decision, Score
from cairn_learners.domain.rubrics import (
    Criterion,
    Rubric,
    RubricDraft,
    RubricLevel,
    graded,
    with_rubric_version,
)
from cairn_platform.errors import InvalidFieldsError
from tests.support.learners.builders import NOW


def a_criterion(criterion_id: str = "depth", *points: int, name: str = "Depth") -> Criterion:
    levels = tuple(RubricLevel(points=each, description="") for each in points or (0, 2, 4))
    return Criterion(criterion_id=criterion_id, name=name, levels=levels)


DRAFT = RubricDraft(criteria=(a_criterion("depth"), a_criterion("style")), passing_points=5)


def stated(draft: RubricDraft = DRAFT, *, before: Rubric | None = None) -> Rubric:
    return with_rubric_version(before, draft, credential_id="badge", stated_by="tess", now=NOW)


def violations(draft: RubricDraft) -> list[tuple[str, str]]:
    with pytest.raises(InvalidFieldsError) as refused:
        stated(draft)
    return [(each.field, each.reason) for each in refused.value.violations]


def scores(**points: int) -> list[Score]:
    return [Score(criterion_id=each, points=number, note="") for each, number in points.items()]


def refusal(decision: Decision, given: list[Score], rubric: Rubric | None = None) -> list[tuple[str, str]]:
    with pytest.raises(InvalidFieldsError) as refused:
        graded(rubric, given, decision=decision)
    return [(each.field, each.reason) for each in refused.value.violations]


def test_a_rubric_is_stated_in_versions_of_which_the_last_counts() -> None:
    second = stated(replace(DRAFT, passing_points=8), before=stated())
    assert (second.version, second.current.number, second.current.passing_points) == (2, 2, 8)
    assert second.versions[0] == stated().current


@pytest.mark.parametrize(
    ("draft", "wrong"),
    [
        (RubricDraft(criteria=(), passing_points=1), [("criteria", "REQUIRED")]),
        (replace(DRAFT, passing_points=0), [("passing_points", "OUT_OF_RANGE")]),
        (replace(DRAFT, passing_points=9), [("passing_points", "OUT_OF_RANGE")]),
        (
            replace(DRAFT, criteria=(a_criterion("depth"), a_criterion("depth"))),
            [("criteria[1].criterion_id", "DUPLICATE")],
        ),
        (
            RubricDraft(criteria=(a_criterion("", 1, 1, 101, name=""),), passing_points=1),
            [
                ("criteria[0].criterion_id", "REQUIRED"),
                ("criteria[0].name", "REQUIRED"),
                ("criteria[0].levels[1].points", "DUPLICATE"),
                ("criteria[0].levels[2].points", "OUT_OF_RANGE"),
            ],
        ),
        (
            RubricDraft(criteria=(a_criterion("d", 3),), passing_points=3),
            [("criteria[0].levels", "REQUIRED")],
        ),
    ],
)
def test_all_that_is_wrong_with_a_rubric_is_named(draft: RubricDraft, wrong: list[tuple[str, str]]) -> None:
    assert violations(draft) == wrong


def test_a_filled_rubric_is_kept_with_its_points_and_what_was_needed() -> None:
    grading = graded(stated(), scores(depth=4, style=2), decision=Decision.VERIFIED)
    assert grading is not None and grading.passes
    assert (grading.rubric_version, grading.points, grading.passing_points) == (1, 6, 5)


def test_what_does_not_pass_is_refused_with_the_rubric_and_never_verified() -> None:
    below = scores(depth=4, style=0)
    assert refusal(Decision.VERIFIED, below, stated()) == [("decision", "BELOW_PASSING")]
    kept = graded(stated(), below, decision=Decision.REFUSED)
    assert kept is not None and not kept.passes


def test_a_rubric_is_filled_as_a_whole_with_levels_that_it_has() -> None:
    assert refusal(Decision.VERIFIED, [], stated()) == [("scores", "REQUIRED")] * 2
    assert refusal(Decision.VERIFIED, scores(depth=4), stated()) == [("scores", "REQUIRED")]
    wrong = [*scores(depth=3, manners=4), *scores(depth=4)]
    assert refusal(Decision.REFUSED, wrong, stated()) == [
        ("scores[2].criterion_id", "DUPLICATE"),
        ("scores[0].points", "OUT_OF_RANGE"),
        ("scores[1].criterion_id", "NOT_FOUND"),
        ("scores", "REQUIRED"),
    ]


def test_one_refuses_without_filling_it_and_fills_none_where_there_is_none() -> None:
    assert graded(stated(), [], decision=Decision.REFUSED) is None
    assert graded(None, [], decision=Decision.VERIFIED) is None
    assert refusal(Decision.VERIFIED, scores(depth=4)) == [("scores", "NO_RUBRIC")]
