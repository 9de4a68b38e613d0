"""What reviews are made of in the REST API: who looks at a claim, rubrics, and how one was filled."""

from typing import Annotated

from pydantic import Field, Strict

from cairn_gateway.adapters.http.model import Answer, Draft, Instant

Points = Annotated[int, Strict(), Field(ge=0, le=100)]


class Review(Answer):
    """That somebody looks at a claim."""

    reviewer_id: str
    """Who: a person id."""
    taken_at: Instant
    """Since when."""


class RubricLevel(Draft):
    """How well something can be done, and what that is worth."""

    points: Points
    """What it is worth."""
    description: str | None = None
    """What it looks like."""


class RubricCriterion(Draft):
    """One thing that is looked at."""

    criterion_id: str
    """Slug or UUID, unique in the rubric."""
    name: str
    """What it is."""
    levels: list[RubricLevel]
    """2 to 10 levels, each with points of its own."""


class RubricScore(Draft):
    """What a criterion of a rubric was found to be worth."""

    criterion_id: str
    """The criterion."""
    points: Points
    """The points of one of its levels."""
    note: Annotated[str | None, Field(max_length=500)] = None
    """Why, for the person."""


class Grading(Answer):
    """A filled rubric, kept with what was decided by it."""

    rubric_version: int
    """Which version of the rubric."""
    scores: list[RubricScore]
    """Each criterion once."""
    points: int
    """All points together."""
    passing_points: int
    """How many were needed to pass."""
