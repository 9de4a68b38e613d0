"""Entries and their documents. A document's `_id`, `tenant_id` and `version` are the platform's."""

from cairn_catalog.adapters.mongo.common_translation import common, common_document
from cairn_catalog.adapters.mongo.stack_translation import goal_document, goal_of
from cairn_catalog.domain.issuer import Issuer, Recognition, RecognitionExtent
from cairn_catalog.domain.ladder import Ladder, LadderKind
from cairn_catalog.domain.learning_path import LearningPath, PathStep
from cairn_catalog.domain.platform import Platform
from cairn_catalog.domain.skill import Skill, Translation
from cairn_platform.mongo.connection import Document


def issuer_document(issuer: Issuer) -> Document:
    """The fields of an issuer."""
    return {
        **common_document(issuer),
        "aliases": [*issuer.aliases],
        "website": issuer.website,
        "recognition": {"extent": issuer.recognition.extent.value, "source": issuer.recognition.source},
        "merged_into": issuer.merged_into,
    }


def issuer_of(document: Document) -> Issuer:
    """The issuer of a document."""
    recognition = document.get("recognition")
    return Issuer(
        **common(document),
        aliases=tuple(document["aliases"]),
        website=document["website"],
        recognition=Recognition(
            extent=RecognitionExtent(recognition["extent"]) if recognition else RecognitionExtent.UNKNOWN,
            source=recognition["source"] if recognition else "",
        ),
        merged_into=document.get("merged_into", ""),
    )


def platform_document(platform: Platform) -> Document:
    """The fields of a platform."""
    return {**common_document(platform), "website": platform.website}


def platform_of(document: Document) -> Platform:
    """The platform of a document."""
    return Platform(**common(document), website=document["website"])


def skill_document(skill: Skill) -> Document:
    """The fields of a skill."""
    return {
        **common_document(skill),
        "esco_uri": skill.esco_uri,
        "aliases": [*skill.aliases],
        "translations": [
            {"language": each.language, "name": each.name, "aliases": [*each.aliases]}
            for each in skill.translations
        ],
        "broader_skill_ids": [*skill.broader_skill_ids],
        "source_note": skill.source_note,
    }


def skill_of(document: Document) -> Skill:
    """The skill of a document."""
    return Skill(
        **common(document),
        esco_uri=document["esco_uri"],
        aliases=tuple(document["aliases"]),
        translations=tuple(
            Translation(language=each["language"], name=each["name"], aliases=tuple(each["aliases"]))
            for each in document.get("translations", ())
        ),
        broader_skill_ids=tuple(document.get("broader_skill_ids", ())),
        source_note=document["source_note"],
    )


def learning_path_document(path: LearningPath) -> Document:
    """The fields of a learning path."""
    return {
        **common_document(path),
        "description": path.description,
        "steps": [
            {"step_id": step.step_id, "goal": goal_document(step.goal), "note": step.note}
            for step in path.steps
        ],
    }


def learning_path_of(document: Document) -> LearningPath:
    """The learning path of a document."""
    return LearningPath(
        **common(document),
        description=document["description"],
        steps=tuple(
            PathStep(step_id=step["step_id"], goal=goal_of(step["goal"]), note=step["note"])
            for step in document["steps"]
        ),
    )


def ladder_document(ladder: Ladder) -> Document:
    """The fields of a ladder."""
    return {**common_document(ladder), "kind": ladder.kind.value, "role_ids": [*ladder.role_ids]}


def ladder_of(document: Document) -> Ladder:
    """The ladder of a document."""
    return Ladder(
        **common(document),
        kind=LadderKind(document.get("kind", LadderKind.PROMOTION.value)),
        role_ids=tuple(document["role_ids"]),
    )
