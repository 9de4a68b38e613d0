"""Reviews and rubrics as the contract words them, both ways."""

from collections.abc import Iterable

from cairn.learners.v1 import review_parts_pb2 as contract
from cairn_learners.adapters import messages
from cairn_learners.domain.achievements import Grading, Review, Score
from cairn_learners.domain.rubrics import Criterion, Rubric, RubricLevel


def review(found: Review | None) -> contract.Review | None:
    """Who looks at a claim; None stays None."""
    if found is None:
        return None
    return contract.Review(reviewer_id=found.reviewer_id, taken_at=messages.timestamp(found.taken_at))


def grading(found: Grading | None) -> contract.Grading | None:
    """A filled rubric; None stays None."""
    if found is None:
        return None
    scores = [
        contract.RubricScore(criterion_id=each.criterion_id, points=each.points, note=each.note)
        for each in found.scores
    ]
    return contract.Grading(
        rubric_version=found.rubric_version,
        scores=scores,
        points=found.points,
        passing_points=found.passing_points,
    )


def rubric(found: Rubric) -> contract.Rubric:
    """A rubric with all its versions."""
    return contract.Rubric(
        credential_id=found.credential_id,
        version=found.version,
        versions=[
            contract.RubricVersion(
                number=each.number,
                criteria=[_criterion(criterion) for criterion in each.criteria],
                passing_points=each.passing_points,
                stated_by=each.stated_by or "",
                stated_at=messages.timestamp(each.stated_at),
            )
            for each in found.versions
        ],
    )


def sent_criteria(sent: Iterable[contract.RubricCriterion]) -> tuple[Criterion, ...]:
    """Criteria as they are written."""
    return tuple(
        Criterion(
            criterion_id=each.criterion_id,
            name=each.name,
            levels=tuple(
                RubricLevel(points=level.points, description=level.description) for level in each.levels
            ),
        )
        for each in sent
    )


def sent_scores(sent: Iterable[contract.RubricScore]) -> tuple[Score, ...]:
    """Scores as they are written."""
    return tuple(Score(criterion_id=each.criterion_id, points=each.points, note=each.note) for each in sent)


def _criterion(found: Criterion) -> contract.RubricCriterion:
    return contract.RubricCriterion(
        criterion_id=found.criterion_id,
        name=found.name,
        levels=[
            contract.RubricLevel(points=each.points, description=each.description) for each in found.levels
        ],
    )
