"""From entries to the contract's messages. `origin` is left open: it depends on who looks."""

from cairn.catalog.v1 import entries_pb2 as pb
from cairn_catalog.adapters.contract.common_states import lifecycle_state
from cairn_catalog.adapters.contract.enums import EXTENTS, LADDER_KINDS
from cairn_catalog.adapters.contract.stack_states import goal_state
from cairn_catalog.domain.issuer import Issuer
from cairn_catalog.domain.ladder import Ladder
from cairn_catalog.domain.learning_path import LearningPath
from cairn_catalog.domain.platform import Platform
from cairn_catalog.domain.skill import Skill


def issuer_state(issuer: Issuer) -> pb.Issuer:
    """The issuer's full state."""
    recognition = pb.Recognition(extent=EXTENTS[issuer.recognition.extent], source=issuer.recognition.source)
    return pb.Issuer(
        issuer_id=issuer.id,
        version=issuer.version,
        name=issuer.name,
        lifecycle=lifecycle_state(issuer.lifecycle),
        aliases=issuer.aliases,
        website=issuer.website,
        recognition=recognition if recognition.ListFields() else None,
        merged_into=issuer.merged_into,
    )


def platform_state(platform: Platform) -> pb.Platform:
    """The platform's full state."""
    return pb.Platform(
        platform_id=platform.id,
        version=platform.version,
        name=platform.name,
        lifecycle=lifecycle_state(platform.lifecycle),
        website=platform.website,
    )


def skill_state(skill: Skill) -> pb.Skill:
    """The skill's full state."""
    return pb.Skill(
        skill_id=skill.id,
        version=skill.version,
        name=skill.name,
        lifecycle=lifecycle_state(skill.lifecycle),
        esco_uri=skill.esco_uri,
        aliases=skill.aliases,
        translations=[
            pb.SkillTranslation(language=each.language, name=each.name, aliases=each.aliases)
            for each in skill.translations
        ],
        broader_skill_ids=skill.broader_skill_ids,
        source_note=skill.source_note,
    )


def learning_path_state(path: LearningPath) -> pb.LearningPath:
    """The learning path's full state."""
    return pb.LearningPath(
        path_id=path.id,
        version=path.version,
        name=path.name,
        lifecycle=lifecycle_state(path.lifecycle),
        description=path.description,
        steps=[
            pb.PathStep(step_id=step.step_id, goal=goal_state(step.goal), note=step.note)
            for step in path.steps
        ],
    )


def ladder_state(ladder: Ladder) -> pb.Ladder:
    """The ladder's full state."""
    return pb.Ladder(
        ladder_id=ladder.id,
        version=ladder.version,
        name=ladder.name,
        lifecycle=lifecycle_state(ladder.lifecycle),
        kind=LADDER_KINDS[ladder.kind],
        role_ids=ladder.role_ids,
    )
