"""Reviews, filled rubrics and rubrics as documents. Nobody else is told of rubrics."""

from dataclasses import asdict
from typing import Any

from google.protobuf.message import Message

from cairn_learners.adapters.mongo.documents import RubricDocument
from cairn_learners.domain.achievements import Achievement, Grading, Review, Score
from cairn_learners.domain.rubrics import Criterion, Rubric, RubricLevel, RubricVersion
from cairn_platform.mongo.connection import Document
from cairn_platform.mongo.store import Kind


def review_document(achievement: Achievement) -> Document:
    """What an achievement's document has of its review; documents from before reviews were kept have nothing of it."""
    found: Document = {}
    if achievement.review:
        found["review"] = asdict(achievement.review)
    if achievement.grading:
        found["grading"] = asdict(achievement.grading)
        found["grading"]["scores"] = list(found["grading"]["scores"])
    return found


def review_from(document: Document) -> dict[str, Any]:
    """The fields of an achievement that are about its review."""
    review, grading = document.get("review"), document.get("grading")
    return {
        "review": Review(**review) if review else None,
        "grading": Grading(**{**grading, "scores": tuple(Score(**each) for each in grading["scores"])})
        if grading
        else None,
    }


def _document(rubric: Rubric) -> Document:
    return {
        "credential_id": rubric.credential_id,
        "versions": [
            {
                **asdict(version),
                "criteria": [
                    {**asdict(each), "levels": [asdict(level) for level in each.levels]}
                    for each in version.criteria
                ],
            }
            for version in rubric.versions
        ],
    }


def _rubric(document: Document) -> Rubric:
    return Rubric(
        credential_id=document["credential_id"],
        version=document["version"],
        versions=tuple(
            RubricVersion(
                **{
                    **version,
                    "criteria": tuple(
                        Criterion(
                            criterion_id=each["criterion_id"],
                            name=each["name"],
                            levels=tuple(RubricLevel(**level) for level in each["levels"]),
                        )
                        for each in version["criteria"]
                    ),
                }
            )
            for version in document["versions"]
        ),
    )


def _no_event(rubric: Rubric) -> Message:
    raise TypeError(f"nobody is told of the rubric of {rubric.credential_id}")


RUBRICS = Kind(
    aggregate=Rubric,
    document=RubricDocument,
    identify=lambda rubric: rubric.credential_id,
    to_document=_document,
    from_document=_rubric,
    to_event=_no_event,
    event_key=lambda rubric: rubric.credential_id,
    is_told=lambda _: False,
)
