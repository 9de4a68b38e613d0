"""Rubrics: by which criteria a capstone is looked at, and how one was filled."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from cairn_learners.domain import fields
from cairn_learners.domain.achievements import Decision, Grading, Score
from cairn_platform.errors import FieldViolation

MOST_CRITERIA = 20
MOST_LEVELS = 10
MOST_POINTS = 100


@dataclass(frozen=True, kw_only=True)
class RubricLevel:
    """How well something can be done, and what that is worth."""

    points: int
    description: str


@dataclass(frozen=True, kw_only=True)
class Criterion:
    """One thing that is looked at."""

    criterion_id: str
    name: str
    levels: tuple[RubricLevel, ...]

    @property
    def most_points(self) -> int:
        """What doing it best is worth."""
        return max(each.points for each in self.levels)


@dataclass(frozen=True, kw_only=True)
class RubricDraft:
    """A rubric as it is written, not looked at yet."""

    criteria: tuple[Criterion, ...]
    passing_points: int


@dataclass(frozen=True, kw_only=True)
class RubricVersion:
    """A rubric as it was stated at one time; `stated_by` is None for an API client."""

    number: int
    criteria: tuple[Criterion, ...]
    passing_points: int
    stated_by: str | None
    stated_at: datetime


@dataclass(frozen=True, kw_only=True)
class Rubric:
    """By which criteria claims of one credential are looked at: versions that are only ever added to; the last one counts."""

    credential_id: str
    version: int
    versions: tuple[RubricVersion, ...]

    @property
    def current(self) -> RubricVersion:
        """The version that counts now."""
        return self.versions[-1]


def with_rubric_version(
    rubric: Rubric | None, draft: RubricDraft, *, credential_id: str, stated_by: str | None, now: datetime
) -> Rubric:
    """The rubric with one more version. Each criterion has an id of its own and levels with points of their own; what is needed to
    pass can be reached, and is not nothing. Raises InvalidFieldsError with all that is wrong.
    """
    criteria = draft.criteria
    fields.refuse(
        _some("criteria", len(criteria), least=1, most=MOST_CRITERIA),
        *(_check_criterion(f"criteria[{place}]", each) for place, each in enumerate(criteria)),
        _different("criteria", "criterion_id", [each.criterion_id for each in criteria]),
        _check_passing(draft),
    )
    earlier = rubric.versions if rubric else ()
    version = RubricVersion(
        number=len(earlier) + 1,
        criteria=criteria,
        passing_points=draft.passing_points,
        stated_by=stated_by,
        stated_at=now,
    )
    if rubric is None:
        return Rubric(credential_id=credential_id, version=1, versions=(version,))
    return replace(rubric, version=rubric.version + 1, versions=(*earlier, version))


def graded(rubric: Rubric | None, scores: Sequence[Score], *, decision: Decision) -> Grading | None:
    """The filled rubric that a decision rests on.

    Where there is a rubric nothing is verified without it being filled, and nothing that does not pass; without one there is nothing to
    fill. Raises InvalidFieldsError.
    """
    if rubric is None:
        fields.refuse(_no_rubric(scores))
        return None
    if not scores and decision is Decision.REFUSED:
        return None
    current = rubric.current
    fields.refuse(_check_scores(current.criteria, scores))
    grading = Grading(
        rubric_version=current.number,
        scores=tuple(scores),
        points=sum(each.points for each in scores),
        passing_points=current.passing_points,
    )
    fields.refuse(_check_passed(grading) if decision is Decision.VERIFIED else ())
    return grading


def _check_criterion(field: str, criterion: Criterion) -> Iterator[FieldViolation]:
    yield from fields.required(f"{field}.criterion_id", criterion.criterion_id)
    yield from fields.identifier(f"{field}.criterion_id", criterion.criterion_id)
    yield from fields.required(f"{field}.name", criterion.name)
    yield from fields.line(f"{field}.name", criterion.name, longest=fields.LONGEST_NAME)
    yield from _some(f"{field}.levels", len(criterion.levels), least=2, most=MOST_LEVELS)
    yield from _different(f"{field}.levels", "points", [each.points for each in criterion.levels])
    for place, level in enumerate(criterion.levels):
        if not 0 <= level.points <= MOST_POINTS:
            message = f"A level has 0 to {MOST_POINTS} points."
            yield FieldViolation(f"{field}.levels[{place}].points", "OUT_OF_RANGE", message)
        yield from fields.text(
            f"{field}.levels[{place}].description", level.description, longest=fields.LONGEST_NOTE
        )


def _check_passing(draft: RubricDraft) -> Iterator[FieldViolation]:
    most = sum(each.most_points for each in draft.criteria if each.levels)
    if not 1 <= draft.passing_points <= max(most, 1):
        message = f"Between 1 and {most} points, which is all that there are."
        yield FieldViolation("passing_points", "OUT_OF_RANGE", message)


def _check_scores(criteria: Sequence[Criterion], scores: Sequence[Score]) -> Iterator[FieldViolation]:
    known = {each.criterion_id: each for each in criteria}
    yield from _different("scores", "criterion_id", [each.criterion_id for each in scores])
    for place, score in enumerate(scores):
        criterion = known.get(score.criterion_id)
        if criterion is None:
            message = "The rubric has no such criterion."
            yield FieldViolation(f"scores[{place}].criterion_id", "NOT_FOUND", message)
        elif score.points not in {each.points for each in criterion.levels}:
            message = f"{criterion.name} has no level with {score.points} points."
            yield FieldViolation(f"scores[{place}].points", "OUT_OF_RANGE", message)
        yield from fields.text(f"scores[{place}].note", score.note, longest=fields.LONGEST_NOTE)
    missing = known.keys() - {each.criterion_id for each in scores}
    for criterion in criteria:
        if criterion.criterion_id in missing:
            yield FieldViolation("scores", "REQUIRED", f"{criterion.name} is not scored.")


def _check_passed(grading: Grading) -> Iterator[FieldViolation]:
    if not grading.passes:
        message = (
            f"{grading.points} points do not pass; {grading.passing_points} are needed. Refuse the claim."
        )
        yield FieldViolation("decision", "BELOW_PASSING", message)


def _no_rubric(scores: Sequence[Score]) -> Iterator[FieldViolation]:
    if scores:
        yield FieldViolation("scores", "NO_RUBRIC", "The credential has no rubric.")


def _some(field: str, count: int, *, least: int, most: int) -> Iterator[FieldViolation]:
    if count < least:
        yield FieldViolation(field, "REQUIRED", f"Give at least {least}.")
    yield from fields.at_most(field, count, limit=most)


def _different(field: str, name: str, values: Sequence[object]) -> Iterator[FieldViolation]:
    for place, value in enumerate(values):
        if value in values[:place]:
            yield FieldViolation(f"{field}[{place}].{name}", "DUPLICATE", "This stands here twice.")
